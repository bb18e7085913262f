<?xml version="1.0" encoding="UTF-8"?>
<!-- The reference of the vocabulary in Markdown, from its grammar:
       xsltproc stylesheets/progress/reference.xsl stylesheets/progress/progress.rng > docs/dataset.md
     A pattern that has an element of its own gets an entry; any other pattern is either
     described by its documentation or read through. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:exsl="http://exslt.org/common"
                xmlns:str="http://exslt.org/strings"
                xmlns:rng="http://relaxng.org/ns/structure/1.0"
                xmlns:a="http://relaxng.org/ns/compatibility/annotations/1.0"
                xmlns:pp="urn:peerpress:grammar:1"
                extension-element-prefixes="exsl str">

  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:key name="define" match="rng:define" use="@name"/>
  <xsl:key name="ref" match="rng:ref" use="@name"/>

  <xsl:template match="/">
    <xsl:text># The progress dataset: reference

This page is made from the grammar, `stylesheets/progress/progress.rng`; do not edit it. If you write your first dataset, begin with
the [guide](dataset-guide.md).

A dataset is one XML file. All its elements are in the namespace `</xsl:text>
    <xsl:value-of select="rng:grammar/@ns"/>
    <xsl:text>`. Four things hold everywhere:

- **Order matters.** An element holds what its entry lists, in the order of the list.
- **Ids connect things.** An attribute `id` gives an element a name that no other element of the file has; other attributes refer to it.
- **Texts may be given in several languages.** Where an entry says "in each language", repeat the element with another `xml:lang`.
  Every element that holds text may have this attribute; without it, the text is in the language of what it stands in.
- **Dates** are written as `2021-03-17`, or `2021-03` and `2021` where less is known and the entry allows it.

## Contents

