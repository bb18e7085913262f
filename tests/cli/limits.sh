# Limits: each one stops what passes it, names itself and the option that raises it, and leaves nothing
# behind; of many publications only the one that passed it.
. tests/lib.sh

mkdir "$work/in" "$work/out.d"
out=$work/out.d/a

# fo FILE FLOW: a document
fo() {
  cat >"$work/in/$1" <<FO
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" font-size="10pt"><fo:layout-master-set>
<fo:simple-page-master master-name="p" page-width="300pt" page-height="200pt"><fo:region-body/></fo:simple-page-master>
</fo:layout-master-set><fo:page-sequence master-reference="p"><fo:flow flow-name="xsl-region-body">
$2
</fo:flow></fo:page-sequence></fo:root>
FO
}

# stops NAME ID COMMAND…: one error with the id, which names the limit NAME, and no output
stops() {
  limit=$1
  id=$2
  shift 2
  expect_exit "$limit: beyond" 1 "$peerpress" "$@"
  expect_same "$limit: one error" 1 "$(grep -c ' error: ' "$work/err")"
  expect_match "$limit: its id" "error: .*\\[$id\\]" "$work/err"
  expect_match "$limit: the option that raises it" "--limit=$limit=" "$work/err"
  expect_same "$limit: nothing is left" "" "$(ls -A "$work/out.d")"
}

