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

  <xsl:key name="word" match="w:word" use="@key"/>

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
    <xsl:variable name="form">
      <xsl:for-each select="$words">
        <xsl:variable name="word" select="key('word', $key)"/>
        <xsl:choose>
          <xsl:when test="$word/w:form">
            <xsl:variable name="plural" select="w:plural[@n = $n or (@from &lt;= $n mod @modulo and $n mod @modulo &lt;= @until
                and floor($n) = $n)][1]/@form"/>
            <xsl:value-of select="$word/w:form[@n = $plural] | $word/w:form[@n = 'other'][not($word/w:form/@n = $plural)]"/>
          </xsl:when>
          <xsl:when test="$word"><xsl:value-of select="$word"/></xsl:when>
          <xsl:otherwise>
            <xsl:message terminate="yes">The catalogue words/<xsl:value-of select="@xml:lang"/>.xml has no word “<xsl:value-of select="$key"/>”.</xsl:message>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="not(contains($form, '{'))"><xsl:value-of select="$form"/></xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="str:tokenize(str:replace($form, '{', '&#xE000;{'), '&#xE000;')">
          <xsl:choose>
            <xsl:when test="starts-with(., '{n}')"><xsl:call-template name="digits"><xsl:with-param name="n" select="$n"/><xsl:with-param name="words" select="$words"/></xsl:call-template></xsl:when>
            <xsl:when test="starts-with(., '{words}')"><xsl:call-template name="number"><xsl:with-param name="n" select="$n"/><xsl:with-param name="words" select="$words"/></xsl:call-template></xsl:when>
            <xsl:when test="starts-with(., '{total}')"><xsl:call-template name="digits"><xsl:with-param name="n" select="$total"/><xsl:with-param name="words" select="$words"/></xsl:call-template></xsl:when>
            <xsl:when test="starts-with(., '{text}')"><xsl:copy-of select="$text"/></xsl:when>
            <xsl:when test="starts-with(., '{detail}')"><xsl:copy-of select="$detail"/></xsl:when>
            <xsl:when test="starts-with(., '{date}')"><xsl:copy-of select="$date"/></xsl:when>
            <xsl:when test="starts-with(., '{from}')"><xsl:copy-of select="$from"/></xsl:when>
            <xsl:when test="starts-with(., '{until}')"><xsl:copy-of select="$until"/></xsl:when>
            <xsl:when test="starts-with(., '{name}')"><xsl:copy-of select="$name"/></xsl:when>
            <xsl:when test="starts-with(., '{role}')"><xsl:copy-of select="$role"/></xsl:when>
            <xsl:when test="starts-with(., '{organisation}')"><xsl:copy-of select="$organisation"/></xsl:when>
            <xsl:when test="starts-with(., '{title}')"><xsl:copy-of select="$title"/></xsl:when>
            <xsl:when test="starts-with(., '{label}')"><xsl:copy-of select="$label"/></xsl:when>
            <xsl:when test="starts-with(., '{scale}')"><xsl:copy-of select="$scale"/></xsl:when>
            <xsl:when test="starts-with(., '{level}')"><xsl:copy-of select="$level"/></xsl:when>
            <xsl:when test="starts-with(., '{theme}')"><xsl:copy-of select="$theme"/></xsl:when>
            <xsl:when test="starts-with(., '{reference}')"><xsl:copy-of select="$reference"/></xsl:when>
            <xsl:when test="starts-with(., '{share}')"><xsl:copy-of select="$share"/></xsl:when>
            <xsl:when test="starts-with(., '{value}')"><xsl:copy-of select="$value"/></xsl:when>
            <xsl:when test="starts-with(., '{unit}')"><xsl:copy-of select="$unit"/></xsl:when>
            <xsl:when test="starts-with(., '{language}')"><xsl:copy-of select="$language"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
          </xsl:choose>
          <xsl:if test="starts-with(., '{')"><xsl:value-of select="substring-after(., '}')"/></xsl:if>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
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
    <xsl:variable name="marks" select="$words/w:figures"/>
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
    <xsl:variable name="form">
      <xsl:choose>
        <xsl:when test="string-length($date) = 10">day</xsl:when>
        <xsl:when test="string-length($date) = 7">month</xsl:when>
        <xsl:otherwise>year</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="month" select="$words/w:month[@n = number(substring($date, 6, 2))]"/>
    <xsl:variable name="pattern" select="string($words/w:date[@form = $form])"/>
    <!-- Place by place, as there are many dates; what has no such place stays as it is. -->
    <xsl:variable name="with-day" select="concat(substring-before(concat($pattern, '{day}'), '{day}'),
        substring(number(substring($date, 9, 2)), 1, 2 * contains($pattern, '{day}')), substring-after($pattern, '{day}'))"/>
    <xsl:variable name="with-month" select="concat(substring-before(concat($with-day, '{month}'), '{month}'),
        substring($month, 1, 99 * contains($with-day, '{month}')), substring-after($with-day, '{month}'))"/>
    <xsl:value-of select="concat(substring-before(concat($with-month, '{year}'), '{year}'),
        substring($date, 1, 4 * contains($with-month, '{year}')), substring-after($with-month, '{year}'))"/>
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
