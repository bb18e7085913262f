<?xml version="1.0" encoding="UTF-8"?>
<!-- Lists of the printed page: bulleted and numbered, with one bullet at every depth, and lists of terms, the
     table of contents. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:ed="urn:peerpress:edition:1"
    xmlns:exsl="http://exslt.org/common"
    xmlns:set="http://exslt.org/sets"
    xmlns:str="http://exslt.org/strings"
    xmlns:math="http://exslt.org/math"
    exclude-result-prefixes="h svg ed exsl set str math">

  <xsl:template match="h:ul[not(*)] | h:ol[not(*)]" priority="1"/>
  <xsl:template match="h:ul | h:ol">
    <xsl:variable name="plain" select="not(h:li/@value)"/>
    <xsl:variable name="distance">
      <xsl:choose>
        <xsl:when test="self::h:ol and (@start &gt; 99 or count(h:li) &gt; 99 or h:li/@value &gt; 99 or @type = 'i' or @type = 'I')">
          <xsl:value-of select="concat(1.6 * ed:points($indent), 'pt')"/>
        </xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="concat(ed:points($indent) * (1 + 0.3 * boolean(self::h:ol)), 'pt')"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <fo:list-block role="L" provisional-distance-between-starts="{$distance}" provisional-label-separation="6pt"
        space-before="{$space-paragraph}" space-after="{$space-paragraph}">
      <xsl:if test="ancestor::h:li">
        <xsl:attribute name="space-before"><xsl:value-of select="$space-item"/></xsl:attribute>
        <xsl:attribute name="space-after"><xsl:value-of select="$space-item"/></xsl:attribute>
      </xsl:if>
      <xsl:call-template name="edges"/>
      <xsl:call-template name="carry"/>
      <xsl:for-each select="*">
        <xsl:call-template name="item">
          <xsl:with-param name="position" select="position()"/>
          <xsl:with-param name="plain" select="$plain"/>
        </xsl:call-template>
      </xsl:for-each>
    </fo:list-block>
  </xsl:template>

  <!-- An item keeps its lines together if it is short: no more than some four lines. -->
  <xsl:template name="item">
    <xsl:param name="position"/>
    <xsl:param name="plain"/>
    <xsl:if test="not(self::h:li)"><xsl:call-template name="warn-item"/></xsl:if>
    <fo:list-item role="LI" relative-align="baseline">
      <xsl:if test="$position &gt; 1">
        <xsl:attribute name="space-before"><xsl:value-of select="$space-item"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="string-length() &lt; 300 and not(.//h:li)">
        <xsl:attribute name="keep-together.within-page">always</xsl:attribute>
      </xsl:if>
      <xsl:call-template name="carry"/>
      <fo:list-item-label role="Lbl" end-indent="label-end()">
        <fo:block role="NonStruct">
          <xsl:choose>
            <xsl:when test="parent::h:ol">
              <xsl:call-template name="marker">
                <xsl:with-param name="position" select="$position"/>
                <xsl:with-param name="plain" select="$plain"/>
              </xsl:call-template>
            </xsl:when>
            <xsl:otherwise><fo:inline color="{$colour-brand}"><xsl:value-of select="$bullet"/></fo:inline></xsl:otherwise>
          </xsl:choose>
        </fo:block>
      </fo:list-item-label>
      <fo:list-item-body role="LBody" start-indent="body-start()">
        <xsl:call-template name="changed-flow"/>
      </fo:list-item-body>
    </fo:list-item>
  </xsl:template>

  <!-- Terms and their descriptions: an item for each group, its terms the labels. In a list of facts the terms stand beside. -->
  <xsl:template match="h:dl">
    <fo:block role="L" space-before="{$space-paragraph}" space-after="{$space-paragraph}">
      <xsl:call-template name="edges"/>
      <xsl:call-template name="carry"/>
      <xsl:call-template name="groups"/>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:dl[contains(concat(' ', @class, ' '), ' facts ') or contains(concat(' ', @class, ' '), ' session ')][h:dt or h:div]">
    <!-- At least 34 mm, and room for the longest word of a term. -->
    <xsl:variable name="words">
      <n>0</n>
      <xsl:for-each select=".//h:dt">
        <xsl:for-each select="str:tokenize(.)"><n><xsl:value-of select="string-length()"/></n></xsl:for-each>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="widest" select="math:max(exsl:node-set($words)/n) * 0.68 * ed:points($size-body) + 11.4"/>
    <fo:list-block role="L" provisional-label-separation="4mm" space-before="{$space-paragraph}" space-after="2 * {$space-paragraph}"
        provisional-distance-between-starts="{$widest * ($widest &gt; 96.4) + 96.4 * ($widest &lt;= 96.4)}pt">
      <xsl:if test="string-length() &lt; 500"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <xsl:call-template name="edges"/>
      <xsl:call-template name="carry"/>
      <xsl:call-template name="groups"><xsl:with-param name="beside" select="true()"/></xsl:call-template>
    </fo:list-block>
  </xsl:template>

  <!-- A group is one or more terms and the descriptions that follow them, or a div around them. -->
  <xsl:template name="groups">
    <xsl:param name="beside" select="false()"/>
    <xsl:for-each select="h:div | h:dt[not(preceding-sibling::*[1][self::h:dt])]">
      <xsl:variable name="next" select="following-sibling::*[self::h:div or self::h:dt[preceding-sibling::*[1][not(self::h:dt)]]][1]"/>
      <xsl:variable name="group" select="self::h:div/* | self::h:dt | self::h:dt[not($next)]/following-sibling::*
        | set:leading(self::h:dt/following-sibling::*, $next)[$next]"/>
      <xsl:choose>
        <xsl:when test="$beside">
          <fo:list-item role="LI" relative-align="baseline" space-before="{$space-item}" keep-together.within-page="5">
            <fo:list-item-label role="Lbl" end-indent="label-end()">
              <xsl:apply-templates select="$group[self::h:dt]" mode="beside"/>
            </fo:list-item-label>
            <fo:list-item-body role="LBody" start-indent="body-start()">
              <xsl:apply-templates select="$group[not(self::h:dt)]" mode="beside"/>
              <xsl:if test="not($group[not(self::h:dt)])"><fo:block/></xsl:if>
            </fo:list-item-body>
          </fo:list-item>
        </xsl:when>
        <xsl:otherwise>
          <fo:block role="LI" space-before="{$space-paragraph}"><xsl:apply-templates select="$group"/></fo:block>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="*" mode="beside">
    <fo:block role="NonStruct">
      <xsl:if test="self::h:dt"><xsl:attribute name="font-weight">bold</xsl:attribute></xsl:if>
      <xsl:call-template name="carry"/>
      <xsl:call-template name="directed-flow"/>
    </fo:block>
  </xsl:template>

  <xsl:template match="h:dt">
    <fo:block role="Lbl" font-weight="bold" keep-with-next.within-page="always">
      <xsl:call-template name="carry"/>
      <xsl:apply-templates/>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:dd">
    <fo:block role="LBody" start-indent="inherited-property-value(start-indent) + {$indent}" space-before="2pt">
      <xsl:call-template name="carry"/>
      <xsl:call-template name="directed-flow"/>
    </fo:block>
  </xsl:template>
  <!-- The table of contents: each link with leader dots and the number of its page, which are artifacts: the link says it all. -->
  <xsl:template match="h:nav[@role = 'doc-toc']">
    <fo:block role="Sect" space-before="{$space-paragraph}" space-after="{$space-section}">
      <xsl:call-template name="carry"/>
      <xsl:call-template name="flow"/>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:nav[@role = 'doc-toc']//h:ol | h:nav[@role = 'doc-toc']//h:ul">
    <fo:block role="TOC">
      <xsl:call-template name="carry"/>
      <xsl:if test="ancestor::h:li">
        <xsl:attribute name="start-indent">inherited-property-value(start-indent) + <xsl:value-of select="$indent"/></xsl:attribute>
      </xsl:if>
      <xsl:for-each select="*">
        <fo:block role="TOCI">
          <xsl:call-template name="carry"/>
          <xsl:if test="node()[not(ed:is-block(.))][self::* or normalize-space()]">
            <fo:block role="P" text-align-last="justify" space-before="{$space-item}">
              <fo:inline role="Reference"><xsl:apply-templates select="node()[not(ed:is-block(.))]"/></fo:inline>
              <xsl:apply-templates select="(.//h:a[not(ancestor::h:li[1] != current())])[1]" mode="page"/>
            </fo:block>
          </xsl:if>
          <xsl:apply-templates select="*[ed:is-block(.)]"/>
        </fo:block>
      </xsl:for-each>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:a" mode="page"/>
  <xsl:template match="h:a[starts-with(@href, '#')]" mode="page">
    <xsl:if test="key('id', substring(@href, 2))">
      <xsl:text> </xsl:text>
      <fo:leader role="Artifact" leader-pattern="dots" leader-pattern-width="5pt" leader-alignment="reference-area"
        leader-length.minimum="12pt" leader-length.optimum="40pt" leader-length.maximum="100%" color="{$colour-muted}"/>
      <xsl:text> </xsl:text>
      <fo:page-number-citation role="Artifact" ref-id="{substring(@href, 2)}"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
