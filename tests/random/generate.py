#!/usr/bin/env python3
"""Prints a random XSL-FO document, well-formed always and valid sometimes: generate.py SEED

The objects, their content models and the properties are those of src/fo/elements.def and
src/fo/properties.def, so what is added there is generated too. The same seed gives the same document
as long as the tables stay.
"""

import random
import re
import sys
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

FO = Path(__file__).resolve().parents[2] / "src/fo"
PICTURE = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJg"
           "gg==")
SVG = ('<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
       '<rect width="{w}" height="{h}" fill="#def"/><text x="1" y="9">svg</text></svg>')

LENGTHS = "0pt 1pt 3pt 6pt 12pt 20pt 36pt 72pt 1in 5mm 1cm 1em 2.5em 0.001pt 100pt 300pt".split()
EXTREME = ("-1pt -12pt -300pt 2000pt 100000pt -100000pt 2097151pt 2097152pt 2147483647pt 1e308pt 1e-300pt 99999999999999999999pt "
           "-99999999999999999999pt 0.0000001pt 4294967296px").split()
PERCENTAGES = "0% 1% 50% 100% 33.333% 250% -50% 100000% 99999999999%".split()
INTEGERS = "0 1 2 3 4 7".split()
WILD_INTEGERS = "-1 -3 100 1000 65536 2147483647 -2147483648 4294967296 1e9 1.5 0.5".split()
COLOURS = "red #00f #123456 rgb(1,2,3) rgb(300,-5,50%) transparent silver".split() + ["rgb-icc(1,0,0,#CMYK,0,0,0,1)"]
EXPRESSIONS = ["1pt + 2pt", "10pt div 0", "5 mod 0", "from-parent(font-size)", "inherited-property-value(start-indent)",
               "from-nearest-specified-value()", "proportional-column-width(1)", "proportional-column-width(0)",
               "proportional-column-width(1e30)", "body-start()", "label-end()", "max(1pt, 2em)", "min(50%, 3pt)", "abs(-4pt)",
               "floor(2.5)", "-(3pt)", "((((((1pt))))))", "1pt * 1pt", "2em * 1em div 1pt", "merge-property-values()",
               "from-table-column(text-align)", "50% - 20pt", "100% div 3", "from-page-master-region(page-width)",
               "system-color(x)", "system-font(y, font-size)", "from-parent(nothing)", "1pt +", "round(", "- - 2pt"]
NONSENSE = ["", " ", "NaN", "inf", "-inf", "nan pt", "1e999", "0x10", "pt", "%", "--1", "1 pt", "auto auto auto auto auto", "inherit",
            "none", "\u00a0", "\u0661\u0662", "a" * 3000, "(" * 400, "1+" * 600 + "1", "url()", "url(", "'", "10PT", "12ptt", "#", "#ggg",
            "+", "*", "$x", "1,2", "always never"]
NAMES = "xsl-region-body xsl-region-before xsl-region-after xsl-region-start xsl-region-end other".split()
WORDS = """council review action progress evidence report meeting member a of the in to and officer resident extraordinarily
budget service, partner; plan. scrutiny (panel) well-known and/or 1,234.50 \u201cquoted\u201d caf\u00e9 na\u00efve""".split()
STRANGE = ["\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\u4f60\u597d\u4e16\u754c", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u0915\u094d\u0937",
           "e" + "\u0301" * 40, "\U0001f469\u200d\U0001f469\u200d\U0001f467", "\u00ad", "soft\u00adhy\u00adphen", "\u00a0", "\u2028", "\u2029", "\u200b", "\u200e",
           "\u202e", "\u202c", "\u2066", "\u2069", "\ufeff", "\ue000", "\U0010fffd", "\ufffd", "\t", "\n", "   ", "x" * 200, "-" * 100, "\u3000",
           "\u2060", "\u0300", "ffi", "\u0378", "\U0001f1ec\U0001f1e7", "\u1100\u1161\u11a8", "http://example.org/" + "path/" * 30]

