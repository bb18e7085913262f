#!/usr/bin/env python3
"""Compares the lines of pages as two formatters set them: compare.py [--list N] OURS.pdf OTHER.pdf [OURS.pdf OTHER.pdf …]

The words of both are paired (needs mutool and diff); running heads and page numbers, 60 pt from the edges of the paper, are left out. A line
of the other's is *the same* where a line of ours begins and ends with the same characters. Prints tables; docs/books.md tells what the rows
mean. With --list, N examples of each difference.
"""

import argparse
import collections
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HYPHENS = dict.fromkeys(map(ord, "-\u00ad\u2010\u2011\u200b\u200c\u200d\u2060\ufeff"))
LIGATURES = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})


class Line:
    """A line: page (from 0), x and y of its beginning and x of its end in points, size of its first word, its text."""
    __slots__ = ("page", "x", "y", "end", "size", "words", "begin", "stop")

    def __init__(self, page, x, y, end, size, word):
        self.page, self.x, self.y, self.end, self.size, self.words = page, x, y, end, size, [word]

    def text(self):
        return " ".join(self.words)


def lines_of(pdf, top, bottom):
    """The lines of a PDF's pages between top and bottom, in the order in which they are drawn."""
    cached = Path(str(pdf) + ".words")
    if not cached.exists() or cached.stat().st_mtime < Path(pdf).stat().st_mtime:
        with open(cached, "wb") as out:
            subprocess.run(["mutool", "run", str(Path(__file__).with_name("words.js")), str(pdf)], check=True, stdout=out,
                           stderr=subprocess.DEVNULL)
    lines, page = [], -1
    with open(cached, encoding="utf-8") as said:
        for row in said:
            if row.startswith("P "):
                page, height, last = page + 1, float(row.split()[2]), None
                continue
            x, y, end, size, word = row.rstrip("\n").split(" ", 4)
            x, y, end, size = float(x), float(y), float(end), float(size)
            if y < top or y > height - bottom:
                continue
            word = word.translate(LIGATURES)
            if last and abs(y - last.y) < 0.45 * max(size, last.size) and -0.2 * size < x - last.end < 3 * size:
                if x - last.end < 0.1 * size:
                    last.words[-1] += word
                else:
                    last.words.append(word)
                last.end = end
            else:
                last = Line(page, x, y, end, size, word)
                lines.append(last)
    return lines, page + 1


def folded(word):
    return word.translate(HYPHENS)


def sequence(lines):
    """Numbers the characters: line.begin, line.stop; gives the words with their beginnings."""
    words, at = [], 0
    for line in lines:
        line.begin = at
        for word in line.words:
            word = folded(word)
            if word and word.strip("."):
                words.append((word, at))
                at += len(word)
        line.stop = at
    return words, at


