#!/usr/bin/env python3
"""Text that could break a PDF goes through it and does nothing: pdf-roundtrip.py PEERPRESS FOLDER

Each text stands as title, author, alternative text, bookmark, text of a link, id and part of an address in a document of its own. In the PDF, read
by qpdf, each must be what it was, and there must be as many objects as of a harmless text, one annotation and no action but links.
Prints a line for each test, "ok NAME" or "FAILED NAME: why".
"""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import unquote

PEERPRESS, FOLDER = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
HARMLESS = "harmless"
TEXTS = {
    "an opening parenthesis": "a ( b",
    "a closing parenthesis": "a ) b",
    "a backslash": "a \\ b",
    "a backslash at the end": "a b\\",
    "angle brackets": "a < b > c",
    "an ampersand": "a & b",
    "quotation marks": "a \" b ' c",
    "a line break": "a\nb",
    "a carriage return": "a\rb",
    "a tab": "a\tb",
    "an emoji": "a \U0001f9d1\U0001f3fd\u200d\U0001f680 b",
    "right to left": "a \u05d0\u05d1 \u0627\u0644 b",
    "marks of direction": "a \u200fb\u202ec\u202c \u2067d\u2069",
    "NUL in PDF's own words": "a \\000 b",
    "NUL in an address": "a %00 b",
    "a byte order mark": "\u00fe\u00ff a b",
    "C1 controls": "a \u0080\u009f b",
    "an end of an object": "a) /S /JavaScript /JS (app.alert(1)) >> endobj 9 0 obj << /Launch b",
    "an end of metadata": "a</rdf:li><?xpacket end='w'?>]]><!-- b",
    "an end of a stream": "a endstream endobj xref trailer %%EOF b",
    "a name": "a /JavaScript#28 <414243> b",
    "a line separator": "a\u2028b\u2029c",
    "the last plane": "a \U0010fffd\ufffd b",
    "all": "()\\<>&\"' \U0001f600 \u200f \\( \\) \\\\) %28 #",
}
DOCUMENT = """<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
 xml:lang="en" font-family="Liberation Sans, DejaVu Sans, Noto Sans Arabic">
<fo:layout-master-set><fo:simple-page-master master-name="page" page-width="100mm" page-height="100mm"><fo:region-body/>
</fo:simple-page-master></fo:layout-master-set>
<fo:declarations><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{text}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta></fo:declarations>
<fo:bookmark-tree><fo:bookmark internal-destination={id}><fo:bookmark-title>{text}</fo:bookmark-title></fo:bookmark></fo:bookmark-tree>
<fo:page-sequence master-reference="page"><fo:flow flow-name="xsl-region-body">
<fo:block role="H1" id={id}>Heading</fo:block>
<fo:block>Go <fo:basic-link external-destination={address} fox:alt-text={attribute}>there</fo:basic-link>.</fo:block>
<fo:block><fo:instream-foreign-object fox:alt-text={attribute} content-width="10mm" content-height="10mm"><svg
 xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg></fo:instream-foreign-object></fo:block>
</fo:flow></fo:page-sequence></fo:root>
"""
ACTIVE = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/OpenAction", "/AA", "/SubmitForm", "/ImportData", "/GoToR",
          "/GoToE", "/RichMedia", "/Rendition", "/Movie", "/Sound", "/Named", "/AcroForm", "/XFA", "/Encrypt"}
XMP = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "dc": "http://purl.org/dc/elements/1.1/"}
PREFIX = "https://example.org/"


def escape(text):
    """As XML: characters that its reader would change are references."""
    return "".join(f"&#{ord(c)};" if c in "<>&\"'\r\n\t" or ord(c) > 126 else c for c in text)


def attribute(text):
    return f'"{escape(text)}"'


def build(name, text, address=None):
    source, target = FOLDER / f"{name}.fo", FOLDER / f"{name}.pdf"
    source.write_text(DOCUMENT.format(text=escape(text), attribute=attribute(text), id=attribute(text),
                                      address=attribute(PREFIX + text if address is None else address)), encoding="utf-8")
    run = subprocess.run([PEERPRESS, "render", source, "-o", target], capture_output=True, text=True)
    return target, run


def read(path):
    """The objects of a PDF: number -> value, and its metadata. Strings are "u:…" (text) or "b:…" (bytes), names have their slash."""
    run = subprocess.run(["qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline", "--decode-level=generalized", path],
                         capture_output=True, check=True)
    objects = json.loads(run.stdout)["qpdf"][1]
    return {key: value.get("stream", {}).get("dict", value.get("value")) for key, value in objects.items()}


def metadata(path, objects):
    for key, value in objects.items():
        if isinstance(value, dict) and value.get("/Type") == "/Metadata":
            number = key.split(":")[1].split()[0]
            raw = subprocess.run(["qpdf", f"--show-object={number}", "--filtered-stream-data", path], capture_output=True, check=True).stdout
            return ElementTree.fromstring(raw)
    return None


