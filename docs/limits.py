#!/usr/bin/env python3
"""Prints docs/limits.md, made from src/base/limits.def:
     python3 docs/limits.py > docs/limits.md
"""

import re
import subprocess
import sys
from pathlib import Path

BEFORE = """\
# Limits

This page is made from the table in the program, `src/base/limits.def`, by `docs/limits.py`; do not edit it.

A document that nobody vouches for must not take a machine with it. What it may take has limits, far above what a report needs.
`--limit=NAME=N`, as often as one likes, raises or lowers one, for `build`, `watch`, `render`, `check` and `inspect`:

    peerpress render catalogue.fo -o catalogue.pdf --limit=pages=250000 --limit=memory=16384

| name | usually | in | from | to | what is limited |
|---|---|---|---|---|---|
"""

AFTER = """
A limit decides whether an output is made, never what is in it. So no limit is recorded in a project's manifest, and raising one makes
nothing out of date.

## When one is reached

There is one error, which names the limit, its value and the option that raises it; nothing is published, what was published before stays,
and the exit code is 1. Of many publications, only the one that reached it fails; the next ones begin with all their time, in the same
worker or, if it had to end, in another.

*Time* is processor time, so that a busy machine changes nothing; *memory* is what the process has in real memory. Both are looked at
fifty times for each second of processor time. Work then stops at the next instruction of a stylesheet, element or page, and the error
has the place that it had come to. If it comes by none within a second, inside of a library, or if it has taken a quarter more memory
meanwhile, the process is ended, and the error has the name of the file only. Outputs have no name before they are whole, so that is no
harm. Under AddressSanitizer, which needs memory of its own, memory is not limited.

If the *system* gives no memory (`ulimit -v`, a container), the error is `memory-refused`, and the exit code 3.

## What cannot be raised

| what | bound | error |
|---|---|---|
| the text of an entity that a document, stylesheet or picture declares itself | 1,000 bytes, without markup and other entities | `xml-entity-declared` |
| document types in datasets and projects | none is accepted | `xml-doctype` |
| elements of XML other than XSL-FO that are nested in one another | 256 | `xml-syntax` |
| a text or an attribute of XML other than XSL-FO | 10 million bytes | `xml-syntax` |
| a file | 2 GB | `file-read` |
| a picture's file | 256 MB | `image-missing` |
| pixels of a picture, or of a page as PNG, on one side | 32,767, as cairo draws no more | `image-too-large`, `paint-page-pixels` |
| lengths | ±370 m: what is longer counts as that | |
| formatting that places nothing | one page | `layout-no-progress` |
| pages that cite pages | set once, with a likely width: nothing is laid out again, so nothing has to converge | |
"""


def rows(path):
    expanded = subprocess.run(
        ["cc", "-E", "-P", "-"],
        input="#define LIMIT(n, o, u, d, l, m, t) @ROW@ o @ u @ d @ l @ m @ t\n" + path.read_text(encoding="utf-8"),
        capture_output=True, text=True, check=True).stdout
    for row in expanded.split("@ROW@")[1:]:
        option, unit, usual, least, most, text = re.split(r"\s@\s", row.strip())
        yield option.strip('"'), number(usual), unit.strip('"'), number(least), number(most), words(text)


def number(text):
    return f"{int(text):,}"


def words(text):
    return "".join(re.findall(r'"([^"]*)"', text)).replace("<", "&lt;").replace(">", "&gt;")


def main():
    table = Path(__file__).resolve().parent.parent / "src/base/limits.def"
    sys.stdout.reconfigure(encoding="utf-8")
    print(BEFORE, end="")
    for row in rows(table):
        print("| `{}` | {} | {} | {} | {} | {} |".format(*row))
    print(AFTER, end="")


main()
