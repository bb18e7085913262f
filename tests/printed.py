#!/usr/bin/env python3
"""Compares the numbers that editions of a report print with those that tests/recount.py counts:

  printed.py DATASET CYCLE LANGUAGE REPORT CONTENT EDITION…

CONTENT is the report with --to xhtml: each of its tables of numbers must be one that was counted, row for row; those of the report's
list must be among them. Each EDITION (pdf, html, txt, csv) must then have the same rows in the same order, and in English the
sentences with totals. Differences are printed one a line; the exit code is 1.
"""

import csv
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from recount import KINDS, P, Comparison, Count, Dataset, first_day, shares
from words import text_of, words

H = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
GAP = 80  # words between two rows of a table: a page may break there and repeat the head
OF = {"en": "of", "cy": "o"}
MONTHS = "January February March April May June July August September October November December".split()
NUMBERS = "no one two three four five six seven eight nine ten".split()
SIGNS = {"met": "✓", "late": "✓", "due": "○", "overdue": "✕"}
CHANGES = {"new": ("is new", "are new"), "forward": ("has moved forward", "have moved forward"), "back": ("has fallen back", "have fallen back"),
           "closes": ("has been closed", "have been closed"), "reopened": ("has been reopened", "have been reopened"),
           "slipped": ("has a later due date", "have a later due date")}
TABLES = {"summary": ["sources recommendation"],
          "review": ["numbers recommendation", "numbers action", "chart engagement recommendation", "chart theme action", "series action", "movement action"],
          "tracker": ["key action"], "changes": ["key recommendation", "key action", "movement recommendation", "movement action"]}
COLUMNS = {"tracker": {6: "base-level", 7: "level", 9: "first-due", 10: "due", 11: "days-left", 13: "completed"},
           "changes": {4: "base-level", 5: "level", 6: "base-due", 7: "due"}}  # of a CSV file, whose first is the reference


def tokens(text):
    return list(words(text))


