# peerpress verify, watch and depfiles.
. tests/lib.sh

cp -r fixtures/st-helens "$work/data"
cd "$work" || exit 1
cat >project.xml <<'EOF'
<project xmlns="urn:peerpress:project:1" output="public">
  <dataset href="data/dataset.xml"/>
  <publish reports="summary" editions="html text"/>
</project>
EOF
edit() {
  sed "s/How St Helens Borough Council stood/$1/" data/dataset.xml >saved.xml
  mv saved.xml data/dataset.xml # as editors do
}
html=public/st-helens-summary-march-2021-en.html
text=public/st-helens-summary-march-2021-en.txt

# verify
expect_exit "nothing to verify" 1 "$peerpress" verify .
expect_match "is explained" manifest-missing err
"$peerpress" build project.xml >out
expect_exit "verify: as published" 0 "$peerpress" verify public
expect_same "and says so" "public: 2 as published" "$(cat out)"
for what in project.xml public/peerpress-manifest.json; do
  expect_exit "verify $what" 0 "$peerpress" verify "$what"
done
cp $html kept.html
echo x >>$html
expect_exit "verify: altered" 1 "$peerpress" verify project.xml
expect_same "which one" "altered   $html" "$(head -1 out)"
rm $html
expect_exit "verify: missing" 1 "$peerpress" verify project.xml
expect_same "which one is missing" "missing   $html" "$(head -1 out)"
cp kept.html $html
cp data/dataset.xml before.xml
edit "How the council stood"
expect_exit "verify: stale" 1 "$peerpress" verify public
expect_same "which ones, and why" "stale     $html: its dataset changed in description
stale     $text: its dataset changed in description
public: 0 as published, 2 stale" "$(cat out)"
cp before.xml data/dataset.xml
expect_exit "verify: as before" 0 "$peerpress" verify public

# Depfiles: make runs it again when an input is newer, and only then.
cat >Makefile <<EOF
stamp:
	"$peerpress" build project.xml --depfile "my stamp.d" --depfile-target stamp >>log && touch stamp
-include my\\ stamp.d
EOF
run_make() {
  MAKEFLAGS='' make -s stamp >make.out 2>&1 || fail "make" "$(cat make.out)"
  wc -l <log
}
expect_same "make runs it" 1 "$(run_make)"
expect_same "make has nothing to do" 1 "$(run_make)"
expect_match "the depfile names the dataset" '^  data/dataset.xml' "my stamp.d"
touch -d '+2 seconds' data/dataset.xml
expect_same "make runs it for a newer dataset" 2 "$(run_make)"
cp -r data "a \$b #c"
mkdir "a \$b #c/stylesheets"
mkdir "a \$b #c/stylesheets/theme"
cp "$OLDPWD/stylesheets/theme/default.xml" "a \$b #c/stylesheets/theme/"
cp Makefile one.mk
"$peerpress" build "a \$b #c/dataset.xml" -o "one file.html" --depfile one.d
expect_match "names are escaped" '^one\\ file.html: ' one.d
# shellcheck disable=SC2016 # make's, not the shell's
expect_match "in a way that make reads" '^  a\\ \$\$b\\ \\#c/stylesheets/theme/default.xml' one.d
printf 'all:\ninclude one.d\none\\ file.html:\n\techo made\n' >one.mk
touch "one file.html"
expect_same "make reads it" "" "$(MAKEFLAGS='' make -s -f one.mk 'one file.html' | grep made)"
touch -d '+2 seconds' "a \$b #c/stylesheets/theme/default.xml"
expect_same "and knows what is newer" made "$(MAKEFLAGS='' make -s -f one.mk 'one file.html' 2>make.err)"
expect_same "of each output" 2 "$("$peerpress" build project.xml --depfile each.d >/dev/null; grep -c '^public/.*:' each.d)"

# watch
wait_for() { # NAME PATTERN FILE
  for _ in $(seq 100); do
    grep -q "$2" "$3" && break
    sleep 0.1
  done
  expect_match "$1" "$2" "$3"
}
"$peerpress" watch project.xml >watch.out 2>watch.err &
pid=$!
wait_for "watch publishes first" ' 2 unchanged\| 2 published' watch.out
edit "Where the council stood"
wait_for "and upon a save" ' data/dataset.xml: 2 published' watch.out
expect_match "what was saved" 'Where the council stood' $html
cp $html kept.html
cp data/dataset.xml good.xml
sed 's|</people>||' good.xml >data/dataset.xml
wait_for "a mistake is told" 'xml-mismatch' watch.err
wait_for "in one line, too" 'failed: what was published before stays' watch.out
expect_files "what was published stays" kept.html $html
cp good.xml data/dataset.xml
wait_for "watch goes on" 'dataset.xml: 2 unchanged' watch.out
mkdir -p data/stylesheets/theme
wait_for "a folder with stylesheets is noticed" 'stylesheets.*2 unchanged' watch.out
sed 's/#00703c/#006435/' "$OLDPWD/stylesheets/theme/default.xml" >data/stylesheets/theme/default.xml
wait_for "a theme is found, made and used" 'theme/default.xml: [12] published' watch.out
sed -i 's/#006435/#005a30/' data/stylesheets/theme/default.xml
wait_for "and read anew" 'default.xml: [12] published.*
' watch.out
sleep 1
expect_match "with its new colour" '005a30' $html
sed -i 's/<publish/<pblish/' project.xml
wait_for "a mistake in the project" 'project-element' watch.err
sed -i 's/<pblish/<publish/; s/html text/html/' project.xml
wait_for "is mended" 'project.xml: 1 unchanged\|project.xml: 1 published' watch.out
kill -INT "$pid"
status=0
wait "$pid" || status=$?
expect_same "watch ends well" 0 "$status"
expect_exit "what it leaves is right" 0 "$peerpress" verify public
finish
