# Documents that nobody means well with: each ends in a PDF that qpdf accepts, or in one error that
# names its place; soon, and without a crash.
. tests/lib.sh

cat >"$work/make.py" <<'PYTHON'
import sys

FRAME = ('<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" font-size="10pt"><fo:layout-master-set>'
         '<fo:simple-page-master master-name="p" page-width="{w}" page-height="{h}"><fo:region-body{r}/>'
         '</fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference="p">'
         '<fo:flow flow-name="xsl-region-body">{b}</fo:flow></fo:page-sequence></fo:root>')


def write(name, body, w="300pt", h="200pt", r=""):
    with open(sys.argv[1] + "/" + name + ".fo", "w") as f:
        f.write(FRAME.format(b=body, w=w, h=h, r=r))


def nested(start, inside, end, depth):
    return start * depth + inside + end * depth


item = '<fo:list-block><fo:list-item><fo:list-item-label><fo:block>a</fo:block></fo:list-item-label><fo:list-item-body>'
item_end = '</fo:list-item-body></fo:list-item></fo:list-block>'
table = '<fo:table><fo:table-body><fo:table-row><fo:table-cell>'
table_end = '</fo:table-cell></fo:table-row></fo:table-body></fo:table>'
note = '<fo:footnote><fo:inline>1</fo:inline><fo:footnote-body><fo:block>%s</fo:block></fo:footnote-body></fo:footnote>'
x = '<fo:block>x</fo:block>'
words = '<fo:block>' + 'word ' * 300 + '</fo:block>'
write('nested-blocks', nested('<fo:block padding="0.1pt">', 'x', '</fo:block>', 1900))
write('nested-too-deep', nested('<fo:block>', 'x', '</fo:block>', 100000))
write('nested-lists', nested(item, x, item_end, 630))
write('nested-inlines', '<fo:block>' + nested('<fo:inline border="1pt solid">', 'x', '</fo:inline>', 1900) + '</fo:block>')
write('nested-containers', nested('<fo:block-container>', x, '</fo:block-container>', 1900))
write('nested-heights', nested('<fo:block-container height="150pt">', x, '</fo:block-container>', 1900))
write('nested-tables', nested(table, x, table_end, 475))
write('nested-captions', nested('<fo:table-and-caption><fo:table-caption>', x, '</fo:table-caption>' + table + x + table_end +
                                '</fo:table-and-caption>', 950))
write('nested-wrappers', nested('<fo:wrapper>', x, '</fo:wrapper>', 1900))
for name, start, end, levels in (
        ('wrappers-in-lines', '<fo:wrapper>', '</fo:wrapper>', 1), ('links', '<fo:basic-link external-destination="a">', '</fo:basic-link>', 1),
        ('blocks-in-lines', '<fo:inline><fo:block>', '</fo:block></fo:inline>', 2), ('leaders', '<fo:leader leader-pattern="use-content">', '</fo:leader>', 1),
        ('inline-containers', '<fo:inline-container><fo:block>', '</fo:block></fo:inline-container>', 2),
        ('footnotes', '<fo:footnote><fo:inline>1</fo:inline><fo:footnote-body><fo:block>', '</fo:block></fo:footnote-body></fo:footnote>', 3),
        ('before-floats', '<fo:float float="before"><fo:block>', '</fo:block></fo:float>', 2),
        ('side-floats', '<fo:float float="start"><fo:block>', '</fo:block></fo:float>', 2),
        ('overrides', '<fo:bidi-override direction="rtl">', '</fo:bidi-override>', 1)):
    write('nested-' + name, '<fo:block>' + nested(start, 'x', end, 1900 // levels) + '</fo:block>')
write('tiny-page', words, w='3pt', h='3pt')
write('negative-region', words, r=' margin="500pt"')
write('no-font-size', '<fo:block font-size="0pt">' + 'word ' * 3000 + '</fo:block>')
write('huge-font', '<fo:block font-size="100000pt">word word</fo:block>')
write('far-away', '<fo:block start-indent="-400000pt" end-indent="400000pt">a</fo:block>')
write('negative-heights', '<fo:block-container height="-50pt">' + x + '</fo:block-container><fo:block line-height="-9pt">b</fo:block>')
write('spans', '<fo:table><fo:table-body><fo:table-row><fo:table-cell number-columns-spanned="2147483647" '
      'number-rows-spanned="2147483647">' + x + '</fo:table-cell></fo:table-row></fo:table-body></fo:table>')
cells = '<fo:table-cell border="1pt solid">' + x + '</fo:table-cell>'
rows = '<fo:table-body><fo:table-row>%s</fo:table-row><fo:table-row>%s</fo:table-row></fo:table-body></fo:table>'
far = '<fo:table-cell column-number="1000000000" number-columns-spanned="1000000000">' + x + '</fo:table-cell>'
write('span-of-all', '<fo:table table-layout="fixed" width="100%">' + rows % (cells.replace(' ', ' number-columns-spanned="2147483647" ', 1), cells * 3))
write('far-column', '<fo:table>' + rows % (far + cells, cells + far))
write('repeated-columns', '<fo:table border-collapse="separate" border-separation="1pt"><fo:table-column number-columns-repeated="2147483647" '
      'border="1pt solid" background-color="red" column-width="9pt"/>' + rows % (cells * 3, far))
write('many-columns', '<fo:table>' + rows % (cells * 5000, cells * 2))
write('columns', words, r=' column-count="1000000" column-gap="10pt"')
write('padding', '<fo:block padding="150pt" padding-before.conditionality="retain" '
      'padding-after.conditionality="retain">' + 'word ' * 300 + '</fo:block>')
write('footnotes', '<fo:block>' + ('a' + note % ('note ' * 500)) + '</fo:block>' + x * 30)
write('many-footnotes', '<fo:block>' + ('a' + note % 'b' + ' ') * 2000 + '</fo:block>')
write('keeps', '<fo:block keep-together="always">' + '<fo:block keep-with-next="always">word</fo:block>' * 2000 + '</fo:block>')
write('breaks', '<fo:block break-before="odd-page" break-after="even-page"/>' * 200)
write('long-word', '<fo:block>' + 'x' * 1000000 + '</fo:block>')
write('own-page', '<fo:block id="a"><fo:page-number-citation ref-id="a"/></fo:block>' * 50)
write('leaders', '<fo:block>' + '<fo:leader leader-pattern="dots" leader-length="100000pt" leader-pattern-width="0.0001pt"/>' * 9 + '</fo:block>')
write('entities', '&bomb;')
PYTHON
python3 "$work/make.py" "$work"
printf '%s' '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY bomb "&a;&a;&a;&a;&a;&a;&a;&a;">]>' |
  cat - "$work/entities.fo" >"$work/entity-bomb.fo"
printf '<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"><\377\376' >"$work/not-utf8.fo"
: >"$work/empty.fo"

for fo in "$work"/*.fo; do
  name=$(basename "$fo" .fo)
  status=0
  timeout 60 "$peerpress" render "$fo" -o "$work/out.pdf" >"$work/out" 2>"$work/err" || status=$?
  case $status in
  0) expect_exit "$name: a PDF" 0 qpdf --check "$work/out.pdf" ;;
  1) expect_match "$name: an error with its place" '^[^ ]*\.fo:.* error: ' "$work/err" ;;
  *) fail "$name" "exit code $status" ;;
  esac
  rm -f "$work/out.pdf"
done
finish
