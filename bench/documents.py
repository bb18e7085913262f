"""The same text for every tool that bench/peers measures: A4, margins of 20 mm, Liberation Sans of 10 pt where the tool can, bold headings, a
list of contents, bookmarks, a footer with “Page n of m”.

A text is a list of pairs: a kind (h1 to h4, p, li) and the words. It is read from the structured content that peerpress publishes (--to xhtml),
without pictures and colours, so that every tool can set it.
"""

import html
import xml.etree.ElementTree as ElementTree

XHTML = "{http://www.w3.org/1999/xhtml}"
LEFT_OUT = {"nav", "svg", "figure", "script", "style"}
BLOCKS = {"h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "caption"}
SIZES = {"h1": 15, "h2": 12.5, "h3": 11, "h4": 10}
SIZE = 10
LINE = 1.25
SPACE = 4
TITLE = "Progress against the recommendations"


def words(element):
    if element.get("class") == "symbol":
        return ""
    inner = "".join(words(child) + (child.tail or "") for child in element)
    return (element.text or "") + inner


def walk(element, text):
    name = element.tag.removeprefix(XHTML)
    if name in LEFT_OUT:
        return
    if name in BLOCKS or name == "tr":
        said = words(element) if name in BLOCKS else ", ".join(words(cell) for cell in element)
        text.append((name if name in SIZES or name == "li" else "p", " ".join(said.split())))
        return
    for child in element:
        walk(child, text)


def read(path):
    text = []
    walk(ElementTree.parse(path).getroot().find(XHTML + "body"), text)
    return text


def repeat(text, copies):
    """The text again and again, its headings numbered."""
    out = []
    for copy in range(1, copies + 1):
        numbers = [copy, 0, 0, 0]
        for kind, said in text:
            if kind in SIZES:
                level = int(kind[1])
                if level > 1:
                    numbers[level - 1:] = [numbers[level - 1] + 1] + [0] * (4 - level)
                said = ".".join(str(number) for number in numbers[:level]) + " " + said
            out.append((kind, said))
    return out


def headings(text):
    """Level, name of the destination and words of each heading."""
    found = [(int(kind[1]), said) for kind, said in text if kind in SIZES]
    return [(level, f"h{index}", said) for index, (level, said) in enumerate(found)]


def lists(text):
    """The text with the items of a list together: kind “ul” and the items."""
    out = []
    for kind, said in text:
        if kind != "li":
            out.append((kind, said))
        elif out and out[-1][0] == "ul":
            out[-1][1].append(said)
        else:
            out.append(("ul", [said]))
    return out


def plain(text, table=None):
    return "".join(f"{kind}\t{said}\n" for kind, said in text)


# XSL-FO: the very same file for peerpress and for FOP.

FO_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" xml:lang="en"
  font-family="Liberation Sans" font-size="{SIZE}pt" line-height="{LINE}" text-align="start">
<fo:layout-master-set><fo:simple-page-master master-name="page" page-width="210mm" page-height="297mm" margin="20mm">
<fo:region-body margin-bottom="12pt"/><fo:region-after extent="12pt"/></fo:simple-page-master></fo:layout-master-set>
<fo:declarations><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" rdf:about=""><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{TITLE}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta></fo:declarations>
"""
FO_FLOW = """<fo:page-sequence master-reference="page" language="en">
<fo:static-content flow-name="xsl-region-after"><fo:block font-size="9pt" text-align="center">Page <fo:page-number/> of <fo:page-number-citation-last
 ref-id="end"/></fo:block></fo:static-content>
<fo:flow flow-name="xsl-region-body">
"""


def fo_bookmarks(found):
    out, open_levels = ["<fo:bookmark-tree>"], []
    for level, name, said in found:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
            out.append("</fo:bookmark>")
        open_levels.append(level)
        out.append(f'<fo:bookmark internal-destination="{name}"><fo:bookmark-title>{html.escape(said)}</fo:bookmark-title>')
    return "".join(out) + "</fo:bookmark>" * len(open_levels) + "</fo:bookmark-tree>\n"


def fo_contents(found):
    entry = ('<fo:block role="TOCI" text-align-last="justify" start-indent="{0}pt"><fo:basic-link internal-destination="{1}" fox:alt-text="{2}">{2}'
             '<fo:leader leader-pattern="dots"/><fo:page-number-citation ref-id="{1}"/></fo:basic-link></fo:block>\n')
    return '<fo:block role="TOC">' + "".join(
        entry.format(14 * (level - 1), name, html.escape(said)) for level, name, said in found if level < 3) + "</fo:block>\n"


def fo_list(items):
    item = ('<fo:list-item><fo:list-item-label end-indent="label-end()"><fo:block>•</fo:block></fo:list-item-label>'
            '<fo:list-item-body start-indent="body-start()"><fo:block>{}</fo:block></fo:list-item-body></fo:list-item>\n')
    return (f'<fo:list-block provisional-distance-between-starts="14pt" provisional-label-separation="4pt" space-after="{SPACE}pt">'
            + "".join(item.format(html.escape(said)) for said in items) + "</fo:list-block>\n")


def fo_table(rows):
    row = lambda cells, role: "<fo:table-row>" + "".join(
        f'<fo:table-cell role="{role}" padding="1pt" border="0.5pt solid black"><fo:block>{html.escape(cell)}</fo:block></fo:table-cell>'
        for cell in cells) + "</fo:table-row>\n"
    return ('<fo:table table-layout="fixed" width="100%" font-size="9pt">' + '<fo:table-column column-width="proportional-column-width(1)"/>' * len(rows[0])
            + "<fo:table-header>" + row(rows[0], "TH") + "</fo:table-header><fo:table-body>" + "".join(row(cells, "TD") for cells in rows[1:])
            + "</fo:table-body></fo:table>\n")


def fo(text, table=None):
    found = headings(text)
    names = iter(found)
    out = [FO_HEAD, fo_bookmarks(found), FO_FLOW, "" if table else fo_contents(found)]
    for kind, said in lists(text):
        if kind == "ul":
            out.append(fo_list(said))
        elif kind in SIZES:
            out.append(f'<fo:block role="{kind.upper()}" id="{next(names)[1]}" font-size="{SIZES[kind]}pt" font-weight="bold" '
                       f'space-after="{SPACE}pt" keep-with-next.within-page="always">{html.escape(said)}</fo:block>\n')
        else:
            out.append(f'<fo:block space-after="{SPACE}pt">{html.escape(said)}</fo:block>\n')
    out.append(fo_table(table) if table else "")
    return "".join(out) + '<fo:block id="end"/></fo:flow></fo:page-sequence></fo:root>\n'


# HTML: WeasyPrint, Chromium.

HEADINGS = " ".join(f"{kind} {{ font-size: {size}pt }}" for kind, size in SIZES.items())
CSS = f"""@page {{ size: A4; margin: 20mm 20mm 24mm; @bottom-center {{ content: "Page " counter(page) " of " counter(pages); font: 9pt Liberation Sans }} }}
body {{ font: {SIZE}pt/{LINE} Liberation Sans; margin: 0 }}
p, ul, h1, h2, h3, h4 {{ margin: 0 0 {SPACE}pt }} ul {{ padding-left: 14pt }}
{HEADINGS}
h1, h2, h3, h4 {{ break-after: avoid }}
nav ol {{ list-style: none; margin: 0 0 {SPACE}pt; padding: 0 }} nav .l2 {{ padding-left: 14pt }}
nav a::after {{ content: leader(".") target-counter(attr(href), page) }}
table {{ border-collapse: collapse; width: 100%; font-size: 9pt; table-layout: fixed }} td, th {{ border: 0.5pt solid; padding: 1pt; text-align: left }}
"""


def page(text, table=None):
    found = headings(text)
    names = iter(found)
    out = [f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title><style>{CSS}</style></head><body>\n']
    if not table:
        out.append("<nav><ol>" + "".join(f'<li class="l{level}"><a href="#{name}">{html.escape(said)}</a></li>\n'
                                         for level, name, said in found if level < 3) + "</ol></nav>\n")
    for kind, said in lists(text):
        if kind == "ul":
            out.append("<ul>" + "".join(f"<li>{html.escape(item)}</li>\n" for item in said) + "</ul>\n")
        else:
            name = f' id="{next(names)[1]}"' if kind in SIZES else ""
            out.append(f"<{kind}{name}>{html.escape(said)}</{kind}>\n")
    if table:
        row = lambda cells, kind: "<tr>" + "".join(f"<{kind}>{html.escape(cell)}</{kind}>" for cell in cells) + "</tr>\n"
        out.append("<table><thead>" + row(table[0], "th") + "</thead><tbody>" + "".join(row(cells, "td") for cells in table[1:]) + "</tbody></table>\n")
    return "".join(out) + "</body></html>\n"


# Typst.

TYPST_HEAD = f"""#set document(title: "{TITLE}")
#set page(paper: "a4", margin: 20mm, footer: context align(center, text(9pt)[Page #counter(page).display("1 of 1", both: true)]))
#set text(font: "Liberation Sans", size: {SIZE}pt, lang: "en", top-edge: 0.8em, bottom-edge: -0.2em, hyphenate: false)
#set par(leading: {SIZE * (LINE - 1):.2f}pt, justify: false)
""" + "".join(f"#show heading.where(level: {kind[1]}): set text({size}pt)\n" for kind, size in SIZES.items())



def typst_words(said):
    return "".join("\\" + letter if letter in "\\#*_`$<>@[]=-+/~'\"" else letter for letter in said)


def typst(text, table=None, new=False):
    out = [TYPST_HEAD if new else TYPST_HEAD.replace("footer: context", "footer:"),
           f"#set par(spacing: {SPACE + SIZE * (LINE - 1)}pt)\n" if new else f"#show par: set block(spacing: {SPACE + SIZE * (LINE - 1)}pt)\n",
           "" if table else "#outline(title: none, depth: 2)\n"]
    for kind, said in lists(text):
        if kind == "ul":
            out.append("".join(f"- {typst_words(item)}\n" for item in said) + "\n")
        elif kind in SIZES:
            out.append("=" * int(kind[1]) + f" {typst_words(said)}\n\n")
        else:
            out.append(typst_words(said) + "\n\n")
    if table:
        cells = "".join(f"[{typst_words(cell)}], " for cell in table[0])
        head = f"table.header({cells}), " if new else cells
        out.append(f"#set text(9pt)\n#table(columns: (1fr,) * {len(table[0])}, inset: 1pt, stroke: 0.5pt, {head}\n"
                   + "\n".join("".join(f"[{typst_words(cell)}], " for cell in row) for row in table[1:]) + ")\n")
    return "".join(out)


# LaTeX, with pdfTeX and LuaTeX.

LATEX_HEAD = r"""\documentclass[10pt,a4paper]{article}
\ifdefined\directlua\IfFileExists{fontspec.sty}{\usepackage{fontspec}\setmainfont{Liberation Sans}}{}\fi
\usepackage[paperwidth=210mm,paperheight=297mm,margin=20mm,includefoot,footskip=20pt]{geometry}
\usepackage[hidelinks,bookmarksdepth=4]{hyperref}
\setcounter{secnumdepth}{0}\setcounter{tocdepth}{1}\setlength{\parindent}{0pt}\setlength{\parskip}{4pt}\raggedright
\makeatletter\def\@oddfoot{\hfil\footnotesize Page \thepage{} of \pageref{end}\hfil}
\def\set#1#2#3#4{\vskip 0pt plus 3pt{\fontsize{#3}{#4}\selectfont\bfseries\phantomsection\addcontentsline{toc}{#1}{#2}#2\par}\nobreak}\makeatother
\begin{document}\fontsize{10}{12.5}\selectfont
"""
LATEX_LEVELS = {"h1": "section", "h2": "subsection", "h3": "subsubsection", "h4": "paragraph"}
LATEX_LETTERS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "‘": "`", "’": "'", "“": "``", "”": "''", "–": "--"}


def latex_words(said):
    return "".join(LATEX_LETTERS.get(letter) or ("\\" + letter if letter in "#$%&_{}" else letter if ord(letter) < 127 else "?") for letter in said)


def latex(text, table=None):
    out = [LATEX_HEAD, "\\setcounter{tocdepth}{2}\\tableofcontents\n"]
    for kind, said in lists(text):
        if kind == "ul":
            out.append("\\begin{list}{\\textbullet}{\\itemsep0pt\\parsep0pt\\topsep0pt\\leftmargin14pt\\labelsep4pt}"
                       + "".join(f"\\item {latex_words(item)}\n" for item in said) + "\\end{list}\n")
        elif kind in SIZES:
            size = SIZES[kind]
            out.append(f"\\set{{{LATEX_LEVELS[kind]}}}{{{latex_words(said)}}}{{{size}}}{{{size * LINE:.1f}}}\n\n")
        else:
            out.append(latex_words(said) + "\n\n")
    return "".join(out) + "\\label{end}\\end{document}\n"


# groff with its macros ms. Its contents come at the end; it knows no number of pages before the last.

GROFF_HEAD = """.nr PS 10
.nr VS 12.5p
.nr LL 17c
.nr PO 2c
.nr HM 2c
.nr FM 2c
.nr PD 4p
.fam H
.ds CH
.ds CF Page %
.nh
.na
"""


def groff(text, table=None):
    out = [GROFF_HEAD]
    guard = lambda said: said.replace("\\", "\\e").replace("-", "\\-")
    for kind, said in text:
        words_ = guard(said)
        if kind in SIZES:
            level = int(kind[1])
            out.append(f".LP\n.ne 4\n.pdfbookmark {level} \"{words_}\"\n.ps {SIZES[kind]}\n.B \"{words_}\"\n.br\n.ps\n"
                       + (f".XS\n{words_}\n.XE\n" if level < 3 else ""))
        else:
            out.append((".IP \\(bu 2\n" if kind == "li" else ".LP\n") + f"\\&{words_}\n")
    return "".join(out) + ".TC\n"


# LibreOffice: flat ODF. A contents with page numbers would need a macro that updates it.

ODF_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:meta><dc:title>{title}</dc:title></office:meta><office:styles>
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="4pt" fo:line-height="12.5pt"/>
<style:text-properties style:font-name="Liberation Sans" fo:font-family="Liberation Sans" fo:font-size="10pt" fo:language="en" fo:country="GB"/></style:style>
{headings}</office:styles><office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties fo:page-width="210mm"
 fo:page-height="297mm" fo:margin="20mm"/></style:page-layout></office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="page"><style:footer><text:p>Page <text:page-number/> of <text:page-count/></text:p>
</style:footer></style:master-page></office:master-styles><office:body><office:text>
"""
ODF_HEADING = """<style:style style:name="{kind}" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties
 fo:keep-with-next="always" fo:line-height="100%"/><style:text-properties fo:font-size="{size}pt" fo:font-weight="bold"/></style:style>
"""


def odf(text, table=None):
    out = [ODF_HEAD.format(title=TITLE, headings="".join(ODF_HEADING.format(kind=kind, size=size) for kind, size in SIZES.items()))]
    for kind, said in lists(text):
        if kind == "ul":
            out.append("<text:list>" + "".join(f"<text:list-item><text:p>{html.escape(item)}</text:p></text:list-item>" for item in said) + "</text:list>\n")
        elif kind in SIZES:
            out.append(f'<text:h text:style-name="{kind}" text:outline-level="{kind[1]}">{html.escape(said)}</text:h>\n')
        else:
            out.append(f"<text:p>{html.escape(said)}</text:p>\n")
    if table:
        row = lambda cells: "<table:table-row>" + "".join(f"<table:table-cell><text:p>{html.escape(cell)}</text:p></table:table-cell>" for cell in cells) + "</table:table-row>\n"
        out.append(f'<table:table table:name="t"><table:table-column table:number-columns-repeated="{len(table[0])}"/><table:table-header-rows>'
                   + row(table[0]) + "</table:table-header-rows>" + "".join(row(cells) for cells in table[1:]) + "</table:table>")
    return "".join(out) + "</office:text></office:body></office:document>\n"


def rows(count):
    """A table of that many rows: reference, action, owner, status."""
    owners, states = ["Chief Executive", "Finance", "Housing", "Children’s services"], ["Complete", "On track", "Delayed", "Not started"]
    return [["Reference", "Action", "Owner", "Status"]] + [
        [f"A{number}", f"Report to the committee on recommendation {number * 7 % 997} and agree what follows", owners[number % 4], states[number * 3 % 7 % 4]]
        for number in range(1, count + 1)]
