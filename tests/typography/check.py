#!/usr/bin/env python3
"""Checks the lines of the samples as peerpress sets them: check.py PROGRAM FOLDER [NAME=OTHER…]

Every sample that has figures is set with and without font expansion and optical margins, and measured in its PDF (lines.py). Says what is
not as it should be: hyphens in a row, word spaces that are too narrow or too wide, or not more even with expansion, text outside of the measure.
NAME=OTHER measures the sample OTHER for NAME.
"""

import subprocess
import sys
from collections import namedtuple
from pathlib import Path

sys.dont_write_bytecode = True
import lines  # noqa: E402
import samples  # noqa: E402

# The most hyphens in a row; word spaces in ems that are narrow or wide enough to be a fault; whether a line ends with something that hangs.
Bounds = namedtuple("Bounds", "row least most hangs")
BOUNDS = {"narrow": Bounds(2, 0.16, 0.6, True), "wide": Bounds(0, 0.16, 0.36, True), "ragged": Bounds(1, 0.19, 0.26, False),
          "welsh": Bounds(0, 0.16, 0.5, False), "polish": Bounds(2, 0.16, 0.45, True)}
HANGING = 0.4  # ems, of a hyphen, more of nothing
MORE_EVEN = 0.75  # what is left of the deviation of word spaces


def faults(pdf, sample, micro, found):
    bounds = BOUNDS[sample.name]
    if found.row > bounds.row:
        yield f"{found.row} hyphens in a row"
    if found.least < bounds.least or found.most > bounds.most:
        yield f"word spaces of {found.least:.3f} to {found.most:.3f} em"
    start, end = samples.MARGIN, samples.MARGIN + sample.measure * samples.MM
    out = max(max(line[-1][1] - end, start - line[0][0]) for _, line in lines.lines_of(pdf))
    if out > (HANGING * sample.size if micro else 0.1):
        yield f"text {out:.2f} pt outside of the measure"
    if micro and bounds.hangs and out < 0.5:
        yield "nothing hangs in the margin"
    if abs(max(line[-1][1] for _, line in lines.lines_of(pdf)) - end) > HANGING * sample.size:
        yield "no line is as long as the measure"


def main(program, folder, *others):
    instead = dict(other.split("=") for other in others)
    texts, found, by_name = samples.read(), 0, {sample.name: sample for sample in samples.SAMPLES}
    for name in BOUNDS:
        sample, made = by_name[name], by_name[instead.get(name, name)]
        spreads = []
        for micro in (False, True):
            source, pdf = Path(folder) / f"{name}.fo", Path(folder) / f"{name}.pdf"
            source.write_text(samples.fo(made, texts[made.text], micro), encoding="utf-8")
            subprocess.run([program, "render", "--no-claim", source, "-o", pdf], check=True)
            measured = lines.measure(pdf, sample)
            spreads.append(measured.spread)
            for fault in faults(pdf, sample, micro, measured):
                print(f"{name}{', expansion and optical margins' if micro else ''}: {fault}")
                found = 1
        if sample.align == "justify" and spreads[1] > MORE_EVEN * spreads[0]:
            print(f"{name}: word spaces deviate by {spreads[1]:.3f} em with expansion, by {spreads[0]:.3f} without")
            found = 1
    return found


sys.exit(main(*sys.argv[1:]))
