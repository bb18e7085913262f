# Each rule of stylesheets/progress/rules.sch is broken once in a dataset that keeps them all; a council's
# own rules are found beside the dataset and by --rules; JSON and SARIF name the same places.
. tests/lib.sh

base=tests/dataset/rules.xml
expect_exit "the dataset keeps every rule" 0 "$peerpress" check "$base"
expect_same "and nothing is said of it" "" "$(cat "$work/err")"

# broken ID SEVERITY SED LINE-TEXT
broken() {
  sed -e "$3" "$base" >"$work/broken.xml"
  if cmp -s "$base" "$work/broken.xml"; then
    fail "$1: the dataset is broken"
    return
  fi
  code=1
  [ "$2" = error ] || code=0
  expect_exit "$1: exit code" "$code" "$peerpress" check "$work/broken.xml"
  line=$(grep -nF -- "$4" "$work/broken.xml" | head -1 | cut -d: -f1)
  found=$(sed -n "s#^$work/broken.xml:\([0-9]*\):[0-9]*: \([a-z]*\): .*\[\(.*\)\]\$#\1 \2 \3#p" "$work/err")
  expect_same "$1: this alone, at its line" "$line $2 $1" "$found"
  expect_same "$1: a remedy" 1 "$(grep -c '^    ' "$work/err")"
}
while IFS='	' read -r id severity expression text; do
  case $id in '#'*) continue ;; esac
  broken "$id" "$severity" "$expression" "$text"
done <tests/dataset/rules.tsv

listed=$(grep -o 'id="rule-[a-z-]*"' stylesheets/progress/rules.sch | cut -d'"' -f2 | sort -u)
expect_same "each rule is broken by a test" "$listed" "$(grep -v '^#' tests/dataset/rules.tsv | cut -f1 | sort -u)"
expect_same "each rule stands in docs/rules.md" "$listed" "$(grep -o '^|.*' docs/rules.md | grep -o 'rule-[a-z-]*' | sort -u)"

# Every element that the grammar repeats for languages is looked at, but for abbreviations.
repeated=$(grep -o 'element name="[a-z-]*" pp:language="yes"' stylesheets/progress/progress.rng | cut -d'"' -f2 | grep -vx abbreviation | sort)
expect_same "every text of the grammar is asked for in each language" "$repeated" \
  "$(grep -o 'languages\]//p:[a-z-]*' stylesheets/progress/rules.sch | cut -d: -f2 | sort)"

# Rules of one's own: beside the dataset, and named.
rules() {
  cat <<EOF
<schema xmlns="http://purl.oclc.org/dsdl/schematron">
  <ns prefix="p" uri="urn:peerpress:progress:1"/>
  <ns prefix="d" uri="urn:peerpress:derived:1"/>
  <pattern>
    <rule context="p:action">
      <assert id="$1" role="$2" test="p:lead" diagnostics="lead"><value-of select="@reference"/> has no lead (<value-of select="count(//d:state)"/> states)</assert>
    </rule>
  </pattern>
  <diagnostics><diagnostic id="lead">add a lead</diagnostic></diagnostics>
</schema>
EOF
}
mkdir "$work/own"
cp "$base" "$work/own/dataset.xml"
rules our-lead warning >"$work/own/rules.sch"
expect_exit "rules.sch beside the dataset" 0 "$peerpress" check "$work/own/dataset.xml"
expect_same "finds each action" 4 "$(grep -c 'warning: 1.[1-4] has no lead (5 states) \[our-lead\]' "$work/err")"
expect_exit "a warning does not end a build" 0 "$peerpress" build "$work/own/dataset.xml" -o "$work/own/report.txt"
expect_exit "unless warnings are errors" 1 "$peerpress" build -W "$work/own/dataset.xml" -o "$work/own/other.txt"
rm "$work/own/rules.sch"
rules named-lead error >"$work/named.sch"
expect_exit "--rules" 1 "$peerpress" check --rules "$work/named.sch" "$work/own/dataset.xml"
expect_same "finds each action too" 4 "$(grep -c 'error: .*\[named-lead\]' "$work/err")"
rm "$work/own/report.txt"
expect_exit "an error ends a build" 1 "$peerpress" build --rules "$work/named.sch" "$work/own/dataset.xml" -o "$work/own/report.txt"
expect_same "and nothing is published" "dataset.xml" "$(ls "$work/own")"
expect_exit "rules that are not there" 2 "$peerpress" check --rules "$work/none.sch" "$base"
echo '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><phase id="x"/></schema>' >"$work/bad.sch"
expect_exit "rules that are not understood" 1 "$peerpress" check --rules "$work/bad.sch" "$base"
expect_same "say where" 1 "$(grep -c "^$work/bad.sch:1:54: error: .*\[rules-element\]" "$work/err")"

# What machines read.
sed -e 's# completed="2020-10"##' "$base" >"$work/broken.xml"
expect_exit "JSON" 1 "$peerpress" check --diagnostics json "$work/broken.xml"
expect_same "one object" "rule-completion-missing 69" "$(python3 -c '
import json, sys
found = [json.loads(line) for line in sys.stdin]
print(found[0]["id"], found[0]["line"]) if len(found) == 1 else print(found)' <"$work/err")"
expect_exit "SARIF" 1 "$peerpress" check --diagnostics sarif "$work/broken.xml"
expect_same "one log" "2.1.0 peerpress rule-completion-missing error 69" "$(python3 -c '
import json, sys
log = json.load(sys.stdin)
run, = log["runs"]
result, = run["results"]
driver = run["tool"]["driver"]
assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
print(log["version"], driver["name"], result["ruleId"], result["level"],
      result["locations"][0]["physicalLocation"]["region"]["startLine"])' <"$work/err")"
expect_exit "SARIF of what is right" 0 "$peerpress" check --diagnostics sarif "$base"
expect_same "no result" "[]" "$(python3 -c 'import json, sys; print(json.load(sys.stdin)["runs"][0]["results"])' <"$work/err")"
finish
