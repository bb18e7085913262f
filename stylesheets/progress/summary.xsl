<?xml version="1.0" encoding="UTF-8"?>
<!-- The summary of a peer-support session: dataset in, structured content out (XHTML).

     Parameters: cycle, the id of the cycle to report on (left empty: the latest); lang, the language (left empty: the dataset's);
     alternates, the same report in other languages (frame.xsl).
     The session is the engagement that the cycle names. Its parts follow in the order of $parts; a part without matter is left out. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:t="urn:peerpress:transform:1"
                xmlns:exsl="http://exslt.org/common"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:s="urn:peerpress:parts:1"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="exsl"
                exclude-result-prefixes="p d s t">

  <xsl:import href="parts.xsl"/>
  <xsl:import href="charts.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:variable name="session" select="key('by-id', $this-cycle/@engagement)"/>
  <xsl:variable name="sections" select="$this-cycle/p:section | $session/p:section"/>

  <!-- The parts of the report, each with its id. Section parts take the id of their section's use, and a number if there are several. -->
  <xsl:variable name="parts-tree">
    <xsl:for-each select="$sections[@use = 'introduction']"><s:part id="part-introduction-{position()}" section="{generate-id()}"/></xsl:for-each>
    <s:part id="part-background" call="background"/>
    <s:part id="part-position" call="position"/>
    <xsl:for-each select="$sections[@use = 'contributions']"><s:part id="part-contributions-{position()}" section="{generate-id()}"/></xsl:for-each>
    <xsl:for-each select="$sections[@use = 'challenges']"><s:part id="part-challenges-{position()}" section="{generate-id()}"/></xsl:for-each>
    <xsl:for-each select="$sections[@use = 'feedback']"><s:part id="part-feedback-{position()}" section="{generate-id()}"/></xsl:for-each>
    <xsl:if test="$session/p:observation and not($sections[@use = 'feedback'])"><s:part id="part-feedback" call="feedback"/></xsl:if>
    <xsl:for-each select="$sections[@use = 'topic' or @use = 'other']"><s:part id="part-topic-{position()}" section="{generate-id()}"/></xsl:for-each>
    <xsl:if test="$sections[@use = 'recognition'] | $this-cycle/p:fact[@kind = 'award']"><s:part id="part-recognition" call="recognition"/></xsl:if>
    <xsl:if test="$sections[@use = 'response'] | $quotations"><s:part id="part-response" call="response"/></xsl:if>
    <xsl:if test="$sections[@use = 'next-steps'] | $session/p:offer | $this-cycle/p:offer"><s:part id="part-next-steps" call="next-steps"/></xsl:if>
  </xsl:variable>
  <xsl:variable name="subject" select="$session"/>
  <xsl:variable name="parts" select="exsl:node-set($parts-tree)/s:part"/>

  <!-- A quotation that nobody has approved is not used. -->
  <xsl:variable name="quotations" select="$this-cycle/p:quotation[p:approved]"/>

  <xsl:template match="/">
    <xsl:call-template name="require-catalogue"/>
    <xsl:call-template name="require-cycle"/>
    <xsl:if test="not($session)">
      <xsl:message terminate="yes" t:nothing="yes">The summary reports an engagement, and the cycle “<xsl:value-of select="$cycle-id"/>” names none.</xsl:message>
    </xsl:if>
    <xsl:variable name="title"><xsl:call-template name="text"><xsl:with-param name="of" select="$session/p:title"/></xsl:call-template></xsl:variable>
    <html>
      <xsl:call-template name="document-language"/>
      <xsl:call-template name="head">
        <xsl:with-param name="title" select="$title"/>
        <xsl:with-param name="author"><xsl:apply-templates select="key('by-id', $session/@by)" mode="name"/></xsl:with-param>
      </xsl:call-template>
      <body>
        <xsl:call-template name="title-block">
          <xsl:with-param name="heading">
            <xsl:call-template name="word">
              <xsl:with-param name="key" select="'summary-title'"/>
              <xsl:with-param name="title" select="$title"/>
            </xsl:call-template>
          </xsl:with-param>
          <xsl:with-param name="subtitle" select="$session/p:subtitle"/>
        </xsl:call-template>
        <xsl:call-template name="contents"/>
        <xsl:apply-templates select="$parts" mode="frame"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="p:engagement" mode="part">
    <xsl:param name="part"/>
    <xsl:choose>
      <xsl:when test="$part = 'background'"><xsl:call-template name="background"/></xsl:when>
      <xsl:when test="$part = 'position'"><xsl:call-template name="position"/></xsl:when>
      <xsl:when test="$part = 'feedback'">
        <xsl:apply-templates select="p:observation" mode="content"><xsl:with-param name="depth" select="3"/></xsl:apply-templates>
      </xsl:when>
      <xsl:when test="$part = 'recognition'"><xsl:call-template name="recognition"/></xsl:when>
      <xsl:when test="$part = 'response'">
        <xsl:apply-templates select="$sections[@use = 'response']" mode="content"/>
        <xsl:apply-templates select="$quotations" mode="content"/>
      </xsl:when>
      <xsl:when test="$part = 'next-steps'">
        <xsl:apply-templates select="$sections[@use = 'next-steps']" mode="content"/>
        <xsl:apply-templates select="p:offer | $this-cycle/p:offer" mode="content"/>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Background: the session in brief, what it was for, who led it, what it belongs to, how far it can be relied on. -->
  <xsl:template name="background">
    <xsl:call-template name="session"/>
    <xsl:apply-templates select="$sections[@use = 'background']" mode="content"/>
    <xsl:if test="p:purpose">
      <section>
        <h3><xsl:call-template name="word"><xsl:with-param name="key" select="'purposes'"/></xsl:call-template></h3>
        <p><xsl:call-template name="word"><xsl:with-param name="key" select="'purposes-lead'"/><xsl:with-param name="n" select="count(p:purpose)"/></xsl:call-template></p>
        <ul>
          <xsl:for-each select="p:purpose">
            <li><xsl:call-template name="text"><xsl:with-param name="of" select="p:text"/></xsl:call-template></li>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
    <xsl:if test="p:team">
      <section>
        <h3><xsl:call-template name="word"><xsl:with-param name="key" select="'team'"/></xsl:call-template></h3>
        <p><xsl:call-template name="word"><xsl:with-param name="key" select="'team-lead'"/><xsl:with-param name="n" select="count(p:team/p:member)"/></xsl:call-template></p>
        <ul>
          <xsl:for-each select="p:team/p:member"><li><xsl:apply-templates select="." mode="name"/></li></xsl:for-each>
        </ul>
      </section>
    </xsl:if>
    <xsl:apply-templates select="key('by-id', @package)" mode="content"/>
    <xsl:if test="p:caveat">
      <section>
        <h3><xsl:call-template name="word"><xsl:with-param name="key" select="'caveats'"/></xsl:call-template></h3>
        <xsl:for-each select="p:caveat">
          <p><xsl:call-template name="text"><xsl:with-param name="of" select="p:text"/></xsl:call-template></p>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The session in brief. -->
  <xsl:template name="session">
    <dl class="session">
      <xsl:if test="@date">
        <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'session-date'"/></xsl:call-template></dt>
        <dd><xsl:apply-templates select="." mode="when"/></dd>
      </xsl:if>
      <xsl:if test="@mode | @hours | @days">
        <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'session-form'"/></xsl:call-template></dt>
        <dd>
          <xsl:if test="@mode"><xsl:call-template name="word"><xsl:with-param name="key" select="concat('mode-', @mode)"/></xsl:call-template></xsl:if>
          <xsl:if test="@mode and (@hours | @days)"><xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template></xsl:if>
          <xsl:for-each select="@hours | @days">
            <xsl:call-template name="word"><xsl:with-param name="key" select="name()"/><xsl:with-param name="n" select="string(.)"/></xsl:call-template>
          </xsl:for-each>
        </dd>
      </xsl:if>
      <xsl:if test="p:participant">
        <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'session-participants'"/></xsl:call-template></dt>
        <dd><xsl:call-template name="names"><xsl:with-param name="of" select="p:participant"/></xsl:call-template></dd>
      </xsl:if>
      <xsl:if test="@by">
        <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'session-by'"/></xsl:call-template></dt>
        <dd><xsl:apply-templates select="key('by-id', @by)" mode="name"/></dd>
      </xsl:if>
    </dl>
  </xsl:template>

  <!-- The package of support: what it is, and the other engagements in it. -->
  <xsl:template match="p:package" mode="content">
    <section>
      <h3><xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template></h3>
      <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
      <xsl:variable name="others" select="../p:engagement[@package = current()/@id][@id != $session/@id]
          [not(@date) or substring(concat(translate(@date, '-', ''), '0000'), 1, 8) &lt;= translate($as-of, '-', '')]"/>
      <xsl:if test="$others">
        <ul>
          <xsl:for-each select="$others"><li><xsl:apply-templates select="." mode="name"/></li></xsl:for-each>
        </ul>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- The council's position: the key, the numbers as a picture and a table, and each recommendation under its source. -->
  <xsl:template name="position">
    <xsl:apply-templates select="$sections[@use = 'position']" mode="content"/>
    <xsl:variable name="recommendations" select="key('by-id', key('states', 'recommendation')/@of)"/>
    <xsl:apply-templates select="$scale" mode="key"/>
    <xsl:call-template name="chart-status-by-engagement"><xsl:with-param name="table" select="false()"/></xsl:call-template>
    <xsl:apply-templates select="$scale" mode="counts"/>
    <xsl:if test="$recommendations/p:wording[@verbatim = 'no']">
      <p><xsl:call-template name="word"><xsl:with-param name="key" select="'wording-summarised'"/></xsl:call-template></p>
    </xsl:if>
    <xsl:for-each select="key('by-id', key('group', 'engagement recommendation *')/@of)">
      <section id="{@id}">
        <h3><xsl:apply-templates select="." mode="name"/></h3>
        <xsl:apply-templates select="p:recommendation[key('state', @id)]" mode="article"/>
      </section>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
