<?xml version="1.0" encoding="UTF-8"?>
<!-- What stands around every report: its languages, its head, the title block, references to the same report in other languages, the
     table of contents, and the frame of its parts.

     A report stylesheet gives three variables. $parts are its parts, s:part elements in their order: id, under which links find the
     part; call, its name, which is the key of its usual heading; section, the generate-id of the section that it shows, or of, the id
     of the theme that it is about. $sections are the sections of the dataset that it shows. $subject is the node of the dataset that
     stands for parts without a section or theme: what a part makes is traced to its node. The content of a part is made in mode
     "part", with its name in the parameter part. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:s="urn:peerpress:parts:1"
                xmlns:r="urn:peerpress:report:1"
                xmlns:str="http://exslt.org/strings"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="str"
                exclude-result-prefixes="p d s r">

  <!-- The same report in other languages: language=address, with blanks between: "cy=review-cy.html ar=review-ar.html". -->
  <xsl:param name="alternates"/>

  <!-- The kinds of items that the report shows under their ids: recommendation, action. A report may say otherwise. -->
  <xsl:variable name="targets" select="'recommendation'"/>

  <xsl:variable name="council" select="key('by-id', $dataset/@council)"/>

  <xsl:template name="document-language">
    <xsl:attribute name="lang"><xsl:value-of select="$language"/></xsl:attribute>
    <xsl:attribute name="xml:lang"><xsl:value-of select="$language"/></xsl:attribute>
    <xsl:variable name="direction"><xsl:call-template name="direction"><xsl:with-param name="tag" select="$language"/></xsl:call-template></xsl:variable>
    <xsl:if test="$direction = 'rtl'"><xsl:attribute name="dir">rtl</xsl:attribute></xsl:if>
  </xsl:template>

  <!-- The head. description is a text of the dataset in each language, author a name. -->
  <xsl:template name="head">
    <xsl:param name="title"/>
    <xsl:param name="author"/>
    <xsl:param name="description" select="$dataset/p:description"/>
    <xsl:variable name="running-head">
      <xsl:call-template name="word">
        <xsl:with-param name="key" select="'running-head'"/>
        <xsl:with-param name="organisation"><xsl:apply-templates select="$council" mode="name"/></xsl:with-param>
        <xsl:with-param name="title" select="$title"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="said"><xsl:call-template name="string"><xsl:with-param name="of" select="$description"/></xsl:call-template></xsl:variable>
    <xsl:variable name="keywords">
      <xsl:for-each select="$dataset/p:themes/p:theme">
        <xsl:if test="position() &gt; 1"><xsl:text>, </xsl:text></xsl:if>
        <xsl:call-template name="string"><xsl:with-param name="of" select="p:label"/></xsl:call-template>
      </xsl:for-each>
    </xsl:variable>
    <head>
      <title><xsl:value-of select="normalize-space($running-head)"/></title>
      <meta name="author" content="{normalize-space($author)}"/>
      <xsl:if test="$said != ''"><meta name="description" content="{$said}"/></xsl:if>
      <xsl:if test="$keywords != ''"><meta name="keywords" content="{$keywords}"/></xsl:if>
      <meta name="date" content="{$as-of}"/>
      <meta name="running-head" content="{normalize-space($running-head)}"/>
      <xsl:for-each select="str:tokenize($alternates)">
        <link rel="alternate" hreflang="{substring-before(., '=')}" href="{substring-after(., '=')}"/>
      </xsl:for-each>
    </head>
  </xsl:template>

  <!-- The title block; heading is the whole h1, date an attribute of the dataset. -->
  <xsl:template name="title-block">
    <xsl:param name="heading"/>
    <xsl:param name="subtitle"/>
    <xsl:param name="date" select="$this-cycle/@as-of"/>
    <header>
      <p class="organisation"><xsl:apply-templates select="$council" mode="name"/></p>
      <h1><xsl:copy-of select="$heading"/></h1>
      <xsl:if test="$subtitle">
        <p class="subtitle"><xsl:call-template name="text"><xsl:with-param name="of" select="$subtitle"/></xsl:call-template></p>
      </xsl:if>
      <p class="date"><xsl:apply-templates select="$date" mode="date"/></p>
      <xsl:call-template name="alternates"/>
    </header>
  </xsl:template>

  <!-- The same report in other languages, each said in its own. -->
  <xsl:template name="alternates">
    <xsl:for-each select="str:tokenize($alternates)">
      <xsl:variable name="tag" select="substring-before(., '=')"/>
      <xsl:variable name="address" select="substring-after(., '=')"/>
      <xsl:if test="$tag = '' or $address = ''">
        <xsl:message terminate="yes">The parameter alternates holds “<xsl:value-of select="."/>”, which is not LANGUAGE=ADDRESS.</xsl:message>
      </xsl:if>
      <xsl:variable name="words" select="r:catalogue($tag)"/>
      <xsl:if test="not($words)">
        <xsl:message terminate="yes">The parameter alternates names the language “<xsl:value-of select="$tag"/>”, which has no catalogue of words.</xsl:message>
      </xsl:if>
      <p class="alternate">
        <a href="{$address}">
          <xsl:call-template name="language-attributes"><xsl:with-param name="tag" select="$tag"/></xsl:call-template>
          <xsl:call-template name="word">
            <xsl:with-param name="key" select="'available'"/>
            <xsl:with-param name="words" select="$words"/>
          </xsl:call-template>
        </a>
      </p>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="contents">
    <nav role="doc-toc">
      <h2><xsl:call-template name="word"><xsl:with-param name="key" select="'contents'"/></xsl:call-template></h2>
      <ol>
        <xsl:apply-templates select="$parts" mode="entry"/>
      </ol>
    </nav>
  </xsl:template>

  <!-- The title of a part: its section's own, its theme's, or the usual word. -->
  <xsl:template match="s:part" mode="title">
    <xsl:variable name="own" select="$sections[generate-id() = current()/@section or @use = current()/@call][p:title or current()/@section][1]"/>
    <xsl:variable name="theme" select="$dataset/p:themes/p:theme[@id = current()/@of]"/>
    <xsl:choose>
      <xsl:when test="$theme"><xsl:call-template name="text"><xsl:with-param name="of" select="$theme/p:label"/></xsl:call-template></xsl:when>
      <xsl:when test="$own"><xsl:apply-templates select="$own" mode="title"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="string(@call)"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="s:part" mode="entry">
    <xsl:variable name="part" select="."/>
    <xsl:variable name="node" select="$sections[generate-id() = current()/@section] | $dataset/p:themes/p:theme[@id = current()/@of]"/>
    <xsl:for-each select="$node | $subject[not($node)]">
      <li><a href="#{$part/@id}"><xsl:apply-templates select="$part" mode="title"/></a></li>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="s:part" mode="frame">
    <xsl:variable name="part" select="."/>
    <xsl:variable name="node" select="$sections[generate-id() = current()/@section] | $dataset/p:themes/p:theme[@id = current()/@of]"/>
    <xsl:for-each select="$node | $subject[not($node)]">
      <section id="{$part/@id}">
        <xsl:if test="@voice"><xsl:attribute name="class"><xsl:value-of select="concat('voice-', @voice)"/></xsl:attribute></xsl:if>
        <h2><xsl:apply-templates select="$part" mode="title"/></h2>
        <xsl:apply-templates select="." mode="part"><xsl:with-param name="part" select="string($part/@call)"/></xsl:apply-templates>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="p:section" mode="part"><xsl:apply-templates select="." mode="content"/></xsl:template>
</xsl:stylesheet>
