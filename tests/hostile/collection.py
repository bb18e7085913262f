#!/usr/bin/env python3
"""Runs the hostile collection: collection.py PROGRAM DATASET FOLDER. One line for each case, then the counts.

A case is good if it ends with the exit code that is expected, in time and memory, with one error or a whole output, and if
nothing of the folder of secrets was opened meanwhile or is in what came out.
"""

import ctypes
import os
import re
import resource
import shutil
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from files import *

PROGRAM, DATASET, FOLDER = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), Path(sys.argv[3])
SANITIZED = b"__asan_init" in Path(PROGRAM).read_bytes()
SECONDS = 200 if SANITIZED else 40
BYTES = 3 << 30
OPEN, SECRET = FOLDER / "open", FOLDER / "secret"
MILLION = 1_000_000
cases = []


def case(name, content, ending="fo", code=1, says=None, options=(), to="areas", command="render"):
    """`content` in a file of its own; `says`: the id of the one error, or of a warning if the code is 0."""
    folder = OPEN / re.sub(r"[^a-z0-9]+", "-", name.lower())
    folder.mkdir()
    file = folder / f"a.{ending}"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    cases.append((name, folder, file, code, says, list(options), to, command))
    return folder


def picture(name, content, code=0, says="image-broken", ending="svg", to="pdf", **more):
    folder = case(name, fo(graphic(f"picture.{ending}")), code=code, says=says, to=to, **more)
    (folder / f"picture.{ending}").write_bytes(content if isinstance(content, bytes) else content.encode())


def report(name, template, top="", before="", says="transform-outside", **more):
    return case(name, xsl(template, top, before), "xsl", says=says, to="xhtml", command="build", **more)


# ---- The collection -----------------------------------------------------------------------------------

def entities():
    outside = ["../../secret/canary.txt", (SECRET / "canary.txt").as_uri(), "http://127.0.0.1:9/canary.txt"]
    kinds = [("a bomb", bomb, [None]), ("a quadratic bomb", quadratic, [None]), ("an external entity", external, outside),
             ("an external parameter entity", parameter, outside), ("an external subset", subset, outside)]
    for kind, make, targets in kinds:
        for number, target in enumerate(targets):
            arguments = [target] if target else []
            words = "&e9;" * (2000 if make is quadratic else 1)
            used = "" if make in (parameter, subset) else words
            name = f"{kind} {number} in"
            # A subset that is never fetched declares nothing that is used: that is a document like others.
            id_ = {quadratic: "xml-entity-growth", subset: None}.get(make, "xml-entity-declared")
            code = 0 if make is subset else 1
            case(f"{name} FO", fo(f"<fo:block>{used}x</fo:block>", make("fo:root", *arguments)), code=code, says=id_)
            case(f"{name} an attribute of FO", fo(f'<fo:block id="{used}x">x</fo:block>', make("fo:root", *arguments)), code=code, says=id_)
            case(f"{name} XHTML", xhtml(f"<p>{used}x</p>", make("html", *arguments)), "xhtml", code=code, says=id_, to="html")
            report(f"{name} a stylesheet", f"{used}x", before=make("xsl:stylesheet", *arguments), code=code, says=id_)
            picture(f"{name} SVG", svg(f"<text>{used}x</text>", make("svg", *arguments)), says=None if make is subset else "image-broken")
            case(f"{name} a dataset", make("progress", *arguments) + f'<progress xmlns="urn:peerpress:progress:1">{used}</progress>',
                 "xml", command="check", says="xml-doctype")


