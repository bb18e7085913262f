# Takes long.
# Many publications: a project, what is rebuilt and why, mistakes, names, processes.
. tests/lib.sh

root=$PWD
cp -r fixtures/aberddim fixtures/st-helens "$work"
cd "$work" || exit 1

# published FILE: the names and reasons in its lines, without what comes after them
lines() {
  sed -n 's/ ([0-9.]* s, [0-9]* a second)$//; /./p' "$1"
}
publish() {
  "$peerpress" build "$@" >"$work/out" 2>"$work/err"
}

cat >project.xml <<'EOF'
<project xmlns="urn:peerpress:project:1" output="public" name="{cycle}/{council}-{report}-{lang}">
  <dataset href="aberddim/dataset.xml"/>
  <publish reports="summary" editions="html text" languages="en cy" cycles="all"/>
  <publish reports="summary" editions="pdf" languages="en"/>
</project>
EOF

# The first run, a second one, and what a dry run does.
publish project.xml --dry-run
expect_match "a dry run says what would be published" '^would be   public/may-2025/aberddim-summary-cy.html: new$' out
expect_true "a dry run publishes nothing" ! -e public
expect_exit "a project is published" 0 "$peerpress" build project.xml
expect_same "everything is new" "21 published, 0 unchanged" "$(lines out | tail -1)"
expect_same "each is published once" 21 "$(find public -name 'aberddim*' | wc -l)"
find public -type f -newer project.xml -exec md5sum {} + | sort >before
publish project.xml
expect_same "nothing is published twice" "0 published, 21 unchanged" "$(lines out)"
"$peerpress" build aberddim/dataset.xml -o single.pdf -l en -c april-2023
"$peerpress" build aberddim/dataset.xml -o many.d/ -t html,pdf -l en -c november-2022,april-2023 >out 2>err
"$peerpress" build st-helens/dataset.xml -o single.html
"$peerpress" build st-helens/dataset.xml -o latest/ -t html --name '{report}' >out
expect_files "the latest cycle is the latest cycle" single.html latest/summary.html
expect_files "one of many is what it is by itself" single.pdf many.d/aberddim-summary-april-2023-en.pdf
touch aberddim/dataset.xml
publish project.xml
expect_same "times do not count" "0 published, 21 unchanged" "$(lines out)"

# One update is edited: its cycle's publications, and no other.
python3 - <<'EOF'
import re
text = open("aberddim/dataset.xml").read()
start = text.index('<cycle id="may-2025"')
at = text.index("<commentary>", start)
at = text.index("<p", at)
at = text.index(">", at) + 1
open("aberddim/dataset.xml", "w").write(text[:at] + "Edited. " + text[at:])
EOF
publish project.xml --dry-run
cp out dry
publish project.xml
expect_same "the publications of the cycle that was edited" "published  public/may-2025/aberddim-summary-cy.html: dataset changed in cycle may-2025
published  public/may-2025/aberddim-summary-cy.txt: dataset changed in cycle may-2025
published  public/may-2025/aberddim-summary-en.html: dataset changed in cycle may-2025
published  public/may-2025/aberddim-summary-en.pdf: dataset changed in cycle may-2025
published  public/may-2025/aberddim-summary-en.txt: dataset changed in cycle may-2025
5 published, 16 unchanged" "$(grep '^published' out | LC_ALL=C sort; lines out | tail -1)"
expect_same "the dry run had said so" "$(sed -n 's/^would be //p' dry)" "$(sed -n 's/^published//p' out)"
publish project.xml
expect_same "repeated, nothing is rebuilt" "0 published, 21 unchanged" "$(lines out)"

# Other reasons.
echo >>public/may-2025/aberddim-summary-en.txt
rm public/april-2023/aberddim-summary-cy.html
publish project.xml
expect_same "an output was altered, another is missing" "published  public/april-2023/aberddim-summary-cy.html: the output is missing
published  public/may-2025/aberddim-summary-en.txt: the output was altered
2 published, 19 unchanged" "$(lines out)"
mkdir -p aberddim/stylesheets/theme
sed 's/28pt/29pt/' "$root/stylesheets/theme/default.xml" >aberddim/stylesheets/theme/default.xml
publish project.xml --to pdf
expect_match "a theme beside the dataset" 'summary-en.pdf: theme was .*is' out
expect_same "what is asked for, a part" "1 published, 0 unchanged" "$(lines out | tail -1)"
sed -i 's/29pt/30pt/' aberddim/stylesheets/theme/default.xml
publish project.xml -t pdf
expect_match "a theme that changed" 'summary-en.pdf: theme default.xml changed$' out
rm -r aberddim/stylesheets
publish project.xml --to pdf --force
expect_match "--force" 'published  public/may-2025/aberddim-summary-en.pdf' out
sed -i 's/"sha256" : "[0-9a-f]*",\( *\)$/&/; s/"version" : "[^"]*"/"version" : "0.0"/' public/peerpress-manifest.json
publish project.xml --to html
expect_match "another version of peerpress" ': peerpress is another version (.*, was 0.0)$' out
publish project.xml
cp -r public moved
echo '{"format": [' >public/peerpress-manifest.json
publish project.xml
expect_match "a broken manifest" 'manifest-broken' err
expect_same "is no hindrance" "21 published, 0 unchanged" "$(lines out | tail -1)"
expect_files "and comes out the same" moved/peerpress-manifest.json public/peerpress-manifest.json
expect_same "no machine's folder is in the manifest" "" "$(grep -v '/usr/' public/peerpress-manifest.json | grep -F "$work")"