# What tells most about an object: these are chosen rather than any other.
BOX = """border border-before-style border-start-width border-after-width.conditionality padding padding-before
padding-after.conditionality background-color background-image margin margin-left margin-top space-before space-before.minimum
space-before.maximum space-before.conditionality space-before.precedence space-after start-indent end-indent""".split()
BREAK = "break-before break-after keep-together keep-with-next keep-with-previous keep-together.within-column keep-together.within-line".split()
TEXT = """font-size line-height font-family font-weight text-align text-align-last text-indent hyphenate xml:lang wrap-option
pp:optical-margin-alignment pp:font-expansion linefeed-treatment white-space-collapse white-space-treatment letter-spacing word-spacing text-decoration text-transform color
writing-mode direction unicode-bidi line-stacking-strategy last-line-end-indent white-space font-variant font-stretch""".split()
INLINE = BOX[:6] + TEXT + "baseline-shift alignment-baseline vertical-align space-start space-end keep-together.within-line".split()
SIZE = "width height inline-progression-dimension block-progression-dimension min-height max-width overflow".split()
TELLING = {
    "block": BOX + BREAK + TEXT + "orphans widows span intrusion-displace clear id index-key visibility".split(),
    "block-container": BOX + BREAK + SIZE + """absolute-position top left right bottom position reference-orientation display-align writing-mode
        span overflow z-index clip intrusion-displace clear""".split(),
    "inline": INLINE + ["id", "index-key"], "wrapper": INLINE + ["id", "index-key", "index-class"], "character": INLINE,
    "bidi-override": INLINE + ["unicode-bidi", "direction"], "basic-link": INLINE,
    "inline-container": SIZE + BOX + ["reference-orientation", "writing-mode", "alignment-baseline"],
    "leader": """leader-pattern leader-length leader-length.minimum leader-length.maximum leader-pattern-width leader-alignment rule-style
        rule-thickness""".split() * 3 + INLINE,
    "external-graphic": "content-width content-height scaling".split() * 3 + SIZE + BOX,
    "instream-foreign-object": "content-width content-height scaling".split() * 3 + SIZE + BOX,
    "table": BOX + BREAK + """table-layout width border-collapse border-separation table-omit-header-at-break table-omit-footer-at-break
        inline-progression-dimension block-progression-dimension writing-mode empty-cells""".split() * 2,
    "table-column": "column-width column-number number-columns-repeated number-columns-spanned border background-color visibility".split(),
    "table-row": BREAK + "height block-progression-dimension border background-color visibility".split(),
    "table-cell": """number-columns-spanned number-rows-spanned column-number starts-row ends-row display-align relative-align height width
        empty-cells reference-orientation writing-mode""".split() * 2 + BOX,
    "table-body": BOX[:8] + BREAK, "table-and-caption": BOX + BREAK + ["caption-side"] * 6, "table-caption": BOX + SIZE,
    "list-block": BOX + BREAK + "provisional-distance-between-starts provisional-label-separation".split() * 3,
    "list-item": BOX + BREAK + ["relative-align"], "list-item-label": ["end-indent", "start-indent"] + BREAK, "list-item-body": ["start-indent"] + BREAK,
    "float": ["float"] * 9 + ["clear"] * 2, "footnote-body": BOX[:4], "page-number": ["format"] + INLINE,
    "region-body": "column-count column-gap display-align overflow reference-orientation writing-mode".split() * 2 + BOX,
    "region-before": "extent extent precedence display-align overflow reference-orientation border padding".split(),
    "region-start": "extent extent precedence display-align overflow reference-orientation border padding".split(),
    "page-sequence": """initial-page-number force-page-count format grouping-size grouping-separator writing-mode reference-orientation
        flow-map-reference""".split(),
    "simple-page-master": "margin reference-orientation writing-mode".split(),
    "repeatable-page-master-reference": ["maximum-repeats"], "repeatable-page-master-alternatives": ["maximum-repeats"],
    "conditional-page-master-reference": "page-position odd-or-even blank-or-not-blank".split() * 2,
    "retrieve-marker": "retrieve-position retrieve-boundary".split() * 2,
    "retrieve-table-marker": "retrieve-position-within-table retrieve-boundary-within-table".split() * 2,
    "change-bar-begin": "change-bar-style change-bar-width change-bar-offset change-bar-placement change-bar-color".split(),
    "index-page-citation-list": """merge-sequential-page-numbers merge-ranges-across-index-key-references
        merge-pages-across-index-key-references page-number-treatment""".split(),
}
for name in ("region-after", "region-end"):
    TELLING[name] = TELLING["region-start"]
