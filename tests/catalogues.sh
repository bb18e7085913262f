# The catalogues of fixed words agree with each other and with the stylesheets; plural forms are chosen as each language asks.
. tests/lib.sh

expect_exit "the catalogues have the same words with the same places, all used, none missing" 0 python3 tests/catalogues.py
[ "$lib_found" = 0 ] || cat "$work/out"

# One sentence of the review with the days to a deadline: the text of each language for a number of days.
cat >"$work/plural.xsl" <<XSL
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns="http://www.w3.org/1999/xhtml"
    xmlns:str="http://exslt.org/strings">
  <xsl:import href="$PWD/stylesheets/progress/parts.xsl"/>
  <xsl:param name="numbers"/>
  <xsl:template match="/">
    <html>
      <body>
        <xsl:for-each select="str:tokenize(\$numbers)">
          <xsl:variable name="n" select="string(.)"/>
          <p><xsl:call-template name="word"><xsl:with-param name="key" select="'deadline-due'"/><xsl:with-param name="n" select="\$n"/></xsl:call-template></p>
        </xsl:for-each>
      </body>
    </html>
  </xsl:template>
</xsl:stylesheet>
XSL
plural() {
  "$peerpress" build "$dataset" -r "$work/plural.xsl" --root stylesheets -l "$1" -p numbers="$2" -o "$work/plural.xhtml" 2>"$work/err" || cat "$work/err"
  sed 's/<[^>]*>/\n/g' "$work/plural.xhtml" | grep .
}
expect_same "plural forms in English" "due today
due in 1 day
due in 2 days
due in 1,234 days" "$(plural en '0 1 2 1234')"
expect_same "plural forms in Welsh" "heddiw
ymhen 1 diwrnod
ymhen 2 ddiwrnod
ymhen 3 diwrnod
ymhen 6 diwrnod
ymhen 7 diwrnod" "$(plural cy '0 1 2 3 6 7')"
expect_same "plural forms in Arabic" "اليوم
بعد يوم واحد
بعد يومين
بعد 3 أيام
بعد 10 أيام
بعد 11 يومًا
بعد 99 يومًا
بعد 100 يوم
بعد 102 يوم
بعد 103 أيام
بعد 111 يومًا" "$(plural ar '0 1 2 3 10 11 99 100 102 103 111')"
finish