within() {
  limit=$1
  shift
  expect_exit "$limit: within" 0 "$peerpress" "$@"
  rm -f "$work"/out.d/*
}

# Pages and nesting.
stops pages layout-too-many-pages render tests/layout/break-before.fo --limit=pages=3 -o "$out.pdf"
within pages render tests/layout/break-before.fo --limit=pages=4 -o "$out.pdf"
fo deep.fo '<fo:block><fo:block><fo:block><fo:block><fo:block><fo:block><fo:block><fo:block>x</fo:block></fo:block></fo:block></fo:block></fo:block></fo:block></fo:block></fo:block>'
stops depth fo-too-deep render "$work/in/deep.fo" --limit=depth=20 --limit=depth=10 -o "$out.pdf"
within depth render "$work/in/deep.fo" --limit=depth=11 -o "$out.pdf"

# Entities.
fo text.fo '<fo:block>&text;&text;</fo:block>'
{
  printf '<!DOCTYPE fo:root [<!ENTITY text "%0900d">]>' 0
  cat "$work/in/text.fo"
} >"$work/in/entities.fo"
stops entities xml-entity-growth render "$work/in/entities.fo" --limit=entities=1 -o "$out.pdf"
within entities render "$work/in/entities.fo" --limit=entities=3 -o "$out.pdf"

# Pictures.
fo picture.fo '<fo:block><fo:external-graphic src="a.svg"/></fo:block>'
# A PNG of 2,000 by 1,000 pixels that has none of them; the checksums are right.
python3 - "$work/in/a.png" <<'PYTHON'
import struct
import sys
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


with open(sys.argv[1], "wb") as f:
    f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2000, 1000, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(bytes(251 * 1000))) + chunk(b"IEND", b""))
PYTHON
fo png.fo '<fo:block><fo:external-graphic src="a.png" content-width="99pt"/></fo:block>'
stops pixels image-too-large render "$work/in/png.fo" --limit=pixels=1 -o "$out.pdf"
within pixels render "$work/in/png.fo" --limit=pixels=2 -o "$out.pdf"
stops pixels paint-page-pixels render "$work/in/deep.fo" --limit=pixels=1 --resolution=400 -o "$out.png"
within pixels render "$work/in/deep.fo" --limit=pixels=2 --resolution=400 -o "$out.png"

# svg CONTENT: the picture of picture.fo
svg() {
  echo "<svg xmlns='http://www.w3.org/2000/svg' width='99' height='99'>$1</svg>" >"$work/in/a.svg"
}
svg "<g id='a'><path id='b' d='M0 0L9 9'/><use href='#b'/><use href='#b'/></g><use href='#a'/><use href='#a'/><use href='#c'/><g id='c'><use href='#c'/></g>"
stops svg-elements image-svg-complex render "$work/in/picture.fo" --limit=svg-elements=25 -o "$out.pdf"
within svg-elements render "$work/in/picture.fo" --limit=svg-elements=26 -o "$out.pdf"
svg "<defs><pattern id='p' width='9' height='9'><path d='M0 0L9 9'/><path d='M0 0L9 8'/></pattern></defs><path fill=\"url('#p')\" style='stroke:url(#p)' d='M0 0L9 9'/>"
stops svg-elements image-svg-complex render "$work/in/picture.fo" --limit=svg-elements=11 -o "$out.pdf"
within svg-elements render "$work/in/picture.fo" --limit=svg-elements=12 -o "$out.pdf"
svg "<use href='#a'/><g id='a'><use href='#b'/></g><g id='b'><g><path d='M0 0L9 9'/></g></g>"
stops svg-depth image-svg-deep render "$work/in/picture.fo" --limit=svg-depth=6 -o "$out.pdf"
within svg-depth render "$work/in/picture.fo" --limit=svg-depth=7 -o "$out.pdf"

# Text of usual sizes, relative ones among them, is no large text.
svg "<style>text { font: 1.5em serif }</style><g font-size='200%'><use href='#a'/><g id='a' style='font-size: 40px'><text>a</text></g></g>"
expect_exit "relative sizes of text" 0 "$peerpress" render "$work/in/picture.fo" -o "$out.pdf"
expect_same "relative sizes of text: the picture is not left out" 0 "$(grep -c image-broken "$work/err")"
rm -f "$work"/out.d/*

# Stylesheets: what the template for the root does.
stylesheet() {
  cat >"$work/in/$1.xsl" <<XSL
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:template match="/"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>a</p>$2</body></html></xsl:template>
  <xsl:template name="call"><xsl:param name="n"/><xsl:if test="\$n &gt; 0"><xsl:call-template name="call"><xsl:with-param name="n" select="\$n - 1"/></xsl:call-template></xsl:if></xsl:template>
</xsl:stylesheet>
XSL
}
stylesheet calls '<xsl:call-template name="call"><xsl:with-param name="n" select="50"/></xsl:call-template>'
stops template-depth transform-depth build "$dataset" -r "$work/in/calls.xsl" --limit=template-depth=50 -o "$out.xhtml"
within template-depth build "$dataset" -r "$work/in/calls.xsl" --limit=template-depth=120 -o "$out.xhtml"
stylesheet long '<xsl:for-each select="//*"><xsl:value-of select="count(//*[. = current()])"/></xsl:for-each>'
stops steps transform-steps build "$dataset" -r "$work/in/long.xsl" --limit=steps=1 -o "$out.xhtml"

# Time: where work can be left (a stylesheet), and where only the process can be ended (a filter).
endless='<xsl:for-each select="//*"><xsl:for-each select="//*"><xsl:for-each select="//*"><xsl:value-of select="string-length(.)"/></xsl:for-each></xsl:for-each></xsl:for-each>'
stylesheet endless "$endless"
stops time limit-time build "$dataset" -r "$work/in/endless.xsl" --limit=time=1 -o "$out.xhtml"
expect_match "time: the place in the stylesheet" "endless.xsl:2" "$work/err"
noise="<filter id='f'><feTurbulence baseFrequency='0.1' numOctaves='99999999'/></filter><path filter='url(#f)' d='M0 0L9 9L9 0'/>"
svg "$noise"
stops time limit-time render "$work/in/picture.fo" --limit=time=1 -o "$out.pdf"
stops time limit-time render "$work/in/picture.fo" --limit=time=1 -o "$out.png"
"$peerpress" render "$work/in/picture.fo" --limit=time=1 --diagnostics=sarif -o "$out.pdf" 2>"$work/log"
expect_same "time: a log in SARIF" limit-time \
  "$(python3 -c 'import json, sys; print(*[r["ruleId"] for r in json.load(sys.stdin)["runs"][0]["results"]])' <"$work/log")"

# Of many: two councils, of which one takes too long.
cp -r fixtures/st-helens fixtures/aberddim "$work/in"
many() {
  "$peerpress" build "$work/in/aberddim/dataset.xml" "$work/in/st-helens/dataset.xml" -j1 --limit=time="$1" \
    -r "$work/in/$2.xsl" -t "$3" -o "$work/out.d/" >"$work/out" 2>"$work/err"
}
only_st_helens() {
  expect_same "$1: the other is published" st-helens "$(find "$work/out.d" -type f | sed -n 's/.*\/\(st-helens\|aberddim\)-.*/\1/p')"
  expect_match "$1: it is said why" ' error: this takes more than 2 s .*\[limit-time\]' "$work/err"
  expect_match "$1: counted" '^1 published, 0 unchanged, 1 failed' "$work/out"
  expect_same "$1: no litter" "" "$(find "$work/out.d" -name '.*' -type f ! -name '.peerpress*')"
  rm -rf "$work/out.d"
  mkdir "$work/out.d"
}
condition="*/@council = 'aberddim'"
stylesheet slow "<xsl:if test=\"$condition\">$endless</xsl:if>"
many 2 slow xhtml
only_st_helens "many, a stylesheet"
stylesheet noisy "<xsl:if test=\"$condition\"><p><svg xmlns='http://www.w3.org/2000/svg' width='99' height='99' role='img' aria-label='n'>$noise</svg></p></xsl:if>"
many 2 noisy pdf
only_st_helens "many, a filter"

