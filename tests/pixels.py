"""Compares pages with what a pixel case says of them: pixels.py CASE.fo PAGE.ppm…
Prints what differs and ends with exit code 1 then.
"""

import re
import sys
from pathlib import Path


def read_ppm(path):
    """width, height and bytes of a binary PPM file"""
    data = Path(path).read_bytes()
    match = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
    return int(match[1]), int(match[2]), data[match.end():]


def main():
    case, *names = sys.argv[1:]
    pages = [read_ppm(name) for name in sorted(names)]
    checks = re.findall(r"<!-- pixel: (\d+) (\d+) (\d+) = (#[0-9a-f]{6}) -->",
                        Path(case).read_text(encoding="utf-8"))
    faults = [] if checks else ["the case checks nothing"]
    for number, x, y, expected in checks:
        if int(number) > len(pages):
            faults.append(f"there is no page {number}")
            continue
        width, _, data = pages[int(number) - 1]
        at = (int(y) * width + int(x)) * 3
        found = "#" + data[at:at + 3].hex()
        if found != expected:
            faults.append(f"page {number}, {x} {y}: {found}, not {expected}")
    print("\n".join(faults), end="\n" if faults else "")
    sys.exit(1 if faults else 0)


main()
