#!/usr/bin/env python3
"""Checks the pages of a document that peerpress rendered: check.py DOCUMENT.fo DOCUMENT.pdf TEXT

TEXT is the text of the PDF's tags (peerpress inspect --text). Needs mutool. What must hold:
  text       all the text of the flows is there, in order
  citations  the number that each fo:page-number-citation prints (tables of contents, indexes, cross-references) is the label of the page
             on which what it cites stands, as the words on that page tell
  links      what is printed as nothing but a page's number leads to the page of this label
  bookmarks  those of the document, in order, each leads to the page on which its object stands
Prints a line for each kind; exit code 1 if something does not hold.
"""

import bisect
import collections
import importlib.util
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

here = Path(__file__).parent
spec = importlib.util.spec_from_file_location("fo_words", here.parent / "fo-words.py")
fo_words = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fo_words)

FO = fo_words.FO
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2060"))
HYPHENS = {**UNSEEN, **dict.fromkeys(map(ord, "-\u2010\u2011"))}
LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
PROBE = 16  # characters by which a place is known
MARGIN = 60  # of points: what stands above and below is a running head or a page's number


def squeezed(text):
    return "".join(text.translate(UNSEEN).casefold().split())


def mutool(script, pdf):
    said = subprocess.run(["mutool", "run", str(here / script), str(pdf)], check=True, capture_output=True, encoding="utf-8")
    return said.stdout.splitlines()


class Pdf:
    """Labels, destinations, bookmarks, links and words of a PDF's pages."""

    def __init__(self, path):
        self.places, self.bookmarks, self.links, ranges = {}, [], [], []
        for row in mutool("places.js", path):
            kind, rest = row[0], row[2:]
            if kind == "R":
                first, style, start, prefix = rest.split(" ", 3)
                ranges.append((int(first), style, int(start), prefix))
            elif kind == "D":
                page, y, name = rest.split(" ", 2)
                self.places[name] = (int(page), float(y))
            elif kind == "O":
                depth, page, y, title = rest.split(" ", 3)
                self.bookmarks.append((int(depth), int(page) if page != "-" else None, title))
            elif kind == "L":
                page, x0, y0, x1, y1, target, _ = rest.split()
                self.links.append((int(page), float(x0), float(y0), float(x1), float(y1), int(target)))
        self.pages, self.heights = [], []
        for row in mutool("words.js", path):
            if row.startswith("P "):
                self.pages.append([])
                self.heights.append(float(row.split()[2]))
            else:
                x, y, end, size, word = row.split(" ", 4)
                self.pages[-1].append((float(x), float(y), float(end), word.translate(LIGATURES)))
        self.labels = [label(page, ranges) for page in range(len(self.pages))]

    def text(self, page, top):
        """The text of a page's body from a height on, without hyphens."""
        if page >= len(self.pages):
            return ""
        bottom = self.heights[page] - MARGIN
        return squeezed("".join(w for _, y, _, w in self.pages[page] if top <= y < bottom).translate(HYPHENS))


