#!/usr/bin/env python3
"""Compares the catalogues of fixed words with each other and with the stylesheets that use them; prints what is wrong.

Every catalogue must have the same words, with the same places ({name}; {words} counts as {n}) in its form "other"; its forms must be
forms of its plural rows; it must have the months, forms of dates and signs of numbers. Every word must be used, and every word that is
used must be there. A key that a stylesheet composes, as concat('mode-', @mode), uses all words that begin and end like it.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

FOLDER = Path("stylesheets/progress")
W = "{urn:peerpress:words:1}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"
BY_NAME = ("hours", "days", "outcome", "trend")  # found by the name of the attribute that they are about
KINDS = "(recommendation|action)"
problems = []


def places(text):
    return sorted({"n" if name == "words" else name for name in re.findall(r"{([a-z]+)}", text or "")})


def read(language):
    root = ElementTree.parse(FOLDER / "words" / (language + ".xml")).getroot()
    say = lambda what: problems.append("words/%s.xml: %s" % (language, what))
    if root.get("{http://www.w3.org/XML/1998/namespace}lang") != language:
        say("is not in that language")
    forms = {row.get("form") for row in root.iter(W + "plural")} | {"other"}
    words = {}
    for word in root.iter(W + "word"):
        key = word.get("key")
        if key in words:
            say("%s is there twice" % key)
        variants = {form.get("n"): form.text for form in word.iter(W + "form")} or {"other": word.text}
        if set(variants) - forms or "other" not in variants:
            say("%s has the forms %s" % (key, sorted(variants)))
        if not all(text and text.strip(" ,") or key.startswith("list-") for text in variants.values()):
            say("%s is empty" % key)
        for text in variants.values():
            if set(places(text)) - set(places(variants.get("other", ""))):
                say("%s has a place that its form “other” lacks" % key)
        words[key] = places(variants.get("other", ""))
    if sorted(int(month.get("n")) for month in root.iter(W + "month")) != list(range(1, 13)):
        say("has not the twelve months")
    dates = {date.get("form"): places(date.text) for date in root.iter(W + "date")}
    if dates != {"day": ["day", "month", "year"], "month": ["month", "year"], "year": ["year"]}:
        say("has the dates %s" % dates)
    if [sorted(figures.attrib) for figures in root.iter(W + "figures")] != [["decimals", "minus", "thousands"]]:
        say("has not one element figures with its three signs")
    return words


def literals(select):
    """The keys that an expression can have: a text, or one with .* for what is not known; what begins with a kind of item has both kinds."""
    if re.fullmatch(r"'[^']*'", select):
        return [re.escape(select[1:-1])]
    if not re.fullmatch(r"concat\(.*\)", select):
        return []
    inner, calls = select[len("concat("):-1], 1
    while calls:
        inner, calls = re.subn(r"[\w-]+\([^()]*\)", "@call", inner)
    parts = [part.strip() for part in re.findall(r"'[^']*'|[^',][^,]*", inner) if part.strip()]
    known = [re.escape(part[1:-1]) if part.startswith("'") else ".*" for part in parts]
    return [(KINDS if parts[0].strip("@$") == "kind" else known[0]) + "".join(known[1:])]


def used_by(path):
    root = ElementTree.parse(path).getroot()
    passed_on = {id(part) for call in root.iter(XSL + "call-template") if call.get("name") == "chart-word" for part in call}
    for element in root.iter():
        if element.tag == XSL + "with-param" and element.get("name") in ("key", "heading", "all") and id(element) not in passed_on:
            if element.get("select"):
                yield from literals(element.get("select"))
            for inner in element.iter():
                if inner is not element and inner.tag == XSL + "value-of":
                    yield from literals(inner.get("select"))
                texts = [inner.text if inner.tag in (element.tag, XSL + "when", XSL + "otherwise", XSL + "if") else None]
                yield from (re.escape(text.strip()) for text in texts if text and text.strip())
        if element.tag.endswith("}part") and element.get("call"):
            yield re.escape(element.get("call"))


def enumerated(attribute):
    """The words that are found by a value of the dataset: the uses of sections."""
    text = (FOLDER / "progress.rng").read_text(encoding="utf-8")
    found = re.search(r'<attribute name="%s">(.*?)</attribute>' % attribute, text, re.S)
    return re.findall(r"<value>([^<]*)</value>", found[1])


index = ElementTree.parse(FOLDER / "words/index.xml").getroot()
languages = [language.get("code") for language in index.iter(W + "language")]
files = sorted(path.stem for path in (FOLDER / "words").glob("*.xml") if path.stem != "index")
if sorted(languages) != files:
    problems.append("words/index.xml lists %s, but there are %s" % (sorted(languages), files))
catalogues = {language: read(language) for language in files}
first = catalogues["en"]
for language, words in catalogues.items():
    for key in sorted(set(first) ^ set(words)):
        problems.append("words/%s.xml: %s" % (language if key in first else "en", key + " is missing"))
    for key in sorted(set(first) & set(words)):
        if first[key] != words[key]:
            problems.append("words/%s.xml: %s has the places %s, not %s" % (language, key, words[key], first[key]))

patterns = {re.escape(use) for use in enumerated("use")} | set(BY_NAME)
for path in sorted(FOLDER.glob("*.xsl")):
    patterns.update(used_by(path))
for key in sorted(first):
    if not any(re.fullmatch(pattern, key) for pattern in patterns):
        problems.append("words/en.xml: no stylesheet uses %s" % key)
for pattern in sorted(patterns):
    if not any(re.fullmatch(pattern, key) for key in first):
        problems.append("words/en.xml: %s is missing" % pattern.replace("\\", ""))

sys.stdout.reconfigure(encoding="utf-8")
print("\n".join(problems) or "%d words in %d languages" % (len(first), len(languages)))
sys.exit(bool(problems))
