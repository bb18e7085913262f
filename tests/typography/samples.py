"""The samples of docs/typography.md, each written for every formatter: the same text, font, size, lines and measure.

A text is a list of blocks (kind, runs): kind is h2, p or li; a run is (style, words) with the style "", "small-caps" or "old-style".
"""

import html
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections import namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent
XHTML = "{http://www.w3.org/1999/xhtml}"
MM = 72 / 25.4
MARGIN = 8  # points around the text, so that what hangs out of the measure is seen
INDENT = 12  # of lists

# title: the heading in the docs; text: the section of samples.xhtml; measure in mm; lead: distance of lines; first: from the top of the text
# to its first baseline; stacked: whether the pictures stand below each other; figures: whether lines are measured.
Sample = namedtuple("Sample", "name title text measure align hyphenate font size lead first language stacked figures")

SERIF = ("Liberation Serif", 10, 12.5, 8.6)
NOTO = ("Noto Serif", 9, 12.5, 9.2)
NASKH = ("Noto Naskh Arabic", 12, 22, 15)
NASTALIQ = ("Noto Nastaliq Urdu", 11, 28, 18)
SAMPLES = [
    Sample("narrow", "A narrow column, justified, 65 mm", "prose", 65, "justify", True, *SERIF, "en-GB", False, True),
    Sample("wide", "A wide column, justified, 125 mm", "prose", 125, "justify", True, *SERIF, "en-GB", True, True),
    Sample("ragged", "A narrow column, ragged right, with hyphens, 65 mm", "prose", 65, "start", True, *SERIF, "en-GB", False, True),
    Sample("mixed", "A heading, a list, small capitals and old-style figures, 65 mm", "mixed", 65, "justify", True, *NOTO, "en-GB", False, False),
    Sample("welsh", "Welsh, justified without hyphens, 65 mm", "welsh", 65, "justify", False, *SERIF, "cy", False, True),
    Sample("polish", "Polish, justified, 65 mm", "polish", 65, "justify", True, *SERIF, "pl", False, True),
    Sample("arabic", "Arabic, justified, 65 mm", "arabic", 65, "justify", False, *NASKH, "ar", False, False),
    Sample("urdu", "Urdu in Nastaliq, 65 mm", "urdu", 65, "start", False, *NASTALIQ, "ur", False, False),
]


def runs_of(element):
    """Runs of an element, white space collapsed."""
    found = [("", element.text or "")]
    for child in element:
        found.append((child.get("class"), "".join(child.itertext())))
        found.append(("", child.tail or ""))
    found = [(style, re.sub(r"\s+", " ", words)) for style, words in found]
    found[0] = (found[0][0], found[0][1].lstrip())
    found[-1] = (found[-1][0], found[-1][1].rstrip())
    return [(style, words) for style, words in found if words]


def read():
    """The texts of samples.xhtml by the names of their sections."""
    texts = {}
    for section in ElementTree.parse(HERE / "samples.xhtml").iter(XHTML + "section"):
        blocks = [element for element in section.iter() if element.tag.removeprefix(XHTML) in ("h2", "p", "li")]
        texts[section.get("id")] = [(block.tag.removeprefix(XHTML), runs_of(block)) for block in blocks]
    return texts


def is_rtl(sample):
    return sample.language in ("ar", "ur")


def page(sample):
    """Width and height of the page in points: high enough for any formatter."""
    return sample.measure * MM + 2 * MARGIN, 60 * sample.lead


def font_file(sample, style="Regular"):
    return subprocess.run(["fc-match", "-f", "%{file}", f"{sample.font}:style={style}"], capture_output=True, text=True, check=True).stdout


def dictionary(sample):
    """The file of hyphenation patterns that peerpress uses for the language, or None."""
    name = {"en-GB": "en_GB", "pl": "pl_PL"}.get(sample.language)
    path = Path(f"/usr/share/hyphen/hyph_{name}.dic")
    return path if name and path.exists() else None


# XSL-FO.

FO_STYLES = {"small-caps": 'font-variant="small-caps"', "old-style": 'axf:font-feature-settings="\'onum\'"'}


def fo_runs(runs):
    return "".join(f"<fo:inline {FO_STYLES[style]}>{html.escape(words)}</fo:inline>" if style else html.escape(words) for style, words in runs)


