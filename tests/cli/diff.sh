# peerpress diff: what moved between two cycles of a dataset and between two datasets, in each form.
# shellcheck shell=sh
. tests/lib.sh

# As tests/cli/as-of.sh makes them: the file at the second review, and at the fourth.
sed -e '/<!--later-->$/d' -e 's/<!--[a-z]*-->$//' tests/dataset/later.xml >"$work/second.xml"
sed -e '/<!--then-->$/d' -e 's/<!--[a-z]*-->$//' tests/dataset/later.xml >"$work/fourth.xml"

# expect_diff NAME OPTION…: the standard output is that of the here document
expect_diff() {
  diff_name=$1
  shift
  cat >"$work/expected"
  (cd "$work" && "$peerpress" diff "$@") >"$work/found" 2>&1
  expect_files "$diff_name" "$work/expected" "$work/found"
}

expect_diff "two cycles" fourth.xml <<'END'
March 2021 (2021-03-31) → September 2021 (2021-09-30)

Recommendations: total 3, as before; closed 1 → 0; overdue 0 → 1
  Last step 1 → 0
  Next step 1 → 2
  First step 1, as before

Actions: total 3, as before; closed 1 → 0; overdue 1, as before
  Last step 1 → 0
  Next step 0 → 3
  First step 2 → 0

R 1  Pipes
  back: Last step → Next step (A new frost.)
  reopened
  overdue: it was due 2021-03

1.1  Find the leaks
  back: Last step → Next step (A new frost.)
  reopened
  overdue: it was due 2020-12-31

1.2  Buy pipes
  forward: First step → Next step
  due 2020-12-31 → 2021-12-31, later (Prices.)

1.3  Count the pipes
  forward: First step → Next step

R 2  Potholes
  replaced by R 3; it was at First step

R 3  Road surfaces
  new, at First step
END

expect_diff "levels of an earlier scale count as those that continue them; leads change" \
  fourth.xml --since second --cycle third <<'END'
October 2020 (2020-10-31) → March 2021 (2021-03-31)

Recommendations: total 2 → 3; closed 0 → 1; overdue 0, as before
  Last step 0 → 1
  Next step 1, as before
  First step 1, as before

Actions: total 2 → 3; closed 0 → 1; overdue 0 → 1
  Last step 0 → 1
  Next step 1 → 0
  First step 1 → 2

R 1  Pipes
  forward: Next step → Last step
  closed, completed 2021-03-20
  lead officers: Engineer → Deputy Engineer

1.1  Find the leaks
  forward: Next step → Last step
  closed, completed 2021-03-01

1.2  Buy pipes
  overdue: it was due 2020-12-31

1.3  Count the pipes
  new, at First step

A 1  Hydrants
  new, at Next step
END

expect_diff "two files" second.xml fourth.xml <<'END'
second.xml: October 2020 (2020-10-31) → fourth.xml: September 2021 (2021-09-30)

Recommendations: total 2 → 3; closed 0, as before; overdue 0 → 1
  Last step 0, as before
  Next step 1 → 2
  First step 1, as before

Actions: total 2 → 3; closed 0, as before; overdue 0 → 1
  Last step 0, as before
  Next step 1 → 3
  First step 1 → 0

new engagement: Audit
new cycle: March 2021
new cycle: September 2021

R 1  Pipes
  overdue: it was due 2021-03
  lead officers: Engineer → Deputy Engineer

1.1  Find the leaks
  overdue: it was due 2020-12-31

1.2  Buy pipes
  forward: First step → Next step
  due 2020-12-31 → 2021-12-31, later (Prices.)

1.3  Count the pipes
  new, at Next step

R 2  Potholes
  replaced by R 3; it was at Red

R 3  Road surfaces
  new, at First step

A 1  Hydrants
  new, at Next step
END

expect_diff "nothing moved" second.xml second.xml <<'END'
October 2020 (2020-10-31) → October 2020 (2020-10-31)

Recommendations: total 2, as before; closed 0, as before; overdue 0, as before
  Blue 0, as before
  Green 1, as before
  Red 1, as before

Actions: total 2, as before; closed 0, as before; overdue 0, as before
  Blue 0, as before
  Green 1, as before
  Red 1, as before

No recommendation and no action has moved.
END

# What must never change, and words that do; white space and the order of attributes do not count.
sed -e 's/Fill the potholes/Fill  most potholes/' -e 's/>Buy pipes</>Buy *better* pipes</' \
  -e 's/reference="1.1"/reference="1.1a"/' -e 's/<due date="2020-06-30"/<due date="2020-07-31"/' \
  -e 's/>Some are mended\.</>All are mended.</' -e '/<update of="rec-2" level="green"/d' \
  -e 's/level="red"><reason>They/  level = "red" ><!-- so --> <reason>They/' \
  "$work/second.xml" >"$work/changed.xml"
expect_diff "what must never change" second.xml changed.xml --format markdown <<'END'
# second.xml: October 2020 (2020-10-31) → changed.xml: October 2020 (2020-10-31)

| Recommendations | before | after |
|---|---:|---:|
| Blue | 0 | 0 |
| Green | 1 | 1 |
| Red | 1 | 1 |
| total | 2 | 2 |
| closed | 0 | 0 |
| overdue | 0 | 0 |