# Two processes, one process: the same files, messages and order.
publish project.xml -j1 -o one/
lines out | sed 's/one/DIR/' >one.out
publish project.xml -j2 -o two/
lines out | sed 's/two/DIR/' >two.out
expect_files "-j1 and -j2 say the same" one.out two.out
expect_same "and publish the same" "" "$(diff -r one two)"
publish project.xml --quiet -o one/
expect_same "--quiet" "" "$(cat out err)"

# Several datasets, one of them with a mistake.
sed 's/level="complete"/level="compleat"/' aberddim/dataset.xml >bad.xml
expect_exit "a report fails among many" 1 "$peerpress" build st-helens/dataset.xml bad.xml aberddim/dataset.xml \
  -o many/ -t html,text -l en -j2 --name '{council}-{dataset}-{report}'
expect_same "the others are published" 4 "$(find many -name '*-summary.*' | wc -l)"
expect_match "the mistake is told" '^bad.xml:[0-9]*:[0-9]*: error' err
expect_match "and who failed, at the end" '^    many/aberddim-bad-summary.txt$' err
expect_match "and counted" '^4 published, 0 unchanged, 2 failed' out
expect_same "a mistake is told once" "" "$(grep ': error' err | sort | uniq -d)"
expect_exit "it fails again" 1 "$peerpress" build st-helens/dataset.xml bad.xml aberddim/dataset.xml \
  -o many/ -t html,text -l en --name '{council}-{dataset}-{report}'
expect_match "the others are not published again" '^0 published, 4 unchanged, 2 failed' out
echo '<progress' >cut.xml
expect_exit "a dataset that is cut off" 1 "$peerpress" build cut.xml st-helens/dataset.xml -o many2/ -t text
expect_true "the other is published" -s many2/st-helens-summary-march-2021-en.txt

# Paired languages refer to each other.
cat >pair.xsl <<'EOF'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:param name="alternates"/>
  <xsl:param name="lang"/>
  <xsl:template match="/"><html xmlns="http://www.w3.org/1999/xhtml" lang="{$lang}" xml:lang="{$lang}"><head><title>T</title></head>
    <body><header><h1>T</h1></header><p>[<xsl:value-of select="$alternates"/>]</p></body></html></xsl:template>
</xsl:stylesheet>
EOF
publish st-helens/dataset.xml -o pair/ -r ./pair.xsl -t html,text -l en,cy --name '{lang}/a b'
expect_match "alternates" '\[cy=../cy/a%20b.txt\]' "pair/en/a b.txt"

# Mistakes in names and in projects.
publish st-helens/dataset.xml aberddim/dataset.xml -o clash/ --name '{report}'
expect_match "two publications of one name" 'project-clash' err
expect_true "nothing is published then" ! -e clash
publish st-helens/dataset.xml -o clash/ --name '{reprot}'
expect_match "a misspelt name" 'did you mean {report}?' err
publish st-helens/dataset.xml -o clash/ --name '../{report}'
expect_match "a name outside the folder" 'project-name' err
mistake() {
  printf '<project xmlns="urn:peerpress:project:1">%s</project>' "$2" >wrong.xml
  expect_exit "$1" 1 "$peerpress" build wrong.xml -o wrong/
  expect_match "$1 is explained" "^wrong.xml:1.*\[$3\]" err
}
data='<dataset href="st-helens/dataset.xml"/>'
mistake "a misspelt element" "<datset/>" project-element
mistake "a misspelt attribute" "$data<publish report='summary' editions='pdf'/>" project-attribute
mistake "an attribute is missing" "$data<publish reports='summary'/>" project-missing
mistake "no dataset" "<publish reports='summary' editions='pdf'/>" project-nothing
mistake "nothing to publish" "$data" project-nothing
mistake "an unknown edition" "$data<publish reports='summary' editions='odt'/>" project-edition
mistake "an unknown report" "$data<publish reports='sumary' editions='pdf'/>" project-unknown
mistake "an unknown theme" "$data<publish reports='summary' editions='pdf' theme='none'/>" project-unknown
mistake "no dataset of a pattern" "<dataset href='none/*.xml'/><publish reports='summary' editions='pdf'/>" project-no-match
mistake "text" "text" project-text
expect_match "did you mean" 'did you mean “dataset”' "$(printf '<project xmlns="urn:peerpress:project:1"><datset/></project>' >wrong.xml
  "$peerpress" build wrong.xml 2>err
  echo err)"