def fo_block(sample, kind, runs):
    if kind == "h2":
        return (f'<fo:block font-weight="bold" text-align="start" hyphenate="false" space-after="{sample.lead / 2}pt">{fo_runs(runs)}</fo:block>')
    if kind == "li":
        return (f'<fo:list-block provisional-distance-between-starts="{INDENT}pt" provisional-label-separation="0pt"><fo:list-item>'
                '<fo:list-item-label end-indent="label-end()"><fo:block>•</fo:block></fo:list-item-label>'
                f'<fo:list-item-body start-indent="body-start()"><fo:block>{fo_runs(runs)}</fo:block></fo:list-item-body></fo:list-item></fo:list-block>')
    return f"<fo:block>{fo_runs(runs)}</fo:block>"


def spaced(text):
    """Each block and whether half a line stands before it: not at the beginning, behind a heading, or between the items of a list."""
    before = None
    for kind, runs in text:
        yield kind, runs, not (before in (None, "h2") or before == kind == "li")
        before = kind


def fo(sample, text, micro):
    width, height = page(sample)
    language, _, country = sample.language.partition("-")
    blocks = "".join(f'<fo:block space-before="{sample.lead / 2 if space else 0}pt">{fo_block(sample, kind, runs)}</fo:block>\n'
                     for kind, runs, space in spaced(text))
    return (f'<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:axf="http://www.antennahouse.com/names/XSL/Extensions" xmlns:pp="urn:peerpress:fo"\n'
            f' pp:optical-margin-alignment="{str(micro).lower()}" pp:font-expansion="{2 if micro else 0}%" language="{language}" country="{country or "none"}" font-family="{sample.font}" font-size="{sample.size}pt" line-height="{sample.lead}pt"\n'
            f' text-align="{sample.align}" hyphenate="{str(sample.hyphenate).lower()}" writing-mode="{"rl-tb" if is_rtl(sample) else "lr-tb"}">\n'
            f'<fo:layout-master-set><fo:simple-page-master master-name="page" page-width="{width}pt" page-height="{height}pt" margin="{MARGIN}pt">'
            '<fo:region-body/></fo:simple-page-master></fo:layout-master-set>\n'
            f'<fo:page-sequence master-reference="page"><fo:flow flow-name="xsl-region-body">\n{blocks}</fo:flow></fo:page-sequence></fo:root>\n')


# Typst.

TYPST_STYLES = {"small-caps": "#smallcaps", "old-style": '#text(number-type: "old-style")'}


def typst_runs(runs):
    quoted = lambda words: '#"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "".join(f"{TYPST_STYLES[style]}[{quoted(words)}]" if style else quoted(words) for style, words in runs)


def typst(sample, text):
    width, height = page(sample)
    language, _, country = sample.language.partition("-")
    region = f', region: "{country}"' if country else ""
    out = [f'#set document(title: "{sample.title}")\n'
           f"#set page(width: {width}pt, height: {height}pt, margin: {MARGIN}pt)\n"
           f'#set text(font: "{sample.font}", size: {sample.size}pt, lang: "{language}"{region}, hyphenate: {str(sample.hyphenate).lower()},\n'
           f"  top-edge: {sample.first}pt, bottom-edge: -{sample.lead - sample.first}pt, fallback: false)\n"
           f'#set par(leading: 0pt, spacing: 0pt, justify: {str(sample.align == "justify").lower()}, linebreaks: "optimized")\n'
           f"#set list(indent: 0pt, body-indent: 0pt, spacing: 0pt, marker: box(width: {INDENT}pt)[•])\n"]
    for kind, runs, space in spaced(text):
        if space or kind == "h2":
            out.append(f"#v({sample.lead / 2 if space else 0}pt)\n")
        if kind == "h2":
            out.append(f'#block(below: {sample.lead / 2}pt, text(weight: "bold", hyphenate: false)[#set par(justify: false)\n{typst_runs(runs)}])\n\n')
        elif kind == "li":
            out.append(f"- {typst_runs(runs)}\n")
        else:
            out.append(f"\n{typst_runs(runs)}\n\n")
    return "".join(out)


