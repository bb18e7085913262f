#!/usr/bin/env python3
"""Prints a dataset as its officer had it when a cycle was written: as-of.py DATASET CYCLE

Later cycles go, with what came with them: engagements, recommendations, actions, publications, answers, leads and roles, and the people,
organisations, scales, kinds and indicators that only these speak of. Text is cut out of text, so that the rest keeps its bytes; elements
must be indented, as those of fixtures/aberddim are.
"""

import re
import sys

DECLARED = "person organisation council body theme scale kind indicator package".split()
REFERENCE = r'\b(?:by|of|engagement|kind|source|person|organisation|body|theme|indicator|follows|about|facts|quotations|scale|action-scale|' \
            r'outcome-scale|trend-scale|package|level|supersedes|on|to|council|fact|same-as)="([^"]*)"'


def elements(text, tag):
    """(start, end, attributes, whole) of each element of that name, with its indentation and line end."""
    for match in re.finditer(rf'^( *)<{tag}\b([^>]*?)(/?)>(.*)\n', text, re.M):
        end = match.end()
        if not match[3] and f"</{tag}>" not in match[4]:
            closing = f"\n{match[1]}</{tag}>\n"
            end = text.index(closing, match.start()) + len(closing)
        yield match.start(), end, dict(re.findall(r'([\w:-]+)="([^"]*)"', match[2])), text[match.start():end]


def without(text, tag, is_gone):
    for start, end, attributes, whole in reversed(list(elements(text, tag))):
        if is_gone(attributes, whole):
            text = text[:start] + text[end:]
    return re.sub(r"\n\n\n+", "\n\n", text)


def chain(text, cycle):
    cycles = {attributes["id"]: attributes for _, _, attributes, _ in elements(text, "cycle")}
    result = []
    while cycle:
        result.append(cycle)
        cycle = cycles[cycle].get("previous")
    return result, cycles[result[0]]["as-of"]


def referred(text):
    return {one for match in re.finditer(REFERENCE, text) for one in match[1].split()}


def main():
    text = open(sys.argv[1], encoding="utf-8").read()
    kept, day = chain(text, sys.argv[2])

    def later(name):
        return lambda attributes, _: attributes.get(name, "") > day

    text = without(text, "cycle", lambda attributes, _: attributes["id"] not in kept)
    text = without(text, "engagement", later("date"))
    for tag in ("recommendation", "action"):
        text = without(text, tag, lambda attributes, _: "since" in attributes and attributes["since"] not in kept)
    text = without(text, "publication", lambda attributes, _: attributes.get("date", "9") > day)
    text = without(text, "response", later("date"))
    for tag in ("role", "lead"):
        text = without(text, tag, later("from"))
    text = re.sub(r'(<(?:role|lead)\b[^>]*) until="([^"]*)"', lambda match: match[0] if match[2] <= day else match[1], text)
    text = without(text, "depends", lambda attributes, _: f'id="{attributes["on"]}"' not in text)
    before = None
    while before != text:
        before, names = text, referred(text)
        for tag in DECLARED:
            text = without(text, tag, lambda attributes, whole: attributes.get("id") not in referred(before.replace(whole, "")) if "id" in attributes else False)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(text)


main()
