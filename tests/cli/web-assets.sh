# A web page is one file, or, with --assets, a page with its style sheet and its pictures beside it.
. tests/lib.sh

source=fixtures/xhtml/figures-and-notes.xhtml
pictures=$(grep -c '<img' "$source")
expect_exit "one file" 0 "$peerpress" render "$source" -o "$work/one.html"
expect_same "its pictures are in it" "$pictures" "$(grep -o '<img[^>]*src="data:image/png;base64,' "$work/one.html" | wc -l)"
grep -o 'data:image/png;base64,[^"]*' "$work/one.html" | head -1 | cut -d, -f2 | base64 -d >"$work/picture.png"
expect_files "as they are" fixtures/xhtml/bars.png "$work/picture.png"
expect_same "and nothing is beside it" "one.html" "$(cd "$work" && echo *.html)"

expect_exit "--assets" 0 "$peerpress" render "$source" -o "$work/two.html" --assets "two files"
expect_same "a style sheet and each picture once" "1 css 1 png" \
  "$(find "$work/two files" -name '*.css' | wc -l) css $(find "$work/two files" -name '*.png' | wc -l) png"
expect_files "pictures as they are" fixtures/xhtml/bars.png "$(ls "$work/two files"/*.png)"
expect_same "the page refers to them" "$pictures" "$(grep -o "src=\"two%20files/$(basename "$(ls "$work/two files"/*.png)")\"" "$work/two.html" | wc -l)"
expect_same "and to the style sheet" 1 "$(grep -c "<link rel=\"stylesheet\" href=\"two%20files/$(basename "$(ls "$work/two files"/*.css)")\"" "$work/two.html")"
expect_same "which it has no more in itself" 0 "$(grep -c '<style' "$work/two.html")"
expect_same "the same names for the same content" "$(ls "$work/two files")" \
  "$("$peerpress" render "$source" -o "$work/three.html" --assets three && ls "$work/three")"

sed 's/src="bars.png"/src="none.png"/' "$source" >"$work/broken.xhtml"
expect_exit "a picture that is not there" 0 "$peerpress" render "$work/broken.xhtml" -o "$work/broken.html"
expect_same "is reported where it is first asked for" "$(grep -n -m1 'none.png' "$work/broken.xhtml" | cut -d: -f1)" \
  "$(sed -n "s#^$work/broken.xhtml:\([0-9]*\):.*warning: .*none.png.*#\1#p" "$work/err")"
expect_same "and no trace of it is in the page" 0 "$(grep -c 'peerpress-trace\|urn:peerpress:trace' "$work/broken.html")"
expect_exit "a page that is refused" 1 "$peerpress" render "$work/broken.xhtml" -o "$work/refused.html" --assets "new/folder" -W
expect_same "leaves nothing" "" "$(find "$work" -name 'refused*' -o -name new)"
mkdir "$work/kept" && : >"$work/kept/own.png"
expect_exit "in a folder of the user's" 1 "$peerpress" render "$work/broken.xhtml" -o "$work/refused.html" --assets kept -W
expect_same "what was there before" own.png "$(ls "$work/kept")"
sed 's#src="bars.png"#src="/etc/hostname"#' "$source" >"$work/outside.xhtml"
"$peerpress" render "$work/outside.xhtml" -o "$work/outside.html" 2>"$work/err"
expect_same "nothing outside the roots is read" yes "$(grep -q 'hostname' "$work/err" && ! grep -q 'src="data:' "$work/outside.html" && echo yes)"
: >"$work/file"
expect_exit "a folder that cannot be made" 3 "$peerpress" render "$source" -o "$work/four.html" --assets file
expect_same "nothing is published" no "$([ -e "$work/four.html" ] && echo yes || echo no)"
expect_exit "not of a PDF" 2 "$peerpress" render "$source" -o "$work/five.pdf" --assets x
expect_exit "not outside the page's folder" 2 "$peerpress" render "$source" -o "$work/five.html" --assets ../x
expect_exit "not of many" 2 "$peerpress" build "$dataset" -t html,text -o "$work/many/" --assets x
finish
