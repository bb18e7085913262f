<?xml version="1.0" encoding="UTF-8"?>
<!-- The progress review of a cycle by theme: each recommendation with the council's position and actions, and what the peers said of it;
     numbers, indicators, deadlines, decisions, next steps. Parameters: cycle, since, lang, alternates (docs/reports.md).

     The voices are never merged: what the council says and what the peers observed stand in sections of their own. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:exsl="http://exslt.org/common"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:s="urn:peerpress:parts:1"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="exsl"
                exclude-result-prefixes="p d s">

  <xsl:import href="parts.xsl"/>
  <xsl:import href="review-items.xsl"/>
  <xsl:import href="review-tables.xsl"/>
  <xsl:import href="charts.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:variable name="targets" select="'recommendation action'"/>
  <xsl:variable name="subject" select="$this-cycle"/>
  <xsl:variable name="session" select="key('by-id', $this-cycle/@engagement)"/>
  <xsl:variable name="sections" select="$this-cycle/p:section | $session/p:section"/>

  <!-- A quotation that nobody has approved is not used. -->
  <xsl:variable name="quotations" select="$this-cycle/p:quotation[p:approved]"/>

  <xsl:variable name="parts-tree">
    <xsl:for-each select="$sections[@use = 'introduction']"><s:part id="part-introduction-{position()}" section="{generate-id()}"/></xsl:for-each>
    <s:part id="part-overview" call="overview"/>
    <xsl:for-each select="$sections[@use = 'background']"><s:part id="part-background-{position()}" section="{generate-id()}"/></xsl:for-each>
    <xsl:for-each select="$dataset/p:themes/p:theme[key('group', concat('theme recommendation ', @id))]"><s:part id="theme-{@id}" of="{@id}"/></xsl:for-each>
    <xsl:if test="key('group', 'theme recommendation ')"><s:part id="part-theme-none" call="theme-none"/></xsl:if>
    <xsl:for-each select="$sections[@use = 'contributions']"><s:part id="part-contributions-{position()}" section="{generate-id()}"/></xsl:for-each>
    <xsl:for-each select="$sections[@use = 'challenges']"><s:part id="part-challenges-{position()}" section="{generate-id()}"/></xsl:for-each>
    <xsl:for-each select="$sections[@use = 'feedback'][p:prose | p:point | p:after | p:section
        | p:observation[generate-id() = $homes[@home = 'feedback']/@observation]]">
      <s:part id="part-feedback-{position()}" section="{generate-id()}"/>
    </xsl:for-each>
    <xsl:if test="$loose"><s:part id="part-feedback" call="feedback"/></xsl:if>
    <xsl:for-each select="$sections[@use = 'topic' or @use = 'other']"><s:part id="part-topic-{position()}" section="{generate-id()}"/></xsl:for-each>
    <xsl:if test="$sections[@use = 'recognition'] | $this-cycle/p:fact[@kind = 'award']"><s:part id="part-recognition" call="recognition"/></xsl:if>
    <xsl:if test="$sections[@use = 'response'] | $quotations"><s:part id="part-response" call="response"/></xsl:if>
    <xsl:if test="$derived/d:indicator"><s:part id="part-indicators" call="indicators"/></xsl:if>
    <xsl:if test="$derived/d:deadline"><s:part id="part-deadlines" call="deadlines"/></xsl:if>
    <xsl:if test="$this-cycle/p:decision"><s:part id="part-decisions" call="decisions"/></xsl:if>
    <xsl:if test="$sections[@use = 'next-steps'] | $session/p:offer | $this-cycle/p:offer"><s:part id="part-next-steps" call="next-steps"/></xsl:if>
  </xsl:variable>
  <xsl:variable name="parts" select="exsl:node-set($parts-tree)/s:part"/>

  <xsl:template match="/">
    <xsl:call-template name="require-catalogue"/>
    <xsl:call-template name="require-cycle"/>
    <xsl:variable name="title">
      <xsl:call-template name="word">
        <xsl:with-param name="key" select="'review-title'"/>
        <xsl:with-param name="title"><xsl:call-template name="text"><xsl:with-param name="of" select="$this-cycle/p:title"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
    </xsl:variable>
    <html>
      <xsl:call-template name="document-language"/>
      <xsl:call-template name="head">
        <xsl:with-param name="title" select="$title"/>
        <xsl:with-param name="author"><xsl:apply-templates select="$council" mode="name"/></xsl:with-param>
      </xsl:call-template>
      <body>
        <xsl:call-template name="title-block">
          <xsl:with-param name="heading" select="$title"/>
          <xsl:with-param name="subtitle" select="$dataset/p:title"/>
        </xsl:call-template>
        <xsl:call-template name="contents"/>
        <xsl:apply-templates select="$parts" mode="frame"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="p:cycle" mode="part">
    <xsl:param name="part"/>
    <xsl:choose>
      <xsl:when test="$part = 'overview'"><xsl:call-template name="overview"/></xsl:when>
      <xsl:when test="$part = 'theme-none'"><xsl:call-template name="theme"/></xsl:when>
      <xsl:when test="$part = 'feedback'">
        <xsl:apply-templates select="$loose" mode="content"><xsl:with-param name="depth" select="3"/></xsl:apply-templates>
      </xsl:when>
      <xsl:when test="$part = 'recognition'"><xsl:call-template name="recognition"/></xsl:when>
      <xsl:when test="$part = 'response'">
        <xsl:apply-templates select="$sections[@use = 'response']" mode="content"/>
        <xsl:apply-templates select="$quotations" mode="content"/>
      </xsl:when>
      <xsl:when test="$part = 'indicators'"><xsl:call-template name="indicators"/></xsl:when>
      <xsl:when test="$part = 'deadlines'"><xsl:call-template name="chart-timeline"/></xsl:when>
      <xsl:when test="$part = 'decisions'"><xsl:call-template name="decisions"/></xsl:when>
      <xsl:when test="$part = 'next-steps'">
        <xsl:apply-templates select="$sections[@use = 'next-steps']" mode="content"/>
        <xsl:apply-templates select="$session/p:offer | p:offer" mode="content"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Progress at a glance: what is compared, the keys of the scales, the numbers and what has moved. -->
  <xsl:template name="overview">
    <p>
      <xsl:call-template name="word">
        <xsl:with-param name="key">
          <xsl:choose>
            <xsl:when test="$base-cycle">overview-compared</xsl:when>
            <xsl:otherwise>overview-first</xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="date"><xsl:apply-templates select="@as-of" mode="date"/></xsl:with-param>
        <xsl:with-param name="from"><xsl:apply-templates select="$base-cycle/@as-of" mode="date"/></xsl:with-param>
      </xsl:call-template>
    </p>
    <xsl:apply-templates select="$sections[@use = 'position']" mode="content"/>
    <xsl:apply-templates select="key('by-id', @scale) | key('by-id', @action-scale)[key('states', 'action')]
        | key('by-id', @outcome-scale) | key('by-id', @trend-scale)" mode="key"/>
    <xsl:if test="key('by-id', key('states', 'recommendation')/@of)/p:wording[@verbatim = 'no']">
      <p><xsl:call-template name="word"><xsl:with-param name="key" select="'wording-summarised'"/></xsl:call-template></p>
    </xsl:if>
    <xsl:apply-templates select="key('group', 'all recommendation') | key('group', 'all action')" mode="numbers"/>
  </xsl:template>

  <!-- A theme: its numbers in a line, its recommendations, and what the peers said of the theme as a whole. -->
  <xsl:template match="p:theme" mode="part"><xsl:call-template name="theme"/></xsl:template>

  <xsl:template name="theme">
    <xsl:variable name="id" select="@id[current()/self::p:theme]"/>
    <xsl:if test="self::p:theme/p:text">
      <p><xsl:call-template name="text"><xsl:with-param name="of" select="p:text"/></xsl:call-template></p>
    </xsl:if>
    <p class="counts">
      <xsl:apply-templates select="key('group', concat('theme recommendation ', $id)) | key('group', concat('theme action ', $id))" mode="in-brief"/>
    </p>
    <xsl:variable name="states" select="key('states', concat('recommendation ', $id))[$id] | key('states', 'recommendation')[not($id or @theme)]"/>
    <xsl:apply-templates select="key('by-id', $states/@of)" mode="review"/>
    <xsl:if test="self::p:theme">
      <xsl:call-template name="voices">
        <xsl:with-param name="depth" select="3"/>
        <xsl:with-param name="heading" select="'peer-voice-theme'"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
