# What is wrong with a page is told of the file that its author wrote: through one step or two.
. tests/lib.sh

long=$(printf 'x%.0s' $(seq 200))
line=$(grep -n '<p>' "$dataset" | head -1 | cut -d: -f1)
sed "${line}s/<p>/<p>$long /" "$dataset" >"$work/long.xml"
"$peerpress" build "$work/long.xml" -o "$work/long.pdf" 2>"$work/err"
expect_match "both stylesheets and the object" \
  "^    trace: $work/long.xml:$line:[0-9]* → built-in progress/[a-z]*.xsl:[0-9:]* → built-in edition/print[-a-z]*.xsl:[0-9:]* → /fo:root/.*fo:block" "$work/err"
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

# An FO that keeps its trace is a document like another: the places of all steps, and its own.
expect_exit "--trace" 0 "$peerpress" build "$work/long.xml" -o "$work/traced.fo" --trace
"$peerpress" build "$work/long.xml" -o "$work/plain.fo"
python3 - "$work/traced.fo" "$work/plain.fo" >"$work/out" <<'PYTHON'
import sys, xml.etree.ElementTree as tree

def read(name):
    root = tree.parse(name).getroot()
    stamps = [e.attrib.pop("{urn:peerpress:trace}at", None) for e in root.iter()]
    return tree.tostring(root), stamps

(traced, stamps), (plain, none) = read(sys.argv[1]), read(sys.argv[2])
print(traced == plain, all(len(s.split()) in (2, 3) for s in stamps if s), not any(none), sum(map(bool, stamps)) > 100)
PYTHON
expect_same "the trace of each object, and nothing else" "True True True True" "$(cat "$work/out")"
"$peerpress" render "$work/traced.fo" -o "$work/traced.pdf" 2>"$work/err"
expect_match "a traced document: the dataset's line" "^$work/long.xml:$line:[0-9]*: warning: .*\[layout-line-overflow\]" "$work/err"
expect_match "its own place at the trace's end" "^    trace: $work/long.xml:$line:.* → $work/traced.fo:[0-9]*:[0-9]*$" "$work/err"
expect_exit "--trace of a PDF" 2 "$peerpress" build "$dataset" -o "$work/x.pdf" --trace

# What formatting objects are told wrongly is a mistake of the stylesheet that is not built in.
cat >"$work/print.xsl" <<'XSLT'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:fo="http://www.w3.org/1999/XSL/Format"
                xmlns:h="http://www.w3.org/1999/xhtml">
  <xsl:template match="/">
    <fo:root xml:lang="en">
      <fo:layout-master-set>
        <fo:simple-page-master master-name="a" page-width="200pt" page-height="200pt"><fo:region-body/></fo:simple-page-master>
      </fo:layout-master-set>
      <fo:page-sequence master-reference="a"><fo:flow flow-name="xsl-region-body"><xsl:apply-templates select="//h:p"/></fo:flow></fo:page-sequence>
    </fo:root>
  </xsl:template>
  <xsl:template match="h:p">
    <fo:block colour="red"><xsl:apply-templates/></fo:block>
  </xsl:template>
</xsl:stylesheet>
XSLT
"$peerpress" render "$work/content.xhtml" -s "$work/print.xsl" -o "$work/own.pdf" 2>"$work/err"
expect_match "a property that does not exist: the stylesheet" "^$work/print.xsl:12:5: warning: .*\[fo-unknown-property\]" "$work/err"
expect_match "for which element" "^    trace: $work/content.xhtml:5:5 → $work/print.xsl:12:5 → /fo:root/fo:page-sequence/fo:flow/fo:block" "$work/err"

# On a terminal, the line and a caret below it.
if command -v script >/dev/null; then
  script -qec "'$peerpress' render '$work/content.xhtml' -o '$work/x.pdf'" /dev/null </dev/null >"$work/terminal" 2>&1
  expect_match "a terminal: the source's line" "|     <ul><li>&#xF8FF;" "$work/terminal"
  expect_match "a terminal: the caret" '|         ^' "$work/terminal"
  expect_match "a terminal: colours" "$(printf '\033')\[1;35mwarning" "$work/terminal"
  NO_COLOR=1 script -qec "'$peerpress' render '$work/content.xhtml' -o '$work/x.pdf'" /dev/null </dev/null >"$work/terminal" 2>&1
  expect_same "NO_COLOR" 0 "$(grep -c "$(printf '\033')" "$work/terminal")"
else
  skip "a terminal: there is no script(1)"
fi
finish
