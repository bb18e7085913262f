#!/usr/bin/env python3
"""Counts a progress dataset again, from its XML alone, and compares what peerpress derived and printed.

  recount.py show DATASET CYCLE [SINCE]            the counts, one a line
  recount.py derived DATASET FILE…                 files of `build --to dataset` have the same values

tests/printed.py does the same with what is printed. Nothing here comes from the program: docs/derived.md says what each value is. Differences are printed one a line; the exit code is 1.
"""

import calendar
import sys
import xml.etree.ElementTree as ElementTree
from datetime import date
from fractions import Fraction

P, D = "{urn:peerpress:progress:1}", "{urn:peerpress:derived:1}"
KINDS = ("recommendation", "action")


def first_day(text):
    parts = [int(part) for part in text.split("-")]
    return date(*(parts + [1, 1])[:3])


def last_day(text):
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(*parts, calendar.monthrange(*parts)[1])
    return date(*parts)


def months_later(text, months):
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:  # a year is as exact as it gets: the months count from its last
        return months_later(f"{parts[0]}-12", months)[:4]
    year, month = divmod(parts[0] * 12 + parts[1] - 1 + months, 12)
    if len(parts) == 2:
        return f"{year:04}-{month + 1:02}"
    return f"{year:04}-{month + 1:02}-{min(parts[2], calendar.monthrange(year, month + 1)[1]):02}"


