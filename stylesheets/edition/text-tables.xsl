<?xml version="1.0" encoding="UTF-8"?>
<!-- Tables in plain text. A table of data is always written as records, its groups under their headings. Others in columns, if all fit or if only the last one is too wide; then its lines hang. Else, if the table has
     spans or the words of a row are few (no more than two lines), row by row, cells parted by a bar. Else as records: each row a group
     of lines, header and value. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:ed="urn:peerpress:edition:1"
    xmlns:str="http://exslt.org/strings"
    xmlns:exsl="http://exslt.org/common"
    xmlns:math="http://exslt.org/math"
    exclude-result-prefixes="h ed str exsl math">

  <xsl:template match="h:table">
    <xsl:param name="measure" select="$width"/>
    <xsl:for-each select="h:caption">
      <xsl:call-template name="flow"><xsl:with-param name="measure" select="$measure"/></xsl:call-template>
    </xsl:for-each>
    <xsl:variable name="rows">
      <xsl:apply-templates select="h:thead/h:tr" mode="row"/>
      <xsl:apply-templates select="h:tr | h:tbody/h:tr" mode="row"/>
      <xsl:apply-templates select="h:tfoot/h:tr" mode="row"/>
    </xsl:variable>
    <xsl:variable name="table" select="exsl:node-set($rows)"/>
    <xsl:variable name="is-data" select="contains(concat(' ', @class, ' '), ' data ')"/>
    <xsl:variable name="most" select="math:max($table/row/@count)"/>
    <xsl:variable name="widths">
      <xsl:for-each select="$table/row[not($is-data)][count(cell) = $most][1]/cell">
        <xsl:variable name="position" select="position()"/>
        <n><xsl:value-of select="math:max($table/row/cell[$position]/@length)"/></n>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="columns" select="exsl:node-set($widths)/n"/>
    <xsl:variable name="before" select="sum($columns[position() != last()]) + 2 * (count($columns) - 1)"/>
    <xsl:variable name="spans" select="boolean(h:tr/*[@colspan or @rowspan] | */h:tr/*[@colspan or @rowspan])"/>
    <xsl:text>&#10;</xsl:text>
    <xsl:choose>
      <xsl:when test="$is-data">
        <xsl:apply-templates select="$table/row[not(@head)]" mode="data">
          <xsl:with-param name="head" select="$table/row[@head][last()]"/>
          <xsl:with-param name="measure" select="$measure"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:when test="not($spans) and ($before + $columns[last()] &lt;= $measure or $before &lt;= $measure * 0.6)">
        <xsl:apply-templates select="$table/row" mode="columns">
          <xsl:with-param name="columns" select="$columns"/>
          <xsl:with-param name="before" select="$before"/>
          <xsl:with-param name="measure" select="$measure"/>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:when test="$spans or sum($columns) &lt;= 2 * $measure">
        <xsl:for-each select="$table/row">
          <xsl:variable name="line"><xsl:for-each select="cell">
            <xsl:if test="position() &gt; 1"> | </xsl:if><xsl:value-of select="."/>
          </xsl:for-each></xsl:variable>
          <xsl:call-template name="hanging"><xsl:with-param name="line" select="string($line)"/>
            <xsl:with-param name="measure" select="$measure"/></xsl:call-template>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$table/row[not(@head)]" mode="record">
          <xsl:with-param name="head" select="$table/row[@head][last()]"/>
          <xsl:with-param name="measure" select="$measure"/>
        </xsl:apply-templates>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A row with the words of its cells. A first row of header cells alone is a head too. -->
  <xsl:template match="h:tr" mode="row">
    <row count="{count(*[not(@hidden)])}">
      <xsl:choose>
        <xsl:when test="h:th[@scope = 'rowgroup'][@colspan]"><xsl:attribute name="group">group</xsl:attribute></xsl:when>
        <xsl:when test="contains(concat(' ', @class, ' '), ' subtotal ') or parent::h:tfoot"><xsl:attribute name="total">total</xsl:attribute></xsl:when>
      </xsl:choose>
      <xsl:if test="parent::h:thead or (h:th and not(h:td) and not(preceding-sibling::h:tr) and following-sibling::h:tr and not(../h:thead
          or ../../h:thead))">
        <xsl:attribute name="head">head</xsl:attribute>
      </xsl:if>
      <xsl:for-each select="h:td[not(@hidden)] | h:th[not(@hidden)]">
        <xsl:variable name="words"><xsl:call-template name="cell-words"/></xsl:variable>
        <xsl:variable name="text" select="normalize-space(translate($words, '&#x2028;', ' '))"/>
        <cell length="{string-length($text)}"><xsl:if test="contains(concat(' ', @class, ' '), ' number ')">
          <xsl:attribute name="number">number</xsl:attribute></xsl:if><xsl:if test="h:p"><xsl:attribute name="lines"><xsl:value-of select="$words"/></xsl:attribute></xsl:if><xsl:value-of
          select="$text"/></cell>
      </xsl:for-each>
    </row>
  </xsl:template>

  <!-- The words of a cell, a line separator before each paragraph -->
  <xsl:template name="cell-words">
    <xsl:for-each select="node()">
      <xsl:if test="self::h:p">&#x2028;</xsl:if>
      <xsl:apply-templates select="." mode="words"/>
    </xsl:for-each>
  </xsl:template>

  <!-- A row in columns; numbers stand right. Below the head is a rule. -->
  <xsl:template match="row" mode="columns">
    <xsl:param name="columns"/>
    <xsl:param name="before"/>
    <xsl:param name="measure"/>
    <xsl:variable name="front">
      <xsl:for-each select="cell[position() != last()]">
        <xsl:variable name="position" select="position()"/>
        <xsl:variable name="fill" select="str:padding($columns[$position] - string-length(), ' ')"/>
        <xsl:if test="@number"><xsl:value-of select="$fill"/></xsl:if>
        <xsl:value-of select="."/>
        <xsl:if test="not(@number)"><xsl:value-of select="$fill"/></xsl:if>
        <xsl:text>  </xsl:text>
      </xsl:for-each>
      <xsl:if test="cell[last()]/@number"><xsl:value-of select="str:padding($columns[last()] - string-length(cell[last()]), ' ')"/></xsl:if>
    </xsl:variable>
    <xsl:variable name="last"><xsl:call-template name="wrap">
      <xsl:with-param name="words" select="string(cell[last()])"/>
      <xsl:with-param name="measure" select="$measure - $before"/>
    </xsl:call-template></xsl:variable>
    <xsl:call-template name="prefix-lines">
      <xsl:with-param name="text" select="string($last)"/>
      <xsl:with-param name="first" select="string($front)"/>
      <xsl:with-param name="rest" select="str:padding($before, ' ')"/>
    </xsl:call-template>
    <xsl:if test="@head and not(following-sibling::row[1]/@head)">
      <xsl:variable name="full" select="$before + $columns[last()]"/>
      <xsl:value-of select="concat(str:padding($full * ($full &lt; $measure) + $measure * ($full &gt;= $measure), '-'), '&#10;')"/>
    </xsl:if>
  </xsl:template>

  <!-- A row of a table of data. Its text is in an element of its own: libxslt takes long to lengthen a long text. -->
  <xsl:template match="row" mode="data">
    <xsl:param name="head"/>
    <xsl:param name="measure"/>
    <lines>
      <xsl:if test="position() &gt; 1 and not(@total)"><xsl:text>&#10;</xsl:text></xsl:if>
      <xsl:if test="position() &gt; 1 and @group"><xsl:text>&#10;</xsl:text></xsl:if>
      <xsl:choose>
        <xsl:when test="@group"><xsl:call-template name="group-heading"><xsl:with-param name="measure" select="$measure"/></xsl:call-template></xsl:when>
        <xsl:when test="@total"><xsl:call-template name="totals"><xsl:with-param name="measure" select="$measure"/></xsl:call-template></xsl:when>
        <xsl:otherwise>
          <xsl:apply-templates select="." mode="record">
            <xsl:with-param name="head" select="$head"/>
            <xsl:with-param name="measure" select="$measure"/>
          </xsl:apply-templates>
        </xsl:otherwise>
      </xsl:choose>
    </lines>
  </xsl:template>

  <!-- The heading of a group, underlined; a row of totals, on one line -->
  <xsl:template name="group-heading">
    <xsl:param name="measure"/>
    <xsl:call-template name="wrap">
      <xsl:with-param name="words" select="string(cell)"/>
      <xsl:with-param name="measure" select="$measure"/>
    </xsl:call-template>
    <xsl:variable name="length" select="string-length(cell)"/>
    <xsl:value-of select="concat(str:padding($length * ($length &lt; $measure) + $measure * ($length &gt;= $measure), '-'), '&#10;')"/>
  </xsl:template>
  <xsl:template name="totals">
    <xsl:param name="measure"/>
    <xsl:variable name="line"><xsl:for-each select="cell">
      <xsl:if test="position() &gt; 1"><xsl:text> </xsl:text></xsl:if><xsl:value-of select="."/>
    </xsl:for-each></xsl:variable>
    <xsl:text>&#10;</xsl:text>
    <xsl:call-template name="hanging">
      <xsl:with-param name="line" select="string($line)"/>
      <xsl:with-param name="measure" select="$measure"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A row as a record -->
  <xsl:template match="row" mode="record">
    <xsl:param name="head"/>
    <xsl:param name="measure"/>
    <xsl:if test="position() &gt; 1"><xsl:text>&#10;</xsl:text></xsl:if>
    <xsl:for-each select="cell">
      <xsl:variable name="position" select="position()"/>
      <xsl:variable name="name" select="$head/cell[$position]"/>
      <xsl:variable name="label" select="concat($name, substring(': ', 1 + 2 * (string($name) = '')))"/>
      <xsl:choose>
        <xsl:when test="@lines">
          <xsl:for-each select="str:tokenize(@lines, '&#x2028;')[normalize-space() != '']">
            <xsl:variable name="start" select="substring(concat($label, '  '), 1 + string-length($label) * (position() &gt; 1),
              string-length($label) * (position() = 1) + 2 * (position() &gt; 1))"/>
            <xsl:variable name="line"><xsl:call-template name="hanging">
              <xsl:with-param name="line" select="concat(translate($start, ' ', '&#x2029;'), normalize-space())"/>
              <xsl:with-param name="measure" select="$measure"/>
            </xsl:call-template></xsl:variable>
            <xsl:value-of select="translate($line, '&#x2029;', ' ')"/>
          </xsl:for-each>
        </xsl:when>
        <xsl:when test=". != ''">
          <xsl:call-template name="hanging">
            <xsl:with-param name="line" select="concat($label, .)"/>
            <xsl:with-param name="measure" select="$measure"/>
          </xsl:call-template>
        </xsl:when>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="hanging">
    <xsl:param name="line"/>
    <xsl:param name="measure"/>
    <xsl:choose>
      <xsl:when test="string-length($line) &lt;= $measure - 2"><xsl:value-of select="concat($line, '&#10;')"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="wrapped"><xsl:call-template name="wrap">
          <xsl:with-param name="words" select="$line"/>
          <xsl:with-param name="measure" select="$measure - 2"/>
        </xsl:call-template></xsl:variable>
        <xsl:call-template name="prefix-lines">
          <xsl:with-param name="text" select="string($wrapped)"/>
          <xsl:with-param name="rest" select="'  '"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
