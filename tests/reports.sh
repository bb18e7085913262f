# Each report in each edition and language: built without a message; PDF, page and text say the same; the PDF keeps its claims.
. tests/lib.sh

aberddim=fixtures/aberddim/dataset.xml

# report NAME DATASET REPORT LANGUAGE OPTION…
report() {
  name=$1
  source=$2
  kind=$3
  language=$4
  shift 4
  for edition in pdf html txt; do
    expect_exit "$name: $edition" 0 "$peerpress" build "$source" -r "$kind" -l "$language" -o "$work/$name.$edition" "$@"
    expect_same "$name: $edition without a message" "" "$(cat "$work/err")"
  done
  "$peerpress" inspect --text "$work/$name.pdf" >"$work/$name.tags"
  expect_exit "$name: PDF, page and text say the same" 0 \
    python3 tests/same-words.py "$work/$name.html" "$work/$name.tags" "$work/$name.txt"
  [ "$lib_found" = 0 ] || cat "$work/out"
  expect_true "$name: there are words" "$(cat "$work/out")" -gt 100
  expect_exit "$name: inspect --check" 0 "$peerpress" inspect --check "$work/$name.pdf"
}

report st-helens-review "$dataset" review en
report st-helens-news "$dataset" news en
for language in en cy ar; do
  for kind in summary review news; do
    report "$kind-$language" "$aberddim" "$kind" "$language"
  done
done
report review-first "$aberddim" review en --cycle november-2022

# What the article of St Helens must say (the second of the two documents), and that it leads to the summary.
"$peerpress" build "$dataset" -r news -p summary=st-helens-summary.txt -o "$work/news.txt"
tr -s '\n ' ' ' <"$work/news.txt" >"$work/line"
missing=
while IFS= read -r fact; do
  case $fact in '' | '#'*) continue ;; esac
  grep -qF -- "$fact" "$work/line" || missing="$missing
$fact"
done <tests/checklist/st-helens-news.txt
expect_same "the facts of the article" "" "$missing"

# Whose words they are: the council's position and the peers' stand apart, and each observation stands once.
"$peerpress" build "$aberddim" -r review --to xhtml -o "$work/review.xhtml"
count() {
  xmllint --xpath "count(//*[local-name() = 'section'][contains(concat(' ', @class, ' '), ' $1 ')]$2)" "$work/review.xhtml"
}
expect_same "an observation never stands in the council's words" 0 "$(count voice-council "//*[contains(@class, 'observation')]")"
expect_true "there are observations" "$(count observation)" -gt 10
expect_same "observations stand once" "" \
  "$(xmllint --xpath "//*[contains(@class, 'observation')]/@id" "$work/review.xhtml" | sort | uniq -d)"

# The same report in another language, said in that language, from each edition.
for edition in html txt pdf; do
  "$peerpress" build "$aberddim" -r review -p alternates="cy=review-cy.$edition" -o "$work/pair.$edition"
done
alternate() {
  xmllint --html --xpath "string($1)" "$work/pair.html" 2>/dev/null
}
in_welsh="Mae’r ddogfen hon hefyd ar gael yn Gymraeg"
expect_same "the page says so in Welsh" "$in_welsh" "$(alternate "//p[@class='alternate']/a[@lang='cy']")"
expect_same "the page's link" review-cy.html "$(alternate "//p[@class='alternate']/a/@href")"
expect_same "the page's head" "cy review-cy.html" \
  "$(alternate "concat(//link[@rel='alternate']/@hreflang, ' ', //link[@rel='alternate']/@href)")"
expect_match "the text" "^$in_welsh <review-cy.txt>\$" "$work/pair.txt"
qpdf --qdf --object-streams=disable "$work/pair.pdf" - | grep -a '/URI' >"$work/links"
expect_match "the PDF's link" '/URI (review-cy.pdf)' "$work/links"
expect_exit "the PDF keeps its claims" 0 "$peerpress" inspect --check "$work/pair.pdf"
expect_exit "alternates without an address" 1 "$peerpress" build "$aberddim" -r review -p alternates=cy -o "$work/no.html"
expect_match "is said so" 'not LANGUAGE=ADDRESS' "$work/err"
expect_exit "alternates in a language without words" 1 "$peerpress" build "$aberddim" -p alternates=xx=a.html -o "$work/no.html"
expect_exit "a cycle without news" 1 "$peerpress" build "$aberddim" -r news -p article=9 -o "$work/no.html"

# Texts that exist only in another language than the report keep theirs; prose says its numbers and dates in its own.
"$peerpress" build "$dataset" -l cy --to xhtml -o "$work/welsh.xhtml"
xml() {
  xmllint --xpath "string($1)" "$work/welsh.xhtml"
}
expect_same "the report is Welsh" cy "$(xml '/*/@lang')"
expect_same "its English title is marked" en "$(xml "//*[local-name() = 'h1']/*/@lang")"
expect_same "dates of the report are Welsh" "17 Mawrth 2021" "$(xml "//*[@class = 'date']")"
expect_match "dates in English prose are English" 'since <time datetime="2020-02">February 2020' "$work/welsh.xhtml"
finish