def outside_files():
    targets = ["../../secret/canary.xml", str(SECRET / "canary.xml"), (SECRET / "canary.xml").as_uri(), "link.xml",
               "folder/canary.xml", "http://127.0.0.1:9/canary.xml", "ftp://127.0.0.1:9/canary.xml",
               "file://127.0.0.1/etc/passwd", "/etc/passwd", "%2e%2e/%2e%2e/secret/canary.xml", "x/../../../secret/canary.xml"]
    for number, target in enumerate(targets):
        for how, template, top in [("document()", f"<xsl:copy-of select=\"document('{target}')\"/>", ""),
                                   ("xsl:import", "", f'<xsl:import href="{target}"/>'),
                                   ("xsl:include", "", f'<xsl:include href="{target}"/>')]:
            # A name with a part that does not exist is missing, wherever it would lead.
            folder = report(f"{how} outside {number}", template, top, says=None)
            (folder / "link.xml").symlink_to(SECRET / "canary.xml")
            (folder / "folder").symlink_to(SECRET)
        picture_target = target.replace("canary.xml", "canary.svg")
        folder = case(f"a picture outside {number}", fo(graphic(picture_target)), code=0, to="pdf", says="image-")
        (folder / "link.svg").symlink_to(SECRET / "canary.svg")
        (folder / "link.xml").symlink_to(SECRET / "canary.svg")
        (folder / "folder").symlink_to(SECRET)
        case(f"a picture of a page outside {number}", xhtml(f'<p><img src="{picture_target}" alt="a"/></p>'), "xhtml", code=0, to="html", says="image-")
    for name, content in [
            ("use of a file", '<use xlink:href="../../secret/canary.svg#c"/>'),
            ("an image of a file", '<image xlink:href="../../secret/canary.svg" width="9" height="9"/>'),
            ("an image of a network", '<image xlink:href="http://127.0.0.1:9/a.png" width="9" height="9"/>'),
            ("an image by SVG in data:", f'<image xlink:href="{embedded(svg("").encode(), "image/svg+xml")}" width="9" height="9"/>'),
            ("XInclude", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="../../secret/canary.txt" parse="text"/>'),
            ("an imported style sheet", '<style>@import url("../../secret/canary.css");</style>'),
            ("an escaped import", '<style>@\\69mport "../../secret/canary.css";</style>'),
            ("a font of a file", '<style>@font-face{font-family:c;src:url(../../secret/canary.ttf)}</style><text font-family="c">a</text>'),
            ("a fill of a file", '<path fill="url(../../secret/canary.svg#c)" d="M0 0L9 0L9 9"/>'),
            ("a filter of a file", '<filter id="f"><feImage xlink:href="../../secret/canary.svg"/></filter><path filter="url(#f)" d="M0 0L9 0L9 9"/>')]:
        picture(f"SVG: {name}", svg(content), says="image-svg-reference")
    picture("SVG: a style sheet by an instruction", svg("", '<?xml-stylesheet href="../../secret/canary.css" type="text/css"?>'), says="image-svg-reference")
    picture("SVG: a script and events", svg('<script>1</script><path onclick="1" d="M0 0L9 9"/>', attributes='onload="1"'), says=None)
    picture("SVG: a link", svg('<a xlink:href="http://127.0.0.1:9/"><path d="M0 0L9 9L9 0"/></a>'), says="image-svg-link")
    case("a font by src of fo:declarations is not read", fo("<fo:block>x</fo:block>").replace("<fo:page-sequence", '<fo:declarations><fo:color-profile src="../../secret/canary.icc" color-profile-name="c"/></fo:declarations><fo:page-sequence', 1), code=0)
    for name, what in [("writes", '<exsl:document href="{}"><b/></exsl:document>'),
                       ("writes by xsl:document", '<xsl:document href="{}"><b/></xsl:document>')]:
        report(f"a stylesheet {name}", what.format(SECRET / "made.xml"), says=None)


def size_and_depth():
    case("a million nested blocks", fo("<fo:block>" * MILLION + "x" + "</fo:block>" * MILLION), says="fo-too-deep")
    case("a million nested blocks that never end", fo("<fo:block>" * MILLION), says="fo-too-deep")
    case("a million nested elements of XHTML", xhtml("<div>" * MILLION + "</div>" * MILLION), "xhtml", to="html", says="xml-syntax")
    case("a million nested elements of a dataset", '<progress xmlns="urn:peerpress:progress:1">' + "<a>" * MILLION, "xml", command="check", says="xml-syntax")
    case("a million siblings", fo("<fo:block>x</fo:block>" * MILLION), options=["--limit=pages=100"], says="layout-too-many-pages")
    case("a hundred thousand inlines", fo("<fo:block>" + "<fo:inline>x</fo:inline>" * (MILLION // 10) + "</fo:block>"), code=0)
    case("a hundred thousand attributes", fo("<fo:block " + " ".join(f'a{i}="b"' for i in range(100_000)) + ">x</fo:block>"), code=0)
    case("an attribute of 4 GB by an entity", fo(f'<fo:block id="{"&e9;" * 4_400_000}">x</fo:block>', quadratic("fo:root")), says="xml-entity-growth")
    case("a text of 4 GB by an entity", fo(f'<fo:block>{"&e9;" * 4_400_000}</fo:block>', quadratic("fo:root")), says="xml-entity-growth")
    case("an attribute of 20 MB", fo(f'<fo:block id="{"a" * 20_000_000}">x</fo:block>'), code=0)
    case("a text of XHTML of 20 MB in an attribute", xhtml(f'<p title="{"a" * 20_000_000}">x</p>'), "xhtml", to="html", says="xml-syntax")
    lists = '<fo:list-block><fo:list-item><fo:list-item-label><fo:block/></fo:list-item-label><fo:list-item-body>'
    case("lists as deep as is allowed", fo(lists * 490 + "<fo:block>x</fo:block>" + '</fo:list-item-body></fo:list-item></fo:list-block>' * 490), code=0)
    case("containers as deep as is allowed", fo("<fo:block-container>" * 1990 + "<fo:block>x</fo:block>" + "</fo:block-container>" * 1990), code=0)


def cycles():
    case("attribute sets", xsl('<xsl:element name="p" use-attribute-sets="a"/>', '<xsl:attribute-set name="a" use-attribute-sets="b"/><xsl:attribute-set name="b" use-attribute-sets="a"/>'), "xsl", to="xhtml", command="build", code=None)
    report("variables", '<xsl:value-of select="$a"/>', '<xsl:variable name="a" select="$b"/><xsl:variable name="b" select="$a"/>', says="transform-")
    report("keys", "<xsl:value-of select=\"key('a', 1)\"/>", "<xsl:key name=\"a\" match=\"*\" use=\"key('a', 1)\"/>", says=None, code=None)
    report("templates", '<xsl:call-template name="a"/>', '<xsl:template name="a"><xsl:call-template name="b"/></xsl:template><xsl:template name="b"><xsl:call-template name="a"/></xsl:template>', says="transform-depth")
    report("a stylesheet that imports itself", "", '<xsl:import href="a.xsl"/>', says="transform-")
    report("a stylesheet that includes itself", "", '<xsl:include href="a.xsl"/>', says="transform-")
    folder = report("stylesheets that import each other", "", '<xsl:import href="b.xsl"/>', says="transform-")
    (folder / "b.xsl").write_text(xsl("", '<xsl:import href="a.xsl"/>'))
    report("a loop that grows", '<xsl:call-template name="a"><xsl:with-param name="s" select="\'x\'"/></xsl:call-template>',
           '<xsl:template name="a"><xsl:param name="s"/><xsl:call-template name="a"><xsl:with-param name="s" select="concat($s, $s)"/></xsl:call-template></xsl:template>',
           says="transform-depth", options=["--limit=template-depth=20"])
    case("page sequence masters", fo("<fo:block>x</fo:block>", masters='<fo:page-sequence-master master-name="a"><fo:single-page-master-reference master-reference="a"/></fo:page-sequence-master>').replace('master-reference="p"><fo:flow', 'master-reference="a"><fo:flow'), code=None)
    case("a block that must break before itself, always", fo('<fo:block break-before="page" break-after="page" keep-with-next="always" keep-with-previous="always">x</fo:block>' * 50), code=0)
    case("a marker in its own retrieval", fo('<fo:block><fo:marker marker-class-name="m"><fo:block><fo:retrieve-marker retrieve-class-name="m"/></fo:block></fo:marker>x</fo:block>'), code=None)
    case("a change bar that never ends", fo('<fo:block><fo:change-bar-begin change-bar-class="a"/>x</fo:block>'), code=0)
    case("an index of itself", fo('<fo:block index-key="k">x<fo:index-page-citation-list><fo:index-key-reference ref-index-key="k"/></fo:index-page-citation-list></fo:block>' * 20), code=0)
    # The number of pages decides how long the text is, which decides the number of pages.
    cite = '<fo:page-number-citation-last ref-id="all"/>'
    text = fo(f'<fo:block font-size="40pt">{("word " + cite + " ") * 60}</fo:block><fo:block id="a"/>', root='id="all"')
    case("pages that cite how many there are", text, code=0, to="pdf")
    case("pages that cite pages behind them", fo("".join(f'<fo:block id="b{i}" break-before="page" font-size="90pt"><fo:page-number-citation ref-id="b{(i * 7 + 3) % 120}"/> of <fo:page-number-citation ref-id="b119"/></fo:block>' for i in range(120))), code=0, to="pdf")
    case("a region without room", fo("<fo:block>x</fo:block>", page='margin="200pt"'), code=None)
    case("a marker that asks for more pages", fo('<fo:block space-before="1e9pt" space-before.conditionality="retain">x</fo:block>' * 5), code=None)
    theme = xsl("<xsl:copy-of select=\"document('b.xml')\"/>")
    folder = case("a theme that refers to itself", theme, "xsl", code=None, to="xhtml", command="build")
    (folder / "b.xml").write_text('<theme xmlns="urn:peerpress:theme:1" href="b.xml"/>')


def values():
    numbers = ["-1e300pt", "1e300pt", "1e999pt", "-1e999pt", "NaN", "NaNpt", "INF", "Infinity", "-0pt", "9" * 400 + "pt",
               "1pt div 0", "(1 div 0) * 1pt", "0 div 0", "-100%", "1e9em", "((((1pt", "(" * 5000 + "1pt" + ")" * 5000,
               "1pt" + "+1pt" * 5000, "max(1pt", "from-parent(", "inherited-property-value(width)"]
    names = ["font-size", "line-height", "start-indent", "space-before", "padding", "border-width", "text-indent", "widows"]
    for number in range(0, len(numbers), 3):
        blocks = "".join(f'<fo:block {name}="{value}">word word</fo:block>' for value in numbers[number:number + 3] for name in names)
        boxes = "".join(f'<fo:block-container {name}="{value}" overflow="hidden"><fo:block>x</fo:block></fo:block-container>'
                        for value in numbers[number:number + 3] for name in ["width", "height", "top", "left"])
        case(f"lengths from {numbers[number][:20]}", fo(blocks + boxes), code=0, to="pdf")
    case("a page of infinite size", fo("<fo:block>x</fo:block>").replace('"300pt"', '"1e300pt"'), code=None, to="png")
    case("a page of no size", fo("<fo:block>x</fo:block>").replace('"300pt"', '"-5pt"'), code=None, to="pdf")
    case("columns", fo(f'<fo:table>{"".join(f"""<fo:table-column column-number="{n}" column-width="1e300pt" number-columns-repeated="{n}"/>""" for n in (1, 2147483647, 99999999999, -5))}<fo:table-body><fo:table-cell number-columns-spanned="999999999" number-rows-spanned="-4"><fo:block>x</fo:block></fo:table-cell></fo:table-body></fo:table>'), code=None)


def encodings():
    text = fo("<fo:block>caf\u00e9 x</fo:block>")
    for name, code in [("utf-16", 0), ("utf-16-le", 1), ("utf-16-be", 1), ("utf-32", 1), ("utf-7", 1), ("cp037", 1), ("cp500", 1), ("shift_jis", 1)]:
        try:
            case(f"encoded as {name}", text.replace("\u00e9", "e" if name == "shift_jis" else "\u00e9").encode(name), code=None)
            case(f"declared and encoded as {name}", f'<?xml version="1.0" encoding="{name}"?>'.encode(name) + text.replace("\u00e9", "e").encode(name), code=None)
        except UnicodeError:
            pass
    case("UTF-7 that hides a tag", b'<?xml version="1.0" encoding="UTF-7"?><fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format">+ADw-b+AD4-</fo:root>', code=1)
    for name, bytes_ in [("a byte that is no UTF-8", b"\xff\xfe\xfa"), ("an overlong slash", b"\xc0\xaf"), ("a surrogate", b"\xed\xa0\x80"),
                         ("beyond Unicode", b"\xf7\xbf\xbf\xbf"), ("a character that is cut off", b"\xe2\x82"), ("a NUL", b"a\0b"), ("a control character", b"\x01\x1b[2J")]:
        case(f"text with {name}", fo("<fo:block>@</fo:block>").encode().replace(b"@", bytes_), says="xml-syntax")
        case(f"an attribute with {name}", fo('<fo:block id="@">x</fo:block>').encode().replace(b"@", bytes_), says="xml-")
    case("nothing but NULs", bytes(100_000))
    case("an empty file", b"")
    case("directions and joiners", fo("<fo:block>" + "\u202e\u2066\u200d\ufeff" * 5000 + "x</fo:block>"), code=0)
    case("combining marks", fo("<fo:block>a" + "\u0301" * 100_000 + "</fo:block>"), code=0)


def broken_pictures():
    for name, make, ending in [("PNG", png, "png"), ("JPEG", jpeg, "jpg"), ("GIF", gif, "gif"), ("TIFF", tiff, "tif"), ("BMP", bmp, "bmp")]:
        picture(f"a {name} of a thousand million pixels", make(32000, 32000), code=None, says="image-", ending=ending)
        picture(f"a {name} of 60,000 pixels in a row", make(60000, 1), code=None, says="image-", ending=ending)
        picture(f"a {name} of ten million pixels that are not there", make(3200, 3200), says=None, ending=ending, code=None)
        picture(f"a {name} without pixels", make(0, 0), ending=ending)
        picture(f"a {name} that is cut off", make(30, 30)[:28], ending=ending)
    picture("a PNG with wrong checksums", png(9, 9, bytes(252), False), ending="png")
    picture("a PNG that unpacks to more than it says", png(9, 9, bytes(200_000_000)), code=None, says=None, ending="png")
    picture("an SVG that unpacks to 300 MB", packed_svg(), code=None, says=None)
    picture("an SVG that is text", "words", says=None)
    picture("a PNG that is called SVG", png(9, 9, bytes(252)), says=None)
    picture("an SVG that embeds too many pixels", svg(f'<image xlink:href="{embedded(png(32000, 32000))}" width="9" height="9"/>'), code=1, says="image-too-large")
    use = '<path id="a0" d="M0 0L9 9L9 0"/>' + "".join(f'<g id="a{i}">{f"""<use xlink:href="#a{i - 1}"/>""" * 10}</g>' for i in range(1, 12))
    picture("an SVG bomb of <use>", svg(use), code=1, says="image-svg-complex")
    picture("an SVG in circles", svg('<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g><pattern id="p" width="1" height="1"><path fill="url(#p)" d="M0 0L9 9"/></pattern><path fill="url(#p)" d="M0 0L9 9"/>'), says=None)
    nested = '<g font-size="900%">' * 9 + "<text>a</text>" + "</g>" * 9
    for name, text in [("an attribute", '<text font-size="1e30">a</text>'), ("a style", '<text style="FONT: 9e9mm serif">a</text>'),
                       ("a style sheet", "<style>text { f\\6fnt-size: 1e9px }</style><text>a</text>"), ("percentages", nested),
                       ("a style sheet's em", '<style>g { font-size: 9em }</style>' + "<g>" * 9 + "<text>a</text>" + "</g>" * 9)]:
        picture(f"an SVG of large text by {name}", svg(text), says="image-broken")
    picture("an SVG of infinite size", svg("").replace('"90"', '"1e300"'), says=None, code=None)
    picture("an SVG of no size", svg("").replace('"90"', '"-9"'), says=None, code=None)
    picture("an SVG filter without end", svg('<filter id="f"><feTurbulence baseFrequency="0.1" numOctaves="99999999"/></filter><path filter="url(#f)" d="M0 0L9 9L9 0"/>'), code=1, says="limit-time", options=["--limit=time=1"])
    picture("an SVG of 300,000 shapes", svg("<path/>" * 300_000), code=1, says="image-svg-complex")
    folder = case("a font that is none", fo('<fo:block font-family="Hostile">x</fo:block>'), code=0, to="pdf")
    for number, bytes_ in enumerate([b"", b"\0\1\0\0" + b"\xff" * 200, b"OTTO" + bytes(500), b"true\xff\xff" + bytes(90), b"ttcf" + b"\xff" * 60, b"wOFF" + b"\xff" * 60]):
        (folder / f"font{number}.ttf").write_bytes(bytes_)
    cases[-1][5].append(f"--font-folder={folder}")


def pdfs():
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    catalog = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R/MarkInfo<</Marked true>>/Outlines 5 0 R/Names<</EmbeddedFiles 6 0 R>>>>"
    cyclic = pdf([catalog, "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2147483647>>", page, "<</Type/StructTreeRoot/K[4 0 R 7 0 R]/ParentTree 6 0 R/RoleMap<</A/B/B/A>>>>",
                  "<</First 5 0 R/Last 5 0 R/Next 5 0 R/Count 99999999999>>", "<</Kids[6 0 R 6 0 R]>>", "<</S/A/P 7 0 R/K[7 0 R 7 0 R]>>"])
    for name, bytes_, code in [("in circles", cyclic, None), ("an empty file", b"", 1), ("its head alone", b"%PDF-1.7\n", 1),
                               ("nested arrays", pdf(["<</Type/Catalog/Pages 2 0 R/A " + "[" * 100_000 + "]" * 100_000 + ">>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page]), None),
                               ("a stream of 100 MB in 400 bytes", packed_pdf(), None), ("no pages", pdf(["<</Type/Catalog>>"]), None),
                               ("a wrong cross-reference", cyclic.replace(b"0000000", b"9999999"), None),
                               ("NULs", b"%PDF-1.4\n" + bytes(MILLION), 1), ("junk", b"%PDF-1.7\n" + b"1 0 obj\n<<" * 50_000, None)]:
        for option in ([], ["--check"], ["--text"]):
            case(f"a PDF: {name} {''.join(option)}", bytes_, "pdf", code=code, command="inspect", options=option)


def names():
    for number, name in enumerate(["a\n\x1b[31mred.fo", "a\tb.fo", "-t.fo", "a%d.fo", "\udcff\udcfe.fo", "a&<>\"'.fo"]):
        folder = case(f"a file's name {number}", fo("<fo:block>x</fo:block>"), code=0)
        os.rename(folder / "a.fo", os.fsencode(folder / name))
        cases[-1] = cases[-1][:2] + (folder / name,) + cases[-1][3:]


# ---- Running ------------------------------------------------------------------------------------------

class Watch:
    """Tells what was opened in a folder (inotify)."""
    IN_OPEN, IN_CREATE, IN_NONBLOCK = 0x20, 0x100, 0x800

    def __init__(self, folder):
        libc = ctypes.CDLL(None, use_errno=True)
        self.fd = libc.inotify_init1(self.IN_NONBLOCK)
        self.watching = self.fd >= 0 and libc.inotify_add_watch(self.fd, os.fsencode(folder), self.IN_OPEN | self.IN_CREATE) >= 0

    def names(self):
        try:
            events = os.read(self.fd, 1 << 16)
        except BlockingIOError:
            return []
        found = []
        while events:
            length = struct.unpack("iIII", events[:16])[3]
            found.append(events[16:16 + length].rstrip(b"\0").decode() or "the folder")
            events = events[16 + length:]
        return found


def limit_process():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def command_of(folder, file, options, to, command):
    output = folder / f"out.{to}"
    if command == "render":
        return [PROGRAM, "render", str(file), "-t", to, "-o", output, *options], output
    if command == "build":
        return [PROGRAM, "build", DATASET, "-r", file, "-t", to, "-o", output, *options], output
    return [PROGRAM, command, *options, file], None


def faults_of(code, says, result, output, folder):
    errors = [line for line in result.stderr.splitlines() if b" error: " in line]
    if result.returncode < 0 or result.returncode > 4 or b"AddressSanitizer" in result.stderr or b"runtime error" in result.stderr:
        yield f"it crashed: {result.returncode}"
    elif code is not None and result.returncode != code:
        yield f"exit code {result.returncode}, not {code}"
    written = output and (output.exists() or list(folder.glob("out-*")))
    if result.returncode == 0 and output and not written:
        yield "no output"
    if result.returncode == 1 and output and written:
        yield "an output in spite of the error"
    if result.returncode != 0 and not errors:
        yield "no error is reported"
    if result.returncode != 0 and output and len(errors) > 1:
        yield f"{len(errors)} errors, not one"
    if says and f"[{says}".encode() not in result.stderr:
        yield f"[{says}] is not said"
    said = result.stdout + result.stderr + (output.read_bytes() if output and output.is_file() else b"")
    if CANARY.encode() in said:
        yield "a secret came out"
    if b"\x1b" in result.stderr:
        yield "a control character reaches the terminal"
    if result.returncode == 0 and output and output.suffix == ".pdf":
        check = subprocess.run(["qpdf", "--check", output], capture_output=True)
        if check.returncode not in (0, 3):  # 3: warnings, as of a JPEG's own data
            yield "the PDF is broken: " + check.stdout.decode(errors="replace")[-200:]


def run(entry):
    name, folder, file, code, says, options, to, command = entry
    words, output = command_of(folder, file, options, to, command)
    try:
        result = subprocess.run(words, capture_output=True, timeout=3 * SECONDS, preexec_fn=limit_process, cwd=folder)
        faults = list(faults_of(code, says, result, output, folder))
        said = result.stderr.decode(errors="replace")
    except subprocess.TimeoutExpired:
        faults, said = ["it does not end"], ""
    shutil.rmtree(folder)
    return name, faults, said


def main():
    OPEN.mkdir()
    SECRET.mkdir()
    for ending, text in [("txt", CANARY), ("xml", f"<a>{CANARY}</a>"), ("xsl", xsl(CANARY)), ("css", f"/* {CANARY} */"), ("icc", CANARY),
                         ("ttf", CANARY), ("svg", svg(f'<text id="c">{CANARY}</text>'))]:
        (SECRET / f"canary.{ending}").write_text(text)
    for part in (entities, outside_files, size_and_depth, cycles, values, encodings, broken_pictures, pdfs, names):
        part()
    wanted = os.environ.get("CASES", "")
    chosen = [entry for entry in cases if wanted in entry[0]]
    watch = Watch(SECRET)
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as workers:
        for name, faults, said in workers.map(run, chosen):
            print(f"{'FAILED ' if faults else 'ok     '} {name}", flush=True)
            failed += bool(faults)
            for fault in faults:
                print(f"        {fault}")
            if faults:
                print("".join(f"        | {line}\n" for line in said.splitlines()[:6]), end="")
    opened = watch.names()
    good = watch.watching and not opened
    print(f"{'ok     ' if good else 'FAILED '} nothing of the secrets is opened")
    if not good:
        print(f"        {', '.join(opened) or 'inotify is not to be had'}")
    failed += not good
    print(f"{len(chosen) + 1 - failed} passed, {failed} failed")


main()
