#!/usr/bin/env python3
"""Prints docs/diagnostics.md, made from src/base/diagnostics.def:
     python3 docs/diagnostics.py > docs/diagnostics.md
"""

import re
import subprocess
import sys
from pathlib import Path

PHASES = {
    "base": "Files and XML",
    "dataset": "Datasets",
    "transform": "Stylesheets",
    "fo": "Formatting objects",
    "text": "Text and fonts",
    "layout": "Layout",
    "paint": "Painting",
    "pdf": "PDF",
    "project": "Projects",
    "command": "Commands",
}

INTRODUCTION = """\
# Diagnostics

This page is made from the table in the program, `src/base/diagnostics.def`, by `docs/diagnostics.py`; do not edit it.

A message names the file, the line and the column that its author wrote, what is wrong, its id, and what to do:

    dataset.xml:44:9: error: there is no element <wordin> [dataset-element-meant]
        did you mean <wording>?

What is found after the stylesheets have run has a trace besides: the place in the source, those of the instructions that made something of
it, one for each stylesheet, and the formatting object that came of it.

    dataset.xml:137:9: warning: a line is 746.457 pt too long for its measure [layout-line-overflow]
        give it a place to break, a smaller font or more room
        trace: dataset.xml:137:9 → built-in progress/prose.xsl:86:5 → built-in edition/print-blocks.xsl:209:5 → /fo:root/fo:page-sequence/fo:flow/fo:block[2]

The message stands at the place in the source; at that in a stylesheet if the words are the stylesheet's own, or if it is about the formatting
objects themselves (`fo-…`) and the stylesheet is not built in. `--trace` keeps the trace in an FO that is written out.

On a terminal, a message has colours (unless `NO_COLOR` is set) and shows the line of the source with a caret below it.

With `--diagnostics=json` each message is one JSON object on a line of its own, with `severity`, `id`, `message` and, as far as they
are known, `file`, `line`, `column`, `hint`, `trace` (a list of objects with `file`, `line` and `column`) and `object` (an XPath). With
`--diagnostics=sarif` the trace is the result's `relatedLocations`, the object its `logicalLocations`. Equal messages are printed three times
and then counted (id `repeated`). What is wrong with a command line has the id `usage`.

A *note* informs. A *warning* tells of something that was done otherwise than asked. An *error* ends the work: nothing is published, and
what was published before stays; the exit code is 1, or 3 if a file could not be read or written.

Words in capitals stand for what a message fills in.
"""


def rows(path):
    """The rows of the table: phase, id, severity, message, hint."""
    phase = None
    text = path.read_text(encoding="utf-8")
    for part in re.split(r"^/\* (\w+) \*/$", text, flags=re.M)[1:]:
        if part in PHASES:
            phase = part
            continue
        expanded = subprocess.run(
            ["cc", "-E", "-P", "-"],
            input="#define DIAG(n, s, p, m, h) @ROW@ #n @ #s @ m @ h\n" + part,
            capture_output=True, text=True, check=True).stdout
        for row in expanded.split("@ROW@")[1:]:
            name, severity, message, hint = re.split(r'\s@\s', row.strip(), maxsplit=3)
            yield (phase, name.strip('#" ').replace("_", "-"), severity.strip('#" ').lower(),
                   filled(message), filled(hint))


def filled(call):
    """The format of a call ("…%s…", a, b) with the arguments' names in it."""
    if call.strip() == "(((void *)0))" or "DIAG_NO_HINT" in call or '"' not in call:
        return ""
    literals = re.match(r'\s*\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)(.*)\)\s*$', call, re.S)
    text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals[1])).replace('\\"', '"')
    text = text.replace("\\n", " ").replace("\\\\", "\\")
    arguments = [a.strip() for a in split_arguments(literals[2]) if a.strip()]

    def name(match):
        if match[0] == "%%":
            return "%"
        if "*" in match[0] and arguments:
            arguments.pop(0)
        words = re.findall(r"[a-z_]+", arguments.pop(0)) if arguments else ["value"]
        return words[-1].upper().replace("_", " ")
    return re.sub(r"%[-+ #0]*[0-9]*(?:\.(?:[0-9]+|\*))?(?:ll|l|z|h)?[a-zA-Z%]", name, text)


def split_arguments(text):
    depth, current = 0, ""
    for c in text:
        if c == "," and depth == 0:
            yield current
            current = ""
            continue
        depth += (c == "(") - (c == ")")
        current += c
    yield current


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")


def main():
    table = Path(__file__).resolve().parent.parent / "src/base/diagnostics.def"
    sys.stdout.reconfigure(encoding="utf-8")
    print(INTRODUCTION, end="")
    last = None
    for phase, name, severity, message, hint in rows(table):
        if phase != last:
            print(f"\n## {PHASES[phase]}\n\n| id | severity | message | what to do |\n|---|---|---|---|")
            last = phase
        print(f"| `{name}` | {severity} | {cell(message)} | {cell(hint)} |")


main()
