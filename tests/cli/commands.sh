# The command line: help, versions, exit codes, standard input and output, forms of messages.
. tests/lib.sh

expect_exit "--help" 0 "$peerpress" --help
for command in build check render help; do
  expect_match "--help lists $command" "^  $command " "$work/out"
done
for command in build check render; do
  expect_exit "help $command" 0 "$peerpress" help $command
  expect_exit "$command --help" 0 "$peerpress" $command --help
  expect_match "$command --help has options" --diagnostics "$work/out"
done
"$peerpress" build --help | sed -n 's/^  \(-[a-z], \)*\(--[a-z-]*\).*/\2/ip' | while read -r option; do
  grep -q -- "$(printf '%s' "$option" | sed 's/-/\\\\-/g')" docs/peerpress.1 || echo "$option"
done >"$work/missing"
expect_same "the manual has each option of build" "" "$(cat "$work/missing")"
expect_exit "--version" 0 "$peerpress" --version
for library in libxml2 libxslt pango cairo HarfBuzz fontconfig; do
  expect_match "--version names $library" "$library [0-9]" "$work/out"
done

usage() {
  name=$1
  shift
  expect_exit "usage: $name" 2 "$peerpress" "$@"
  grep -q '\[usage\]$' "$work/err" || fail "usage: $name is explained" "$(cat "$work/err")"
}
usage "no command"
usage "unknown command" publish
usage "unknown option" build --colour x -o x.pdf
usage "no dataset" build -o "$work/x.pdf"
usage "two datasets" build a b -o "$work/x.pdf"
usage "no output" build "$dataset"
usage "unknown edition" build "$dataset" -o "$work/x.pdf" --to word
usage "unknown ending" build "$dataset" -o "$work/x.doc"
usage "unknown report" build "$dataset" -o "$work/x.pdf" --report nothing
usage "unknown theme" build "$dataset" -o "$work/x.pdf" --theme nothing
usage "no such stylesheet" build "$dataset" -o "$work/x.pdf" --stylesheet nothing.xsl
usage "no such root" build "$dataset" -o "$work/x.pdf" --root nothing
usage "bad parameter" build "$dataset" -o "$work/x.pdf" --param nothing
usage "bad form of messages" build "$dataset" -o "$work/x.pdf" --diagnostics=xml
usage "pictures to standard output" build "$dataset" -o - --to png
usage "resolution of a PDF" build "$dataset" -o "$work/x.pdf" --resolution 300
usage "nothing to check" check
"$peerpress" chekc 2>"$work/err" || true
expect_match "a command is suggested" 'did you mean “check”' "$work/err"

input() {
  name=$1
  id=$2
  shift 2
  expect_exit "$name" 1 "$peerpress" "$@"
  expect_match "$name: $id" "\[$id\]\$" "$work/err"
}
input "unknown parameter" transform-parameter build "$dataset" -o "$work/x.html" -p thene=x
input "unknown cycle" dataset-no-cycle build "$dataset" -o "$work/x.html" --cycle never
input "unknown language" transform-stopped build "$dataset" -o "$work/x.html" --lang zz
input "a dataset to render" render-dataset render "$dataset" -o "$work/x.pdf"
input "FO to text" render-edition render tests/layout/list.fo -o "$work/x.txt"
input "a stylesheet for FO" render-stylesheet render tests/layout/list.fo -s stylesheets/edition/print.xsl -o "$work/x.pdf"
echo '<other/>' >"$work/other.xml"
input "another document" render-unknown render "$work/other.xml" -o "$work/x.pdf"
: >"$work/empty.xml"
input "an empty file" xml-syntax check "$work/empty.xml"
input "an empty file to render" xml-syntax render "$work/empty.xml" -o "$work/x.pdf"

expect_exit "a file that does not exist" 3 "$peerpress" check "$work/nothing.xml"
expect_exit "a folder in place of a file" 3 "$peerpress" check "$work"
expect_exit "a folder that does not exist" 3 "$peerpress" build "$dataset" -o "$work/no/x.html"
expect_exit "a folder as the output" 3 "$peerpress" build "$dataset" -o "$work" --to html
if [ -e /dev/full ]; then
  expect_exit "no space left" 3 "$peerpress" build "$dataset" -o /dev/full --to html
fi

"$peerpress" build "$dataset" -o "$work/file.html"
"$peerpress" build "$dataset" -o - --to html >"$work/stdout.html"
expect_files "standard output" "$work/file.html" "$work/stdout.html"
"$peerpress" build - -o "$work/stdin.html" <"$dataset"
expect_files "standard input" "$work/file.html" "$work/stdin.html"
sed 's/<title>/<titel>/' "$dataset" >"$work/bad.xml"
"$peerpress" build - -o - --to html <"$work/bad.xml" >"$work/out" 2>"$work/err" || true
expect_same "nothing on standard output after an error" "" "$(cat "$work/out")"
expect_match "standard input has a name" '^(standard input):' "$work/err"

"$peerpress" check --diagnostics=json tests/dataset/misspelt-element.xml 2>"$work/json" || true
expect_same "messages as JSON" "dataset-element-meant error 44" \
  "$(python3 -c 'import json,sys; d=json.loads(sys.stdin.readline()); print(d["id"], d["severity"], d["line"])' <"$work/json")"

cat >"$work/warns.xsl" <<'XSL'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><a><xsl:message>look here</xsl:message></a></xsl:template>
</xsl:stylesheet>
XSL
expect_exit "a warning is no error" 0 "$peerpress" build "$dataset" -r "$work/warns.xsl" -o "$work/w.xhtml"
rm -f "$work/w.xhtml"
expect_exit "a warning as an error" 1 "$peerpress" build -W "$dataset" -r "$work/warns.xsl" -o "$work/w.xhtml"
expect_true "nothing is published then" ! -e "$work/w.xhtml"
finish
