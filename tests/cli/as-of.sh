# What later reviews add to a dataset does not change the result of an earlier one, byte for byte.
# shellcheck shell=sh
. tests/lib.sh

# stand WHEN WITHOUT: the lines of tests/dataset/later.xml without those that end in WITHOUT
stand() {
  mkdir -p "$work/$1"
  sed -e "/<!--$2-->\$/d" -e 's/<!--[a-z]*-->$//' tests/dataset/later.xml >"$work/$1/dataset.xml"
}
stand "then" later
stand later "then"

# publish WHEN CYCLE NAME OPTION…
publish() {
  publish_when=$1
  publish_cycle=$2
  publish_name=$3
  shift 3
  "$peerpress" build "$work/$publish_when/dataset.xml" --cycle "$publish_cycle" \
    -o "$work/$publish_when/$publish_name" "$@" 2>"$work/err" || cat "$work/err"
}

expect_exit "the file as it stood" 0 "$peerpress" check "$work/then/dataset.xml"
expect_exit "the file as it stands" 0 "$peerpress" check "$work/later/dataset.xml"
for cycle in first second; do
  publish "then" $cycle $cycle.dataset
  publish later $cycle $cycle.dataset
  expect_true "$cycle.dataset is there" "$(wc -c <"$work/then/$cycle.dataset")" -gt 1000
  expect_files "$cycle.dataset is the same" "$work/then/$cycle.dataset" "$work/later/$cycle.dataset"
  for report in summary review tracker; do
    for kind in pdf html txt; do
      file=$cycle-$report.$kind
      publish "then" $cycle $file --report $report
      publish later $cycle $file --report $report
      expect_true "$file is there" "$(wc -c <"$work/then/$file")" -gt 500
      expect_files "$file is the same" "$work/then/$file" "$work/later/$file"
    done
  done
done
publish "then" second since.dataset --since first
expect_files "the cycle before is the base" "$work/then/since.dataset" "$work/then/second.dataset"
publish later fourth fourth.dataset
publish later fourth fourth-second.dataset --since second

# value FILE XPATH: derived elements have the prefix d
value() {
  xmllint --xpath "$(printf '%s' "$2" | sed 's/d:\([a-z]*\)/*[local-name()="\1"]/g')" "$work/$1"
}
state() {
  value "$1" "string(//d:state[@of='$2']/@$3)"
}

