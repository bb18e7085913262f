# Kinds of mistake, made in a dataset and made in a stylesheet: the first message says in which file, in which line, and what to do.
. tests/lib.sh

long=$(printf 'unbreakable%.0s' $(seq 20))

# seed FILE TEXT: FILE with TEXT in place of its marker; prints the line where that is
seed() {
  text=$(printf '%s' "$2" | sed "s/{long}/$long/; s/{bytes}/$(printf '\377\376')/" | LC_ALL=C sed 's/[\\&|]/\\&/g')
  LC_ALL=C sed "s|<!-- HERE -->|$text|" "$1" >"$1.seeded"
  grep -n 'HERE' "$1" | cut -d: -f1
}

sed '/<p>A draft/,/<\/update>/c\          <!-- HERE -->' tests/dataset/minimal.xml >"$work/data.xml"
cat >"$work/report.xsl" <<'XSLT'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:p="urn:peerpress:progress:1"
                xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="p">
  <xsl:template match="/">
    <html lang="en" xml:lang="en">
      <head><title>Report</title></head>
      <body>
        <h1>Report</h1>
        <!-- HERE -->
        <xsl:apply-templates select="//p:commentary/*"/>
      </body>
    </html>
  </xsl:template>
  <xsl:template match="p:*">
    <xsl:element name="{local-name()}" namespace="http://www.w3.org/1999/xhtml">
      <xsl:copy-of select="@href | @xml:lang"/>
      <xsl:if test="@xml:lang"><xsl:attribute name="lang"><xsl:value-of select="@xml:lang"/></xsl:attribute></xsl:if>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>
</xsl:stylesheet>
XSLT

# expect_first NAME FILE LINE ID REMEDY: of the first message of $work/err
expect_first() {
  found=$(sed -n '1p' "$work/err")
  case $found in
  "$2:$3:"*"[$4"*) pass "$1: the place" ;;
  *) fail "$1: the place" "expected: $2:$3:… [$4]" "found:    $found" ;;
  esac
  if sed -n '1,2p' "$work/err" | grep -q -- "$5"; then
    pass "$1: the remedy"
  else
    fail "$1: the remedy" "expected: $5" "$(sed -n '1,2p' "$work/err")"
  fi
}

tab=$(printf '\t')
grep -v '^#' tests/cli/mistakes.tsv >"$work/mistakes"
while IFS=$tab read -r kind id offset remedy sheet_id sheet_offset sheet_remedy prose markup; do
  case $prose in
  *"</update>"*) end= ;;
  *) end="</commentary></update>" ;;
  esac
  line=$(seed "$work/data.xml" "$prose$end")
  seed "$work/report.xsl" "" >"$work/line"
  mv "$work/report.xsl.seeded" "$work/plain.xsl"
  "$peerpress" build "$work/data.xml.seeded" -r "$work/plain.xsl" -o "$work/a.pdf" 2>"$work/err"
  expect_first "$kind, in a dataset" "$work/data.xml.seeded" "$((line + offset))" "$id" "$remedy"

  seed "$work/data.xml" "<p>Well.</p></commentary></update>" >"$work/line"
  line=$(seed "$work/report.xsl" "$markup")
  cp "$work/report.xsl.seeded" "$work/sheet.xsl"
  "$peerpress" build "$work/data.xml.seeded" -r "$work/sheet.xsl" -o "$work/b.pdf" 2>"$work/err"
  expect_first "$kind, in a stylesheet" "$work/sheet.xsl" "$((line + sheet_offset))" "$sheet_id" "$sheet_remedy"
done <"$work/mistakes"
expect_same "kinds of mistake" 13 "$(wc -l <"$work/mistakes" | tr -d ' ')"
finish
