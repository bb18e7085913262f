<?xml version="1.0" encoding="UTF-8"?>
<!-- The key of a scale and how many items stand at each of its levels, in one table; the tracker and the report of changes begin with it.
     Needs parts.xsl and review-tables.xsl. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns="http://www.w3.org/1999/xhtml"
                exclude-result-prefixes="p d">

  <!-- The key of the scale with the totals, and what has moved. -->
  <xsl:template match="d:group" mode="totals">
    <table class="key">
      <caption><xsl:call-template name="word"><xsl:with-param name="key" select="concat('totals-', @kind)"/></xsl:call-template></caption>
      <thead>
        <tr>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'level'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'meaning'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'level-now'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'level-share'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
          <xsl:if test="$base-cycle">
            <xsl:call-template name="column"><xsl:with-param name="key" select="'level-before'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'level-share-before'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
          </xsl:if>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="d:level" mode="totals"/></tbody>
      <tfoot>
        <tr>
          <th scope="row" colspan="2"><xsl:call-template name="word"><xsl:with-param name="key" select="'level-all'"/></xsl:call-template></th>
          <xsl:call-template name="numbers">
            <xsl:with-param name="now" select="@total"/>
            <xsl:with-param name="share" select="100"/>
            <xsl:with-param name="before" select="@base-total"/>
            <xsl:with-param name="share-before" select="100 * (@base-total &gt; 0)"/>
          </xsl:call-template>
        </tr>
      </tfoot>
    </table>
    <xsl:call-template name="changes"/>
  </xsl:template>

  <xsl:template match="d:level" mode="totals">
    <tr>
      <xsl:choose>
        <xsl:when test="@of">
          <th scope="row"><xsl:apply-templates select="key('by-id', @of)" mode="chip"/></th>
          <td><xsl:call-template name="text"><xsl:with-param name="of" select="key('by-id', @of)/p:meaning"/></xsl:call-template></td>
        </xsl:when>
        <xsl:otherwise>
          <th scope="row" colspan="2"><xsl:call-template name="word"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></th>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:call-template name="numbers">
        <xsl:with-param name="now" select="@count"/>
        <xsl:with-param name="share" select="@share"/>
        <xsl:with-param name="before" select="@base-count"/>
        <xsl:with-param name="share-before" select="@base-share"/>
      </xsl:call-template>
    </tr>
  </xsl:template>
</xsl:stylesheet>