def in_words(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


class Printed:
    """What a report of that cycle may print, each table as rows of words; a row may lack its first words (a label of a catalogue)."""

    def __init__(self, dataset, cycle, language):
        self.dataset, self.language = dataset, language
        self.count = Count(dataset, cycle)
        self.groups = self.count.groups()
        self.tables = {}
        for kind in KINDS:
            if ("all", None, kind) in self.groups:
                self.add_tables(kind)

    def text(self, node, *names):
        """The words of its first child of these names in the language of the report."""
        for name in names:
            found = node.findall(P + name)
            for one in found:
                if one.get(LANG, self.dataset.root.get(LANG)) == self.language:
                    return "".join(one.itertext())
            if found:
                return "".join(found[0].itertext())
        return ""

    def chip(self, level):
        return f"{level.get('symbol', '')} {self.text(level, 'label')}".strip()

    def of(self, kind, by):
        """The groups, in the order of the file."""
        return [(key[1], group) for key, group in self.groups.items() if key[0] == by and key[2] == kind]

    def in_order(self, keys):
        order = [node.get("id") for node in self.dataset.root.iter() if node.get("id")]
        return sorted(keys, key=lambda one: (one[0] is None, order.index(one[0]) if one[0] in order else 0))

    def add_tables(self, kind):
        whole = self.groups["all", None, kind]
        self.levels = self.count.now.levels(kind)
        self.numbers(kind, whole)
        for by in ("engagement", "theme", "lead"):
            self.add(f"chart {by} {kind}", self.bars(by, kind, whole))
        self.add(f"sources {kind}", self.sources(kind, whole))
        rows = [[in_words(first_day(self.dataset.cycles[one].get("as-of"))) if self.language == "en" else "", *self.row(counts, total)]
                for one, total, _, _, counts in self.count.series(kind)]
        self.add(f"series {kind}", rows)
        if self.count.base:
            self.add(f"movement {kind}", self.movement(kind))

    def add(self, name, rows):
        single = name.startswith("series") and len(rows) < 3 or name.startswith("chart") and len(rows) == 2
        if rows and not single:  # too little for a chart
            self.tables[name] = [tokens(" ".join(map(str, row))) for row in rows]

    def row(self, counts, total):
        """The cells of a row with a column for each level, and one for those without if there are any."""
        return [counts.get(level.get("id"), 0) for level in self.levels] + [counts[None]] * bool(counts.get(None)) + [total]

    def numbers(self, kind, whole):
        now, was, base = whole["now"], whole["was"], self.count.base
        rows, keyed = [], []
        for place, (share, before) in enumerate(zip(shares(list(now.values())), shares(list(was.values())))):
            name = list(now)[place]
            label = self.chip(self.levels[place]) if name else ""
            if name or now[name] or base and was[name]:
                cells = [now[name], f"{share}%"] + ([was[name], f"{before}%"] if base else [])
                rows.append([label, *cells])
                keyed.append([label, self.text(self.levels[place], "meaning") if name else "", *cells])
        total, before = whole["counts"]["total"], whole["counts"].get("base-total", 0)
        foot = ["", total, "100%"] + ([before, "100%" if before else "0%"] if base else [])
        self.add(f"numbers {kind}", rows + [foot])
        self.add(f"key {kind}", keyed + [foot])

    def sources(self, kind, whole):
        groups = self.in_order(self.of(kind, "engagement"))
        groups += [(None, whole)] * (len(groups) > 1)
        rows = [[self.chip(level)] + [f"{group['now'][level.get('id')]} {OF[self.language]} {group['counts']['total']}" for _, group in groups]
                for level in self.levels]
        return rows + [[""] + [group["counts"]["total"] for _, group in groups]]

    def bars(self, by, kind, whole):
        rows = []
        for key, group in self.in_order(self.of(kind, by)):
            label = self.text(self.dataset.by_id[key], "short-title", "title", "label") if key and by != "lead" else ""
            rows.append([label, *self.row(group["now"], group["counts"]["total"])])
        return rows + [["", *self.row(whole["now"], whole["counts"]["total"])]] * (by != "lead")

    def movement(self, kind):
        matrix = self.count.matrix(kind)
        names = [level.get("id") for level in self.levels]
        rows = []
        for name in names + [None]:
            cells = {to: matrix.get((name, to), 0) for to in names + [None]}
            total = sum(cells.values())
            if name or total:
                rows.append([self.chip(self.dataset.by_id[name]) if name else "", *self.row(cells, total)])
        whole = self.groups["all", None, kind]
        return rows + [["", *self.row(whole["now"], whole["counts"]["total"])]]

    def sentences(self, report):
        """In English, the sentences with totals that the report must have; of a tuple one is enough."""
        result = [] if report in ("tracker", "changes") else list(self.told("news" if report == "news" else "section"))
        if report in ("review", "tracker", "changes"):
            for kind in KINDS[report == "tracker":]:
                counts = self.groups.get(("all", None, kind), {}).get("counts", {})
                for name, (one, many) in CHANGES.items():
                    if self.count.base and counts.get(name):
                        result.append(f"{counts[name]} {one if counts[name] == 1 else many}")
                if counts.get("overdue"):
                    result.append(f"Overdue on {in_words(self.count.now.day)}: {counts['overdue']}")
        if report == "review":
            result += [self.brief(kind, group) for kind in KINDS for key, group in self.of(kind, "theme") if key]
            result += self.days()
        if report == "tracker":
            result += [self.subtotal(group) for _, group in self.of("action", "theme")]
        if report == "changes":
            result += self.late()
        return result

    def subtotal(self, group):
        counts = group["counts"]
        parts = [", ".join(f"{self.text(self.dataset.by_id[level], 'label')}: {number}" for level, number in group["now"].items() if number and level)]
        parts += [f"{counts['overdue']} overdue"] * bool(counts.get("overdue")) + [f"{counts['slipped']} with a later due date"] * bool(counts.get("slipped"))
        return f"{counts['total']} {'action' if counts['total'] == 1 else 'actions'} {'; '.join(parts)}"

    def late(self):
        """What has become overdue since the base."""
        for of, node in self.count.now.items.items():
            if self.count.now.overdue(of) and of in self.count.base.items and not self.count.base.overdue(of):
                days = -int(self.count.state(of)["days-left"])
                yield f"is overdue by {days:,} {'day' if days == 1 else 'days'}"

    def brief(self, kind, group):
        details = [f"{self.text(self.dataset.by_id[level], 'label')}: {number}" for level, number in group["now"].items() if number and level]
        if group["counts"].get("overdue"):
            details.append(f"overdue: {group['counts']['overdue']}")
        return f"{kind.capitalize()}s: {group['counts']['total']} ({', '.join(details)})"

    def days(self):
        for (deadline, engagement), (due, days, state, published) in self.count.deadlines().items():
            said = {"met": "met: published ", "late": "late: published "}.get(state)
            if said:
                said += in_words(first_day(published))
            elif not days:
                said = "due today"
            else:
                said = f"{'due in' if days > 0 else 'overdue by'} {abs(days):,} {'day' if abs(days) == 1 else 'days'}"
            if len(due) == 10:
                name = self.text(self.dataset.by_id[engagement], "short-title", "title")
                yield f"{in_words(first_day(due))} {name}: {self.text(self.dataset.by_id[deadline], 'label')} {SIGNS[state]} {said}"

    def told(self, part):
        """Paragraphs of the cycle with numbers that are worked out."""
        for paragraph in (p for top in self.count.cycle.findall(P + part) for p in top.iter(P + "p")):
            if any(one.tag not in (P + "count", P + "p") for one in paragraph.iter()) or paragraph.find(P + "count") is None:
                continue
            top = self.dataset.parent[paragraph]
            if top.get(LANG, self.dataset.root.get(LANG)) == self.language:
                yield (paragraph.text or "") + "".join(self.counted(one) + (one.tail or "") for one in paragraph)

    def counted(self, node):
        items = [of for of in self.count.now.items if self.count.kind(of) + "s" == node.get("of")]
        for name, value in (("engagement", lambda of: self.count.now.keys(of, "engagement")[0]), ("level", self.count.now.level), ("theme", self.count.now.theme)):
            if node.get(name):
                items = [of for of in items if value(of) == node.get(name)]
        return NUMBERS[len(items)] if node.get("form") == "words" and len(items) < len(NUMBERS) else str(len(items))


def compare_csv(printed, report, path, same):
    """Each row says what was counted of its item, and each item that belongs there has a row."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        head, *lines = csv.reader(lines)
        rows = {row[0]: row for row in lines}
    count = printed.count
    states = {count.now.items[of].get("reference"): count.state(of) for of in count.now.items}
    if report == "tracker":
        expected = [reference for reference, state in states.items() if state["kind"] == "action"]
    else:
        late = {count.now.items[of].get("reference") for of in count.now.items if of in count.base.items and count.now.overdue(of) and not count.base.overdue(of)}
        expected = [reference for reference, state in states.items() if reference in late or state.get("movement", "same") != "same"
                    or any(state.get(name) for name in ("new", "closes", "reopened", "slipped", "advanced"))]
    same("the items", sorted(expected), sorted(rows))
    for reference, row in rows.items():
        for column, name in COLUMNS[report].items():
            value = states.get(reference, {}).get(name, "")
            if name.endswith("level") and value:
                value = printed.text(printed.dataset.by_id[value], "label")
            same(f"{head[column]} of {reference}", value, row[column])


def find(words_, wanted, start, end):
    """Where these words end, the first time that they stand between start and end; None if nowhere."""
    for place in range(start, min(end, len(words_) - len(wanted) + 1)):
        if words_[place] == wanted[0] and words_[place:place + len(wanted)] == wanted:
            return place + len(wanted)
    return None


def has_table(words_, rows):
    start = 0
    while True:
        place = start = find(words_, rows[0], start, len(words_))
        if start is None:
            return False
        for row in rows[1:]:
            place = find(words_, row, place, place + GAP)
            if place is None:
                break
        else:
            return True


def content_tables(path):
    """(caption, rows of words) of each table with numbers: two in each row at least, or nothing else."""
    for table in ElementTree.parse(path).getroot().iter(H + "table"):
        rows = [row for part in table if part.tag in (H + "tbody", H + "tfoot") for row in part.iter(H + "tr")]
        cells = [["".join(cell.itertext()).strip() for cell in row.findall(H + "td") if not cell.get("hidden")] for row in rows]
        numbers = [[cell for cell in row if re.fullmatch(r"\d+ ?%?|\d+ (of|o) \d+", cell)] for row in cells]
        if rows and all(len(some) > 1 or len(some) == len(row) > 0 for some, row in zip(numbers, cells)):
            caption = table.find(H + "caption")
            yield ("".join(caption.itertext()) if caption is not None else "",
                   [tokens(" ".join(" ".join(cell.itertext()) for cell in row)) for row in rows])


def is_table(found, rows):
    return len(found) == len(rows) and all(have[len(have) - len(row):] == row for have, row in zip(found, rows))


def compare_content(printed, report, path, same):
    """The names of the counted tables that the content has."""
    names = []
    for caption, rows in content_tables(path):
        fitting = [name for name, expected in printed.tables.items() if is_table(rows, expected)]
        same(f"the table “{caption}” is one that was counted", True, bool(fitting))
        if not fitting:
            print("   ", rows)
        names += fitting[:1]
    for name in TABLES.get(report, []):
        if name in printed.tables:
            same(f"the table {name} is printed", True, any(printed.tables[one] == printed.tables[name] for one in names))
    return names


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    if len(sys.argv) < 7:
        sys.exit(__doc__)
    source, cycle, language, report, content, *editions = sys.argv[1:]
    dataset = Dataset(source)
    printed = Printed(dataset, dataset.cycles[cycle], language)
    comparison = Comparison(content)
    names = compare_content(printed, report, content, comparison.same)
    for edition in editions:
        comparison.where = edition
        if edition.endswith(".csv"):
            compare_csv(printed, report, Path(edition), comparison.same)
            continue
        found = tokens(text_of(Path(edition)))
        for name in names:
            comparison.same(f"the table {name} has the rows that were counted", True, has_table(found, printed.tables[name]))
        if language == "en":
            for sentence in printed.sentences(report):
                forms = (sentence,) if isinstance(sentence, str) else sentence
                comparison.same(f"“{forms[0]}”", True, any(find(found, tokens(form), 0, len(found)) for form in forms))
    print(f"{comparison.compared} comparisons, {len(names)} tables")
    sys.exit(1 if comparison.differences or not comparison.compared else 0)


main()