second=then/second.dataset
expect_same "two cycles" "first second" \
  "$(value $second "concat(//d:cycle[@number=1]/@of, ' ', //d:cycle[@number=2]/@of)")"
expect_same "movement" "forward forward back back" \
  "$(state $second rec-1 movement) $(state $second act-1 movement) $(state $second act-2 movement) $(state $second rec-2 movement)"
expect_same "reopened" "yes" "$(state $second act-2 reopened)"
expect_same "due dates" "2020-09 2021-03 2021-03-31 1 yes 151" \
  "$(for a in first-due due due-day moves slipped days-left; do state $second rec-1 $a; done | tr '\n' ' ' | sed 's/ $//')"
expect_same "a report that is not out yet" "overdue -184" \
  "$(value $second "concat(//d:deadline[1]/@state, ' ', //d:deadline[1]/@days)")"
expect_same "an indicator" "24.5 -6.5 better yes 28" \
  "$(value $second "concat(//d:indicator/@value, ' ', //d:indicator/@change, ' ', //d:indicator/@direction, ' ', //d:indicator/@met, ' ', //d:indicator/@target)")"
expect_same "a target that was set later" "10" "$(value later/fourth.dataset 'string(//d:indicator[@of="leaks"]/@target)')"
expect_same "nothing of later" 0 \
  "$(grep -c -e auditor -e fire -e steps -e audit -e deputy -e act-3 -e until "$work/$second")"

fourth=later/fourth.dataset
expect_same "a report that came late" "late 2020-11-20" \
  "$(value $fourth "concat(//d:deadline[1]/@state, ' ', //d:deadline[1]/@published)")"
expect_same "levels of the earlier scale in words of the present one" "next-step last-step" \
  "$(state $fourth act-1 level) $(state $fourth act-1 base-level)"
expect_same "replaced: named, but no state" "1 0" \
  "$(value $fourth 'count(//*[@id="rec-2"])') $(value $fourth 'count(//d:state[@of="rec-2"])')"
expect_same "new, gone" "1 1 3 3" \
  "$(value $fourth 'concat(//d:group[@by="all"][1]/@new, " ", //d:group[@by="all"][1]/@gone, " ", //d:group[@by="all"][1]/@total, " ", //d:group[@by="all"][1]/@base-total)')"
expect_same "the lead of the day" deputy "$(state $fourth rec-1 officers)"
expect_same "since an earlier cycle" "second first-step next-step" \
  "$(value later/fourth-second.dataset 'string(//d:derived/@base)') $(state later/fourth-second.dataset act-2 base-level) $(state later/fourth-second.dataset act-2 level)"
expect_same "new since an earlier cycle" "yes" "$(state later/fourth-second.dataset aud-1 new)"

# What is cut once is not cut again: the dataset edition, without its derived values, is a dataset.
for cycle in first second third fourth; do
  mkdir "$work/$cycle"
  publish later $cycle cut-$cycle.dataset
  sed '/<d:derived/,/<\/d:derived>/d' "$work/later/cut-$cycle.dataset" >"$work/$cycle/dataset.xml"
  publish $cycle $cycle again.dataset
  expect_files "as of $cycle, again" "$work/later/cut-$cycle.dataset" "$work/$cycle/again.dataset"
done

# The same of the council with five cycles: its third, made of what was known then and of all.
mkdir "$work/aberddim"
"$peerpress" build fixtures/aberddim/dataset.xml --cycle march-2024 -o "$work/aberddim/cut.dataset"
sed '/<d:derived/,/<\/d:derived>/d' "$work/aberddim/cut.dataset" >"$work/aberddim/dataset.xml"
expect_match "the third is there" '<cycle id="march-2024"' "$work/aberddim/dataset.xml"
expect_same "nothing of the fourth" 0 "$(grep -c october-2024 "$work/aberddim/dataset.xml")"
for report in summary review tracker news; do
  for kind in pdf html; do
    file=$report.$kind
    "$peerpress" build fixtures/aberddim/dataset.xml --cycle march-2024 --report $report \
      -o "$work/aberddim/all-$file"
    publish aberddim march-2024 $file --report $report
    expect_files "Aberddim: $file" "$work/aberddim/all-$file" "$work/aberddim/$file"
  done
done

# A derived element has the place of what it is about.
cat >"$work/places.xsl" <<'END'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:d="urn:peerpress:derived:1">
  <xsl:template match="/"><xsl:apply-templates select="//d:state[@of = 'act-2'] | //d:series/d:point[1]"/></xsl:template>
  <xsl:template match="*"><xsl:message>here</xsl:message></xsl:template>
</xsl:stylesheet>
END
"$peerpress" build "$work/later/dataset.xml" --report "$work/places.xsl" -o "$work/x.xhtml" 2>"$work/err"
for id in act-2 first; do
  line=$(grep -n " id=\"$id\"" "$work/later/dataset.xml" | cut -d: -f1)
  expect_match "the place of $id" "dataset.xml:$line:[0-9]*: warning: here" "$work/err"
done

# Mistakes.
# wrong NAME PATTERN OPTION…
wrong() {
  wrong_name=$1
  wrong_pattern=$2
  shift 2
  expect_exit "$wrong_name: exit code" 1 "$peerpress" build "$work/later/dataset.xml" \
    -o "$work/x.dataset" "$@"
  expect_match "$wrong_name: what is wrong" "$wrong_pattern" "$work/err"
}
wrong "since an unknown cycle" 'dataset.xml:[0-9]*:[0-9]*: error: “never” is no cycle before “fourth” \[dataset-since\]' --since never
expect_match "the cycles that can be" 'the cycles before it are: first, second, third' "$work/err"
wrong "since itself" '“fourth” is no cycle before “fourth” \[dataset-since\]' --since fourth
wrong "since a later one" '“third” is no cycle before “second” \[dataset-since\]' --cycle second --since third
wrong "since before the first" '\[dataset-since-first\]' --cycle first --since first
expect_true "nothing was written" ! -e "$work/x.dataset"
expect_exit "a report of the dataset edition" 2 "$peerpress" build "$work/later/dataset.xml" \
  -o "$work/x.dataset" --report summary
expect_exit "a stylesheet for the dataset edition" 2 "$peerpress" build "$work/later/dataset.xml" \
  -o "$work/x.dataset" --stylesheet stylesheets/edition/web.xsl
expect_exit "the dataset edition of a document" 2 "$peerpress" render fixtures/xhtml/everything.xhtml \
  -o "$work/x.dataset"
expect_exit "a language for the dataset edition" 1 "$peerpress" build "$work/later/dataset.xml" \
  -o "$work/x.dataset" --lang en
finish
