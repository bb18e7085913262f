#!/usr/bin/env python3
"""Compares the words of an XSL-FO document, in order, with those of a text: fo-words.py DOCUMENT.fo TEXT

The text is that of a PDF's tags (peerpress inspect --text). Of the document counts what is read in the flows: no static content, no
markers, nothing hidden or with the role Artifact, of a picture its alternative text. A table's footer is read after its bodies. The number of a cited page or scale is any word, and
capitals are the same as small letters (text-transform).
Says nothing if the words are the same, else where they part.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

FO = "{http://www.w3.org/1999/XSL/Format}"
FOX = "{http://xmlgraphics.apache.org/fop/extensions}"
ALTERNATIVES = (FOX + "alt-text", "{http://www.antennahouse.com/names/XSL/Extensions}alttext",
                "{http://www.renderx.com/XSL/Extensions}alt-description")
LINE = {FO + name for name in ("inline", "basic-link", "bidi-override", "wrapper", "character", "page-number", "page-number-citation",
                               "page-number-citation-last", "scaling-value-citation", "footnote", "multi-switch", "multi-case", "multi-toggle", "multi-properties",
                                "external-graphic", "instream-foreign-object")}
CITATION = "\ue000"


def text_of(node, parts, notes=None, visible=True):
    """The text of a formatting object, in parts; to `notes`, if given, (number of the part, name, value) of each id, citation, picture."""
    if not isinstance(node.tag, str) or not node.tag.startswith(FO) or node.get("role") == "Artifact":
        return
    name = node.tag[len(FO):]
    if notes is not None:
        notes.extend((len(parts), said, node.get(said)) for said in ("id", "ref-id", "src") if node.get(said))
    visibility = node.get("visibility")
    visible = visibility not in ("hidden", "collapse") if visibility else visible
    if name in ("external-graphic", "instream-foreign-object"):
        parts.append("\n" + next((node.get(said) for said in ALTERNATIVES if node.get(said) and visible), "") + "\n")
        return
    if name in ("static-content", "marker", "bookmark-tree", "declarations", "layout-master-set", "title", "leader", "folio-prefix",
                "folio-suffix"):
        return
    if name == "multi-switch":
        text_of(next(case for case in node if case.get("starting-state") != "hide"), parts, notes, visible)
        return
    if (name.startswith("page-number") or name == "scaling-value-citation") and visible:
        parts.append(CITATION)
    if name == "character" and visible:
        parts.append(node.get("character", ""))
    block = node.tag not in LINE
    if block:
        parts.append("\n")
    if node.get(FOX + "actual-text"):
        parts.append(node.get(FOX + "actual-text"))
    else:
        parts.append(node.text if node.text and visible else "")
        children = sorted(node, key=lambda child: child.tag == FO + "table-footer")
        for child in children:
            text_of(child, parts, notes, visible)
            parts.append(child.tail if child.tail and visible else "")
    if block:
        parts.append("\n")


def words(text):
    return "".join(c for c in text if c not in "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff").split()


def matches(expected, found):
    pattern = "".join(r"\S+" if c == CITATION else re.escape(c) for c in expected.casefold())
    return re.fullmatch(pattern, found.casefold()) is not None


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    parts = []
    text_of(ElementTree.parse(sys.argv[1]).getroot(), parts)
    expected = words("".join(parts))
    found = words(Path(sys.argv[2]).read_text(encoding="utf-8"))
    i = at = 0
    while i < len(expected) or at < len(found):
        one, other = expected[i:i + 1], found[at:at + 1]
        good = one and other and matches(one[0], other[0])
        if not good and one and CITATION in one[0] and at + 1 < len(found) and matches(one[0], other[0] + found[at + 1]):
            good = True  # a number on another baseline stands apart
            at += 1
        if not good:
            print(f"word {i + 1}: the document has {' '.join(expected[max(0, i - 3):i + 4])!r}, "
                  f"the tags have {' '.join(found[max(0, at - 3):at + 4])!r}")
            sys.exit(1)
        i += 1
        at += 1
    print(f"{len(expected)} words are the same")


if __name__ == "__main__":
    main()
