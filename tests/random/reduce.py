#!/usr/bin/env python3
"""Makes a document that fails smaller, as long as it fails in the same way: reduce.py PROGRAM DOCUMENT OUTPUT

Subtrees, attributes and text are left out, and elements replaced with their content, until nothing more can go.
"""

import argparse
import copy
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import run

FO = "http://www.w3.org/1999/XSL/Format"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("document", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--max-pages", type=int, default=3000)
    parser.add_argument("--to", default="pdf")
    return parser.parse_args()


class Reducer:
    def __init__(self, given, folder):
        self.given, self.folder = given, folder
        self.sanitized = run.is_sanitized(given.program)
        self.expected = None

    def kind(self, root):
        document = self.folder / "case.fo"
        ET.ElementTree(root).write(document, encoding="utf-8")
        found = run.check(self.given, document, self.folder, self.sanitized)
        return found and re.sub(r"0x[0-9a-f]+|\d+", "N", re.sub(r"/\S+", "", found))

    def fails(self, root):
        return self.kind(root) == self.expected

    def attempt(self, root, change):
        """The tree with one change, if it fails still."""
        changed = copy.deepcopy(root)
        return changed if change(changed) and self.fails(changed) else None

    def groups(self, root):
        """Changes from large to small: runs of children, then single ones, unwrapping, attributes, text."""
        count = len(list(root.iter()))
        for index in range(count):
            def children(tree, at=index):
                return list(tree.iter())[at] if at < len(list(tree.iter())) else None
            size = len(children(root)) if children(root) is not None else 0
            step = size
            while step >= 1:
                for start in range(0, size, step):
                    yield self.cut(index, start, step)
                step //= 2
        for index in range(1, count):
            yield self.unwrap(index)
        for index in range(count):
            element = list(root.iter())[index]
            if len(element.attrib) > 1:
                yield self.bare(index)
            for key in list(element.attrib):
                yield self.without(index, key)
        for index in range(count):
            for part in ("text", "tail"):
                yield from self.shorter(root, index, part)

    @staticmethod
    def at(tree, index):
        return next((e for i, e in enumerate(tree.iter()) if i == index), None)

    def cut(self, index, start, step):
        def change(tree):
            element = self.at(tree, index)
            if element is None or start >= len(element):
                return False
            del element[start:start + step]
            return True
        return change

    def unwrap(self, index):
        def change(tree):
            element = self.at(tree, index)
            if element is None:
                return False
            parent = next(p for p in tree.iter() if element in list(p))
            place = list(parent).index(element)
            parent[place:place + 1] = list(element)
            return True
        return change

    def bare(self, index):
        def change(tree):
            element = self.at(tree, index)
            if element is None or not element.attrib:
                return False
            element.attrib.clear()
            return True
        return change

    def without(self, index, key):
        def change(tree):
            element = self.at(tree, index)
            return element is not None and element.attrib.pop(key, None) is not None
        return change

    def shorter(self, root, index, part):
        text = getattr(self.at(root, index), part) or ""
        if not text.strip():
            return
        half = len(text) // 2
        for less in dict.fromkeys(("", "x", text[:half], text[half:], text[:-1], text[1:])):
            if len(less) < len(text):
                def change(tree, less=less):
                    element = self.at(tree, index)
                    if element is None or (getattr(element, part) or "") != text:
                        return False
                    setattr(element, part, less)
                    return True
                yield change

    def smallest(self, root):
        self.expected = self.kind(root)
        if not self.expected:
            sys.exit("the document does not fail")
        print(self.expected)
        better = True
        while better:
            better = False
            for change in list(self.groups(root)):
                less = self.attempt(root, change)
                if less is not None:
                    root, better = less, True
        return root


def main():
    given = arguments()
    ET.register_namespace("fo", FO)
    sys.setrecursionlimit(20000)
    with tempfile.TemporaryDirectory() as name:
        root = Reducer(given, Path(name)).smallest(ET.parse(given.document).getroot())
    ET.ElementTree(root).write(given.output, encoding="utf-8")
    print(f"{given.output}: {given.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
