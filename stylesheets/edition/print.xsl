<?xml version="1.0" encoding="UTF-8"?>
<!-- Structured content (XHTML) to XSL-FO 1.1: the page, its running head and foot, the metadata and the bookmarks. Each block gets the
     PDF structure type of its element in role; docs/content.md lists them. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:ed="urn:peerpress:edition:1"
    xmlns:exsl="http://exslt.org/common"
    exclude-result-prefixes="h ed exsl">

  <xsl:import href="common.xsl"/>
  <xsl:import href="print-styles.xsl"/>
  <xsl:import href="print-blocks.xsl"/>
  <xsl:import href="print-lists.xsl"/>
  <xsl:import href="print-tables.xsl"/>
  <xsl:import href="print-inlines.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no"/>
  <xsl:strip-space elements="h:html h:head h:body h:main h:section h:article h:header h:footer h:nav h:hgroup h:ul h:ol h:dl h:table
    h:colgroup h:thead h:tbody h:tfoot h:tr"/>

  <!-- Below each heading, or at the top, the headings of the next rank -->
  <xsl:key name="below" match="/l1" use="'top'"/>
  <xsl:key name="below" match="/l2" use="concat('top', generate-id(preceding-sibling::l1[1]))"/>
  <xsl:key name="below" match="/l3" use="concat('top', generate-id((preceding-sibling::l1[1] | preceding-sibling::l2[1])[last()]))"/>
  <xsl:key name="below" match="/l4" use="concat('top', generate-id((preceding-sibling::l1[1] | preceding-sibling::l2[1]
    | preceding-sibling::l3[1])[last()]))"/>
  <xsl:key name="below" match="/l5" use="concat('top', generate-id((preceding-sibling::l1[1] | preceding-sibling::l2[1]
    | preceding-sibling::l3[1] | preceding-sibling::l4[1])[last()]))"/>
  <xsl:key name="below" match="/l6" use="concat('top', generate-id((preceding-sibling::l1[1] | preceding-sibling::l2[1]
    | preceding-sibling::l3[1] | preceding-sibling::l4[1] | preceding-sibling::l5[1])[last()]))"/>

  <xsl:template match="/">
    <xsl:call-template name="require-content"/>
    <fo:root xsl:use-attribute-sets="root">
      <xsl:if test="$lang != ''"><xsl:attribute name="xml:lang"><xsl:value-of select="$lang"/></xsl:attribute></xsl:if>
      <xsl:call-template name="language-font"><xsl:with-param name="tag" select="$lang"/></xsl:call-template>
      <xsl:if test="ed:direction(h:html/h:body) = 'rtl'"><xsl:attribute name="writing-mode">rl-tb</xsl:attribute></xsl:if>
      <xsl:if test="$house/text[@name = 'optical-margins'] != 'false'">
        <xsl:attribute name="pp:optical-margin-alignment" namespace="urn:peerpress:fo">
          <xsl:value-of select="$house/text[@name = 'optical-margins']"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:if test="$house/text[@name = 'font-expansion'] != '0%'">
        <xsl:attribute name="pp:font-expansion" namespace="urn:peerpress:fo">
          <xsl:value-of select="$house/text[@name = 'font-expansion']"/>
        </xsl:attribute>
      </xsl:if>
      <xsl:call-template name="page-masters"/>
      <xsl:apply-templates select="h:html/h:head" mode="metadata"/>
      <xsl:if test="exsl:node-set($headings)/*">
        <fo:bookmark-tree>
          <xsl:for-each select="exsl:node-set($headings)">
            <xsl:apply-templates select="key('below', 'top')" mode="bookmark"/>
          </xsl:for-each>
        </fo:bookmark-tree>
      </xsl:if>
      <fo:page-sequence master-reference="pages" id="document">
        <xsl:call-template name="running-parts"/>
        <fo:flow flow-name="xsl-region-body">
          <xsl:apply-templates select="h:html/h:body"/>
        </fo:flow>
      </fo:page-sequence>
    </fo:root>
  </xsl:template>

  <xsl:template match="h:body">
    <fo:block role="Part">
      <xsl:call-template name="own-id"/>
      <xsl:call-template name="logo"/>
      <xsl:call-template name="flow"/>
    </fo:block>
  </xsl:template>

  <xsl:template name="logo">
    <xsl:for-each select="$house/logo[1]">
      <fo:block role="Div" space-after="12pt">
        <xsl:call-template name="picture">
          <xsl:with-param name="picture" select="*[1] | self::*[@src]"/>
        </xsl:call-template>
      </fo:block>
    </xsl:for-each>
  </xsl:template>

  <!-- A block of another direction stands in a block-container of its own, which keeps with its neighbours as the block does, and has the
       space around it that the blocks at its edges have: a reference area discards theirs. -->
  <xsl:template match="node()[@dir = 'rtl' or @dir = 'ltr']" priority="20">
    <xsl:choose>
      <xsl:when test="@dir = ed:direction(..) or not(ed:is-block(.))
          or contains(' body li td th tr thead tbody tfoot dd dt caption figcaption ', concat(' ', local-name(), ' '))">
        <xsl:apply-imports/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:variable name="blocks"><xsl:apply-imports/></xsl:variable>
        <xsl:variable name="outer" select="exsl:node-set($blocks)"/>
        <xsl:variable name="first" select="$outer/*[1] | $outer/*[1]/*[1] | $outer/*[1]/*[1]/*[1] | $outer/*[1]/*[1]/*[1]/*[1]"/>
        <xsl:variable name="last" select="$outer/*[last()] | $outer/*[last()]/*[last()] | $outer/*[last()]/*[last()]/*[last()]
          | $outer/*[last()]/*[last()]/*[last()]/*[last()]"/>
        <fo:block-container role="Div" writing-mode="{translate(@dir, 't', '')}-tb">
          <xsl:if test="contains('h1h2h3h4h5h6', local-name())">
            <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
          </xsl:if>
          <xsl:copy-of select="($first/@space-before)[last()]"/>
          <xsl:copy-of select="($last/@space-after)[last()]"/>
          <xsl:copy-of select="$blocks"/>
        </fo:block-container>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Beside what has changed stands a bar; items and cells have theirs within (print-blocks.xsl, changed-flow). -->
  <xsl:template match="node()[@class and contains(concat(' ', @class, ' '), ' changed ')]" priority="19">
    <xsl:variable name="bar" select="not(self::h:li or self::h:td or self::h:th or self::h:tr or self::h:tbody or ancestor::*[contains(concat(' ', @class, ' '), ' changed ')])"/>
    <xsl:if test="$bar"><fo:change-bar-begin change-bar-class="changed"/></xsl:if>
    <xsl:apply-imports/>
    <xsl:if test="$bar"><fo:change-bar-end change-bar-class="changed"/></xsl:if>
  </xsl:template>

  <!-- The first page has no running head. -->
  <xsl:template name="page-masters">
    <fo:layout-master-set>
      <fo:simple-page-master master-name="first" xsl:use-attribute-sets="page">
        <fo:region-body xsl:use-attribute-sets="page-body"/>
        <fo:region-after region-name="foot" extent="{$foot-extent}" display-align="after"/>
      </fo:simple-page-master>
      <fo:simple-page-master master-name="rest" xsl:use-attribute-sets="page">
        <fo:region-body xsl:use-attribute-sets="page-body"/>
        <fo:region-before region-name="head" extent="{$head-extent}"/>
        <fo:region-after region-name="foot" extent="{$foot-extent}" display-align="after"/>
      </fo:simple-page-master>
      <fo:page-sequence-master master-name="pages">
        <fo:repeatable-page-master-alternatives>
          <fo:conditional-page-master-reference page-position="first" master-reference="first"/>
          <fo:conditional-page-master-reference page-position="any" master-reference="rest"/>
        </fo:repeatable-page-master-alternatives>
      </fo:page-sequence-master>
    </fo:layout-master-set>
  </xsl:template>

  <xsl:template name="running-parts">
    <xsl:variable name="given" select="normalize-space(/h:html/h:head/h:meta[@name = 'running-head'][1]/@content)"/>
    <xsl:variable name="head">
      <xsl:choose>
        <xsl:when test="$given != ''"><xsl:value-of select="$given"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="$title"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <fo:static-content flow-name="head" role="Artifact">
      <xsl:variable name="groups" select="boolean(//h:th[@scope = 'rowgroup'][@colspan])"/>
      <fo:block xsl:use-attribute-sets="running-head">
        <xsl:if test="$groups"><xsl:attribute name="text-align-last">justify</xsl:attribute></xsl:if>
        <xsl:value-of select="$head"/>
        <xsl:if test="$groups">
          <xsl:text> </xsl:text>
          <fo:leader leader-pattern="space"/>
          <xsl:text> </xsl:text>
          <fo:retrieve-marker retrieve-class-name="group" retrieve-position="first-including-carryover"/>
        </xsl:if>
      </fo:block>
    </fo:static-content>
    <fo:static-content flow-name="foot" role="Artifact">
      <fo:block xsl:use-attribute-sets="running-foot">
        <xsl:apply-templates select="ed:phrase('page-of', $lang)/node()" mode="page-of"/>
      </fo:block>
    </fo:static-content>
    <fo:static-content flow-name="xsl-footnote-separator" role="Artifact">
      <fo:block padding-before="6pt" padding-after="3pt" line-height="4pt">
        <fo:leader leader-pattern="rule" leader-length="50mm" rule-thickness="0.5pt" color="{$colour-rule}"/>
      </fo:block>
    </fo:static-content>
  </xsl:template>

  <xsl:template match="page" mode="page-of"><fo:page-number/></xsl:template>
  <xsl:template match="pages" mode="page-of"><fo:page-number-citation-last ref-id="document"/></xsl:template>

  <!-- Metadata: XMP, Dublin Core where it has a word -->
  <xsl:template match="h:head" mode="metadata">
    <fo:declarations>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
          <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
              xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
            <dc:title>
              <xsl:call-template name="text-of-metadata"><xsl:with-param name="text" select="$title"/></xsl:call-template>
            </dc:title>
            <xsl:for-each select="h:meta[@name = 'author'][1]">
              <dc:creator><rdf:Seq><rdf:li><xsl:value-of select="normalize-space(@content)"/></rdf:li></rdf:Seq></dc:creator>
            </xsl:for-each>
            <xsl:for-each select="h:meta[@name = 'description'][1]">
              <dc:description>
                <xsl:call-template name="text-of-metadata">
                  <xsl:with-param name="text" select="normalize-space(@content)"/>
                </xsl:call-template>
              </dc:description>
            </xsl:for-each>
            <xsl:if test="$lang != ''">
              <dc:language><rdf:Bag><rdf:li><xsl:value-of select="$lang"/></rdf:li></rdf:Bag></dc:language>
            </xsl:if>
            <xsl:for-each select="h:meta[@name = 'keywords'][1]">
              <pdf:Keywords><xsl:value-of select="normalize-space(@content)"/></pdf:Keywords>
            </xsl:for-each>
            <xsl:for-each select="h:meta[@name = 'date'][normalize-space(@content) != ''][1]">
              <xsl:variable name="midnight" select="substring('T00:00:00Z', 1 + 10 * contains(@content, 'T'))"/>
              <xmp:CreateDate><xsl:value-of select="concat(normalize-space(@content), $midnight)"/></xmp:CreateDate>
            </xsl:for-each>
          </rdf:Description>
        </rdf:RDF>
      </x:xmpmeta>
    </fo:declarations>
  </xsl:template>

  <xsl:template name="text-of-metadata">
    <xsl:param name="text"/>
    <rdf:Alt xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:li xml:lang="x-default"><xsl:value-of select="$text"/></rdf:li>
    </rdf:Alt>
  </xsl:template>

  <!-- Bookmarks: one for each heading, below the nearest heading of a higher rank -->
  <xsl:template match="*" mode="bookmark">
    <fo:bookmark internal-destination="{@id}">
      <fo:bookmark-title><xsl:value-of select="."/></fo:bookmark-title>
      <xsl:apply-templates select="key('below', concat('top', generate-id()))" mode="bookmark"/>
    </fo:bookmark>
  </xsl:template>
</xsl:stylesheet>
