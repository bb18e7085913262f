# Links, destinations and bookmarks in numbers: every one is found where it leads, by poppler and mupdf.
. tests/lib.sh

# Some 300 blocks on a dozen pages, each linked and a bookmark, every tenth within the one before.
python3 - >"$work/links.fo" <<'PYTHON'
print('<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xml:lang="en"><fo:layout-master-set><fo:simple-page-master master-name="p">'
      '<fo:region-body margin="20mm"/></fo:simple-page-master></fo:layout-master-set><fo:bookmark-tree>')
for i in range(300):
    title = f'<fo:bookmark-title>Place {i} (\\{i})</fo:bookmark-title>'
    inner = i % 10 == 0
    print(f'<fo:bookmark internal-destination="id({i})">{title}' + ('' if inner else '</fo:bookmark>') + ('</fo:bookmark>' if i % 10 == 1 else ''))
print('</fo:bookmark-tree><fo:page-sequence master-reference="p"><fo:title>Places</fo:title><fo:flow flow-name="xsl-region-body">')
for i in range(300):
    print(f'<fo:block id="id({i})" space-after="20pt"><fo:basic-link internal-destination="id({299 - i})">to {299 - i}</fo:basic-link> '
          f'<fo:basic-link external-destination="https://example.org/a)b(c?{i}">out</fo:basic-link></fo:block>')
print('</fo:flow></fo:page-sequence></fo:root>')
PYTHON
expect_exit "rendered" 0 "$peerpress" render "$work/links.fo" -o "$work/links.pdf"
expect_exit "qpdf --check" 0 qpdf --check "$work/links.pdf"
expect_exit "the rules" 0 "$peerpress" inspect --check "$work/links.pdf"
expect_same "poppler finds each destination" 300 "$(pdfinfo -dests "$work/links.pdf" | grep -c '"id%28[0-9]*%29"')"
expect_same "their pages come in order" "" "$(pdfinfo -dests "$work/links.pdf" | sed -n 's/^ *\([0-9]*\) .*"id%28\([0-9]*\)%29".*/\2 \1/p' |
  sort -n | awk '$2 < page { print } { page = $2 }')"
mutool show "$work/links.pdf" outline >"$work/outline"
expect_same "mupdf finds each bookmark" 300 "$(grep -c 'Place' "$work/outline")"
expect_match "a bookmark within another" '^|	*	"Place 1 (\\\\*1)"	#page=1&' "$work/outline"
expect_same "none of them leads nowhere" "" "$(grep 'Place' "$work/outline" | grep -v '#page=')"
qpdf --qdf --object-streams=disable "$work/links.pdf" "$work/plain.pdf"
expect_same "each link has an annotation" 600 "$(grep -a -c '/Subtype /Link' "$work/plain.pdf")"
expect_same "addresses are encoded" 300 "$(grep -a -c '/URI (https://example.org/a%29b%28c?[0-9]*)' "$work/plain.pdf")"

# A bookmark that has a name stays in the tree, and is in the outline once.
cat >"$work/named.fo" <<'FO'
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xml:lang="en"><fo:layout-master-set>
<fo:simple-page-master master-name="p"><fo:region-body margin="20mm"/></fo:simple-page-master></fo:layout-master-set>
<fo:bookmark-tree><fo:bookmark id="mark" internal-destination="a"><fo:bookmark-title>Only once</fo:bookmark-title></fo:bookmark></fo:bookmark-tree>
<fo:page-sequence master-reference="p"><fo:title>Named</fo:title><fo:flow flow-name="xsl-region-body">
<fo:block id="a">Here</fo:block></fo:flow></fo:page-sequence></fo:root>
FO
expect_exit "a bookmark with a name" 0 "$peerpress" render "$work/named.fo" -o "$work/named.pdf"
expect_same "is one bookmark" 1 "$(mutool show "$work/named.pdf" outline | grep -c 'Only once')"

finish
