<?xml version="1.0" encoding="UTF-8"?>
<!-- A recommendation in the progress review, with its actions, and the voices of council and peers. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:exsl="http://exslt.org/common"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:s="urn:peerpress:parts:1"
                xmlns:str="http://exslt.org/strings"
                xmlns="http://www.w3.org/1999/xhtml"
                extension-element-prefixes="exsl str"
                exclude-result-prefixes="p d s">

  <!-- Where each observation is printed: at the first recommendation or theme that it is about, under an action at its recommendation;
       in its section, if that is shown and is not one of feedback; else with the feedback. Elsewhere a link leads to it. -->
  <xsl:variable name="observations" select="$dataset//p:observation"/>
  <xsl:variable name="all-sections" select="$sections/descendant-or-self::p:section"/>
  <xsl:variable name="homes-tree">
    <xsl:for-each select="$observations">
      <xsl:variable name="abodes">
        <xsl:for-each select="str:tokenize(@about)">
          <xsl:variable name="id" select="string(.)"/>
          <xsl:for-each select="$dataset">
            <s:abode><xsl:value-of select="key('state', $id)/@recommendation | key('group', concat('theme recommendation ', $id))/@of"/></s:abode>
          </xsl:for-each>
        </xsl:for-each>
      </xsl:variable>
      <xsl:variable name="abode" select="exsl:node-set($abodes)/s:abode[. != ''][1]"/>
      <s:home observation="{generate-id()}">
        <xsl:attribute name="home">
          <xsl:choose>
            <xsl:when test="parent::p:section[@use != 'feedback'][count(. | $all-sections) = count($all-sections)]">section</xsl:when>
            <xsl:when test="$abode"><xsl:value-of select="$abode"/></xsl:when>
            <xsl:otherwise>feedback</xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
      </s:home>
    </xsl:for-each>
  </xsl:variable>
  <xsl:variable name="homes" select="exsl:node-set($homes-tree)/s:home"/>

  <!-- Those of the session itself that are about nothing in particular. -->
  <xsl:variable name="loose" select="$session/p:observation[generate-id() = $homes[@home = 'feedback']/@observation]"/>

  <xsl:key name="about" match="p:observation" use="str:tokenize(@about)"/>

  <xsl:template match="p:recommendation" mode="review">
    <xsl:variable name="state" select="key('state', @id)"/>
    <xsl:variable name="update" select="key('update', concat($state/@said-in, ' ', @id))"/>
    <article class="recommendation" id="{@id}">
      <h3>
        <span class="reference"><xsl:value-of select="@reference"/></span>
        <xsl:text> </xsl:text>
        <xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template>
      </h3>
      <p class="wording"><xsl:call-template name="text"><xsl:with-param name="of" select="p:wording"/></xsl:call-template></p>
      <xsl:apply-templates select="$state" mode="status"/>
      <dl class="facts">
        <xsl:apply-templates select="." mode="facts">
          <xsl:with-param name="state" select="$state"/>
        </xsl:apply-templates>
      </dl>
      <xsl:apply-templates select="$update" mode="council-voice"><xsl:with-param name="state" select="$state"/></xsl:apply-templates>
      <xsl:if test="p:action[key('state', @id)]"><xsl:call-template name="actions"/></xsl:if>
      <xsl:call-template name="voices">
        <xsl:with-param name="depth" select="4"/>
        <xsl:with-param name="heading" select="'peer-voice'"/>
      </xsl:call-template>
    </article>
  </xsl:template>

  <!-- Where an item stands and stood: its level, that of the base, and how it moved; then the second scales. -->
  <xsl:template match="d:state" mode="status">
    <p class="status">
      <xsl:call-template name="word"><xsl:with-param name="key" select="'status'"/></xsl:call-template>
      <xsl:call-template name="level"><xsl:with-param name="id" select="@level"/></xsl:call-template>
      <xsl:call-template name="remarks"/>
    </p>
    <xsl:if test="$base-cycle">
      <p class="status">
        <xsl:if test="@new or @movement != 'same'"><xsl:attribute name="class">status changed</xsl:attribute></xsl:if>
        <xsl:call-template name="before"/>
      </p>
    </xsl:if>
    <xsl:for-each select="@outcome | @trend">
      <xsl:variable name="before" select="../@base-outcome[local-name(current()) = 'outcome'] | ../@base-trend[local-name(current()) = 'trend']"/>
      <p class="status">
        <xsl:call-template name="word"><xsl:with-param name="key" select="local-name()"/></xsl:call-template>
        <xsl:call-template name="level"><xsl:with-param name="id" select="."/></xsl:call-template>
        <xsl:if test="$before != .">
          <xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template>
          <xsl:call-template name="word"><xsl:with-param name="key" select="'previously-also'"/></xsl:call-template>
          <xsl:call-template name="level"><xsl:with-param name="id" select="$before"/></xsl:call-template>
        </xsl:if>
      </p>
    </xsl:for-each>
  </xsl:template>

  <!-- Where an item stood in the base, and how it moved. The context node is a state. -->
  <xsl:template name="before">
    <xsl:param name="in-cell" select="false()"/>
    <xsl:choose>
      <xsl:when test="@new"><xsl:call-template name="word"><xsl:with-param name="key" select="'item-new'"/></xsl:call-template></xsl:when>
      <xsl:when test="$in-cell and @movement = 'same'">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'unchanged-since'"/>
          <xsl:with-param name="date"><xsl:apply-templates select="$base-cycle/@as-of" mode="date"/></xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="word"><xsl:with-param name="key" select="'previously'"/></xsl:call-template>
        <xsl:call-template name="level"><xsl:with-param name="id" select="@base-level"/></xsl:call-template>
        <xsl:call-template name="movement"><xsl:with-param name="in-cell" select="$in-cell"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A level by its id, or the words for none. -->
  <xsl:template name="level">
    <xsl:param name="id"/>
    <xsl:choose>
      <xsl:when test="$id"><xsl:apply-templates select="key('by-id', $id)" mode="chip"/></xsl:when>
      <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'status-unknown'"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What a reader must know beside the level: after a comma, in a cell in brackets on a line of its own. A closed item needs no new
       statement, so that nothing is said of one that is carried over. The context node is a state. -->
  <xsl:template name="remarks">
    <xsl:param name="in-cell" select="false()"/>
    <xsl:variable name="remarks">
      <xsl:for-each select="@overdue[. = 'yes'] | @carried[. = 'yes'][not(../@closed)] | @completed[$in-cell]">
        <xsl:if test="position() &gt; 1"><xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template></xsl:if>
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="concat('item-', local-name())"/>
          <xsl:with-param name="date"><xsl:apply-templates select="self::node()[local-name() = 'completed']" mode="date"/></xsl:with-param>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:variable>
    <xsl:call-template name="apart"><xsl:with-param name="what" select="$remarks"/><xsl:with-param name="in-cell" select="$in-cell"/></xsl:call-template>
  </xsl:template>

  <!-- How it moved. -->
  <xsl:template name="movement">
    <xsl:param name="in-cell" select="false()"/>
    <xsl:if test="@movement">
      <xsl:call-template name="apart">
        <xsl:with-param name="what">
          <xsl:call-template name="word">
            <xsl:with-param name="key">
              <xsl:choose>
                <xsl:when test="@reopened = 'yes'">moved-reopened</xsl:when>
                <xsl:otherwise><xsl:value-of select="concat('moved-', @movement)"/></xsl:otherwise>
              </xsl:choose>
            </xsl:with-param>
          </xsl:call-template>
        </xsl:with-param>
        <xsl:with-param name="in-cell" select="$in-cell"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="apart">
    <xsl:param name="what"/>
    <xsl:param name="in-cell"/>
    <xsl:choose>
      <xsl:when test="$what = ''"/>
      <xsl:when test="$in-cell">
        <xsl:text> </xsl:text>
        <br/>
        <xsl:call-template name="word"><xsl:with-param name="key" select="'in-brackets'"/><xsl:with-param name="text" select="$what"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template>
        <xsl:copy-of select="$what"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Who recommended it, how the council answered, who leads, when it is due. -->
  <xsl:template match="p:recommendation" mode="facts">
    <xsl:param name="state"/>
    <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'source'"/></xsl:call-template></dt>
    <dd><xsl:apply-templates select=".." mode="name"/></dd>
    <xsl:for-each select="p:response">
      <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'responded'"/></xsl:call-template></dt>
      <dd><xsl:apply-templates select="." mode="facts"/></dd>
    </xsl:for-each>
    <xsl:if test="$state/@officers | $state/@members">
      <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'leads'"/></xsl:call-template></dt>
      <dd><xsl:apply-templates select="$state" mode="leads"/></dd>
    </xsl:if>
    <xsl:if test="p:partner">
      <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'partners'"/></xsl:call-template></dt>
      <dd><xsl:call-template name="names"><xsl:with-param name="of" select="key('by-id', p:partner/@organisation)"/></xsl:call-template></dd>
    </xsl:if>
    <xsl:if test="$state/@due">
      <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'due'"/></xsl:call-template></dt>
      <dd><xsl:apply-templates select="$state" mode="due"/></dd>
    </xsl:if>
    <xsl:if test="$state/@completed">
      <dt><xsl:call-template name="word"><xsl:with-param name="key" select="'completed'"/></xsl:call-template></dt>
      <dd><xsl:apply-templates select="$state/@completed" mode="date"/></dd>
    </xsl:if>
  </xsl:template>

  <xsl:template match="p:response" mode="facts">
    <xsl:call-template name="word"><xsl:with-param name="key" select="concat('response-', @decision)"/></xsl:call-template>
    <xsl:if test="@body">
      <xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template>
      <xsl:apply-templates select="key('by-id', @body)" mode="name"/>
    </xsl:if>
    <xsl:if test="@date">
      <xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template>
      <xsl:apply-templates select="@date" mode="date"/>
    </xsl:if>
    <xsl:if test="p:reason">
      <br/>
      <xsl:call-template name="word"><xsl:with-param name="key" select="'reason'"/></xsl:call-template>
      <xsl:call-template name="text"><xsl:with-param name="of" select="p:reason"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- The leads on the day of the report; the due date, and the one that was first set if it has moved. -->
  <xsl:template match="d:state" mode="leads">
    <xsl:call-template name="names"><xsl:with-param name="of" select="key('by-id', str:tokenize(concat(@officers, ' ', @members)))"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="d:state" mode="due">
    <xsl:variable name="due"><xsl:apply-templates select="@due" mode="date"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="@first-due != @due">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'with-detail'"/>
          <xsl:with-param name="text" select="$due"/>
          <xsl:with-param name="detail">
            <xsl:call-template name="word">
              <xsl:with-param name="key" select="'due-first'"/>
              <xsl:with-param name="date"><xsl:apply-templates select="@first-due" mode="date"/></xsl:with-param>
            </xsl:call-template>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:copy-of select="$due"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- What the council says of a recommendation. -->
  <xsl:template match="p:update" mode="council-voice">
    <xsl:param name="state"/>
    <xsl:if test="* or $state/@carried = 'yes'">
      <section class="voice-council">
        <h4><xsl:call-template name="word"><xsl:with-param name="key" select="'council-voice'"/></xsl:call-template></h4>
        <xsl:if test="$state/@carried = 'yes'">
          <p>
            <xsl:call-template name="word">
              <xsl:with-param name="key" select="'said-in'"/>
              <xsl:with-param name="title"><xsl:call-template name="text"><xsl:with-param name="of" select="../p:title"/></xsl:call-template></xsl:with-param>
            </xsl:call-template>
          </p>
        </xsl:if>
        <xsl:call-template name="text"><xsl:with-param name="of" select="p:commentary"/></xsl:call-template>
        <xsl:call-template name="said"><xsl:with-param name="key" select="'reason'"/><xsl:with-param name="of" select="p:reason"/></xsl:call-template>
        <xsl:call-template name="said"><xsl:with-param name="key" select="'moved-due'"/><xsl:with-param name="of" select="p:moved-due/p:reason"/></xsl:call-template>
        <xsl:call-template name="said"><xsl:with-param name="key" select="'next-step'"/><xsl:with-param name="of" select="p:next-step"/></xsl:call-template>
        <xsl:if test="p:evidence">
          <p><xsl:call-template name="word"><xsl:with-param name="key" select="'evidence'"/></xsl:call-template></p>
          <ul><xsl:apply-templates select="p:evidence" mode="content"/></ul>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="said">
    <xsl:param name="key"/>
    <xsl:param name="of"/>
    <xsl:if test="$of">
      <p>
        <xsl:call-template name="word"><xsl:with-param name="key" select="$key"/></xsl:call-template>
        <xsl:call-template name="text"><xsl:with-param name="of" select="$of"/></xsl:call-template>
      </p>
    </xsl:if>
  </xsl:template>

  <xsl:template match="p:evidence" mode="content">
    <li>
      <xsl:call-template name="word">
        <xsl:with-param name="key" select="'label'"/>
        <xsl:with-param name="label"><xsl:call-template name="word"><xsl:with-param name="key" select="concat('evidence-', @kind)"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
      <xsl:call-template name="linked">
        <xsl:with-param name="text"><xsl:call-template name="text"><xsl:with-param name="of" select="p:text"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
      <xsl:if test="@date">
        <xsl:call-template name="word"><xsl:with-param name="key" select="'list-separator'"/></xsl:call-template>
        <xsl:apply-templates select="@date" mode="date"/>
      </xsl:if>
    </li>
  </xsl:template>

  <!-- What the peers said of the context node, a recommendation with its actions or a theme. -->
  <xsl:template name="voices">
    <xsl:param name="depth"/>
    <xsl:param name="heading"/>
    <xsl:variable name="here" select="@id"/>
    <xsl:variable name="about" select="key('about', @id | p:action/@id)"/>
    <xsl:variable name="printed" select="$about[generate-id() = $homes[@home = $here]/@observation]"/>
    <xsl:variable name="near" select="key('states', concat('recommendation ', $here))/@of"/>
    <xsl:variable name="elsewhere" select="$about[generate-id() = $homes[@home != $here and @home != 'feedback'][not(@home = $near)]/@observation]"/>
    <xsl:if test="$printed | $elsewhere">
      <section class="voice-peers">
        <xsl:element name="h{$depth}" namespace="http://www.w3.org/1999/xhtml">
          <xsl:call-template name="word"><xsl:with-param name="key" select="$heading"/></xsl:call-template>
        </xsl:element>
        <xsl:apply-templates select="$printed" mode="voice"><xsl:with-param name="depth" select="$depth + 1"/></xsl:apply-templates>
        <xsl:if test="$elsewhere">
          <ul>
            <xsl:for-each select="$elsewhere">
              <li>
                <xsl:call-template name="word">
                  <xsl:with-param name="key" select="'see-also'"/>
                  <xsl:with-param name="title">
                    <a><xsl:attribute name="href">#<xsl:apply-templates select="." mode="id"/></xsl:attribute><xsl:apply-templates select="." mode="title"/></a>
                  </xsl:with-param>
                </xsl:call-template>
              </li>
            </xsl:for-each>
          </ul>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="p:observation" mode="id">
    <xsl:value-of select="@id"/>
    <xsl:if test="not(@id)">observation-<xsl:number level="any"/></xsl:if>
  </xsl:template>

  <!-- Its kind, and its own title if it has one. -->
  <xsl:template match="p:observation" mode="title">
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
  </xsl:template>

  <xsl:template match="p:observation" mode="voice">
    <xsl:param name="depth"/>
    <section class="observation {@kind}">
      <xsl:attribute name="id"><xsl:apply-templates select="." mode="id"/></xsl:attribute>
      <xsl:element name="h{$depth}" namespace="http://www.w3.org/1999/xhtml"><xsl:apply-templates select="." mode="title"/></xsl:element>
      <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
      <xsl:for-each select="ancestor::p:engagement">
        <p class="source">
          <xsl:call-template name="word"><xsl:with-param name="key" select="'said-by'"/></xsl:call-template>
          <xsl:apply-templates select="." mode="name"/>
        </p>
      </xsl:for-each>
    </section>
  </xsl:template>

  <!-- In a section: those that are not printed at their recommendation or theme. -->
  <xsl:template match="p:observation" mode="content">
    <xsl:param name="depth"/>
    <xsl:if test="generate-id() = $homes[@home = 'section' or @home = 'feedback']/@observation">
      <section class="observation {@kind}">
        <xsl:attribute name="id"><xsl:apply-templates select="." mode="id"/></xsl:attribute>
        <xsl:element name="h{$depth}" namespace="http://www.w3.org/1999/xhtml"><xsl:apply-templates select="." mode="title"/></xsl:element>
        <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
      </section>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
