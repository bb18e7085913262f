# A DocBook article through Debian's docbook-xsl is rendered, warnings and all.
. tests/lib.sh

stylesheet=/usr/share/xml/docbook/stylesheet/docbook-xsl/fo/docbook.xsl
if [ ! -e "$stylesheet" ]; then
  skip "docbook-xsl is missing"
  finish
  exit
fi
xsltproc --nonet -o "$work/article.fo" "$stylesheet" tests/docbook/article.xml 2>/dev/null
expect_exit "a DocBook article" 0 "$peerpress" render "$work/article.fo" -o "$work/article.pdf"
expect_exit "its PDF is whole" 0 qpdf --check "$work/article.pdf"
pdftotext -raw "$work/article.pdf" - | tr -s ' \n' ' ' >"$work/article.txt"
for words in 'Keeping a register of recommendations' 'A register that nobody reads' 'Table 1' 'owner of the action' \
  'register.xml' 'minutes of the meeting'; do
  expect_match "it says: $words" "$words" "$work/article.txt"
done
"$peerpress" render - -o "$work/piped.pdf" <"$work/article.fo" 2>/dev/null
expect_files "the same from standard input" "$work/article.pdf" "$work/piped.pdf"
finish