# A limit changes no output, so it makes none stale.
stylesheet quick ''
many 60 quick xhtml
many 50 quick xhtml
expect_match "limits make nothing stale" '^0 published, 2 unchanged' "$work/out"
rm -rf "$work/out.d"
mkdir "$work/out.d"

# Memory: of the program itself, and what the system refuses.
{
  printf '<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"><fo:layout-master-set>'
  printf '<fo:simple-page-master master-name="p"><fo:region-body/></fo:simple-page-master></fo:layout-master-set>'
  printf '<fo:page-sequence master-reference="p"><fo:flow flow-name="xsl-region-body">'
  python3 -c 'print("<fo:block>x</fo:block>" * 2000000)'
  printf '</fo:flow></fo:page-sequence></fo:root>'
} >"$work/in/wide.fo"
if grep -q __asan_init "$peerpress"; then
  skip "memory: not limited under AddressSanitizer"
else
  stops memory limit-memory render "$work/in/wide.fo" --limit=memory=128 -o "$out.pdf"
  # shellcheck disable=SC3045 # dash and bash have it
  (ulimit -v 200000 && exec "$peerpress" render "$work/in/wide.fo" -o "$out.pdf") >"$work/out" 2>"$work/err"
  expect_same "memory that the system refuses" 3 $?
  expect_match "memory that the system refuses: one error" 'wide.fo: error: .*\[memory-refused\]' "$work/err"
  expect_same "memory that the system refuses: nothing is left" "" "$(ls -A "$work/out.d")"
  # Of many: a dataset that takes too much as soon as it is looked at.
  mkdir "$work/large"
  python3 -c 'print("<progress xmlns=\"urn:peerpress:progress:1\">" + "<a/>" * 3000000 + "</progress>")' >"$work/large/dataset.xml"
  expect_exit "memory: of many, one dataset" 1 "$peerpress" build "$work/large/dataset.xml" "$dataset" \
    --limit=memory=128 -t text -o "$work/out.d/"
  expect_match "memory: of many, it is said why" '^[^ ]*large/dataset.xml: error: .*\[limit-memory\]' "$work/err"
  expect_match "memory: of many, the other is published" '^1 published, 0 unchanged, 1 failed' "$work/out"
  rm -rf "$work/out.d" "$work/large"
  mkdir "$work/out.d"
  stylesheet wide '<xsl:for-each select="//node()"><xsl:for-each select="//node()"><p>a</p></xsl:for-each></xsl:for-each>'
  # shellcheck disable=SC3045
  (ulimit -v 300000 && exec "$peerpress" build "$dataset" -r "$work/in/wide.xsl" -t text,xhtml -j2 -o "$work/many/") \
    >"$work/out" 2>"$work/err"
  expect_same "memory that the system refuses, in a run of many" 3 $?
fi

# A library that gives up ends the process: with an error, and nothing half-written.
mkfifo "$work/pipe"
"$peerpress" render - -o "$out.pdf" <"$work/pipe" 2>"$work/err" &
waiting=$!
exec 9>"$work/pipe"
until grep -qs pipe_read "/proc/$waiting/wchan" || grep -qs '^0 ' "/proc/$waiting/syscall"; do
  kill -0 "$waiting" 2>/dev/null || break
  sleep 0.05
done
kill -ABRT "$waiting"
wait "$waiting"
expect_same "a library gives up: the exit code" 1 $?
exec 9>&-
expect_match "a library gives up: one error" 'error: .*\[library-aborted\]' "$work/err"
expect_same "a library gives up: nothing is left" "" "$(ls -A "$work/out.d")"

# The other commands, and mistakes in the option.
expect_exit "check has limits" 1 "$peerpress" check "$dataset" --rules "$work/in/endless.xsl" --limit=time=1
expect_match "check has limits: the message" 'limit-time' "$work/err"
for wrong in pages=0 pages=1.5 pages=x pages time=999999999999999999999 =3 memory=-1; do
  expect_exit "--limit=$wrong" 2 "$peerpress" render tests/layout/break-before.fo --limit="$wrong" -o "$out.pdf"
done
expect_exit "--limit: an unknown name" 2 "$peerpress" inspect "$dataset" --limit=paegs=3
expect_match "--limit: what was meant" 'did you mean “pages”' "$work/err"
"$peerpress" help build >"$work/help"
sed -n 's/^LIMIT([a-z_]*, "\([a-z-]*\)".*/\1/p' src/base/limits.def >"$work/names"
while read -r name; do
  expect_match "help lists $name" "^  $name " "$work/help"
done <"$work/names"
expect_true "help lists all limits" -s "$work/names"
finish