</xsl:text>
    <xsl:for-each select="rng:grammar/rng:div[@pp:heading]">
      <xsl:text>- </xsl:text>
      <xsl:value-of select="@pp:heading"/>
      <xsl:text>: </xsl:text>
      <xsl:for-each select="rng:define/rng:element">
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:call-template name="link"><xsl:with-param name="to" select="@name"/></xsl:call-template>
      </xsl:for-each>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
    <xsl:apply-templates select="rng:grammar/rng:div[@pp:heading]"/>
  </xsl:template>

  <xsl:template match="rng:div">
    <xsl:value-of select="concat('&#10;## ', @pp:heading, '&#10;&#10;')"/>
    <xsl:apply-templates select="rng:define/rng:element" mode="entry"/>
  </xsl:template>

  <!-- Entries are found by an anchor of their own, for a heading may have the same words as an element. -->
  <xsl:template name="link">
    <xsl:param name="to"/>
    <xsl:value-of select="concat('[`', $to, '`](#element-', $to, ')')"/>
  </xsl:template>

  <xsl:template match="rng:element" mode="entry">
    <xsl:value-of select="concat('&lt;a id=&quot;element-', @name, '&quot;&gt;&lt;/a&gt;&#10;### `', @name, '`&#10;&#10;')"/>
    <xsl:value-of select="concat(normalize-space(a:documentation), '&#10;&#10;')"/>
    <xsl:call-template name="owners"/>
    <xsl:call-template name="attributes"/>
    <xsl:call-template name="contents"/>
    <xsl:if test="pp:example">
      <xsl:value-of select="concat('```xml&#10;', pp:example, '&#10;```&#10;&#10;')"/>
    </xsl:if>
  </xsl:template>

  <!-- Where the element may stand. -->
  <xsl:template name="owners">
    <xsl:variable name="tree">
      <xsl:apply-templates select="key('ref', ../@name)" mode="owner"/>
    </xsl:variable>
    <xsl:variable name="owners" select="exsl:node-set($tree)/owner"/>
    <xsl:if test="$owners">
      <xsl:text>Stands in </xsl:text>
      <xsl:for-each select="$owners[not(. = preceding-sibling::owner)]">
        <xsl:sort select="@any"/>
        <xsl:sort select="."/>
        <xsl:if test="position() &gt; 1 and position() = last()"> and </xsl:if>
        <xsl:if test="position() &gt; 1 and position() != last()">, </xsl:if>
        <xsl:choose>
          <xsl:when test="@any">any place for <xsl:value-of select="."/></xsl:when>
          <xsl:otherwise><xsl:call-template name="link"><xsl:with-param name="to" select="."/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
      <xsl:text>.&#10;&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rng:ref" mode="owner">
    <xsl:variable name="define" select="ancestor::rng:define"/>
    <xsl:choose>
      <xsl:when test="$define/rng:element"><owner><xsl:value-of select="$define/rng:element/@name"/></owner></xsl:when>
      <xsl:when test="$define/a:documentation"><owner any="yes"><xsl:value-of select="$define/a:documentation"/></owner></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="key('ref', $define/@name)" mode="owner"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The attributes as a table. -->
  <xsl:template name="attributes">
    <xsl:variable name="rows"><xsl:apply-templates select="rng:*" mode="attribute"/></xsl:variable>
    <xsl:if test="$rows != ''">
      <xsl:text>| Attribute | Needed | Value | Meaning |&#10;|---|---|---|---|&#10;</xsl:text>
      <xsl:value-of select="concat($rows, '&#10;')"/>
    </xsl:if>
  </xsl:template>

  <xsl:template match="rng:*" mode="attribute"/>

  <xsl:template match="rng:group" mode="attribute">
    <xsl:param name="needed" select="'yes'"/>
    <xsl:apply-templates select="rng:*" mode="attribute"><xsl:with-param name="needed" select="$needed"/></xsl:apply-templates>
  </xsl:template>

  <xsl:template match="rng:optional" mode="attribute">
    <xsl:apply-templates select="rng:*" mode="attribute"><xsl:with-param name="needed" select="'no'"/></xsl:apply-templates>
  </xsl:template>

  <xsl:template match="rng:choice" mode="attribute">
    <xsl:param name="needed" select="'yes'"/>
    <xsl:apply-templates select="rng:*" mode="attribute">
      <xsl:with-param name="needed">
        <xsl:choose>
          <xsl:when test="$needed = 'yes' and rng:attribute">one of these</xsl:when>
          <xsl:otherwise><xsl:value-of select="$needed"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <xsl:template match="rng:ref" mode="attribute">
    <xsl:param name="needed" select="'yes'"/>
    <xsl:apply-templates select="key('define', @name)[not(rng:element)]/rng:*" mode="attribute">
      <xsl:with-param name="needed" select="$needed"/>
    </xsl:apply-templates>
  </xsl:template>

  <!-- The introduction tells of xml:lang once for all texts. -->
  <xsl:template match="rng:ref[@name = 'translated']" mode="attribute"/>

  <xsl:template match="rng:attribute" mode="attribute">
    <xsl:param name="needed" select="'yes'"/>
    <xsl:value-of select="concat('| `', @name, '` | ', $needed, ' | ')"/>
    <xsl:choose>
      <xsl:when test="@pp:refers-to"><xsl:call-template name="targets"/></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="rng:*" mode="value"/></xsl:otherwise>
    </xsl:choose>
    <xsl:value-of select="concat(' | ', normalize-space(a:documentation), ' |&#10;')"/>
  </xsl:template>

  <xsl:template name="targets">
    <xsl:choose>
      <xsl:when test="rng:ref/@name = 'references'">one or more ids, with blanks between them, of </xsl:when>
      <xsl:otherwise>the id of </xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="alternatives"><xsl:with-param name="names" select="@pp:refers-to"/></xsl:call-template>
  </xsl:template>

  <xsl:template name="alternatives">
    <xsl:param name="names"/>
    <xsl:variable name="rest" select="substring-after($names, ' ')"/>
    <xsl:call-template name="link"><xsl:with-param name="to" select="substring-before(concat($names, ' '), ' ')"/></xsl:call-template>
    <xsl:if test="$rest != ''">
      <xsl:choose>
        <xsl:when test="contains($rest, ' ')">, </xsl:when>
        <xsl:otherwise> or </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="alternatives"><xsl:with-param name="names" select="$rest"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- What a value may be. -->
  <xsl:template match="rng:value" mode="value"><xsl:value-of select="concat('`', ., '`')"/></xsl:template>
  <xsl:template match="rng:ref" mode="value"><xsl:value-of select="key('define', @name)/a:documentation"/></xsl:template>
  <xsl:template match="rng:list" mode="value">one or more of: <xsl:apply-templates select="rng:oneOrMore/rng:*" mode="value"/></xsl:template>
  <xsl:template match="rng:choice" mode="value">
    <xsl:for-each select="rng:*">
      <xsl:if test="position() &gt; 1 and position() = last()"> or </xsl:if>
      <xsl:if test="position() &gt; 1 and position() != last()">, </xsl:if>
      <xsl:apply-templates select="." mode="value"/>
    </xsl:for-each>
  </xsl:template>
  <xsl:template match="rng:data" mode="value">
    <xsl:choose>
      <xsl:when test="@type = 'NCName'">a new id</xsl:when>
      <xsl:when test="@type = 'integer'">
        <xsl:text>a whole number</xsl:text>
        <xsl:if test="rng:param">
          <xsl:value-of select="concat(' from ', rng:param[@name = 'minInclusive'], ' to ', rng:param[@name = 'maxInclusive'])"/>
        </xsl:if>
      </xsl:when>
      <xsl:when test="rng:param[@name = 'maxLength']">
        <xsl:value-of select="concat('up to ', rng:param[@name = 'maxLength'], ' characters')"/>
      </xsl:when>
      <xsl:otherwise>text</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What the element holds, as a list in order. -->
  <xsl:template name="contents">
    <xsl:variable name="items"><xsl:apply-templates select="rng:*" mode="content"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="contains($items, '&#10;- ')"><xsl:value-of select="concat('Holds, in this order:&#10;', $items, '&#10;&#10;')"/></xsl:when>
      <xsl:when test="$items != ''"><xsl:value-of select="concat('Holds ', $items, '.&#10;&#10;')"/></xsl:when>
      <xsl:otherwise>Holds nothing: it is written as one tag, `&lt;<xsl:value-of select="@name"/>/&gt;`.&#10;&#10;</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="rng:* | a:* | pp:*" mode="content"/>

  <xsl:template match="rng:data" mode="content"><xsl:apply-templates select="." mode="value"/></xsl:template>

  <xsl:template match="rng:group" mode="content">
    <xsl:param name="often" select="'once'"/>
    <xsl:apply-templates select="rng:*" mode="content"><xsl:with-param name="often" select="$often"/></xsl:apply-templates>
  </xsl:template>

  <xsl:template match="rng:optional" mode="content">
    <xsl:apply-templates select="rng:*" mode="content"><xsl:with-param name="often" select="'optional'"/></xsl:apply-templates>
  </xsl:template>

  <xsl:template match="rng:zeroOrMore" mode="content">
    <xsl:apply-templates select="rng:*" mode="content"><xsl:with-param name="often" select="'any number'"/></xsl:apply-templates>
  </xsl:template>

  <xsl:template match="rng:oneOrMore" mode="content">
    <xsl:param name="often" select="'once'"/>
    <xsl:apply-templates select="rng:*" mode="content">
      <xsl:with-param name="often">
        <xsl:choose>
          <xsl:when test="$often = 'once'">one or more</xsl:when>
          <xsl:otherwise>any number</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:apply-templates>
  </xsl:template>

  <!-- A choice of elements; alternatives that are longer are said one after the other. -->
  <xsl:template match="rng:choice" mode="content">
    <xsl:param name="often" select="'once'"/>
    <xsl:choose>
      <xsl:when test="not(.//rng:ref) or rng:attribute"/>
      <xsl:when test="rng:ref[not(key('define', @name)/rng:element)]">
        <xsl:for-each select="rng:ref">
          <xsl:if test="position() &gt; 1">, or </xsl:if>
          <xsl:apply-templates select="." mode="content"/>
        </xsl:for-each>
      </xsl:when>
      <xsl:when test="count(rng:ref) = count(rng:*)">
        <xsl:text>&#10;- </xsl:text>
        <xsl:for-each select="rng:ref">
          <xsl:if test="position() &gt; 1"> or </xsl:if>
          <xsl:call-template name="link"><xsl:with-param name="to" select="key('define', @name)/rng:element/@name"/></xsl:call-template>
        </xsl:for-each>
        <xsl:value-of select="concat(': ', $often)"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="rng:*">
          <xsl:variable name="items"><xsl:apply-templates select="." mode="content"/></xsl:variable>
          <xsl:choose>
            <xsl:when test="position() = 1">&#10;- either</xsl:when>
            <xsl:otherwise>&#10;- or</xsl:otherwise>
          </xsl:choose>
          <xsl:value-of select="str:replace($items, '&#10;', '&#10;  ')"/>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="rng:ref" mode="content">
    <xsl:param name="often" select="'once'"/>
    <xsl:variable name="define" select="key('define', @name)"/>
    <xsl:choose>
      <xsl:when test="$define/rng:element">
        <xsl:text>&#10;- </xsl:text>
        <xsl:call-template name="link"><xsl:with-param name="to" select="$define/rng:element/@name"/></xsl:call-template>
        <xsl:text>: </xsl:text>
        <xsl:choose>
          <xsl:when test="$define/rng:element/@pp:language and $often = 'one or more'">in each language</xsl:when>
          <xsl:when test="$define/rng:element/@pp:language and $often = 'any number'">optional, in each language</xsl:when>
          <xsl:otherwise><xsl:value-of select="$often"/></xsl:otherwise>
        </xsl:choose>
      </xsl:when>
      <xsl:when test="$define[a:documentation]"><xsl:value-of select="$define/a:documentation"/></xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="$define/rng:*" mode="content"><xsl:with-param name="often" select="$often"/></xsl:apply-templates>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
