#!/bin/sh
# The reports of a past cycle do not change when later ones are added: Aberddim's second cycle, from the
# file with all five and from the file as it was then (tests/as-of.py), gives the same bytes.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

if ! command -v python3 >/dev/null; then
  skip "past cycle: python3 is missing"
  finish
  exit
fi

cycle=april-2023
mkdir -p "$work/before" "$work/now"
cp fixtures/aberddim/dataset.xml "$work/now/"
python3 tests/as-of.py fixtures/aberddim/dataset.xml $cycle >"$work/before/dataset.xml"
expect_exit "the file as it was then is valid" 0 "$peerpress" check --warnings-as-errors "$work/before/dataset.xml"
expect_same "it has two cycles" 2 "$(grep -c '<cycle ' "$work/before/dataset.xml")"
expect_same "nothing of later cycles is left" "" \
  "$(grep -n -e march-2024 -e october-2024 -e may-2025 -e 'id="audit"' -e 'id="pr-1"' "$work/before/dataset.xml")"

# publish FOLDER NAME OPTION…: the latest cycle of the file then, that cycle of the file now
publish() {
  folder=$1
  output=$2
  shift 2
  if [ "$folder" = now ]; then
    set -- "$@" --cycle $cycle
  fi
  "$peerpress" build "$work/$folder/dataset.xml" "$@" -o "$work/$folder/$output" >"$work/said" 2>&1
}

# compare REPORT EDITION LANGUAGE
compare() {
  name=$1-$3.$2
  if publish before "$name" --report "$1" --lang "$3" && publish now "$name" --report "$1" --lang "$3"; then
    expect_files "$1, $2, $3: the same bytes" "$work/before/$name" "$work/now/$name"
  elif [ "$2" = csv ] && grep -q 'no table of data' "$work/said"; then
    pass "$1, $2, $3: no tables of data"
  else
    fail "$1, $2, $3: published" "$(head -5 "$work/said")"
  fi
}

for report in summary review tracker changes news; do
  for language in en cy; do
    for edition in pdf html txt csv; do
      compare $report $edition $language
    done
  done
done

# The tree that stylesheets see; blank lines between elements that are gone may remain.
publish before tree.xml --to dataset
publish now tree.xml --to dataset
grep -v '^ *$' "$work/before/tree.xml" >"$work/before/tree"
grep -v '^ *$' "$work/now/tree.xml" >"$work/now/tree"
expect_files "the tree with its derived values: the same" "$work/before/tree" "$work/now/tree"

# The comparison can fail: what the present cycle says is something else.
"$peerpress" build "$work/now/dataset.xml" -o "$work/latest.txt"
"$peerpress" build "$work/now/dataset.xml" --cycle $cycle -o "$work/past.txt"
expect_exit "self-test: the latest cycle is another" 1 cmp -s "$work/latest.txt" "$work/past.txt"
finish
