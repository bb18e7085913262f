#!/usr/bin/env python3
"""Checks the charts of a report against its derived values: charts.py DATASET.xml CONTENT.xhtml

DATASET is what --to dataset writes, CONTENT the report with --to xhtml. Of each chart: every bar is filled by its parts, from its beginning
to its end, without a gap or an overlap; the parts are as long as their counts; the counts in the alternative text and in the table are
those of the groups, and each level that counts has its word there; nothing has an id. Prints what is wrong and how many bars were
measured; the exit code is 1 if something is.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

D = "{urn:peerpress:derived:1}"
H = "{http://www.w3.org/1999/xhtml}"
S = "{http://www.w3.org/2000/svg}"
TOLERANCE = 0.001  # per cent of the width

problems = []
bars = 0


def wrong(chart, text):
    problems.append(f"{chart}: {text}")


def per_cent(text):
    assert text.endswith("%"), text
    return float(text[:-1])


def words(element):
    return " ".join("".join(element.itertext()).split())


def rows_of(table):
    """The rows of the body: label and numbers."""
    for row in table.findall(f"{H}tbody/{H}tr"):
        yield words(row[0]), [int(words(cell).replace(",", "")) for cell in row[1:]]


def stacked(svg):
    """The bars of a chart: for each the outline's place and its parts, as (start, width), in the order in which they are drawn."""
    found = []
    parts = []
    for rect in svg.findall(f"{S}rect"):
        place = per_cent(rect.get("x")), per_cent(rect.get("width"))
        if rect.get("class") == "part":
            parts.append(place)
        else:
            found.append((place, parts))
            parts = []
    return found


def check_bars(chart, svg, rows):
    global bars
    found = stacked(svg)
    if len(found) != len(rows):
        wrong(chart, f"{len(found)} bars and {len(rows)} rows in the table")
        return
    for (outline, parts), (label, numbers) in zip(found, rows):
        bars += 1
        counts = [count for count in numbers[:-1] if count]
        if sum(counts) != numbers[-1]:
            wrong(chart, f"{label}: {counts} do not add up to {numbers[-1]}")
        if len(parts) != len(counts):
            wrong(chart, f"{label}: {len(parts)} parts for {len(counts)} counts")
            continue
        ordered = sorted(parts)
        edge = outline[0]
        for start, width in ordered:
            if abs(start - edge) > TOLERANCE:
                wrong(chart, f"{label}: a part begins at {start}, not at {edge}")
            edge = start + width
        if abs(edge - (outline[0] + outline[1])) > TOLERANCE:
            wrong(chart, f"{label}: the parts end at {edge}, the bar at {outline[0] + outline[1]}")
        for (_, width), count in zip(parts, counts):
            if abs(width - outline[1] * count / numbers[-1]) > TOLERANCE:
                wrong(chart, f"{label}: {count} of {numbers[-1]} is {width} of {outline[1]}")


def check_alternative(chart, svg, rows):
    """Each row's numbers, without those that are 0, stand in the alternative text in their order, after its label and total."""
    said = svg.get("aria-label", "")
    for label, numbers in rows:
        at = said.find(f"{label} ({numbers[-1]:,})")
        if at < 0:
            wrong(chart, f"the alternative lacks “{label} ({numbers[-1]})”: {said}")
            continue
        end = said.find(";", at)
        sentence = said[at + len(label) + len(f" ({numbers[-1]:,})"):end if end >= 0 else len(said)]
        found = [int(number.replace(",", "")) for number in re.findall(r"\b\d[\d,]*(?=,|$|،)", sentence.replace("، ", ", "))]
        if found != [count for count in numbers[:-1] if count]:
            wrong(chart, f"the alternative says {found} of {label}, the table {numbers}")


def check_movement(chart, derived, svg, table):
    for movement in derived.findall(f"{D}movement"):
        wanted = [[int(to.get("count")) for to in one] + [int(one.get("count"))] for one in movement.findall(f"{D}from")]
        if [numbers for _, numbers in rows_of(table)] == wanted:
            ribbons = len(svg.findall(f".//{S}path"))
            moves = sum(1 for one in movement for to in one if int(to.get("count")) > 0)
            if ribbons != moves:
                wrong(chart, f"{ribbons} ribbons for {moves} moves")
            said = [int(number) for number in re.findall(r" (\d+)(?:;|$)", svg.get("aria-label"))]
            if sorted(said) != sorted(count for row in wanted for count in row[:-1] if count):
                wrong(chart, f"the alternative says {said}")
            return
    wrong(chart, "no movement has the numbers of its table")


def main(dataset_file, content_file):
    derived = ElementTree.parse(dataset_file).getroot().find(f"{D}derived")
    content = ElementTree.parse(content_file).getroot()
    groups = derived.findall(f"{D}group")
    series = derived.findall(f"{D}series")
    sets = [[group for group in groups if group.get("by") == by and group.get("kind") == kind]
            for by in ("engagement", "theme") for kind in ("recommendation", "action")] + [one.findall(f"{D}point") for one in series]
    charts = 0
    parents = {child: parent for parent in content.iter() for child in parent}
    for figure in content.iter(f"{H}figure"):
        if figure.get("class") != "chart":
            continue
        charts += 1
        chart = words(figure.find(f"{H}figcaption"))
        svg = figure.find(f"{S}svg")
        for element in svg.iter():
            if element.get("id"):
                wrong(chart, f"{element.tag} has an id")
        siblings = list(parents[figure])
        following = siblings[siblings.index(figure) + 1] if siblings.index(figure) + 1 < len(siblings) else None
        if following is None or following.tag != f"{H}table":
            wrong(chart, "no table follows")
        elif svg.findall(f".//{S}path"):
            check_movement(chart, derived, svg, following)
        elif following.get("class") == "chart-data" and stacked(svg):
            rows = list(rows_of(following))
            check_bars(chart, svg, rows)
            check_alternative(chart, svg, rows)
            found = sorted(numbers for _, numbers in rows)
            if not any(found == sorted([int(level.get("count")) for level in group.findall(f"{D}level")] + [int(group.get("total"))]
                                       for group in one) for one in sets):
                wrong(chart, "no set of groups has the numbers of its table")
    for problem in problems:
        print(problem)
    print(f"{charts} charts, {bars} bars")
    return bool(problems)


sys.stdout.reconfigure(encoding="utf-8")
sys.exit(main(*sys.argv[1:]))