def walk(value):
    """Every name that means something: keys of dictionaries and values that are names."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)
    elif isinstance(value, str) and value.startswith("/"):
        yield value


def string(value):
    if value is None:
        return None
    return value[2:] if value.startswith("u:") else bytes.fromhex(value[2:]).decode("latin-1")


def dictionaries(objects):
    return [value for value in objects.values() if isinstance(value, dict)]


def texts_of(objects, xmp):
    """What stands where a text was put."""
    info = objects[f"obj:{objects['trailer']['/Info']}"]
    found = {"title in Info": string(info.get("/Title")), "author in Info": string(info.get("/Author")),
             "title in XMP": xmp.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=XMP),
             "author in XMP": xmp.findtext(".//dc:creator/rdf:Seq/rdf:li", namespaces=XMP)}
    for value in dictionaries(objects):
        if value.get("/Subtype") == "/Link":
            found["alternative text of the link"] = string(value.get("/Contents"))
            found["address"] = string(value.get("/A", {}).get("/URI"))
        elif value.get("/S") == "/Figure":
            found["alternative text of the picture"] = string(value.get("/Alt"))
        elif "/Title" in value and "/Parent" in value:
            found["bookmark"] = string(value["/Title"])
    return found


def same(place, wanted, found):
    """White space may be a space, and C1 controls may go."""
    if found is None:
        return False
    if place == "address":
        return re.fullmatch(r"[!-'*-\[\]-~]+", found) is not None and unquote(found) == unquote(PREFIX + wanted)
    plain = [" ".join(re.split("[ \t\r\n]+", re.sub("[\x7f-\x9f]", "", one))) for one in (found, wanted)]
    return plain[0] == plain[1]


def faults(name, text, harmless):
    path, run = build(name, text)
    if run.returncode != 0:
        yield f"exit code {run.returncode}: {run.stderr.strip()}"
        return
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    if checked.returncode != 0:
        yield f"qpdf --check: {checked.stdout[-200:]}"
    objects = read(path)
    active = ACTIVE.intersection(walk(list(objects.values())))
    if active:
        yield f"there is {active}"
    links = [value for value in dictionaries(objects) if value.get("/Type") == "/Annot"]
    if [value.get("/A", {}).get("/S") for value in links] != ["/URI"]:
        yield f"annotations: {links}"
    if len(objects) != len(harmless):
        yield f"{len(objects)} objects, not {len(harmless)}"
    found = texts_of(objects, metadata(path, objects))
    for place in texts_of(harmless, ElementTree.Element("none")):
        if not same(place, text, found.get(place)):
            yield f"{place} is {found.get(place)!r}, not {text!r}"


def result(name, problems):
    print(f"FAILED {name}: {'; '.join(problems)}" if problems else f"ok {name}")


UNSAFE = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "javascript\u200b:alert(1)",
          "file:///etc/passwd", "FILE:/etc/passwd", "data:text/html,x", "vbscript:x", "//server/share", "/etc/passwd", "C:\\x.exe",
          "smb://server/share", "res:x", "about:blank", "blob:x", "jar:https://example.org!/x", "%6aavascript:x", ""]


# Addresses of files near the document, and how they are written: none has a scheme, a host or a root.
NEAR = {"x.pdf": "x.pdf", "../cy/x.pdf#page=2": "../cy/x.pdf#page=2", "a)/b(c.pdf": "a%29/b%28c.pdf", "\\\\server\\share": "%5C%5Cserver%5Cshare"}


def kept(address, written):
    path, run = build("near", HARMLESS, address)
    if run.returncode != 0:
        yield f"exit code {run.returncode}: {run.stderr}"
        return
    objects = read(path)
    if ACTIVE.intersection(walk(list(objects.values()))):
        yield "it is an action of another kind"
    links = [value["/A"] for value in dictionaries(objects) if value.get("/Type") == "/Annot"]
    if [(link.get("/S"), string(link.get("/URI"))) for link in links] != [("/URI", written)]:
        yield f"links: {links}"


def refused(address):
    path, run = build("unsafe", HARMLESS, address)
    if "paint-link-" not in run.stderr:
        yield f"it is not reported: {run.stderr}"
    if run.returncode == 0:
        objects = read(path)
        if any(value.get("/Type") == "/Annot" or "/URI" in value for value in dictionaries(objects)):
            yield "there is a link"


NOT_XML = {"NUL as a reference": "&#0;", "NUL as a byte": "\0", "a control as a reference": "&#1;", "a surrogate": "&#xD800;",
           "a noncharacter": "&#xFFFF;"}


def not_published(name, text):
    target = FOLDER / "refused.pdf"
    source = FOLDER / "refused.fo"
    source.write_text(DOCUMENT.format(text=text, attribute=f'"{text}"', id='"a"', address='"https://example.org/"'), encoding="utf-8")
    run = subprocess.run([PEERPRESS, "render", source, "-o", target], capture_output=True, text=True)
    if run.returncode != 1 or "[xml-syntax]" not in run.stderr or target.exists():
        yield f"exit code {run.returncode}: {run.stderr}"


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    path, run = build("harmless", HARMLESS)
    if run.returncode != 0:
        result("a harmless document", [run.stderr])
        return
    harmless = read(path)
    result("a harmless document", list(faults("harmless", HARMLESS, harmless)))
    for name, text in TEXTS.items():
        result(name, list(faults("text", text, harmless)))
    for address in UNSAFE:
        result(f"refused: {address!r}", list(refused(address)))
    for address, written in NEAR.items():
        result(f"kept: {address!r}", list(kept(address, written)))
    for name, text in NOT_XML.items():
        result(f"not XML: {name}", list(not_published(name, text)))


main()
