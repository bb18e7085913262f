<?xml version="1.0" encoding="UTF-8"?>
<!-- Elements of lines on the printed page: emphasis, links, notes, quotations, code, pictures. -->
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

  <xsl:variable name="emphasis-style" select="ed:theme('text', 'emphasis-style')"/>
  <xsl:variable name="emphasis-weight" select="ed:theme('text', 'emphasis-weight')"/>

  <!-- Text. Direction within a line is the bidirectional algorithm's; bdo, bdi and dir set it. -->
  <xsl:template name="inline-carry">
    <xsl:call-template name="carry"/>
    <xsl:choose>
      <xsl:when test="self::h:bdo">
        <xsl:attribute name="unicode-bidi">bidi-override</xsl:attribute>
        <xsl:attribute name="direction"><xsl:value-of select="ed:direction(.)"/></xsl:attribute>
      </xsl:when>
      <xsl:when test="@dir = 'rtl' or @dir = 'ltr'">
        <xsl:attribute name="unicode-bidi">isolate</xsl:attribute>
        <xsl:attribute name="direction"><xsl:value-of select="@dir"/></xsl:attribute>
      </xsl:when>
    </xsl:choose>
    <xsl:apply-templates/>
  </xsl:template>

  <xsl:template match="h:span | h:time | h:data | h:dfn | h:var | h:cite | h:bdi | h:ins | h:s | h:del">
    <xsl:choose>
      <xsl:when test="@id or @lang or @xml:lang or @style or @dir or self::h:s or self::h:del">
        <fo:inline>
          <xsl:if test="@lang or @xml:lang"><xsl:attribute name="role">Span</xsl:attribute></xsl:if>
          <xsl:if test="self::h:s or self::h:del"><xsl:attribute name="text-decoration">line-through</xsl:attribute></xsl:if>
          <xsl:call-template name="inline-carry"/>
        </fo:inline>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="h:bdo"><fo:bidi-override><xsl:call-template name="inline-carry"/></fo:bidi-override></xsl:template>
  <xsl:template match="h:em | h:i">
    <fo:inline font-style="{$emphasis-style}" font-weight="{$emphasis-weight}"><xsl:call-template name="inline-carry"/></fo:inline>
  </xsl:template>
  <xsl:template match="h:strong | h:b">
    <fo:inline font-weight="bold"><xsl:call-template name="inline-carry"/></fo:inline>
  </xsl:template>
  <xsl:template match="h:u"><fo:inline text-decoration="underline"><xsl:call-template name="inline-carry"/></fo:inline></xsl:template>
  <xsl:template match="h:mark">
    <fo:inline background-color="{$colour-tint}" font-weight="bold"><xsl:call-template name="inline-carry"/></fo:inline>
  </xsl:template>
  <xsl:template match="h:small">
    <fo:inline font-size="{$size-small}"><xsl:call-template name="inline-carry"/></fo:inline>
  </xsl:template>
  <xsl:template match="h:sub | h:sup">
    <fo:inline font-size="max({$size-least}, 0.7em)" line-height="0" baseline-shift="{substring('subsuper', 1 + 3 * boolean(self::h:sup),
        3 + 2 * boolean(self::h:sup))}">
      <xsl:call-template name="inline-carry"/>
    </fo:inline>
  </xsl:template>
  <xsl:template match="h:code | h:kbd | h:samp">
    <fo:inline role="Code" font-family="{$font-code}">
      <xsl:if test="not(ancestor::h:pre)"><xsl:attribute name="font-size">max(<xsl:value-of select="$size-least"/>, 0.92em)</xsl:attribute></xsl:if>
      <xsl:call-template name="inline-carry"/>
    </fo:inline>
  </xsl:template>
  <xsl:template match="h:q">
    <fo:inline role="Quote">
      <xsl:call-template name="carry"/>
      <xsl:value-of select="ed:quote(., 'open')"/>
      <xsl:apply-templates/>
      <xsl:value-of select="ed:quote(., 'close')"/>
    </fo:inline>
  </xsl:template>
  <xsl:template match="h:abbr">
    <fo:inline role="Span">
      <xsl:if test="@title"><xsl:attribute name="fox:abbreviation"><xsl:value-of select="normalize-space(@title)"/></xsl:attribute></xsl:if>
      <xsl:call-template name="inline-carry"/>
    </fo:inline>
  </xsl:template>
  <xsl:template match="h:br"><fo:block role="NonStruct"/></xsl:template>
  <xsl:template match="h:wbr"><xsl:text>&#x200B;</xsl:text></xsl:template>

  <!-- A level of a scale: a word on its colour. A recommendation's reference. -->
  <xsl:template match="h:span[contains(concat(' ', @class, ' '), ' level ')]" priority="2">
    <fo:inline font-weight="bold" font-size="max({$size-least}, 0.92em)" padding-before="2pt" padding-after="2pt" padding-start="5pt" padding-end="5pt"
        keep-together.within-line="always">
      <xsl:call-template name="inline-carry"/>
    </fo:inline>
  </xsl:template>
  <xsl:template match="h:span[contains(concat(' ', @class, ' '), ' reference ')]" priority="2">
    <fo:inline color="{$colour-brand}"><xsl:call-template name="inline-carry"/></fo:inline>
  </xsl:template>

  <!-- Links -->
  <xsl:template match="h:a">
    <fo:inline><xsl:call-template name="inline-carry"/></fo:inline>
  </xsl:template>
  <xsl:template match="h:a[@href]">
    <xsl:variable name="target" select="substring-after(@href, '#')"/>
    <xsl:choose>
      <xsl:when test="starts-with(@href, '#') and not(key('id', $target)) and $target != ''">
        <xsl:call-template name="warn-nowhere"/>
        <fo:inline><xsl:call-template name="inline-carry"/></fo:inline>
      </xsl:when>
      <xsl:when test="not(ed:is-safe(@href))">
        <xsl:call-template name="warn-unsafe"/>
        <fo:inline><xsl:call-template name="inline-carry"/></fo:inline>
      </xsl:when>
      <xsl:otherwise>
        <fo:basic-link role="Link" color="{$colour-link}" text-decoration="underline">
          <xsl:if test="ancestor::h:nav[@role = 'doc-toc']"><xsl:attribute name="text-decoration">none</xsl:attribute></xsl:if>
          <xsl:call-template name="destination"/>
          <xsl:if test="@title"><xsl:attribute name="fox:alt-text"><xsl:value-of select="normalize-space(@title)"/></xsl:attribute></xsl:if>
          <xsl:call-template name="inline-carry"/>
        </fo:basic-link>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="destination">
    <xsl:choose>
      <xsl:when test="@href = '#'"><xsl:attribute name="internal-destination">document</xsl:attribute></xsl:when>
      <xsl:when test="starts-with(@href, '#')">
        <xsl:attribute name="internal-destination"><xsl:value-of select="substring(@href, 2)"/></xsl:attribute>
      </xsl:when>
      <xsl:otherwise>
        <xsl:attribute name="external-destination">
          <xsl:text>url('</xsl:text>
          <xsl:value-of select='str:replace(str:replace(normalize-space(@href), "&apos;", "%27"), " ", "%20")'/>
          <xsl:text>')</xsl:text>
        </xsl:attribute>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Footnotes: the first mark of a note brings it to the foot of the page; later marks link to it. -->
  <xsl:template match="h:a[@role = 'doc-noteref'][key('id', substring-after(@href, '#'))[@role = 'doc-footnote']]" priority="2">
    <xsl:variable name="id" select="substring-after(@href, '#')"/>
    <xsl:choose>
      <xsl:when test="generate-id() = generate-id(key('noteref', $id)[1])">
        <fo:footnote>
          <xsl:call-template name="note-mark"/>
          <fo:footnote-body role="Note" xsl:use-attribute-sets="note">
            <xsl:variable name="mark" select="."/>
            <xsl:for-each select="key('id', $id)[1]">
              <xsl:call-template name="note"><xsl:with-param name="mark" select="$mark"/></xsl:call-template>
            </xsl:for-each>
          </fo:footnote-body>
        </fo:footnote>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="note-mark"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="note-mark">
    <fo:inline role="Reference" font-size="max({$size-least}, 0.7em)" line-height="0" baseline-shift="super">
      <xsl:call-template name="own-id"/>
      <fo:basic-link role="Link" internal-destination="{substring-after(@href, '#')}" color="{$colour-link}">
        <xsl:apply-templates/>
      </fo:basic-link>
    </fo:inline>
  </xsl:template>

  <xsl:template name="note">
    <xsl:param name="mark"/>
    <fo:list-block role="NonStruct" provisional-distance-between-starts="{$indent}" provisional-label-separation="4pt">
      <fo:list-item role="NonStruct" relative-align="baseline" space-after="3pt">
        <xsl:call-template name="carry"/>
        <fo:list-item-label role="NonStruct" end-indent="label-end()">
          <fo:block role="Lbl"><xsl:value-of select="normalize-space($mark)"/></fo:block>
        </fo:list-item-label>
        <fo:list-item-body role="NonStruct" start-indent="body-start()"><xsl:call-template name="directed-flow"/></fo:list-item-body>
      </fo:list-item>
    </fo:list-block>
  </xsl:template>

  <!-- Pictures: in a line at their own size, alone in a block as wide as the text at most -->
  <xsl:template match="h:img | svg:svg">
    <xsl:choose>
      <xsl:when test="self::h:img and not(@src)"><xsl:call-template name="warn-unshown"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="picture"><xsl:with-param name="picture" select="."/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="picture">
    <xsl:param name="picture"/>
    <xsl:for-each select="$picture">
      <xsl:choose>
        <xsl:when test="self::svg:svg">
          <fo:instream-foreign-object>
            <xsl:call-template name="picture-properties"/>
            <xsl:copy>
              <xsl:variable name="box" select="str:tokenize(@viewBox, ', ')"/>
              <xsl:attribute name="font-family">
                <xsl:variable name="own" select="ed:font(ed:lang(.))"/>
                <xsl:value-of select="$own"/>
                <xsl:if test="not($own)"><xsl:value-of select="$font-body"/></xsl:if>
              </xsl:attribute>
              <xsl:attribute name="color"><xsl:value-of select="$colour-text"/></xsl:attribute>
              <xsl:if test="not(@width or @height) and $box[4]">
                <xsl:attribute name="width"><xsl:value-of select="$box[3]"/></xsl:attribute>
                <xsl:attribute name="height"><xsl:value-of select="$box[4]"/></xsl:attribute>
              </xsl:if>
              <xsl:copy-of select="@*"/>
              <xsl:if test="@width = '100%'"><xsl:attribute name="width"><xsl:value-of select="$measure div 0.75"/></xsl:attribute></xsl:if>
              <xsl:copy-of select="node()"/>
            </xsl:copy>
          </fo:instream-foreign-object>
        </xsl:when>
        <xsl:otherwise>
          <fo:external-graphic src="url('{str:replace(@src, &quot;'&quot;, '%27')}')">
            <xsl:call-template name="picture-properties"/>
          </fo:external-graphic>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="picture-properties">
    <xsl:call-template name="own-id"/>
    <xsl:choose>
      <xsl:when test="ed:is-decoration(.)"><xsl:attribute name="role">Artifact</xsl:attribute></xsl:when>
      <xsl:otherwise>
        <xsl:variable name="alternative" select="ed:alternative(.)"/>
        <xsl:attribute name="role">Figure</xsl:attribute>
        <xsl:if test="$alternative = ''">
          <xsl:call-template name="warn-alternative"/>
        </xsl:if>
        <xsl:if test="$alternative != ''">
          <xsl:attribute name="fox:alt-text"><xsl:value-of select="$alternative"/></xsl:attribute>
        </xsl:if>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:variable name="width">
      <xsl:choose>
        <xsl:when test="@width = '100%' and self::svg:svg and not(@viewBox)"><xsl:value-of select="$measure"/></xsl:when>
        <xsl:otherwise><xsl:value-of select="ed:points(@width)"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:variable name="height" select="ed:points(@height)"/>
    <xsl:choose>
      <xsl:when test="$width &gt; $measure or (not($width &gt; 0) and ancestor::h:figure)">
        <xsl:attribute name="width">100%</xsl:attribute>
        <xsl:attribute name="content-width">
          <xsl:choose>
            <xsl:when test="self::svg:svg or $width &gt; 0">scale-to-fit</xsl:when>
            <xsl:otherwise>scale-down-to-fit</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:attribute name="scaling">uniform</xsl:attribute>
      </xsl:when>
      <xsl:otherwise>
        <xsl:if test="$width &gt; 0"><xsl:attribute name="content-width"><xsl:value-of select="$width"/>pt</xsl:attribute></xsl:if>
        <xsl:if test="$height &gt; 0"><xsl:attribute name="content-height"><xsl:value-of select="$height"/>pt</xsl:attribute></xsl:if>
        <xsl:if test="$width &gt; 0 and $height &gt; 0"><xsl:attribute name="scaling">non-uniform</xsl:attribute></xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
