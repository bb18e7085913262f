<?xml version="1.0" encoding="UTF-8"?>
<!-- Fixed words, numbers and dates in the language of the report, from its catalogue words/LANG.xml.
     Needs the variable $main-language of prose.xsl. Everything here yields text, save mode "date", which yields a time element, and what
     a caller puts in the places of a word. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:str="http://exslt.org/strings"
                xmlns:func="http://exslt.org/functions"
                xmlns:r="urn:peerpress:report:1"
                xmlns:w="urn:peerpress:words:1"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="str func"
                exclude-result-prefixes="w r">

  <xsl:variable name="languages" select="document('words/index.xml')/w:languages/w:language"/>
  <xsl:variable name="catalogue" select="r:catalogue($main-language)"/>

  <!-- The catalogue of a language: nothing if it has none. -->
  <func:function name="r:catalogue">
    <xsl:param name="tag"/>
    <xsl:variable name="code" select="$languages[@code = substring-before(concat($tag, '-'), '-')]/@code"/>
    <xsl:variable name="address"><xsl:if test="$code">words/<xsl:value-of select="$code"/>.xml</xsl:if></xsl:variable>
    <func:result select="document(string($address))[$code]/w:words"/>
  </func:function>

  <!-- Of a catalogue: a word; the rows of plurals, for a word that has forms; a form of dates; a month. -->
  <xsl:key name="word" match="/w:words/w:word" use="@key"/>
  <xsl:key name="plural" match="/w:words/w:plural" use="true()"/>
  <xsl:key name="date-form" match="/w:words/w:date" use="@form"/>
  <xsl:key name="month" match="/w:words/w:month" use="@n"/>

  <xsl:template name="require-catalogue">
    <xsl:if test="not($catalogue)">
      <xsl:message terminate="yes">There is no catalogue of words for “<xsl:value-of select="$main-language"/>”, the language of this report.</xsl:message>
    </xsl:if>
  </xsl:template>

  <!-- The word for a key, with its places filled: a place may hold text or elements. n chooses the form and fills {n}, or {words} if
       the catalogue spells numbers out. -->
  <xsl:template name="word">
    <xsl:param name="key"/>
    <xsl:param name="words" select="$catalogue"/>
    <xsl:param name="n"/>
    <xsl:param name="total"/>
    <xsl:param name="text"/>
    <xsl:param name="detail"/>
    <xsl:param name="date"/>
    <xsl:param name="from"/>
    <xsl:param name="until"/>
    <xsl:param name="name"/>
    <xsl:param name="role"/>
    <xsl:param name="organisation"/>
    <xsl:param name="title"/>
    <xsl:param name="label"/>
    <xsl:param name="scale"/>
    <xsl:param name="level"/>
    <xsl:param name="theme"/>
    <xsl:param name="reference"/>
    <xsl:param name="share"/>
    <xsl:param name="value"/>
    <xsl:param name="unit"/>
    <xsl:param name="language"/>
    <xsl:for-each select="$words">
      <xsl:variable name="word" select="key('word', $key)"/>
      <xsl:if test="not($word)">
        <xsl:message terminate="yes">The catalogue words/<xsl:value-of select="@xml:lang"/>.xml has no word “<xsl:value-of select="$key"/>”.</xsl:message>
      </xsl:if>
      <xsl:variable name="plural" select="key('plural', boolean($word/w:form))[@n = $n or (@from &lt;= $n mod @modulo and $n mod @modulo &lt;= @until
          and floor($n) = $n)][1]/@form"/>
      <xsl:variable name="form" select="string($word[not(w:form)] | $word/w:form[@n = $plural] | $word/w:form[@n = 'other'][not($word/w:form/@n = $plural)])"/>
      <xsl:choose>
        <xsl:when test="not(contains($form, '{'))"><xsl:value-of select="$form"/></xsl:when>
        <xsl:otherwise>
          <!-- Each piece is a place, a brace, and the text behind it; the first has no place. -->
          <xsl:for-each select="str:tokenize(concat('}', $form), '{')">
            <xsl:variable name="place" select="substring-before(., '}')"/>
            <xsl:choose>
              <xsl:when test="$place = ''"/>
              <xsl:when test="$place = 'n'"><xsl:call-template name="digits"><xsl:with-param name="n" select="$n"/><xsl:with-param name="words" select="$words"/></xsl:call-template></xsl:when>
              <xsl:when test="$place = 'text'"><xsl:copy-of select="$text"/></xsl:when>
              <xsl:when test="$place = 'date'"><xsl:copy-of select="$date"/></xsl:when>
              <xsl:when test="$place = 'label'"><xsl:copy-of select="$label"/></xsl:when>
              <xsl:when test="$place = 'words'"><xsl:call-template name="number"><xsl:with-param name="n" select="$n"/><xsl:with-param name="words" select="$words"/></xsl:call-template></xsl:when>
              <xsl:when test="$place = 'total'"><xsl:call-template name="digits"><xsl:with-param name="n" select="$total"/><xsl:with-param name="words" select="$words"/></xsl:call-template></xsl:when>
              <xsl:when test="$place = 'detail'"><xsl:copy-of select="$detail"/></xsl:when>
              <xsl:when test="$place = 'from'"><xsl:copy-of select="$from"/></xsl:when>
              <xsl:when test="$place = 'until'"><xsl:copy-of select="$until"/></xsl:when>
              <xsl:when test="$place = 'name'"><xsl:copy-of select="$name"/></xsl:when>
              <xsl:when test="$place = 'role'"><xsl:copy-of select="$role"/></xsl:when>
              <xsl:when test="$place = 'organisation'"><xsl:copy-of select="$organisation"/></xsl:when>
              <xsl:when test="$place = 'title'"><xsl:copy-of select="$title"/></xsl:when>
              <xsl:when test="$place = 'scale'"><xsl:copy-of select="$scale"/></xsl:when>
              <xsl:when test="$place = 'level'"><xsl:copy-of select="$level"/></xsl:when>
              <xsl:when test="$place = 'theme'"><xsl:copy-of select="$theme"/></xsl:when>
              <xsl:when test="$place = 'reference'"><xsl:copy-of select="$reference"/></xsl:when>
              <xsl:when test="$place = 'share'"><xsl:copy-of select="$share"/></xsl:when>
              <xsl:when test="$place = 'value'"><xsl:copy-of select="$value"/></xsl:when>
              <xsl:when test="$place = 'unit'"><xsl:copy-of select="$unit"/></xsl:when>
              <xsl:when test="$place = 'language'"><xsl:copy-of select="$language"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="concat('{', $place, '}')"/></xsl:otherwise>
            </xsl:choose>
            <xsl:value-of select="substring-after(., '}')"/>
          </xsl:for-each>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- A number in words, if the catalogue spells it out. -->
  <xsl:template name="number">
    <xsl:param name="n"/>
    <xsl:param name="words" select="$catalogue"/>
    <xsl:choose>
      <xsl:when test="$words/w:number[@n = $n]"><xsl:value-of select="$words/w:number[@n = $n]"/></xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="digits"><xsl:with-param name="n" select="$n"/><xsl:with-param name="words" select="$words"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A number (1234.5) in digits, its thousands and decimals parted as the catalogue says; decimals is how many of them are shown,
       left empty as many as there are. What is no number stays as it is. -->
  <xsl:template name="digits">
    <xsl:param name="n"/>
    <xsl:param name="decimals"/>
    <xsl:param name="words" select="$catalogue"/>
    <xsl:variable name="picture">
      <xsl:text>#,##0</xsl:text>
      <xsl:choose>
        <xsl:when test="$decimals = ''">
          <xsl:if test="contains($n, '.')"><xsl:value-of select="concat('.', str:padding(string-length(substring-after($n, '.')), '0'))"/></xsl:if>
        </xsl:when>
        <xsl:when test="$decimals &gt; 0"><xsl:value-of select="concat('.', str:padding($decimals, '0'))"/></xsl:when>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="marks" select="$words/w:figures[1]"/>
    <xsl:choose>
      <xsl:when test="number($n) != number($n)"><xsl:value-of select="$n"/></xsl:when>
      <xsl:otherwise>
        <xsl:if test="$n &lt; 0"><xsl:value-of select="$marks/@minus"/></xsl:if>
        <xsl:value-of select="translate(format-number(translate($n, '-', ''), $picture), ',.', concat($marks/@thousands, $marks/@decimals))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A figure with its unit, if it has one. A per cent sign stands as the language has it, a pound sign before. -->
  <xsl:template name="with-unit">
    <xsl:param name="value"/>
    <xsl:param name="unit"/>
    <xsl:param name="words" select="$catalogue"/>
    <xsl:choose>
      <xsl:when test="$unit = '%'">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'share'"/>
          <xsl:with-param name="words" select="$words"/>
          <xsl:with-param name="share" select="$value"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="starts-with($unit, '£')"><xsl:value-of select="concat('£', $value, substring-after($unit, '£'))"/></xsl:when>
      <xsl:when test="$unit != ''"><xsl:value-of select="concat($value, '&#xA0;', $unit)"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A date (2021-03-17, 2021-03 or 2021) in words. -->
  <xsl:template name="date">
    <xsl:param name="date"/>
    <xsl:param name="words" select="$catalogue"/>
    <xsl:variable name="length" select="string-length($date)"/>
    <xsl:for-each select="$words">
      <xsl:variable name="form" select="string(key('date-form', substring('yearmonthday', 1 + 4 * ($length = 7) + 9 * ($length = 10), 4 + ($length = 7) - ($length = 10))))"/>
      <xsl:variable name="of-year" select="concat(substring-before($form, '{year}'), substring($date, 1, 4), substring-after($form, '{year}'))"/>
      <xsl:variable name="of-month" select="concat(substring-before($of-year, '{month}'), key('month', number(substring($date, 6, 2))), substring-after($of-year, '{month}'))"/>
      <xsl:choose>
        <xsl:when test="$length = 10">
          <xsl:value-of select="concat(substring-before($of-month, '{day}'), number(substring($date, 9, 2)), substring-after($of-month, '{day}'))"/>
        </xsl:when>
        <xsl:when test="$length = 7"><xsl:value-of select="$of-month"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$of-year"/></xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="@*" mode="date">
    <xsl:param name="words" select="$catalogue"/>
    <time datetime="{.}">
      <xsl:call-template name="date">
        <xsl:with-param name="date" select="string(.)"/>
        <xsl:with-param name="words" select="$words"/>
      </xsl:call-template>
    </time>
  </xsl:template>
</xsl:stylesheet>