def hunks(a, b):
    """The ranges of words in which a and b differ: (i1, i2, j1, j2), by diff."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, words in (("a", a), ("b", b)):
            path = Path(folder, name)
            path.write_text("".join(word + "\n" for word, _ in words), encoding="utf-8")
            paths.append(str(path))
        said = subprocess.run(["diff", "--speed-large-files", *paths], capture_output=True, text=True, encoding="utf-8", errors="replace")
    for row in said.stdout.splitlines():
        if row[:1].isdigit():
            for letter in "acd":
                if letter in row:
                    left, right = row.split(letter)
                    break
            i = [int(n) for n in left.split(",")]
            j = [int(n) for n in right.split(",")]
            i1, i2 = (i[0], i[0]) if letter == "a" else (i[0] - 1, i[-1])
            j1, j2 = (j[0], j[0]) if letter == "d" else (j[0] - 1, j[-1])
            yield i1, i2, j1, j2


def pairing(ours, theirs):
    """Where each character of theirs is in ours (a function on offsets), and the hunks that differ in text."""
    a, length_a = sequence(ours)
    b, length_b = sequence(theirs)
    anchors, different = [(0, 0)], []
    start = lambda words, i, length: words[i][1] if i < len(words) else length
    for i1, i2, j1, j2 in hunks(a, b):
        ia, ib = start(a, i1, length_a), start(a, i2, length_a)
        ja, jb = start(b, j1, length_b), start(b, j2, length_b)
        if "".join(w for w, _ in a[i1:i2]) != "".join(w for w, _ in b[j1:j2]):
            different.append((" ".join(w for w, _ in a[i1:i2]), " ".join(w for w, _ in b[j1:j2]), ia, ja))
            anchors += [(ja, ia), (jb, ib)]
    anchors.append((length_b, length_a))
    return anchors, different


def mapped(anchors, offsets):
    """The offsets (ascending) of theirs as offsets of ours; None inside of a difference."""
    found, k = {}, 0
    for offset in offsets:
        while k + 1 < len(anchors) and anchors[k + 1][0] <= offset:
            k += 1
        found[offset] = anchors[k][1] + offset - anchors[k][0]
    return found


def compare(ours, theirs):
    ours = [line for line in ours if folded("".join(line.words)).strip(".")]
    theirs = [line for line in theirs if folded("".join(line.words)).strip(".")]
    anchors, different = pairing(ours, theirs)
    place = mapped(anchors, sorted({o for line in theirs for o in (line.begin, line.stop)}))
    by_begin = {line.begin: line for line in ours}
    same, rest = [], []
    for line in theirs:
        mine = by_begin.get(place[line.begin])
        if mine and mine.stop == place[line.stop]:
            same.append((mine, line))
        else:
            rest.append(line)
    matched = {id(mine) for mine, _ in same}
    left = [line for line in ours if id(line) not in matched]
    moved = elsewhere(left, rest)
    matched = {id(line) for pair in moved for line in pair}
    return same + moved, [l for l in left if id(l) not in matched], [l for l in rest if id(l) not in matched], different, place


def elsewhere(ours, theirs):
    """Pairs of equal lines that are drawn in another order: footnotes, heads of tables, cells."""
    by_text = collections.defaultdict(list)
    for line in ours:
        by_text[folded("".join(line.words))].append(line)
    pairs = []
    for line in theirs:
        found = min((l for l in by_text[folded("".join(line.words))] if abs(l.page - line.page) < 10),
                    key=lambda l: (abs(l.page - line.page), abs(l.y - line.y)), default=None)
        if found:
            by_text[folded("".join(line.words))].remove(found)
            pairs.append((found, line))
    return pairs


def paragraphs(ours, theirs, place):
    """Lines that are not the same, in runs: ([ours], [theirs])."""
    runs = []
    i = 0
    for line in theirs:
        begin, stop = place[line.begin], place[line.stop]
        mine = []
        while i < len(ours) and ours[i].begin < stop:
            mine.append(ours[i])
            i += 1
        if runs and runs[-1][2] >= begin and (mine or runs[-1][1]):
            runs[-1][0].extend(mine)
            runs[-1][1].append(line)
            runs[-1][2] = max(stop, mine[-1].stop if mine else 0)
        else:
            runs.append([mine, [line], max(stop, mine[-1].stop if mine else 0)])
    return runs


MARGIN = 60
NAME = re.compile(r"[_/.:@\\=~#<>()\[\]{}?\d]\S|[a-z][A-Z]|-\w+-")
CAUSES = ("a hyphen within a name or an address", "two letters behind a hyphen", "another hyphen, or none", "no hyphen")


def cause(ours, theirs):
    """What the other's lines of a paragraph have that ours do not: the first of CAUSES that applies."""
    found = len(CAUSES) - 1
    for k, line in enumerate(theirs):
        last, following = line.words[-1], theirs[k + 1].words[0] if k + 1 < len(theirs) else ""
        if not last.endswith("-"):
            continue
        if NAME.search(last[:-1] + following):
            return CAUSES[0]
        found = min(found, 1 if 0 < len(re.match(r"[^\W\d]*", following).group()) < 3 else 2)
    if found == 3 and any(line.words[-1][-1] in "-\u2010\u00ad" for line in ours):
        found = 2
    return CAUSES[found]


def is_number(text):
    return re.fullmatch(r"\d*|[ivxlcdm]*", text) is not None


