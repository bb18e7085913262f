<?xml version="1.0" encoding="UTF-8"?>
<!-- Tables of the printed page. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format"
    xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:ed="urn:peerpress:edition:1"
    xmlns:exsl="http://exslt.org/common"
    xmlns:set="http://exslt.org/sets"
    xmlns:str="http://exslt.org/strings"
    xmlns:math="http://exslt.org/math"
    xmlns:func="http://exslt.org/functions"
    extension-element-prefixes="func"
    exclude-result-prefixes="h svg ed exsl set str math func">

  <!-- A table of data, or of six columns or more, is set smaller, and so is one without room for its words; if there is no room even so,
       it is set as small as may be, or if what is read beside its numbers would be squeezed. The caption stands before the table, in a
       block with the role Caption; both keep together, as do all rows of a short table. -->
  <xsl:template match="h:table">
    <fo:block role="Div" space-before="14pt" space-after="14pt">
      <xsl:if test="ed:is-short-table(.)"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <xsl:call-template name="edges"/>
      <xsl:apply-templates select="h:caption"/>
      <xsl:if test="h:tr | */h:tr">
        <fo:table role="Table" xsl:use-attribute-sets="table">
          <xsl:variable name="estimates"><xsl:call-template name="estimates"/></xsl:variable>
          <!-- Points of width for each point of the font's size -->
          <xsl:variable name="least" select="0.51 * sum(exsl:node-set($estimates)/column/@least) * not(h:colgroup/h:col/@width or h:col/@width)"/>
          <xsl:variable name="size">
            <xsl:choose>
              <xsl:when test="$measure &lt; ($least + 7) * ed:points($size-small) and $least &gt; 0
                  and exsl:node-set($estimates)/column[@most - @least &gt; 25] and not(contains(concat(' ', @class, ' '), ' data '))">
                <xsl:value-of select="$size-least"/>
              </xsl:when>
              <xsl:when test="$measure &lt; $least * ed:points($size-small)"><xsl:value-of select="$size-least"/></xsl:when>
              <xsl:when test="(h:tr | h:thead/h:tr | h:tbody/h:tr)[1]/*[not(@hidden)][6] or $measure &lt; $least * ed:points($size-table)
                  or contains(concat(' ', @class, ' '), ' data ')"><xsl:value-of select="$size-small"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="$size-table"/></xsl:otherwise>
            </xsl:choose>
          </xsl:variable>
          <xsl:attribute name="font-size"><xsl:value-of select="$size"/></xsl:attribute>
          <xsl:call-template name="carry"/>
          <xsl:call-template name="columns">
            <xsl:with-param name="size" select="string($size)"/>
            <xsl:with-param name="columns" select="exsl:node-set($estimates)/column"/>
          </xsl:call-template>
          <xsl:call-template name="row-groups"/>
        </fo:table>
        <xsl:if test="h:tbody/h:tr[1]/h:th[@scope = 'rowgroup'][@colspan]">
          <fo:block role="Artifact"><fo:marker marker-class-name="group"/></fo:block>
        </xsl:if>
      </xsl:if>
    </fo:block>
  </xsl:template>

  <xsl:template match="h:caption">
    <fo:block role="Caption" xsl:use-attribute-sets="caption" space-after="5pt" keep-with-next.within-page="always">
      <xsl:call-template name="carry"/>
      <xsl:call-template name="flow"/>
    </fo:block>
  </xsl:template>

  <!-- Rows outside thead, tbody and tfoot are a body; a first row of header cells alone is a head. The foot stands once, after the last
       body, and not on each page: it is a body of the role TFoot. -->
  <xsl:template name="row-groups">
    <xsl:variable name="first" select="(h:tr | h:tbody/h:tr)[1]"/>
    <xsl:variable name="head" select="$first[not(../h:thead or ../../h:thead)][h:th][not(h:td)][not(h:th/@rowspan &gt; 1)]
      [following-sibling::h:tr or ../following-sibling::h:tbody/h:tr]"/>
    <xsl:if test="h:thead/h:tr or $head">
      <fo:table-header role="THead" xsl:use-attribute-sets="row-group">
        <xsl:apply-templates select="h:thead/h:tr | $head"/>
      </fo:table-header>
    </xsl:if>
    <xsl:variable name="rows" select="h:tr[generate-id() != generate-id($head)]"/>
    <xsl:if test="$rows">
      <fo:table-body role="TBody" xsl:use-attribute-sets="row-group"><xsl:apply-templates select="$rows"/></fo:table-body>
    </xsl:if>
    <xsl:for-each select="h:tbody">
      <xsl:variable name="body-rows" select="h:tr[generate-id() != generate-id($head)]"/>
      <xsl:if test="$body-rows">
        <fo:table-body role="TBody" xsl:use-attribute-sets="row-group">
          <xsl:call-template name="carry"/>
          <xsl:for-each select="$body-rows[1]/h:th[@scope = 'rowgroup'][@colspan]">
            <fo:marker marker-class-name="group"><xsl:apply-templates select="." mode="title"/></fo:marker>
          </xsl:for-each>
          <xsl:apply-templates select="$body-rows"/>
        </fo:table-body>
      </xsl:if>
    </xsl:for-each>
    <xsl:if test="h:tfoot/h:tr">
      <fo:table-body role="TFoot" xsl:use-attribute-sets="row-group"><xsl:apply-templates select="h:tfoot/h:tr"/></fo:table-body>
    </xsl:if>
    <xsl:if test="not(h:tr | h:tbody/h:tr | h:tfoot/h:tr)">
      <fo:table-body role="TBody"><fo:table-row role="TR"><fo:table-cell role="TD"><fo:block/></fo:table-cell></fo:table-row></fo:table-body>
    </xsl:if>
  </xsl:template>

  <!-- A table that fills no more than some sixth of a page -->
  <func:function name="ed:is-short-table">
    <xsl:param name="table"/>
    <func:result select="count($table//h:tr) &lt; 6 and string-length($table) &lt; 500"/>
  </func:function>

  <!-- A row of some eight lines or less is not broken. No row stands alone at the end of a page or at the beginning of one, and the foot
       stands under a row. -->
  <xsl:template match="h:tr">
    <fo:table-row role="TR">
      <xsl:if test="string-length() &lt; 1200 and not(*[string-length() &gt; 400])"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <xsl:choose>
        <xsl:when test="h:th[@scope = 'rowgroup']"><xsl:attribute name="keep-with-next.within-page">always</xsl:attribute></xsl:when>
        <xsl:when test="not(parent::h:thead | preceding-sibling::*[1][self::h:tr]) and following-sibling::*[1]">
          <xsl:attribute name="keep-with-next.within-page">5</xsl:attribute>
        </xsl:when>
      </xsl:choose>
      <xsl:choose>
        <xsl:when test="contains(concat(' ', @class, ' '), ' subtotal ')">
          <xsl:attribute name="keep-with-previous.within-page">always</xsl:attribute>
        </xsl:when>
        <xsl:when test="parent::h:tfoot or not(parent::h:thead | following-sibling::*[1]) and preceding-sibling::*[1][self::h:tr]">
          <xsl:attribute name="keep-with-previous.within-page">5</xsl:attribute>
        </xsl:when>
      </xsl:choose>
      <xsl:call-template name="carry"/>
      <xsl:apply-templates select="h:th[not(@hidden)] | h:td[not(@hidden)]"/>
    </fo:table-row>
  </xsl:template>

  <xsl:template match="h:td | h:th">
    <xsl:choose>
      <xsl:when test="contains(concat(' ', ../@class, ' '), ' subtotal ')">
        <fo:table-cell role="{translate(local-name(), 'tdh', 'TDH')}" xsl:use-attribute-sets="subtotal-cell">
          <xsl:if test="self::h:th"><xsl:attribute name="font-weight">bold</xsl:attribute></xsl:if>
          <xsl:call-template name="cell"/>
        </fo:table-cell>
      </xsl:when>
      <xsl:when test="self::h:td"><fo:table-cell role="TD" xsl:use-attribute-sets="cell"><xsl:call-template name="cell"/></fo:table-cell></xsl:when>
      <xsl:when test="@scope = 'rowgroup' and @colspan">
        <fo:table-cell role="TH" xsl:use-attribute-sets="group-cell"><xsl:call-template name="cell"/></fo:table-cell>
      </xsl:when>
      <xsl:otherwise>
        <fo:table-cell role="TH" xsl:use-attribute-sets="cell" font-weight="bold"><xsl:call-template name="cell"/></fo:table-cell>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>
  <xsl:template match="h:thead/h:tr/*" priority="1">
    <fo:table-cell role="{translate(local-name(), 'tdh', 'TDH')}" xsl:use-attribute-sets="head-cell"><xsl:call-template name="cell"/></fo:table-cell>
  </xsl:template>

  <xsl:template match="h:tfoot/h:tr/*" priority="1">
    <fo:table-cell role="{translate(local-name(), 'tdh', 'TDH')}" xsl:use-attribute-sets="cell" font-weight="bold">
      <xsl:call-template name="cell"/>
    </fo:table-cell>
  </xsl:template>

  <xsl:template name="cell">
    <xsl:if test="@colspan and ed:span(@colspan) &gt; 1">
      <xsl:attribute name="number-columns-spanned"><xsl:value-of select="ed:span(@colspan)"/></xsl:attribute>
    </xsl:if>
    <xsl:if test="@rowspan">
      <xsl:variable name="left" select="count(../following-sibling::h:tr) + 1"/>
      <xsl:variable name="asked" select="ed:span(@rowspan)"/>
      <xsl:variable name="rows" select="$left * (@rowspan = 0 or $asked &gt; $left) + $asked * (@rowspan != 0 and not($asked &gt; $left))"/>
      <xsl:if test="$rows &gt; 1"><xsl:attribute name="number-rows-spanned"><xsl:value-of select="$rows"/></xsl:attribute></xsl:if>
    </xsl:if>
    <xsl:if test="contains(concat(' ', @class, ' '), ' number ')"><xsl:attribute name="text-align">end</xsl:attribute></xsl:if>
    <xsl:call-template name="carry"/>
    <xsl:call-template name="changed-flow"/>
  </xsl:template>

  <!-- What each column needs: a column element each -->
  <xsl:template name="estimates">
    <xsl:variable name="table" select="."/>
    <xsl:variable name="rows" select="h:tr | h:thead/h:tr | h:tbody/h:tr | h:tfoot/h:tr"/>
    <xsl:variable name="counts">
      <xsl:for-each select="$rows">
        <n>
          <xsl:choose>
            <xsl:when test="*/@colspan">
              <xsl:variable name="spans"><xsl:for-each select="*[not(@hidden)]"><n><xsl:value-of select="ed:span(@colspan)"/></n></xsl:for-each></xsl:variable>
              <xsl:value-of select="sum(exsl:node-set($spans)/n)"/>
            </xsl:when>
            <xsl:otherwise><xsl:value-of select="count(*[not(@hidden)])"/></xsl:otherwise>
          </xsl:choose>
        </n>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="count" select="number(math:max(exsl:node-set($counts)/n | exsl:node-set('1')))"/>
    <xsl:variable name="plain-rows" select="$rows[not(*/@colspan)]"/>
    <xsl:for-each select="str:split(str:padding($count, 'x'), '')">
      <xsl:variable name="from-end" select="$count - position()"/>
      <xsl:for-each select="$table"><xsl:call-template name="estimate">
          <xsl:with-param name="cells" select="$plain-rows/*[not(@hidden)][last() - $from-end]"/>
      </xsl:call-template></xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <!-- Columns: the widths of col elements where there are any, else widths that suit the content -->
  <xsl:template name="columns">
    <xsl:param name="size"/>
    <xsl:param name="columns"/>
    <xsl:variable name="table" select="."/>
    <xsl:variable name="least" select="sum($columns/@least)"/>
    <xsl:variable name="most" select="sum($columns/@most)"/>
    <xsl:variable name="room" select="$measure div (0.51 * ed:points($size))"/>
    <xsl:for-each select="$columns">
      <xsl:variable name="position" select="position()"/>
      <xsl:variable name="given" select="($table/h:colgroup/h:col | $table/h:col)[$position]/@width"/>
      <fo:table-column column-number="{$position}">
        <xsl:attribute name="column-width">
          <xsl:choose>
            <xsl:when test="contains($given, '%') or ed:points($given) &gt; 0">
              <xsl:value-of select="$given"/><xsl:if test="number($given) = number($given)">px</xsl:if>
            </xsl:when>
            <xsl:when test="$most &lt;= $room or $most = $least">proportional-column-width(<xsl:value-of select="@most"/>)</xsl:when>
            <xsl:otherwise>
              <xsl:variable name="spare" select="$room - $least"/>
              <xsl:variable name="share" select="(@most - @least) div ($most - $least)"/>
              <xsl:text>proportional-column-width(</xsl:text>
              <xsl:value-of select="round(10 * (@least + $spare * ($spare &gt; 0) * $share)) div 10"/>
              <xsl:text>)</xsl:text>
            </xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:if test="@header = 'true'"><xsl:attribute name="fox:header">true</xsl:attribute></xsl:if>
      </fo:table-column>
    </xsl:for-each>
  </xsl:template>

  <!-- What a column needs, in characters: least for its longest word, most for its longest text (no more than 60). In a table of data
       columns differ more, and a few long texts among short ones must not squeeze the rest: there it is the mean of the longest text (no
       more than 110) and of the usual one. Bold is wider. -->
  <xsl:template name="estimate">
    <xsl:param name="cells"/>
    <xsl:variable name="texts" select="$cells[not(h:p or h:ul)] | $cells[h:p]/node() | $cells/h:ul/h:li"/>
    <xsl:variable name="cap" select="60 + 50 * contains(concat(' ', @class, ' '), ' data ')"/>
    <xsl:variable name="lengths">
      <n>1</n>
      <xsl:for-each select="$texts"><n><xsl:value-of select="string-length(normalize-space()) * (1 + 0.1 * boolean(self::h:th))"/></n></xsl:for-each>
    </xsl:variable>
    <xsl:variable name="chips" select="$texts/descendant-or-self::h:span[contains(concat(' ', @class, ' '), ' level ')]"/>
    <xsl:variable name="long-words">
      <xsl:call-template name="word-lengths"><xsl:with-param name="texts" select="$texts[string-length() &gt;= 9]"/><xsl:with-param name="least" select="9"/></xsl:call-template>
    </xsl:variable>
    <xsl:variable name="words">
      <n>1</n>
      <xsl:for-each select="$chips"><n><xsl:value-of select="string-length(normalize-space()) + 3.2"/></n></xsl:for-each>
      <xsl:copy-of select="$long-words"/>
      <xsl:if test="$long-words = ''">
        <xsl:call-template name="word-lengths"><xsl:with-param name="texts" select="$texts"/></xsl:call-template>
      </xsl:if>
    </xsl:variable>
    <xsl:variable name="maximum" select="math:max(exsl:node-set($lengths)/n)"/>
    <xsl:variable name="capped" select="$maximum * ($maximum &lt; $cap) + $cap * ($maximum &gt;= $cap)"/>
    <xsl:variable name="usual" select="sum(exsl:node-set($lengths)/n) div count(exsl:node-set($lengths)/n)"/>
    <xsl:variable name="longest" select="$capped * ($cap = 60) + ($capped + $usual) div 2 * ($cap &gt; 60)"/>
    <xsl:variable name="word" select="math:max(exsl:node-set($words)/n)"/>
    <xsl:variable name="least" select="($word * ($word &lt; 36) + 36 * ($word &gt;= 36)) + 3"/>
    <xsl:variable name="most" select="$longest + 3"/>
    <column least="{$least}" most="{$most * ($most &gt; $least) + $least * ($most &lt;= $least)}">
      <xsl:if test="$cells[self::h:th][ancestor::h:tbody or parent::h:tr/parent::h:table] and not($cells[self::h:td][not(ancestor::h:thead)])">
        <xsl:attribute name="header">true</xsl:attribute>
      </xsl:if>
    </column>
  </xsl:template>

  <!-- The widths of words of so many characters or more, an n element each. Bold is wider, but less than one character in nine. -->
  <xsl:template name="word-lengths">
    <xsl:param name="texts"/>
    <xsl:param name="least" select="1"/>
    <xsl:for-each select="$texts">
      <xsl:variable name="bold" select="1 + 0.1 * boolean(self::h:th)"/>
      <xsl:for-each select="str:tokenize(.)[string-length() &gt;= $least]"><n><xsl:value-of select="string-length() * $bold * 1.06 + 0.3"/></n></xsl:for-each>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
