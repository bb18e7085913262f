# Takes long.
# Three readers extract the same words from each fixture's PDF, and no word of the tags is lost to them:
# poppler, mupdf and pdf.js. tests/pdf-words.py says what is compared. Each paragraph of the fixtures is extracted
# letter by letter in its order, in every script: tests/pdf-order.py. qpdf finds nothing wrong.
. tests/lib.sh

# pdf.js comes from npm, into a folder that goes with the test.
pdfjs=
if ! command -v npm >/dev/null || ! command -v node >/dev/null; then
  why="npm is missing"
elif ! timeout 120 npm install --silent --no-audit --no-fund --prefix "$work/js" pdfjs-dist@5 >/dev/null 2>&1; then
  why="npm cannot install pdfjs-dist"
elif ! (cd "$work/js" && node --input-type=module -e 'await import("pdfjs-dist/legacy/build/pdf.mjs")') >/dev/null 2>&1; then
  why="pdf.js does not run with node $(node --version)"
else
  pdfjs=$work/js
fi

# extracted NAME: of $work/NAME.fo
extracted() {
  pdf=$work/$1.pdf
  expect_exit "$1: rendered" 0 "$peerpress" render "$work/$1.fo" -o "$pdf" --root fixtures --root "$work"
  expect_exit "$1: qpdf --check" 0 qpdf --check "$pdf"
  "$peerpress" inspect --text "$pdf" >"$work/$1.tags"
  pdftotext -enc UTF-8 "$pdf" "$work/$1.poppler"
  expect_exit "$1: mutool" 0 mutool draw -q -F text -o "$work/$1.mupdf" "$pdf"
  expect_exit "$1: poppler has the words of the tags" 0 \
    python3 tests/pdf-words.py tags "$work/$1.tags" "$work/$1.fo" "$work/$1.poppler"
  [ "$lib_found" = 0 ] || cat "$work/out"
  expect_exit "$1: mupdf has the words of poppler" 0 \
    python3 tests/pdf-words.py same "$work/$1.poppler" "$work/$1.mupdf"
  [ "$lib_found" = 0 ] || cat "$work/out"
  [ -n "$pdfjs" ] || return 0
  node tests/pdf-words.mjs "$pdfjs" "$pdf" >"$work/$1.pdf.js"
  expect_exit "$1: pdf.js has the words of poppler" 0 \
    python3 tests/pdf-words.py same "$work/$1.poppler" "$work/$1.pdf.js"
  [ "$lib_found" = 0 ] || cat "$work/out"
}

# ordered NAME READER
ordered() {
  expect_exit "$1: $2 has its paragraphs in order" 0 python3 tests/pdf-order.py "$2" "$work/$1.fo" "$work/$1.$2"
  [ "$lib_found" = 0 ] || cat "$work/out"
}

# in_order NAME: by every reader
in_order() {
  extracted "$1"
  ordered "$1" poppler
  ordered "$1" mupdf
  [ -z "$pdfjs" ] || ordered "$1" pdf.js
}

# Each report of both councils, in each language.
"$peerpress" build "$dataset" -o "$work/st-helens.fo"
in_order st-helens
for kind in review news; do
  "$peerpress" build "$dataset" -r "$kind" -o "$work/st-helens-$kind.fo"
  in_order "st-helens-$kind"
done
for language in en cy; do
  for kind in summary review tracker changes news; do
    "$peerpress" build fixtures/aberddim/dataset.xml -r "$kind" -l "$language" -o "$work/$kind-$language.fo"
    in_order "$kind-$language"
  done
done
for content in fixtures/xhtml/*.xhtml; do
  name=$(basename "$content" .xhtml)
  cp -r fixtures/xhtml/. "$work"
  "$peerpress" render "$content" -o "$work/$name.fo"
  in_order "$name"
done
stylesheet=/usr/share/xml/docbook/stylesheet/docbook-xsl/fo/docbook.xsl
if [ -e "$stylesheet" ]; then
  xsltproc --nonet -o "$work/docbook.fo" "$stylesheet" tests/docbook/article.xml 2>/dev/null
  extracted docbook
else
  skip "docbook-xsl is missing"
fi
[ -n "$pdfjs" ] || skip "pdf.js: $why"

# Every glyph of every script can be drawn by a reader that reports those that it cannot.
mutool draw -q -r 36 -o "$work/scripts-%d.png" "$work/scripts.pdf" 2>"$work/drawn"
expect_same "scripts: no glyph is broken" "" "$(grep -i 'glyph' "$work/drawn")"

# The comparison can fail: a word less, a word more, a page less.
sed '1,/summary/s/summary/sumary/' "$work/st-helens.poppler" >"$work/less"
expect_exit "a changed word is found" 1 python3 tests/pdf-words.py same "$work/st-helens.poppler" "$work/less"
expect_exit "a word that is not extracted is found" 1 \
  python3 tests/pdf-words.py tags "$work/st-helens.tags" "$work/st-helens.fo" "$work/less"
tr -d '\f' <"$work/st-helens.poppler" >"$work/one-page"
expect_exit "a missing page is found" 1 python3 tests/pdf-words.py same "$work/st-helens.poppler" "$work/one-page"
tr -d '\330' <"$work/right-to-left.poppler" | iconv -c -f UTF-8 -t UTF-8 >"$work/less"
expect_exit "a missing Arabic letter is found" 1 \
  python3 tests/pdf-words.py tags "$work/right-to-left.tags" "$work/right-to-left.fo" "$work/less"
sed 's/শিশুদের/শিশদুের/' "$work/scripts.mupdf" >"$work/less"
expect_exit "two letters that changed places are found" 1 \
  python3 tests/pdf-order.py mupdf "$work/scripts.fo" "$work/less"
grep -v کتابیں "$work/scripts.poppler" >"$work/less"
expect_exit "a missing line from right to left is found" 1 \
  python3 tests/pdf-order.py poppler "$work/scripts.fo" "$work/less"
finish
