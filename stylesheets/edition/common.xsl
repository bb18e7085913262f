<?xml version="1.0" encoding="UTF-8"?>
<!-- What the print, web and text editions share: the theme, the catalogue of words, and questions about the content. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:svg="http://www.w3.org/2000/svg"
    xmlns:ed="urn:peerpress:edition:1"
    xmlns:func="http://exslt.org/functions"
    xmlns:str="http://exslt.org/strings"
    xmlns:exsl="http://exslt.org/common"
    xmlns:t="urn:peerpress:transform:1"
    extension-element-prefixes="func"
    exclude-result-prefixes="h svg ed str exsl t">

  <!-- A theme's name (default means theme/default.xml beside this folder) or the address of a theme file. -->
  <xsl:param name="theme" select="'default'"/>

  <xsl:variable name="theme-address">
    <xsl:choose>
      <xsl:when test="contains($theme, '/') or contains($theme, '.')"><xsl:value-of select="$theme"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="concat('../theme/', $theme, '.xml')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:variable>
  <xsl:variable name="house" select="document(string($theme-address))/theme"/>

  <xsl:key name="id" match="*[@id]" use="@id"/>
  <xsl:key name="noteref" match="h:a[@role = 'doc-noteref']" use="substring-after(@href, '#')"/>

  <!-- Patterns for what is hidden, has changed or sets a direction are node()[...]: libxslt counts the siblings of each node that it tests
       against *[...], and goes through all nodes of a key() in a pattern, which take long in a long table. -->

  <!-- The footnotes of a section: of the nearest one around them -->
  <xsl:key name="notes-of" match="h:aside[@role = 'doc-footnote'][@id][key('noteref', @id)]"
    use="generate-id(ancestor::*[self::h:section or self::h:article or self::h:main or self::h:body][1])"/>

  <!-- The value of that kind (colour, length, font, number, text) and name; a theme without it is an error. -->
  <func:function name="ed:theme">
    <xsl:param name="kind"/>
    <xsl:param name="name"/>
    <xsl:variable name="value" select="$house/*[local-name() = $kind][@name = $name][not(@lang)]"/>
    <xsl:if test="not($value)">
      <xsl:message terminate="yes">The theme “<xsl:value-of select="$theme"/>” cannot be read, or has no <xsl:value-of
        select="$kind"/> named “<xsl:value-of select="$name"/>”.</xsl:message>
    </xsl:if>
    <func:result select="string($value)"/>
  </func:function>

  <!-- The theme's own font for a language (by its whole tag, else by its first part): a font element, or nothing. -->
  <func:function name="ed:font">
    <xsl:param name="lang"/>
    <xsl:variable name="whole" select="$house/font[@name = 'body'][@lang = $lang]"/>
    <func:result select="$whole | $house/font[@name = 'body'][not($whole)][@lang = substring-before(concat($lang, '-'), '-')]"/>
  </func:function>

  <!-- The language in force at a node. -->
  <func:function name="ed:lang">
    <xsl:param name="node"/>
    <xsl:variable name="holder" select="$node/ancestor-or-self::*[@xml:lang or @lang][1]"/>
    <func:result select="string($holder/@xml:lang | $holder/@lang[not($holder/@xml:lang)])"/>
  </func:function>

  <!-- The direction in force at a node: ltr or rtl. -->
  <func:function name="ed:direction">
    <xsl:param name="node"/>
    <xsl:variable name="dir" select="$node/ancestor-or-self::*[@dir = 'rtl' or @dir = 'ltr'][1]/@dir"/>
    <xsl:choose>
      <xsl:when test="$dir = 'rtl'"><func:result select="'rtl'"/></xsl:when>
      <xsl:otherwise><func:result select="'ltr'"/></xsl:otherwise>
    </xsl:choose>
  </func:function>

  <!-- Fixed words: the phrase of that name in the catalogue of a language (its first part counts), else in the first catalogue. -->
  <xsl:variable name="catalogues" select="document('words/index.xml')/languages/language"/>

  <func:function name="ed:phrase">
    <xsl:param name="name"/>
    <xsl:param name="lang"/>
    <xsl:variable name="own" select="$catalogues[@code = substring-before(concat($lang, '-'), '-')]"/>
    <xsl:variable name="catalogue" select="$own | $catalogues[not($own)][1]"/>
    <func:result select="document(concat('words/', $catalogue/@href))/words/phrase[@name = $name]"/>
  </func:function>

  <!-- The quotation mark ('open' or 'close') of a q element: inner marks inside another q. -->
  <func:function name="ed:quote">
    <xsl:param name="q"/>
    <xsl:param name="side"/>
    <xsl:variable name="depth" select="count($q/ancestor::h:q)"/>
    <xsl:choose>
      <xsl:when test="$depth mod 2 = 0"><func:result select="string(ed:phrase(concat('quote-', $side), ed:lang($q)))"/></xsl:when>
      <xsl:otherwise><func:result select="string(ed:phrase(concat('inner-quote-', $side), ed:lang($q)))"/></xsl:otherwise>
    </xsl:choose>
  </func:function>

  <!-- Elements of blocks and of lines, each name between spaces. -->
  <xsl:variable name="block-names" select="concat(' address article aside blockquote caption dd details div dl dt fieldset figcaption',
    ' figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table ul ')"/>
  <xsl:variable name="inline-names" select="concat(' a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small',
    ' span strong sub sup svg time u var wbr ')"/>

  <!-- Is this node a block? An element of lines, or one that we do not know, is a block if it holds one. -->
  <func:function name="ed:is-block">
    <xsl:param name="node"/>
    <xsl:variable name="name" select="concat(' ', local-name($node), ' ')"/>
    <func:result select="boolean($node/self::*) and (contains($block-names, $name)
      or boolean($node/*[contains($block-names, concat(' ', local-name(), ' '))]))"/>
  </func:function>

  <!-- Does an element hold a block? -->
  <func:function name="ed:holds-blocks">
    <xsl:param name="node"/>
    <func:result select="boolean($node/*[contains($block-names, concat(' ', local-name(), ' '))
      or *[contains($block-names, concat(' ', local-name(), ' '))]])"/>
  </func:function>

  <!-- Is this a part of a recommendation's head: its heading, wording or status? -->
  <func:function name="ed:is-recommendation-head">
    <xsl:param name="node"/>
    <func:result select="boolean($node[self::h:h2 or self::h:h3 or self::h:h4 or self::h:h5 or self::h:h6
      or self::h:p[contains(concat(' ', @class, ' '), ' wording ') or contains(concat(' ', @class, ' '), ' status ')]])"/>
  </func:function>

  <!-- The value of a property (color or background-color) among the declarations of a style attribute, parted at semicolons; empty if it is
       not there. -->
  <func:function name="ed:style">
    <xsl:param name="declarations"/>
    <xsl:param name="property"/>
    <xsl:variable name="declaration" select="$declarations[normalize-space(substring-before(., ':')) = $property][last()]"/>
    <func:result select="translate(normalize-space(substring-after($declaration, ':')), '&quot;&lt;&gt;{}', '')"/>
  </func:function>

  <!-- A length (mm, cm, in, pt, pc, px, or a bare number of px) as a number of points; NaN if it is none. -->
  <func:function name="ed:points">
    <xsl:param name="length"/>
    <xsl:variable name="number" select="number(translate($length, 'cimnptx ', ''))"/>
    <xsl:variable name="unit" select="translate($length, '0123456789.+- ', '')"/>
    <xsl:choose>
      <xsl:when test="$unit = 'mm'"><func:result select="$number * 72 div 25.4"/></xsl:when>
      <xsl:when test="$unit = 'cm'"><func:result select="$number * 720 div 25.4"/></xsl:when>
      <xsl:when test="$unit = 'in'"><func:result select="$number * 72"/></xsl:when>
      <xsl:when test="$unit = 'pc'"><func:result select="$number * 12"/></xsl:when>
      <xsl:when test="$unit = 'pt'"><func:result select="$number"/></xsl:when>
      <xsl:when test="$unit = 'px' or $unit = ''"><func:result select="$number * 0.75"/></xsl:when>
      <xsl:otherwise><func:result select="number('NaN')"/></xsl:otherwise>
    </xsl:choose>
  </func:function>

  <!-- How many columns or rows a span attribute asks for: at least 1, at most 1000 as in HTML. -->
  <func:function name="ed:span">
    <xsl:param name="attribute"/>
    <xsl:variable name="number" select="floor(number($attribute))"/>
    <xsl:choose>
      <xsl:when test="$number &gt; 1000"><func:result select="1000"/></xsl:when>
      <xsl:when test="$number &gt; 1"><func:result select="$number"/></xsl:when>
      <xsl:otherwise><func:result select="1"/></xsl:otherwise>
    </xsl:choose>
  </func:function>

  <!-- The number of an ordered list's item, which is the list's position-th. In a plain list no item sets its value. -->
  <func:function name="ed:number">
    <xsl:param name="item"/>
    <xsl:param name="position"/>
    <xsl:param name="plain"/>
    <xsl:variable name="list" select="$item/.."/>
    <xsl:variable name="step" select="1 - 2 * boolean($list/@reversed)"/>
    <xsl:variable name="set" select="($item | $item[not($plain)]/preceding-sibling::h:li)[number(@value) = number(@value)][last()]"/>
    <xsl:choose>
      <xsl:when test="$set">
        <func:result select="number($set/@value) + $step * ($position - 1 - count($set/preceding-sibling::h:li))"/>
      </xsl:when>
      <xsl:when test="number($list/@start) = number($list/@start)"><func:result select="number($list/@start) + $step * ($position - 1)"/></xsl:when>
      <xsl:when test="$list/@reversed"><func:result select="count($list/h:li) - $position + 1"/></xsl:when>
      <xsl:otherwise><func:result select="$position"/></xsl:otherwise>
    </xsl:choose>
  </func:function>

  <!-- The marker of an ordered list's item: its number in the list's type (1, a, A, i, I) and a full stop. -->
  <xsl:template name="marker">
    <xsl:param name="position"/>
    <xsl:param name="plain"/>
    <xsl:variable name="type" select="(@type | ../@type[not(current()/@type)])[1]"/>
    <xsl:variable name="value" select="ed:number(., $position, $plain)"/>
    <xsl:choose>
      <xsl:when test="not($value &gt;= 1) or not(contains(' a A i I ', concat(' ', $type, ' ')))"><xsl:value-of select="$value"/></xsl:when>
      <xsl:when test="$type = 'a'"><xsl:number value="$value" format="a"/></xsl:when>
      <xsl:when test="$type = 'A'"><xsl:number value="$value" format="A"/></xsl:when>
      <xsl:when test="$type = 'i'"><xsl:number value="$value" format="i"/></xsl:when>
      <xsl:otherwise><xsl:number value="$value" format="I"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text>.</xsl:text>
  </xsl:template>

  <!-- The words that stand for a picture: alt, aria-label, or the title and description of an SVG. -->
  <func:function name="ed:alternative">
    <xsl:param name="picture"/>
    <xsl:variable name="svg" select="$picture/descendant-or-self::svg:svg[1]"/>
    <xsl:choose>
      <xsl:when test="$picture/@alt"><func:result select="normalize-space($picture/@alt)"/></xsl:when>
      <xsl:when test="$picture/@aria-label"><func:result select="normalize-space($picture/@aria-label)"/></xsl:when>
      <xsl:when test="$svg/svg:title and $svg/svg:desc">
        <func:result select="concat(normalize-space($svg/svg:title), '. ', normalize-space($svg/svg:desc))"/>
      </xsl:when>
      <xsl:otherwise><func:result select="normalize-space($svg/svg:title | $svg/svg:desc)"/></xsl:otherwise>
    </xsl:choose>
  </func:function>

  <!-- Is a picture only decoration? An empty alt, or hidden from assistive technology. -->
  <func:function name="ed:is-decoration">
    <xsl:param name="picture"/>
    <func:result select="boolean($picture[(@alt and normalize-space(@alt) = '') or @aria-hidden = 'true'
      or @role = 'presentation' or @role = 'none'])"/>
  </func:function>

  <!-- Is this aside a footnote that some mark in the text refers to? -->
  <func:function name="ed:is-note">
    <xsl:param name="node"/>
    <func:result select="boolean($node[@role = 'doc-footnote'][@id][key('noteref', @id)])"/>
  </func:function>

  <!-- May a link go there? Into the document, to a relative address, or by one of these schemes. -->
  <func:function name="ed:is-safe">
    <xsl:param name="address"/>
    <xsl:variable name="start" select="substring-before(concat(translate($address, '/?#', ':::'), ':'), ':')"/>
    <xsl:variable name="scheme" select="translate($start, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"/>
    <func:result select="not(starts-with(substring-after($address, $start), ':'))
      or contains(' http https mailto tel ftp ', concat(' ', $scheme, ' '))"/>
  </func:function>

  <xsl:variable name="lang" select="ed:lang(/h:html)"/>
  <xsl:variable name="landscape" select="contains(concat(' ', /h:html/h:body/@class, ' '), ' landscape ')"/>
  <xsl:variable name="title" select="normalize-space(/h:html/h:head/h:title)"/>

  <!-- A heading's id: its own, or heading-N, the N-th of the document. Each entry is named after the heading's level (l1 to l6), so
       that the nearest one of a level is found by its name alone. -->
  <xsl:variable name="headings">
    <xsl:for-each select="/h:html/h:body//*[self::h:h1 or self::h:h2 or self::h:h3 or self::h:h4 or self::h:h5 or self::h:h6]
        [not(@hidden)]">
      <xsl:element name="l{substring(local-name(), 2)}">
        <xsl:attribute name="node"><xsl:value-of select="generate-id()"/></xsl:attribute>
        <xsl:attribute name="id">
          <xsl:choose>
            <xsl:when test="@id"><xsl:value-of select="@id"/></xsl:when>
            <xsl:otherwise>heading-<xsl:value-of select="position()"/></xsl:otherwise>
          </xsl:choose>
        </xsl:attribute>
        <xsl:apply-templates select="." mode="title"/>
      </xsl:element>
    </xsl:for-each>
  </xsl:variable>

  <xsl:key name="heading" match="/*[@node]" use="@node"/>
  <!-- The id under which a heading can be reached -->
  <func:function name="ed:heading-id">
    <xsl:param name="heading"/>
    <xsl:variable name="node" select="generate-id($heading)"/>
    <xsl:variable name="id"><xsl:for-each select="exsl:node-set($headings)"><xsl:value-of select="key('heading', $node)/@id"/></xsl:for-each></xsl:variable>
    <func:result select="string($id)"/>
  </func:function>

  <!-- A heading's words on one line, without the marks of its footnotes -->
  <xsl:template match="*" mode="title">
    <xsl:variable name="words"><xsl:apply-templates select="node()" mode="title-words"/></xsl:variable>
    <xsl:value-of select="normalize-space($words)"/>
  </xsl:template>
  <xsl:template match="h:a[@role = 'doc-noteref'] | node()[@hidden]" mode="title-words"/>
  <xsl:template match="h:br" mode="title-words"><xsl:text> </xsl:text></xsl:template>
  <xsl:template match="h:img" mode="title-words"><xsl:value-of select="@alt"/></xsl:template>
  <xsl:template name="require-content">
    <xsl:if test="not(h:html/h:body)">
      <xsl:message terminate="yes" t:hint="save the document as XHTML, with html and body in that namespace">The content is not an XHTML document: its root is “<xsl:value-of
        select="name(*)"/>”, not html in the namespace http://www.w3.org/1999/xhtml with a body.</xsl:message>
    </xsl:if>
    <xsl:call-template name="warn-twice"/>
  </xsl:template>

  <!-- Which of them a link leads to is not to be known. -->
  <xsl:template name="warn-twice">
    <xsl:for-each select="//*[@id][generate-id() != generate-id(key('id', @id)[1])]">
      <xsl:message t:hint="give it an id of its own: links lead to the first of them">The id “<xsl:value-of select="@id"/>” stands at an earlier element already.</xsl:message>
    </xsl:for-each>
  </xsl:template>

  <!-- What no edition can show is named, never dropped in silence. -->
  <xsl:template name="warn-unknown">
    <xsl:message t:hint="docs/content.md lists the elements; use one of them, or div or span with a class">Element “<xsl:value-of select="name()"/>” is not part of the documented content; its content is kept.</xsl:message>
  </xsl:template>

  <xsl:template name="warn-item">
    <xsl:message t:hint="put it into an li">A list holds li elements only; “<xsl:value-of select="name()"/>” is taken for an item.</xsl:message>
  </xsl:template>

  <xsl:template name="warn-style">
    <xsl:param name="declarations"/>
    <xsl:for-each select="$declarations[normalize-space()][not(contains(' color background-color ', concat(' ', normalize-space(substring-before(., ':')), ' ')))]">
      <xsl:message t:hint="give the element a class and set the rest in the theme, or leave it out">A style attribute may set color and background-color only, not “<xsl:value-of select="normalize-space(substring-before(., ':'))"/>”.</xsl:message>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="warn-nowhere">
    <xsl:message t:hint="correct the address, or give the element that it means this id">The link to “<xsl:value-of select="@href"/>” leads nowhere: no element has that id.</xsl:message>
  </xsl:template>

  <xsl:template name="warn-unsafe">
    <xsl:message t:hint="link to https://, http://, mailto:, tel: or #id">The address “<xsl:value-of select="@href"/>” is not one that a document may link to; its words are kept.</xsl:message>
  </xsl:template>

  <xsl:template name="warn-alternative">
    <xsl:message t:hint='give it an alt attribute (alt="" if it is only decoration), an SVG a title'>A picture has no alternative text.</xsl:message>
  </xsl:template>

  <xsl:template name="warn-unshown">
    <xsl:message t:hint="leave it out of the content, or show what it says in another way">Element “<xsl:value-of select="name()"/>” cannot be shown in this edition; it is left out.</xsl:message>
  </xsl:template>
</xsl:stylesheet>
