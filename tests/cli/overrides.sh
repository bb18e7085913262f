# Stylesheets and themes of one's own: named, or in a folder beside the document.
. tests/lib.sh

cp fixtures/st-helens/dataset.xml "$work/dataset.xml"
resource=resource:///peerpress/stylesheets

cat >"$work/mine.xsl" <<XSL
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:h="http://www.w3.org/1999/xhtml">
  <xsl:import href="$resource/edition/text.xsl"/>
  <xsl:param name="greeting" select="'none'"/>
  <xsl:template match="/"><xsl:value-of select="\$greeting"/>: <xsl:value-of select="h:html/h:head/h:title"/></xsl:template>
</xsl:stylesheet>
XSL
"$peerpress" build "$work/dataset.xml" -s "$work/mine.xsl" -p greeting=Hello -o "$work/out.txt"
expect_match "--stylesheet and --param" '^Hello: St Helens' "$work/out.txt"
"$peerpress" build "$work/dataset.xml" -o "$work/out.txt"
expect_same "the one built in" "St Helens Borough Council" "$(head -1 "$work/out.txt")"

mkdir -p "$work/stylesheets/edition" "$work/stylesheets/theme"
cp "$work/mine.xsl" "$work/stylesheets/edition/text.xsl"
"$peerpress" build "$work/dataset.xml" -o "$work/out.txt"
expect_match "a stylesheet beside the dataset" '^none: St Helens' "$work/out.txt"

sed 's/#12436d/#654321/' stylesheets/theme/default.xml >"$work/stylesheets/theme/brown.xml"
"$peerpress" build "$work/dataset.xml" --theme brown -o "$work/out.html"
expect_match "a theme beside the dataset" '#654321' "$work/out.html"
"$peerpress" build "$work/dataset.xml" --theme "$work/stylesheets/theme/brown.xml" -o "$work/named.html"
expect_files "a theme's file" "$work/out.html" "$work/named.html"
cp "$work/stylesheets/theme/brown.xml" "$work/stylesheets/theme/default.xml"
"$peerpress" build "$work/dataset.xml" -o "$work/default.html"
expect_files "the default theme beside the dataset" "$work/out.html" "$work/default.html"


sed '/"optical-margins"/s/false/true/; /"font-expansion"/s/0%/2%/' stylesheets/theme/default.xml >"$work/hanging.xml"
sed '/"optical-margins"/d; /"font-expansion"/d' stylesheets/theme/default.xml >"$work/without.xml"
"$peerpress" build "$work/dataset.xml" --theme "$work/hanging.xml" -o "$work/hanging.fo"
expect_match "optical margins of a theme" '^<fo:root [^>]*pp:optical-margin-alignment="true"' "$work/hanging.fo"
expect_match "font expansion of a theme" '^<fo:root [^>]*pp:font-expansion="2%"' "$work/hanging.fo"
"$peerpress" build "$work/dataset.xml" --theme "$work/without.xml" -o "$work/without.fo"
expect_same "a theme without them" 0 "$(grep -c 'optical\|pp:font-exp' "$work/without.fo")"

cat >"$work/report.xsl" <<'XSL'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:p="urn:peerpress:progress:1"
    xmlns="http://www.w3.org/1999/xhtml" exclude-result-prefixes="p">
  <xsl:param name="cycle"/>
  <xsl:template match="/">
    <html lang="en"><head><title>Mine</title></head>
      <body><h1>Mine</h1><p>cycle: <xsl:value-of select="$cycle"/></p></body></html>
  </xsl:template>
</xsl:stylesheet>
XSL
"$peerpress" build "$work/dataset.xml" -r "$work/report.xsl" -c march-2021 -o "$work/out.xhtml"
expect_match "a report of one's own with its cycle" 'cycle: march-2021' "$work/out.xhtml"
rm -r "$work/stylesheets"
"$peerpress" render "$work/out.xhtml" -o "$work/out.txt"
expect_match "its content, rendered" '^cycle: march-2021$' "$work/out.txt"
finish