for name in ("table-header", "table-footer"):
    TELLING[name] = TELLING["table-body"]
# What an object cannot do without, from the names and ids that the document has few of.
NEEDED = {
    "page-sequence": {"master-reference": "master"}, "single-page-master-reference": {"master-reference": "master"},
    "repeatable-page-master-reference": {"master-reference": "master"}, "conditional-page-master-reference": {"master-reference": "master"},
    "flow": {"flow-name": "region"}, "static-content": {"flow-name": "region"}, "marker": {"marker-class-name": "class"},
    "retrieve-marker": {"retrieve-class-name": "class"}, "retrieve-table-marker": {"retrieve-class-name": "class"},
    "page-number-citation": {"ref-id": "id"}, "page-number-citation-last": {"ref-id": "id"}, "index-range-begin": {"id": "range", "index-key": "key"},
    "index-range-end": {"ref-id": "range"}, "index-key-reference": {"ref-index-key": "key"}, "change-bar-begin": {"change-bar-class": "class"},
    "change-bar-end": {"change-bar-class": "class"}, "bookmark": {"internal-destination": "id"}, "basic-link": {"internal-destination": "id"},
    "character": {"character": "character"}, "external-graphic": {"src": "picture"}, "color-profile": {"src": "picture", "color-profile-name": "class"},
    "flow-map": {"flow-map-name": "class"}, "flow-name-specifier": {"flow-name-reference": "region"},
    "region-name-specifier": {"region-name-reference": "region"}, "multi-case": {"starting-state": "state"},
}


class Grammar:
    """Content models and values, as the tables have them."""

    def __init__(self):
        elements = (FO / "elements.def").read_text(encoding="utf-8")
        rows = re.findall(r'^ELEMENT\(\w+,\s*"fo:([^"]+)",\s*(\w+),\s*\w+,\s*(?:NULL|"[^"]*"),\s*((?:"[^"]*"\s*)+)\)', elements, re.M)
        self.models = {name: [self.particle(p) for p in "".join(re.findall(r'"([^"]*)"', model)).split(",") if p.strip()] for name, _, model in rows}
        self.levels = {"block": [n for n, level, _ in rows if level in ("BLOCK_LEVEL", "BOTH")],
                       "inline": [n for n, level, _ in rows if level in ("INLINE_LEVEL", "BOTH", "POINT")]}
        self.names = [name for name, _, _ in rows]
        properties = (FO / "properties.def").read_text(encoding="utf-8")
        self.properties = {}
        for name, rest in re.findall(r'^PROPERTY\(\w+,\s*"([^"]+)",(.*?)\)$', properties, re.M | re.S):
            self.properties[name] = "".join(re.findall(r'"([^"]*)"', rest)[1:]) or "<string>"
        for name in re.findall(r'^(?:SHORTHAND|CORRESPONDING|NODE_PROPERTY)\(\w+,\s*"([^"]+)"', properties, re.M):
            self.properties.setdefault(name, "<length> | <percentage> | auto | <border>")
        self.keywords = re.findall(r'"([^"]+)"', (FO / "keywords.def").read_text(encoding="utf-8"))

    @staticmethod
    def particle(text):
        text = text.strip()
        count = text[-1] if text[-1] in "?*+" else ""
        return [name.strip() for name in text.rstrip("?*+").strip("()").split("|")], count