def roman(number):
    letters = ""
    for value, letter in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
                          (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        letters += letter * (number // value)
        number %= value
    return letters


def label(page, ranges):
    found = [r for r in ranges if r[0] <= page]
    if not found:
        return str(page + 1)
    first, style, start, prefix = found[-1]
    number = start + page - first
    return prefix + {"D": str(number), "r": roman(number), "R": roman(number).upper(), "-": ""}.get(style, "?")


class Document:
    """The text of the flows in one string of characters without white space; where ids and citations stand in it."""

    def __init__(self, path):
        self.root = ElementTree.parse(path).getroot()
        for number, sequence in enumerate(self.root.iter(FO + "page-sequence")):
            sequence.set("id", sequence.get("id") or f"page sequence {number}")
        parts, notes = [], []
        fo_words.text_of(self.root, parts, notes)
        starts, length, texts = [], 0, []
        for part in parts:
            starts.append(length)
            texts.append(squeezed(part))
            length += len(texts[-1])
        starts.append(length)
        self.text = "".join(texts)
        self.ids = {value: starts[part] for part, name, value in notes if name == "id"}
        self.inline = {node.get("id") for node in self.root.iter() if node.tag in fo_words.LINE}
        self.sequences = sorted(self.ids[s.get("id")] for s in self.root.iter(FO + "page-sequence"))
        self.stops = [(starts[part], name, value) for part, name, value in notes if name in ("ref-id", "src")]


    def end_of_sequence(self, offset):
        found = bisect.bisect_right(self.sequences, offset)
        return self.sequences[found] if found < len(self.sequences) else len(self.text)


def check_text(document, found, pdf):
    """All text, and each citation's number; gives (texts that differ, wrong citations). A picture may have text of its own."""
    wrong, at, begin = [], 0, 0
    for place, name, cited in document.stops + [(len(document.text), "end", None)]:
        piece = document.text[begin:place]
        if found[at:at + len(piece)] != piece:
            k = next(k for k in range(len(piece) + 1) if found[at:at + k] != piece[:k]) - 1
            return f"the document has {piece[max(0, k - 20):k + 30]!r}, the pages have {found[max(0, at + k - 20):at + k + 30]!r}", wrong
        at += len(piece)
        begin = place + (name == "ref-id")
        if name == "src":
            at = max(at, found.find(document.text[place:place + 2 * PROBE].split(fo_words.CITATION)[0], at, at + 5000))
        if name != "ref-id":
            continue
        expected = pdf.labels[pdf.places[cited][0]] if cited in pdf.places else "?"
        if not found.startswith(expected.casefold(), at) or re.match(r"\d", found[at + len(expected):] + " ") and \
                not follows(document.text, begin, found, at + len(expected)):
            printed = re.match(r"\d+|[ivxlcdm]+", found[at:at + 12])
            wrong.append((cited, expected, printed.group() if printed else found[at:at + 12]))
            at += len(printed.group()) if printed else 0
        else:
            at += len(expected)
    return (None if at == len(found) else f"{len(found) - at} characters more: {found[at:at + 40]!r}"), wrong


def follows(text, begin, found, at):
    piece = text[begin:begin + 8].split(fo_words.CITATION)[0]
    return found.startswith(piece, at)


def check_places(document, pdf):
    """The ids whose destination is not where their text stands."""
    wrong = []
    for name, (page, y) in pdf.places.items():
        if name not in document.ids:
            continue
        begin = document.ids[name]
        end = min(begin + 3 * PROBE, document.end_of_sequence(begin))
        probe = re.split(fo_words.CITATION, document.text[begin:end])[0].translate(HYPHENS)[:PROBE]
        behind = re.split(fo_words.CITATION, document.text[max(0, begin - 3 * PROBE):begin])[-1].translate(HYPHENS)[-PROBE:]
        here, after = pdf.text(page, y - 1), pdf.text(page + 1, MARGIN)
        straddles = any(here.endswith(probe[:k]) and after.startswith(probe[k:]) for k in range(1, len(probe)))
        inside = name in document.inline and behind and behind in pdf.text(page, MARGIN)
        if probe and probe not in here and not straddles and not inside:
            wrong.append((name, page, y, probe))
    return wrong


def check_links(pdf):
    """Links of nothing but a number: (how many, those that lead to another page)."""
    rows = [sorted(((y, x, end, word) for x, y, end, word in words), key=lambda w: w[0]) for words in pdf.pages]
    count, wrong, before = 0, [], (None, None, 0)
    for page, x0, y0, x1, y1, target in pdf.links:
        low = bisect.bisect_left(rows[page], (y0 - 0.5,))
        high = bisect.bisect_right(rows[page], (y1 + 0.5,))
        inside = [w for w in rows[page][low:high] if w[1] > x0 - 1.5 and w[2] < x1 + 1.5]
        text = "".join(w[3] for w in sorted(inside, key=lambda w: w[1])).strip(",. ")
        goes_on = before[:2] == (page, target) and y0 > before[2] - 3  # a link that was broken
        before = (page, target, y1)
        if re.fullmatch(r"\d+|[ivxlcdm]+", text) and target != page and not goes_on:
            count += 1
            if text != pdf.labels[target]:
                wrong.append((page, text, pdf.labels[target]))
    return count, wrong


def check_bookmarks(document, pdf):
    expected = []

    def walk(node, depth):
        for bookmark in node.findall(FO + "bookmark"):
            title = "".join(bookmark.find(FO + "bookmark-title").itertext())
            expected.append((depth, bookmark.get("internal-destination"), " ".join(title.split())))
            walk(bookmark, depth + 1)

    for tree in document.root.iter(FO + "bookmark-tree"):
        walk(tree, 0)
    wrong = []
    for given, got in zip(expected, pdf.bookmarks):
        page = pdf.places.get(given[1], (None,))[0]
        if given[0] != got[0] or page != got[1] or given[2].split() != got[2].split():
            wrong.append((given, got))
    if len(expected) != len(pdf.bookmarks):
        wrong.append((len(expected), len(pdf.bookmarks)))
    return len(expected), wrong


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    document, pdf = Document(sys.argv[1]), Pdf(sys.argv[2])
    text = squeezed(Path(sys.argv[3]).read_text(encoding="utf-8"))
    differs, citations = check_text(document, text, pdf)
    places = check_places(document, pdf)
    links, misled = check_links(pdf)
    bookmarks, lost = check_bookmarks(document, pdf)
    problems = collections.Counter()

    def say(what, count, wrong):
        problems[what] = len(wrong)
        print(f"{what}: {count}, wrong {len(wrong)}")
        for one in wrong[:5]:
            print("   ", one)

    say("characters of text", len(document.text), [differs] if differs else [])
    say("cited pages", sum(name == "ref-id" for _, name, _ in document.stops), citations)
    say("places that are linked to", len(pdf.places), places)
    say("links that are a page's number", links, misled)
    say("bookmarks", bookmarks, lost)
    sys.exit(1 if any(problems.values()) else 0)


if __name__ == "__main__":
    main()
