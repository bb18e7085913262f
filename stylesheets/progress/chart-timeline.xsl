<?xml version="1.0" encoding="UTF-8"?>
<!-- Engagements, publication deadlines and the day of the report on a line of time from the top down: a part of charts.xsl. Points on the
     line stand where their days are; their labels stand beside them, one below the other. If there are many, the picture leaves out
     the deadlines that have been met, and of the rest it shows the latest; the table has all. -->
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

  <!-- How many there is room for on a page. -->
  <xsl:variable name="timeline-most" select="18"/>
  <xsl:variable name="timeline-line" select="18"/>

  <xsl:template name="chart-timeline">
    <xsl:variable name="found">
      <xsl:for-each select="$dataset/p:engagements/p:engagement[@date]">
        <c:event date="{@date}" sign="●">
          <xsl:call-template name="event-day"/>
          <xsl:attribute name="label"><xsl:apply-templates select="." mode="event-name"/></xsl:attribute>
          <xsl:attribute name="position"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-held'"/></xsl:call-template></xsl:attribute>
        </c:event>
      </xsl:for-each>
      <xsl:apply-templates select="$derived/d:deadline" mode="event"/>
      <xsl:for-each select="$this-cycle">
        <c:event date="{$as-of}" sign="◆">
          <xsl:call-template name="event-day"><xsl:with-param name="date" select="$as-of"/></xsl:call-template>
          <xsl:attribute name="label"><xsl:call-template name="string"><xsl:with-param name="of" select="p:title"/></xsl:call-template></xsl:attribute>
          <xsl:attribute name="position"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-this-report'"/></xsl:call-template></xsl:attribute>
        </c:event>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="sorted">
      <xsl:for-each select="exsl:node-set($found)/c:event">
        <xsl:sort select="@day" data-type="number"/>
        <xsl:copy-of select="."/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="events" select="exsl:node-set($sorted)/c:event"/>
    <xsl:if test="count($events) &gt; 1">
      <xsl:variable name="caption"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-timeline'"/></xsl:call-template></xsl:variable>
      <figure class="chart">
        <figcaption><xsl:value-of select="$caption"/></figcaption>
        <xsl:call-template name="timeline-drawing">
          <xsl:with-param name="events" select="$events[count($events) &lt;= $timeline-most or not(@sign = '✓')]"/>
          <xsl:with-param name="caption" select="string($caption)"/>
        </xsl:call-template>
      </figure>
      <xsl:call-template name="timeline-table">
        <xsl:with-param name="events" select="$events"/>
        <xsl:with-param name="caption" select="string($caption)"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- About how many days after the year 0 a date is: for places in the picture, not for counting days. A month or a year stands for its
       first day. -->
  <xsl:template name="event-day">
    <xsl:param name="date" select="@date"/>
    <xsl:attribute name="day">
      <xsl:value-of select="substring($date, 1, 4) * 365.2425 + (number(concat('0', substring($date, 6, 2))) - (string-length($date) &gt; 4)) * 30.44
          + number(concat('0', substring($date, 9, 2)))"/>
    </xsl:attribute>
  </xsl:template>

  <xsl:template match="p:engagement" mode="event-name">
    <xsl:call-template name="string"><xsl:with-param name="of" select="p:short-title | p:title[not(../p:short-title)]"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="d:deadline" mode="event">
    <xsl:variable name="sign" select="substring('✓○✕', 1 + (@state = 'due') + 2 * (@state = 'overdue'), 1)"/>
    <c:event date="{@date}" sign="{$sign}">
      <xsl:call-template name="event-day"/>
      <xsl:attribute name="label">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'chart-says'"/>
          <xsl:with-param name="label"><xsl:apply-templates select="key('by-id', @engagement)" mode="event-name"/></xsl:with-param>
          <xsl:with-param name="text"><xsl:call-template name="string"><xsl:with-param name="of" select="key('by-id', @of)/p:label"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
      </xsl:attribute>
      <xsl:attribute name="position">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="concat('deadline-', @state)"/>
          <xsl:with-param name="n" select="translate(@days, '-', '')"/>
          <xsl:with-param name="date"><xsl:call-template name="date"><xsl:with-param name="date" select="string(@published)"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
      </xsl:attribute>
    </c:event>
  </xsl:template>

  <xsl:template name="timeline-drawing">
    <xsl:param name="events"/>
    <xsl:param name="caption"/>
    <xsl:variable name="placed">
      <xsl:for-each select="$events[position() &gt; last() - $timeline-most]">
        <xsl:copy>
          <xsl:copy-of select="@*"/>
          <xsl:call-template name="chart-lines"><xsl:with-param name="text" select="string(@label)"/></xsl:call-template>
        </xsl:copy>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="labels" select="exsl:node-set($placed)/c:event"/>
    <!-- The line is as long as the labels need, and a little longer, so that distances show. -->
    <xsl:variable name="length" select="(count($labels/c:line) + count($labels)) * $timeline-line + 6 * count($labels)"/>
    <xsl:variable name="first" select="$labels[1]/@day"/>
    <xsl:variable name="unit" select="$length div ($labels[last()]/@day - $first + ($labels[last()]/@day = $first))"/>
    <xsl:variable name="drawn">
      <xsl:apply-templates select="$labels[1]" mode="event-drawn">
        <xsl:with-param name="first" select="$first"/>
        <xsl:with-param name="unit" select="$unit"/>
        <xsl:with-param name="free" select="0"/>
      </xsl:apply-templates>
    </xsl:variable>
    <xsl:call-template name="chart-frame">
      <xsl:with-param name="height" select="exsl:node-set($drawn)/c:end/@y"/>
      <xsl:with-param name="alternative">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'chart-says'"/>
          <xsl:with-param name="label" select="$caption"/>
          <xsl:with-param name="text">
            <xsl:for-each select="$events[position() &gt; last() - $timeline-most]">
              <xsl:if test="position() &gt; 1">; </xsl:if>
              <xsl:call-template name="date"><xsl:with-param name="date" select="string(@date)"/></xsl:call-template>
              <xsl:text> </xsl:text>
              <xsl:apply-templates select="." mode="event-said"/>
            </xsl:for-each>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="drawing">
        <svg:line y1="10" y2="{10 + $length}" stroke="currentColor" stroke-width="2">
          <xsl:attribute name="x1"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="2"/></xsl:call-template></xsl:attribute>
          <xsl:attribute name="x2"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="2"/></xsl:call-template></xsl:attribute>
        </svg:line>
        <xsl:copy-of select="exsl:node-set($drawn)/svg:*"/>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="c:event" mode="event-said">
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="'with-detail'"/>
      <xsl:with-param name="text" select="string(@label)"/>
      <xsl:with-param name="detail" select="string(@position)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- A point of the line, its label, and the next ones; free is where the room below the last label begins. -->
  <xsl:template match="c:event" mode="event-drawn">
    <xsl:param name="first"/>
    <xsl:param name="unit"/>
    <xsl:param name="free"/>
    <xsl:variable name="point" select="10 + (@day - $first) * $unit"/>
    <xsl:variable name="own" select="$point - 10"/>
    <xsl:variable name="top" select="$own * ($own &gt; $free) + $free * ($own &lt;= $free)"/>
    <xsl:variable name="bottom" select="$top + (count(c:line) + 1) * $timeline-line + 6"/>
    <svg:line y1="{round($point)}" y2="{round($top + 10)}" stroke="currentColor">
      <xsl:attribute name="x1"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="2"/></xsl:call-template></xsl:attribute>
      <xsl:attribute name="x2"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="8"/></xsl:call-template></xsl:attribute>
    </svg:line>
    <svg:circle cy="{round($point)}" r="4" fill="currentColor">
      <xsl:attribute name="cx"><xsl:call-template name="chart-x"><xsl:with-param name="at" select="2"/></xsl:call-template></xsl:attribute>
    </svg:circle>
    <xsl:call-template name="chart-text">
      <xsl:with-param name="at" select="9"/>
      <xsl:with-param name="y" select="round($top + 15)"/>
      <xsl:with-param name="weight" select="'bold'"/>
      <xsl:with-param name="text">
        <xsl:value-of select="concat(@sign, ' ')"/>
        <xsl:call-template name="date"><xsl:with-param name="date" select="string(@date)"/></xsl:call-template>
      </xsl:with-param>
    </xsl:call-template>
    <xsl:for-each select="c:line">
      <xsl:call-template name="chart-text">
        <xsl:with-param name="at" select="9"/>
        <xsl:with-param name="y" select="round($top + 15 + position() * $timeline-line)"/>
        <xsl:with-param name="text" select="string()"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:apply-templates select="following-sibling::c:event[1]" mode="event-drawn">
      <xsl:with-param name="first" select="$first"/>
      <xsl:with-param name="unit" select="$unit"/>
      <xsl:with-param name="free" select="$bottom"/>
    </xsl:apply-templates>
    <xsl:if test="not(following-sibling::c:event)">
      <c:end y="{round($bottom * ($bottom &gt; $point + 10) + ($point + 10) * ($bottom &lt;= $point + 10))}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="timeline-table">
    <xsl:param name="events"/>
    <xsl:param name="caption"/>
    <table class="chart-data">
      <caption><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-dates'"/><xsl:with-param name="text" select="$caption"/></xsl:call-template></caption>
      <thead>
        <tr>
          <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-date'"/></xsl:call-template></th>
          <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'chart-event'"/></xsl:call-template></th>
          <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'deadline-state'"/></xsl:call-template></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$events">
          <tr>
            <th scope="row"><xsl:apply-templates select="@date" mode="date"/></th>
            <td><xsl:value-of select="@label"/></td>
            <td><span class="symbol"><xsl:value-of select="@sign"/></span><xsl:value-of select="concat('&#xA0;', @position)"/></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>
</xsl:stylesheet>
