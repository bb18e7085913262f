"""Measures the lines of a PDF of one page, whoever wrote it: lines.measure(PDF, SAMPLE).

What is measured are the boxes of words as poppler finds them (pdftotext -bbox): a line is what stands at one height, a word space what is
between two boxes. The last line of a paragraph is the one behind which the next stands further down, or none.
"""

import re
import statistics
import subprocess
from collections import namedtuple

HYPHENS = ("-", "\u00ad", "\u2010")
WORD = re.compile(r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">([^<]*)</word>')

# lines; hyphens at their ends, and the most in a row; mean and standard deviation of word spaces in ems, the narrowest and the widest, of lines
# that are not last ones; the shortest last line in parts of the measure; rivers.
Figures = namedtuple("Figures", "lines hyphens row mean spread least most last rivers")


def lines_of(pdf):
    """Lines from top to bottom: lists of words (left, right, text) from left to right, each with its height."""
    said = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    words = sorted((float(bottom), float(left), float(right), text) for left, _, right, bottom, text in WORD.findall(said))
    found = []
    for bottom, left, right, text in words:
        if not found or bottom > found[-1][0] + 2:
            found.append((bottom, []))
        found[-1][1].append((left, right, text))
    return [(bottom, sorted(line)) for bottom, line in found]


def spaces(line):
    return [(one[1], other[0]) for one, other in zip(line, line[1:])]


def rivers(found):
    """How often spaces of three lines in a row stand one below the other: the middles of neighbours within half a word space."""
    count = 0
    open_ = {}
    for line in found:
        now = {}
        for start, end in spaces(line):
            middle = (start + end) / 2
            above = max((length for place, length in open_.items() if abs(place - middle) <= (end - start) / 2), default=0)
            now[middle] = above + 1
            count += above + 1 == 3
        open_ = now
    return count


def longest_row(ends):
    longest = row = 0
    for hyphen in ends:
        row = row + 1 if hyphen else 0
        longest = max(longest, row)
    return longest


def measure(pdf, sample):
    found = lines_of(pdf)
    behind = [other[0] - one[0] for one, other in zip(found, found[1:])] + [2 * sample.lead]
    last = [distance > 1.2 * sample.lead for distance in behind]
    lines = [line for _, line in found]
    ends = [line[-1][2].endswith(HYPHENS) for line in lines]
    inner = [(end - start) / sample.size for line, is_last in zip(lines, last) if not is_last for start, end in spaces(line)]
    left = min(line[0][0] for line in lines)
    shortest = min(line[-1][1] - left for line, is_last in zip(lines, last) if is_last)
    return Figures(len(lines), sum(ends), longest_row(ends), statistics.mean(inner), statistics.pstdev(inner), min(inner), max(inner),
                   shortest / (sample.measure * 72 / 25.4), rivers(lines))
