<?xml version="1.0" encoding="UTF-8"?>
<!-- The movement between two cycles: a part of charts.xsl. Levels of the base stand at the start of the line, those of now at its end,
     the highest at the top, each as high as it has items; ribbons lead from one to the other. So what rises has moved forward. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:exsl="http://exslt.org/common"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:c="urn:peerpress:charts:1"
                xmlns:svg="http://www.w3.org/2000/svg"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="exsl"
                exclude-result-prefixes="p d c svg">

  <!-- Where the bars of both sides stand, in per cents, and how wide they are. -->
  <xsl:variable name="flow-start" select="32"/>
  <xsl:variable name="flow-end" select="66"/>
  <xsl:variable name="flow-bar" select="2"/>
  <!-- The most characters in a line beside a bar. -->
  <xsl:variable name="flow-measure" select="13"/>
  <xsl:variable name="flow-top" select="54"/>

  <xsl:template name="chart-movement">
    <xsl:param name="kind" select="'recommendation'"/>
    <xsl:variable name="movement" select="$derived/d:movement[@kind = $kind]"/>
    <xsl:variable name="group" select="$derived/d:group[@by = 'all'][@kind = $kind]"/>
    <xsl:if test="$movement/d:from/@count &gt; 0 and $base-as-of != ''">
      <xsl:variable name="caption">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="concat('chart-movement-', $kind)"/>
          <xsl:with-param name="from"><xsl:call-template name="date"><xsl:with-param name="date" select="$base-as-of"/></xsl:call-template></xsl:with-param>
          <xsl:with-param name="until"><xsl:call-template name="date"><xsl:with-param name="date" select="$as-of"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
      </xsl:variable>
      <xsl:variable name="sides">
        <xsl:apply-templates select="$movement" mode="flow-sides"><xsl:with-param name="group" select="$group"/></xsl:apply-templates>
      </xsl:variable>
      <figure class="chart">
        <figcaption><xsl:value-of select="$caption"/></figcaption>
        <xsl:call-template name="flow-drawing">
          <xsl:with-param name="sides" select="exsl:node-set($sides)"/>
          <xsl:with-param name="movement" select="$movement"/>
          <xsl:with-param name="caption" select="string($caption)"/>
        </xsl:call-template>
      </figure>
      <xsl:call-template name="flow-table">
        <xsl:with-param name="movement" select="$movement"/>
        <xsl:with-param name="group" select="$group"/>
        <xsl:with-param name="caption" select="string($caption)"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The bars of both sides: c:start and c:end, each with its count, its height and that of its place, which has room for its label. -->
  <xsl:template match="d:movement" mode="flow-sides">
    <xsl:param name="group"/>
    <xsl:variable name="unit" select="280 div $group/@total * ($group/@total &gt; 24) + 12 * ($group/@total &lt;= 24)"/>
    <xsl:for-each select="d:from[@count &gt; 0]">
      <c:start level="{@level}" count="{@count}"><xsl:call-template name="flow-place"><xsl:with-param name="unit" select="$unit"/></xsl:call-template></c:start>
    </xsl:for-each>
    <xsl:for-each select="$group/d:level[@count &gt; 0]">
      <c:end level="{@of}" count="{@count}"><xsl:call-template name="flow-place"><xsl:with-param name="unit" select="$unit"/></xsl:call-template></c:end>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="flow-place">
    <xsl:param name="unit"/>
    <xsl:variable name="label">
      <xsl:choose>
        <xsl:when test="self::d:from and not(@level)"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-new'"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:call-template name="chart-level"><xsl:with-param name="level" select="string(@level | @of)"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <xsl:text> </xsl:text>
      <xsl:call-template name="digits"><xsl:with-param name="n" select="string(@count)"/></xsl:call-template>
    </xsl:variable>
    <xsl:variable name="lines">
      <xsl:call-template name="chart-lines">
        <xsl:with-param name="text" select="string($label)"/>
        <xsl:with-param name="measure" select="$flow-measure"/>
      </xsl:call-template>
    </xsl:variable>
    <xsl:variable name="needed" select="count(exsl:node-set($lines)/c:line) * $chart-line"/>
    <xsl:variable name="height" select="@count * $unit"/>
    <xsl:attribute name="unit"><xsl:value-of select="$unit"/></xsl:attribute>
    <xsl:attribute name="bar"><xsl:value-of select="$height"/></xsl:attribute>
    <xsl:attribute name="height"><xsl:value-of select="$height * ($height &gt; $needed) + $needed * ($height &lt;= $needed) + 8"/></xsl:attribute>
    <xsl:copy-of select="$lines"/>
  </xsl:template>

  <xsl:template name="flow-drawing">
    <xsl:param name="sides"/>
    <xsl:param name="movement"/>
    <xsl:param name="caption"/>
    <xsl:variable name="left" select="sum($sides/c:start/@height)"/>
    <xsl:variable name="right" select="sum($sides/c:end/@height)"/>
    <xsl:variable name="height" select="$flow-top + $left * ($left &gt; $right) + $right * ($left &lt;= $right)"/>
    <xsl:call-template name="chart-frame">
      <xsl:with-param name="height" select="$height"/>
      <xsl:with-param name="alternative">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'chart-says'"/>
          <xsl:with-param name="label" select="$caption"/>
          <xsl:with-param name="text"><xsl:apply-templates select="$movement" mode="flow-said"/></xsl:with-param>
        </xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="drawing">
        <xsl:call-template name="flow-date"><xsl:with-param name="at" select="$flow-start + $flow-bar"/><xsl:with-param name="anchor" select="'end'"/><xsl:with-param name="date" select="$base-as-of"/></xsl:call-template>
        <xsl:call-template name="flow-date"><xsl:with-param name="at" select="$flow-end"/><xsl:with-param name="date" select="$as-of"/></xsl:call-template>
        <svg:svg y="0" width="{$flow-end - $flow-start - $flow-bar}%" height="{$height}" viewBox="0 0 100 {$height}" preserveAspectRatio="none">
          <xsl:attribute name="x">
            <xsl:call-template name="chart-x">
              <xsl:with-param name="at" select="$flow-start + $flow-bar"/>
              <xsl:with-param name="width" select="$flow-end - $flow-start - $flow-bar"/>
            </xsl:call-template>
          </xsl:attribute>
          <xsl:apply-templates select="$movement/d:from[@count &gt; 0]/d:to[@count &gt; 0]" mode="flow-ribbon"><xsl:with-param name="sides" select="$sides"/></xsl:apply-templates>
        </svg:svg>
        <xsl:apply-templates select="$sides/c:start | $sides/c:end" mode="flow-bar"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- The day of one side, above it. -->
  <xsl:template name="flow-date">
    <xsl:param name="at"/>
    <xsl:param name="date"/>
    <xsl:param name="anchor" select="'start'"/>
    <xsl:variable name="said"><xsl:call-template name="date"><xsl:with-param name="date" select="$date"/></xsl:call-template></xsl:variable>
    <xsl:variable name="lines">
      <xsl:call-template name="chart-lines"><xsl:with-param name="text" select="string($said)"/><xsl:with-param name="measure" select="$flow-measure"/></xsl:call-template>
    </xsl:variable>
    <xsl:for-each select="exsl:node-set($lines)/c:line">
      <xsl:call-template name="chart-text">
        <xsl:with-param name="at" select="$at"/>
        <xsl:with-param name="anchor" select="$anchor"/>
        <xsl:with-param name="y" select="position() * $chart-line - 5"/>
        <xsl:with-param name="text" select="string()"/>
        <xsl:with-param name="weight" select="'bold'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="c:start | c:end" mode="flow-bar">
    <xsl:variable name="y" select="$flow-top + sum(preceding-sibling::*[name() = name(current())]/@height)"/>
    <xsl:variable name="at" select="$flow-start * boolean(self::c:start) + $flow-end * boolean(self::c:end)"/>
    <xsl:variable name="level" select="$dataset/p:scales/p:scale/p:level[@id = current()/@level]"/>
    <svg:rect y="{$y}" width="{$flow-bar}%" height="{@bar}" fill="#ffffff" stroke="currentColor">
      <xsl:attribute name="x"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="$at"/><xsl:with-param name="width" select="$flow-bar"/></xsl:call-template></xsl:attribute>
      <xsl:if test="$level"><xsl:attribute name="fill"><xsl:value-of select="$level/@background"/></xsl:attribute></xsl:if>
    </svg:rect>
    <xsl:variable name="end" select="boolean(self::c:end)"/>
    <xsl:for-each select="c:line">
      <xsl:call-template name="chart-text">
        <xsl:with-param name="at" select="($flow-end + $flow-bar + 1.5) * $end + ($flow-start - 1.5) * not($end)"/>
        <xsl:with-param name="anchor" select="substring('endstart', 1 + 3 * $end, 3 + 2 * $end)"/>
        <xsl:with-param name="y" select="$y + position() * $chart-line - 6"/>
        <xsl:with-param name="text" select="string()"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- A ribbon, as high as it has items: blue what has moved forward, dark red what fell back, grey what stayed, is new or cannot be
       compared; in grey print they are middle, dark and light. -->
  <xsl:template match="d:to" mode="flow-ribbon">
    <xsl:param name="sides"/>
    <xsl:variable name="from" select="string(../@level)"/>
    <xsl:variable name="to" select="string(@level)"/>
    <xsl:variable name="start" select="$sides/c:start[@level = $from]"/>
    <xsl:variable name="end" select="$sides/c:end[@level = $to]"/>
    <xsl:variable name="unit" select="$start/@unit"/>
    <xsl:variable name="y1" select="$flow-top + sum($start/preceding-sibling::c:start/@height) + $unit * sum(preceding-sibling::d:to/@count)"/>
    <xsl:variable name="y2" select="$flow-top + sum($end/preceding-sibling::c:end/@height)
        + $unit * sum(../preceding-sibling::d:from/d:to[string(@level) = $to]/@count)"/>
    <xsl:variable name="height" select="$unit * @count"/>
    <xsl:variable name="x1" select="100 * $chart-mirrored"/>
    <xsl:variable name="x2" select="100 - $x1"/>
    <xsl:variable name="levels" select="$dataset/p:scales/p:scale/p:level"/>
    <xsl:variable name="rise" select="$levels[@id = $to]/@rank - $levels[@id = $from]/@rank"/>
    <svg:path stroke="#4c5459" stroke-width="0.5" vector-effect="non-scaling-stroke"
        d="M{$x1},{$y1} C50,{$y1} 50,{$y2} {$x2},{$y2} L{$x2},{$y2 + $height} C50,{$y2 + $height} 50,{$y1 + $height} {$x1},{$y1 + $height} Z">
      <xsl:attribute name="fill">
        <xsl:choose>
          <xsl:when test="$rise &gt; 0">#5694ca</xsl:when>
          <xsl:when test="$rise &lt; 0">#942514</xsl:when>
          <xsl:otherwise>#d5dbdf</xsl:otherwise>
        </xsl:choose>
      </xsl:attribute>
    </svg:path>
  </xsl:template>

  <!-- The movement in words: "On track to Complete 6; Complete unchanged 27". -->
  <xsl:template match="d:movement" mode="flow-said">
    <xsl:for-each select="d:from/d:to[@count &gt; 0]">
      <xsl:if test="position() &gt; 1">; </xsl:if>
      <xsl:variable name="to"><xsl:call-template name="chart-level"><xsl:with-param name="level" select="string(@level)"/><xsl:with-param name="symbol" select="false()"/></xsl:call-template></xsl:variable>
      <xsl:variable name="from">
        <xsl:choose>
          <xsl:when test="../@level"><xsl:call-template name="chart-level"><xsl:with-param name="level" select="string(../@level)"/><xsl:with-param name="symbol" select="false()"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-new'"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <xsl:call-template name="word">
        <xsl:with-param name="key">
          <xsl:choose>
            <xsl:when test="../@level and string(../@level) = string(@level)">chart-stayed</xsl:when>
            <xsl:otherwise>chart-moved</xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="level" select="string($to)"/>
        <xsl:with-param name="from" select="string($from)"/>
        <xsl:with-param name="until" select="string($to)"/>
        <xsl:with-param name="n" select="string(@count)"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- The matrix: a row for each level of the base, a column for each present one. -->
  <xsl:template name="flow-table">
    <xsl:param name="movement"/>
    <xsl:param name="group"/>
    <xsl:param name="caption"/>
    <table class="chart-data">
      <caption><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-matrix'"/><xsl:with-param name="text" select="$caption"/></xsl:call-template></caption>
      <thead>
        <tr>
          <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-from-to'"/></xsl:call-template></th>
          <xsl:for-each select="$movement/d:from[1]/d:to">
            <xsl:call-template name="chart-level-header"><xsl:with-param name="level" select="string(@level)"/></xsl:call-template>
          </xsl:for-each>
          <th scope="col" class="number"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-total'"/></xsl:call-template></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$movement/d:from">
          <tr>
            <xsl:choose>
              <xsl:when test="@level"><xsl:call-template name="chart-level-header"><xsl:with-param name="level" select="string(@level)"/><xsl:with-param name="scope" select="'row'"/></xsl:call-template></xsl:when>
              <xsl:otherwise><th scope="row"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-new'"/></xsl:call-template></th></xsl:otherwise>
            </xsl:choose>
            <xsl:for-each select="d:to | @count">
              <xsl:sort select="boolean(self::d:to)" order="descending"/>
              <td class="number"><xsl:call-template name="digits"><xsl:with-param name="n" select="concat(@count, .)"/></xsl:call-template></td>
            </xsl:for-each>
          </tr>
        </xsl:for-each>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-total'"/></xsl:call-template></th>
          <xsl:for-each select="$movement/d:from[1]/d:to">
            <td class="number">
              <xsl:call-template name="digits"><xsl:with-param name="n" select="string($group/d:level[string(@of) = string(current()/@level)]/@count)"/></xsl:call-template>
            </td>
          </xsl:for-each>
          <td class="number"><xsl:call-template name="digits"><xsl:with-param name="n" select="string($group/@total)"/></xsl:call-template></td>
        </tr>
      </tfoot>
    </table>
  </xsl:template>
</xsl:stylesheet>
