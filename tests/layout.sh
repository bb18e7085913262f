# Takes long.
# Layout cases: tests/layout/**/*.fo. Each is laid out to its areas, and comments in it say what must
# hold:
#   <!-- check: XPATH = EXPECTED -->   the string value of XPATH on the areas is the text EXPECTED (all
#                                      that follows the last " = ")
#   <!-- warns: ID -->                 a diagnostic with this id must be reported
#   <!-- says: TEXT -->                the message of a diagnostic holds this
# A diagnostic that is not announced fails the case, and so does a case that checks nothing.
. tests/lib.sh

check_case() {
  fo=$1
  name=${fo#tests/layout/}
  problems=$work/problems
  : >"$problems"
  "$peerpress" render "$fo" --to areas -o "$work/areas.xml" --diagnostics=json 2>"$work/said" || {
    grep -q '"severity":"error"' "$work/said" || echo "exit code $?" >>"$problems"
  }
  sed -n 's/.*"id":"\([^"]*\)".*/\1/p' "$work/said" | grep -v '^repeated$' | sort -u >"$work/ids"
  sed -n 's/.*<!-- warns: *\([a-z0-9-]*\) *-->.*/\1/p' "$fo" | sort -u >"$work/announced"
  comm -23 "$work/ids" "$work/announced" | while read -r id; do
    echo "unexpected: $(grep "\"$id\"" "$work/said" | head -1)" >>"$problems"
  done
  comm -13 "$work/ids" "$work/announced" | while read -r id; do
    echo "announced but not reported: $id" >>"$problems"
  done
  sed -n 's/.*<!-- says: *\(.*\) -->.*/\1/p' "$fo" | while IFS= read -r text; do
    grep -qF "$text" "$work/said" || echo "no diagnostic says: $text" >>"$problems"
  done
  sed -n 's/.*<!-- check: *\(.* = .*\) -->.*/\1/p' "$fo" >"$work/checks"
  [ -s "$work/checks" ] || [ -s "$work/announced" ] || echo "the case checks nothing" >>"$problems"
  if [ -s "$work/checks" ] && ! xmllint --noblanks "$work/areas.xml" >"$work/compact.xml" 2>&1; then
    echo "no areas" >>"$problems"
    : >"$work/checks"
  fi
  while IFS= read -r check; do
    expected=${check##* = }
    found=$(xmllint --xpath "string(${check% = *})" "$work/compact.xml" 2>&1) || true
    [ "$found" = "$expected" ] ||
      echo "${check% = *} is '$found', not '$expected'" >>"$problems"
  done <"$work/checks"
  rm -f "$work/areas.xml"
  if [ -s "$problems" ]; then
    fail "layout $name" "$(cat "$problems")"
  else
    pass "layout $name"
  fi
}

find tests/layout -name '*.fo' 2>/dev/null | LC_ALL=C sort >"$work/cases"
while IFS= read -r fo; do
  check_case "$fo"
done <"$work/cases"
finish
