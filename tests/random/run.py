#!/usr/bin/env python3
"""Renders random documents and checks what each one must end in: run.py PROGRAM --first SEED --count COUNT [--keep FOLDER]

Exit code 0 with a PDF that qpdf accepts, or 1 with no PDF and an error that has a file and a line; within the limits
of time and memory, without a fault that a library or a sanitizer reports. One line for each seed that fails; the documents
of these are kept in FOLDER. With --document a document is taken instead.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import generate

FAULTS = re.compile(r"ERROR: \w+Sanitizer: .*|runtime error: .*|\w+-(?:CRITICAL|WARNING|ERROR) \*\*.*|.*[Aa]ssertion .*|.*\*\*\* .*|.*out of memory.*")
FRAME = re.compile(r"#\d+ 0x[0-9a-f]+ in (\w+) \S*/(src/\S+:\d+)")
PLACED_ERROR = re.compile(r"^[^ ]*\.fo:\d+:(?:\d+:)? error: ", re.M)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--document", type=Path)
    parser.add_argument("--keep", type=Path, help="a folder for the documents that fail")
    parser.add_argument("--seconds", type=int, default=5, help="of processor time for a document (default: 5)")
    parser.add_argument("--megabytes", type=int, default=1000, help="of memory for a document (default: 1000)")
    parser.add_argument("--max-pages", type=int, default=3000, help="of a document: more are taken for a fault (default: 3000)")
    parser.add_argument("--to", default="pdf", help="pdf, png, svg or areas (default: pdf)")
    return parser.parse_args()


def limits(given, sanitized):
    def apply():
        resource.setrlimit(resource.RLIMIT_CPU, (given.seconds, given.seconds + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (given.megabytes << 20, given.megabytes << 20))
    return apply


def is_sanitized(program):
    return b"__asan_init" in program.read_bytes()


def complaint(result, said, output, to):
    """What is wrong with how a run ended, or None."""
    fault = FAULTS.search(said)
    if fault:
        frame = FRAME.search(said)
        return f"{fault.group(0)[:150]}{' in ' + ' '.join(frame.groups()) if frame else ''}"
    if "[layout-too-many-pages]" in said:
        return "too many pages"
    if result == 0:
        if not output.exists():
            return "exit code 0 without an output"
        checked = subprocess.run(["qpdf", "--check", output], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                 errors="replace") if to == "pdf" else None
        return f"qpdf: {checked.stdout.strip().splitlines()[-1]}" if checked and checked.returncode else None
    if result == 1:
        if output.exists():
            return "exit code 1 with an output"
        return None if PLACED_ERROR.search(said) else f"no error with a place: {said.strip()[:150]}"
    return f"exit code {result}"


def check(given, document, folder, sanitized):
    output = folder / f"out.{given.to}"
    output.unlink(missing_ok=True)
    environment = dict(os.environ, ASAN_OPTIONS=f"hard_rss_limit_mb={given.megabytes}:detect_leaks=1", UBSAN_OPTIONS="print_stacktrace=1",
                       LSAN_OPTIONS=f"suppressions={Path(__file__).resolve().parents[1] / 'leaks.txt'}:print_suppressions=0")
    command = [given.program, "render", document, "-t", given.to, "-o", output, f"--limit=pages={given.max_pages}"]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limits(given, sanitized), env=environment)
    return complaint(run.returncode, run.stderr.decode("utf-8", "replace"), output, given.to)


def main():
    given = arguments()
    sanitized = is_sanitized(given.program)
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.document:
            found = check(given, given.document, folder, sanitized)
            print(f"{given.document}: {found or 'ends as it should'}")
            return found is not None
        for seed in range(given.first, given.first + given.count):
            document = folder / f"{seed}.fo"
            document.write_text(generate.document(seed), encoding="utf-8", newline="\n")
            found = check(given, document, folder, sanitized)
            if found:
                failed += 1
                print(f"seed {seed}: {found}", flush=True)
                if given.keep:
                    given.keep.mkdir(parents=True, exist_ok=True)
                    document.replace(given.keep / document.name)
            document.unlink(missing_ok=True)
    print(f"{given.count - failed} of {given.count} documents end as they should")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
