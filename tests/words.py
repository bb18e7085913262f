#!/usr/bin/env python3
"""Prints the words of a published edition in reading order, one a line: words.py FILE.{pdf,html,txt}

What an edition adds by itself is left out: running heads and page numbers of a PDF (outside of the body region between TOP and
BOTTOM, in points), leader dots and the page numbers of a table of contents, list markers, rules and bars, the quotation marks around
words, addresses behind links in plain text, and the skip link of a page.
"""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

TOP, BOTTOM = 71, 765
INLINE = set("a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var".split())
VOID = set("area base br col embed hr img input link meta source track wbr".split())


class Text(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.open = []  # (tag, is its content left out)

    def handle_starttag(self, tag, attributes):
        if tag not in INLINE:
            self.parts.append(" ")
        if tag in VOID:
            return
        hidden = tag in ("head", "style", "script", "template") or "skip-link" in (dict(attributes).get("class") or "")
        self.open.append((tag, hidden or bool(self.open and self.open[-1][1])))

    def handle_endtag(self, tag):
        if tag not in INLINE:
            self.parts.append(" ")
        if tag in VOID:
            return
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not (self.open and self.open[-1][1]):
            self.parts.append(data)


def text_of(path):
    if path.suffix == ".pdf":
        text = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", "-r", "72", "-x", "0", "-W", "10000", "-y", str(TOP),
                               "-H", str(BOTTOM - TOP), str(path), "-"], capture_output=True, check=True).stdout.decode()
        return re.sub(r"\s\.[\s.]*\d+$", "", text, flags=re.M)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        parser = Text()
        parser.feed(text)
        return "".join(parser.parts)
    return re.sub(r"<(?:https?|mailto|tel):[^>]*>", "", text)


def words(text):
    text = re.sub(r"(\w-)\n(\w)", r"\1\2", text.replace("\f", "\n").replace("\u00ad", ""))
    for word in text.split():
        word = re.sub(r"^[‘“'\"(]+|[’”'\")]+(?=[.,;:!?]*$)", "", word)
        if word and not re.fullmatch(r"[-=~.•–|]+", word):
            yield word


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    for one in words(text_of(Path(sys.argv[1]))):
        print(one)
