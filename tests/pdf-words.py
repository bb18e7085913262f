#!/usr/bin/env python3
"""Compares what readers extract from a PDF: pdf-words.py same ONE OTHER | pdf-words.py tags TAGS DOCUMENT.fo EXTRACTED

same: two texts with a form feed after each page have the same words on each page.
tags: an extracted text has all that the tags (peerpress inspect --text) have, but for the alternative texts of the document's pictures.

What is fair to ask of readers that guess spaces from distances: a word is a run of letters or one digit, so that the number of a
note may touch what is before it; leader dots and marks do not count, nor the order on the page, which the tags are there for. A word
divided at a line's end is one, and so are words with a hyphen between them: poppler takes one at a line's end for a division. "same" compares the words of
alphabets that are written letter by letter, and "tags" counts letters of the others: their words, and their order, are compared with
the document by pdf-order.py. Says nothing if all is there, else what is missing.
"""

import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

ALT_TEXT = "{http://xmlgraphics.apache.org/fop/extensions}alt-text"
INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
SIMPLE = re.compile("LATIN|GREEK|CYRILLIC|DIGIT")


def read(path):
    text = unicodedata.normalize("NFKC", Path(path).read_text(encoding="utf-8"))
    text = re.sub(INVISIBLE, "", re.sub(r"\u00ad\u200f*\n\s*", "", text))
    return re.sub(r"(?<=\w)[-\u2010](\n\s*)?(?=\w)", "", text)


def is_simple(character):
    return bool(SIMPLE.search(unicodedata.name(character, "")))


def simple_words(text):
    letters = "".join(c if is_simple(c) else " " for c in text)
    return Counter(re.findall(r"\d|[^\W\d_]+", letters))


def other_letters(text):
    return Counter(c for c in text if unicodedata.category(c)[0] == "L" and not is_simple(c))


def missing(wanted, found):
    return " ".join(f"{word}×{count}" for word, count in sorted((wanted - found).items()))


def compare_pages(one, other):
    pages, others = one.rstrip().split("\f"), other.rstrip().split("\f")
    if len(pages) != len(others):
        yield f"{len(pages)} pages and {len(others)}"
    for number, (page, same) in enumerate(zip(pages, others), 1):
        wanted, found = simple_words(page), simple_words(same)
        if wanted != found:
            yield f"page {number}: only the first has {missing(wanted, found)!r}, only the second {missing(found, wanted)!r}"
    if not simple_words(one):
        yield "there are no words"


def compare_tags(tags, document, extracted):
    pictures = " ".join(node.get(ALT_TEXT, "") for node in ElementTree.parse(document).iter())
    for count in (simple_words, other_letters):
        lost = missing(count(tags) - count(pictures), count(extracted))
        if lost:
            yield f"not extracted: {lost}"


sys.stdout.reconfigure(encoding="utf-8")
if sys.argv[1] == "same":
    faults = list(compare_pages(read(sys.argv[2]), read(sys.argv[3])))
else:
    faults = list(compare_tags(read(sys.argv[2]), sys.argv[3], read(sys.argv[4])))
print("\n".join(faults), end="")
sys.exit(bool(faults))
