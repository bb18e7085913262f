# A block of another direction has the same space around it as one of the text's: containers discard the
# space of the blocks at their edges.
. tests/lib.sh

# page ATTRIBUTES: the content, and where the lines of its paragraphs stand
page() {
  cat >"$work/page.xhtml" <<END
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>A page</title></head><body>
<header><h1>A page</h1></header><p>One</p><section $1><h2>Two</h2><p>Three</p><ul><li>Four</li></ul></section>
<h2 $1>Five</h2><p $1>Six</p><div $1><section><h3>Seven</h3><p>Eight</p></section></div><p>Nine</p></body></html>
END
  "$peerpress" render "$work/page.xhtml" -o "$work/page.pdf" &&
    pdftotext -bbox "$work/page.pdf" - | sed -n 's/.*yMin="\([0-9.]*\)".*>\([A-Z][a-z]*\)<.*/\2 \1/p'
}

page "" >"$work/same"
page 'dir="rtl"' >"$work/other"
expect_same "the words are found" 9 "$(grep -cwE 'One|Two|Three|Four|Five|Six|Seven|Eight|Nine' "$work/same")"
expect_files "blocks stand as far from each other in either direction" "$work/same" "$work/other"
finish
