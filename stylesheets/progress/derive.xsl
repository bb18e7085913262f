<?xml version="1.0" encoding="UTF-8"?>
<!-- What follows from a dataset and is never typed. The program computes it and attaches it to the dataset as the last child of its
     root, after it has cut the dataset down to what was known in the cycle of the report: docs/derived.md is the reference. Nothing is
     computed here; these are the ways to look it up. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                exclude-result-prefixes="p d">

  <!-- libxslt fills all keys of a stylesheet for each document in which it looks something up: patterns from the root down spare it the way
       through the whole document. -->

  <!-- An element of the dataset by its id; the update of an item in a cycle: "CYCLE ITEM". -->
  <xsl:key name="by-id" match="p:*[@id]" use="@id"/>
  <xsl:key name="update" match="/p:progress/p:cycles/p:cycle/p:update" use="concat(../@id, ' ', @of)"/>

  <!-- How an item stands, by its id; the states of a kind ("action") and those that belong to something ("action ID"). -->
  <xsl:key name="state" match="/p:progress/d:derived/d:state" use="@of"/>
  <xsl:key name="states" match="/p:progress/d:derived/d:state" use="@kind"/>
  <xsl:key name="states" match="/p:progress/d:derived/d:state" use="concat(@kind, ' ', @engagement)"/>
  <xsl:key name="states" match="/p:progress/d:derived/d:state[@theme]" use="concat(@kind, ' ', @theme)"/>
  <xsl:key name="states" match="/p:progress/d:derived/d:state[@kind = 'action']" use="concat(@kind, ' ', @recommendation)"/>

  <!-- A group: "all KIND", "theme KIND ID", "theme KIND " for the items without one; and all groups of a way: "theme KIND *". -->
  <xsl:key name="group" match="/p:progress/d:derived/d:group[@by = 'all']" use="concat('all ', @kind)"/>
  <xsl:key name="group" match="/p:progress/d:derived/d:group[@by != 'all']" use="concat(@by, ' ', @kind, ' ', @of)"/>
  <xsl:key name="group" match="/p:progress/d:derived/d:group[@by != 'all']" use="concat(@by, ' ', @kind, ' *')"/>

  <xsl:variable name="dataset" select="/p:progress"/>
  <xsl:variable name="derived" select="$dataset/d:derived"/>

  <xsl:variable name="cycles" select="$dataset/p:cycles/p:cycle"/>
  <xsl:variable name="cycle-id" select="string($derived/@cycle)"/>
  <xsl:variable name="this-cycle" select="key('by-id', $derived/@cycle)"/>
  <xsl:variable name="as-of" select="string($derived/@as-of)"/>

  <!-- The cycle that it is compared with; empty if there is none. -->
  <xsl:variable name="base-cycle" select="key('by-id', $derived/@base)"/>
  <xsl:variable name="base-as-of" select="string($derived/@base-as-of)"/>

  <xsl:template name="require-cycle">
    <xsl:if test="not($this-cycle)">
      <xsl:message terminate="yes">The dataset comes without its derived values: publish it with peerpress build, or write it with --to dataset first.</xsl:message>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
