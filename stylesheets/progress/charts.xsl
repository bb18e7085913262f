<?xml version="1.0" encoding="UTF-8"?>
<!-- Pictures that carry the data, each a figure (SVG with a generated alternative text) and the table of its numbers:

       chart-status-by-engagement   how the items of each engagement stand, as stacked bars       parameters kind, table
       chart-status-by-theme        the same for each theme                                       parameters kind, table
       chart-series                 how all items stood in each cycle, as stacked bars            parameter kind
       chart-movement               from which level to which the items moved, as ribbons         parameter kind
       chart-timeline               engagements and deadlines on a line of time

     kind is "recommendation" (left out) or "action"; with table set to false() a report prints the numbers itself. A picture without matter (no group, no base, no dates) is left out. Every number is
     read from the derived values (docs/derived.md).

     The pictures are as wide as the text, whatever that is: horizontal places are per cents, sizes and vertical places are pixels. So
     words keep their size on a telephone and on paper. In a right-to-left language they are mirrored. Colour never stands alone: each
     part bears the symbol of its level or its count, white lines part neighbours, an outline in the colour of text bounds light
     colours, and the order of levels is that of the table. There are no ids, so any number of charts may stand in one document. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:exsl="http://exslt.org/common"
                xmlns:math="http://exslt.org/math"
                xmlns:str="http://exslt.org/strings"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:c="urn:peerpress:charts:1"
                xmlns:svg="http://www.w3.org/2000/svg"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="exsl str math"
                exclude-result-prefixes="p d c svg">

  <xsl:include href="chart-movement.xsl"/>
  <xsl:include href="chart-timeline.xsl"/>

  <xsl:variable name="chart-size" select="15"/>
  <xsl:variable name="chart-line" select="20"/>
  <xsl:variable name="chart-bar" select="26"/>
  <!-- The most characters in a line of a label, so that it fits the screen of a telephone. -->
  <xsl:variable name="chart-measure" select="38"/>
  <xsl:variable name="chart-direction"><xsl:call-template name="direction"><xsl:with-param name="tag" select="$language"/></xsl:call-template></xsl:variable>
  <xsl:variable name="chart-mirrored" select="$chart-direction = 'rtl'"/>

  <xsl:template name="chart-scale">
    <xsl:param name="kind"/>
    <xsl:choose>
      <xsl:when test="$kind = 'action' and $this-cycle/@action-scale"><xsl:value-of select="$this-cycle/@action-scale"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$this-cycle/@scale"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A word of the charts for the kind that they count: "KEY-recommendation", "KEY-action". -->
  <xsl:template name="chart-word">
    <xsl:param name="key"/>
    <xsl:param name="kind"/>
    <xsl:call-template name="word"><xsl:with-param name="key" select="concat('chart-', $key, '-', $kind)"/></xsl:call-template>
  </xsl:template>

  <!-- What a level is called; its symbol before it if it has one. An empty id is no level. -->
  <xsl:template name="chart-level">
    <xsl:param name="level"/>
    <xsl:param name="symbol" select="true()"/>
    <xsl:variable name="found" select="$dataset/p:scales/p:scale/p:level[@id = $level]"/>
    <xsl:choose>
      <xsl:when test="$found">
        <xsl:if test="$symbol and $found/@symbol"><xsl:value-of select="concat($found/@symbol, ' ')"/></xsl:if>
        <xsl:call-template name="string"><xsl:with-param name="of" select="$found/p:label"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Status by engagement and by theme -->
  <xsl:template name="chart-status-by-engagement">
    <xsl:param name="kind" select="'recommendation'"/>
    <xsl:param name="table" select="true()"/>
    <xsl:variable name="rows">
      <xsl:for-each select="$dataset/p:engagements/p:engagement">
        <xsl:apply-templates select="$derived/d:group[@by = 'engagement'][@kind = $kind][@of = current()/@id]" mode="chart-row">
          <xsl:with-param name="label" select="(p:short-title | p:title[not(../p:short-title)])"/>
        </xsl:apply-templates>
      </xsl:for-each>
    </xsl:variable>
    <xsl:call-template name="chart-status">
      <xsl:with-param name="kind" select="$kind"/>
      <xsl:with-param name="rows" select="exsl:node-set($rows)/c:row"/>
      <xsl:with-param name="by" select="'by-engagement'"/>
      <xsl:with-param name="table" select="$table"/>
      <xsl:with-param name="heading" select="'source'"/>
      <xsl:with-param name="all" select="'source-all'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="chart-status-by-theme">
    <xsl:param name="kind" select="'recommendation'"/>
    <xsl:param name="table" select="true()"/>
    <xsl:variable name="rows">
      <xsl:for-each select="$dataset/p:themes/p:theme">
        <xsl:apply-templates select="$derived/d:group[@by = 'theme'][@kind = $kind][@of = current()/@id]" mode="chart-row">
          <xsl:with-param name="label" select="p:label"/>
        </xsl:apply-templates>
      </xsl:for-each>
      <xsl:apply-templates select="$derived/d:group[@by = 'theme'][@kind = $kind][not(@of)]" mode="chart-row"/>
    </xsl:variable>
    <xsl:call-template name="chart-status">
      <xsl:with-param name="kind" select="$kind"/>
      <xsl:with-param name="rows" select="exsl:node-set($rows)/c:row"/>
      <xsl:with-param name="by" select="'by-theme'"/>
      <xsl:with-param name="table" select="$table"/>
      <xsl:with-param name="heading" select="'chart-theme'"/>
      <xsl:with-param name="all" select="'chart-theme-all'"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A group as a row: its label and its counts. -->
  <xsl:template match="d:group" mode="chart-row">
    <xsl:param name="label"/>
    <c:row total="{@total}">
      <xsl:attribute name="label">
        <xsl:choose>
          <xsl:when test="$label"><xsl:call-template name="string"><xsl:with-param name="of" select="$label"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-theme-none'"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
      <xsl:for-each select="d:level"><c:part level="{@of}" count="{@count}"/></xsl:for-each>
    </c:row>
  </xsl:template>

  <xsl:template name="chart-status">
    <xsl:param name="kind"/>
    <xsl:param name="rows"/>
    <xsl:param name="by"/>
    <xsl:param name="table"/>
    <xsl:param name="heading"/>
    <xsl:param name="all"/>
    <xsl:if test="$rows">
      <xsl:call-template name="chart-of-rows">
        <xsl:with-param name="rows" select="$rows"/>
        <xsl:with-param name="caption">
          <xsl:call-template name="chart-word"><xsl:with-param name="key" select="$by"/><xsl:with-param name="kind" select="$kind"/></xsl:call-template>
        </xsl:with-param>
        <xsl:with-param name="heading" select="$heading"/>
        <xsl:with-param name="levels" select="$derived/d:group[@by = 'all'][@kind = $kind]/d:level"/>
        <xsl:with-param name="total" select="$derived/d:group[@by = 'all'][@kind = $kind]"/>
        <xsl:with-param name="table" select="$table"/>
        <xsl:with-param name="all" select="$all"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The same counts in each cycle: bars as long as there were items. -->
  <xsl:template name="chart-series">
    <xsl:param name="kind" select="'recommendation'"/>
    <xsl:variable name="points" select="$derived/d:series[@kind = $kind]/d:point[@total &gt; 0]"/>
    <xsl:if test="count($points) &gt; 1">
      <xsl:variable name="rows">
        <xsl:for-each select="$points">
          <c:row total="{@total}">
            <xsl:attribute name="label"><xsl:call-template name="date"><xsl:with-param name="date" select="string(@as-of)"/></xsl:call-template></xsl:attribute>
            <xsl:for-each select="d:level"><c:part level="{@of}" count="{@count}"/></xsl:for-each>
          </c:row>
        </xsl:for-each>
      </xsl:variable>
      <xsl:call-template name="chart-of-rows">
        <xsl:with-param name="rows" select="exsl:node-set($rows)/c:row"/>
        <xsl:with-param name="caption">
          <xsl:call-template name="chart-word"><xsl:with-param name="key" select="'series'"/><xsl:with-param name="kind" select="$kind"/></xsl:call-template>
        </xsl:with-param>
        <xsl:with-param name="heading" select="'chart-cycle'"/>
        <xsl:with-param name="levels" select="$points[last()]/d:level"/>
        <xsl:with-param name="longest" select="math:max($points/@total)"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- Stacked bars and their table. A row is as long as all rows, or in proportion to the longest. levels are d:level elements, total
       the group of all with the word for it. -->
  <xsl:template name="chart-of-rows">
    <xsl:param name="rows"/>
    <xsl:param name="caption"/>
    <xsl:param name="heading"/>
    <xsl:param name="levels"/>
    <xsl:param name="longest"/>
    <xsl:param name="total" select="/.."/>
    <xsl:param name="all"/>
    <xsl:param name="table" select="true()"/>
    <xsl:variable name="said">
      <xsl:for-each select="$rows">
        <xsl:if test="position() &gt; 1">; </xsl:if>
        <xsl:apply-templates select="." mode="chart-said"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="placed"><xsl:call-template name="chart-placed"><xsl:with-param name="rows" select="$rows"/></xsl:call-template></xsl:variable>
    <xsl:variable name="bars" select="exsl:node-set($placed)/c:bar"/>
    <figure class="chart">
      <figcaption><xsl:value-of select="$caption"/></figcaption>
      <xsl:call-template name="chart-frame">
        <xsl:with-param name="height" select="sum($bars/@height)"/>
        <xsl:with-param name="alternative">
          <xsl:call-template name="word">
            <xsl:with-param name="key" select="'chart-says'"/>
            <xsl:with-param name="label" select="string($caption)"/>
            <xsl:with-param name="text" select="string($said)"/>
          </xsl:call-template>
        </xsl:with-param>
        <xsl:with-param name="drawing">
          <xsl:apply-templates select="$bars" mode="chart-bar"><xsl:with-param name="longest" select="$longest"/></xsl:apply-templates>
        </xsl:with-param>
      </xsl:call-template>
    </figure>
    <xsl:if test="$table">
      <xsl:call-template name="chart-table">
        <xsl:with-param name="rows" select="$rows"/>
        <xsl:with-param name="caption" select="$caption"/>
        <xsl:with-param name="heading" select="$heading"/>
        <xsl:with-param name="levels" select="$levels"/>
        <xsl:with-param name="total" select="$total"/>
        <xsl:with-param name="all" select="$all"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- What a row says: "Housing (6): Complete 3, On track 2, At risk 1". -->
  <xsl:template match="c:row" mode="chart-said">
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="'chart-says'"/>
      <xsl:with-param name="label"><xsl:apply-templates select="." mode="chart-label"/></xsl:with-param>
      <xsl:with-param name="text">
        <xsl:for-each select="c:part[@count &gt; 0]">
          <xsl:if test="position() &gt; 1"><xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template></xsl:if>
          <xsl:call-template name="word">
            <xsl:with-param name="key" select="'chart-level-count'"/>
            <xsl:with-param name="level"><xsl:call-template name="chart-level"><xsl:with-param name="level" select="@level"/><xsl:with-param
                name="symbol" select="false()"/></xsl:call-template></xsl:with-param>
            <xsl:with-param name="n" select="string(@count)"/>
          </xsl:call-template>
        </xsl:for-each>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="c:row | c:bar" mode="chart-label">
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="'with-detail'"/>
      <xsl:with-param name="text" select="string(@label)"/>
      <xsl:with-param name="detail"><xsl:call-template name="digits"><xsl:with-param name="n" select="string(@total)"/></xsl:call-template></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- Rows with the lines of their labels and their heights. -->
  <xsl:template name="chart-placed">
    <xsl:param name="rows"/>
    <xsl:for-each select="$rows">
      <xsl:variable name="label"><xsl:apply-templates select="." mode="chart-label"/></xsl:variable>
      <xsl:variable name="lines"><xsl:call-template name="chart-lines"><xsl:with-param name="text" select="string($label)"/></xsl:call-template></xsl:variable>
      <c:bar height="{count(exsl:node-set($lines)/c:line) * $chart-line + $chart-bar + 18}">
        <xsl:copy-of select="@total"/>
        <xsl:copy-of select="$lines"/>
        <xsl:copy-of select="c:part"/>
      </c:bar>
    </xsl:for-each>
  </xsl:template>

  <!-- A text in lines (c:line) of a length. -->
  <xsl:template name="chart-lines">
    <xsl:param name="text"/>
    <xsl:param name="measure" select="$chart-measure"/>
    <xsl:param name="line"/>
    <xsl:variable name="word" select="substring-before(concat(normalize-space($text), ' '), ' ')"/>
    <xsl:variable name="rest" select="substring-after(normalize-space($text), ' ')"/>
    <xsl:variable name="longer" select="normalize-space(concat($line, ' ', $word))"/>
    <xsl:choose>
      <xsl:when test="$word = ''"><c:line><xsl:value-of select="$line"/></c:line></xsl:when>
      <xsl:when test="$line = '' or string-length($longer) &lt;= $measure">
        <xsl:call-template name="chart-lines">
          <xsl:with-param name="text" select="$rest"/>
          <xsl:with-param name="measure" select="$measure"/>
          <xsl:with-param name="line" select="$longer"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <c:line><xsl:value-of select="$line"/></c:line>
        <xsl:call-template name="chart-lines">
          <xsl:with-param name="text" select="$rest"/>
          <xsl:with-param name="measure" select="$measure"/>
          <xsl:with-param name="line" select="$word"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The picture around a drawing. -->
  <xsl:template name="chart-frame">
    <xsl:param name="height"/>
    <xsl:param name="alternative"/>
    <xsl:param name="drawing"/>
    <svg:svg width="100%" height="{$height}" role="img" aria-label="{normalize-space($alternative)}">
      <xsl:if test="$chart-mirrored"><xsl:attribute name="direction">rtl</xsl:attribute></xsl:if>
      <xsl:copy-of select="$drawing"/>
    </svg:svg>
  </xsl:template>

  <!-- A place that many per cents from the start of the line; mirrored for what begins at the right and is so wide. -->
  <xsl:template name="chart-x">
    <xsl:param name="at"/>
    <xsl:param name="width" select="0"/>
    <xsl:choose>
      <xsl:when test="$chart-mirrored"><xsl:value-of select="concat(round(10000 * (100 - $at - $width)) div 10000, '%')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="concat(round(10000 * $at) div 10000, '%')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A line of text that begins at a place. -->
  <xsl:template name="chart-text">
    <xsl:param name="at" select="0"/>
    <xsl:param name="y"/>
    <xsl:param name="text"/>
    <xsl:param name="anchor" select="'start'"/>
    <xsl:param name="weight" select="'normal'"/>
    <xsl:param name="fill" select="'currentColor'"/>
    <svg:text y="{$y}" font-size="{$chart-size}" fill="{$fill}">
      <xsl:attribute name="x"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="$at"/></xsl:call-template></xsl:attribute>
      <xsl:if test="$anchor != 'start'"><xsl:attribute name="text-anchor"><xsl:value-of select="$anchor"/></xsl:attribute></xsl:if>
      <xsl:if test="$weight != 'normal'"><xsl:attribute name="font-weight"><xsl:value-of select="$weight"/></xsl:attribute></xsl:if>
      <xsl:value-of select="$text"/>
    </svg:text>
  </xsl:template>

  <!-- A bar under its label. Its whole length is its share of the longest, or the width of the picture. -->
  <xsl:template match="c:bar" mode="chart-bar">
    <xsl:param name="longest"/>
    <xsl:variable name="top" select="sum(preceding-sibling::c:bar/@height)"/>
    <xsl:variable name="y" select="$top + count(c:line) * $chart-line + 2"/>
    <xsl:variable name="length" select="100 * @total div (@total * ($longest = '') + number(concat('0', $longest)))"/>
    <xsl:for-each select="c:line">
      <xsl:call-template name="chart-text">
        <xsl:with-param name="y" select="$top + position() * $chart-line - 5"/>
        <xsl:with-param name="text" select="string()"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="c:part[@count &gt; 0]">
      <xsl:call-template name="chart-part">
        <xsl:with-param name="start" select="$length * sum(preceding-sibling::c:part/@count) div ../@total"/>
        <xsl:with-param name="width" select="$length * @count div ../@total"/>
        <xsl:with-param name="y" select="$y"/>
      </xsl:call-template>
    </xsl:for-each>
    <svg:rect y="{$y}" width="{round(10000 * $length) div 10000}%" height="{$chart-bar}" fill="none" stroke="currentColor">
      <xsl:attribute name="x"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="0"/><xsl:with-param name="width" select="$length"/></xsl:call-template></xsl:attribute>
    </svg:rect>
  </xsl:template>

  <!-- A part of a bar: with symbol and count if there is room for both, or the count, or nothing. -->
  <xsl:template name="chart-part">
    <xsl:param name="start"/>
    <xsl:param name="width"/>
    <xsl:param name="y"/>
    <xsl:variable name="level" select="$dataset/p:scales/p:scale/p:level[@id = current()/@level]"/>
    <svg:rect y="{$y}" width="{round(10000 * $width) div 10000}%" height="{$chart-bar}" class="part" fill="#ffffff">
      <xsl:attribute name="x"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="$start"/><xsl:with-param name="width" select="$width"/></xsl:call-template></xsl:attribute>
      <xsl:if test="$level"><xsl:attribute name="fill"><xsl:value-of select="$level/@background"/></xsl:attribute></xsl:if>
    </svg:rect>
    <xsl:if test="$start &gt; 0">
      <svg:line y1="{$y}" y2="{$y + $chart-bar}" stroke="#ffffff" stroke-width="2">
        <xsl:attribute name="x1"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="$start"/></xsl:call-template></xsl:attribute>
        <xsl:attribute name="x2"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="$start"/></xsl:call-template></xsl:attribute>
      </svg:line>
    </xsl:if>
    <xsl:variable name="count"><xsl:call-template name="digits"><xsl:with-param name="n" select="string(@count)"/></xsl:call-template></xsl:variable>
    <xsl:variable name="room" select="$width - 3 * string-length($count)"/>
    <xsl:if test="$room &gt; 0">
      <xsl:call-template name="chart-text">
        <xsl:with-param name="at" select="$start + $width div 2"/>
        <xsl:with-param name="y" select="$y + $chart-bar div 2 + 5.5"/>
        <xsl:with-param name="anchor" select="'middle'"/>
        <xsl:with-param name="fill"><xsl:value-of select="$level/@colour"/><xsl:if test="not($level)">#0b0c0c</xsl:if></xsl:with-param>
        <xsl:with-param name="text">
          <xsl:if test="$room &gt; 6 and $level/@symbol"><xsl:value-of select="concat($level/@symbol, '&#xA0;')"/></xsl:if>
          <xsl:value-of select="$count"/>
        </xsl:with-param>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The table of a chart: a row for each bar, a column for each level, in its colours. -->
  <xsl:template name="chart-table">
    <xsl:param name="rows"/>
    <xsl:param name="caption"/>
    <xsl:param name="heading"/>
    <xsl:param name="levels"/>
    <xsl:param name="total"/>
    <xsl:param name="all"/>
    <table class="chart-data">
      <caption>
        <xsl:call-template name="word"><xsl:with-param name="key" select="'chart-numbers'"/><xsl:with-param name="text" select="string($caption)"/></xsl:call-template>
      </caption>
      <thead>
        <tr>
          <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="$heading"/></xsl:call-template></th>
          <xsl:for-each select="$levels"><xsl:call-template name="chart-level-header"><xsl:with-param name="level" select="string(@of)"/></xsl:call-template></xsl:for-each>
          <th scope="col" class="number"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-total'"/></xsl:call-template></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$rows">
          <tr>
            <th scope="row"><xsl:value-of select="@label"/></th>
            <xsl:variable name="row" select="."/>
            <xsl:for-each select="$levels">
              <td class="number">
                <xsl:call-template name="digits"><xsl:with-param name="n" select="concat('0', $row/c:part[@level = string(current()/@of)]/@count)"/></xsl:call-template>
              </td>
            </xsl:for-each>
            <td class="number"><xsl:call-template name="digits"><xsl:with-param name="n" select="string(@total)"/></xsl:call-template></td>
          </tr>
        </xsl:for-each>
      </tbody>
      <xsl:if test="$total and count($rows) &gt; 1">
        <tfoot>
          <tr>
            <th scope="row"><xsl:call-template name="word"><xsl:with-param name="key" select="$all"/></xsl:call-template></th>
            <xsl:for-each select="$total/d:level">
              <td class="number"><xsl:call-template name="digits"><xsl:with-param name="n" select="string(@count)"/></xsl:call-template></td>
            </xsl:for-each>
            <td class="number"><xsl:call-template name="digits"><xsl:with-param name="n" select="string($total/@total)"/></xsl:call-template></td>
          </tr>
        </tfoot>
      </xsl:if>
    </table>
  </xsl:template>

  <!-- The head of a level's column or row, in its colours. -->
  <xsl:template name="chart-level-header">
    <xsl:param name="level"/>
    <xsl:param name="scope" select="'col'"/>
    <th scope="{$scope}">
      <xsl:variable name="found" select="$dataset/p:scales/p:scale/p:level[@id = $level]"/>
      <xsl:if test="$scope = 'col'"><xsl:attribute name="class">number</xsl:attribute></xsl:if>
      <xsl:if test="$found"><xsl:attribute name="style"><xsl:value-of select="concat('background-color:', $found/@background, ';color:', $found/@colour)"/></xsl:attribute></xsl:if>
      <xsl:if test="$found/@symbol"><span class="symbol"><xsl:value-of select="$found/@symbol"/></span><xsl:text> </xsl:text></xsl:if>
      <xsl:choose>
        <xsl:when test="$found"><xsl:call-template name="text"><xsl:with-param name="of" select="$found/p:label"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
    </th>
  </xsl:template>
</xsl:stylesheet>
