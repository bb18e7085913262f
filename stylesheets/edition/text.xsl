<?xml version="1.0" encoding="UTF-8"?>
<!-- Structured content (XHTML) to plain text: UTF-8, lines of at most $width characters, headings underlined, lists with their markers,
     an address in angle brackets behind the words of its link, a footnote's mark in square brackets and the notes at the end of their section.

     Each block writes an empty line and then its own lines. What is set in from the margin (an item, a quotation) is first written by
     itself, in narrower lines, and then each line gets its prefix. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:h="http://www.w3.org/1999/xhtml"
    exclude-result-prefixes="h">

  <xsl:import href="common.xsl"/>
  <xsl:import href="text-blocks.xsl"/>
  <xsl:import href="text-lines.xsl"/>
  <xsl:import href="text-tables.xsl"/>

  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:strip-space elements="h:html h:head h:body h:main h:section h:article h:header h:footer h:nav h:hgroup h:ul h:ol h:dl h:table
    h:colgroup h:thead h:tbody h:tfoot h:tr"/>

  <!-- The greatest length of a line -->
  <xsl:param name="width" select="76"/>

  <xsl:template match="/">
    <xsl:call-template name="require-content"/>
    <xsl:variable name="text"><xsl:apply-templates select="h:html/h:body"/></xsl:variable>
    <xsl:value-of select="substring-after($text, '&#10;')"/>
  </xsl:template>
</xsl:stylesheet>
