<?xml version="1.0" encoding="UTF-8"?>
<!-- Blocks of the plain text: containers, headings, paragraphs, lists, footnotes. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:ed="urn:peerpress:edition:1"
    xmlns:set="http://exslt.org/sets"
    xmlns:str="http://exslt.org/strings"
    exclude-result-prefixes="h ed set str">

  <!-- The content of a container. Text beside blocks is a paragraph of its own. -->
  <xsl:template name="flow">
    <xsl:param name="measure" select="$width"/>
    <xsl:choose>
      <xsl:when test="* and ed:holds-blocks(.)">
        <xsl:for-each select="node()">
          <xsl:choose>
            <!-- In an element of its own: libxslt takes long to lengthen a long text. -->
            <xsl:when test="self::* and ed:is-block(.)">
              <lines><xsl:apply-templates select="."><xsl:with-param name="measure" select="$measure"/></xsl:apply-templates></lines>
            </xsl:when>
            <xsl:when test="not(preceding-sibling::node()) or ed:is-block(preceding-sibling::node()[1])">
              <xsl:variable name="next" select="following-sibling::*[ed:is-block(.)][1]"/>
              <xsl:call-template name="paragraph">
                <xsl:with-param name="measure" select="$measure"/>
                <xsl:with-param name="content"
                  select=". | following-sibling::node()[not($next)] | set:leading(following-sibling::node(), $next)[$next]"/>
              </xsl:call-template>
            </xsl:when>
          </xsl:choose>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="paragraph"><xsl:with-param name="measure" select="$measure"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="paragraph">
    <xsl:param name="measure" select="$width"/>
    <xsl:param name="content" select="node()"/>
    <xsl:variable name="words"><xsl:apply-templates select="$content" mode="words"/></xsl:variable>
    <xsl:if test="normalize-space($words) != ''">
      <xsl:text>&#10;</xsl:text>
      <xsl:call-template name="lines">
        <xsl:with-param name="words" select="string($words)"/>
        <xsl:with-param name="measure" select="$measure"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The content of a container, without its first empty line, each line behind a prefix -->
  <xsl:template name="set-in">
    <xsl:param name="measure" select="$width"/>
    <xsl:param name="first"/>
    <xsl:param name="rest"/>
    <xsl:variable name="room" select="$measure - string-length($rest)"/>
    <xsl:variable name="text">
      <xsl:call-template name="flow"><xsl:with-param name="measure" select="$room * ($room &gt; 24) + 24 * ($room &lt;= 24)"/></xsl:call-template>
    </xsl:variable>
    <xsl:call-template name="prefix-lines">
      <xsl:with-param name="text" select="substring-after($text, '&#10;')"/>
      <xsl:with-param name="first" select="$first"/>
      <xsl:with-param name="rest" select="$rest"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Containers; after a section come its notes. -->
  <xsl:template match="*">
    <xsl:param name="measure" select="$width"/>
    <xsl:if test="not(self::h:body or contains(concat($block-names, $inline-names), concat(' ', local-name(), ' ')))">
      <xsl:call-template name="warn-unknown"/>
    </xsl:if>
    <xsl:call-template name="flow"><xsl:with-param name="measure" select="$measure"/></xsl:call-template>
    <xsl:if test="self::h:section or self::h:article or self::h:main or self::h:body">
      <xsl:apply-templates select="key('notes-of', generate-id())" mode="note"/>
    </xsl:if>
  </xsl:template>
  <xsl:template match="h:aside[ed:is-note(.)]" priority="2"/>
  <xsl:template match="h:aside" mode="note">
    <xsl:text>&#10;</xsl:text>
    <xsl:variable name="mark" select="concat('[', normalize-space(key('noteref', @id)[1]), '] ')"/>
    <xsl:call-template name="set-in">
      <xsl:with-param name="first" select="$mark"/>
      <xsl:with-param name="rest" select="str:padding(string-length($mark), ' ')"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="h:aside | h:blockquote">
    <xsl:param name="measure" select="$width"/>
    <xsl:text>&#10;</xsl:text>
    <xsl:call-template name="set-in">
      <xsl:with-param name="measure" select="$measure"/>
      <xsl:with-param name="first" select="'    '"/>
      <xsl:with-param name="rest" select="'    '"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Headings: one more empty line before, and a line below of a sign for the rank -->
  <xsl:template match="h:h1 | h:h2 | h:h3 | h:h4 | h:h5 | h:h6">
    <xsl:param name="measure" select="$width"/>
    <xsl:variable name="text"><xsl:call-template name="paragraph"><xsl:with-param name="measure" select="$measure"/></xsl:call-template></xsl:variable>
    <xsl:variable name="length" select="string-length(normalize-space($text))"/>
    <xsl:if test="$length &gt; 0">
      <xsl:if test="preceding-sibling::* or not(parent::h:header or parent::h:aside or parent::h:blockquote or parent::h:li or parent::h:dd)"><xsl:text>&#10;</xsl:text></xsl:if>
      <xsl:value-of select="$text"/>
      <xsl:value-of select="str:padding($length * ($length &lt; $measure) + $measure * ($length &gt;= $measure),
        substring('=-~...', number(substring(local-name(), 2)), 1))"/>
      <xsl:text>&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="h:p">
    <xsl:param name="measure" select="$width"/>
    <xsl:call-template name="paragraph"><xsl:with-param name="measure" select="$measure"/></xsl:call-template>
  </xsl:template>
  <xsl:template match="h:pre[. = '']" priority="1"/>
  <xsl:template match="h:pre">
    <xsl:text>&#10;</xsl:text>
    <xsl:call-template name="prefix-lines">
      <xsl:with-param name="text" select="concat(., substring('&#10;', 1 + (substring(., string-length()) = '&#10;')))"/>
      <xsl:with-param name="first" select="'    '"/>
      <xsl:with-param name="rest" select="'    '"/>
    </xsl:call-template>
  </xsl:template>
  <xsl:template match="h:hr"><xsl:text>&#10;</xsl:text><xsl:value-of select="str:padding(24, '-')"/><xsl:text>&#10;</xsl:text></xsl:template>

  <!-- Lists. A list within an item follows its words without an empty line. -->
  <xsl:template match="h:ul | h:ol">
    <xsl:param name="measure" select="$width"/>
    <xsl:variable name="plain" select="not(h:li/@value)"/>
    <xsl:if test="* and not(parent::h:li)"><xsl:text>&#10;</xsl:text></xsl:if>
    <xsl:for-each select="*">
      <xsl:if test="not(self::h:li)"><xsl:call-template name="warn-item"/></xsl:if>
      <xsl:variable name="marker">
        <xsl:choose>
          <xsl:when test="ancestor::h:nav[@role = 'doc-toc']"><xsl:value-of select="substring('  ', 1 + 2 * not(ancestor::h:li))"/></xsl:when>
          <xsl:when test="parent::h:ul"><xsl:value-of select="concat(ed:theme('text', 'bullet'), ' ')"/></xsl:when>
          <xsl:otherwise>
            <xsl:call-template name="marker">
              <xsl:with-param name="position" select="position()"/>
              <xsl:with-param name="plain" select="$plain"/>
            </xsl:call-template>
            <xsl:text> </xsl:text>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <xsl:call-template name="set-in">
        <xsl:with-param name="measure" select="$measure"/>
        <xsl:with-param name="first" select="string($marker)"/>
        <xsl:with-param name="rest" select="str:padding(string-length($marker), ' ')"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- Terms stand on their own lines, descriptions are set in; facts stand beside their terms. -->
  <xsl:template match="h:dl">
    <xsl:param name="measure" select="$width"/>
    <xsl:variable name="beside" select="contains(concat(' ', @class, ' '), ' facts ') or contains(concat(' ', @class, ' '), ' session ')"/>
    <xsl:if test="$beside"><xsl:text>&#10;</xsl:text></xsl:if>
    <xsl:for-each select="h:dt | h:dd | h:div/h:dt | h:div/h:dd">
      <xsl:variable name="term" select="preceding-sibling::*[1][self::h:dt]"/>
      <xsl:choose>
        <xsl:when test="$beside and self::h:dt and following-sibling::*[1][self::h:dd]"/>
        <xsl:when test="self::h:dt and not($beside) and preceding-sibling::*[1][self::h:dt]">
          <xsl:variable name="text"><xsl:call-template name="paragraph"><xsl:with-param name="measure" select="$measure"/></xsl:call-template></xsl:variable>
          <xsl:value-of select="substring-after($text, '&#10;')"/>
        </xsl:when>
        <xsl:when test="self::h:dt">
          <xsl:call-template name="paragraph"><xsl:with-param name="measure" select="$measure"/></xsl:call-template>
        </xsl:when>
        <xsl:otherwise>
          <xsl:variable name="words"><xsl:if test="$beside"><xsl:apply-templates select="$term/node()" mode="words"/></xsl:if></xsl:variable>
          <xsl:variable name="first" select="normalize-space($words)"/>
          <xsl:variable name="indent" select="str:padding(4 + 16 * $beside, ' ')"/>
          <xsl:call-template name="set-in">
            <xsl:with-param name="measure" select="$measure"/>
            <xsl:with-param name="first" select="concat($first, substring($indent, 1 + string-length($first)),
              substring('  ', 1 + 2 * (string-length($first) &lt; string-length($indent) - 1)))"/>
            <xsl:with-param name="rest" select="$indent"/>
          </xsl:call-template>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <!-- What cannot be shown -->
  <xsl:template match="h:script | h:style | h:template | h:noscript | h:video | h:audio | h:canvas | h:iframe | h:object | h:embed | h:input
      | h:button | h:select | h:textarea | h:map" priority="1">
    <xsl:call-template name="warn-unshown"/>
  </xsl:template>
  <xsl:template match="node()[@hidden]" priority="30"/>
</xsl:stylesheet>
