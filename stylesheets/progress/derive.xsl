<?xml version="1.0" encoding="UTF-8"?>
<!-- What follows from a dataset and is never typed: the cycle of the report, and how each recommendation and action stands in it.

     All reports read $derived, a tree in the namespace urn:peerpress:derived:1:
       <derived cycle="ID" as-of="DATE">
         <state of="ID" kind="recommendation|action" engagement="ID" recommendation="ID" theme="ID" level="ID" previous="ID"
                said-in="ID" carried="yes|no"/> …
       </derived>
     One state stands for each item that the cycle reports on, in the order of the file; a recommendation that another replaces is
     reported no more, nor are its actions. said-in is the cycle whose update holds: this one, or an earlier one if the item was carried
     over; level is absent while no update exists. previous is the level in the cycle before. Both are levels of the scale of this
     cycle: a level of an earlier scale is given as the one that continues it (same-as). A dataset that brings such a tree of its own, as
     the last child of its root, is taken at its word. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:exsl="http://exslt.org/common"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:str="http://exslt.org/strings"
                extension-element-prefixes="exsl str"
                exclude-result-prefixes="p">

  <!-- The id of the cycle to report on; left empty, the latest. -->
  <xsl:param name="cycle"/>

  <xsl:key name="by-id" match="p:*[@id]" use="@id"/>
  <xsl:key name="replacement" match="p:recommendation[@supersedes]" use="str:tokenize(@supersedes)"/>
  <xsl:key name="update" match="p:update" use="concat(../@id, ' ', @of)"/>

  <xsl:variable name="dataset" select="/p:progress"/>
  <xsl:variable name="cycles" select="$dataset/p:cycles/p:cycle"/>

  <xsl:variable name="cycle-id">
    <xsl:choose>
      <xsl:when test="$cycle != ''"><xsl:value-of select="$cycle"/></xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="$cycles">
          <xsl:sort select="translate(@as-of, '-', '')" data-type="number"/>
          <xsl:if test="position() = last()"><xsl:value-of select="@id"/></xsl:if>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:variable name="this-cycle" select="$cycles[@id = $cycle-id]"/>
  <xsl:variable name="as-of" select="string($this-cycle/@as-of)"/>

  <xsl:template name="require-cycle">
    <xsl:if test="not($this-cycle)">
      <xsl:message terminate="yes">The dataset has no cycle “<xsl:value-of select="$cycle-id"/>”.</xsl:message>
    </xsl:if>
  </xsl:template>

  <xsl:variable name="computed">
    <d:derived cycle="{$cycle-id}" as-of="{$as-of}">
      <xsl:apply-templates select="$dataset/p:engagements/p:engagement/p:recommendation
                                 | $dataset/p:engagements/p:engagement/p:recommendation/p:action" mode="derive"/>
    </d:derived>
  </xsl:variable>

  <xsl:variable name="attached" select="$dataset/d:derived"/>
  <xsl:variable name="derived" select="$attached | exsl:node-set($computed)/d:derived[not($attached)]"/>

  <xsl:template match="p:recommendation | p:action" mode="derive">
    <xsl:variable name="reported">
      <xsl:call-template name="is-reported"/>
    </xsl:variable>
    <xsl:if test="$reported = 'yes'">
      <xsl:variable name="said-in">
        <xsl:apply-templates select="$this-cycle" mode="said-in"><xsl:with-param name="of" select="@id"/></xsl:apply-templates>
      </xsl:variable>
      <xsl:variable name="previously-in">
        <xsl:apply-templates select="key('by-id', $this-cycle/@previous)" mode="said-in">
          <xsl:with-param name="of" select="@id"/>
        </xsl:apply-templates>
      </xsl:variable>
      <d:state of="{@id}" kind="{local-name()}" engagement="{ancestor::p:engagement/@id}"
               recommendation="{ancestor-or-self::p:recommendation/@id}" theme="{ancestor-or-self::*[@theme][1]/@theme}">
        <xsl:if test="$said-in != ''">
          <xsl:attribute name="level"><xsl:apply-templates select="key('update', concat($said-in, ' ', @id))/@level" mode="level-now"/></xsl:attribute>
          <xsl:attribute name="said-in"><xsl:value-of select="$said-in"/></xsl:attribute>
          <xsl:attribute name="carried"><xsl:choose>
            <xsl:when test="$said-in = $cycle-id">no</xsl:when>
            <xsl:otherwise>yes</xsl:otherwise>
          </xsl:choose></xsl:attribute>
        </xsl:if>
        <xsl:if test="$previously-in != ''">
          <xsl:attribute name="previous"><xsl:apply-templates select="key('update', concat($previously-in, ' ', @id))/@level" mode="level-now"/></xsl:attribute>
        </xsl:if>
      </d:state>
    </xsl:if>
  </xsl:template>

  <!-- The level on the scales of this cycle that is or continues the level of an update; itself if there is none. -->
  <xsl:template match="@level" mode="level-now">
    <xsl:variable name="scales" select="key('by-id', $this-cycle/@scale) | key('by-id', $this-cycle/@action-scale)"/>
    <xsl:variable name="now" select="$scales/p:level[@id = current()] | $scales/p:level[@same-as = current()]"/>
    <xsl:choose>
      <xsl:when test="$now"><xsl:value-of select="$now[1]/@id"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Whether this cycle reports on the item: it does from the cycle that the item names, or its recommendation, or else from the
       first that is not earlier than the engagement, and until a replacement is reported. A month or a year counts from its first
       day. -->
  <xsl:template name="is-reported">
    <xsl:variable name="replaced">
      <xsl:for-each select="key('replacement', ancestor-or-self::p:recommendation/@id)"><xsl:call-template name="has-started"/></xsl:for-each>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="contains($replaced, 'yes')">no</xsl:when>
      <xsl:otherwise><xsl:call-template name="has-started"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="has-started">
    <xsl:variable name="since" select="ancestor-or-self::*[@since][1]/@since"/>
    <xsl:variable name="starts">
      <xsl:choose>
        <xsl:when test="$since"><xsl:value-of select="translate(key('by-id', $since)/@as-of, '-', '')"/></xsl:when>
        <xsl:otherwise>
          <xsl:value-of select="substring(concat(translate(ancestor::p:engagement/@date, '-', ''), '00000000'), 1, 8)"/>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="number($starts) &lt;= number(translate($as-of, '-', ''))">yes</xsl:when>
      <xsl:otherwise>no</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The id of the cycle, this one or the nearest before it, that has an update of the item; nothing if none has. -->
  <xsl:template match="p:cycle" mode="said-in">
    <xsl:param name="of"/>
    <xsl:choose>
      <xsl:when test="key('update', concat(@id, ' ', $of))"><xsl:value-of select="@id"/></xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="key('by-id', @previous)[self::p:cycle]
                                     [translate(@as-of, '-', '') &lt; translate(current()/@as-of, '-', '')]" mode="said-in">
          <xsl:with-param name="of" select="$of"/>
        </xsl:apply-templates>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
