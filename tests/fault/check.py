#!/usr/bin/env python3
"""Publishes while calls of the system fail, the process is killed or the disk is full, and checks that nothing is lost.

  check.py faults PROGRAM LIBRARY   each call that opens, reads, writes, syncs, links or renames fails, one after the other
  check.py some PROGRAM LIBRARY     a few of these, for a program that is slow
  check.py memory PROGRAM LIBRARY   allocations fail
  check.py calls PROGRAM LIBRARY    the process is killed at each call that changes something
  check.py moments PROGRAM          the process is killed at random moments
  check.py disk PROGRAM FOLDER      FOLDER, to be mounted for each size, has so much room (run in a mount namespace)
  check.py room PROGRAM LIBRARY     so many bytes can be written

What was published before is there afterwards, or what was to be published, each file whole; a failure is told by one error
and a non-zero exit code, and leaves nothing else behind; after a kill the next run leaves nothing else behind.
"""

import errno
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
XHTML = TOP / "fixtures/xhtml"
KILLED = -signal.SIGKILL
SECONDS = 60
MANIFEST = "peerpress-manifest.json"


class Case:
    """Something to publish into a folder, in an earlier state and in a new one."""

    def __init__(self, name, old, new, apart=False):
        self.name, self.commands, self.apart = name, (old, new), apart


def cases(folder):
    """`apart`: the files of a case are publications of their own, of which some may be new and others old."""
    dataset = folder / "dataset.xml"
    text = (TOP / "tests/dataset/minimal.xml").read_text(encoding="utf-8")
    dataset.write_text(text, encoding="utf-8")
    changed = folder / "changed" / "dataset.xml"
    changed.parent.mkdir()
    changed.write_text(text.replace("</title>", " again</title>"), encoding="utf-8")
    render = lambda source, output, *more: ["render", XHTML / source, "-o", output, *more]
    build = lambda source: ["build", source, "-o", ".", "-r", "summary", "-t", "html,txt,pdf", "-j1", "-q"]
    return [
        Case("pdf", render("scripts.xhtml", "a.pdf"), render("figures-and-notes.xhtml", "a.pdf")),
        Case("pages", render("languages.xhtml", "a.svg"), render("everything.xhtml", "a.svg")),
        Case("assets", render("languages.xhtml", "a.html", "--assets", "assets"),
             render("everything.xhtml", "a.html", "--assets", "assets"), apart=True),
        Case("project", build(dataset), build(changed), apart=True),
    ]


