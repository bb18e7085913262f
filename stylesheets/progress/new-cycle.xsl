<?xml version="1.0" encoding="UTF-8"?>
<!-- The frame of the next review cycle, to be pasted behind the last one and filled in (peerpress cycle): an update for each open item
     at the level where it stands, and beside it, as comments, what the officer wants to know. It is made from the dataset as of its
     latest cycle. Parameters: id and as-of of the new cycle. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:w="urn:peerpress:words:1"
                xmlns:str="http://exslt.org/strings"
                extension-element-prefixes="str"
                exclude-result-prefixes="p d w">

  <xsl:import href="derive.xsl"/>

  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:param name="id"/>
  <xsl:param name="as-of"/>

  <!-- The dataset may write its elements with a prefix. -->
  <xsl:variable name="prefix" select="substring-before(name($dataset), 'progress')"/>
  <xsl:variable name="indent" select="'    '"/>

  <xsl:template match="/">
    <xsl:if test="key('by-id', $id)">
      <xsl:message terminate="yes">The dataset has something with the id “<xsl:value-of select="$id"/>” already.</xsl:message>
    </xsl:if>
    <xsl:if test="number(translate($as-of, '-', '')) &lt;= number(translate($this-cycle/@as-of, '-', ''))">
      <xsl:message terminate="yes">The latest cycle, “<xsl:value-of select="$cycle-id"/>”, is of <xsl:value-of select="$this-cycle/@as-of"/>: the next one must be later.</xsl:message>
    </xsl:if>
    <xsl:apply-templates select="$this-cycle"/>
  </xsl:template>

  <xsl:template match="p:cycle">
    <xsl:value-of select="concat($indent, '&lt;', $prefix, 'cycle id=&quot;', $id, '&quot; as-of=&quot;', $as-of, '&quot; previous=&quot;', @id, '&quot; state=&quot;open&quot;')"/>
    <xsl:for-each select="@engagement | @scale | @action-scale | @outcome-scale | @trend-scale">
      <xsl:value-of select="concat(' ', name(), '=&quot;', ., '&quot;')"/>
    </xsl:for-each>
    <xsl:text>&gt;&#10;</xsl:text>
    <xsl:call-template name="titles"/>
    <xsl:apply-templates select="$derived/d:state[not(@closed = 'yes')][@kind = 'action' or @level or not(key('states', concat('action ', @recommendation)))]" mode="update"/>
    <xsl:value-of select="concat($indent, '&lt;/', $prefix, 'cycle&gt;&#10;')"/>
  </xsl:template>

  <!-- The month, in each language that has a catalogue; in another, the date. -->
  <xsl:template name="titles">
    <xsl:variable name="main" select="string($dataset/@xml:lang)"/>
    <xsl:call-template name="title"><xsl:with-param name="language" select="$main"/></xsl:call-template>
    <xsl:for-each select="str:tokenize($dataset/@languages)[. != $main]">
      <xsl:call-template name="title">
        <xsl:with-param name="language" select="string(.)"/>
        <xsl:with-param name="tag" select="concat(' xml:lang=&quot;', ., '&quot;')"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="title">
    <xsl:param name="language"/>
    <xsl:param name="tag"/>
    <xsl:variable name="known" select="document('words/index.xml')/w:languages/w:language[@code = $language]"/>
    <xsl:value-of select="concat($indent, '  &lt;', $prefix, 'title', $tag, '&gt;')"/>
    <xsl:choose>
      <xsl:when test="$known">
        <xsl:variable name="words" select="document(concat('words/', $language, '.xml'))/w:words"/>
        <xsl:value-of select="str:replace(str:replace($words/w:date[@form = 'month'], '{month}', $words/w:month[@n = number(substring($as-of, 6, 2))]),
                                          '{year}', substring($as-of, 1, 4))"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$as-of"/></xsl:otherwise>
    </xsl:choose>
    <xsl:value-of select="concat('&lt;/', $prefix, 'title&gt;&#10;')"/>
  </xsl:template>

  <xsl:template match="d:state" mode="update">
    <xsl:variable name="item" select="key('by-id', @of)"/>
    <xsl:variable name="said" select="key('update', concat(@said-in, ' ', @of))"/>
    <xsl:text>&#10;</xsl:text>
    <xsl:call-template name="comment">
      <xsl:with-param name="text">
        <xsl:value-of select="concat($item/@reference, ' ', normalize-space($item/p:title))"/>
        <xsl:if test="@due">
          <xsl:value-of select="concat('; due ', @due)"/>
          <xsl:if test="@overdue"> (overdue)</xsl:if>
          <xsl:if test="@moves">, moved before</xsl:if>
        </xsl:if>
        <xsl:for-each select="str:tokenize(concat(@officers, ' ', @members))">
          <xsl:value-of select="concat('; ', .)"/>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:if test="$said/p:next-step">
      <xsl:call-template name="comment">
        <xsl:with-param name="text" select="concat('next step announced: ', normalize-space($said/p:next-step))"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:variable name="level">
      <xsl:choose>
        <xsl:when test="@level"><xsl:value-of select="@level"/></xsl:when>
        <xsl:otherwise>
          <xsl:for-each select="key('by-id', @scale)/p:level">
            <xsl:sort select="@rank" data-type="number"/>
            <xsl:if test="position() = 1"><xsl:value-of select="@id"/></xsl:if>
          </xsl:for-each>
        </xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:value-of select="concat($indent, '  &lt;', $prefix, 'update of=&quot;', @of, '&quot; level=&quot;', $level, '&quot;')"/>
    <xsl:if test="@outcome"><xsl:value-of select="concat(' outcome=&quot;', @outcome, '&quot;')"/></xsl:if>
    <xsl:text>/&gt;&#10;</xsl:text>
  </xsl:template>

  <!-- Two hyphens cannot stand in a comment. -->
  <xsl:template name="comment">
    <xsl:param name="text"/>
    <xsl:value-of select="concat($indent, '  &lt;!-- ', str:replace(str:replace(string($text), '--', '- - '), '--', '- - '), ' --&gt;&#10;')"/>
  </xsl:template>
</xsl:stylesheet>
