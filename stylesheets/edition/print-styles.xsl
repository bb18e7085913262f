<?xml version="1.0" encoding="UTF-8"?>
<!-- The look of the printed page: the theme's values, and the properties of each kind of block. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:ed="urn:peerpress:edition:1"
    exclude-result-prefixes="h ed">

  <!-- A body of the class landscape turns the theme's page; its margins stay where they are. -->
  <xsl:variable name="turned" select="$landscape and ed:points(ed:theme('length', 'page-width')) &lt; ed:points(ed:theme('length', 'page-height'))"/>
  <xsl:variable name="page-width" select="ed:theme('length', concat('page-', substring('width height', 1 + 6 * $turned, 5 + $turned)))"/>
  <xsl:variable name="page-height" select="ed:theme('length', concat('page-', substring('height width', 1 + 7 * $turned, 6 - $turned)))"/>
  <xsl:variable name="margin-top" select="ed:theme('length', 'margin-top')"/>
  <xsl:variable name="margin-bottom" select="ed:theme('length', 'margin-bottom')"/>
  <xsl:variable name="margin-start" select="ed:theme('length', 'margin-start')"/>
  <xsl:variable name="margin-end" select="ed:theme('length', 'margin-end')"/>
  <xsl:variable name="font-body" select="ed:theme('font', 'body')"/>
  <xsl:variable name="font-code" select="ed:theme('font', 'code')"/>
  <xsl:variable name="size-body" select="ed:theme('length', 'size-body')"/>
  <xsl:variable name="size-table" select="ed:theme('length', 'size-table')"/>
  <xsl:variable name="size-small" select="ed:theme('length', 'size-small')"/>
  <xsl:variable name="size-least" select="ed:theme('length', 'size-least')"/>
  <xsl:variable name="line-height" select="ed:theme('number', 'line-height')"/>
  <xsl:variable name="line-height-heading" select="ed:theme('number', 'line-height-heading')"/>
  <!-- Lines of a table are closer, unless the font of the language needs the room. -->
  <xsl:variable name="own-line-height" select="number(ed:font($lang)/@line-height)"/>
  <xsl:variable name="line-height-table">
    <xsl:choose>
      <xsl:when test="$own-line-height &gt; 1.3"><xsl:value-of select="$own-line-height"/></xsl:when>
      <xsl:otherwise>1.3</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="space-paragraph" select="ed:theme('length', 'space-paragraph')"/>
  <xsl:variable name="space-item" select="ed:theme('length', 'space-item')"/>
  <xsl:variable name="space-section" select="ed:theme('length', 'space-section')"/>
  <xsl:variable name="indent" select="ed:theme('length', 'indent')"/>
  <xsl:variable name="colour-text" select="ed:theme('colour', 'text')"/>
  <xsl:variable name="colour-muted" select="ed:theme('colour', 'muted')"/>
  <xsl:variable name="colour-brand" select="ed:theme('colour', 'brand')"/>
  <xsl:variable name="colour-link" select="ed:theme('colour', 'link')"/>
  <xsl:variable name="colour-rule" select="ed:theme('colour', 'rule')"/>
  <xsl:variable name="colour-tint" select="ed:theme('colour', 'tint')"/>
  <xsl:variable name="bullet" select="ed:theme('text', 'bullet')"/>

  <!-- The width of the text column in points -->
  <xsl:variable name="measure" select="ed:points($page-width) - ed:points($margin-start) - ed:points($margin-end)"/>

  <xsl:attribute-set name="root">
    <xsl:attribute name="font-family"><xsl:value-of select="$font-body"/></xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="$size-body"/></xsl:attribute>
    <xsl:attribute name="line-height"><xsl:value-of select="$line-height"/></xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-text"/></xsl:attribute>
    <xsl:attribute name="text-align"><xsl:value-of select="ed:theme('text', 'text-align')"/></xsl:attribute>
    <xsl:attribute name="hyphenate"><xsl:value-of select="ed:theme('text', 'hyphenate')"/></xsl:attribute>
    <xsl:attribute name="line-height-shift-adjustment">disregard-shifts</xsl:attribute>
    <xsl:attribute name="widows">2</xsl:attribute>
    <xsl:attribute name="change-bar-style">solid</xsl:attribute>
    <xsl:attribute name="change-bar-width">2pt</xsl:attribute>
    <xsl:attribute name="change-bar-offset">8pt</xsl:attribute>
    <xsl:attribute name="change-bar-color"><xsl:value-of select="$colour-brand"/></xsl:attribute>
    <xsl:attribute name="orphans">2</xsl:attribute>
  </xsl:attribute-set>

  <!-- The page and its running parts: the head hangs from head-distance, the foot stands on foot-distance. -->
  <xsl:variable name="head-extent" select="concat(ed:points($margin-top) - ed:points(ed:theme('length', 'head-distance')), 'pt')"/>
  <xsl:variable name="foot-extent" select="concat(ed:points($margin-bottom) - ed:points(ed:theme('length', 'foot-distance')), 'pt')"/>
  <xsl:variable name="right-to-left" select="ed:direction(/h:html/h:body) = 'rtl'"/>

  <xsl:attribute-set name="page">
    <xsl:attribute name="page-width"><xsl:value-of select="$page-width"/></xsl:attribute>
    <xsl:attribute name="page-height"><xsl:value-of select="$page-height"/></xsl:attribute>
    <xsl:attribute name="margin-top"><xsl:value-of select="ed:theme('length', 'head-distance')"/></xsl:attribute>
    <xsl:attribute name="margin-bottom"><xsl:value-of select="ed:theme('length', 'foot-distance')"/></xsl:attribute>
    <xsl:attribute name="margin-left">
      <xsl:value-of select="ed:theme('length', concat('margin-', substring('start end', 1 + 6 * $right-to-left, 5 - 2 * $right-to-left)))"/>
    </xsl:attribute>
    <xsl:attribute name="margin-right">
      <xsl:value-of select="ed:theme('length', concat('margin-', substring('end start', 1 + 4 * $right-to-left, 3 + 2 * $right-to-left)))"/>
    </xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="page-body">
    <xsl:attribute name="margin-top"><xsl:value-of select="$head-extent"/></xsl:attribute>
    <xsl:attribute name="margin-bottom"><xsl:value-of select="$foot-extent"/></xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="running">
    <xsl:attribute name="font-size"><xsl:value-of select="$size-least"/></xsl:attribute>
    <xsl:attribute name="line-height">1.2</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-muted"/></xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="running-head" use-attribute-sets="running">
    <xsl:attribute name="padding-after">4pt</xsl:attribute>
    <xsl:attribute name="border-after-style">solid</xsl:attribute>
    <xsl:attribute name="border-after-width">0.5pt</xsl:attribute>
    <xsl:attribute name="border-after-color"><xsl:value-of select="$colour-rule"/></xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="running-foot" use-attribute-sets="running">
    <xsl:attribute name="padding-before">5pt</xsl:attribute>
    <xsl:attribute name="border-before-style">solid</xsl:attribute>
    <xsl:attribute name="border-before-width">0.5pt</xsl:attribute>
    <xsl:attribute name="border-before-color"><xsl:value-of select="$colour-rule"/></xsl:attribute>
    <xsl:attribute name="text-align">end</xsl:attribute>
  </xsl:attribute-set>

  <!-- Headings -->
  <xsl:attribute-set name="heading">
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="text-align">start</xsl:attribute>
    <xsl:attribute name="hyphenate">false</xsl:attribute>
    <xsl:attribute name="line-height"><xsl:value-of select="$line-height-heading"/></xsl:attribute>
    <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
    <xsl:attribute name="keep-together.within-page">always</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="h1" use-attribute-sets="heading">
    <xsl:attribute name="font-size"><xsl:value-of select="ed:theme('length', 'size-h1')"/></xsl:attribute>
    <xsl:attribute name="line-height">1.12</xsl:attribute>
    <xsl:attribute name="space-after">8pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="h2" use-attribute-sets="heading">
    <xsl:attribute name="font-size"><xsl:value-of select="ed:theme('length', 'size-h2')"/></xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-brand"/></xsl:attribute>
    <xsl:attribute name="space-before"><xsl:value-of select="$space-section"/></xsl:attribute>
    <xsl:attribute name="space-after">7pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="h3" use-attribute-sets="heading">
    <xsl:attribute name="font-size"><xsl:value-of select="ed:theme('length', 'size-h3')"/></xsl:attribute>
    <xsl:attribute name="space-before">18pt</xsl:attribute>
    <xsl:attribute name="space-after">6pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="h4" use-attribute-sets="heading">
    <xsl:attribute name="font-size"><xsl:value-of select="ed:theme('length', 'size-h4')"/></xsl:attribute>
    <xsl:attribute name="space-before">14pt</xsl:attribute>
    <xsl:attribute name="space-after">4pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="h5" use-attribute-sets="heading">
    <xsl:attribute name="font-size"><xsl:value-of select="ed:theme('length', 'size-h5')"/></xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-brand"/></xsl:attribute>
    <xsl:attribute name="space-before">12pt</xsl:attribute>
    <xsl:attribute name="space-after">3pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="h6" use-attribute-sets="heading">
    <xsl:attribute name="font-size"><xsl:value-of select="ed:theme('length', 'size-h6')"/></xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-muted"/></xsl:attribute>
    <xsl:attribute name="space-before">10pt</xsl:attribute>
    <xsl:attribute name="space-after">3pt</xsl:attribute>
  </xsl:attribute-set>

  <!-- The title block -->
  <xsl:attribute-set name="title-block">
    <xsl:attribute name="border-before-style">solid</xsl:attribute>
    <xsl:attribute name="border-before-width">5pt</xsl:attribute>
    <xsl:attribute name="border-before-color"><xsl:value-of select="$colour-brand"/></xsl:attribute>
    <xsl:attribute name="border-after-style">solid</xsl:attribute>
    <xsl:attribute name="border-after-width">0.5pt</xsl:attribute>
    <xsl:attribute name="border-after-color"><xsl:value-of select="$colour-rule"/></xsl:attribute>
    <xsl:attribute name="padding-before">14pt</xsl:attribute>
    <xsl:attribute name="padding-after">12pt</xsl:attribute>
    <xsl:attribute name="space-after">18pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="organisation">
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-brand"/></xsl:attribute>
    <xsl:attribute name="space-after">10pt</xsl:attribute>
    <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="subtitle">
    <xsl:attribute name="font-size"><xsl:value-of select="ed:theme('length', 'size-subtitle')"/></xsl:attribute>
    <xsl:attribute name="line-height">1.25</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-muted"/></xsl:attribute>
    <xsl:attribute name="space-after">8pt</xsl:attribute>
    <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="document-foot">
    <xsl:attribute name="border-before-style">solid</xsl:attribute>
    <xsl:attribute name="border-before-width">0.5pt</xsl:attribute>
    <xsl:attribute name="border-before-color"><xsl:value-of select="$colour-rule"/></xsl:attribute>
    <xsl:attribute name="padding-before">8pt</xsl:attribute>
    <xsl:attribute name="space-before"><xsl:value-of select="$space-section"/></xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="$size-small"/></xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-muted"/></xsl:attribute>
  </xsl:attribute-set>

  <!-- Prose -->
  <xsl:attribute-set name="paragraph">
    <xsl:attribute name="space-before"><xsl:value-of select="$space-paragraph"/></xsl:attribute>
    <xsl:attribute name="space-after"><xsl:value-of select="$space-paragraph"/></xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="code-block">
    <xsl:attribute name="font-family"><xsl:value-of select="$font-code"/></xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="ed:theme('length', 'size-code')"/></xsl:attribute>
    <xsl:attribute name="line-height">1.35</xsl:attribute>
    <xsl:attribute name="white-space-treatment">preserve</xsl:attribute>
    <xsl:attribute name="white-space-collapse">false</xsl:attribute>
    <xsl:attribute name="linefeed-treatment">preserve</xsl:attribute>
    <xsl:attribute name="wrap-option">wrap</xsl:attribute>
    <xsl:attribute name="text-align">start</xsl:attribute>
    <xsl:attribute name="hyphenate">false</xsl:attribute>
    <xsl:attribute name="background-color"><xsl:value-of select="$colour-tint"/></xsl:attribute>
    <xsl:attribute name="padding">8pt</xsl:attribute>
    <xsl:attribute name="start-indent">inherited-property-value(start-indent) + 8pt</xsl:attribute>
    <xsl:attribute name="end-indent">inherited-property-value(end-indent) + 8pt</xsl:attribute>
    <xsl:attribute name="space-before">12pt</xsl:attribute>
    <xsl:attribute name="space-after">12pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="barred">
    <xsl:attribute name="border-start-style">solid</xsl:attribute>
    <xsl:attribute name="border-start-width">3pt</xsl:attribute>
    <xsl:attribute name="border-start-color"><xsl:value-of select="$colour-brand"/></xsl:attribute>
    <xsl:attribute name="padding-start">12pt</xsl:attribute>
    <xsl:attribute name="start-indent">inherited-property-value(start-indent) + 15pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="quotation" use-attribute-sets="barred">
    <xsl:attribute name="border-start-color"><xsl:value-of select="$colour-rule"/></xsl:attribute>
    <xsl:attribute name="space-before">12pt</xsl:attribute>
    <xsl:attribute name="space-after">12pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="aside">
    <xsl:attribute name="background-color"><xsl:value-of select="$colour-tint"/></xsl:attribute>
    <xsl:attribute name="padding">10pt</xsl:attribute>
    <xsl:attribute name="start-indent">inherited-property-value(start-indent) + 10pt</xsl:attribute>
    <xsl:attribute name="end-indent">inherited-property-value(end-indent) + 10pt</xsl:attribute>
    <xsl:attribute name="space-before">14pt</xsl:attribute>
    <xsl:attribute name="space-after">14pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="caption">
    <xsl:attribute name="font-size"><xsl:value-of select="$size-table"/></xsl:attribute>
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="line-height">1.3</xsl:attribute>
    <xsl:attribute name="text-align">start</xsl:attribute>
  </xsl:attribute-set>

  <!-- Recommendations -->
  <xsl:attribute-set name="recommendation" use-attribute-sets="barred">
    <xsl:attribute name="space-before">18pt</xsl:attribute>
    <xsl:attribute name="space-after">18pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="recommendation-head">
    <xsl:attribute name="background-color"><xsl:value-of select="$colour-tint"/></xsl:attribute>
    <xsl:attribute name="padding-before">8pt</xsl:attribute>
    <xsl:attribute name="padding-after">8pt</xsl:attribute>
    <xsl:attribute name="padding-start">12pt</xsl:attribute>
    <xsl:attribute name="padding-end">12pt</xsl:attribute>
    <xsl:attribute name="end-indent">inherited-property-value(end-indent) + 12pt</xsl:attribute>
    <xsl:attribute name="keep-together.within-page">always</xsl:attribute>
  </xsl:attribute-set>

  <!-- Footnotes: what surrounds the mark must not reach into the note. -->
  <xsl:attribute-set name="note">
    <xsl:attribute name="font-family"><xsl:value-of select="$font-body"/></xsl:attribute>
    <xsl:attribute name="font-size"><xsl:value-of select="$size-small"/></xsl:attribute>
    <xsl:attribute name="font-weight">normal</xsl:attribute>
    <xsl:attribute name="font-style">normal</xsl:attribute>
    <xsl:attribute name="line-height">1.35</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-text"/></xsl:attribute>
    <xsl:attribute name="text-align">start</xsl:attribute>
    <xsl:attribute name="text-align-last">relative</xsl:attribute>
    <xsl:attribute name="text-decoration">none</xsl:attribute>
    <xsl:attribute name="start-indent">0pt</xsl:attribute>
    <xsl:attribute name="end-indent">0pt</xsl:attribute>
  </xsl:attribute-set>

  <!-- Tables -->
  <xsl:attribute-set name="table">
    <xsl:attribute name="table-layout">fixed</xsl:attribute>
    <xsl:attribute name="width">100%</xsl:attribute>
    <xsl:attribute name="border-collapse">separate</xsl:attribute>
    <xsl:attribute name="line-height"><xsl:value-of select="$line-height-table"/></xsl:attribute>
    <xsl:attribute name="text-align">start</xsl:attribute>
    <xsl:attribute name="space-after">14pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="row-group">
    <xsl:attribute name="start-indent">0pt</xsl:attribute>
    <xsl:attribute name="end-indent">0pt</xsl:attribute>
  </xsl:attribute-set>
  <!-- Shorthands, as a long table has many cells -->
  <xsl:attribute-set name="cell">
    <xsl:attribute name="padding">5pt 6pt</xsl:attribute>
    <xsl:attribute name="border-bottom">0.5pt solid <xsl:value-of select="$colour-rule"/></xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="group-cell">
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$colour-brand"/></xsl:attribute>
    <xsl:attribute name="padding">12pt 6pt 5pt</xsl:attribute>
    <xsl:attribute name="border-bottom">1.25pt solid <xsl:value-of select="$colour-brand"/></xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="subtotal-cell" use-attribute-sets="cell">
    <xsl:attribute name="background-color"><xsl:value-of select="$colour-tint"/></xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="head-cell">
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="background-color"><xsl:value-of select="$colour-tint"/></xsl:attribute>
    <xsl:attribute name="padding">5pt 6pt</xsl:attribute>
    <xsl:attribute name="border-bottom">1.25pt solid <xsl:value-of select="$colour-brand"/></xsl:attribute>
    <xsl:attribute name="display-align">after</xsl:attribute>
  </xsl:attribute-set>
</xsl:stylesheet>
