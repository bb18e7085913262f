<?xml version="1.0" encoding="UTF-8"?>
<!-- The style of the web page: the theme's values as custom properties (a colour named text is var(- -text), and so on), then the rules.
     The signs that XML escapes do not occur in them: an HTML parser would read the escape itself. -->
<xsl:stylesheet version="1.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:ed="urn:peerpress:edition:1"
    exclude-result-prefixes="ed">

  <xsl:template name="style">
    <xsl:text>&#10;:root{color-scheme:light dark;</xsl:text>
    <xsl:for-each select="$house/colour"><xsl:value-of select="concat('--', @name, ':', ., ';')"/></xsl:for-each>
    <xsl:for-each select="$house/length[starts-with(@name, 'size-') or starts-with(@name, 'space-') or @name = 'indent']">
      <xsl:value-of select="concat('--', @name, ':', round(1000 * ed:points(.) div ed:points(ed:theme('length', 'size-body'))) div 1000, 'rem;')"/>
    </xsl:for-each>
    <xsl:for-each select="$house/number"><xsl:value-of select="concat('--', @name, ':', ., ';')"/></xsl:for-each>
    <xsl:for-each select="$house/font[not(@lang)]"><xsl:value-of select="concat('--font-', @name, ':', ., ';')"/></xsl:for-each>
    <xsl:value-of select="concat('--emphasis-style:', ed:theme('text', 'emphasis-style'), ';--emphasis-weight:', ed:theme('text', 'emphasis-weight'), '}')"/>
    <xsl:text>&#10;@media screen and (prefers-color-scheme:dark){:root{</xsl:text>
    <xsl:for-each select="$house/colour[@dark]"><xsl:value-of select="concat('--', @name, ':', @dark, ';')"/></xsl:for-each>
    <xsl:text>}}&#10;</xsl:text>
    <xsl:for-each select="$house/font[@lang]">
      <xsl:value-of select="concat(':lang(', @lang, '){font-family:', ., ';')"/>
      <xsl:if test="@line-height"><xsl:value-of select="concat('line-height:', @line-height, ';')"/></xsl:if>
      <xsl:text>}&#10;</xsl:text>
    </xsl:for-each>
    <xsl:variable name="turned" select="$landscape and ed:points(ed:theme('length', 'page-width')) &lt; ed:points(ed:theme('length', 'page-height'))"/>
    <xsl:value-of select="concat('@page{size:', ed:theme('length', concat('page-', substring('width height', 1 + 6 * $turned, 5 + $turned))), ' ',
      ed:theme('length', concat('page-', substring('height width', 1 + 7 * $turned, 6 - $turned))), ';margin:',
      ed:theme('length', 'margin-top'), ' ', ed:theme('length', 'margin-end'), ' ', ed:theme('length', 'margin-bottom'), ' ',
      ed:theme('length', 'margin-start'), '}')"/>
    <xsl:call-template name="rules"/>
  </xsl:template>

  <xsl:template name="rules"><xsl:text>
*,::before,::after{box-sizing:border-box}
html{background:var(--page);color:var(--text);font:100%/var(--line-height) var(--font-body);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:46rem;overflow-wrap:break-word}
@media (min-width:40em){body{padding:2.5rem 2rem 4rem}}
.landscape{max-width:82rem}
.landscape p,.landscape ul,.landscape ol,.landscape dl,.landscape figure,.landscape .key,.landscape .counts{max-width:46rem}
main:focus{outline:none}
.skip-link{position:absolute;inset-inline-start:1rem;top:-6rem;padding:.75rem 1rem;background:var(--focus);color:var(--focus-text);z-index:1}
.skip-link:focus{top:.5rem}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:max(1px,.0625rem)}
a:hover{text-decoration-thickness:max(3px,.1875rem)}
a:focus-visible,.skip-link:focus,.scroll:focus-visible,summary:focus-visible{outline:3px solid var(--focus);outline-offset:0;
 background:var(--focus);color:var(--focus-text);text-decoration:none;box-shadow:0 4px var(--focus-text)}
