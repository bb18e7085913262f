# The web edition of each report in headless Chromium: axe-core, narrow windows, the keyboard, print (tests/web.mjs says what). The
# test is skipped where Chromium or npm is missing.
. tests/lib.sh

chromium=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$chromium" ]; then
  skip "web pages: chromium is missing"
  finish
elif ! command -v npm >/dev/null || ! command -v node >/dev/null; then
  skip "web pages: npm is missing"
  finish
elif ! timeout 120 npm install --silent --no-audit --no-fund --prefix "$work/js" playwright-core@1 axe-core@4 >/dev/null 2>&1; then
  skip "web pages: npm cannot install playwright-core and axe-core"
  finish
fi

pages=
# page REPORT DATASET LANG
page() {
  name=$work/$1-$(basename "$(dirname "$2")")-$3.html
  expect_exit "$1 of $2 in $3" 0 "$peerpress" build -r "$1" --lang "$3" "$2" -o "$name"
  pages="$pages $name"
}
page summary "$dataset" en
for report in summary review tracker changes news; do
  page "$report" fixtures/aberddim/dataset.xml en
done
page summary fixtures/aberddim/dataset.xml cy
page review fixtures/aberddim/dataset.xml ar
for content in everything right-to-left; do
  name=$work/$content.html
  cp -r fixtures/xhtml/. "$work"
  expect_exit "$content" 0 "$peerpress" render "$work/$content.xhtml" -o "$name"
  pages="$pages $name"
done

# shellcheck disable=SC2086 # names without blanks
expect_exit "every page can be read by everyone" 0 node tests/web.mjs "$work/js" "$chromium" $pages
[ "$lib_found" = 0 ] || cut -c1-300 "$work/out"
expect_same "each page was looked at" "$(echo "$pages" | wc -w)" "$(grep -c ' rules of axe-core hold$' "$work/out")"

# The looking can fail.
cat >"$work/bad.html" <<'EOF'
<!DOCTYPE html><html><head><title></title><style>a:focus { outline: none } p { color: #999; width: 900px }</style></head>
<body><p>Pale words, and too wide.</p><a href="#x">x</a><img src="https://www.example.org/x.png"><script>document.title = ''</script></body></html>
EOF
expect_exit "a bad page is found" 1 node tests/web.mjs "$work/js" "$chromium" "$work/bad.html"
for fault in 'color-contrast' 'image-alt' 'html-has-lang' 'wider than the window' 'asks for https' 'has a script' 'focus cannot be seen'; do
  expect_same "$fault" yes "$(grep -q "$fault" "$work/out" && echo yes)"
done
finish
