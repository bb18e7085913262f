#!/usr/bin/env python3
"""The words of a fuzz target, out of the tables that the program itself is made of: words.py dictionary TARGET
(for libFuzzer) or words.py vocabulary TARGET (C, for mutate.c)."""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
RNG = "{http://relaxng.org/ns/structure/1.0}"
VALUES = ["inherit", "10pt", "5mm", "50%", "1.2em", "0.5", "3", "#a0b0c0", "red", "1pt solid blue", "url(data:,x)", "x y"]
IMAGE = [b"\x89PNG\r\n\x1a\n", b"IHDR", b"IDAT", b"IEND", b"PLTE", b"pHYs", b"tRNS", b"iCCP", b"gAMA", b"sRGB", b"eXIf", b"acTL",
         b"\xff\xd8\xff", b"\xff\xe0", b"\xff\xe1", b"\xff\xe2", b"\xff\xee", b"\xff\xc0", b"\xff\xc2", b"\xff\xc4", b"\xff\xdb", b"\xff\xda",
         b"\xff\xdd", b"\xff\xd9", b"JFIF\0", b"Exif\0\0", b"Adobe", b"ICC_PROFILE\0", b"II*\0", b"MM\0*", b"GIF87a", b"GIF89a",
         b"NETSCAPE2.0", b"BM", b"RIFF", b"WEBPVP8 ", b"\x1f\x8b\x08", b"\x12\x01\x03\0", b"\x1a\x01\x05\0", b"\x11\x01\x04\0"]
SVG = ["svg", "g", "use", "symbol", "defs", "image", "path", "rect", "circle", "text", "tspan", "clipPath", "mask", "pattern", "marker",
       "filter", "feImage", "feTurbulence", "linearGradient", "stop", "style", "script", "a", "foreignObject", "switch", "title", "desc"]
SVG_ATTRIBUTES = ["viewBox", "width", "height", "x", "y", "d", "transform", "href", "xlink:href", "style", "fill", "clip-path", "mask",
                  "filter", "opacity", "preserveAspectRatio", "gradientUnits", "patternTransform", "stdDeviation", "font-family", "xml:base"]


def table(path, macro, argument):
    """The strings that stand as the given argument (from 0) of each row of a macro table."""
    text = (TOP / path).read_text(encoding="utf-8")
    rows = re.findall(r"^(?:%s)\(([^\n]*)" % macro, text, re.M)
    found = [re.split(r",\s*", row)[argument].strip("\"') ") for row in rows if row.count(",") >= argument]
    return [word for word in found if word]


def fo():
    elements = table("src/fo/elements.def", "ELEMENT", 1)
    attributes = table("src/fo/properties.def", "PROPERTY|NODE_PROPERTY|CORRESPONDING|SHORTHAND", 1)
    values = table("src/fo/keywords.def", "KEYWORD", 1)
    functions = re.findall(r'\{"([a-z-]+)", \d', (TOP / "src/fo/functions.c").read_text(encoding="utf-8"))
    return elements, attributes, values + VALUES + [f + "()" for f in functions]


def xhtml():
    elements, attributes, values = set(), set(), set()
    for path in sorted((TOP / "fixtures/xhtml").glob("*.xhtml")):
        for node in ElementTree.parse(path).iter():
            elements.add(node.tag.split("}")[-1])
            for name, value in node.attrib.items():
                attributes.add("xml:lang" if name.endswith("}lang") else name)
                if len(value) < 40:
                    values.add(value)
    return sorted(elements), sorted(attributes), sorted(values)


def dataset():
    root = ElementTree.parse(TOP / "stylesheets/progress/progress.rng").getroot()
    named = lambda kind: sorted({node.get("name") for node in root.iter(RNG + kind) if node.get("name")})
    values = {node.text for node in root.iter(RNG + "value") if node.text}
    return named("element"), named("attribute"), sorted(values | {"2026-02-30", "2025-01-31", "en", "cy", "c1", "r1"})


def pdf():
    words = set()
    for path in [*sorted((TOP / "src/pdf").glob("*.c")), TOP / "src/pdf/types.def"]:
        words |= set(re.findall(r'"/?([A-Z][A-Za-z0-9]{1,24})"', path.read_text(encoding="utf-8")))
    operators = ["BDC", "BMC", "EMC", "BT", "ET", "Tf", "Tj", "TJ", "Td", "Tm", "Do", "cm", "gs", "sc", "SCN", "re", "W", "n", "BI", "ID", "EI",
                 "obj", "endobj", "stream", "endstream", "xref", "trailer", "startxref", "%%EOF", "<<", ">>", "[", "]", "0 R", "true", "null"]
    return ["/" + word for word in sorted(words)], operators, []


VOCABULARIES = {"fo": fo, "finish": fo, "xhtml": xhtml, "dataset": dataset}


def dictionary(target):
    if target == "image":
        return IMAGE + [word.encode() for word in SVG + SVG_ATTRIBUTES]
    if target == "inspect":
        parts = pdf()
    elif target == "finish":
        parts = (*fo(), *pdf())
    elif target == "expression":
        parts = (fo()[1], fo()[2], [".minimum", ".within-page", ".conditionality", " div ", " mod ", " * ", "(", ")", ": "])
    else:
        parts = VOCABULARIES[target]()
    return [word.encode() for part in parts for word in part]


def quoted(word, safe=b""):
    return "".join(chr(c) if 32 <= c < 127 and c not in b'"\\' else "\\x%02x" % c for c in word)


def c_list(name, words):
    escaped = ['"%s"' % "".join(c if 32 <= ord(c) < 127 and c not in '"\\?' else "".join("\\%03o" % b for b in c.encode()) for c in w) for w in words]
    return "static const char *const %s[] = {\n  %s,\n  NULL};\n" % (name, ",\n  ".join(escaped))


def main():
    kind, target = sys.argv[1:]
    if kind == "dictionary":
        print("\n".join(f'"{quoted(word)}"' for word in dict.fromkeys(dictionary(target)) if word))
        return
    names = ("elements", "attributes", "values")
    print('#include "mutate.h"\n')
    print("\n".join(c_list(*pair) for pair in zip(names, VOCABULARIES[target]())))
    print("const FuzzVocabulary *fuzz_vocabulary(void) {\n"
          "  static const FuzzVocabulary vocabulary = {elements, attributes, values};\n  return &vocabulary;\n}")


if __name__ == "__main__":
    main()
