# Limits: a document that has too many pages is stopped, and nothing is published.
. tests/lib.sh

expect_exit "--max-pages: within" 0 "$peerpress" render tests/layout/break-before.fo --max-pages=4 -o "$work/a.pdf"
rm "$work/a.pdf"
expect_exit "--max-pages: beyond" 1 "$peerpress" render tests/layout/break-before.fo --max-pages=3 -o "$work/a.pdf"
expect_match "--max-pages: the message" 'layout-too-many-pages' "$work/err"
expect_true "--max-pages: nothing is published" "$([ -e "$work/a.pdf" ] && echo 0 || echo 1)" -eq 1
expect_exit "--max-pages: not a number of pages" 2 "$peerpress" render tests/layout/break-before.fo --max-pages=-1 -o "$work/a.pdf"
finish
