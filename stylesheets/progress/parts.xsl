<?xml version="1.0" encoding="UTF-8"?>
<!-- Parts that several reports share: people, levels, keys, counts, recommendations. What has a name is made as elements, as it may be in
     another language than the report. -->
<xsl:stylesheet version="1.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:p="urn:peerpress:progress:1"
                xmlns:d="urn:peerpress:derived:1"
                xmlns:r="urn:peerpress:report:1"
                xmlns="http://www.w3.org/1999/xhtml"
                exclude-result-prefixes="p d r">

  <xsl:import href="derive.xsl"/>
  <xsl:import href="frame.xsl"/>
  <xsl:import href="prose.xsl"/>
  <xsl:import href="words.xsl"/>

  <xsl:variable name="scale" select="key('by-id', $this-cycle/@scale)"/>

  <!-- Names of things: an organisation, a body, a person; an engagement with its date. -->
  <xsl:template match="p:council | p:organisation | p:body" mode="name">
    <xsl:call-template name="text"><xsl:with-param name="of" select="p:name"/></xsl:call-template>
  </xsl:template>

  <!-- The role that a person holds on the day of the report. -->
  <xsl:template match="p:person" mode="role">
    <xsl:variable name="day" select="translate($as-of, '-', '')"/>
    <xsl:call-template name="text">
      <xsl:with-param name="of" select="p:role[not(@from) or substring(concat(translate(@from, '-', ''), '0000'), 1, 8) &lt;= $day]
          [not(@until) or substring(concat(translate(@until, '-', ''), '9999'), 1, 8) &gt;= $day][1]/p:title"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Name, role and party. A post without a name is its role alone. -->
  <xsl:template match="p:person" mode="name">
    <xsl:param name="role"><xsl:apply-templates select="." mode="role"/></xsl:param>
    <xsl:variable name="name"><xsl:call-template name="text"><xsl:with-param name="of" select="p:name"/></xsl:call-template></xsl:variable>
    <xsl:variable name="party"><xsl:call-template name="text"><xsl:with-param name="of" select="p:party"/></xsl:call-template></xsl:variable>
    <xsl:variable name="name-and-role">
      <xsl:choose>
        <xsl:when test="$name != '' and $role != ''">
          <xsl:call-template name="word">
            <xsl:with-param name="key" select="'name-and-role'"/>
            <xsl:with-param name="name" select="$name"/>
            <xsl:with-param name="role" select="$role"/>
          </xsl:call-template>
        </xsl:when>
        <xsl:otherwise><xsl:copy-of select="$name"/><xsl:copy-of select="$role"/></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:choose>
      <xsl:when test="$party != ''">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'with-detail'"/>
          <xsl:with-param name="text" select="$name-and-role"/>
          <xsl:with-param name="detail" select="$party"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:copy-of select="$name-and-role"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="p:participant" mode="name">
    <xsl:choose>
      <xsl:when test="p:label"><xsl:call-template name="text"><xsl:with-param name="of" select="p:label"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:apply-templates select="key('by-id', @body | @person | @organisation)" mode="name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="p:member" mode="name">
    <xsl:choose>
      <xsl:when test="p:title">
        <xsl:apply-templates select="key('by-id', @person)" mode="name">
          <xsl:with-param name="role"><xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template></xsl:with-param>
        </xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates select="key('by-id', @person)" mode="name"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="p:engagement" mode="name">
    <xsl:variable name="title"><xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template></xsl:variable>
    <xsl:variable name="when"><xsl:apply-templates select="." mode="when"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="string($when) != ''">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'text-and-date'"/>
          <xsl:with-param name="text" select="$title"/>
          <xsl:with-param name="date" select="$when"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:copy-of select="$title"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="p:engagement" mode="when">
    <xsl:choose>
      <xsl:when test="p:when"><xsl:call-template name="text"><xsl:with-param name="of" select="p:when"/></xsl:call-template></xsl:when>
      <xsl:when test="@until and string-length(@until) = 10 and substring(@date, 1, 8) = substring(@until, 1, 8)">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'period'"/>
          <xsl:with-param name="from" select="number(substring(@date, 9))"/>
          <xsl:with-param name="until"><xsl:apply-templates select="@until" mode="date"/></xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="@until">
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'period'"/>
          <xsl:with-param name="from"><xsl:apply-templates select="@date" mode="date"/></xsl:with-param>
          <xsl:with-param name="until"><xsl:apply-templates select="@until" mode="date"/></xsl:with-param>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:apply-templates select="@date" mode="date"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The names of several things as a list in a sentence. -->
  <xsl:template name="names">
    <xsl:param name="of"/>
    <xsl:for-each select="$of">
      <xsl:if test="position() &gt; 1">
        <xsl:call-template name="word">
          <xsl:with-param name="key">
            <xsl:choose>
              <xsl:when test="position() = last()">list-last</xsl:when>
              <xsl:otherwise>list-separator</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
      </xsl:if>
      <xsl:apply-templates select="." mode="name"/>
    </xsl:for-each>
  </xsl:template>

  <!-- A level as a word with its symbol and colours. -->
  <xsl:template match="p:level" mode="chip">
    <xsl:variable name="own" select="p:label[lang($main-language)][1]"/>
    <span class="level" style="background-color:{@background};color:{@colour}">
      <xsl:if test="not($own)"><xsl:for-each select="r:choice(p:label)"><xsl:call-template name="other-language"/></xsl:for-each></xsl:if>
      <xsl:if test="@symbol">
        <span class="symbol"><xsl:value-of select="@symbol"/></span>
        <xsl:text> </xsl:text>
      </xsl:if>
      <xsl:choose>
        <xsl:when test="$own"><xsl:apply-templates select="$own/node()" mode="prose"/></xsl:when>
        <xsl:otherwise><xsl:apply-templates select="r:choice(p:label)/node()" mode="prose"/></xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <!-- The key of a scale, from its highest level down. -->
  <xsl:template match="p:scale" mode="key">
    <table class="key">
      <caption>
        <xsl:call-template name="word">
          <xsl:with-param name="key" select="'key-caption'"/>
          <xsl:with-param name="scale"><xsl:call-template name="text"><xsl:with-param name="of" select="p:label"/></xsl:call-template></xsl:with-param>
        </xsl:call-template>
      </caption>
      <thead>
        <tr>
          <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'level'"/></xsl:call-template></th>
          <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'meaning'"/></xsl:call-template></th>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="p:level">
          <xsl:sort select="@rank" data-type="number" order="descending"/>
          <tr>
            <th scope="row"><xsl:apply-templates select="." mode="chip"/></th>
            <td><xsl:call-template name="text"><xsl:with-param name="of" select="p:meaning"/></xsl:call-template></td>
          </tr>
        </xsl:for-each>
      </tbody>
    </table>
  </xsl:template>

  <!-- How many recommendations of each source stand at each level. -->
  <xsl:template match="p:scale" mode="counts">
    <xsl:variable name="sources" select="key('group', 'engagement recommendation *')"/>
    <xsl:variable name="all" select="key('group', 'all recommendation')"/>
    <table class="counts">
      <caption><xsl:call-template name="word"><xsl:with-param name="key" select="'numbers-caption'"/></xsl:call-template></caption>
      <thead>
        <tr>
          <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'level'"/></xsl:call-template></th>
          <xsl:for-each select="$sources">
            <th scope="col"><xsl:call-template name="text"><xsl:with-param name="of" select="key('by-id', @of)/p:title"/></xsl:call-template></th>
          </xsl:for-each>
          <xsl:if test="$sources[2]">
            <th scope="col"><xsl:call-template name="word"><xsl:with-param name="key" select="'source-all'"/></xsl:call-template></th>
          </xsl:if>
        </tr>
      </thead>
      <tbody>
        <xsl:for-each select="$all/d:level">
          <tr>
            <th scope="row">
              <xsl:choose>
                <xsl:when test="@of"><xsl:apply-templates select="key('by-id', @of)" mode="chip"/></xsl:when>
                <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'level-none'"/></xsl:call-template></xsl:otherwise>
              </xsl:choose>
            </th>
            <xsl:apply-templates select="$sources" mode="count"><xsl:with-param name="level" select="string(@of)"/></xsl:apply-templates>
            <xsl:apply-templates select="$all[$sources[2]]" mode="count"><xsl:with-param name="level" select="string(@of)"/></xsl:apply-templates>
          </tr>
        </xsl:for-each>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row"><xsl:call-template name="word"><xsl:with-param name="key" select="'level-all'"/></xsl:call-template></th>
          <xsl:for-each select="$sources"><td><xsl:call-template name="digits"><xsl:with-param name="n" select="string(@total)"/></xsl:call-template></td></xsl:for-each>
          <xsl:for-each select="$all[$sources[2]]"><td><xsl:call-template name="digits"><xsl:with-param name="n" select="string(@total)"/></xsl:call-template></td></xsl:for-each>
        </tr>
      </tfoot>
    </table>
  </xsl:template>

  <!-- How many of a group stand at a level; left empty, at none. -->
  <xsl:template match="d:group" mode="count">
    <xsl:param name="level"/>
    <td>
      <xsl:call-template name="word">
        <xsl:with-param name="key" select="'n-of-m'"/>
        <xsl:with-param name="n" select="string(sum(d:level[string(@of) = $level]/@count))"/>
        <xsl:with-param name="total" select="string(@total)"/>
      </xsl:call-template>
    </td>
  </xsl:template>

  <!-- A recommendation with the council's position on it. heading is the name of its heading element. -->
  <xsl:template match="p:recommendation" mode="article">
    <xsl:param name="heading" select="'h4'"/>
    <xsl:variable name="state" select="key('state', @id)"/>
    <xsl:variable name="update" select="key('update', concat($state/@said-in, ' ', @id))"/>
    <article class="recommendation" id="{@id}">
      <xsl:element name="{$heading}" namespace="http://www.w3.org/1999/xhtml">
        <span class="reference"><xsl:value-of select="@reference"/></span>
        <xsl:text> </xsl:text>
        <xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template>
      </xsl:element>
      <p class="wording"><xsl:call-template name="text"><xsl:with-param name="of" select="p:wording"/></xsl:call-template></p>
      <p class="status">
        <xsl:call-template name="word"><xsl:with-param name="key" select="'status'"/></xsl:call-template>
        <xsl:choose>
          <xsl:when test="$state/@level"><xsl:apply-templates select="key('by-id', $state/@level)" mode="chip"/></xsl:when>
          <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="'status-unknown'"/></xsl:call-template></xsl:otherwise>
        </xsl:choose>
      </p>
      <xsl:if test="$update/p:commentary | $update/p:next-step">
        <div class="commentary">
          <xsl:call-template name="text"><xsl:with-param name="of" select="$update/p:commentary"/></xsl:call-template>
          <xsl:if test="$update/p:next-step">
            <p class="next-step">
              <xsl:call-template name="word"><xsl:with-param name="key" select="'next-step'"/></xsl:call-template>
              <xsl:call-template name="text"><xsl:with-param name="of" select="$update/p:next-step"/></xsl:call-template>
            </p>
          </xsl:if>
        </div>
      </xsl:if>
    </article>
  </xsl:template>

  <!-- What a section holds: prose, points, observations, prose after them, sections within. depth is that of the section's heading. -->
  <xsl:template match="p:section" mode="content">
    <xsl:param name="depth" select="2"/>
    <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
    <xsl:if test="p:point">
      <ul><xsl:apply-templates select="p:point" mode="content"/></ul>
    </xsl:if>
    <xsl:apply-templates select="p:observation" mode="content"><xsl:with-param name="depth" select="$depth + 1"/></xsl:apply-templates>
    <xsl:call-template name="text"><xsl:with-param name="of" select="p:after"/></xsl:call-template>
    <xsl:for-each select="p:section">
      <section class="voice-{@voice}">
        <xsl:if test="@id"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
        <xsl:element name="h{$depth + 1}" namespace="http://www.w3.org/1999/xhtml">
          <xsl:apply-templates select="." mode="title"/>
        </xsl:element>
        <xsl:apply-templates select="." mode="content"><xsl:with-param name="depth" select="$depth + 1"/></xsl:apply-templates>
      </section>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="p:section" mode="title">
    <xsl:choose>
      <xsl:when test="p:title"><xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template></xsl:when>
      <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="key" select="string(@use)"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="p:point" mode="content">
    <li>
      <xsl:if test="p:title">
        <strong>
          <xsl:call-template name="word">
            <xsl:with-param name="key" select="'label'"/>
            <xsl:with-param name="label"><xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template></xsl:with-param>
          </xsl:call-template>
        </strong>
      </xsl:if>
      <xsl:call-template name="text"><xsl:with-param name="of" select="p:text"/></xsl:call-template>
    </li>
  </xsl:template>

  <xsl:template match="p:observation" mode="content">
    <xsl:param name="depth"/>
    <section class="observation {@kind}">
      <xsl:if test="@id"><xsl:attribute name="id"><xsl:value-of select="@id"/></xsl:attribute></xsl:if>
      <xsl:if test="p:title">
        <xsl:element name="h{$depth}" namespace="http://www.w3.org/1999/xhtml">
          <xsl:call-template name="text"><xsl:with-param name="of" select="p:title"/></xsl:call-template>
        </xsl:element>
      </xsl:if>
      <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
    </section>
  </xsl:template>

  <!-- A fact as an item: its figure after a colon, what is said of it after a comma. -->
  <xsl:template match="p:fact" mode="content">
    <li>
      <xsl:call-template name="linked">
        <xsl:with-param name="text"><xsl:call-template name="text"><xsl:with-param name="of" select="p:label"/></xsl:call-template></xsl:with-param>
      </xsl:call-template>
      <xsl:if test="@value">
        <xsl:call-template name="word"><xsl:with-param name="key" select="'label'"/></xsl:call-template>
        <xsl:apply-templates select="." mode="figure"/>
      </xsl:if>
      <xsl:if test="p:text">
        <xsl:call-template name="word">
          <xsl:with-param name="key">
            <xsl:choose>
              <xsl:when test="@kind = 'rating'">label</xsl:when>
              <xsl:otherwise>list-separator</xsl:otherwise>
            </xsl:choose>
          </xsl:with-param>
        </xsl:call-template>
        <xsl:call-template name="text"><xsl:with-param name="of" select="p:text"/></xsl:call-template>
      </xsl:if>
    </li>
  </xsl:template>

  <!-- Words that are a link if the context node has an address. -->
  <xsl:template name="linked">
    <xsl:param name="text"/>
    <xsl:choose>
      <xsl:when test="@href"><a href="{@href}"><xsl:copy-of select="$text"/></a></xsl:when>
      <xsl:otherwise><xsl:copy-of select="$text"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- A quotation with its speaker: the words themselves as a quotation, an account of them as prose. -->
  <xsl:template match="p:quotation" mode="content">
    <xsl:variable name="speaker"><xsl:apply-templates select="key('by-id', @by)" mode="name"/></xsl:variable>
    <xsl:choose>
      <xsl:when test="@form = 'verbatim'">
        <blockquote>
          <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
          <p><cite><xsl:copy-of select="$speaker"/></cite></p>
        </blockquote>
      </xsl:when>
      <xsl:otherwise>
        <h3><xsl:copy-of select="$speaker"/></h3>
        <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- An offer of support with the people to turn to. -->
  <xsl:template match="p:offer" mode="content">
    <xsl:call-template name="text"><xsl:with-param name="of" select="p:prose"/></xsl:call-template>
    <xsl:apply-templates select="p:contact" mode="content"/>
  </xsl:template>

  <xsl:template match="p:contact" mode="content">
    <xsl:variable name="person" select="key('by-id', @person)"/>
    <address class="contact">
      <p><strong><xsl:apply-templates select="$person" mode="name"/></strong></p>
      <xsl:if test="p:text">
        <p><xsl:call-template name="text"><xsl:with-param name="of" select="p:text"/></xsl:call-template></p>
      </xsl:if>
      <xsl:if test="$person/p:email">
        <p>
          <xsl:call-template name="word"><xsl:with-param name="key" select="'email'"/></xsl:call-template>
          <a href="mailto:{normalize-space($person/p:email)}"><xsl:value-of select="normalize-space($person/p:email)"/></a>
        </p>
      </xsl:if>
      <xsl:if test="$person/p:telephone">
        <p>
          <xsl:call-template name="word"><xsl:with-param name="key" select="'telephone'"/></xsl:call-template>
          <a href="tel:{translate($person/p:telephone, ' ', '')}"><xsl:value-of select="normalize-space($person/p:telephone)"/></a>
        </p>
      </xsl:if>
    </address>
  </xsl:template>

  <!-- Awards and other recognition; $sections is the report's. -->
  <xsl:template name="recognition">
    <xsl:apply-templates select="$sections[@use = 'recognition']" mode="content"/>
    <xsl:if test="$this-cycle/p:fact[@kind = 'award']">
      <ul>
        <xsl:apply-templates select="$this-cycle/p:fact[@kind = 'award']" mode="content"/>
      </ul>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
