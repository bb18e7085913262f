# The PDF, the page and the plain text say the same, and all that they must say.
. tests/lib.sh

for kind in pdf html txt; do
  expect_exit "build $kind" 0 "$peerpress" build "$dataset" -o "$work/summary.$kind"
  expect_same "build $kind: no message" "" "$(cat "$work/err")"
  python3 tests/words.py "$work/summary.$kind" >"$work/$kind.words"
done

expect_true "there are words" "$(wc -l <"$work/html.words")" -gt 2000
"$peerpress" inspect --text "$work/summary.pdf" >"$work/summary.tags"
expect_exit "PDF, page and text say the same" 0 \
  python3 tests/same-words.py "$work/summary.html" "$work/summary.tags" "$work/summary.txt"
expect_files "what the PDF shows is what the page says" "$work/html.words" "$work/pdf.words"

# The facts, as words without their punctuation at either end.
normalise() {
  tr '\n' ' ' | tr -s ' '
}
facts() {
  printf '%s\n' "$1" >"$work/fact.txt"
  python3 tests/words.py "$work/fact.txt" | normalise
}
for kind in pdf html txt; do
  { printf ' ' && normalise <"$work/$kind.words"; } >"$work/$kind.line"
done
missing=
count=0
while IFS= read -r fact; do
  case $fact in '' | '#'*) continue ;; esac
  count=$((count + 1))
  wanted=$(facts "$fact")
  for kind in pdf html txt; do
    grep -qF -- " ${wanted% }" "$work/$kind.line" || missing="$missing
$kind: $fact"
  done
done <tests/checklist/st-helens.txt
expect_same "$count facts of the checklist are in each edition" "" "$missing"
expect_true "the checklist has facts" "$count" -gt 100

expect_exit "qpdf --check" 0 qpdf --check "$work/summary.pdf"
expect_exit "mutool draws the PDF" 0 mutool draw -q -F trace -o "$work/trace" "$work/summary.pdf"
expect_same "mutool has nothing to say" "" "$(grep -v 'ICC support is not available' "$work/err" || true)"
# Every font embedded, every character mapped to Unicode.
expect_same "fonts are embedded with their characters" "" \
  "$(pdffonts "$work/summary.pdf" | sed 1,2d | awk '{ if ($(NF-4) != "yes" || $(NF-2) != "yes") print }')"
pdfinfo "$work/summary.pdf" >"$work/info"
expect_match "the title" '^Title: .*St Helens' "$work/info"
expect_match "the page is A4" '^Page size: .*A4' "$work/info"

# A PDF claims what it keeps, and nothing if it is asked to.
grep -a -c 'pdfuaid:part' "$work/summary.pdf" >"$work/count" || true
expect_true "PDF/UA is claimed" "$(cat "$work/count")" -gt 0
"$peerpress" build "$dataset" --no-claim -o "$work/unclaimed.pdf"
grep -a -c 'pdfuaid:part' "$work/unclaimed.pdf" >"$work/count" || true
expect_same "--no-claim" 0 "$(cat "$work/count")"
finish
