#!/bin/sh
# Every total is counted again from the datasets by tests/recount.py, which shares no code with the
# program, and compared with what was derived and with what is printed.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

aberddim=fixtures/aberddim/dataset.xml
cycles="november-2022 april-2023 march-2024 october-2024 may-2025"

if ! command -v python3 >/dev/null; then
  skip "recount: python3 is missing"
  finish
  exit
fi

# The hand-counted cycle: May 2025 of Aberddim. Counted on paper from the file alone, update by update:
# grep '<update' of the cycle gives 29 updates of actions (11 complete, 1 withdrawn, 9 on track, 6 at risk,
# 2 off track); 27 more were complete before and not touched since; so 33 stand where they stood, six of them
# updated (CPC 1.6, 4.6, 5.5 and 6.5, PR 1.5, AU 3.4). CPC 7 and its four actions are replaced.
# Opened again: CPC 6.3. Later dates: CPC 4.3, 5.3 and 6.3, PR 1.4, AU 1.3 and 3.3; an earlier one: AU 3.4. Overdue: CPC 1.6, 3.6
# and 6.4. New: CPC 6.6. Falling back: CPC 3.6, 5.3, 6.3 and 6.4. Of the 56 actions 38 are 67.9 %, 1 is
# 1.8 %, 9 are 16.1 %, 6 are 10.7 % and 2 are 3.6 %: 67 + 1 + 16 + 10 + 3 leaves three, for the largest rests.
# Days: to 9 August 30 + 31 + 9, to 16 June 2027 2 * 365 + 16.
cat >"$work/hand" <<'END'
recommendation total=11 base-total=11 new=0 gone=0 closed=3 base-closed=1 closes=2 reopened=0 forward=8 back=0 changed=0 same=3 slipped=0 advanced=0 overdue=1 base-overdue=0 carried=1
recommendation levels met=3/27 advanced=6/55 foundations=2/18 early=0/0
action total=56 base-total=55 new=1 gone=0 closed=39 base-closed=28 closes=12 reopened=1 forward=18 back=4 changed=0 same=33 slipped=6 advanced=1 overdue=3 base-overdue=2 carried=27
action levels complete=38/68 withdrawn=1/2 on-track=9/16 at-risk=6/11 off-track=2/3 paused=0/0
action moved at-risk>at-risk=1 at-risk>complete=4 at-risk>off-track=2 at-risk>on-track=2 complete>at-risk=1 complete>complete=27 off-track>at-risk=3 off-track>complete=1 on-track>at-risk=1 on-track>complete=6 on-track>on-track=5 paused>on-track=1 paused>withdrawn=1 ->on-track=1
action series november-2022=29 april-2023=31 march-2024=50 october-2024=55 may-2025=56
deadline cpc-plan 2022-11-16 -927 late 2022-11-29
deadline audit-statement 2025-08-09 70 due -
deadline cpc-next 2027-06-16 746 due -
END
python3 tests/recount.py show "$aberddim" may-2025 >"$work/shown"
grep -Fx -f "$work/hand" "$work/shown" >"$work/found" || true
expect_files "a hand-counted cycle of Aberddim is what the recount finds" "$work/hand" "$work/found"

# recount NAME DATASET FILE…
recount() {
  recount_name=$1
  shift
  expect_exit "$recount_name" 0 python3 tests/recount.py derived "$@"
}

# derive DATASET FILE OPTION…
derive() {
  derive_dataset=$1
  derive_file=$2
  shift 2
  "$peerpress" build "$derive_dataset" "$@" --to dataset -o "$derive_file"
}

for cycle in $cycles; do
  derive "$aberddim" "$work/derived-$cycle.xml" --cycle "$cycle"
  recount "Aberddim, $cycle: derived values" "$aberddim" "$work/derived-$cycle.xml"
done
derive "$aberddim" "$work/since.xml" --since april-2023
recount "Aberddim since its second cycle: derived values" "$aberddim" "$work/since.xml"
derive "$dataset" "$work/st-helens.xml"
recount "St Helens: derived values" "$dataset" "$work/st-helens.xml"
derive tests/dataset/everything.xml "$work/everything.xml"
recount "a dataset with everything: derived values" tests/dataset/everything.xml "$work/everything.xml"

# What the generator makes is valid, the same each time, and counted alike.
# generated NAME OPTION…
generated() {
  generated_name=$1
  shift
  python3 fixtures/generate.py "$@" -o "$work/generated.xml"
  python3 fixtures/generate.py "$@" >"$work/again.xml"
  expect_files "generated, $generated_name: the same each time" "$work/generated.xml" "$work/again.xml"
  "$peerpress" check "$work/generated.xml" >"$work/out" 2>"$work/err" || true
  expect_same "generated, $generated_name: valid" "$work/generated.xml: no mistakes found" "$(cat "$work/out" "$work/err")"
  derive "$work/generated.xml" "$work/derived.xml"
  recount "generated, $generated_name: derived values" "$work/generated.xml" "$work/derived.xml"
}

generated "one cycle" --cycles 1 --actions 9
generated "two languages" --cycles 6 --actions 40 --languages "en cy" --seed 2
generated "Welsh, many cycles" --cycles 11 --actions 90 --recommendations 7 --languages cy --seed 3
generated "no actions" --cycles 4 --actions 0 --recommendations 5
python3 fixtures/generate.py --councils 3 --actions 6 --cycles 2 -o "$work/councils"
expect_exit "generated, many councils: valid" 0 "$peerpress" check --warnings-as-errors "$work"/councils/council-000[123].xml
expect_same "generated, many councils: they differ" 3 "$(sha256sum "$work"/councils/*.xml | cut -c 1-64 | sort -u | wc -l)"

# The comparison fails where it should: a wrong count, share, state, day and cell; a dataset that says something else.
# falsified NAME SED-COMMAND
falsified() {
  sed "$2" "$work/derived-may-2025.xml" >"$work/false.xml"
  if cmp -s "$work/false.xml" "$work/derived-may-2025.xml"; then
    fail "self-test, $1: nothing was falsified"
  else
    expect_exit "self-test, $1: found" 1 python3 tests/recount.py derived "$aberddim" "$work/false.xml"
  fi
}

falsified "a count" '/<d:group by="all" kind="action"/s/slipped="6"/slipped="5"/'
falsified "a share" '0,/share="68"/s/share="68"/share="67"/'
falsified "a state" 's/\(<d:state of="cpc-6-3".*\) reopened="yes"/\1/'
falsified "a day" 's/days="746"/days="745"/'
falsified "a cell of the matrix" '0,/<d:to level="complete" count="27"/s/count="27"/count="26"/'
sed 's/<update of="cpc-1-6" level="at-risk"/<update of="cpc-1-6" level="on-track"/' "$aberddim" >"$work/other.xml"
expect_exit "self-test, another dataset: found" 1 python3 tests/recount.py derived "$work/other.xml" "$work/derived-may-2025.xml"
finish
