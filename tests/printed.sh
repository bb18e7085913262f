#!/bin/sh
# The numbers that each edition of each report prints are those that tests/recount.py counts.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

aberddim=fixtures/aberddim/dataset.xml

if ! command -v python3 >/dev/null || ! command -v pdftotext >/dev/null; then
  skip "printed numbers: python3 or pdftotext is missing"
  finish
  exit
fi

# printed DATASET CYCLE LANGUAGE REPORT: the editions that the report has, in $work
printed() {
  rm -f "$work"/report.*
  for edition in xhtml html txt pdf csv; do
    "$peerpress" build "$1" --cycle "$2" --lang "$3" --report "$4" -o "$work/report.$edition" 2>"$work/said" ||
      { [ $edition = csv ] && grep -q 'no table of data' "$work/said"; } || cat "$work/said"
  done
  expect_exit "$2, $4, $3: the numbers in each edition" 0 \
    python3 tests/printed.py "$1" "$2" "$3" "$4" "$work"/report.xhtml "$work"/report.[!x]*
  grep -v ' comparisons, ' "$work/out" || true
}

for report in summary review tracker changes news; do
  for cycle in november-2022 april-2023 march-2024 october-2024 may-2025; do
    [ $report-$cycle = changes-november-2022 ] || printed "$aberddim" $cycle en $report
  done
  [ $report = news ] || printed "$aberddim" may-2025 cy $report
done
for report in summary review; do
  printed "$dataset" march-2021 en $report
done

# The comparison fails where it should: a number in one edition, a row, a sentence; an edition of another cycle.
# falsified NAME EDITION SED-COMMAND
falsified() {
  sed "$3" "$work/review.$2" >"$work/false.$2"
  if cmp -s "$work/false.$2" "$work/review.$2"; then
    fail "self-test, $1: nothing was falsified"
  else
    expect_exit "self-test, $1: found" 1 \
      python3 tests/printed.py "$aberddim" may-2025 en review "$work/review.xhtml" "$work/false.$2"
  fi
}

for edition in xhtml html txt; do
  "$peerpress" build "$aberddim" --report review -o "$work/review.$edition"
done
"$peerpress" build "$aberddim" --report review --cycle october-2024 -o "$work/other.pdf" 2>"$work/said"
expect_exit "self-test, all as it is: nothing found" 0 \
  python3 tests/printed.py "$aberddim" may-2025 en review "$work/review.xhtml" "$work/review.html" "$work/review.txt"
falsified "a share on the page" html '0,/68%/s/68%/67%/'
falsified "a count in the text" txt '0,/^✔ Complete  *38/s/38/39/'
falsified "a sentence in the text" txt 's/18 have moved forward/17 have moved forward/'
falsified "days in the text" txt 's/due in 746 days/due in 747 days/'
expect_exit "self-test, a PDF of another cycle: found" 1 \
  python3 tests/printed.py "$aberddim" may-2025 en review "$work/review.xhtml" "$work/other.pdf"
sed '0,/>38</s/>38</>37</' "$work/review.xhtml" >"$work/false.xhtml"
expect_exit "self-test, a count in the content: found" 1 \
  python3 tests/printed.py "$aberddim" may-2025 en review "$work/false.xhtml" "$work/review.html"
finish