expect_exit "an option that the project says" 2 "$peerpress" build project.xml --theme default
expect_exit "nothing of a report" 2 "$peerpress" build project.xml -r news
expect_exit "an option of an edition that is not asked for" 2 "$peerpress" build project.xml --resolution 50
expect_exit "an option of one edition among others" 0 "$peerpress" build st-helens/dataset.xml -o png/ -t png,html,pdf --resolution 30 --no-claim
expect_exit "--trace among others" 0 "$peerpress" build st-helens/dataset.xml -o png/ -t fo,html --trace
expect_match "is of the FO" 'peerpress-trace:at=' png/st-helens-summary-march-2021-en.fo
expect_exit "--trace without FO" 2 "$peerpress" build st-helens/dataset.xml -o png/ -t html,text --trace
expect_true "pages of a report among many" -s png/st-helens-summary-march-2021-en-2.png
expect_match "are in the manifest" 'march-2021-en-2.png" : "[0-9a-f]' png/peerpress-manifest.json
expect_exit "an option for many" 2 "$peerpress" build st-helens/dataset.xml -o x.html -j2

# A worker that is killed is one failure; the run goes on.
cat >slow.xsl <<'EOF'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:param name="lang"/>
  <xsl:template match="/"><xsl:for-each select="//node()"><xsl:for-each select="//node()"><xsl:if test="count(//node()) = 1">x</xsl:if></xsl:for-each></xsl:for-each></xsl:template>
</xsl:stylesheet>
EOF
"$peerpress" build aberddim/dataset.xml -o crash/ -r summary,./slow.xsl,review -t text -l en -j1 >out 2>err &
pid=$!
for _ in $(seq 100); do
  grep -q '^published' out && break
  sleep 0.1
done
sleep 0.5
pkill -KILL -P "$pid"
status=0
wait "$pid" || status=$?
expect_same "a worker that is killed: exit code" 1 "$status"
expect_match "is named with its dataset" '^aberddim/dataset.xml: error: .*crash/aberddim-slow-may-2025-en.txt ended by signal 9 .*\[project-crashed\]' err
expect_match "the others are published" '^2 published, 0 unchanged, 1 failed' out

# A run that ends early: at a signal, and killed; the next one completes it.
"$peerpress" build aberddim/dataset.xml -o stopped/ -r ./slow.xsl -t text -l en -j2 >out 2>err &
pid=$!
sleep 0.5
workers=$(pgrep -P "$pid")
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
expect_same "a signal ends a run" 143 "$status"
# shellcheck disable=SC2086
expect_same "and its workers" "" "$(ps -o pid= -p $workers | xargs)"
ended=0
for moment in 0.05 0.1 0.2 0.3 0.5; do
  rm -rf killed
  "$peerpress" build project.xml -o killed/ -j2 >out 2>&1 &
  pid=$!
  sleep "$moment"
  kill -KILL "$pid" 2>/dev/null && ended=$((ended + 1))
  wait "$pid" 2>/dev/null
  "$peerpress" build project.xml -o killed/ -j2 >out 2>&1 || fail "completed after $moment s" "$(cat out)"
  [ -z "$(diff -r one killed)" ] || fail "whole after $moment s" "$(diff -rq one killed)"
done
expect_true "some were killed in time" "$ended" -gt 0
expect_same "no litter" "" "$(find killed -name '.*' -type f)"

# A report with nothing to say of a cycle is skipped; a parameter may hold what names hold.
cat >news.xml <<'END'
<project xmlns="urn:peerpress:project:1" output="news" name="{cycle}/{report}-{lang}">
  <dataset href="aberddim/dataset.xml"/>
  <publish reports="news" editions="html" languages="en cy" cycles="may-2025">
    <parameter name="summary" value="{cycle}-{lang}.html#{other}"/>
  </publish>
  <publish reports="changes" editions="text" cycles="november-2022 may-2025"/>
</project>
END
expect_exit "nothing to report is no failure" 0 "$peerpress" build news.xml -j1
expect_match "it is skipped, and why" '^skipped    news/november-2022/changes-en.txt: The report of changes compares two cycles, and ' "$work/out"
expect_match "it is counted" '^3 published, 0 unchanged, 1 skipped' "$work/out"
expect_same "and nothing else is said of it" "" "$(cat "$work/err")"
expect_same "a parameter for each publication" "may-2025-cy.html#{other}" \
  "$(sed -n 's/.*href="\(may-2025-[^"]*\)".*/\1/p' news/may-2025/news-cy.html)"
expect_exit "by itself it is an error" 1 "$peerpress" build aberddim/dataset.xml -r changes -c november-2022 -o none.txt
expect_match "which says so" 'dataset.xml:[0-9]*:.*error: The report of changes .*\[transform-nothing\]' "$work/err"

# Two runs at once.
rm -rf killed
"$peerpress" build project.xml -o killed/ -j1 >first.out 2>&1 &
pid=$!
"$peerpress" build project.xml -o killed/ -j1 >second.out 2>&1
wait "$pid"
expect_same "two runs at once" "" "$(diff -r one killed)"
finish
