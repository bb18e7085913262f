#!/usr/bin/env python3
"""Compares the words of three editions of a document: same-words.py PAGE.html TAGS.txt TEXT.txt

TAGS is what the tags of the PDF say (peerpress inspect --text). They must have the words of the page, one for one; a picture counts with
its alternative text. In a document from right to left only the letters are compared, as the tags keep no space at the end of a line there.
The plain text must have them too, but it may repeat the heads of a table's columns at each of its rows, and leaves out
the picture of a chart, whose table follows. Prints what differs; the exit code is then 1.
"""

import re
import sys
from pathlib import Path

from words import VOID, Text, words

CHART = "\x1a"  # around the alternative of a chart
MARKS = ".,;:!?()[]«»‹›،؛“”‘’"
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Page(Text):
    """The text of a page, pictures by their alternatives; the words in the heads of tables are also collected by themselves."""

    def __init__(self):
        super().__init__()
        self.heads = []
        self.picture = 0
        self.depth = 0
        self.chart = False
        self.right_to_left = False

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if self.picture or tag == "svg":
            if not self.picture:
                self.parts.append(" %s%s%s " % (CHART * self.chart, given.get("aria-label", ""), CHART * self.chart))
            self.picture += tag not in VOID
            return
        if tag == "img":
            self.parts.append(" %s " % given.get("alt", ""))
        self.depth += tag == "thead"
        if tag == "html":
            self.right_to_left = given.get("dir") == "rtl"
        if tag == "figure":
            self.chart = "chart" in (given.get("class") or "").split()
        super().handle_starttag(tag, attributes)

    def handle_startendtag(self, tag, attributes):
        if self.picture:
            return
        super().handle_startendtag(tag, attributes)

    def handle_endtag(self, tag):
        if self.picture:
            self.picture -= 1
            return
        self.depth -= tag == "thead"
        super().handle_endtag(tag)

    def handle_data(self, data):
        if self.picture:
            return
        if self.depth:
            self.heads.append(data + " ")
        super().handle_data(data)


def tokens(text):
    """Words without marks at either end: editions part them from the words beside in different ways."""
    for word in words(INVISIBLE.sub("", text)):
        word = word.strip(MARKS)
        if word:
            yield word


def around(found, position):
    return " ".join(found[max(0, position - 4):position + 5])


def first_difference(one, other):
    at = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    return one[max(0, at - 30):at + 30], other[max(0, at - 30):at + 30]


def main(page_file, tags_file, text_file):
    page = Page()
    page.feed(Path(page_file).read_text(encoding="utf-8"))
    whole = "".join(page.parts)
    expected = list(tokens(whole.replace(CHART, "")))
    tags = list(tokens(Path(tags_file).read_text(encoding="utf-8")))
    if page.right_to_left:
        expected, tags = (["".join(found).translate(dict.fromkeys(map(ord, MARKS)))] for found in (expected, tags))
    for position, (wanted, found) in enumerate(zip(expected + [""], tags + [""])):
        if wanted != found:
            print("the page has “%s”, the tags “%s”" % (first_difference(wanted, found) if page.right_to_left
                                                        else (around(expected, position), around(tags, position))))
            return 1
    text = re.sub(r"<[^<>\s]*>", "", Path(text_file).read_text(encoding="utf-8"))
    expected = list(tokens(re.sub(CHART + "[^" + CHART + "]*" + CHART, "", whole)))
    heads = set(tokens("".join(page.heads)))
    position = 0
    said = list(tokens(text))
    for index, word in enumerate(said):
        if position < len(expected) and word == expected[position]:
            position += 1
        elif word not in heads:
            while position < len(expected) and expected[position] in heads and expected[position] != word:
                position += 1
            if position == len(expected) or expected[position] != word:
                print("the page has “%s”, the text “%s”" % (around(expected, position), around(said, index)))
                return 1
            position += 1
    if any(word not in heads for word in expected[position:]):
        print("the text lacks “%s”" % around(expected, position))
        return 1
    print(len(expected))
    return 0


sys.stdout.reconfigure(encoding="utf-8")
sys.exit(main(*sys.argv[1:]))
