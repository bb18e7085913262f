#!/usr/bin/env python3
"""Compares what a reader extracts from a PDF with its source, paragraph by paragraph: pdf-order.py READER DOCUMENT.fo EXTRACTED

READER is poppler, mupdf or pdf.js; EXTRACTED has a form feed after each page. Each paragraph of the document must stand in it as one
piece, letter by letter in logical order. Both are NFC, white space is one space or, where a line ends between ideographs, none; marks
of direction are no text (PDFs have U+200F where a reader needs it), and a word divided at a line's end is one. A paragraph may go on
on the next page. What readers get wrong is allowed, and no more (docs/accessibility.md):

  all      may take the padding of an inline object (a level of a scale) for a space: in paragraphs with such objects, spaces beside points
           do not count
  pdf.js   adds a space where text goes forward to the beginning of right-to-left text: in paragraphs with such text, spaces beside
           points do not count
  poppler  takes an author's hyphen at a line's end for a division: in paragraphs that have hyphens, these do not count;
           may take what is raised or lowered (10³, the number of a note) for a line of its own: in paragraphs with such text, that text
           and spaces do not count;
           orders a line by the direction of most letters of its page: in a paragraph with right-to-left text the stretches of such text
           between numbers, points and other scripts may stand in any order, and what is between them, but each must be there; where
           a line ends in one, its beginning is then the first of that line, and its end the last of the next

Says nothing if all is there, else what is missing.
"""

import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from pathlib import Path

FO = "{http://www.w3.org/1999/XSL/Format}"
IGNORED = "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"
BLOCKS = {FO + name for name in ("block", "block-container", "list-block", "table", "table-and-caption")}
APART = {FO + name for name in ("page-number", "page-number-citation", "page-number-citation-last", "leader", "footnote",
                                "external-graphic", "instream-foreign-object")}
LEFT_OUT = {FO + name for name in ("static-content", "declarations", "bookmark-tree", "marker", "title")}


def normal(text):
    text = re.sub(r"(\w)\u00ad\u200f*\n\s*(?=\w)", r"\1", text)
    text = re.sub(r"(\w[-\u2010])\u200f*\n\s*(?=\w)", r"\1", text)
    text = " ".join(re.sub(IGNORED, "", unicodedata.normalize("NFC", text)).split())
    return re.sub(f"(?<={WIDE}) (?={WIDE})", "", text)


def tokens(text):
    return re.findall(r"\d|[^\W\d]+|[^\w\s]", text)


def pieces_of(node, pieces, raised, padded):
    """Appends what stands in a paragraph to the last piece; what is not extracted with it parts pieces. `raised` receives words, `padded`
    the texts of objects with padding."""
    if node.get("padding-end"):
        padded.add(normal("".join(node.itertext())))
    if node.get("baseline-shift", "baseline") != "baseline":
        raised.update(tokens("".join(node.itertext())))
    if node.tag in APART or node.tag in LEFT_OUT:
        pieces.append("")
    else:
        pieces[-1] += node.text or ""
        for child in node:
            pieces_of(child, pieces, raised, padded)
    if node.tag in BLOCKS:
        pieces.append("")
    pieces[-1] += node.tail or ""


def paragraphs(node, raised, padded):
    if node.tag in LEFT_OUT or node.get("visibility") in ("hidden", "collapse"):
        return
    if node.tag == FO + "block" and not any(child.tag in BLOCKS for child in node.iter() if child is not node):
        pieces = [node.text or ""]
        for child in node:
            pieces_of(child, pieces, raised, padded)
        yield from filter(None, map(normal, pieces))
    for child in node if node.tag != FO + "block" or any(c.tag in BLOCKS for c in node.iter() if c is not node) else ():
        yield from paragraphs(child, raised, padded)


def stands_in(paragraph, pages):
    if any(paragraph in page for page in pages):
        return True
    ends = [match.start() for match in re.finditer(f" |(?<={WIDE})", paragraph)]
    return any(paragraph[:end].strip() in page and paragraph[end:].strip() in following
               for page, following in zip(pages, pages[1:]) for end in ends)


def tight(text):
    return re.sub(r" ?([^\w\s]) ?", r"\1", text)


def stretches(paragraph):
    """Right-to-left text without points and numbers, and every other run of letters or of digits."""
    letters = rf"(?:(?![^\w\s]){RIGHT_TO_LEFT}|\s)+"
    for stretch in re.findall(rf"{letters}|[^\W\d]+|\d+", paragraph):
        if stretch.strip():
            yield stretch.strip()


def is_broken(stretch, lines):
    """Does a line end in the stretch? What is read from right to left stands then at the other ends of both lines."""
    ends = [match.start() for match in re.finditer(" ", stretch)]
    return any(line.startswith(stretch[:end]) and following.endswith(stretch[end:].strip())
               for line, following in zip(lines, lines[1:]) for end in ends)


def without(words, text):
    """The text as tokens, between blanks, but for some of them."""
    return "".join(f" {token} " for token in tokens(text) if token not in words)


def whole(text):
    return re.sub(r"(?<=\w)[-\u2010](?=\w)", "", text)


def is_allowed(reader, paragraph, pages, lines, raised, padded):
    if any(words in paragraph for words in padded) and stands_in(tight(paragraph), [tight(page) for page in pages]):
        return True
    if reader == "poppler" and "-" in paragraph and stands_in(whole(paragraph), [whole(page) for page in pages]):
        return True
    if reader == "poppler" and raised and raised & set(tokens(paragraph)):
        if stands_in(without(raised, paragraph), [without(raised, page) for page in pages]):
            return True
    if not re.search(RIGHT_TO_LEFT, paragraph):
        return False
    if reader == "pdf.js":
        return stands_in(tight(paragraph), [tight(page) for page in pages])
    return reader == "poppler" and all(stands_in(stretch, pages) or is_broken(stretch, lines) for stretch in stretches(paragraph))


def main(reader, document, extracted):
    text = Path(extracted).read_text(encoding="utf-8")
    pages = [normal(page) for page in text.split("\f")]
    lines = [normal(line) for line in text.splitlines()]
    raised, padded = set(), set()
    wanted = list(paragraphs(ElementTree.parse(document).getroot(), raised, padded))
    padded.discard("")
    faults = [paragraph for paragraph in wanted
              if not stands_in(paragraph, pages) and not is_allowed(reader, paragraph, pages, lines, raised, padded)]
    allowed = sum(not stands_in(paragraph, pages) for paragraph in wanted) - len(faults)
    sys.stdout.reconfigure(encoding="utf-8")
    for paragraph in faults:
        print(f"not extracted: {paragraph}")
    if allowed:
        print(f"{allowed} of {len(wanted)} paragraphs have another order", file=sys.stderr)
    return 1 if faults or not wanted else 0


sys.exit(main(*sys.argv[1:]))
