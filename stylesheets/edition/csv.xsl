<?xml version="1.0" encoding="UTF-8"?>
<!-- The tables of data of a structured content (XHTML) to comma-separated values by RFC 4180: UTF-8, one line of column names, one line
     for each row, lines end with CR LF.

     A table of data has the class "data". Its columns are those of the last row of its thead, hidden ones too. Rows of its bodies are
     taken, but for headings of groups (th scope="rowgroup") and the classes "subtotal" and "repeated"; its foot is not. Several such
     tables with the same columns become one. A cell that holds a single time gives its datetime; one of the class "none" is empty;
     symbols (span class="symbol") and remarks (class="remark") are left out; blocks and lines within a cell are joined by "; ".

     A cell that a spreadsheet program would take for a formula gets an apostrophe in front. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:str="http://exslt.org/strings"
    exclude-result-prefixes="h str">

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:strip-space elements="h:table h:thead h:tbody h:tfoot h:tr h:ul h:ol"/>

  <!-- "yes" begins the file with a byte order mark, by which Microsoft Excel knows UTF-8 when a file is opened by a double click. -->
  <xsl:param name="bom" select="'no'"/>

  <xsl:variable name="tables" select="//h:table[contains(concat(' ', @class, ' '), ' data ')][h:thead/h:tr]"/>

  <!-- What the header row of a table says, to compare tables by. -->
  <xsl:template match="h:table" mode="columns">
    <xsl:apply-templates select="h:thead/h:tr[last()]/*" mode="cell"/>
  </xsl:template>

  <xsl:template match="/">
    <xsl:if test="not(h:html/h:body)">
      <xsl:message terminate="yes">The content is not an XHTML document: its root is “<xsl:value-of
        select="name(*)"/>”, not html in the namespace http://www.w3.org/1999/xhtml with a body.</xsl:message>
    </xsl:if>
    <xsl:if test="not($tables)">
      <xsl:message terminate="yes">The content has no table of data (class “data”), so there is nothing for a CSV file.</xsl:message>
    </xsl:if>
    <xsl:variable name="columns"><xsl:apply-templates select="$tables[1]" mode="columns"/></xsl:variable>
    <xsl:if test="$bom = 'yes'">&#xFEFF;</xsl:if>
    <xsl:value-of select="$columns"/>
    <xsl:for-each select="$tables">
      <xsl:variable name="own"><xsl:apply-templates select="." mode="columns"/></xsl:variable>
      <xsl:choose>
        <xsl:when test="string($own) = string($columns)">
          <xsl:apply-templates select="h:tr | h:tbody/h:tr" mode="row"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:message>The table of data “<xsl:value-of select="normalize-space(h:caption)"/>” has other columns than the first one and is left out.</xsl:message>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- The text of each row is in an element of its own, which is not written: libxslt takes long to lengthen a long text. -->
  <xsl:template match="h:tr" mode="row">
    <xsl:variable name="class" select="concat(' ', @class, ' ')"/>
    <xsl:if test="not(h:th/@scope = 'rowgroup' or contains($class, ' subtotal ') or contains($class, ' repeated '))">
      <row><xsl:apply-templates select="*" mode="cell"/></row>
    </xsl:if>
  </xsl:template>

  <xsl:template match="h:th | h:td" mode="cell">
    <xsl:variable name="value"><xsl:call-template name="value"/></xsl:variable>
    <xsl:call-template name="guarded"><xsl:with-param name="value" select="string($value)"/></xsl:call-template>
    <xsl:choose>
      <xsl:when test="following-sibling::*">,</xsl:when>
      <xsl:otherwise><xsl:text>&#13;&#10;</xsl:text></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a cell says, on one line. -->
  <xsl:template name="value">
    <xsl:variable name="words"><xsl:apply-templates mode="words"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="contains(concat(' ', @class, ' '), ' none ')"/>
      <xsl:when test=".//h:time/@datetime and normalize-space(translate($words, '&#x2028;', ' ')) = normalize-space(.//h:time)">
        <xsl:value-of select=".//h:time/@datetime"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="str:tokenize($words, '&#x2028;')[normalize-space() != '']">
          <xsl:if test="position() &gt; 1">; </xsl:if>
          <xsl:value-of select="normalize-space()"/>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="h:p | h:li | h:div | h:dt | h:dd | h:br" mode="words">
    <xsl:text>&#x2028;</xsl:text>
    <xsl:apply-templates mode="words"/>
    <xsl:text>&#x2028;</xsl:text>
  </xsl:template>
  <xsl:template match="*[@hidden]" mode="words" priority="1"/>
  <xsl:template match="h:span[contains(concat(' ', @class, ' '), ' symbol ')]
      | *[contains(concat(' ', @class, ' '), ' remark ')]" mode="words" priority="2"/>

  <!-- A value that begins with =, +, - or @, also as a full-width sign, is not a formula, unless it is a plain number. Tabs and line ends
       are gone already. -->
  <xsl:template name="guarded">
    <xsl:param name="value"/>
    <xsl:variable name="is-formula" select="$value != '' and contains('=+-@＝＋－＠', substring($value, 1, 1))
        and not(number($value) = number($value))"/>
    <xsl:variable name="safe" select="concat(substring(&quot;'&quot;, 1, 1 * $is-formula), $value)"/>
    <xsl:choose>
      <xsl:when test="contains($safe, '&quot;')">
        <xsl:value-of select="concat('&quot;', str:replace($safe, '&quot;', '&quot;&quot;'), '&quot;')"/>
      </xsl:when>
      <xsl:when test="contains($safe, ',')"><xsl:value-of select="concat('&quot;', $safe, '&quot;')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$safe"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
