# Every PDF keeps PDF/UA-1 and PDF/A-2a, is whole for three readers, and its tags say the words of the
# document in their order.
. tests/lib.sh

# judge NAME FILE.pdf: the syntax, the rules, and the claim
judge() {
  expect_exit "$1: qpdf --check" 0 qpdf --check "$2"
  expect_exit "$1: mutool" 0 mutool draw -q -F trace -o "$work/trace" "$2"
  expect_exit "$1: the rules" 0 "$peerpress" inspect --check "$2"
  "$peerpress" inspect "$2" >"$work/inspect"
  expect_match "$1: it claims them" '^Claims: PDF/UA-1, PDF/A-[23]a$' "$work/inspect"
}

# same_words NAME DOCUMENT.fo FILE.pdf
same_words() {
  "$peerpress" inspect --text "$3" >"$work/words"
  expect_exit "$1: the words of the tags" 0 python3 tests/fo-words.py "$2" "$work/words"
  [ -s "$work/out" ] && grep 'the document has' "$work/out"
  return 0
}

# <!-- holds: PATTERN --> in a document: a line of its summary, of its objects as JSON or of its XMP must match.
holds() {
  qpdf --json=2 "$3" >>"$work/inspect"
  qpdf --qdf --object-streams=disable "$3" - | LC_ALL=C grep -a '^<' >>"$work/inspect"
  sed -n 's/.*<!-- holds: \(.*\) -->.*/\1/p' "$2" >"$work/patterns"
  while IFS= read -r pattern; do
    expect_match "$1: $pattern" "$pattern" "$work/inspect"
  done <"$work/patterns"
}

for document in tests/pdf/*.fo; do
  name=${document#tests/pdf/}
  expect_exit "$name" 0 "$peerpress" render "$document" -o "$work/one.pdf"
  expect_same "$name: no message" "" "$(cat "$work/err")"
  judge "$name" "$work/one.pdf"
  holds "$name" "$document" "$work/one.pdf"
  same_words "$name" "$document" "$work/one.pdf"
done

for content in fixtures/xhtml/*.xhtml; do
  name=${content#fixtures/xhtml/}
  "$peerpress" render "$content" --to fo -o "$work/one.fo" 2>"$work/messages"
  expect_exit "$name" 0 "$peerpress" render "$content" -o "$work/one.pdf"
  judge "$name" "$work/one.pdf"
  same_words "$name" "$work/one.fo" "$work/one.pdf"
done

"$peerpress" build "$dataset" --to fo -o "$work/summary.fo"
expect_exit "the summary" 0 "$peerpress" build "$dataset" -o "$work/summary.pdf"
judge "the summary" "$work/summary.pdf"
same_words "the summary" "$work/summary.fo" "$work/summary.pdf"

# Of pages taken out of it, the tags say what is on them and nothing twice; qpdf leaves the elements of the others, without Pg.
qpdf "$work/summary.pdf" --pages . 2-3 -- "$work/cut.pdf"
"$peerpress" inspect --text "$work/cut.pdf" >"$work/words"
expect_same "pages taken out: a sentence of theirs" 1 "$(grep -c 'This is an informal summary of what members' "$work/words")"
expect_same "pages taken out: no paragraph twice" "" "$(awk 'length > 60' "$work/words" | sort | uniq -d)"
"$peerpress" inspect --check "$work/cut.pdf" >"$work/out" 2>"$work/err"
expect_same "pages taken out: no rule of PDF/UA is broken" "" "$(grep 'UA ' "$work/err")"

# What layout is asked for shows what tags can meet. Left out are a flow that goes to no region, a cell of a column that
# is taken away, characters that go where a line ends, and turned ones, of which it is guessed whether they are on one line.
for document in tests/layout/*.fo; do
  name=${document#tests/layout/}
  "$peerpress" render "$document" --no-claim -o "$work/one.pdf" >"$work/out" 2>&1 || continue
  case $name in flow-map.fo | table-column-collapse.fo | suppress-at-line-break.fo | glyph-orientation-horizontal.fo) continue ;; esac
  same_words "layout $name" "$document" "$work/one.pdf"
done

# Each figure has its own picture, those without ink none.
"$peerpress" render tests/pdf/unseen-pictures.fo -o "$work/one.pdf"
qpdf --qdf --object-streams=disable "$work/one.pdf" - | LC_ALL=C awk '
  /(^| )\/Figure<</ { figure = 1; ink = "-" }
  figure && /(^| )(Do|f|f\*|S)$/ { ink = "ink" }
  figure && /^EMC/ { print ink; figure = 0 }' >"$work/figures"
expect_same "figures have their own pictures" "- ink - ink - - - ink" "$(tr '\n' ' ' <"$work/figures" | sed 's/ $//')"

# What belongs together in the words must not part where lines end.
"$peerpress" render tests/pdf/hyphens.fo -o "$work/hyphens.pdf"
"$peerpress" inspect --text "$work/hyphens.pdf" >"$work/words"
expect_match "divided words are whole" 'communications and and/or counter-productive' "$work/words"
expect_match "a word with a soft hyphen is whole" 'Extraordinary recommendations' "$work/words"

# The dataset, attached.
expect_exit "--attach-dataset" 0 "$peerpress" build "$dataset" --attach-dataset -o "$work/attached.pdf"
judge "--attach-dataset" "$work/attached.pdf"
expect_match "it is PDF/A-3a" 'PDF/A-3a$' "$work/inspect"
expect_exit "inspect --extract" 0 "$peerpress" inspect --extract dataset.xml -o "$work/back.xml" "$work/attached.pdf"
expect_files "the dataset comes back" "$dataset" "$work/back.xml"
expect_exit "inspect --extract of nothing" 1 "$peerpress" inspect --extract other.xml "$work/attached.pdf"
expect_exit "--attach-dataset is for pdf" 2 "$peerpress" build "$dataset" --attach-dataset -o "$work/x.html"

# A document that lacks what only its author can give is published and claims nothing.
expect_exit "no language" 0 "$peerpress" render tests/layout/list.fo -o "$work/list.pdf"
expect_match "the message names the place" '^tests/layout/list.fo:[0-9]*:[0-9]*: warning: the document does not say its language' "$work/err"
"$peerpress" inspect "$work/list.pdf" >"$work/inspect"
expect_match "nothing is claimed" '^Claims: none$' "$work/inspect"
expect_exit "inspect --check finds it" 1 "$peerpress" inspect --check "$work/list.pdf"
expect_match "with the rule" 'UA 7.2-33' "$work/err"
expect_exit "inspect of no PDF" 1 "$peerpress" inspect tests/lib.sh
expect_exit "inspect of no file" 3 "$peerpress" inspect "$work/nothing.pdf"
finish
