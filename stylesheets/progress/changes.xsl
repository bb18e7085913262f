<?xml version="1.0" encoding="UTF-8"?>
<!-- What has changed since an earlier cycle: counts, the movement between levels, each changed item under what became of it, what is newly
     overdue, what the peers have observed since, decisions and readings; and all changed items in one table of data (docs/content.md),
     which is its CSV edition too. Parameters: cycle, since, lang, alternates.

     An item stands once among those that have moved: under closed, else reopened, else the way that it has moved; and again under each
     change of its due date. So the lists may be shorter than the counts of groups, in which what is closed has moved forward too. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:t="urn:peerpress:transform:1"
                xmlns:exsl="http://exslt.org/common"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:s="urn:peerpress:parts:1"
                xmlns:c="urn:peerpress:changes:1"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="exsl"
                exclude-result-prefixes="p d s c t">

  <xsl:import href="parts.xsl"/>
  <xsl:import href="review-tables.xsl"/>
  <xsl:import href="totals.xsl"/>
  <xsl:import href="charts.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:variable name="targets"/>
  <xsl:variable name="sections" select="/.."/>
  <xsl:variable name="subject" select="$this-cycle"/>

  <!-- The cycles since the base, and what was begun after its day. -->
  <xsl:variable name="base-day" select="number(translate($base-as-of, '-', ''))"/>
  <xsl:variable name="later" select="$cycles[number(translate(@as-of, '-', '')) &gt; $base-day]"/>
  <xsl:variable name="observations" select="$later/descendant::p:observation
      | $dataset/p:engagements/p:engagement[number(substring(concat(translate(@date, '-', ''), '0000'), 1, 8)) &gt; $base-day]/descendant::p:observation"/>

  <!-- The updates of an item that say why its due date has moved. -->
  <xsl:key name="moved-because" match="/p:progress/p:cycles/p:cycle/p:update[p:moved-due/p:reason]" use="@of"/>

  <!-- What has become of an item since the base: c:is elements, each named after its list. -->
  <xsl:template match="d:state" mode="became">
    <xsl:choose>
      <xsl:when test="@new"><c:is list="new"/></xsl:when>
      <xsl:when test="@closes"><c:is list="closes"/></xsl:when>
      <xsl:when test="@reopened"><c:is list="reopened"/></xsl:when>
      <xsl:when test="@movement and @movement != 'same'"><c:is list="{@movement}"/></xsl:when>
    </xsl:choose>
    <xsl:if test="@slipped"><c:is list="slipped"/></xsl:if>
    <xsl:if test="@advanced"><c:is list="advanced"/></xsl:if>
    <!-- Overdue now, and not at the base, when its day had not come or it was closed or not there. -->
    <xsl:if test="@overdue and (@new or @base-closed or number(translate(@due-day, '-', '')) &gt;= $base-day)"><c:is list="overdue"/></xsl:if>
  </xsl:template>

  <xsl:variable name="changes-tree">
    <xsl:for-each select="$derived/d:state">
      <xsl:variable name="became"><xsl:apply-templates select="." mode="became"/></xsl:variable>
      <xsl:if test="exsl:node-set($became)/c:is">
        <c:item of="{@of}" kind="{@kind}"><xsl:copy-of select="$became"/></c:item>
      </xsl:if>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="changed-items" select="exsl:node-set($changes-tree)/c:item"/>

  <xsl:variable name="parts-tree">
    <s:part id="part-overview" call="changes-overview"/>
    <xsl:if test="$derived/d:movement/d:from/@count &gt; 0"><s:part id="part-movement" call="changes-movement"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'closes'"><s:part id="part-closes" call="changes-closes"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'forward'"><s:part id="part-forward" call="changes-forward"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'back'"><s:part id="part-back" call="changes-back"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'reopened'"><s:part id="part-reopened" call="changes-reopened"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'changed'"><s:part id="part-changed" call="changes-changed"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'new'"><s:part id="part-new" call="changes-new"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'slipped'"><s:part id="part-slipped" call="changes-slipped"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'advanced'"><s:part id="part-advanced" call="changes-advanced"/></xsl:if>
    <xsl:if test="$changed-items/c:is/@list = 'overdue'"><s:part id="part-overdue" call="changes-overdue"/></xsl:if>
    <xsl:if test="$observations"><s:part id="part-observations" call="changes-observations"/></xsl:if>
    <xsl:if test="$later/p:decision"><s:part id="part-decisions" call="changes-decisions"/></xsl:if>
    <xsl:if test="$later/p:reading"><s:part id="part-readings" call="changes-readings"/></xsl:if>
    <xsl:if test="$changed-items"><s:part id="part-table" call="changes-table"/></xsl:if>
  </xsl:variable>
  <xsl:variable name="parts" select="exsl:node-set($parts-tree)/s:part"/>

  <xsl:template match="/">
    <xsl:call-template name="require-catalogue"/>
    <xsl:call-template name="require-cycle"/>
    <xsl:if test="not($base-cycle)">
      <xsl:message terminate="yes" t:nothing="yes">The report of changes compares two cycles, and the cycle “<xsl:value-of select="$cycle-id"/>” has none before it.</xsl:message>
    </xsl:if>
    <xsl:variable name="title">
      <xsl:call-template name="word">
        <xsl:with-param name="key" select="'changes-title'"/>
        <xsl:with-param name="date"><xsl:apply-templates select="$base-cycle/@as-of" mode="date"/></xsl:with-param>
      </xsl:call-template>
    </xsl:variable>
    <html>
      <xsl:call-template name="document-language"/>
      <xsl:call-template name="head">
        <xsl:with-param name="title" select="$title"/>
        <xsl:with-param name="author"><xsl:apply-templates select="$council" mode="name"/></xsl:with-param>
      </xsl:call-template>
      <body>
        <xsl:call-template name="title-block">
          <xsl:with-param name="heading" select="$title"/>
          <xsl:with-param name="subtitle" select="$this-cycle/p:title"/>
        </xsl:call-template>
        <xsl:call-template name="contents"/>
        <xsl:apply-templates select="$parts" mode="frame"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template match="p:cycle" mode="part">
    <xsl:param name="part"/>
    <xsl:choose>
      <xsl:when test="$part = 'changes-overview'"><xsl:call-template name="changes-overview"/></xsl:when>
      <xsl:when test="$part = 'changes-movement'">
        <xsl:call-template name="chart-movement"/>
        <xsl:call-template name="chart-movement"><xsl:with-param name="kind" select="'action'"/></xsl:call-template>
      </xsl:when>
      <xsl:when test="$part = 'changes-observations'"><xsl:apply-templates select="$observations" mode="changes"/></xsl:when>
      <xsl:when test="$part = 'changes-decisions'"><xsl:for-each select="$later[p:decision]"><xsl:call-template name="decisions"/></xsl:for-each></xsl:when>
      <xsl:when test="$part = 'changes-readings'"><xsl:call-template name="indicators"/></xsl:when>
      <xsl:when test="$part = 'changes-table'"><xsl:call-template name="changes-table"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="changes-list"><xsl:with-param name="list" select="substring-after($part, 'changes-')"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What is compared, the keys of the scales with their counts. -->
  <xsl:template name="changes-overview">
    <p>
      <xsl:call-template name="word">
        <xsl:with-param name="key" select="'changes-compared'"/>
        <xsl:with-param name="date"><xsl:apply-templates select="$this-cycle/@as-of" mode="date"/></xsl:with-param>
        <xsl:with-param name="from"><xsl:apply-templates select="$base-cycle/@as-of" mode="date"/></xsl:with-param>
      </xsl:call-template>
    </p>
    <xsl:for-each select="$derived/d:group[@by = 'all']">
      <section>
        <h3><xsl:call-template name="word"><xsl:with-param name="key" select="concat(@kind, 's')"/></xsl:call-template></h3>
        <xsl:apply-templates select="." mode="totals"/>
      </section>
    </xsl:for-each>
  </xsl:template>

  <!-- The items of a list, recommendations apart from actions if there are both. -->
  <xsl:template name="changes-list">
    <xsl:param name="list"/>
    <xsl:variable name="recommendations" select="$changed-items[@kind = 'recommendation'][c:is/@list = $list]"/>
    <xsl:variable name="actions" select="$changed-items[@kind = 'action'][c:is/@list = $list]"/>
    <xsl:choose>
      <xsl:when test="$recommendations and $actions">
        <section>
          <h3><xsl:call-template name="word"><xsl:with-param name="key" select="'recommendations'"/></xsl:call-template></h3>
          <xsl:call-template name="changes-of"><xsl:with-param name="items" select="$recommendations"/><xsl:with-param name="list" select="$list"/></xsl:call-template>
        </section>
        <section>
          <h3><xsl:call-template name="word"><xsl:with-param name="key" select="'actions'"/></xsl:call-template></h3>
          <xsl:call-template name="changes-of"><xsl:with-param name="items" select="$actions"/><xsl:with-param name="list" select="$list"/></xsl:call-template>
        </section>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="changes-of"><xsl:with-param name="items" select="$recommendations | $actions"/><xsl:with-param name="list" select="$list"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Items as a list; one by one, as a key of many values takes long. -->
  <xsl:template name="changes-of">
    <xsl:param name="items"/>
    <xsl:param name="list"/>
    <ul>
      <xsl:for-each select="$items">
        <xsl:variable name="of" select="string(@of)"/>
        <xsl:for-each select="$dataset">
          <xsl:apply-templates select="key('state', $of)" mode="changes"><xsl:with-param name="list" select="$list"/></xsl:apply-templates>
        </xsl:for-each>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <xsl:template match="d:state" mode="changes">
    <xsl:param name="list"/>
    <xsl:variable name="state" select="."/>
    <xsl:variable name="update" select="key('update', concat(@said-in, ' ', @of))"/>
    <xsl:for-each select="key('by-id', @of)">
      <li class="changed">
        <xsl:call-template name="changes-name"/>
        <xsl:text> </xsl:text>
        <xsl:for-each select="$state">
          <xsl:choose>
            <xsl:when test="$list = 'slipped' or $list = 'advanced'"><xsl:call-template name="changes-due"/></xsl:when>
            <xsl:when test="$list = 'overdue'"><xsl:call-template name="changes-overdue"/></xsl:when>
            <xsl:otherwise><xsl:call-template name="changes-level"/></xsl:otherwise>
          </xsl:choose>
        </xsl:for-each>
        <xsl:if test="($list = 'back' or $list = 'reopened') and $update/p:reason">
          <xsl:text> </xsl:text>
          <xsl:call-template name="word"><xsl:with-param name="key" select="'reason'"/></xsl:call-template>
          <xsl:call-template name="text"><xsl:with-param name="of" select="$update/p:reason"/></xsl:call-template>
        </xsl:if>
      </li>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="changes-name">
    <span class="reference"><xsl:value-of select="@reference"/></span>
    <xsl:text> </xsl:text>
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="'label'"/>
      <xsl:with-param name="label"><xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- "was A, is now B": the levels as words with their colours. -->
  <xsl:template name="changes-level">
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="concat('changes-is', substring('-was', 1, 4 * boolean(@base-level)), substring('-completed', 1, 10 * boolean(@completed and @closes)))"/>
      <xsl:with-param name="from"><xsl:apply-templates select="key('by-id', @base-level)" mode="chip"/></xsl:with-param>
      <xsl:with-param name="level">
        <xsl:choose>
          <xsl:when test="@level"><xsl:apply-templates select="key('by-id', @level)" mode="chip"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'status-unknown'"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="date"><xsl:apply-templates select="@completed" mode="date"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- The old and the new date, and the reason of the latest move. -->
  <xsl:template name="changes-due">
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="'changes-due'"/>
      <xsl:with-param name="from"><xsl:apply-templates select="@base-due" mode="date"/></xsl:with-param>
      <xsl:with-param name="until"><xsl:apply-templates select="@due" mode="date"/></xsl:with-param>
    </xsl:call-template>
    <xsl:variable name="of" select="string(@of)"/>
    <xsl:for-each select="key('moved-because', $of)[number(translate(../@as-of, '-', '')) &gt; $base-day]/p:moved-due/p:reason/..">
      <xsl:text> </xsl:text>
      <xsl:call-template name="word"><xsl:with-param name="key" select="'reason'"/></xsl:call-template>
      <xsl:call-template name="text"><xsl:with-param name="of" select="p:reason"/></xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="changes-overdue">
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="'changes-was-due'"/>
      <xsl:with-param name="date"><xsl:apply-templates select="@due" mode="date"/></xsl:with-param>
      <xsl:with-param name="n" select="translate(@days-left, '-', '')"/>
    </xsl:call-template>
  </xsl:template>

  <!-- What the peers have observed, in their voice. -->
  <xsl:template match="p:observation" mode="changes">
    <section class="observation {@kind} changed">
      <h3>
        <xsl:choose>
          <xsl:when test="p:title">
            <xsl:call-template name="word">
              <xsl:with-param name="key" select="'label'"/>
              <xsl:with-param name="label"><xsl:call-template name="word"><xsl:with-param name="key" select="concat('observation-', @kind)"/></xsl:call-template></xsl:with-param>
            </xsl:call-template>
            <xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template>
          </xsl:when>
          <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="concat('observation-', @kind)"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </h3>
      <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
      <xsl:for-each select="ancestor::p:engagement">
        <p class="source">
          <xsl:call-template name="word"><xsl:with-param name="key" select="'said-by'"/></xsl:call-template>
          <xsl:apply-templates select="." mode="name"/>
        </p>
      </xsl:for-each>
    </section>
  </xsl:template>

  <!-- All changed items, each once, in the order of the file. -->
  <xsl:template name="changes-table">
    <table class="data">
      <caption>
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'changes-caption'"/>
          <xsl:with-param name="from"><xsl:apply-templates select="$base-cycle/@as-of" mode="date"/></xsl:with-param>
          <xsl:with-param name="date"><xsl:apply-templates select="$this-cycle/@as-of" mode="date"/></xsl:with-param>
        </xsl:call-template>
      </caption>
      <thead>
        <tr>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'changes-reference'"/></xsl:call-template>
          <xsl:call-template name="changes-data-column"><xsl:with-param name="key" select="'changes-kind'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'changes-item'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'changes-what'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'changes-before'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'changes-now'"/></xsl:call-template>
          <xsl:call-template name="changes-data-column"><xsl:with-param name="key" select="'changes-due-before'"/></xsl:call-template>
          <xsl:call-template name="changes-data-column"><xsl:with-param name="key" select="'changes-due-now'"/></xsl:call-template>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="$changed-items" mode="changes-row"/></tbody>
    </table>
  </xsl:template>

  <xsl:template name="changes-data-column">
    <xsl:param name="key"/>
    <th scope="col" hidden="hidden"><xsl:call-template name="word"><xsl:with-param name="key" select="$key"/></xsl:call-template></th>
  </xsl:template>

  <xsl:template match="c:item" mode="changes-row">
    <xsl:variable name="became" select="c:is"/>
    <xsl:variable name="of" select="string(@of)"/>
    <xsl:for-each select="$dataset">
      <xsl:for-each select="key('state', $of)">
        <xsl:variable name="item" select="key('by-id', @of)"/>
        <tr>
          <th scope="row"><xsl:value-of select="$item/@reference"/></th>
          <td hidden="hidden"><xsl:call-template name="word"><xsl:with-param name="key" select="concat('changes-kind-', @kind)"/></xsl:call-template></td>
          <td><xsl:call-template name="text"><xsl:with-param name="of" select="$item/p:title"/></xsl:call-template></td>
          <td>
            <xsl:for-each select="$became">
              <xsl:if test="position() &gt; 1"><xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template></xsl:if>
              <xsl:call-template name="word"><xsl:with-param name="key" select="concat('changed-', @list)"/></xsl:call-template>
            </xsl:for-each>
          </td>
          <xsl:call-template name="changes-level-cell"><xsl:with-param name="level" select="key('by-id', @base-level)"/></xsl:call-template>
          <xsl:call-template name="changes-level-cell"><xsl:with-param name="level" select="key('by-id', @level)"/></xsl:call-template>
          <td hidden="hidden"><xsl:if test="not(@base-due)"><xsl:attribute name="class">none</xsl:attribute></xsl:if><xsl:apply-templates select="@base-due" mode="date"/></td>
          <td hidden="hidden"><xsl:if test="not(@due)"><xsl:attribute name="class">none</xsl:attribute></xsl:if><xsl:apply-templates select="@due" mode="date"/></td>
        </tr>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="changes-level-cell">
    <xsl:param name="level"/>
    <td>
      <xsl:choose>
        <xsl:when test="$level">
          <xsl:if test="$level/@symbol"><span class="symbol"><xsl:value-of select="$level/@symbol"/></span><xsl:text> </xsl:text></xsl:if>
          <xsl:call-template name="text"><xsl:with-param name="of" select="$level/p:label"/></xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:attribute name="class">none</xsl:attribute><xsl:call-template name="word"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
    </td>
  </xsl:template>
</xsl:stylesheet>