# LuaLaTeX: LaTeX's own values for paragraphs, with so much of emergency stretch that no line is too long. Fonts are loaded by file, so that
# it is the same file; with expansion and protrusion, as the package microtype asks for them, or without.

LATEX_HEAD = r"""\documentclass{article}
\usepackage{luaotfload}
%(babel)s
\begin{document}
\frenchspacing\parindent=0pt\parskip=0pt\emergencystretch=3em\hbadness=10000\vbadness=10000
%(micro)s
\font\body="[%(file)s]:%(features)s" at %(size)sbp
%(faces)s
\body
%(patterns)s
\setbox0=\vbox{%(direction)s\hsize=%(measure).5fbp\lineskip=0pt\lineskiplimit=-100bp\baselineskip=%(lead)sbp
\hbox to \hsize{}\kern-%(above)sbp
%(align)s
"""
LATEX_TAIL = r"""}
\pagewidth=%(width).5fbp\pageheight=%(height).5fbp\pdfvariable horigin=0bp\pdfvariable vorigin=0bp\hoffset=0pt\voffset=0pt\pagedir TLT\bodydir TLT
\shipout\vbox{\kern%(margin)sbp\hbox{\kern%(margin)sbp\box0}}
\end{document}
"""
LATEX_STYLES = {"small-caps": r"\caps", "old-style": r"\figures"}


def latex_runs(runs):
    return "".join(f"{{{LATEX_STYLES[style]} {words}}}" if style else words for style, words in runs)


def latex_patterns(sample, folder):
    """Has the very patterns that peerpress uses loaded, from a file in the folder."""
    path = dictionary(sample)
    if not sample.hyphenate or not path:
        return r"\language=255 "
    encoding, *lines = path.read_bytes().split(b"\n")
    lines = [line.decode(encoding.strip().decode()) for line in lines]
    patterns = folder / "patterns.txt"
    patterns.write_text("\n".join(line for line in lines if re.fullmatch(r"\.?[^\W_]+\.?", line) and not line[:4].isupper()), encoding="utf-8")
    return (r"\directlua{local l = lang.new() lang.patterns(l, io.open('%s'):read('*a')) tex.language = lang.id(l)}"
            r"\lefthyphenmin=2 \righthyphenmin=3 ") % patterns


def latex(sample, text, micro, folder):
    rtl = is_rtl(sample)
    width, height = page(sample)
    features = f"mode={'harf' if rtl else 'node'};script={'arab' if rtl else 'latn'};+kern;+liga"
    features += ";expansion=default;protrusion=default" if micro else ""
    face = lambda name, more, style="Regular": f'\\font\\{name}="[{font_file(sample, style)}]:{features}{more}" at {sample.size}bp\n'
    places = {
        "babel": f"\\usepackage[bidi=basic]{{babel}}\\babelprovide[import,main]{{{'arabic' if sample.language == 'ar' else 'urdu'}}}" if rtl else "",
        "micro": r"\adjustspacing=2\protrudechars=2" if micro else "",
        "file": font_file(sample), "features": features, "size": sample.size,
        "faces": "" if rtl else face("caps", ";+smcp") + face("figures", ";+onum") + face("bold", "", "Bold"),
        "patterns": latex_patterns(sample, folder), "direction": r"\textdir TRT\pardir TRT\bodydir TRT " if rtl else "",
        "measure": sample.measure * MM, "lead": sample.lead, "above": sample.lead - sample.first,
        "align": r"\rightskip=0pt plus 2em \spaceskip=\fontdimen2\font" if sample.align == "start" else "",
        "width": width, "height": height, "margin": MARGIN,
    }
    out = [LATEX_HEAD % places]
    for kind, runs, space in spaced(text):
        out.append(f"\\kern{sample.lead / 2}bp\n" if space else "")
        if kind == "h2":
            out.append(f"{{\\bold\\rightskip=0pt plus 1fil {latex_runs(runs)}\\par}}\\kern{sample.lead / 2}bp\n")
        elif kind == "li":
            out.append(f"{{\\leftskip={INDENT}bp\\noindent\\llap{{\\hbox to {INDENT}bp{{•\\hfil}}}}{latex_runs(runs)}\\par}}\n")
        else:
            out.append(f"\\noindent {latex_runs(runs)}\\par\n")
    return "".join(out) + LATEX_TAIL % places
