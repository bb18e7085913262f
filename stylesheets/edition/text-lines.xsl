<?xml version="1.0" encoding="UTF-8"?>
<!-- Words and lines of the plain text: what each element of lines says, and the breaking of words into lines. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:ed="urn:peerpress:edition:1"
    xmlns:str="http://exslt.org/strings"
    exclude-result-prefixes="h svg ed str">

  <!-- A forced break inside words travels as a line separator. -->
  <xsl:template match="h:br" mode="words">&#x2028;</xsl:template>
  <xsl:template match="h:wbr | node()[@hidden]" mode="words" priority="2"/>
  <xsl:template match="comment() | processing-instruction()" mode="words"/>
  <xsl:template match="h:script | h:style | h:template | h:noscript | h:video | h:audio | h:canvas | h:iframe | h:object | h:embed | h:input
      | h:button | h:select | h:textarea | h:map" mode="words">
    <xsl:call-template name="warn-unshown"/>
  </xsl:template>

  <xsl:template match="*" mode="words">
    <xsl:if test="not(contains(concat($block-names, $inline-names), concat(' ', local-name(), ' ')))">
      <xsl:call-template name="warn-unknown"/>
    </xsl:if>
    <xsl:apply-templates mode="words"/>
    <xsl:if test="ed:is-block(.)"><xsl:text> </xsl:text></xsl:if>
  </xsl:template>

  <xsl:template match="h:q" mode="words">
    <xsl:value-of select="ed:quote(., 'open')"/>
    <xsl:apply-templates mode="words"/>
    <xsl:value-of select="ed:quote(., 'close')"/>
  </xsl:template>

  <!-- Digits and signs have raised and lowered forms. -->
  <xsl:template match="h:sup" mode="words">
    <xsl:variable name="words"><xsl:apply-templates mode="words"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="translate($words, '0123456789+-', '') = ''"><xsl:value-of select="translate($words, '0123456789+-', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$words"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="h:sub" mode="words">
    <xsl:variable name="words"><xsl:apply-templates mode="words"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="translate($words, '0123456789+-', '') = ''"><xsl:value-of select="translate($words, '0123456789+-', '₀₁₂₃₄₅₆₇₈₉₊₋')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$words"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="h:img | svg:svg" mode="words">
    <xsl:if test="not(ed:is-decoration(.)) and ed:alternative(.) = ''"><xsl:call-template name="warn-alternative"/></xsl:if>
    <xsl:if test="not(ed:is-decoration(.)) and ed:alternative(.) != ''"><xsl:value-of select="concat('[', ed:alternative(.), ']')"/></xsl:if>
  </xsl:template>

  <!-- A chart says what the table beside it says. -->
  <xsl:template match="h:figure[contains(concat(' ', @class, ' '), ' chart ')]//svg:svg" mode="words" priority="2"/>

  <!-- A link's address follows its words, unless the words are the address. -->
  <xsl:template match="h:a" mode="words">
    <xsl:variable name="words"><xsl:apply-templates mode="words"/></xsl:variable>
    <xsl:variable name="address" select="normalize-space(@href)"/>
    <xsl:value-of select="$words"/>
    <xsl:choose>
      <xsl:when test="starts-with($address, '#') or $address = ''">
        <xsl:if test="string-length($address) &gt; 1 and not(key('id', substring($address, 2)))"><xsl:call-template name="warn-nowhere"/></xsl:if>
      </xsl:when>
      <xsl:when test="not(ed:is-safe($address))"><xsl:call-template name="warn-unsafe"/></xsl:when>
      <xsl:when test="$address = normalize-space($words) or $address = concat('mailto:', normalize-space($words))"/>
      <xsl:otherwise><xsl:value-of select="concat(' &lt;', $address, '&gt;')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="h:a[@role = 'doc-noteref'][key('id', substring-after(@href, '#'))]" mode="words">
    <xsl:value-of select="concat('[', normalize-space(), ']')"/>
  </xsl:template>

  <!-- Words into lines: each part between forced breaks by itself -->
  <xsl:template name="lines">
    <xsl:param name="words"/>
    <xsl:param name="measure"/>
    <xsl:for-each select="str:split($words, '&#x2028;')">
      <xsl:if test="normalize-space() != ''">
        <xsl:call-template name="wrap">
          <xsl:with-param name="words" select="normalize-space()"/>
          <xsl:with-param name="measure" select="$measure"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <!-- A line takes as many words as fit, or one that does not. A very long text is wrapped in parts of 4000 characters, so that the depth
       of the recursion stays small. -->
  <xsl:template name="wrap">
    <xsl:param name="words"/>
    <xsl:param name="measure"/>
    <xsl:choose>
      <xsl:when test="string-length($words) &lt;= $measure or not(contains($words, ' '))"><xsl:value-of select="concat($words, '&#10;')"/></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="reach" select="($measure + 1) * (string-length($words) &lt;= 8000) + 4001 * (string-length($words) &gt; 8000)"/>
        <xsl:variable name="piece" select="substring($words, 1, $reach)"/>
        <xsl:variable name="cut" select="$reach - string-length(str:tokenize(concat($piece, '.'), ' ')[last()]) + 1"/>
        <xsl:variable name="first" select="substring($words, 1, $cut - 1)"/>
        <xsl:choose>
          <xsl:when test="normalize-space($first) = ''">
            <xsl:value-of select="concat(substring-before($words, ' '), '&#10;')"/>
            <xsl:call-template name="wrap">
              <xsl:with-param name="words" select="substring-after($words, ' ')"/>
              <xsl:with-param name="measure" select="$measure"/>
            </xsl:call-template>
          </xsl:when>
          <xsl:otherwise>
            <xsl:choose>
              <xsl:when test="$reach &gt; 4000">
                <xsl:call-template name="wrap">
                  <xsl:with-param name="words" select="normalize-space($first)"/>
                  <xsl:with-param name="measure" select="$measure"/>
                </xsl:call-template>
              </xsl:when>
              <xsl:otherwise><xsl:value-of select="concat(normalize-space($first), '&#10;')"/></xsl:otherwise>
            </xsl:choose>
            <xsl:call-template name="wrap">
              <xsl:with-param name="words" select="normalize-space(substring($words, $cut))"/>
              <xsl:with-param name="measure" select="$measure"/>
            </xsl:call-template>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Text of whole lines, the first behind one prefix and the others behind another; empty lines stay empty. (str:split drops empty
       pieces, so each line begins with a paragraph separator while it is split.) -->
  <xsl:template name="prefix-lines">
    <xsl:param name="text"/>
    <xsl:param name="first"/>
    <xsl:param name="rest"/>
    <xsl:choose>
      <xsl:when test="substring-after($text, '&#10;') = ''"><xsl:value-of select="concat($first, $text)"/></xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="str:split(concat('&#x2029;', str:replace(string($text), '&#10;', '&#10;&#x2029;')), '&#10;')">
          <xsl:variable name="line" select="substring(., 2)"/>
          <xsl:if test="position() != last() or $line != ''">
            <xsl:choose>
              <xsl:when test="position() = 1"><xsl:value-of select="$first"/></xsl:when>
              <xsl:when test="$line != ''"><xsl:value-of select="$rest"/></xsl:when>
            </xsl:choose>
            <xsl:value-of select="concat($line, '&#10;')"/>
          </xsl:if>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