| Actions | before | after |
|---|---:|---:|
| Blue | 0 | 0 |
| Green | 1 | 1 |
| Red | 1 | 1 |
| total | 2 | 2 |
| closed | 0 | 0 |
| overdue | 0 | 0 |

## R 1  Pipes

- **what “October 2020” said is frozen, but was changed**

## 1.1a  Find the leaks

- reference: 1.1 → 1.1a
- **the due date first set must never change, but did: 2020-06-30 → 2020-07-31**

## 1.2  Buy \*better\* pipes

- title: “Buy pipes” → “Buy \*better\* pipes”

## R 2  Potholes

- **the wording must never change, but did: “Fill the potholes.” → “Fill most potholes.”**
- **what “March 2020” said is frozen, but was removed**
END

# The way back: what only the first file has.
(cd "$work" && "$peerpress" diff fourth.xml second.xml) >"$work/back" 2>&1
expect_match "removed from the file" '^  removed from the file; it was at Next step$' "$work/back"
expect_match "a due date that is earlier now" '^  due 2021-12-31 → 2020-12-31, earlier$' "$work/back"
expect_match "a part removed" '^removed cycle: March 2021$' "$work/back"

# JSON is what the other forms say.
(cd "$work" && "$peerpress" diff fourth.xml --since second --format json -o moved.json)
python3 - "$work/moved.json" >"$work/facts" <<'END'
import json
import sys

diff = json.load(open(sys.argv[1], encoding="utf-8"))
print(diff["from"]["cycle"], diff["to"]["as-of"], diff["to"]["file"])
action = diff["totals"]["action"]
print(action["total"], action["levels"][1])
for item in diff["items"]:
    for change in item["changes"]:
        print(item["id"], change)
END
cat >"$work/expected" <<'END'
second 2021-09-30 fourth.xml
[2, 3] {'id': 'next-step', 'label': 'Next step', 'from': 1, 'to': 3}
rec-1 {'change': 'overdue', 'from': None, 'to': '2021-03'}
rec-1 {'change': 'officers', 'from': {'ids': ['engineer'], 'names': 'Engineer'}, 'to': {'ids': ['deputy'], 'names': 'Deputy Engineer'}}
act-1 {'change': 'overdue', 'from': None, 'to': '2020-12-31'}
act-2 {'change': 'level', 'from': {'id': 'first-step', 'label': 'First step'}, 'to': {'id': 'next-step', 'label': 'Next step'}, 'movement': 'forward'}
act-2 {'change': 'due', 'from': '2020-12-31', 'to': '2021-12-31', 'days': 365, 'reason': 'Prices.'}
act-3 {'change': 'new', 'from': None, 'to': {'id': 'next-step', 'label': 'Next step'}}
rec-2 {'change': 'replaced', 'from': {'id': 'first-step', 'label': 'First step'}, 'to': {'id': 'rec-3', 'label': 'R 3'}}
rec-3 {'change': 'new', 'from': None, 'to': {'id': 'first-step', 'label': 'First step'}}
aud-1 {'change': 'new', 'from': None, 'to': {'id': 'next-step', 'label': 'Next step'}}
END
expect_files "JSON" "$work/expected" "$work/facts"
(cd "$work" && "$peerpress" diff second.xml changed.xml -f json) >"$work/grave.json"
expect_same "grave changes are marked" "4" \
  "$(python3 -c 'import json,sys; print(sum(c.get("grave", False) for i in json.load(sys.stdin)["items"] for c in i["changes"]))' <"$work/grave.json")"
(cd "$work" && "$peerpress" diff second.xml second.xml -f json) | python3 -m json.tool >"$work/none.json"
expect_match "JSON without items" '"items": \[\]' "$work/none.json"

"$peerpress" diff fixtures/aberddim/dataset.xml --lang cy >"$work/welsh"
expect_match "labels in another language" '  yn ôl: \|Cwblhawyd\|Ar y trywydd' "$work/welsh"

expect_exit "the first cycle alone" 1 "$peerpress" diff "$work/fourth.xml" --cycle first
expect_match "there is none before it" '\[diff-first\]' "$work/err"
expect_exit "since a later cycle" 1 "$peerpress" diff "$work/fourth.xml" --since fourth
expect_exit "no such cycle" 1 "$peerpress" diff "$work/second.xml" "$work/fourth.xml" --cycle third
expect_match "which file lacks it" 'second.xml: error: there is no cycle' "$work/err"
expect_exit "a broken dataset" 1 "$peerpress" diff tests/dataset/cut-off.xml "$work/fourth.xml"
expect_exit "no file" 3 "$peerpress" diff "$work/fourth.xml" "$work/none"
expect_exit "no operand" 2 "$peerpress" diff
expect_exit "three operands" 2 "$peerpress" diff a b c
expect_exit "since with two files" 2 "$peerpress" diff a b --since first
expect_exit "an unknown form" 2 "$peerpress" diff a --format html
expect_exit "a cycle that is not UTF-8" 2 "$peerpress" diff a --cycle "$(printf '\377')"
expect_exit "a folder as the output" 3 "$peerpress" diff "$work/fourth.xml" -o "$work"
finish
