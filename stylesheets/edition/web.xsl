<?xml version="1.0" encoding="UTF-8"?>
<!-- Structured content (XHTML) to one accessible web page: HTML5 that is well-formed XML too, with its style inside and without a script.
     An element that may not be empty in HTML holds a comment if it has no content, so that both kinds of parser read the same. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns="http://www.w3.org/1999/xhtml"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:ed="urn:peerpress:edition:1"
    xmlns:set="http://exslt.org/sets"
    xmlns:str="http://exslt.org/strings"
    exclude-result-prefixes="h svg ed set str">

  <xsl:import href="common.xsl"/>
  <xsl:import href="web-style.xsl"/>

  <!-- HTML5 allows this system identifier for writers that cannot leave it out. -->
  <xsl:output method="xml" encoding="UTF-8" indent="no" omit-xml-declaration="yes" doctype-system="about:legacy-compat"/>

  <xsl:template match="/">
    <xsl:call-template name="require-content"/>
    <html>
      <xsl:apply-templates select="h:html/@lang | h:html/@xml:lang | h:html/@dir"/>
      <xsl:if test="not(h:html/@lang) and $lang != ''"><xsl:attribute name="lang"><xsl:value-of select="$lang"/></xsl:attribute></xsl:if>
      <xsl:text>&#10;</xsl:text>
      <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:value-of select="$title"/></title>
        <xsl:for-each select="h:html/h:head/h:meta[@name = 'author' or @name = 'description' or @name = 'keywords' or @name = 'date']">
          <meta name="{@name}" content="{normalize-space(@content)}"/>
        </xsl:for-each>
        <xsl:for-each select="h:html/h:head/h:link[@rel = 'alternate'][@hreflang][ed:is-safe(@href)]">
          <link rel="alternate" hreflang="{@hreflang}" href="{normalize-space(@href)}"/>
        </xsl:for-each>
        <style><xsl:call-template name="style"/></style>
      </head>
      <xsl:text>&#10;</xsl:text>
      <xsl:apply-templates select="h:html/h:body"/>
    </html>
  </xsl:template>

  <!-- The page: skip link, header (banner), main, footer. What stands outside a main of the content's own goes into one. -->
  <xsl:template match="h:body">
    <body>
      <xsl:apply-templates select="@*"/>
      <a class="skip-link" href="#main"><xsl:value-of select="ed:phrase('skip-link', $lang)"/></a>
      <xsl:text>&#10;</xsl:text>
      <xsl:variable name="around" select="h:header[not(preceding-sibling::*)] | h:footer[not(following-sibling::*)]"/>
      <xsl:call-template name="logo"/>
      <xsl:apply-templates select="h:header[not(preceding-sibling::*)]"/>
      <xsl:choose>
        <xsl:when test="h:main"><xsl:apply-templates select="node()[count(. | $around) != count($around)]"/></xsl:when>
        <xsl:otherwise>
          <main id="main" tabindex="-1">
            <xsl:apply-templates select="node()[count(. | $around) != count($around)]"/>
            <xsl:call-template name="notes"/>
          </main>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates select="h:footer[not(following-sibling::*)]"/>
      <xsl:text>&#10;</xsl:text>
    </body>
  </xsl:template>

  <xsl:template name="logo">
    <xsl:for-each select="$house/logo[1]">
      <div class="logo">
        <xsl:apply-templates select="svg:svg"/>
        <xsl:if test="@src"><img src="{@src}" alt="{@alt}"/></xsl:if>
      </div>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="h:main">
    <main id="main" tabindex="-1">
      <xsl:apply-templates select="@*[name() != 'id']"/>
      <xsl:apply-templates/>
      <xsl:call-template name="notes"/>
    </main>
  </xsl:template>

  <xsl:template match="h:body/h:header | h:main/h:header | h:body/h:footer">
    <xsl:element name="{local-name()}" namespace="http://www.w3.org/1999/xhtml">
      <xsl:apply-templates select="@*"/>
      <xsl:attribute name="class">
        <xsl:value-of select="normalize-space(concat(substring('title-block  document-foot', 1 + 13 * boolean(self::h:footer), 13), ' ', @class))"/>
      </xsl:attribute>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- The head of a recommendation (heading, wording, status) is one panel. -->
  <xsl:template match="h:article[contains(concat(' ', @class, ' '), ' recommendation ')]">
    <xsl:variable name="rest" select="*[not(ed:is-recommendation-head(.))][1]"/>
    <xsl:variable name="head" select="*[not($rest)] | set:leading(*, $rest)[$rest]"/>
    <article>
      <xsl:apply-templates select="@*"/>
      <xsl:if test="$head"><div class="recommendation-head"><xsl:apply-templates select="$head"/></div></xsl:if>
      <xsl:apply-templates select="$rest | $rest/following-sibling::node()"/>
      <xsl:call-template name="notes"/>
    </article>
  </xsl:template>

  <!-- Elements that stay what they are -->
  <xsl:template match="h:*">
    <xsl:variable name="name" select="concat(' ', local-name(), ' ')"/>
    <xsl:choose>
      <xsl:when test="contains($block-names, $name) or contains($inline-names, $name)
          or contains(' col colgroup tbody td tfoot th thead tr ', $name)">
        <xsl:call-template name="same"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="warn-unknown"/>
        <xsl:element name="{substring('spandiv', 1 + 4 * ed:is-block(.), 4 - ed:is-block(.))}">
          <xsl:apply-templates select="@*"/>
          <xsl:apply-templates/>
          <xsl:call-template name="never-empty"/>
        </xsl:element>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="same">
    <xsl:element name="{local-name()}" namespace="http://www.w3.org/1999/xhtml">
      <xsl:apply-templates select="@*"/>
      <xsl:call-template name="added"/>
      <xsl:apply-templates/>
      <xsl:call-template name="notes"/>
      <xsl:call-template name="never-empty"/>
    </xsl:element>
  </xsl:template>

  <xsl:template name="never-empty">
    <xsl:if test="not(node()) and not(self::h:br or self::h:hr or self::h:img or self::h:col or self::h:wbr)">
      <xsl:comment><xsl:text> </xsl:text></xsl:comment>
    </xsl:if>
  </xsl:template>

  <!-- What an element lacks: ids of headings, scopes of header cells, the name of a table of contents -->
  <xsl:template name="added">
    <xsl:choose>
      <xsl:when test="(self::h:h1 or self::h:h2 or self::h:h3 or self::h:h4 or self::h:h5 or self::h:h6) and not(@id)">
        <xsl:attribute name="id"><xsl:value-of select="ed:heading-id(.)"/></xsl:attribute>
      </xsl:when>
      <xsl:when test="self::h:nav and not(@aria-label or @aria-labelledby)">
        <xsl:for-each select="(h:h2 | h:h3 | h:h4 | h:h5 | h:h6)[1]">
          <xsl:attribute name="aria-labelledby"><xsl:value-of select="ed:heading-id(.)"/></xsl:attribute>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test="self::h:th and not(@scope)">
        <xsl:variable name="is-head" select="parent::h:tr/parent::h:thead or not(../h:td)"/>
        <xsl:attribute name="scope"><xsl:value-of select="substring('rowcol', 1 + 3 * $is-head, 3)"/></xsl:attribute>
      </xsl:when>
      <xsl:when test="self::h:details"><xsl:attribute name="open">open</xsl:attribute></xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- Attributes: those of the documented content pass, any other is left out. -->
  <xsl:template match="@*">
    <xsl:variable name="name" select="concat(' ', name(), ' ')"/>
    <xsl:choose>
      <xsl:when test="contains(' id class lang xml:lang dir title role alt colspan rowspan scope headers start reversed type value datetime cite
          hidden ', $name) or starts-with(name(), 'aria-')">
        <xsl:copy/>
      </xsl:when>
      <xsl:when test="starts-with($name, ' on')">
        <xsl:message>Attribute “<xsl:value-of select="name()"/>” is a script; it is left out.</xsl:message>
      </xsl:when>
      <xsl:otherwise>
        <xsl:message>Attribute “<xsl:value-of select="name()"/>” is not part of the documented content; it is left out.</xsl:message>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="h:img/@src | h:img/@width | h:img/@height | h:col/@width"><xsl:copy/></xsl:template>
  <xsl:template match="h:a/@href"/>
  <xsl:template match="@style">
    <xsl:variable name="declarations" select="str:tokenize(., ';')"/>
    <xsl:for-each select=".."><xsl:call-template name="warn-style"><xsl:with-param name="declarations" select="$declarations"/></xsl:call-template></xsl:for-each>
    <xsl:variable name="color" select="ed:style($declarations, 'color')"/>
    <xsl:variable name="background" select="ed:style($declarations, 'background-color')"/>
    <xsl:attribute name="style">
      <xsl:if test="$color != ''">color:<xsl:value-of select="$color"/>;</xsl:if>
      <xsl:if test="$background != ''">background-color:<xsl:value-of select="$background"/></xsl:if>
    </xsl:attribute>
  </xsl:template>

  <!-- An id is one element's only: warn-twice. -->
  <xsl:template match="@id[generate-id(..) != generate-id(key('id', .)[1])]" priority="2"/>

  <!-- Links -->
  <xsl:template match="h:a[@href]">
    <xsl:choose>
      <xsl:when test="starts-with(@href, '#') and @href != '#' and not(key('id', substring(@href, 2)))">
        <xsl:call-template name="warn-nowhere"/>
        <span><xsl:apply-templates select="@*"/><xsl:apply-templates/></span>
      </xsl:when>
      <xsl:when test="not(ed:is-safe(@href))">
        <xsl:call-template name="warn-unsafe"/>
        <span><xsl:apply-templates select="@*"/><xsl:apply-templates/></span>
      </xsl:when>
      <xsl:otherwise>
        <a href="{normalize-space(@href)}">
          <xsl:apply-templates select="@*[name() != 'href']"/>
          <xsl:if test="@role = 'doc-noteref' and not(@id) and generate-id() = generate-id(key('noteref', substring(@href, 2))[1])">
            <xsl:attribute name="id"><xsl:value-of select="concat('ref-', substring(@href, 2))"/></xsl:attribute>
          </xsl:if>
          <xsl:apply-templates/>
        </a>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Footnotes stand at the end of their section, each behind its mark, which leads back to the text. -->
  <xsl:template match="h:aside[ed:is-note(.)]" priority="2"/>

  <xsl:template name="notes">
    <xsl:if test="self::h:section or self::h:article or self::h:main or self::h:body">
      <xsl:variable name="here" select="generate-id()"/>
      <xsl:variable name="notes" select="key('notes-of', $here)"/>
      <xsl:if test="$notes"><div class="notes"><xsl:apply-templates select="$notes" mode="note"/></div></xsl:if>
    </xsl:if>
  </xsl:template>

  <xsl:template match="h:aside" mode="note">
    <xsl:variable name="mark" select="key('noteref', @id)[1]"/>
    <xsl:variable name="words" select="normalize-space($mark)"/>
    <aside>
      <xsl:apply-templates select="@*"/>
      <a class="note-mark" role="doc-backlink" aria-label="{$words}, {ed:phrase('back-to-text', ed:lang(.))}">
        <xsl:attribute name="href">
          <xsl:text>#</xsl:text>
          <xsl:value-of select="$mark/@id"/>
          <xsl:if test="not($mark/@id)"><xsl:value-of select="concat('ref-', @id)"/></xsl:if>
        </xsl:attribute>
        <xsl:value-of select="$words"/>
      </a>
      <xsl:text> </xsl:text>
      <div><xsl:apply-templates/></div>
    </aside>
  </xsl:template>

  <!-- Quotation marks are written out, as in the other editions; the style sheet switches the browser's own off. -->
  <xsl:template match="h:q">
    <q>
      <xsl:apply-templates select="@*"/>
      <xsl:value-of select="ed:quote(., 'open')"/>
      <xsl:apply-templates/>
      <xsl:value-of select="ed:quote(., 'close')"/>
    </q>
  </xsl:template>

  <!-- A table of more than three columns may be wider than a telephone: it scrolls by itself, by keyboard too. -->
  <xsl:template match="h:table">
    <xsl:choose>
      <xsl:when test=".//h:tr[count(*) &gt; 3]">
        <div class="scroll" tabindex="0">
          <xsl:if test="h:caption">
            <xsl:attribute name="role">region</xsl:attribute>
            <xsl:attribute name="aria-label"><xsl:value-of select="normalize-space(h:caption)"/></xsl:attribute>
          </xsl:if>
          <xsl:call-template name="same"/>
        </div>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="same"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Pictures -->
  <xsl:template match="h:img">
    <xsl:choose>
      <xsl:when test="not(@src)"><xsl:call-template name="warn-unshown"/></xsl:when>
      <xsl:otherwise>
        <xsl:if test="not(@alt) and not(ed:is-decoration(.))"><xsl:call-template name="warn-alternative"/></xsl:if>
        <img alt="{ed:alternative(.)}"><xsl:apply-templates select="@*[name() != 'alt']"/></img>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="svg:svg">
    <xsl:variable name="alternative" select="ed:alternative(.)"/>
    <xsl:if test="$alternative = '' and not(ed:is-decoration(.))"><xsl:call-template name="warn-alternative"/></xsl:if>
    <xsl:element name="svg" namespace="http://www.w3.org/2000/svg">
      <xsl:copy-of select="@*[not(starts-with(name(), 'on')) and name() != 'role' and name() != 'aria-label']"/>
      <xsl:choose>
        <xsl:when test="ed:is-decoration(.)"><xsl:attribute name="aria-hidden">true</xsl:attribute></xsl:when>
        <xsl:otherwise>
          <xsl:attribute name="role">img</xsl:attribute>
          <xsl:attribute name="aria-label"><xsl:value-of select="$alternative"/></xsl:attribute>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:apply-templates mode="svg"/>
    </xsl:element>
  </xsl:template>
  <xsl:template match="svg:*" mode="svg">
    <xsl:element name="{local-name()}" namespace="http://www.w3.org/2000/svg">
      <xsl:copy-of select="@*[not(starts-with(name(), 'on'))]"/>
      <xsl:apply-templates mode="svg"/>
    </xsl:element>
  </xsl:template>
  <xsl:template match="svg:script | svg:foreignObject" mode="svg"><xsl:call-template name="warn-unshown"/></xsl:template>
  <xsl:template match="comment() | processing-instruction()" mode="svg"/>

  <!-- Elements without a place in a document -->
  <xsl:template match="h:script | h:style | h:template | h:noscript | h:video | h:audio | h:canvas | h:iframe | h:object | h:embed | h:input
      | h:button | h:select | h:textarea | h:map" priority="1">
    <xsl:call-template name="warn-unshown"/>
  </xsl:template>
  <xsl:template match="h:form | h:fieldset"><div><xsl:apply-templates select="@*"/><xsl:apply-templates/></div></xsl:template>
  <xsl:template match="node()[@hidden]" priority="30"/>
  <xsl:template match="comment() | processing-instruction()"/>
</xsl:stylesheet>
