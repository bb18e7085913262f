<?xml version="1.0" encoding="UTF-8"?>
<!-- Blocks of the printed page: containers, headings, paragraphs, quotations, figures, recommendations, the table of contents. -->
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

  <!-- The content of a container. Text and elements of lines that stand beside blocks become paragraphs of their own. -->
  <xsl:template name="flow">
    <xsl:param name="content" select="node()"/>
    <xsl:choose>
      <xsl:when test="* and ed:holds-blocks(.)">
        <xsl:for-each select="$content">
          <xsl:choose>
            <xsl:when test="self::* and ed:is-block(.)"><xsl:apply-templates select="."/></xsl:when>
            <xsl:when test="not(preceding-sibling::node()) or ed:is-block(preceding-sibling::node()[1])">
              <xsl:call-template name="run-of-lines"/>
            </xsl:when>
          </xsl:choose>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <fo:block role="P"><xsl:apply-templates/></fo:block>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="run-of-lines">
    <xsl:variable name="next" select="following-sibling::*[ed:is-block(.)][1]"/>
    <xsl:variable name="run" select=". | following-sibling::node()[not($next)] | set:leading(following-sibling::node(), $next)[$next]"/>
    <xsl:if test="$run[self::*] or normalize-space($run[normalize-space()]) != ''">
      <fo:block role="P">
        <xsl:if test="not(parent::h:li or parent::h:td or parent::h:th or parent::h:dd)">
          <xsl:attribute name="space-before"><xsl:value-of select="$space-paragraph"/></xsl:attribute>
          <xsl:attribute name="space-after"><xsl:value-of select="$space-paragraph"/></xsl:attribute>
        </xsl:if>
        <xsl:apply-templates select="$run"/>
      </fo:block>
    </xsl:if>
  </xsl:template>

  <!-- What every element may carry: an id (the first of its name), a language, colours -->
  <xsl:template name="own-id">
    <xsl:if test="@id and generate-id() = generate-id(key('id', @id)[1])">
      <xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template name="carry">
    <xsl:call-template name="own-id"/>
    <xsl:if test="@xml:lang or @lang">
      <xsl:variable name="tag" select="ed:lang(.)"/>
      <xsl:attribute name="xml:lang"><xsl:value-of select="$tag"/></xsl:attribute>
      <xsl:call-template name="language-font">
        <xsl:with-param name="tag" select="$tag"/>
        <xsl:with-param name="outer" select="ed:lang(..)"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="@style"><xsl:call-template name="colours"/></xsl:if>
    <xsl:if test="@dir and @dir != 'rtl' and @dir != 'ltr'">
      <xsl:message>Direction “<xsl:value-of select="@dir"/>” is neither rtl nor ltr; that of the element around is kept.</xsl:message>
    </xsl:if>
  </xsl:template>

  <!-- The font of a language, if the theme has one for it, or the body's again where one ends -->
  <xsl:template name="language-font">
    <xsl:param name="tag"/>
    <xsl:param name="outer"/>
    <xsl:variable name="own" select="ed:font($tag)"/>
    <xsl:choose>
      <xsl:when test="$own">
        <xsl:attribute name="font-family"><xsl:value-of select="$own"/></xsl:attribute>
        <xsl:if test="$own/@line-height"><xsl:attribute name="line-height"><xsl:value-of select="$own/@line-height"/></xsl:attribute></xsl:if>
      </xsl:when>
      <xsl:when test="ed:font($outer)">
        <xsl:attribute name="font-family"><xsl:value-of select="$font-body"/></xsl:attribute>
        <xsl:attribute name="line-height"><xsl:value-of select="$line-height"/></xsl:attribute>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="colours">
    <xsl:variable name="declarations" select="str:tokenize(@style, ';')"/>
    <xsl:call-template name="warn-style"><xsl:with-param name="declarations" select="$declarations"/></xsl:call-template>
    <xsl:variable name="color" select="ed:style($declarations, 'color')"/>
    <xsl:variable name="background" select="ed:style($declarations, 'background-color')"/>
    <xsl:if test="$color != ''"><xsl:attribute name="color"><xsl:value-of select="$color"/></xsl:attribute></xsl:if>
    <xsl:if test="$background != ''">
      <xsl:attribute name="background-color"><xsl:value-of select="$background"/></xsl:attribute>
    </xsl:if>
  </xsl:template>

  <!-- Inside a box (a cell, an item, a panel) the first block has no space before it and the last none after it; in a cell there is little
       between them. -->
  <xsl:template name="edges">
    <xsl:if test="parent::h:article[contains(concat(' ', @class, ' '), ' recommendation ')][not(current()/preceding-sibling::*)]">
      <xsl:attribute name="space-before">0pt</xsl:attribute>
    </xsl:if>
    <xsl:if test="contains(' li td th dd blockquote aside figure caption figcaption header footer ', concat(' ', local-name(..), ' '))">
      <xsl:if test="parent::h:td or parent::h:th">
        <xsl:attribute name="space-before">3pt</xsl:attribute>
        <xsl:attribute name="space-after">3pt</xsl:attribute>
      </xsl:if>
      <xsl:if test="not(preceding-sibling::node()[self::* or normalize-space()])"><xsl:attribute name="space-before">0pt</xsl:attribute></xsl:if>
      <xsl:if test="not(following-sibling::node()[self::* or normalize-space()])"><xsl:attribute name="space-after">0pt</xsl:attribute></xsl:if>
    </xsl:if>
  </xsl:template>

  <!-- The content of a cell, an item or a body; one of another direction stands in a block-container of its own. -->
  <xsl:template name="directed-flow">
    <xsl:choose>
      <xsl:when test="(@dir = 'rtl' or @dir = 'ltr') and @dir != ed:direction(..)">
        <fo:block-container role="Div" writing-mode="{translate(@dir, 't', '')}-tb">
          <xsl:call-template name="flow"/>
        </fo:block-container>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="flow"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The same, with a bar if it, or the row around it, has changed: one in each cell, so that they are as high as the row's highest. -->
  <xsl:template name="changed-flow">
    <xsl:variable name="bar" select="contains(concat(' ', @class, ' '), ' changed ') or parent::h:tr[contains(concat(' ', @class, ' '), ' changed ')]"/>
    <xsl:if test="$bar"><fo:change-bar-begin change-bar-class="changed"/></xsl:if>
    <xsl:call-template name="directed-flow"/>
    <xsl:if test="$bar"><fo:change-bar-end change-bar-class="changed"/></xsl:if>
  </xsl:template>

  <!-- Containers -->
  <xsl:template match="h:section">
    <fo:block role="Sect"><xsl:call-template name="carry"/><xsl:call-template name="flow"/></fo:block>
  </xsl:template>
  <xsl:template match="h:article">
    <fo:block role="Art"><xsl:call-template name="carry"/><xsl:call-template name="flow"/></fo:block>
  </xsl:template>
  <xsl:template match="h:div | h:main | h:header | h:footer | h:nav | h:hgroup | h:address | h:details | h:summary | h:fieldset | h:form">
    <fo:block role="Div"><xsl:call-template name="carry"/><xsl:call-template name="flow"/></fo:block>
  </xsl:template>
  <xsl:template match="h:aside">
    <fo:block role="Div" xsl:use-attribute-sets="aside"><xsl:call-template name="carry"/><xsl:call-template name="flow"/></fo:block>
  </xsl:template>
  <xsl:template match="h:aside[ed:is-note(.)]" priority="2"/>
  <xsl:template match="h:blockquote">
    <fo:block role="BlockQuote" xsl:use-attribute-sets="quotation">
      <xsl:if test="string-length() &lt; 600"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <xsl:call-template name="carry"/>
      <xsl:call-template name="flow"/>
    </fo:block>
  </xsl:template>

  <!-- The title block -->
  <xsl:template match="h:body/h:header | h:main/h:header">
    <fo:block role="Div" xsl:use-attribute-sets="title-block">
      <xsl:call-template name="carry"/>
      <xsl:call-template name="flow"/>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:p[contains(concat(' ', @class, ' '), ' organisation ')]">
    <fo:block role="P" xsl:use-attribute-sets="organisation"><xsl:call-template name="carry"/><xsl:apply-templates/></fo:block>
  </xsl:template>
  <xsl:template match="h:p[contains(concat(' ', @class, ' '), ' subtitle ')]">
    <fo:block role="P" xsl:use-attribute-sets="subtitle"><xsl:call-template name="carry"/><xsl:apply-templates/></fo:block>
  </xsl:template>

  <!-- The foot of the document -->
  <xsl:template match="h:body/h:footer">
    <fo:block role="Div" xsl:use-attribute-sets="document-foot">
      <xsl:call-template name="carry"/>
      <xsl:call-template name="flow"/>
    </fo:block>
  </xsl:template>

  <!-- Headings -->
  <xsl:template name="heading">
    <xsl:call-template name="edges"/>
    <xsl:call-template name="carry"/>
    <xsl:if test="not(@id)"><xsl:attribute name="id"><xsl:value-of select="ed:heading-id(.)"/></xsl:attribute></xsl:if>
    <xsl:apply-templates/>
  </xsl:template>
  <xsl:template match="h:h1">
    <fo:block role="H1" xsl:use-attribute-sets="h1"><xsl:call-template name="heading"/></fo:block>
  </xsl:template>
  <xsl:template match="h:h2">
    <fo:block role="H2" xsl:use-attribute-sets="h2"><xsl:call-template name="heading"/></fo:block>
  </xsl:template>
  <xsl:template match="h:h3">
    <fo:block role="H3" xsl:use-attribute-sets="h3"><xsl:call-template name="heading"/></fo:block>
  </xsl:template>
  <xsl:template match="h:h4">
    <fo:block role="H4" xsl:use-attribute-sets="h4"><xsl:call-template name="heading"/></fo:block>
  </xsl:template>
  <xsl:template match="h:h5">
    <fo:block role="H5" xsl:use-attribute-sets="h5"><xsl:call-template name="heading"/></fo:block>
  </xsl:template>
  <xsl:template match="h:h6">
    <fo:block role="H6" xsl:use-attribute-sets="h6"><xsl:call-template name="heading"/></fo:block>
  </xsl:template>

  <!-- Paragraphs. One that announces a list, by a colon at its end, stays with it. -->
  <xsl:template match="h:p">
    <fo:block role="P" xsl:use-attribute-sets="paragraph">
      <!-- A line between two headings goes with the second one. -->
      <xsl:if test="string-length() &lt; 100 and following-sibling::*[1][self::h:section]
          and preceding-sibling::*[1][self::h:h2 or self::h:h3 or self::h:h4 or self::h:h5 or self::h:h6]">
        <xsl:attribute name="keep-with-next.within-page">3</xsl:attribute>
      </xsl:if>
      <xsl:if test="following-sibling::*[1]/self::*[self::h:ul or self::h:ol or self::h:dl or self::h:pre or self::h:blockquote]
          and substring(normalize-space(), string-length(normalize-space())) = ':'">
        <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
      </xsl:if>
      <xsl:call-template name="edges"/>
      <xsl:call-template name="carry"/>
      <xsl:apply-templates/>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:pre">
    <fo:block role="Code" xsl:use-attribute-sets="code-block">
      <xsl:call-template name="carry"/>
      <xsl:apply-templates/>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:hr">
    <fo:block role="Artifact" space-before="14pt" space-after="14pt" line-height="4pt">
      <fo:leader leader-pattern="rule" leader-length="100%" rule-thickness="0.5pt" color="{$colour-rule}"/>
    </fo:block>
  </xsl:template>

  <!-- Figures -->
  <xsl:template match="h:figure">
    <fo:block role="Div" space-before="14pt" space-after="14pt" keep-together.within-page="5">
      <xsl:call-template name="carry"/>
      <xsl:call-template name="flow"/>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:figcaption">
    <fo:block role="Caption" xsl:use-attribute-sets="caption">
      <xsl:choose>
        <xsl:when test="following-sibling::*">
          <xsl:attribute name="space-after">5pt</xsl:attribute>
          <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
        </xsl:when>
        <xsl:otherwise>
          <xsl:attribute name="space-before">5pt</xsl:attribute>
          <xsl:attribute name="keep-with-previous.within-page">always</xsl:attribute>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="carry"/>
      <xsl:call-template name="flow"/>
    </fo:block>
  </xsl:template>

  <!-- A recommendation: its head (heading, wording, status) is a panel that is not broken and stays with what follows. -->
  <xsl:template match="h:article[contains(concat(' ', @class, ' '), ' recommendation ')]">
    <xsl:variable name="rest" select="*[not(ed:is-recommendation-head(.))][1]"/>
    <xsl:variable name="head" select="*[not($rest)] | set:leading(*, $rest)[$rest]"/>
    <fo:block role="Art" xsl:use-attribute-sets="recommendation">
      <xsl:call-template name="carry"/>
      <xsl:if test="$head">
        <fo:block role="Div" xsl:use-attribute-sets="recommendation-head">
          <xsl:if test="$rest"><xsl:attribute name="keep-with-next.within-page">always</xsl:attribute></xsl:if>
          <xsl:apply-templates select="$head"/>
        </fo:block>
      </xsl:if>
      <xsl:call-template name="flow">
        <xsl:with-param name="content" select="$rest | $rest/following-sibling::node()"/>
      </xsl:call-template>
    </fo:block>
  </xsl:template>
  <xsl:template match="h:p[contains(concat(' ', @class, ' '), ' wording ')] | h:p[contains(concat(' ', @class, ' '), ' status ')]">
    <fo:block role="P" space-before="5pt" keep-together.within-page="always">
      <xsl:call-template name="carry"/>
      <xsl:apply-templates/>
    </fo:block>
  </xsl:template>

  <!-- Elements without a place on paper -->
  <xsl:template match="h:script | h:style | h:template | h:noscript | h:video | h:audio | h:canvas | h:iframe | h:object | h:embed | h:input
      | h:button | h:select | h:textarea | h:map">
    <xsl:call-template name="warn-unshown"/>
  </xsl:template>
  <xsl:template match="node()[@hidden]" priority="30"/>

  <!-- Elements that we do not know keep their content. -->
  <xsl:template match="*">
    <xsl:call-template name="warn-unknown"/>
    <xsl:choose>
      <xsl:when test="ed:is-block(.)">
        <fo:block role="Div"><xsl:call-template name="carry"/><xsl:call-template name="flow"/></fo:block>
      </xsl:when>
      <xsl:otherwise><fo:inline><xsl:call-template name="carry"/><xsl:apply-templates/></fo:inline></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
