# The tracker, the report of changes, their CSV and the charts: in every edition and language without a message, saying the same.
. tests/lib.sh

aberddim=fixtures/aberddim/dataset.xml

# published NAME REPORT OPTION…: the four editions in $work
published() {
  name=$1
  kind=$2
  shift 2
  for edition in pdf html txt csv; do
    expect_exit "$name: $edition" 0 "$peerpress" build "$aberddim" -r "$kind" "$@" -o "$work/$name.$edition"
    expect_same "$name: $edition without a message" "" "$(cat "$work/err")"
  done
  "$peerpress" inspect --text "$work/$name.pdf" >"$work/$name.tags"
  expect_exit "$name: PDF, page and text say the same" 0 \
    python3 tests/same-words.py "$work/$name.html" "$work/$name.tags" "$work/$name.txt"
  [ "$lib_found" = 0 ] || cat "$work/out"
  expect_exit "$name: inspect --check" 0 "$peerpress" inspect --check "$work/$name.pdf"
}

for language in en cy ar; do
  published "tracker-$language" tracker -l "$language"
  published "changes-$language" changes -l "$language"
done
for group in recommendation engagement lead; do
  published "by-$group" tracker -p group=$group
done
published first tracker --cycle november-2022
published far changes --since november-2022

expect_exit "a group that there is not" 1 "$peerpress" build "$aberddim" -r tracker -p group=colour -o "$work/no.html"
expect_match "is said so" 'theme, recommendation, engagement or lead' "$work/err"
expect_exit "a tracker without actions" 1 "$peerpress" build "$dataset" -r tracker -o "$work/no.html"
expect_match "is said so" 'reports on none' "$work/err"
expect_exit "changes in the first cycle" 1 "$peerpress" build "$aberddim" -r changes --cycle november-2022 -o "$work/no.html"
expect_match "is said so" 'has none before it' "$work/err"
expect_exit "CSV of a report without a table of data" 1 "$peerpress" build "$dataset" -o "$work/no.csv"
expect_match "is said so" 'no table of data' "$work/err"

# CSV as Python's reader sees it: one row for each action, whatever it is grouped by, as many columns everywhere, dates by ISO 8601, and
# the same rows in each order.
"$peerpress" build "$aberddim" --to dataset -o "$work/dataset.xml"
cat >"$work/rows.py" <<'PYTHON'
import csv, re, sys, xml.etree.ElementTree as tree
derived = tree.parse(sys.argv[1]).getroot().find("{urn:peerpress:derived:1}derived")
references = {node.get("id"): node.get("reference") for node in tree.parse(sys.argv[1]).iter() if node.get("reference")}
wanted = {references[state.get("of")]: state for state in derived if state.get("kind") == "action" and state.tag.endswith("state")}
files = []
for name in sys.argv[2:]:
    data = open(name, "rb").read()
    assert data.endswith(b"\r\n") and data.count(b"\n") == data.count(b"\r\n"), "lines end with CR LF"
    assert not data.startswith(b"\xef\xbb\xbf"), "no byte order mark"
    rows = list(csv.DictReader(data.decode("utf-8").splitlines(keepends=True), strict=True))
    assert len(rows) == len(wanted), (name, len(rows), len(wanted))
    for row in rows:
        state = wanted[row["Reference"]]
        for column, attribute in {"First due": "first-due", "Due": "due", "Days left": "days-left", "Completed": "completed"}.items():
            assert row[column] == state.get(attribute, ""), (row["Reference"], column, row[column], state.attrib)
        assert bool(re.search("moved to", row["Changes to the due date"])) == (state.get("moves", "0") != "0"), row
        assert all(None not in (key, value) for key, value in row.items()), row
    files.append(sorted(tuple(row.items()) for row in rows))
assert all(one == files[0] for one in files)
print(len(wanted))
PYTHON
expect_exit "CSV has the actions, by whatever they are grouped" 0 python3 "$work/rows.py" "$work/dataset.xml" \
  "$work/tracker-en.csv" "$work/by-recommendation.csv" "$work/by-engagement.csv" "$work/by-lead.csv"
[ "$lib_found" = 0 ] || cat "$work/err"
expect_same "all of them" 56 "$(cat "$work/out")"
"$peerpress" build "$aberddim" -r tracker -p bom=yes -o "$work/bom.csv"
expect_same "--param bom=yes" efbbbf "$(head -c 3 "$work/bom.csv" | od -An -tx1 | tr -d ' ')"

