#!/usr/bin/env python3
"""Prints docs/conformance.md, made from src/fo/elements.def, src/fo/properties.def,
docs/conformance.tsv and the tests:
     python3 docs/conformance.py > docs/conformance.md
Ends with exit code 1 and says why where something is called supported and no test uses it, or is not
supported and no reason is given.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

INTRODUCTION = """\
# Conformance to XSL 1.1

This page is made by `docs/conformance.py` from the tables of the program (`src/fo/elements.def`, `src/fo/properties.def`), the
remarks in `docs/conformance.tsv`, and the tests; do not edit it. `docs/layout.md` tells what peerpress does where the
specification leaves a choice.

*Level* is the specification's: basic, extended or complete; 1.1 marks what XSL 1.1 added to 1.0. *Supported* is yes, partly, no,
or n/a: what has no meaning on paper is accepted without a word, and so is what has no effect, as the remark then says. What is
not supported is reported, once for each object or property, when a document asks for more than its initial value. Remarks count
its use in 317 documents made by real stylesheets (DocBook, DITA, TEI, JATS, invoices, bank statements). *Since* is the
version that had it first. *Test* is a test that uses it; nothing is called supported without one.
"""


def rows_of(path, macros):
    """The rows of a table of macros: kind, name, section, state of support."""
    section = ""
    text = path.read_text(encoding="utf-8")
    pattern = r'^/\* (.*?) \*/|^(%s)\(\w+,\s*"([^"]+)"(.*?)\)$' % "|".join(macros)
    for match in re.finditer(pattern, text, re.M | re.S):
        if match[1] is not None:
            section = re.split(r"\n|: |:$|\. |\.$", match[1])[0]
            continue
        state = re.search(r"\b(SUPPORTED|UNSUPPORTED|VISUAL_NA)\b", match[4])
        yield match[2], match[3], section, state[1] if state else "SUPPORTED"


def remarks():
    """name → (version of XSL, level, since, remark)"""
    table = {}
    for line in (ROOT / "docs/conformance.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, *rest = line.split("\t")
            table[name] = rest
    return table


class Tests:
    """Which test uses an object or a property. Layout cases must hold an assertion."""

    def __init__(self):
        self.files = []
        for path in sorted((ROOT / "tests").rglob("*.fo")):
            text = path.read_text(encoding="utf-8")
            said = "\n".join(re.findall(r"<!--.*?-->", text, re.S))
            if re.search(r"<!-- (check|warns|pixel):", said) or path.parent.name == "pdf":
                self.files.append((path, re.sub(r"<!--.*?-->", "", text, flags=re.S), said))
        for path in sorted((ROOT / "tests/unit").rglob("*.c")):
            self.files.append((path, path.read_text(encoding="utf-8"), ""))

    def find(self, kind, name):
        """The test that says most of it: by its own name, its comment, its kind."""
        if kind == "ELEMENT":
            use = re.compile("<" + name + r"[\s/>\\]")
        else:
            use = re.compile(r"[\s\"]" + re.escape(name) + r"(\.[a-z-]+)?=[\"'\\]")
        word = name.split(":")[-1]
        best = None
        for path, text, said in self.files:
            if not use.search(text):
                continue
            score = (word in path.stem, path.suffix == ".fo" and path.parent.name == "layout",
                     bool(re.search(r"(?<![\w-])%s(?![\w-])" % re.escape(word), said)))
            if not best or score > best[0]:
                best = (score, path)
        return best[1].relative_to(ROOT).as_posix() if best else None


def describe(kind, name, state, row, tests):
    """Supported, since, remark and test of one row; None in the last for what lacks one."""
    version, level, since, remark = row
    if state == "SUPPORTED" and remark.startswith("not yet"):
        remark = ""
    test = tests.find(kind, name)
    if state == "VISUAL_NA" or remark.startswith("no effect: "):
        return "n/a", since, remark.removeprefix("no effect: "), test or ""
    if state == "UNSUPPORTED":
        return "no", "", remark, ""
    if remark.startswith("partly: "):
        return "partly", since, remark.removeprefix("partly: "), test
    return "yes", since, remark, test


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace(">", "&gt;")


def print_rows(rows, table, tests, faults):
    last, counts = None, {}
    for kind, name, section, state in rows:
        if name not in table:
            faults.append(f"docs/conformance.tsv: {name} is missing")
            continue
        row = table.pop(name)
        supported, since, remark, test = describe(kind, name, state, row, tests)
        if test is None:
            faults.append(f"{name} is called supported, and no test uses it")
        if supported in ("no", "partly", "n/a") and not remark:
            faults.append(f"docs/conformance.tsv: {name} is not supported, and no reason is given")
        if section != last:
            print(f"\n### {section}\n\n| name | level | supported | since | remark | test |\n"
                  "|---|---|---|---|---|---|")
            last = section
        level = row[1] + (" (1.1)" if row[0] == "1.1" else "")
        counts[supported] = counts.get(supported, 0) + 1
        link = f"[{test.removeprefix('tests/')}](../{test})" if test else ""
        print(f"| `{name}` | {level} | {supported} | {since} | {cell(remark)} | {link} |")
    print("\nTogether: " + ", ".join(f"{counts[s]} {s}" for s in ("yes", "partly", "no", "n/a")
                                     if s in counts) + ".")


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    faults, table, tests = [], remarks(), Tests()
    print(INTRODUCTION, end="")
    print("\n## Formatting objects")
    print_rows(rows_of(ROOT / "src/fo/elements.def", ["ELEMENT"]), table, tests, faults)
    print("\n## Properties")
    print_rows(rows_of(ROOT / "src/fo/properties.def",
                       ["PROPERTY", "NODE_PROPERTY", "CORRESPONDING", "SHORTHAND"]), table, tests,
               faults)
    faults += [f"docs/conformance.tsv: there is no {name}" for name in table]
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


main()
