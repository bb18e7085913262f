#!/usr/bin/env python3
"""Compares the words of an XSL-FO document, in order, with those of a text: fo-words.py DOCUMENT.fo TEXT

The text is that of a PDF's tags (peerpress inspect --text). Of the document counts what is read in the flows: no static content, no
markers, nothing hidden or with the role Artifact, of a picture its alternative text. A table's footer is read after its bodies. The number of a cited page or scale is any word, and
capitals are the same as small letters (text-transform).
Says nothing if the words are the same, else where they part.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

FO = "{http://www.w3.org/1999/XSL/Format}"
FOX = "{http://xmlgraphics.apache.org/fop/extensions}"
ALTERNATIVES = (FOX + "alt-text", "{http://www.antennahouse.com/names/XSL/Extensions}alttext",
                "{http://www.renderx.com/XSL/Extensions}alt-description")
LINE = {FO + name for name in ("inline", "basic-link", "bidi-override", "wrapper", "character", "page-number", "page-number-citation",
                               "page-number-citation-last", "scaling-value-citation", "footnote", "multi-switch", "multi-case", "multi-toggle", "multi-properties",
                                "external-graphic", "instream-foreign-object")}
CITATION = "\ue000"
INDEX_LIST = "\ue001"
INDEX_LISTS = (FO + "index-page-citation-list", "{http://www.renderx.com/XSL/Extensions}page-index")


def text_of(node, parts, notes=None, visible=True):
    """The text of a formatting object, in parts; to `notes`, if given, (number of the part, name, value) of each id, citation, picture."""
    if node.tag in INDEX_LISTS:
        parts.append(INDEX_LIST)
    if not isinstance(node.tag, str) or not node.tag.startswith(FO) or node.tag in INDEX_LISTS or node.get("role") == "Artifact":
        return
    name = node.tag[len(FO):]
    if notes is not None:
        notes.extend((len(parts), said, node.get(said)) for said in ("id", "ref-id", "src") if node.get(said))
    visibility = node.get("visibility")
    visible = visibility not in ("hidden", "collapse") if visibility else visible
    if name in ("external-graphic", "instream-foreign-object"):
        parts.append("\n" + next((node.get(said) for said in ALTERNATIVES if node.get(said) and visible), "") + "\n")
        return
    if name in ("static-content", "marker", "bookmark-tree", "declarations", "layout-master-set", "title", "leader", "folio-prefix",
                "folio-suffix"):
        return
    if name == "multi-switch":
        text_of(next(case for case in node if case.get("starting-state") != "hide"), parts, notes, visible)
        return
    if (name.startswith("page-number") or name == "scaling-value-citation") and visible:
        parts.append(CITATION)
    if name == "character" and visible:
        parts.append(node.get("character", ""))
    block = node.tag not in LINE
    if block:
        parts.append("\n")
    if node.get(FOX + "actual-text"):
        parts.append(node.get(FOX + "actual-text"))
    else:
        parts.append(node.text if node.text and visible else "")
        children = sorted(node, key=lambda child: child.tag == FO + "table-footer")
        for child in children:
            text_of(child, parts, notes, visible)
            parts.append(child.tail if child.tail and visible else "")
    if block:
        parts.append("\n")


def words(text):
    return "".join(c for c in text if c not in "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff").split()


def matches(expected, found):
    any_number = {CITATION: r"\S+", INDEX_LIST: r"[\w,;.–\- ]*"}
    pattern = "".join(any_number.get(c) or re.escape(c) for c in expected.casefold())
    return re.fullmatch(pattern, found.casefold()) is not None


def words_taken(expected, i, found, at):
    """How many of the words found are the i-th expected one; 0: it is not there. A number on another baseline may stand apart, and the numbers of
    an index are as many words as lead to the next one."""
    most = 20 if INDEX_LIST in expected[i] else 2 if CITATION in expected[i] else 1
    fitting = [count for count in range(1, most + 1) if at + count <= len(found) and
               (matches(expected[i], " ".join(found[at:at + count])) or matches(expected[i], "".join(found[at:at + count])))]
    for count in fitting:
        if i + 1 == len(expected) and at + count == len(found):
            return count
        if i + 1 < len(expected) and at + count < len(found) and (CITATION in expected[i + 1] or matches(expected[i + 1], found[at + count])):
            return count
    return fitting[0] if fitting else 0


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    parts = []
    text_of(ElementTree.parse(sys.argv[1]).getroot(), parts)
    expected = words("".join(parts))
    found = words(Path(sys.argv[2]).read_text(encoding="utf-8"))
    i = at = 0
    while i < len(expected) or at < len(found):
        taken = words_taken(expected, i, found, at) if i < len(expected) else 0
        if not taken:
            print(f"word {i + 1}: the document has {' '.join(expected[max(0, i - 3):i + 4])!r}, "
                  f"the tags have {' '.join(found[max(0, at - 3):at + 4])!r}")
            sys.exit(1)
        i += 1
        at += taken
    print(f"{len(expected)} words are the same")


if __name__ == "__main__":
    main()
