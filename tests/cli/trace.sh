# What is wrong with a page is told of the file that its author wrote: through one step or two.
. tests/lib.sh

long=$(printf 'x%.0s' $(seq 200))
line=$(grep -n '<p>' "$dataset" | head -1 | cut -d: -f1)
sed "${line}s/<p>/<p>$long /" "$dataset" >"$work/long.xml"
"$peerpress" build "$work/long.xml" -o "$work/long.pdf" 2>"$work/err"
expect_match "a word too long: the dataset's line" "^$work/long.xml:$line:[0-9]*: warning: .*\[layout-line-overflow\]" "$work/err"

cat >"$work/content.xhtml" <<XHTML
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">
  <head><title>Pictures</title></head>
  <body>
    <h1>Pictures</h1>
    <p>One: <img
        src="nothing.png" alt="none"/></p>
    <p>$long</p>
    <ul><li>&#xF8FF;</li></ul>
  </body>
</html>
XHTML
"$peerpress" render "$work/content.xhtml" -o "$work/content.pdf" 2>"$work/err"
expect_match "a picture that is not there: the line of its tag" "^$work/content.xhtml:5:13: .*\[image-missing\]" "$work/err"
expect_match "a word too long: the paragraph" "^$work/content.xhtml:7:5: .*\[layout-line-overflow\]" "$work/err"
expect_match "a character that no font has: the item" "^$work/content.xhtml:8:9: .*\[text-missing-glyph\]" "$work/err"

"$peerpress" render "$work/content.xhtml" -o "$work/content.fo"
expect_same "a written FO has no trace" 0 "$(grep -c peerpress-trace "$work/content.fo")"
"$peerpress" render "$work/content.fo" -o "$work/fo.pdf" 2>"$work/err"
expect_match "an FO document: its own line" "^$work/content.fo:[0-9]*:[0-9]*: .*\[image-missing\]" "$work/err"
expect_same "no place of a stylesheet's inside" 0 "$(grep -c 'resource:' "$work/err")"
finish