# Nothing that a spreadsheet program would run, and nothing that breaks the lines.
cat >"$work/hostile.xhtml" <<'XHTML'
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>Hostile</title></head><body><h1>Hostile</h1>
<table class="data"><caption>One</caption><thead><tr><th scope="col">Name</th><th scope="col" hidden="hidden">=Data</th></tr></thead>
<tbody><tr><th scope="rowgroup" colspan="1">Group</th></tr>
<tr><td>=HYPERLINK("http://example.org","x")</td><td hidden="hidden">+1+2</td></tr>
<tr><td> -2+3|cmd </td><td hidden="hidden">@SUM(1)</td></tr>
<tr><td>&#9;=1</td><td hidden="hidden">&#13;@x</td></tr>
<tr><td>＝1＋1</td><td hidden="hidden">-5.5</td></tr>
<tr class="repeated"><td>twice</td><td hidden="hidden">x</td></tr>
<tr><td>a, “b” "c"<br/>line two</td><td hidden="hidden"><time datetime="2024-03-31">31 March 2024</time><p class="remark">late</p></td></tr>
<tr class="subtotal"><td colspan="1">Total</td></tr></tbody></table>
<table class="data"><caption>Two</caption><thead><tr><th scope="col">Name</th><th scope="col" hidden="hidden">=Data</th></tr></thead>
<tbody><tr><td class="none">nothing</td><td hidden="hidden"><span class="level"><span class="symbol">●</span> Done</span></td></tr></tbody></table>
<table class="data"><caption>Three</caption><thead><tr><th scope="col">Other</th></tr></thead><tbody><tr><td>lost</td></tr></tbody></table>
</body></html>
XHTML
expect_exit "hostile cells" 0 "$peerpress" render "$work/hostile.xhtml" -o "$work/hostile.csv"
expect_match "a table with other columns is named" '“Three” has other columns' "$work/err"
cat >"$work/expected" <<'CSV'
Name,'=Data
"'=HYPERLINK(""http://example.org"",""x"")",'+1+2
'-2+3|cmd,'@SUM(1)
'=1,'@x
'＝1＋1,-5.5
"a, “b” ""c""; line two",2024-03-31
,Done
CSV
tr -d '\r' <"$work/hostile.csv" >"$work/found"
expect_files "formulas are guarded, hidden columns and remarks as documented" "$work/expected" "$work/found"
for edition in html txt; do
  "$peerpress" render "$work/hostile.xhtml" -o "$work/hostile.$edition"
  expect_same "$edition does not show hidden cells" 0 "$(grep -c 'SUM' "$work/hostile.$edition" || true)"
done

# Pages: the tracker lies on its side, names the group that a page goes on with, and repeats the head of its table as an artifact.
pdfinfo "$work/tracker-en.pdf" >"$work/info"
expect_match "the page is turned" '^Page size: *841.* x 595' "$work/info"
pdftotext -f 5 -l 5 -layout "$work/tracker-en.pdf" "$work/page"
expect_match "the running head names the group" 'Action plan tracker.*Theme: ' "$work/page"
expect_match "the head of the table stands on each page" 'Reference .*Completed' "$work/page"
expect_same "and is read once" 1 "$(grep -c 'Changes to the due date' "$work/tracker-en.tags")"
"$peerpress" build "$aberddim" -r tracker --to areas -o "$work/areas.xml"
expect_true "bars stand beside changed rows" "$(grep -c '<rule[^>]*node="change-bar-begin"' "$work/areas.xml")" -gt 20

# A table for people who listen: each row has a header, each group one that spans it, no cell is empty.
"$peerpress" build "$aberddim" -r tracker --to xhtml -o "$work/tracker.xhtml"
xpath() {
  xmllint --xpath "$1" "$work/tracker.xhtml"
}
data="//*[local-name() = 'table'][@class = 'data']"
expect_same "no cell is empty" 0 "$(xpath "count($data//*[local-name() = 'td'][not(@hidden)][normalize-space() = ''])")"
expect_same "each action has a row header" 56 "$(xpath "count($data//*[local-name() = 'tr'][@id]/*[1][local-name() = 'th'][@scope = 'row'])")"
expect_same "each group has its header" 7 "$(xpath "count($data/*[local-name() = 'tbody']/*[1]/*[@scope = 'rowgroup'])")"
expect_same "changed rows say what has changed" 0 \
  "$(xpath "count($data//*[local-name() = 'tr'][contains(@class, 'changed')][not(.//*[@class = 'remark'] or .//*[@class = 'none'][. = 'new'])])")"

# Charts: bars sum to the whole, alternative texts and tables have the numbers of the groups.
charts() {
  "$peerpress" build "$1" --to dataset -o "$work/dataset.xml"
  "$peerpress" build "$1" -r "$2" -l "$3" --to xhtml -o "$work/report.xhtml"
  expect_exit "charts of $2, $3: parts, alternatives and tables agree with the groups" 0 \
    python3 tests/charts.py "$work/dataset.xml" "$work/report.xhtml"
  [ "$lib_found" = 0 ] || cat "$work/out"
}
for language in en cy ar; do
  charts "$aberddim" changes $language
  charts "$aberddim" review $language
  expect_same "all were measured" "5 charts, 15 bars" "$(cat "$work/out")"
done
charts "$dataset" review en
"$peerpress" build "$aberddim" --to dataset -o "$work/dataset.xml"
"$peerpress" build "$aberddim" -r review --to xhtml -o "$work/report.xhtml"
falsehood() {
  sed "$2" "$work/report.xhtml" >"$work/false.xhtml"
  expect_true "$1: the file differs" "$(cmp -s "$work/report.xhtml" "$work/false.xhtml" && echo same || echo other)" = other
  expect_exit "$1 is found" 1 python3 tests/charts.py "$work/dataset.xml" "$work/false.xhtml"
}
falsehood "a bar with a gap" '0,/\(class="part"[^>]*x="\)0%/s//\11%/'
falsehood "another number in an alternative" 's/Complete 7, /Complete 8, /'
falsehood "another number in a table" '0,/<td class="number">10</s//<td class="number">11</'
finish
