#!/usr/bin/env python3
"""Prints an XSL-FO document of many pages with a large table: generate.py PAGES CELLS

The same numbers give the same document. Each page that is no part of the table has a heading and four paragraphs; the table has
columns of ten, a header that is repeated and row headers, all tagged.
"""

import math
import random
import sys

COLUMNS = 10
ROWS_ON_A_PAGE = 47.5
WORDS = """council review action progress evidence report meeting member officer resident budget service partner plan scrutiny panel
committee housing transport school library park street office public local annual quarter target measure result change support
training guidance policy strategy decision record register project programme board leader cabinet audit finance risk""".split()

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xml:lang="en" font-family="Liberation Sans" font-size="10pt" line-height="1.3">
<fo:layout-master-set>
<fo:simple-page-master master-name="page" page-width="210mm" page-height="297mm" margin="20mm">
<fo:region-body margin-top="12mm" margin-bottom="12mm"/><fo:region-before extent="10mm"/><fo:region-after extent="10mm"/>
</fo:simple-page-master>
</fo:layout-master-set>
<fo:page-sequence master-reference="page">
<fo:static-content flow-name="xsl-region-before"><fo:block font-size="8pt">A document to measure</fo:block></fo:static-content>
<fo:static-content flow-name="xsl-region-after"><fo:block font-size="8pt">Page <fo:page-number/></fo:block></fo:static-content>
<fo:flow flow-name="xsl-region-body">
"""
FOOT = "</fo:flow></fo:page-sequence></fo:root>\n"


def sentence(chance, count):
    return " ".join(chance.choices(WORDS, k=count)).capitalize() + "."


def page(chance, number, out):
    out(f'<fo:block role="H1" font-size="14pt" font-weight="bold" break-before="page" space-after="6pt">Part {number}</fo:block>\n')
    for _ in range(4):
        out(f'<fo:block space-after="6pt">{" ".join(sentence(chance, 12) for _ in range(5))}</fo:block>\n')


def table(chance, cells, out):
    out('<fo:table table-layout="fixed" width="100%" font-size="8pt" break-before="page">\n')
    out(f'<fo:table-column column-width="proportional-column-width(1)" number-columns-repeated="{COLUMNS}"/>\n<fo:table-header><fo:table-row>')
    for column in range(COLUMNS):
        out(f'<fo:table-cell role="TH"><fo:block font-weight="bold">Column {column + 1}</fo:block></fo:table-cell>')
    out("</fo:table-row></fo:table-header>\n<fo:table-body>\n")
    for row in range(cells // COLUMNS):
        out(f'<fo:table-row><fo:table-cell role="TH"><fo:block>Row {row + 1}</fo:block></fo:table-cell>')
        for _ in range(COLUMNS - 1):
            out(f"<fo:table-cell><fo:block>{chance.choice(WORDS)} {chance.randrange(1000)}</fo:block></fo:table-cell>")
        out("</fo:table-row>\n")
    out("</fo:table-body></fo:table>\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    pages, cells = int(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(1)
    out = sys.stdout.write
    out(HEAD)
    rest = max(1, pages - math.ceil(cells / COLUMNS / ROWS_ON_A_PAGE))
    for number in range(1, rest + 1):
        if number == rest // 2 + 1 and cells:
            table(chance, cells, out)
        page(chance, number, out)
    out(FOOT)


main()