def content(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def published(files):
    """Without the manifest, which may know of what is new or not; but it is whole."""
    if MANIFEST in files:
        json.loads(files[MANIFEST])
    return {name: data for name, data in files.items() if name != MANIFEST}


class Bench:
    def __init__(self, program, library=None, out=None):
        self.program, self.library = program, library
        self.folder = Path(tempfile.mkdtemp(prefix="peerpress-fault-"))
        self.out = out or self.folder / "out"
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.checked = 0
        self.faults = []
        self.cases = cases(self.folder)
        for case in self.cases:
            case.old = self.publish(case, 0)
            case.new = self.publish(case, 1)
            case.seconds = self.seconds

    def environment(self, **settings):
        environment = dict(os.environ, TMPDIR=str(self.temporary), G_DEBUG="")
        if settings:
            environment.update({"FAULT_" + key: str(value) for key, value in settings.items()})
            environment.update(LD_PRELOAD=str(self.library), FAULT_UNDER=str(self.folder))
        return environment

    def run(self, case, which=1, moment=None, **settings):
        """Exit code and errors."""
        command = [self.program, *case.commands[which]]
        start = time.monotonic()
        kept = [settings["COUNT"]] if "COUNT" in settings else []
        process = subprocess.Popen(command, cwd=self.out, env=self.environment(**settings), stdin=subprocess.DEVNULL, pass_fds=kept,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True,
                                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
        if moment is not None:
            time.sleep(moment)
            process.kill()
        try:
            said = process.communicate(timeout=SECONDS)[1]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            said = "it waits for ever " + process.communicate()[1]
        self.seconds = time.monotonic() - start
        return process.returncode, said

    def clear(self):
        self.out.mkdir(exist_ok=True)
        for path in self.out.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def restore(self, case):
        """As it was before: with what the case published first."""
        self.clear()
        for name, data in case.old.items():
            path = self.out / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)

    def publish(self, case, which):
        if which == 0:
            self.clear()
        code, said = self.run(case, which)
        if code != 0:
            sys.exit(f"{case.name} cannot be published at all (exit code {code}): {said}")
        return content(self.out)

    def count(self, case, call):
        """How many calls of that kind the case makes."""
        self.restore(case)
        with tempfile.TemporaryFile("w+") as counter:
            self.run(case, CALL=call, COUNT=counter.fileno())
            counter.seek(0)
            return int(counter.read().splitlines()[-1])

    def expect(self, good, case, what, why):
        self.checked += 1
        if not good:
            self.faults.append(f"{case.name}, {what}: {why}")

    def check_files(self, case, what, done):
        """Every file is whole, and there is none that belongs to nothing. `done`: all is published."""
        files = content(self.out)
        known = set(case.old) | set(case.new)
        torn = [name for name, data in published(files).items() if data not in (case.old.get(name), case.new.get(name)) and name in known]
        self.expect(not torn, case, what, f"torn: {torn}")
        litter = [name for name in files if name not in known] + [path.name for path in self.temporary.iterdir()]
        self.expect(not litter, case, what, f"litter: {litter}")
        gone = [name for name in case.old if name not in files]
        self.expect(not gone, case, what, f"gone: {gone}")
        wanted = case.new if done else None
        if wanted:
            self.expect(published(files) == published(wanted), case, what, "not what was to be published")
        elif not case.apart:
            self.expect(files in (case.old, case.new), case, what, "neither the old publication nor the new one")

    def check_failed(self, case, what, code, said):
        """How a run ended in which something failed: well all the same, or with one error."""
        done = code == 0
        if not done:
            errors = [line for line in said.splitlines() if " error: " in line]
            self.expect(code in (1, 3) and len(errors) >= 1 and (case.apart or len(errors) == 1), case, what,
                        f"exit code {code} and {len(errors)} errors: {said.strip()[:300]}")
        lenient = done and " warning: " in said  # a picture that could not be read
        if not lenient:
            self.check_files(case, what, done)
        self.temporary_is_empty()

    def temporary_is_empty(self):
        for path in self.temporary.iterdir():
            path.unlink()

    def check_killed(self, case, what):
        """Files may be left under names that are no publication's, until the next run."""
        files = {name: data for name, data in content(self.out).items() if not name.split("/")[-1].startswith(".") or name in case.old}
        torn = [name for name, data in published(files).items() if data not in (case.old.get(name), case.new.get(name))]
        self.expect(not torn, case, what, f"torn: {torn}")
        code, said = self.run(case)
        self.expect(code == 0, case, what, f"the next run ends with exit code {code}: {said.strip()[:300]}")
        self.check_files(case, what + ", and the next run", True)

    def finish(self):
        shutil.rmtree(self.folder)
        for fault in self.faults[:40]:
            print(fault)
        print(f"{self.checked - len(self.faults)} of {self.checked} checks hold")
        return bool(self.faults) or self.checked == 0


def spread(count, most):
    """At most so many of 1 to count, evenly, both ends among them."""
    return sorted({1 + round(i * (count - 1) / (most - 1)) for i in range(most)}) if count > most else range(1, count + 1)


def some(bench):
    faults(bench, 2)


def faults(bench, most=12):
    reasons = {"open": (errno.EMFILE, errno.EINTR), "read": (errno.EIO, errno.EINTR), "write": (errno.ENOSPC, errno.EIO, errno.EINTR),
               "sync": (errno.EIO, errno.ENOSPC, errno.EINTR), "link": (errno.ENOSPC, errno.EIO), "rename": (errno.ENOSPC, errno.EIO)}
    for case in bench.cases:
        for call, numbers in reasons.items():
            count = bench.count(case, call)
            for at in spread(count, most):
                for number in numbers[:most]:
                    for more in [{}, {"LASTS": 1}] if call == "write" and number == errno.ENOSPC else [{}]:
                        bench.restore(case)
                        code, said = bench.run(case, CALL=call, AT=at, ERRNO=number, **more)
                        bench.check_failed(case, f"{call} {at} of {count} with {errno.errorcode[number]}{' and all later' if more else ''}", code, said)


def memory(bench):
    for case in bench.cases:
        count = bench.count(case, "malloc")
        for at in spread(count, 25):
            bench.restore(case)
            code, said = bench.run(case, CALL="malloc", AT=at, ERRNO=errno.ENOMEM)
            if code == 0 and " warning: " in said:
                continue  # a picture that could not be read
            bench.check_files(case, f"allocation {at} of {count} (exit code {code})", code == 0)


def calls(bench):
    for case in bench.cases:
        count = bench.count(case, "change")
        for at in spread(count + 1, 24):
            bench.restore(case)
            bench.run(case, CALL="change", AT=at, ERRNO="kill")
            bench.check_killed(case, f"killed at call {at} of {count}")


def moments(bench):
    generator = random.Random(7)
    for i in range(100):
        case = bench.cases[i % len(bench.cases)]
        moment = generator.uniform(0, case.seconds * 1.1)
        bench.restore(case)
        bench.run(case, moment=moment)
        bench.check_killed(case, f"killed after {moment:.4f} s")


def sizes(case):
    """What there must be room for, at most, and twenty sizes up to that; the system counts in pages of 4 KB."""
    pages = lambda files: sum((len(data) + 4095) // 4096 * 4096 for data in files.values())
    old, new = pages(case.old), pages(case.new)
    return [old + round(i * (2 * new + 65536) / 19) for i in range(20)]


def disk(bench):
    mount = bench.out
    for case in bench.cases:
        for size in sizes(case):
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={max(size, 4096)}", "tmpfs", mount], check=True)
            try:
                bench.restore(case)
                code, said = bench.run(case)
                bench.check_failed(case, f"a disk of {size} bytes", code, said)
            finally:
                subprocess.run(["umount", mount], check=True)
            bench.restore(case)
            code, said = bench.run(case)
            bench.check_files(case, f"after a disk of {size} bytes", True)


def room(bench):
    for case in bench.cases:
        for i in range(20):
            size = round(i * 1.2 * sum(map(len, case.new.values())) / 19)
            bench.restore(case)
            code, said = bench.run(case, ROOM=size)
            bench.check_failed(case, f"room for {size} bytes", code, said)
            code, said = bench.run(case)
            bench.check_files(case, f"after room for {size} bytes", True)


def main():
    task, program = sys.argv[1], Path(sys.argv[2]).resolve()
    other = Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else None
    bench = Bench(program, out=other) if task == "disk" else Bench(program, library=other)
    {"faults": faults, "some": some, "memory": memory, "calls": calls, "moments": moments, "disk": disk, "room": room}[task](bench)
    return bench.finish()


if __name__ == "__main__":
    sys.exit(main())
