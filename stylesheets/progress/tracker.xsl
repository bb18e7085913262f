<?xml version="1.0" encoding="UTF-8"?>
<!-- The tracker of the action plan: every action with its leads, its previous and present status in words, its due date with each change
     of it, and its completion, in one table of data (docs/content.md), which is its CSV edition too.

     Parameters: cycle, since, lang, alternates; group, by what the actions are grouped: theme (left out), recommendation, engagement or
     lead. Led by two, an action stands in two groups, and only its first row counts in CSV. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:t="urn:peerpress:transform:1"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:str="http://exslt.org/strings"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="str"
                exclude-result-prefixes="p d t">

  <xsl:import href="parts.xsl"/>
  <xsl:import href="review-tables.xsl"/>
  <xsl:import href="totals.xsl"/>

  <xsl:output method="xml" encoding="UTF-8" indent="no"/>

  <xsl:param name="group" select="'theme'"/>

  <xsl:variable name="targets" select="'action'"/>

  <!-- Actions by their leads; '' for those without. -->
  <xsl:key name="led" match="/p:progress/d:derived/d:state[@kind = 'action'][@officers or @members]" use="str:tokenize(concat(@officers, ' ', @members))"/>
  <xsl:key name="led" match="/p:progress/d:derived/d:state[@kind = 'action'][not(@officers or @members)]" use="''"/>

  <!-- The updates that moved the due date of an item, from the first on. -->
  <xsl:key name="moved" match="/p:progress/p:cycles/p:cycle/p:update[p:moved-due]" use="@of"/>

  <xsl:variable name="all-actions" select="$derived/d:group[@by = 'all'][@kind = 'action']"/>

  <xsl:template match="/">
    <xsl:call-template name="require-catalogue"/>
    <xsl:call-template name="require-cycle"/>
    <xsl:if test="not(contains(' theme recommendation engagement lead ', concat(' ', $group, ' ')))">
      <xsl:message terminate="yes">The parameter group is “<xsl:value-of select="$group"/>”, but can be theme, recommendation, engagement or lead.</xsl:message>
    </xsl:if>
    <xsl:if test="not($all-actions)">
      <xsl:message terminate="yes" t:nothing="yes">The tracker lists actions, and the cycle “<xsl:value-of select="$cycle-id"/>” reports on none.</xsl:message>
    </xsl:if>
    <xsl:variable name="title">
      <xsl:call-template name="word">
        <xsl:with-param name="key" select="'tracker-title'"/>
        <xsl:with-param name="title"><xsl:call-template name="text"><xsl:with-param name="of" select="$this-cycle/p:title"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
    </xsl:variable>
    <html>
      <xsl:call-template name="document-language"/>
      <xsl:call-template name="head">
        <xsl:with-param name="title" select="$title"/>
        <xsl:with-param name="author"><xsl:apply-templates select="$council" mode="name"/></xsl:with-param>
      </xsl:call-template>
      <body class="landscape">
        <xsl:call-template name="title-block"><xsl:with-param name="heading" select="$title"/></xsl:call-template>
        <section id="totals">
          <h2><xsl:call-template name="word"><xsl:with-param name="key" select="'overview'"/></xsl:call-template></h2>
          <p>
            <xsl:call-template name="word">
              <xsl:with-param name="key" select="concat('tracker-position', substring('-first', 1, 6 * not($base-cycle)))"/>
              <xsl:with-param name="date"><xsl:apply-templates select="$this-cycle/@as-of" mode="date"/></xsl:with-param>
              <xsl:with-param name="from"><xsl:apply-templates select="$base-cycle/@as-of" mode="date"/></xsl:with-param>
            </xsl:call-template>
          </p>
          <xsl:apply-templates select="$all-actions" mode="totals"/>
        </section>
        <section id="tracker">
          <h2><xsl:call-template name="word"><xsl:with-param name="key" select="concat('tracker-by-', $group)"/></xsl:call-template></h2>
          <xsl:if test="$group = 'lead'"><p><xsl:call-template name="word"><xsl:with-param name="key" select="'tracker-twice'"/></xsl:call-template></p></xsl:if>
          <xsl:call-template name="tracker"/>
        </section>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="tracker">
    <table class="data">
      <caption>
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'tracker-caption'"/>
          <xsl:with-param name="date"><xsl:apply-templates select="$this-cycle/@as-of" mode="date"/></xsl:with-param>
        </xsl:call-template>
      </caption>
      <thead>
        <tr>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'tracker-reference'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'action'"/></xsl:call-template>
          <xsl:call-template name="data-column"><xsl:with-param name="key" select="'tracker-recommendation'"/></xsl:call-template>
          <xsl:call-template name="data-column"><xsl:with-param name="key" select="'tracker-theme'"/></xsl:call-template>
          <xsl:call-template name="data-column"><xsl:with-param name="key" select="'tracker-engagement'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'leads'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'tracker-before'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'tracker-now'"/></xsl:call-template>
          <xsl:call-template name="data-column"><xsl:with-param name="key" select="'tracker-movement'"/></xsl:call-template>
          <xsl:call-template name="data-column"><xsl:with-param name="key" select="'tracker-first-due'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'due'"/></xsl:call-template>
          <xsl:call-template name="data-column"><xsl:with-param name="key" select="'tracker-days-left'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'tracker-moves'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'completed'"/></xsl:call-template>
        </tr>
      </thead>
      <xsl:call-template name="tracker-groups"/>
    </table>
  </xsl:template>

  <!-- A column for programs alone. -->
  <xsl:template name="data-column">
    <xsl:param name="key"/>
    <th scope="col" hidden="hidden"><xsl:call-template name="word"><xsl:with-param name="key" select="$key"/></xsl:call-template></th>
  </xsl:template>

  <!-- The groups in the order of what they are grouped by, the one of all that belong nowhere last. -->
  <xsl:template name="tracker-groups">
    <xsl:for-each select="$dataset/p:themes/p:theme[$group = 'theme'] | $dataset/p:engagements/p:engagement[$group = 'engagement']
        | $dataset/p:engagements/p:engagement[$group = 'recommendation']/p:recommendation | $dataset/p:people/p:person[$group = 'lead']">
      <xsl:apply-templates select="key('group', concat($group, ' action ', @id))" mode="tracker"><xsl:with-param name="subject" select="."/></xsl:apply-templates>
    </xsl:for-each>
    <xsl:apply-templates select="key('group', concat($group, ' action '))" mode="tracker"/>
  </xsl:template>

  <xsl:template match="d:group" mode="tracker">
    <xsl:param name="subject" select="/.."/>
    <xsl:variable name="of" select="string(@of)"/>
    <tbody>
      <tr>
        <th scope="rowgroup" colspan="8">
          <xsl:call-template name="word"><xsl:with-param name="key" select="'label'"/><xsl:with-param name="label"><xsl:call-template name="word"><xsl:with-param
              name="key" select="concat('tracker-', $group)"/></xsl:call-template></xsl:with-param></xsl:call-template>
          <xsl:choose>
            <xsl:when test="$subject"><xsl:apply-templates select="$subject" mode="tracker-name"/></xsl:when>
            <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'tracker-none'"/></xsl:call-template></xsl:otherwise>
          </xsl:choose>
        </th>
      </tr>
      <xsl:choose>
        <xsl:when test="$group = 'lead'"><xsl:apply-templates select="key('led', $of)" mode="tracker"><xsl:with-param name="lead" select="$of"/></xsl:apply-templates></xsl:when>
        <xsl:when test="$of != ''"><xsl:apply-templates select="key('states', concat('action ', $of))" mode="tracker"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="key('states', 'action')[not(@theme)]" mode="tracker"/></xsl:otherwise>
      </xsl:choose>
      <tr class="subtotal">
        <th scope="row" colspan="2">
          <xsl:call-template name="word"><xsl:with-param name="key" select="'tracker-subtotal'"/><xsl:with-param name="n" select="string(@total)"/></xsl:call-template>
        </th>
        <td colspan="6"><xsl:call-template name="subtotals"/></td>
      </tr>
    </tbody>
  </xsl:template>

  <xsl:template match="p:theme" mode="tracker-name"><xsl:call-template name="text"><xsl:with-param name="of" select="p:label"/></xsl:call-template></xsl:template>
  <xsl:template match="p:engagement | p:person" mode="tracker-name"><xsl:apply-templates select="." mode="name"/></xsl:template>
  <xsl:template match="p:recommendation" mode="tracker-name">
    <xsl:value-of select="concat(@reference, ' ')"/>
    <xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template>
  </xsl:template>

  <!-- What a group comes to: the levels that occur in it, and what is overdue or has a later date. -->
  <xsl:template name="subtotals">
    <xsl:for-each select="d:level[@count &gt; 0]">
      <xsl:if test="position() &gt; 1"><xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template></xsl:if>
      <xsl:call-template name="counted">
        <xsl:with-param name="label">
          <xsl:choose>
            <xsl:when test="@of"><xsl:call-template name="text"><xsl:with-param name="of" select="key('by-id', @of)/p:label"/></xsl:call-template></xsl:when>
            <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></xsl:otherwise>
          </xsl:choose>
        </xsl:with-param>
        <xsl:with-param name="n" select="@count"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:for-each select="@overdue[. &gt; 0] | @slipped[. &gt; 0]">
      <xsl:sort select="local-name()"/>
      <xsl:call-template name="word"><xsl:with-param name="key" select="'tracker-and'"/></xsl:call-template>
      <xsl:call-template name="word">
        <xsl:with-param name="key" select="concat('tracker-n-', local-name())"/>
        <xsl:with-param name="n" select="string(.)"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- An action. It has its id where it stands first. -->
  <xsl:template match="d:state" mode="tracker">
    <xsl:param name="lead"/>
    <xsl:variable name="state" select="."/>
    <xsl:variable name="repeated" select="$lead != '' and $lead != str:tokenize(concat(@officers, ' ', @members))[1]"/>
    <xsl:variable name="changed" select="boolean($base-cycle and (@new | @closes | @reopened | @slipped | @advanced | @movement[. != 'same']))"/>
    <xsl:for-each select="key('by-id', @of)">
      <tr>
        <xsl:if test="not($repeated)"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
        <xsl:if test="$repeated or $changed">
          <xsl:attribute name="class"><xsl:value-of select="normalize-space(concat(substring('repeated', 1, 8 * $repeated), ' ', substring('changed', 1, 7 * $changed)))"/></xsl:attribute>
        </xsl:if>
        <th scope="row"><xsl:value-of select="@reference"/></th>
        <td><xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template></td>
        <td hidden="hidden"><xsl:apply-templates select=".." mode="tracker-name"/></td>
        <xsl:call-template name="data-cell"><xsl:with-param name="of" select="key('by-id', $state/@theme)"/></xsl:call-template>
        <td hidden="hidden"><xsl:apply-templates select="../.." mode="tracker-name"/></td>
        <xsl:for-each select="$state">
          <xsl:call-template name="lead-cell"/>
          <xsl:call-template name="before-cell"/>
          <xsl:call-template name="now-cell"/>
          <xsl:call-template name="due-cells"/>
          <xsl:call-template name="moves-cell"/>
          <xsl:call-template name="completed-cell"/>
        </xsl:for-each>
      </tr>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="data-cell">
    <xsl:param name="of"/>
    <td hidden="hidden">
      <xsl:if test="not($of)"><xsl:attribute name="class">none</xsl:attribute></xsl:if>
      <xsl:apply-templates select="$of" mode="tracker-name"/>
    </td>
  </xsl:template>

  <!-- A cell that says that there is nothing to say. -->
  <xsl:template name="none-cell">
    <xsl:param name="key"/>
    <td class="none"><xsl:call-template name="word"><xsl:with-param name="key" select="$key"/></xsl:call-template></td>
  </xsl:template>

  <xsl:template name="lead-cell">
    <xsl:variable name="officers" select="key('by-id', str:tokenize(@officers))"/>
    <xsl:variable name="members" select="key('by-id', str:tokenize(@members))"/>
    <xsl:variable name="leads" select="$officers | $members"/>
    <xsl:choose>
      <xsl:when test="count($leads) &gt; 1">
        <td>
          <xsl:apply-templates select="$officers" mode="lead"/>
          <xsl:apply-templates select="$members[count(. | $officers) &gt; count($officers)]" mode="lead"/>
        </td>
      </xsl:when>
      <xsl:when test="$leads"><td><xsl:apply-templates select="$leads" mode="name"/></td></xsl:when>
      <xsl:otherwise><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'leads-none'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="p:person" mode="lead"><p><xsl:apply-templates select="." mode="name"/></p></xsl:template>

  <xsl:template name="before-cell">
    <xsl:choose>
      <xsl:when test="@base-level"><td><xsl:apply-templates select="key('by-id', @base-level)" mode="chip"/></td></xsl:when>
      <xsl:when test="not($base-cycle)"><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'tracker-no-base'"/></xsl:call-template></xsl:when>
      <xsl:when test="@new"><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'tracker-new'"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The present level and what has become of the action since the base, in words. -->
  <xsl:template name="now-cell">
    <xsl:variable name="movement">
      <xsl:choose>
        <xsl:when test="@new and $base-cycle">tracker-new</xsl:when>
        <xsl:when test="@reopened">moved-reopened</xsl:when>
        <xsl:when test="@movement"><xsl:value-of select="concat('moved-', @movement)"/></xsl:when>
      </xsl:choose>
    </xsl:variable>
    <td>
      <xsl:choose>
        <xsl:when test="@level"><xsl:apply-templates select="key('by-id', @level)" mode="chip"/></xsl:when>
        <xsl:otherwise><xsl:attribute name="class">none</xsl:attribute><xsl:call-template name="word"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="$movement != '' and not(@new) and $movement != 'moved-same'">
        <p class="remark"><xsl:call-template name="word"><xsl:with-param name="key" select="string($movement)"/></xsl:call-template></p>
      </xsl:if>
      <xsl:if test="@carried and not(@closed)">
        <p class="remark"><xsl:call-template name="word"><xsl:with-param name="key" select="'item-carried'"/></xsl:call-template></p>
      </xsl:if>
    </td>
    <td hidden="hidden">
      <xsl:choose>
        <xsl:when test="$movement = ''"><xsl:attribute name="class">none</xsl:attribute></xsl:when>
        <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="string($movement)"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
    </td>
  </xsl:template>

  <xsl:template name="due-cells">
    <td hidden="hidden">
      <xsl:if test="not(@first-due)"><xsl:attribute name="class">none</xsl:attribute></xsl:if>
      <xsl:apply-templates select="@first-due" mode="date"/>
    </td>
    <xsl:choose>
      <xsl:when test="@due">
        <td>
          <xsl:apply-templates select="@due" mode="date"/>
          <xsl:if test="@overdue">
            <p class="remark"><strong>
              <xsl:call-template name="word"><xsl:with-param name="key" select="'tracker-overdue'"/><xsl:with-param name="n" select="translate(@days-left, '-', '')"/></xsl:call-template>
            </strong></p>
          </xsl:if>
          <xsl:if test="@slipped | @advanced">
            <p class="remark">
              <xsl:call-template name="word">
                <xsl:with-param name="key" select="concat('tracker-', substring('advanced slipped', 1 + 9 * boolean(@slipped), 8 - boolean(@slipped)))"/>
                <xsl:with-param name="date"><xsl:apply-templates select="@base-due" mode="date"/></xsl:with-param>
              </xsl:call-template>
            </p>
          </xsl:if>
        </td>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'due-none'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
    <td hidden="hidden">
      <xsl:if test="not(@days-left)"><xsl:attribute name="class">none</xsl:attribute></xsl:if>
      <xsl:value-of select="@days-left"/>
    </td>
  </xsl:template>

  <!-- Each change of the due date with its reason. -->
  <xsl:template name="moves-cell">
    <xsl:choose>
      <xsl:when test="@moves &gt; 0">
        <td>
          <xsl:if test="@first-due">
            <p><xsl:call-template name="word"><xsl:with-param name="key" select="'due-first'"/><xsl:with-param name="date"><xsl:apply-templates select="@first-due" mode="date"/></xsl:with-param></xsl:call-template></p>
          </xsl:if>
          <xsl:for-each select="key('moved', @of)/p:moved-due"><p><xsl:call-template name="due-move"/></p></xsl:for-each>
        </td>
      </xsl:when>
      <xsl:when test="@due"><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'tracker-not-moved'"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'due-none'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="due-move">
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="concat('tracker-moved', substring('-because', 1, 8 * boolean(p:reason)))"/>
      <xsl:with-param name="date"><xsl:apply-templates select="@date" mode="date"/></xsl:with-param>
      <xsl:with-param name="text"><xsl:call-template name="text"><xsl:with-param name="of" select="p:reason"/></xsl:call-template></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="completed-cell">
    <xsl:choose>
      <xsl:when test="@completed"><td><xsl:apply-templates select="@completed" mode="date"/></td></xsl:when>
      <xsl:when test="@closed"><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'tracker-completed-unknown'"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="none-cell"><xsl:with-param name="key" select="'tracker-not-completed'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
