<?xml version="1.0" encoding="UTF-8"?>
<!-- The tables of the progress review: numbers, actions, indicators, deadlines, decisions. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns="http://www.w3.org/1999/xhtml"
                exclude-result-prefixes="p d">

  <!-- A word as the head of a column. -->
  <xsl:template name="column">
    <xsl:param name="key"/>
    <xsl:param name="class"/>
    <th scope="col">
      <xsl:if test="$class != ''"><xsl:attribute name="class"><xsl:value-of select="$class"/></xsl:attribute></xsl:if>
      <xsl:call-template name="word"><xsl:with-param name="key" select="$key"/></xsl:call-template>
    </th>
  </xsl:template>

  <!-- How many items of a kind stand at each level, now and in the base, and what has moved. -->
  <xsl:template match="d:group" mode="numbers">
    <section>
      <h3><xsl:call-template name="word"><xsl:with-param name="key" select="concat(@kind, 's')"/></xsl:call-template></h3>
      <table class="counts">
        <caption><xsl:call-template name="word"><xsl:with-param name="key" select="concat(@kind, 's-caption')"/></xsl:call-template></caption>
        <thead>
          <tr>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'level'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'level-now'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'level-share'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
            <xsl:if test="$base-cycle">
              <xsl:call-template name="column"><xsl:with-param name="key" select="'level-before'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
              <xsl:call-template name="column"><xsl:with-param name="key" select="'level-share-before'"/><xsl:with-param name="class" select="'number'"/></xsl:call-template>
            </xsl:if>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="d:level" mode="numbers"/></tbody>
        <tfoot>
          <tr>
            <th scope="row"><xsl:call-template name="word"><xsl:with-param name="key" select="'level-all'"/></xsl:call-template></th>
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
      <xsl:call-template name="pictures"/>
    </section>
  </xsl:template>

  <!-- Recommendations by source; and, of what there is most, by theme, by movement and by cycle. The context node is a group. -->
  <xsl:template name="pictures">
    <xsl:if test="@kind = 'recommendation' and key('group', 'engagement recommendation *')[2]">
      <xsl:call-template name="chart-status-by-engagement"/>
    </xsl:if>
    <xsl:if test="@kind = 'action' or not(key('group', 'all action'))">
      <xsl:if test="key('group', concat('theme ', @kind, ' *'))[2]">
        <xsl:call-template name="chart-status-by-theme"><xsl:with-param name="kind" select="@kind"/></xsl:call-template>
      </xsl:if>
      <xsl:call-template name="chart-movement"><xsl:with-param name="kind" select="@kind"/></xsl:call-template>
      <xsl:if test="$derived/d:series[@kind = current()/@kind]/d:point[3]">
        <xsl:call-template name="chart-series"><xsl:with-param name="kind" select="@kind"/></xsl:call-template>
      </xsl:if>
    </xsl:if>
  </xsl:template>

  <xsl:template match="d:level" mode="numbers">
    <tr>
      <th scope="row">
        <xsl:choose>
          <xsl:when test="@of"><xsl:apply-templates select="key('by-id', @of)" mode="chip"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </th>
      <xsl:call-template name="numbers">
        <xsl:with-param name="now" select="@count"/>
        <xsl:with-param name="share" select="@share"/>
        <xsl:with-param name="before" select="@base-count"/>
        <xsl:with-param name="share-before" select="@base-share"/>
      </xsl:call-template>
    </tr>
  </xsl:template>

  <xsl:template name="numbers">
    <xsl:param name="now"/>
    <xsl:param name="share"/>
    <xsl:param name="before"/>
    <xsl:param name="share-before"/>
    <td class="number"><xsl:call-template name="digits"><xsl:with-param name="n" select="$now"/></xsl:call-template></td>
    <td class="number"><xsl:call-template name="share"><xsl:with-param name="share" select="$share"/></xsl:call-template></td>
    <xsl:if test="$base-cycle">
      <td class="number"><xsl:call-template name="digits"><xsl:with-param name="n" select="concat(substring('0', 1, not($before)), $before)"/></xsl:call-template></td>
      <td class="number"><xsl:call-template name="share"><xsl:with-param name="share" select="concat(substring('0', 1, not($share-before)), $share-before)"/></xsl:call-template></td>
    </xsl:if>
  </xsl:template>

  <xsl:template name="share">
    <xsl:param name="share"/>
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="'share'"/>
      <xsl:with-param name="share" select="string($share)"/>
    </xsl:call-template>
  </xsl:template>

  <!-- What has moved since the base, and what is overdue. The context node is a group. -->
  <xsl:template name="changes">
    <xsl:variable name="moved" select="(@new | @forward | @back | @closes | @reopened | @slipped)[$base-cycle][. &gt; 0]"/>
    <xsl:if test="$base-cycle">
      <p>
        <xsl:call-template name="word">
          <xsl:with-param name="key">
            <xsl:choose>
              <xsl:when test="$moved">changes-lead</xsl:when>
              <xsl:otherwise>changes-none</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
          <xsl:with-param name="date"><xsl:apply-templates select="$base-cycle/@as-of" mode="date"/></xsl:with-param>
        </xsl:call-template>
      </p>
    </xsl:if>
    <xsl:if test="$moved">
      <ul>
        <xsl:for-each select="$moved">
          <xsl:sort select="string-length(substring-before(' new forward back closes reopened slipped ', concat(' ', local-name(), ' ')))" data-type="number"/>
          <li>
            <xsl:call-template name="word">
              <xsl:with-param name="key" select="concat('n-', local-name())"/>
              <xsl:with-param name="n" select="string(.)"/>
            </xsl:call-template>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:if>
    <xsl:if test="@overdue &gt; 0">
      <p>
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'overdue-on'"/>
          <xsl:with-param name="date"><xsl:apply-templates select="$this-cycle/@as-of" mode="date"/></xsl:with-param>
          <xsl:with-param name="n" select="string(@overdue)"/>
        </xsl:call-template>
      </p>
    </xsl:if>
  </xsl:template>

  <!-- A group in a line: "Actions: 7 (Complete: 3, On track: 4)". -->
  <xsl:template match="d:group" mode="in-brief">
    <xsl:if test="position() &gt; 1"><br/></xsl:if>
    <xsl:call-template name="word">
      <xsl:with-param name="key" select="'with-detail'"/>
      <xsl:with-param name="text">
        <xsl:call-template name="counted">
          <xsl:with-param name="label"><xsl:call-template name="word"><xsl:with-param name="key" select="concat(@kind, 's')"/></xsl:call-template></xsl:with-param>
          <xsl:with-param name="n" select="@total"/>
        </xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="detail">
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
        <xsl:if test="@overdue &gt; 0">
          <xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template>
          <xsl:call-template name="counted">
            <xsl:with-param name="label"><xsl:call-template name="word"><xsl:with-param name="key" select="'item-overdue'"/></xsl:call-template></xsl:with-param>
            <xsl:with-param name="n" select="@overdue"/>
          </xsl:call-template>
        </xsl:if>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="counted">
    <xsl:param name="label"/>
    <xsl:param name="n"/>
    <xsl:call-template name="word"><xsl:with-param name="key" select="'label'"/><xsl:with-param name="label" select="$label"/></xsl:call-template>
    <xsl:call-template name="digits"><xsl:with-param name="n" select="$n"/></xsl:call-template>
  </xsl:template>

  <!-- The actions of a recommendation. -->
  <xsl:template name="actions">
    <xsl:variable name="reference" select="@reference"/>
    <section>
      <h4><xsl:call-template name="word"><xsl:with-param name="key" select="'actions'"/></xsl:call-template></h4>
      <table class="actions">
        <caption>
          <xsl:call-template name="word"><xsl:with-param name="key" select="'actions-of'"/><xsl:with-param name="reference" select="string($reference)"/></xsl:call-template>
        </caption>
        <colgroup><col width="31%"/><col width="29%"/><col width="19%"/><col width="21%"/></colgroup>
        <thead>
          <tr>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'action'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'status-column'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'due'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'leads'"/></xsl:call-template>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="p:action[key('state', @id)]" mode="row"/></tbody>
      </table>
    </section>
  </xsl:template>

  <xsl:template match="p:action" mode="row">
    <xsl:variable name="action" select="."/>
    <xsl:for-each select="key('state', @id)">
      <tr id="{@of}">
        <xsl:if test="$base-cycle and (@new or @closes or @reopened or @slipped or @advanced or @movement != 'same')">
          <xsl:attribute name="class">changed</xsl:attribute>
        </xsl:if>
        <th scope="row">
          <span class="reference"><xsl:value-of select="$action/@reference"/></span>
          <xsl:text> </xsl:text>
          <xsl:call-template name="text"><xsl:with-param name="of" select="$action/p:title"/></xsl:call-template>
        </th>
        <td>
          <p>
            <xsl:call-template name="level"><xsl:with-param name="id" select="@level"/></xsl:call-template>
            <xsl:call-template name="remarks"><xsl:with-param name="in-cell" select="true()"/></xsl:call-template>
          </p>
          <xsl:if test="$base-cycle"><p><xsl:call-template name="before"><xsl:with-param name="in-cell" select="true()"/></xsl:call-template></p></xsl:if>
        </td>
        <td>
          <xsl:choose>
            <xsl:when test="@due"><xsl:apply-templates select="." mode="due"/></xsl:when>
            <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'due-none'"/></xsl:call-template></xsl:otherwise>
          </xsl:choose>
        </td>
        <td>
          <xsl:choose>
            <xsl:when test="@officers | @members"><xsl:apply-templates select="." mode="leads"/></xsl:when>
            <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'leads-none'"/></xsl:call-template></xsl:otherwise>
          </xsl:choose>
        </td>
      </tr>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="indicators">
    <table class="indicators">
      <caption><xsl:call-template name="word"><xsl:with-param name="key" select="'indicators-caption'"/></xsl:call-template></caption>
      <xsl:if test="$base-cycle"><colgroup><col width="25%"/><col width="22%"/><col width="16%"/><col width="14%"/><col width="23%"/></colgroup></xsl:if>
      <thead>
        <tr>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'indicator'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'level-now'"/></xsl:call-template>
          <xsl:if test="$base-cycle">
            <xsl:call-template name="column"><xsl:with-param name="key" select="'level-before'"/></xsl:call-template>
            <xsl:call-template name="column"><xsl:with-param name="key" select="'change'"/></xsl:call-template>
          </xsl:if>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'target'"/></xsl:call-template>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="$derived/d:indicator" mode="row"/></tbody>
    </table>
  </xsl:template>

  <xsl:template match="d:indicator" mode="row">
    <xsl:variable name="indicator" select="key('by-id', @of)"/>
    <xsl:variable name="reading" select="$this-cycle/p:reading[@of = current()/@of]"/>
    <tr>
      <th scope="row"><xsl:call-template name="text"><xsl:with-param name="of" select="$indicator/p:label"/></xsl:call-template></th>
      <td>
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'with-detail'"/>
          <xsl:with-param name="text"><xsl:apply-templates select="@value" mode="measure"><xsl:with-param name="indicator" select="$indicator"/></xsl:apply-templates></xsl:with-param>
          <xsl:with-param name="detail">
            <xsl:apply-templates select="@date" mode="date"/>
            <xsl:if test="$reading/@provisional = 'yes'">
              <xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template>
              <xsl:call-template name="word"><xsl:with-param name="key" select="'provisional'"/></xsl:call-template>
            </xsl:if>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:if test="$reading/p:text">
          <br/>
          <xsl:call-template name="text"><xsl:with-param name="of" select="$reading/p:text"/></xsl:call-template>
        </xsl:if>
      </td>
      <xsl:if test="$base-cycle">
        <td>
          <xsl:apply-templates select="@base" mode="measure"><xsl:with-param name="indicator" select="$indicator"/></xsl:apply-templates>
          <xsl:if test="not(@base)"><xsl:call-template name="word"><xsl:with-param name="key" select="'change-none'"/></xsl:call-template></xsl:if>
        </td>
        <td><xsl:call-template name="change"><xsl:with-param name="indicator" select="$indicator"/></xsl:call-template></td>
      </xsl:if>
      <td><xsl:call-template name="target"><xsl:with-param name="indicator" select="$indicator"/></xsl:call-template></td>
    </tr>
  </xsl:template>

  <xsl:template match="@*" mode="measure">
    <xsl:param name="indicator"/>
    <xsl:call-template name="with-unit">
      <xsl:with-param name="value">
        <xsl:call-template name="digits"><xsl:with-param name="n" select="string(.)"/><xsl:with-param name="decimals" select="$indicator/@decimals"/></xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="unit" select="$indicator/@unit"/>
    </xsl:call-template>
  </xsl:template>

  <!-- The change as a number with its sign and, where one way is better, which it went. The context node is a d:indicator. -->
  <xsl:template name="change">
    <xsl:param name="indicator"/>
    <xsl:variable name="value">
      <span dir="ltr">
        <xsl:if test="@change &gt; 0">+</xsl:if>
        <xsl:call-template name="digits"><xsl:with-param name="n" select="string(@change)"/><xsl:with-param name="decimals" select="$indicator/@decimals"/></xsl:call-template>
      </span>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="not(@change)"><xsl:call-template name="word"><xsl:with-param name="key" select="'change-none'"/></xsl:call-template></xsl:when>
      <xsl:when test="@change = 0"><xsl:call-template name="word"><xsl:with-param name="key" select="'change-same'"/></xsl:call-template></xsl:when>
      <xsl:when test="@direction = 'better' or @direction = 'worse'">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="concat('change-', @direction)"/>
          <xsl:with-param name="value" select="$value"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:copy-of select="$value"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="target">
    <xsl:param name="indicator"/>
    <xsl:call-template name="word">
      <xsl:with-param name="key">
        <xsl:choose>
          <xsl:when test="not(@target)">target-none</xsl:when>
          <xsl:when test="@met = 'yes'">target-met</xsl:when>
          <xsl:otherwise>target-not-met</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="value"><xsl:apply-templates select="@target" mode="measure"><xsl:with-param name="indicator" select="$indicator"/></xsl:apply-templates></xsl:with-param>
      <xsl:with-param name="date"><xsl:apply-templates select="@target-date" mode="date"/></xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <!-- The chain of decisions: those without a date stand where the dataset has them, before the dated ones. -->
  <xsl:template name="decisions">
    <table class="decisions">
      <caption><xsl:call-template name="word"><xsl:with-param name="key" select="'decisions-caption'"/></xsl:call-template></caption>
      <colgroup><col width="22%"/><col width="17%"/><col width="20%"/><col width="26%"/><col width="15%"/></colgroup>
      <thead>
        <tr>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'decision-body'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'decision-date'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'decision-outcome'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'decision-subject'"/></xsl:call-template>
          <xsl:call-template name="column"><xsl:with-param name="key" select="'decision-minute'"/></xsl:call-template>
        </tr>
      </thead>
      <tbody>
        <xsl:apply-templates select="p:decision" mode="row">
          <xsl:sort select="@date"/>
        </xsl:apply-templates>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template match="p:decision" mode="row">
    <tr id="{@id}">
      <th scope="row"><xsl:apply-templates select="key('by-id', @body)" mode="name"/></th>
      <td>
        <xsl:apply-templates select="@date" mode="date"/>
        <xsl:if test="not(@date)"><xsl:call-template name="word"><xsl:with-param name="key" select="'not-stated'"/></xsl:call-template></xsl:if>
      </td>
      <td><xsl:call-template name="word"><xsl:with-param name="key" select="concat('decision-', @outcome)"/></xsl:call-template></td>
      <td>
        <xsl:call-template name="text"><xsl:with-param name="of" select="p:text"/></xsl:call-template>
        <xsl:if test="not(p:text)"><xsl:call-template name="word"><xsl:with-param name="key" select="'decision-subject-none'"/></xsl:call-template></xsl:if>
      </td>
      <td>
        <xsl:value-of select="@minute"/>
        <xsl:if test="not(@minute)"><xsl:call-template name="word"><xsl:with-param name="key" select="'not-stated'"/></xsl:call-template></xsl:if>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
