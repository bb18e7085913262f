<?xml version="1.0" encoding="UTF-8"?>
<!-- Texts of the dataset in the language of the report, and its prose as XHTML. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:func="http://exslt.org/functions"
                xmlns:r="urn:peerpress:report:1"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="func"
                exclude-result-prefixes="p d r">

  <!-- The language of the report, as a tag; left empty, that of the dataset. -->
  <xsl:param name="lang"/>

  <xsl:variable name="language">
    <xsl:choose>
      <xsl:when test="$lang != ''"><xsl:value-of select="$lang"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="/p:progress/@xml:lang"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <!-- Its main part (en of en-GB), by which catalogues and texts are found. -->
  <xsl:variable name="main-language" select="substring-before(concat($language, '-'), '-')"/>

  <!-- Of the same text in several languages, the one to print: that of the report, else that of the dataset, else the first. -->
  <func:function name="r:choice">
    <xsl:param name="of"/>
    <xsl:variable name="own" select="$of[lang($main-language)]"/>
    <xsl:variable name="usual" select="$of[lang($dataset/@xml:lang)]"/>
    <func:result select="($own | $usual[not($own)] | $of[not($own or $usual)])[1]"/>
  </func:function>

  <xsl:template name="text">
    <xsl:param name="of"/>
    <xsl:variable name="own" select="$of[lang($main-language)][1]"/>
    <xsl:choose>
      <xsl:when test="$own/*"><xsl:apply-templates select="$own/node()" mode="prose"/></xsl:when>
      <xsl:when test="$own"><xsl:value-of select="$own"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="r:choice($of)" mode="text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="string">
    <xsl:param name="of"/>
    <xsl:variable name="text"><xsl:call-template name="text"><xsl:with-param name="of" select="$of"/></xsl:call-template></xsl:variable>
    <xsl:value-of select="normalize-space($text)"/>
  </xsl:template>

  <!-- The content of a chosen text. In another language than the report it is marked as such. -->
  <xsl:template match="p:*" mode="text">
    <xsl:choose>
      <xsl:when test="lang($main-language)"><xsl:apply-templates mode="prose"/></xsl:when>
      <xsl:when test="p:p | p:ul | p:ol | p:blockquote">
        <div><xsl:call-template name="other-language"/><xsl:apply-templates mode="prose"/></div>
      </xsl:when>
      <xsl:otherwise>
        <span><xsl:call-template name="other-language"/><xsl:apply-templates mode="prose"/></span>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="other-language">
    <xsl:call-template name="language-attributes">
      <xsl:with-param name="tag" select="ancestor-or-self::*[@xml:lang][1]/@xml:lang"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="language-attributes">
    <xsl:param name="tag"/>
    <xsl:attribute name="lang"><xsl:value-of select="$tag"/></xsl:attribute>
    <xsl:attribute name="xml:lang"><xsl:value-of select="$tag"/></xsl:attribute>
    <xsl:attribute name="dir"><xsl:call-template name="direction"><xsl:with-param name="tag" select="$tag"/></xsl:call-template></xsl:attribute>
  </xsl:template>

  <xsl:template name="direction">
    <xsl:param name="tag"/>
    <xsl:choose>
      <xsl:when test="contains(' ar dv fa he ps sd ug ur yi ', concat(' ', substring-before(concat($tag, '-'), '-'), ' '))">rtl</xsl:when>
      <xsl:otherwise>ltr</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Prose: the elements that bear XHTML's names are XHTML's. White space between blocks is layout of the file, not text. -->
  <xsl:template match="p:p | p:ul | p:ol | p:li | p:blockquote | p:em | p:strong | p:q | p:a | p:abbr | p:br | p:span" mode="prose">
    <xsl:element name="{local-name()}" namespace="http://www.w3.org/1999/xhtml">
      <xsl:if test="@xml:lang"><xsl:call-template name="other-language"/></xsl:if>
      <xsl:copy-of select="@href | @title"/>
      <xsl:apply-templates mode="prose"/>
    </xsl:element>
  </xsl:template>

  <!-- No predicate in the pattern: libxslt would look through the whole dataset for what it fits. -->
  <xsl:template match="text()" mode="prose">
    <xsl:if test="normalize-space() != '' or not(../p:p | ../p:ul | ../p:ol | ../p:li | ../p:blockquote)"><xsl:value-of select="."/></xsl:if>
  </xsl:template>

  <!-- The words for dates and numbers in prose are those of its own language. -->
  <func:function name="r:words-of">
    <xsl:param name="node"/>
    <xsl:variable name="own" select="r:catalogue($node/ancestor-or-self::*[@xml:lang][1]/@xml:lang)"/>
    <func:result select="$own | $catalogue[not($own)]"/>
  </func:function>

  <xsl:template match="p:time" mode="prose">
    <xsl:apply-templates select="@datetime" mode="date"><xsl:with-param name="words" select="r:words-of(.)"/></xsl:apply-templates>
  </xsl:template>

  <!-- A reference is a link if the report shows what it refers to. -->
  <xsl:template match="p:ref" mode="prose">
    <xsl:variable name="target" select="key('by-id', @to)"/>
    <xsl:choose>
      <xsl:when test="contains(concat(' ', $targets, ' '), concat(' ', local-name($target), ' ')) and key('state', @to)">
        <a href="#{@to}"><xsl:value-of select="$target/@reference"/></a>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$target/@reference"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A count of all, of an engagement or of a theme is a group's. Of an engagement and a theme at once there is no group: its states
       are counted. -->
  <xsl:template match="p:count" mode="prose">
    <xsl:variable name="kind" select="substring-before(@of, 's')"/>
    <xsl:variable name="group" select="key('group', concat('all ', $kind))[not(current()/@engagement or current()/@theme)]
        | key('group', concat('engagement ', $kind, ' ', @engagement))[current()/@engagement][not(current()/@theme)]
        | key('group', concat('theme ', $kind, ' ', @theme))[current()/@theme][not(current()/@engagement)]"/>
    <xsl:variable name="counts" select="$group/@total[not(current()/@level)] | $group/d:level[@of = current()/@level]/@count"/>
    <xsl:variable name="both" select="key('states', concat($kind, ' ', @engagement))[current()/@engagement and current()/@theme]
        [@theme = current()/@theme][not(current()/@level) or @level = current()/@level]"/>
    <xsl:call-template name="figure"><xsl:with-param name="n" select="sum($counts) + count($both)"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="p:value" mode="prose">
    <xsl:apply-templates select="key('by-id', @of)" mode="figure">
      <xsl:with-param name="form" select="@form"/>
      <xsl:with-param name="words" select="r:words-of(.)"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- The figure of a fact: 5, 5 of 6, 5 days, 5%. -->
  <xsl:template match="p:fact" mode="figure">
    <xsl:param name="form"/>
    <xsl:param name="words" select="$catalogue"/>
    <xsl:variable name="value">
      <xsl:call-template name="figure">
        <xsl:with-param name="n" select="@value"/>
        <xsl:with-param name="form" select="$form"/>
        <xsl:with-param name="words" select="$words"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="total">
      <xsl:call-template name="figure">
        <xsl:with-param name="n" select="@of"/>
        <xsl:with-param name="form" select="$form"/>
        <xsl:with-param name="words" select="$words"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="whole">
      <xsl:choose>
        <xsl:when test="@of">
          <xsl:call-template name="word">
            <xsl:with-param name="key" select="'n-of-m'"/>
            <xsl:with-param name="words" select="$words"/>
            <xsl:with-param name="n" select="string($value)"/>
            <xsl:with-param name="total" select="string($total)"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="$value"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:call-template name="with-unit">
      <xsl:with-param name="value" select="string($whole)"/>
      <xsl:with-param name="unit" select="@unit"/>
      <xsl:with-param name="words" select="$words"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A number in the form that the prose asks for. -->
  <xsl:template name="figure">
    <xsl:param name="n"/>
    <xsl:param name="form" select="@form"/>
    <xsl:param name="words" select="r:words-of(.)"/>
    <xsl:choose>
      <xsl:when test="$form = 'words'">
        <xsl:call-template name="number"><xsl:with-param name="n" select="$n"/><xsl:with-param name="words" select="$words"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="digits"><xsl:with-param name="n" select="$n"/><xsl:with-param name="words" select="$words"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