def shares(counts):
    """Whole per cents by the method of the largest remainder; of equal remainders the first is rounded up."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    exact = [Fraction(count * 100, total) for count in counts]
    result = [int(part) for part in exact]
    order = sorted(range(len(counts)), key=lambda i: (result[i] - exact[i], i))
    for i in order[:100 - sum(result)]:
        result[i] += 1
    return result


class Dataset:
    def __init__(self, path):
        self.root = ElementTree.parse(path).getroot()
        self.by_id = {node.get("id"): node for node in self.root.iter() if node.get("id")}
        self.parent = {child: node for node in self.root.iter() for child in node}
        self.cycles = {cycle.get("id"): cycle for cycle in self.root.iter(P + "cycle")}

    def chain(self, cycle):
        result = []
        while cycle is not None:
            result.insert(0, cycle)
            cycle = self.cycles.get(cycle.get("previous"))
        return result

    def latest(self):
        return max(self.cycles.values(), key=lambda cycle: cycle.get("as-of"))

    def ancestor(self, node, name):
        while node is not None and node.tag != P + name:
            node = self.parent.get(node)
        return node


class Position:
    """How things stand in one cycle; levels are those of the scales of the cycle `present`."""

    def __init__(self, dataset, cycle, present):
        self.dataset, self.cycle, self.present = dataset, cycle, present
        self.chain = dataset.chain(cycle)
        self.ids = [one.get("id") for one in self.chain]
        self.day = last_day(cycle.get("as-of"))
        self.updates = {one.get("id"): {update.get("of"): update for update in one.findall(P + "update")} for one in self.chain}
        self.continues = {level.get("same-as"): level.get("id") for kind in KINDS for level in self.levels(kind) if level.get("same-as")}
        for level in dataset.root.iter(P + "level"):  # over a scale in between
            middle = level.get("same-as")
            if middle and level.get("id") in self.continues:
                self.continues.setdefault(middle, self.continues[level.get("id")])
        self.items = {}
        replaced = set()
        for node in dataset.root.iter():
            kind = node.tag.removeprefix(P)
            if kind in KINDS and self.begun(node):
                self.items[node.get("id")] = node
                replaced.update(node.get("supersedes", "").split())
        for of in list(self.items):
            if dataset.ancestor(self.items[of], "recommendation").get("id") in replaced:
                del self.items[of]

    def scale(self, kind):
        named = self.present.get("action-scale") if kind == "action" else None
        return self.dataset.by_id[named or self.present.get("scale")]

    def levels(self, kind):
        """From the highest rank down."""
        return sorted(self.scale(kind).findall(P + "level"), key=lambda level: -int(level.get("rank")))

    def engagement_begun(self, engagement):
        ours = engagement.get("id") in [one.get("engagement") for one in self.chain]
        return ours or not engagement.get("date") or first_day(engagement.get("date")) <= self.day

    def begun(self, node):
        recommendation = self.dataset.ancestor(node, "recommendation")
        if not self.engagement_begun(self.dataset.ancestor(node, "engagement")):
            return False
        return all(one.get("since") in [None] + self.ids for one in {node, recommendation})

    def update(self, of):
        """(cycle, update) that holds."""
        for one in reversed(self.ids):
            if of in self.updates[one]:
                return one, self.updates[one][of]
        return None, None

    def level(self, of):
        update = self.update(of)[1]
        if update is None:
            return None
        level = update.get("level")
        kind = self.items[of].tag.removeprefix(P)
        if level in [one.get("id") for one in self.levels(kind)]:
            return level
        return self.continues.get(level, level)

    def closed(self, of):
        level = self.level(of)
        return level is not None and self.dataset.by_id[level].get("closing") == "yes"

    def dues(self, of):
        """The first date and those to which it was moved."""
        first = self.items[of].find(P + "due")
        result = [first.get("date")] if first is not None else []
        for one in self.ids:
            update = self.updates[one].get(of)
            if update is not None and update.find(P + "moved-due") is not None:
                result.append(update.find(P + "moved-due").get("date"))
        return result

    def overdue(self, of):
        dues = self.dues(of)
        return bool(dues) and not self.closed(of) and last_day(dues[-1]) < self.day

    def leads(self, of, kind=None):
        result = []
        for lead in self.items[of].findall(P + "lead"):
            holds = ((not lead.get("from") or first_day(lead.get("from")) <= self.day)
                     and (not lead.get("until") or last_day(lead.get("until")) >= self.day))
            if holds and kind in (None, lead.get("as")) and lead.get("person") not in result:
                result.append(lead.get("person"))
        return result

    def theme(self, of):
        node = self.items[of]
        return node.get("theme") or self.dataset.ancestor(node, "recommendation").get("theme")

    def keys(self, of, by):
        node = self.items[of]
        if by == "all":
            return [None]
        if by == "engagement":
            return [self.dataset.ancestor(node, "engagement").get("id")]
        if by == "theme":
            return [self.theme(of)]
        if by == "recommendation":
            return [self.dataset.ancestor(node, "recommendation").get("id")]
        return self.leads(of) or [None]


class Count:
    """Everything that is counted for one cycle, compared with a base (None: nothing to compare with)."""

    def __init__(self, dataset, cycle, base="previous"):
        self.dataset = dataset
        if base == "previous":
            base = dataset.cycles.get(cycle.get("previous"))
        self.cycle, self.base_cycle = cycle, base
        self.now = Position(dataset, cycle, cycle)
        self.base = Position(dataset, base, cycle) if base is not None else None

    def kind(self, of):
        return self.now.items[of].tag.removeprefix(P)

    def rank(self, level):
        return int(self.dataset.by_id[level].get("rank"))

    def movement(self, of):
        if not self.base or of not in self.base.items:
            return None
        before, after = self.base.level(of), self.now.level(of)
        if before is None or after is None or self.dataset.by_id and self.parent_scale(before) != self.parent_scale(after):
            return None
        if before == after:
            return "same"
        difference = self.rank(after) - self.rank(before)
        return "forward" if difference > 0 else "back" if difference < 0 else "changed"

    def parent_scale(self, level):
        return self.dataset.parent[self.dataset.by_id[level]].get("id")

    def slip(self, of):
        """Days by which the due date is later than it was."""
        if not self.base or of not in self.base.items or not self.base.dues(of):
            return 0
        return (last_day(self.now.dues(of)[-1]) - last_day(self.base.dues(of)[-1])).days

    def state(self, of):
        """What a d:state says, as attributes."""
        now, base, node = self.now, self.base, self.now.items[of]
        here = base is not None and of in base.items
        said, update = now.update(of)
        dues = now.dues(of)
        was_closed = here and base.closed(of)
        base_update = base.update(of)[1] if here else None
        values = {
            "kind": self.kind(of), "engagement": self.dataset.ancestor(node, "engagement").get("id"),
            "recommendation": self.dataset.ancestor(node, "recommendation").get("id"), "theme": now.theme(of),
            "scale": now.scale(self.kind(of)).get("id"), "said-in": said, "carried": said and said != self.cycle.get("id"),
            "level": now.level(of), "base-level": base.level(of) if here else None,
            "outcome": update.get("outcome") if update is not None else None, "trend": update.get("trend") if update is not None else None,
            "base-outcome": base_update.get("outcome") if base_update is not None else None,
            "movement": self.movement(of), "new": base is not None and not here, "closed": now.closed(of), "base-closed": was_closed,
            "closes": base is not None and now.closed(of) and not was_closed, "reopened": was_closed and not now.closed(of),
            "first-due": dues[0] if dues else None, "due": dues[-1] if dues else None, "due-day": str(last_day(dues[-1])) if dues else None,
            "base-due": (base.dues(of) or [None])[-1] if here else None, "moves": str(len(dues) - 1) if len(dues) > 1 else None,
            "slipped": self.slip(of) > 0, "advanced": self.slip(of) < 0, "overdue": now.overdue(of),
            "days-left": str((last_day(dues[-1]) - now.day).days) if dues and not now.closed(of) else None,
            "completed": update.get("completed") if update is not None else None,
            "officers": " ".join(now.leads(of, "officer")) or None, "members": " ".join(now.leads(of, "member")) or None,
        }
        return {key: "yes" if value is True else value for key, value in values.items() if value not in (None, False)}

    def groups(self):
        """{(by, of, kind): {"total": …, "levels": {level: (count, share)}, "base-levels": …}}"""
        result = {}
        columns = {kind: [level.get("id") for level in self.now.levels(kind)] + [None] for kind in KINDS}

        def group(by, key, kind):
            empty = {"now": dict.fromkeys(columns[kind], 0), "was": dict.fromkeys(columns[kind], 0), "counts": {}}
            return result.setdefault((by, key, kind), empty)

        def add(counts, name, amount=1):
            counts[name] = counts.get(name, 0) + int(amount)

        for by in ("all", "engagement", "theme", "lead", "recommendation"):
            for of in self.now.items:
                if by == "recommendation" and self.kind(of) != "action":
                    continue
                for key in self.now.keys(of, by):
                    one = group(by, key, self.kind(of))
                    level = self.now.level(of)
                    one["now"][level if level in one["now"] else None] += 1
                    state = self.state(of)
                    add(one["counts"], "total")
                    for name in ("closed", "new", "closes", "reopened", "slipped", "advanced", "overdue", "carried"):
                        add(one["counts"], name, state.get(name) == "yes")
                    for name in ("forward", "back", "changed", "same"):
                        add(one["counts"], name, state.get("movement") == name)
            for of in self.base.items if self.base else []:
                kind = self.base.items[of].tag.removeprefix(P)
                for key in self.base.keys(of, by):
                    if (by, key, kind) not in result:
                        continue  # no item now: there is no such group
                    one = group(by, key, kind)
                    level = self.base.level(of)
                    one["was"][level if level in one["was"] else None] += 1
                    for name, amount in (("base-total", 1), ("base-closed", self.base.closed(of)), ("base-overdue", self.base.overdue(of)), ("gone", of not in self.now.items)):
                        add(one["counts"], name, amount)
        return result

    def matrix(self, kind):
        """{(from, to): count}"""
        result = {}
        known = [level.get("id") for level in self.now.levels(kind)]
        for of in self.now.items:
            if self.kind(of) == kind:
                level = self.base.level(of) if of in self.base.items else None
                key = tuple(one if one in known else None for one in (level, self.now.level(of)))
                result[key] = result.get(key, 0) + 1
        return result

    def rows(self, kind):
        """{from: count} of the items that the cycle reports on, {from: count} of those that have been replaced"""
        rows, gone = {}, {}
        for (before, _), number in self.matrix(kind).items():
            rows[before] = rows.get(before, 0) + number
        known = [level.get("id") for level in self.now.levels(kind)]
        for of, node in self.base.items.items():
            if node.tag == P + kind and of not in self.now.items:
                level = self.base.level(of)
                gone[level if level in known else None] = gone.get(level if level in known else None, 0) + 1
        return rows, gone

    def series(self, kind):
        """[(cycle, total, closed, overdue, {level: count})] with levels as they are called now."""
        result = []
        known = [level.get("id") for level in self.now.levels(kind)]
        for one in self.now.chain:
            position = Position(self.dataset, one, self.cycle)
            counts = dict.fromkeys(known + [None], 0)
            items = [of for of, node in position.items.items() if node.tag == P + kind]
            for of in items:
                level = position.level(of)
                counts[level if level in counts else None] += 1
            result.append((one.get("id"), len(items), sum(map(position.closed, items)), sum(map(position.overdue, items)), counts))
        return result

    def deadlines(self):
        """{(deadline, engagement): (date, days, state, published)}"""
        result = {}
        for engagement in self.dataset.root.iter(P + "engagement"):
            if not engagement.get("date") or not self.now.engagement_begun(engagement):
                continue
            for deadline in self.dataset.by_id[engagement.get("kind")].findall(P + "deadline"):
                due = months_later(engagement.get("until") or engagement.get("date"), int(deadline.get("months")))
                day = last_day(due)
                published = sorted(one.get("date") for one in self.publications(engagement, deadline))
                if published:
                    state = "met" if first_day(published[0]) <= day else "late"
                else:
                    state = "due" if day >= self.now.day else "overdue"
                result[deadline.get("id"), engagement.get("id")] = due, (day - self.now.day).days, state, published[0] if published else None
        return result

    def publications(self, engagement, deadline):
        of_cycles = [one for cycle in self.now.chain if cycle.get("engagement") == engagement.get("id") for one in cycle.findall(P + "publication")]
        for one in engagement.findall(P + "publication") + of_cycles:
            if one.get("deadline") == deadline.get("id") and one.get("date") and first_day(one.get("date")) <= self.now.day:
                yield one

    def readings(self, chain):
        """{indicator: value}: the reading of the latest cycle that has one"""
        result = {}
        for cycle in chain:
            result.update((reading.get("of"), reading.get("value")) for reading in cycle.findall(P + "reading"))
        return result

    def indicators(self):
        """{indicator: what a d:indicator says}"""
        result = {}
        before = self.readings(self.base.chain) if self.base else {}
        for of, value in self.readings(self.now.chain).items():
            node = self.dataset.by_id[of]
            better = {"higher": 1, "lower": -1}.get(node.get("better"), 0)
            one = result[of] = {"value": value, "base": before.get(of)}
            if of in before:
                change = Fraction(value) - Fraction(before[of])
                one["change"] = change
                if better:
                    one["direction"] = "same" if not change else "better" if change * better > 0 else "worse"
            targets = sorted(node.findall(P + "target"), key=lambda target: last_day(target.get("date")))
            coming = [target for target in targets if last_day(target.get("date")) >= self.now.day] or targets[-1:]
            if coming:
                one["target"], one["target-date"] = coming[0].get("value"), coming[0].get("date")
                if better:
                    one["met"] = "yes" if (Fraction(value) - Fraction(coming[0].get("value"))) * better >= 0 else "no"
        return result


class Comparison:
    def __init__(self, where):
        self.where, self.differences, self.compared = where, 0, 0

    def same(self, what, expected, found):
        self.compared += 1
        if expected != found:
            self.differences += 1
            print(f"{self.where}: {what}: counted {expected!r}, found {found!r}")


OF_STATES = ("kind engagement recommendation theme scale said-in carried level base-level outcome trend base-outcome movement new closed "
             "base-closed closes reopened first-due due due-day base-due moves slipped advanced overdue days-left completed officers members").split()
OF_GROUPS = "total base-total new gone closed base-closed closes reopened forward back changed same slipped advanced overdue base-overdue carried".split()


def compare_states(count, derived, same):
    states = {state.get("of"): state for state in derived.findall(D + "state")}
    same("items", list(count.now.items), list(states))
    for of, state in states.items():
        if of in count.now.items:
            expected = count.state(of)
            for name in OF_STATES:
                found = state.get(name)
                same(f"{name} of {of}", expected.get(name), None if found in ("no", "") or (name == "moves" and found == "0") else found)


def compare_levels(counted, given, same, what, base):
    """The counts and shares of the levels of a group or point."""
    names = list(counted)
    percents = dict(zip(names, shares(list(counted.values()))))
    found = {level.get("of"): level for level in given}
    for name in names:
        level = found.get(name)
        if level is None:
            same(f"{what}, level {name}", 0 if name is None else counted[name], counted[name] if name is None else None)
            continue
        same(f"{what}, {base}count at {name}", str(counted[name]), level.get(base + "count", "0"))
        same(f"{what}, {base}share at {name}", str(percents[name]), level.get(base + "share", "0"))


def compare_groups(count, derived, same):
    expected = count.groups()
    found = {(group.get("by"), group.get("of"), group.get("kind")): group for group in derived.findall(D + "group")}
    for key in set(found) - set(expected):
        same(f"group {key}", None, "there")
    for key, one in expected.items():
        group = found.get(key)
        if group is None:
            same(f"group {key}", "there", None)
            continue
        for name in OF_GROUPS:
            if count.base is None and name not in ("total", "closed", "overdue", "carried"):
                continue  # nothing to compare with
            same(f"{name} of {key}", str(one["counts"].get(name, 0)), group.get(name, "0"))
        compare_levels(one["now"], group.findall(D + "level"), same, str(key), "")
        if count.base is not None:
            compare_levels(one["was"], group.findall(D + "level"), same, str(key), "base-")


def compare_movement(count, derived, same):
    for movement in derived.findall(D + "movement"):
        expected = count.matrix(movement.get("kind"))
        found = {(row.get("level"), cell.get("level")): int(cell.get("count"))
                 for row in movement.findall(D + "from") for cell in row.findall(D + "to") if int(cell.get("count"))}
        same(f"movement of {movement.get('kind')}s", sorted(expected.items(), key=str), sorted(found.items(), key=str))
        rows, gone = count.rows(movement.get("kind"))
        same(f"rows of movement of {movement.get('kind')}s", sorted(rows.items(), key=str),
             sorted(((row.get("level"), int(row.get("count"))) for row in movement.findall(D + "from") if int(row.get("count"))), key=str))
        same(f"gone {movement.get('kind')}s", sorted(gone.items(), key=str),
             sorted(((row.get("level"), int(row.get("gone"))) for row in movement.findall(D + "from") if row.get("gone")), key=str))
    if count.base is not None:
        same("matrices", sorted({count.kind(of) for of in count.now.items}), sorted(one.get("kind") for one in derived.findall(D + "movement")))


def compare_rest(count, derived, same):
    same("cycle", count.cycle.get("id"), derived.get("cycle"))
    same("as of", count.cycle.get("as-of"), derived.get("as-of"))
    same("base", count.base_cycle.get("id") if count.base_cycle is not None else None, derived.get("base"))
    same("cycles", [one.get("id") for one in count.now.chain], [one.get("of") for one in derived.findall(D + "cycle")])
    for series in derived.findall(D + "series"):
        points = series.findall(D + "point")
        expected = count.series(series.get("kind"))
        same(f"points of {series.get('kind')}s", [(one, str(total), str(closed), str(overdue)) for one, total, closed, overdue, _ in expected],
             [tuple(point.get(name) for name in ("cycle", "total", "closed", "overdue")) for point in points])
        for (one, _, _, _, counts), point in zip(expected, points):
            compare_levels(counts, point.findall(D + "level"), same, f"series of {series.get('kind')}s, {one}", "")
    same("series", sorted({count.kind(of) for of in count.now.items}), sorted(series.get("kind") for series in derived.findall(D + "series")))
    found = {(one.get("of"), one.get("engagement")): (one.get("date"), int(one.get("days")), one.get("state"), one.get("published"))
             for one in derived.findall(D + "deadline")}
    same("deadlines", sorted(count.deadlines().items()), sorted(found.items()))
    dates = [one.get("date") for one in derived.findall(D + "deadline")]
    same("order of the deadlines", sorted(dates), dates)
    expected = count.indicators()
    same("indicators", sorted(expected), sorted(one.get("of") for one in derived.findall(D + "indicator")))
    for one in derived.findall(D + "indicator"):
        for name in ("value", "base", "change", "direction", "target", "target-date", "met"):
            found = one.get(name)
            found = Fraction(found) if name == "change" and found else found
            same(f"{name} of {one.get('of')}", expected.get(one.get("of"), {}).get(name), found)


def compare_derived(dataset, path):
    comparison = Comparison(path)
    derived = ElementTree.parse(path).getroot().find(D + "derived")
    if derived is None:
        comparison.same("derived values", "there", None)
        return comparison
    cycle = dataset.cycles[derived.get("cycle")]
    count = Count(dataset, cycle, dataset.cycles.get(derived.get("base")) if derived.get("base") else None)
    compare_states(count, derived, comparison.same)
    compare_groups(count, derived, comparison.same)
    compare_movement(count, derived, comparison.same)
    compare_rest(count, derived, comparison.same)
    return comparison


def show(dataset, cycle, base):
    count = Count(dataset, cycle, base)
    groups = count.groups()
    for kind in KINDS:
        one = groups.get(("all", None, kind))
        if one is None:
            continue
        print(kind, *(f"{name}={one['counts'].get(name, 0)}" for name in OF_GROUPS))
        percents = shares(list(one["now"].values()))
        print(kind, "levels", *(f"{level}={number}/{share}" for (level, number), share in zip(one["now"].items(), percents) if level))
        if count.base is not None:
            print(kind, "moved", *(f"{a or '-'}>{b or '-'}={number}" for (a, b), number in sorted(count.matrix(kind).items(), key=str)))
        print(kind, "series", *(f"{one}={total}" for one, total, *_ in count.series(kind)))
    for (deadline, _), (due, days, state, published) in sorted(count.deadlines().items(), key=lambda one: one[1][0]):
        print("deadline", deadline, due, days, state, published or "-")


def main():
    sys.stdout.reconfigure(encoding="utf-8")
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    mode, path, *rest = sys.argv[1:]
    dataset = Dataset(path)
    if mode == "show":
        show(dataset, dataset.cycles[rest[0]], dataset.cycles[rest[1]] if len(rest) > 1 else "previous")
        return
    comparisons = [compare_derived(dataset, one) for one in rest]
    compared = sum(one.compared for one in comparisons)
    print(f"{compared} values compared")
    sys.exit(1 if any(one.differences for one in comparisons) or not compared else 0)


if __name__ == "__main__":
    main()
