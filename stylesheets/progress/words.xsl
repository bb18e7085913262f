<?xml version="1.0" encoding="UTF-8"?>
<!-- Fixed words, numbers and dates in the language of the report, from its catalogue words/LANG.xml.
     Needs the variable $main-language of prose.xsl. Everything here yields text, save mode "date", which yields a time element. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:str="http://exslt.org/strings"
                xmlns:w="urn:peerpress:words:1"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="str"
                exclude-result-prefixes="w">

  <xsl:variable name="catalogue" select="document(concat('words/', $main-language, '.xml'))/w:words"/>

  <xsl:template name="require-catalogue">
    <xsl:if test="not($catalogue)">
      <xsl:message terminate="yes">There is no catalogue words/<xsl:value-of select="$main-language"/>.xml for the language of this report.</xsl:message>
    </xsl:if>
  </xsl:template>

  <!-- The word for a key, with its places filled. n chooses the form and fills {n}, or {words} if the catalogue spells numbers out. -->
  <xsl:template name="word">
    <xsl:param name="key"/>
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
    <xsl:variable name="word" select="$catalogue/w:word[@key = $key]"/>
    <xsl:if test="not($word)">
      <xsl:message terminate="yes">The catalogue words/<xsl:value-of select="$main-language"/>.xml has no word “<xsl:value-of select="$key"/>”.</xsl:message>
    </xsl:if>
    <xsl:variable name="form">
      <xsl:choose>
        <xsl:when test="$word/w:form[@n = $catalogue/w:plural[@n = $n]/@form]">
          <xsl:value-of select="$word/w:form[@n = $catalogue/w:plural[@n = $n]/@form]"/>
        </xsl:when>
        <xsl:when test="$word/w:form"><xsl:value-of select="$word/w:form[@n = 'other']"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$word"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="spelt">
      <xsl:call-template name="number"><xsl:with-param name="n" select="$n"/></xsl:call-template>
    </xsl:variable>
    <xsl:for-each select="str:tokenize(str:replace($form, '{', '&#xE000;{'), '&#xE000;')">
      <xsl:choose>
        <xsl:when test="starts-with(., '{n}')"><xsl:value-of select="$n"/></xsl:when>
        <xsl:when test="starts-with(., '{words}')"><xsl:value-of select="$spelt"/></xsl:when>
        <xsl:when test="starts-with(., '{total}')"><xsl:value-of select="$total"/></xsl:when>
        <xsl:when test="starts-with(., '{text}')"><xsl:value-of select="$text"/></xsl:when>
        <xsl:when test="starts-with(., '{detail}')"><xsl:value-of select="$detail"/></xsl:when>
        <xsl:when test="starts-with(., '{date}')"><xsl:value-of select="$date"/></xsl:when>
        <xsl:when test="starts-with(., '{from}')"><xsl:value-of select="$from"/></xsl:when>
        <xsl:when test="starts-with(., '{until}')"><xsl:value-of select="$until"/></xsl:when>
        <xsl:when test="starts-with(., '{name}')"><xsl:value-of select="$name"/></xsl:when>
        <xsl:when test="starts-with(., '{role}')"><xsl:value-of select="$role"/></xsl:when>
        <xsl:when test="starts-with(., '{organisation}')"><xsl:value-of select="$organisation"/></xsl:when>
        <xsl:when test="starts-with(., '{title}')"><xsl:value-of select="$title"/></xsl:when>
        <xsl:when test="starts-with(., '{label}')"><xsl:value-of select="$label"/></xsl:when>
        <xsl:when test="starts-with(., '{scale}')"><xsl:value-of select="$scale"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="starts-with(., '{')"><xsl:value-of select="substring-after(., '}')"/></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- A number in words, if the catalogue spells it out. -->
  <xsl:template name="number">
    <xsl:param name="n"/>
    <xsl:choose>
      <xsl:when test="$catalogue/w:number[@n = $n]"><xsl:value-of select="$catalogue/w:number[@n = $n]"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$n"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A date (2021-03-17, 2021-03 or 2021) in words. -->
  <xsl:template name="date">
    <xsl:param name="date"/>
    <xsl:variable name="form">
      <xsl:choose>
        <xsl:when test="string-length($date) = 10">day</xsl:when>
        <xsl:when test="string-length($date) = 7">month</xsl:when>
        <xsl:otherwise>year</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="month" select="$catalogue/w:month[@n = number(substring($date, 6, 2))]"/>
    <xsl:for-each select="str:tokenize(str:replace($catalogue/w:date[@form = $form], '{', '&#xE000;{'), '&#xE000;')">
      <xsl:choose>
        <xsl:when test="starts-with(., '{day}')"><xsl:value-of select="number(substring($date, 9, 2))"/></xsl:when>
        <xsl:when test="starts-with(., '{month}')"><xsl:value-of select="$month"/></xsl:when>
        <xsl:when test="starts-with(., '{year}')"><xsl:value-of select="substring($date, 1, 4)"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="starts-with(., '{')"><xsl:value-of select="substring-after(., '}')"/></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="@*" mode="date">
    <time datetime="{.}">
      <xsl:call-template name="date"><xsl:with-param name="date" select="string(.)"/></xsl:call-template>
    </time>
  </xsl:template>
</xsl:stylesheet>