class Comparison:
    """Two PDFs of one document."""

    def __init__(self, ours, other):
        self.mine, self.pages = lines_of(ours, MARGIN, MARGIN)
        self.other, self.other_pages = lines_of(other, MARGIN, MARGIN)
        self.same, left, rest, different, place = compare(self.mine, self.other)
        self.runs = [(a, b) for a, b, _ in paragraphs(left, rest, place)]
        self.causes = collections.defaultdict(list)
        for a, b in self.runs:
            self.causes[cause(a, b)].append((a, b))
        self.indents = [(a, b) for a, b in self.same if abs(a.x - b.x) >= 1]
        self.moved = [row for row in different if "" in row[:2]]
        self.numbers = [row for row in different if row not in self.moved and is_number(row[0]) and is_number(row[1])]
        self.texts = [row for row in different if row not in self.moved and row not in self.numbers]
        self.find_pages()

    def find_pages(self):
        """Pages that begin alike and whose lines are the same up to the end of one of both."""
        pair = {id(theirs): mine for mine, theirs in self.same}
        ours, theirs = collections.defaultdict(list), collections.defaultdict(list)
        for lines, pages in ((self.mine, ours), (self.other, theirs)):
            for line in lines:
                if folded("".join(line.words)).strip("."):
                    pages[line.page].append(line)
        self.alike, self.shifted, self.ended = [], [], []
        for page, lines in sorted(theirs.items()):
            lines.sort(key=lambda line: (line.y, line.x))
            first = pair.get(id(lines[0]))
            if not first:
                continue
            own = sorted(ours[first.page], key=lambda line: (line.y, line.x))
            if own[0] is not first or any(pair.get(id(b)) is not a for a, b in zip(own, lines)):
                continue
            if len(own) != len(lines):
                self.ended.append((own, lines))
            elif any(abs(a.y - b.y) >= 0.6 for a, b in zip(own, lines)):
                self.shifted.append((own, lines))
            else:
                self.alike.append((own, lines))

    def column(self):
        count = len(self.other)
        rows = [
            ("pages, FOP's pages", f"{self.pages}, {self.other_pages}"),
            ("lines, FOP's lines", f"{len(self.mine)}, {count}"),
            ("FOP's lines that are the same", f"{len(self.same)} ({100 * len(self.same) / count:.1f} %)"),
            ("of these, at the same indent", str(len(self.same) - len(self.indents))),
            ("paragraphs with other lines", str(len(self.runs))),
        ]
        rows += [(f"… FOP: {name}", str(len(self.causes[name]))) for name in CAUSES]
        fewer = sum(len(a) < len(b) for a, b in self.runs)
        more = sum(len(a) > len(b) for a, b in self.runs)
        rows += [
            ("… ours shorter, longer by a line or more", f"{fewer}, {more}"),
            ("page numbers in tables of contents and indexes that differ", str(len(self.numbers))),
            ("texts that stand elsewhere in the order of drawing", str(len(self.moved))),
            ("texts that differ otherwise", str(len(self.texts))),
            ("pages that begin alike and hold the same lines as far as both go", str(len(self.alike) + len(self.shifted) + len(self.ended))),
            ("… every line at the same place", str(len(self.alike))),
            ("… the same lines, spaces stretched otherwise", str(len(self.shifted))),
            ("… the page ends earlier or later", str(len(self.ended))),
        ]
        return rows

    def examples(self, most):
        for mine, theirs, *_ in self.texts[:most]:
            print(f"text: {mine[:90]!r} | {theirs[:90]!r}")
        for name in CAUSES:
            for a, b in self.causes[name][:most]:
                print(f"{name}: page {b[0].page + 1}")
                for k in range(max(len(a), len(b))):
                    left = a[k].text() if k < len(a) else ""
                    right = b[k].text() if k < len(b) else ""
                    print(f"   {left[-70:]:70} | {right[-70:]}")
        for a, b in self.indents[:most]:
            print(f"indent: page {a.page + 1}, {b.page + 1}: {a.x:.1f}, {b.x:.1f}: {a.text()[:60]}")
        for own, lines in self.shifted[:most]:
            print(f"spaces: page {own[0].page + 1}, {lines[0].page + 1}")
        for own, lines in self.ended[:most]:
            print(f"end: page {own[0].page + 1}, {lines[0].page + 1}: {own[-1].text()[:50]!r} | {lines[-1].text()[:50]!r}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pdf", nargs="+")
    parser.add_argument("--list", type=int, default=0)
    given = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    columns, names = [], []
    for ours, other in zip(given.pdf[::2], given.pdf[1::2]):
        comparison = Comparison(ours, other)
        names.append(Path(ours).stem)
        columns.append(comparison.column())
        comparison.examples(given.list)
    print("| | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for rows in zip(*columns):
        print(f"| {rows[0][0]} | " + " | ".join(value for _, value in rows) + " |")


if __name__ == "__main__":
    main()