.scroll:focus-visible{background:none;color:inherit;box-shadow:none;outline-offset:2px;outline-color:var(--link)}
.logo img,.logo svg{max-height:4rem;width:auto}
h1,h2,h3,h4,h5,h6{line-height:var(--line-height-heading);text-wrap:balance;scroll-margin-top:1rem;margin:1.5em 0 .5em}
h1{font-size:clamp(1.75rem,1.3rem + 2.6vw,var(--size-h1));line-height:1.15;margin:0 0 .3em}
h2{font-size:clamp(1.375rem,1.2rem + 1vw,var(--size-h2));color:var(--brand);margin-top:2em}
h3{font-size:var(--size-h3)}
h4{font-size:max(1.0625rem,var(--size-h4))}
h5{font-size:var(--size-h5);color:var(--brand)}
h6{font-size:var(--size-h6);color:var(--muted)}
.title-block{border-top:.4rem solid var(--brand);border-bottom:1px solid var(--rule);padding:1.1rem 0 1rem;margin-bottom:2rem}
.title-block p{margin:0 0 .6em}
.title-block p:last-child{margin:0}
.organisation{font-weight:bold;color:var(--brand)}
.subtitle{font-size:clamp(1.125rem,1rem + .9vw,var(--size-subtitle));line-height:1.3;color:var(--muted)}
.document-foot{border-top:1px solid var(--rule);margin-top:2.5rem;padding-top:.75rem;color:var(--muted);font-size:max(.875rem,var(--size-small))}
p,ul,ol,dl,pre,address{margin:var(--space-paragraph) 0;font-style:normal}
ul,ol{padding-inline-start:1.6em}
li{margin:var(--space-item) 0}
ul{list-style-type:disc}
::marker{color:var(--brand)}
ol ::marker{color:inherit}
nav ol,nav ul{list-style:none;padding:0}
nav ol ol,nav ul ul{padding-inline-start:1.5em}
nav li a{display:inline-block;padding:.15em 0}
dt{font-weight:bold;margin-top:var(--space-paragraph)}
dt + dt{margin-top:0}
dd{margin:0;margin-inline-start:var(--indent)}
@media (min-width:30em){.facts,.session{display:grid;margin-bottom:calc(2 * var(--space-paragraph));grid-template-columns:minmax(6rem,max-content) 1fr;gap:.35rem 1.5rem}
.facts dt,.session dt{grid-column:1;margin:0}.facts dd,.session dd{grid-column:2;margin:0}.facts div,.session div{display:contents}}
em,i{font-style:var(--emphasis-style);font-weight:var(--emphasis-weight)}
cite,dfn,var,address{font-style:normal}
mark{background:var(--tint);color:inherit;font-weight:bold}
small,sub,sup{font-size:max(.75rem,.8em)}
sub,sup{line-height:0}
a[role=doc-noteref]{vertical-align:super;font-size:max(.75rem,.75em);line-height:0;padding:.2em .05em}
abbr[title]{text-decoration:underline dotted;text-underline-offset:.2em}
q::before,q::after{content:none}
code,kbd,samp,pre{font-family:var(--font-code);font-size:.92em}
pre{background:var(--tint);padding:.75rem 1rem;white-space:pre-wrap;line-height:1.4}
pre code{font-size:1em}
hr{border:0;border-top:1px solid var(--rule);margin:1.5rem 0}
blockquote{margin:1rem 0;padding-inline-start:1rem;border-inline-start:.25rem solid var(--rule)}
aside{background:var(--tint);padding:.75rem 1rem;margin:1.25rem 0}
blockquote *:first-child,aside *:first-child,li p:first-child,td p:first-child,dd p:first-child{margin-top:0}
blockquote *:last-child,aside *:last-child,td p:last-child{margin-bottom:0}
.notes{border-top:1px solid var(--rule);margin-top:1.5rem;padding-top:.5rem;font-size:max(.875rem,var(--size-small))}
.notes aside{display:grid;grid-template-columns:minmax(1.5rem,max-content) 1fr;background:none;padding:0;margin:.35rem 0}
.notes p{margin:0 0 .35rem}
figure{margin:1.25rem 0;break-inside:avoid}
img,svg{max-width:100%;height:auto}
figcaption,caption{font-weight:bold;text-align:start;font-size:var(--size-table);padding:.4rem 0}
table{border-collapse:collapse;width:100%;margin:1.25rem 0;font-size:max(.875rem,var(--size-table));line-height:1.35}
.scroll{overflow-x:auto;margin:1.25rem 0}
.scroll table{margin:0;min-width:42rem}
.scroll .chart-data{min-width:32rem}
.scroll caption{max-width:calc(100vw - 2.5rem)}
th,td{text-align:start;vertical-align:top;padding:.45rem .5rem;border-bottom:1px solid var(--rule)}
thead th,thead td{background:var(--tint);border-bottom:.125rem solid var(--brand);vertical-align:bottom}
tfoot td{font-weight:bold}
th[scope=rowgroup]{color:var(--brand);padding-top:1.25rem;border-bottom:.125rem solid var(--brand)}
.subtotal th,.subtotal td{background:var(--tint)}
.data{min-width:64rem}
.data p{margin:.2rem 0 0}
.changed{box-shadow:-.6rem 0 var(--page),-.8rem 0 var(--brand)}
[dir=rtl] .changed{box-shadow:.6rem 0 var(--page),.8rem 0 var(--brand)}
tr.changed{box-shadow:none}
tr.changed th:first-child,tr.changed td:first-child{box-shadow:inset .2rem 0 var(--brand)}
[dir=rtl] tr.changed th:first-child,[dir=rtl] tr.changed td:first-child{box-shadow:inset -.2rem 0 var(--brand)}
.none{color:var(--muted)}
.remark{font-size:max(.875rem,var(--size-small))}
.chart svg{display:block;width:100%;overflow:visible}
.chart text{font-family:inherit}
.number{text-align:end;font-variant-numeric:tabular-nums}
.level{display:inline-block;white-space:nowrap;font-weight:bold;font-size:max(.875rem,var(--size-table));line-height:1.25;padding:.15em .5em}
.reference{color:var(--brand)}
.recommendation{border-inline-start:.25rem solid var(--brand);padding-inline-start:1rem;margin:1.75rem 0}
.recommendation-head{background:var(--tint);margin-inline-start:-1rem;padding:.7rem 1rem;break-inside:avoid;break-after:avoid}
.recommendation-head h2,.recommendation-head h3,.recommendation-head h4,.recommendation-head h5,.recommendation-head h6{margin:0}
.recommendation-head p{margin:.4rem 0 0}
@media (max-width:25em){.level{white-space:normal}}
details summary{cursor:pointer}
@media (forced-colors:active){.level{border:1px solid}.skip-link:focus,a:focus-visible{outline:3px solid}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{html{font-size:12pt}body{max-width:none;padding:0}.skip-link{display:none}.scroll{overflow:visible}.scroll table{min-width:0}
h1,h2,h3,h4,h5,h6,caption{break-after:avoid}tr,blockquote{break-inside:avoid}p,li{orphans:2;widows:2}
.level,.recommendation-head,thead th,pre,aside{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
</xsl:text></xsl:template>
</xsl:stylesheet>
