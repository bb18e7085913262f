#!/usr/bin/env python3
"""Compares the lines of a document's pages as two formatters set them: compare.py OURS.pdf OTHER.pdf [--list N]

The words of both are paired (needs mutool and diff); what stands outside the region of the body, that is running heads and page numbers, is
left out. A line of the other's is *the same* where a line of ours begins and ends with the same characters. Of the same lines it is counted
how many stand on the same page, and how far from the same place; of the rest, how the paragraphs that they are in differ.
"""

import argparse
import collections
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ours")
    parser.add_argument("other")
    parser.add_argument("--top", type=float, default=60)
    parser.add_argument("--bottom", type=float, default=60)
    parser.add_argument("--list", type=int, default=0)
    given = parser.parse_args()
    mine, pages = lines_of(given.ours, given.top, given.bottom)
    other, other_pages = lines_of(given.other, given.top, given.bottom)
    same, ours, theirs, different, place = compare(mine, other)
    page = sum(a.page == b.page for a, b in same)
    at = sum(a.page == b.page and abs(a.y - b.y) < 0.5 and abs(a.x - b.x) < 1 for a, b in same)
    column = sum(abs(a.x - b.x) < 1 for a, b in same)
    print(f"pages {pages} {other_pages}; lines {len(mine)} {len(other)}; the same words {len(same)} ({100 * len(same) / max(1, len(other)):.2f} %), "
          f"same indent {column}, same page {page}, same place {at}; text differs in {len(different)} places")
    runs = paragraphs(ours, theirs, place)
    fewer = collections.Counter((len(a) > len(b)) - (len(a) < len(b)) for a, b, _ in runs)
    print(f"paragraphs with other lines: {len(runs)}; ours has fewer lines in {fewer[-1]}, as many in {fewer[0]}, more in {fewer[1]}")
    for a, b, *_ in different[:given.list]:
        print("TEXT", repr(a[:150]), "|", repr(b[:150]))
    for a, b, _ in runs[:given.list]:
        print(f"-- page {b[0].page + 1} ({a[0].page + 1 if a else '-'})")
        for k in range(max(len(a), len(b))):
            left = a[k].text() if k < len(a) else ""
            right = b[k].text() if k < len(b) else ""
            print(f"   {left[-70:]:70} | {right[-70:]}")
    moved = [(a, b) for a, b in same if abs(a.x - b.x) >= 1]
    for a, b in moved[:given.list]:
        print(f"INDENT page {a.page + 1}/{b.page + 1} {a.x:.1f} {b.x:.1f} {a.text()[:60]}")
    pages_of = collections.defaultdict(set)
    for a, b in same:
        pages_of[b.page].add(a.page)
    foreign = {line.page for line in theirs}
    count_ours, count_theirs = collections.Counter(l.page for l in mine), collections.Counter(l.page for l in other)
    alike = [p for p in pages_of if p not in foreign and len(pages_of[p]) == 1 and count_theirs[p] == count_ours[list(pages_of[p])[0]]]
    still = [p for p in alike if all(abs(a.x - b.x) < 1 and abs(a.y - b.y) < .5 for a, b in same if b.page == p)] if len(same) < 20000 else []
    print(f"pages with the same lines {len(alike)}, of which the same places {len(still)}:", sorted({p + 1 for p in alike} - {p + 1 for p in still})[:60])
    last = None
    count = 0
    same.sort(key=lambda pair: (pair[1].page, pair[1].y))
    for a, b in same:
        if b.page not in alike:
            continue
        if a.page == b.page:
            shift = a.y - b.y
            if last is not None and last[0] == a.page and abs(shift - last[1]) > 0.5 and count < given.list:
                count += 1
                print(f"SHIFT page {a.page + 1} y {a.y:.1f} {b.y:.1f}: {last[1]:.1f} -> {shift:.1f} {a.text()[:70]}")
            last = (a.page, shift)
        else:
            last = None


if __name__ == "__main__":
    main()