class Document:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.grammar = Grammar()
        self.chance = self.random.random
        self.budget = self.random.choice((15, 40, 120, 120, 400))
        # How often what stands here is not allowed, a value is extreme, or none at all; how many properties an object has.
        self.illegal = self.random.choice((0, 0, 0, 0.005, 0.05))
        self.extreme = self.random.choice((0, 0, 0.03, 0.2))
        self.nonsense = self.random.choice((0, 0, 0.03, 0.3))
        self.density = self.random.choice((0.1, 0.5, 1, 2, 5))
        self.long = self.random.choice((1, 5, 5, 40))
        self.strange = self.random.choice((0, 0.02, 0.3))
        self.open = []
        # A few properties and objects that the whole document is about, so that they meet.
        self.theme = self.random.sample(sorted(self.grammar.properties), 6)
        self.favourites = self.random.sample(sorted(set(self.grammar.levels["block"] + self.grammar.levels["inline"])), 5)
        self.ids = 0

    def pick(self, values):
        return self.random.choice(values)

    # Values

    def value(self, name):
        if self.chance() < self.nonsense:
            return self.pick((self.pick(NONSENSE), self.pick(EXPRESSIONS), self.pick(self.grammar.keywords), self.pick(PERCENTAGES)))
        kinds = self.grammar.properties.get(name.split(".")[0], "<length>")
        if name.endswith(("conditionality",)):
            return self.pick(("retain", "discard"))
        if name.endswith("precedence") and "." in name:
            return self.pick(("force", "1", "-5", "2147483647"))
        if "keep" in name and "." in name:
            return self.pick(("always", "auto", "1", "100"))
        return self.typed(self.pick(kinds.split("|")).strip(), kinds)

    def typed(self, kind, kinds):
        if not kind.startswith("<"):
            return kind
        extreme = self.chance() < self.extreme
        if "length" in kind or kind == "<space>":
            if self.chance() < 0.05:
                return self.pick(EXPRESSIONS)
            return self.pick([v for v in EXTREME if "non-negative" not in kind or v[0] != "-"] if extreme else LENGTHS)
        if "percentage" in kind:
            return self.pick(PERCENTAGES if extreme else PERCENTAGES[:4])
        if kind in ("<number>", "<integer>", "<count>"):
            return self.pick(WILD_INTEGERS if extreme else INTEGERS)
        if kind == "<color>":
            return self.pick(COLOURS)
        if kind == "<border>":
            return f"{self.pick(LENGTHS)} {self.pick(('solid', 'double', 'dotted', 'hidden', 'inset'))} {self.pick(COLOURS)}"
        if kind == "<uri-specification>":
            return f"url({PICTURE})"
        if kind == "<family names>":
            return self.pick(("serif", "Liberation Sans", "monospace, serif", "'No Such Font'", "Symbol"))
        if kind == "<language>":
            return self.pick(("en", "de", "ar", "zh-Hant", "x", "none"))
        return self.pick(("1", "i", "A", "01", "x", "-", "\u2022", "5deg", kinds[:20]))

    def page_length(self):
        if self.chance() < self.extreme:
            return self.pick(EXTREME + ["0pt", "1pt", "3pt"])
        return self.pick(("100pt", "150pt", "200pt", "300pt", "300pt", "40pt", "595pt"))

    def reference(self, kind):
        wrong = self.chance() < self.illegal
        if kind == "master":
            return "nowhere" if wrong else f"m{self.random.randrange(4)}"
        if kind == "region":
            return self.pick(NAMES)
        if kind == "picture":
            return f"url({PICTURE})" if self.chance() < 0.8 else self.pick(("missing.png", "url('')", "data:,x", "data:image/png;base64,AAAA", "http://x/"))
        if kind == "character":
            return self.pick(("x", " ", "\u00ad", "\u05d0", "", "xy", "\n"))
        if kind == "state":
            return self.pick(("show", "hide"))
        return f"{kind}{self.random.randrange(4)}"

    def attributes(self, name):
        given = {key: self.reference(kind) for key, kind in NEEDED.get(name, {}).items() if self.chance() > self.illegal}
        if name in ("simple-page-master", "page-sequence-master"):
            given["master-name"] = f"m{self.random.randrange(4)}"
        if name == "simple-page-master":
            given["page-width"], given["page-height"] = self.page_length(), self.page_length()
        if name == "float":
            given["float"] = self.pick("before before start end none inside".split())
        if name in ("block", "inline", "table-cell") and self.chance() < 0.1:
            self.ids += 1
            given["id"] = f"id{self.random.randrange(4)}" if self.chance() < self.illegal else f"id{self.ids}"
        for _ in range(min(12, int(self.random.expovariate(1 / self.density) + 0.3))):
            pool = self.pick((TELLING.get(name, TEXT), TELLING.get(name, TEXT), self.theme))
            key = self.pick(pool if self.chance() < 0.95 else sorted(self.grammar.properties))
            if not key.startswith(("fox:", "axf:")) and key not in ("id", "src", "master-name"):
                given.setdefault(key, self.value(key))
        return "".join(f" {key}={quoteattr(value, {chr(10): '&#10;', chr(9): '&#9;'})}" for key, value in given.items())

    # Content

    def text(self):
        words = [self.pick(STRANGE) if self.chance() < self.strange else self.pick(WORDS) for _ in range(1 + int(self.random.expovariate(1 / self.long)))]
        if self.chance() < 0.003:
            words.append("x" * 5000)
        return escape(self.pick((" ", " ", " ", "\n", "")).join(words))

    def how_often(self, count, name):
        if count == "":
            return 1
        if count == "?":
            return int(self.chance() < (0.15 if self.budget < 0 else 0.5))
        if self.budget < 0:
            return int(count == "+")
        return (count == "+") + int(self.random.expovariate(1 / 1.5))

    def weight(self, name, depth):
        if name in self.favourites:
            return 6
        if name in ("block", "inline"):
            return 4
        if name in ("scaling-value-citation", "multi-properties", "multi-toggle"):
            return 0.1
        return 1 if depth < 12 else 0.1

    def one_of(self, names, depth):
        name = self.pick(names)
        if name in ("%block;", "%inline;"):
            level = self.grammar.levels[name.strip("%;")]
            if depth > 25 or self.budget < 0:
                return "block" if name == "%block;" else "inline"
            if "static-content" in self.open and self.chance() < 0.2:
                return self.pick(("retrieve-marker", "page-number")) if name == "%inline;" else "retrieve-marker"
            name = self.random.choices(level, [self.weight(n, depth) for n in level])[0]
        return name

    def content(self, name, depth):
        out = []
        for names, count in self.grammar.models[name]:
            for _ in range(self.how_often(count, name)):
                if self.chance() < self.illegal:
                    out.append(self.element(self.pick(self.grammar.names), depth + 1) if self.chance() < 0.9 else '<x xmlns="urn:x">y</x>')
                elif names == ["foreign"]:
                    out.append(SVG.format(w=self.pick(("10", "300", "0", "1e9", "-5")), h=self.pick(("10", "300", "0", "1e9"))))
                elif names == ["any"]:
                    out.append(self.text() if self.chance() < 0.5 else self.element(self.pick(self.grammar.levels["inline" if depth % 2 else "block"]), depth + 1))
                else:
                    child = self.one_of(names, depth)
                    if child == "marker" and self.chance() < 0.7:
                        continue
                    out.append(self.text() if child == "#PCDATA" or (child == "inline" and self.chance() < 0.4) else self.element(child, depth + 1))
        return "".join(out)

    def element(self, name, depth=0):
        self.budget -= 1
        if depth > 60:
            return ""
        self.open.append(name)
        inside = self.content(name, depth)
        self.open.pop()
        if self.chance() < 0.0005:
            wrap = self.random.randrange(2, 1500)
            inside = f"<fo:{name}>" * wrap + inside + f"</fo:{name}>" * wrap
        attributes = self.attributes(name)
        return f"<fo:{name}{attributes}>{inside}</fo:{name}>" if inside else f"<fo:{name}{attributes}/>"

    # The frame: masters that exist, so that most documents have pages

    def masters(self):
        out = []
        for number in range(4):
            size = f'page-width="{self.page_length()}" page-height="{self.page_length()}"'
            sides = "".join(self.element(f"region-{side}") for side in ("before", "after", "start", "end") if self.chance() < 0.3)
            body = f'<fo:region-body{self.attributes("region-body")}/>' if self.chance() > self.illegal else ""
            out.append(f'<fo:simple-page-master master-name="s{number}" {size}{self.margin()}>{body}{sides}</fo:simple-page-master>')
        for number in range(4):
            out.append(self.sequence_master(number))
        if self.chance() < 0.2:
            out.append(self.element("flow-map"))
        return "".join(out)

    def margin(self):
        return f' margin="{self.pick(("5pt", "20pt", "60pt", "10%", "-10pt"))}"' if self.chance() < 0.3 else ""

    def sequence_master(self, number):
        if self.chance() < 0.6:
            return f'<fo:page-sequence-master master-name="m{number}"><fo:repeatable-page-master-reference master-reference="s{number}"/></fo:page-sequence-master>'
        parts = []
        for _ in range(self.random.randrange(1, 4)):
            kind = self.pick(("single-page-master-reference", "repeatable-page-master-reference", "repeatable-page-master-alternatives"))
            if kind.endswith("alternatives"):
                inside = "".join(f'<fo:conditional-page-master-reference master-reference="s{self.random.randrange(4)}"{self.attributes("conditional")}'
                                 f' page-position="{self.pick(("first", "last", "rest", "only", "any"))}" odd-or-even="{self.pick(("odd", "even", "any"))}"/>'
                                 for _ in range(self.random.randrange(1, 4)))
                parts.append(f"<fo:{kind}>{inside}</fo:{kind}>")
            else:
                repeats = f' maximum-repeats="{self.pick(INTEGERS)}"' if kind.startswith("repeatable") and self.chance() < 0.5 else ""
                parts.append(f'<fo:{kind} master-reference="s{self.random.randrange(4)}"{repeats}/>')
        return f'<fo:page-sequence-master master-name="m{number}">{"".join(parts)}</fo:page-sequence-master>'

    def sequence(self):
        static = "".join(f'<fo:static-content flow-name="{name}">{self.content("static-content", 2)}</fo:static-content>'
                         for name in NAMES[1:5] + ["xsl-footnote-separator"] if self.chance() < 0.2)
        flow = self.content("flow", 2)
        return (f'<fo:page-sequence{self.attributes("page-sequence")}>{static}<fo:flow flow-name="xsl-region-body">{flow}</fo:flow>'
                '</fo:page-sequence>')

    def whole(self):
        budget = self.budget
        root = self.attributes("root")
        masters = self.masters()
        bookmarks = self.element("bookmark-tree") if self.chance() < 0.1 else ""
        sequences = []
        for _ in range(self.pick((1, 1, 1, 2, 3))):
            self.budget = budget
            sequences.append(self.sequence())
        return (f'<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:pp="urn:peerpress:fo"{root}><fo:layout-master-set>{masters}</fo:layout-master-set>'
                f'{bookmarks}{"".join(sequences)}</fo:root>\n')


def document(seed):
    """The document of one seed; one in forty does not even have the frame of one."""
    made = Document(seed)
    if made.chance() < 0.025:
        made.illegal = 0.1
        return f'<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:pp="urn:peerpress:fo">{made.content("root", 0)}</fo:root>\n'
    return made.whole()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(document(int(sys.argv[1])))
