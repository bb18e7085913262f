<?xml version="1.0" encoding="UTF-8"?>
<!-- The news article about a cycle: headline, opening, points, facts, quotations and the way to the full report.

     Parameters: cycle, lang and alternates as in every report (docs/reports.md); article, which of the cycle's articles is meant if it
     has several (1 is the first); summary, the address of the summary of the same cycle, to which the article then links. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:t="urn:peerpress:transform:1"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:str="http://exslt.org/strings"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="str"
                exclude-result-prefixes="p d t">

  <xsl:import href="parts.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:param name="article" select="1"/>
  <xsl:param name="summary"/>

  <xsl:variable name="targets"/>
  <xsl:variable name="parts" select="/.."/>
  <xsl:variable name="sections" select="/.."/>
  <xsl:variable name="subject" select="$this-cycle/p:news[position() = $article]"/>

  <xsl:template match="/">
    <xsl:call-template name="require-catalogue"/>
    <xsl:call-template name="require-cycle"/>
    <xsl:if test="not($subject)">
      <xsl:message terminate="yes" t:nothing="yes">The cycle “<xsl:value-of select="$cycle-id"/>” has no news article number <xsl:value-of select="$article"/>.</xsl:message>
    </xsl:if>
    <xsl:apply-templates select="$subject" mode="article"/>
  </xsl:template>

  <xsl:template match="p:news" mode="article">
    <xsl:variable name="headline"><xsl:call-template name="text"><xsl:with-param name="of" select="p:headline"/></xsl:call-template></xsl:variable>
    <html>
      <xsl:call-template name="document-language"/>
      <xsl:call-template name="head">
        <xsl:with-param name="title" select="$headline"/>
        <xsl:with-param name="author"><xsl:apply-templates select="$council" mode="name"/></xsl:with-param>
        <xsl:with-param name="description" select="p:prose | $dataset/p:description[not(current()/p:prose)]"/>
      </xsl:call-template>
      <body>
        <xsl:call-template name="title-block">
          <xsl:with-param name="heading" select="$headline"/>
          <xsl:with-param name="date" select="@date"/>
        </xsl:call-template>
        <article class="news">
          <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
          <xsl:if test="p:point">
            <ul><xsl:apply-templates select="p:point" mode="content"/></ul>
          </xsl:if>
          <xsl:call-template name="text"><xsl:with-param name="of" select="p:after"/></xsl:call-template>
          <xsl:call-template name="facts"/>
          <xsl:call-template name="comment"/>
          <xsl:call-template name="full-report"/>
        </article>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="facts">
    <xsl:if test="str:tokenize(@facts)">
      <section id="facts">
        <h2><xsl:call-template name="word"><xsl:with-param name="key" select="'news-facts'"/></xsl:call-template></h2>
        <ul>
          <xsl:for-each select="str:tokenize(@facts)">
            <xsl:variable name="id" select="string(.)"/>
            <xsl:for-each select="$dataset">
              <xsl:apply-templates select="key('by-id', $id)" mode="content"/>
            </xsl:for-each>
          </xsl:for-each>
        </ul>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- A quotation that nobody has approved is not used. -->
  <xsl:template name="comment">
    <xsl:variable name="news" select="."/>
    <xsl:if test="key('by-id', str:tokenize(@quotations))[p:approved]">
      <section id="comment">
        <h2><xsl:call-template name="word"><xsl:with-param name="key" select="'news-comment'"/></xsl:call-template></h2>
        <xsl:for-each select="str:tokenize(@quotations)">
          <xsl:variable name="id" select="string(.)"/>
          <xsl:for-each select="$news">
            <xsl:apply-templates select="key('by-id', $id)[p:approved]" mode="content"/>
          </xsl:for-each>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The summary of the cycle, and what else was published in it. -->
  <xsl:template name="full-report">
    <xsl:if test="$summary != '' or $this-cycle/p:publication[@href]">
      <section id="more">
        <h2><xsl:call-template name="word"><xsl:with-param name="key" select="'news-more'"/></xsl:call-template></h2>
        <xsl:if test="$summary != ''">
          <p>
            <a href="{$summary}">
              <xsl:call-template name="word">
                <xsl:with-param name="key" select="'news-summary'"/>
                <xsl:with-param name="title">
                  <xsl:variable name="session" select="key('by-id', $this-cycle/@engagement)"/>
                  <xsl:call-template name="text"><xsl:with-param name="of" select="$session/p:title | $this-cycle[not($session)]/p:title"/></xsl:call-template>
                </xsl:with-param>
              </xsl:call-template>
            </a>
          </p>
        </xsl:if>
        <xsl:for-each select="$this-cycle/p:publication[@href]">
          <p><a href="{@href}"><xsl:call-template name="text"><xsl:with-param name="of" select="p:label"/></xsl:call-template></a></p>
        </xsl:for-each>
      </section>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
