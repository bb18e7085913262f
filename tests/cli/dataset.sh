# Each broken dataset of tests/dataset/expected.tsv gives one error, at its line, with the exit code
# of bad input, and leaves what was published before.
. tests/lib.sh

echo "published before" >"$work/kept"

broken() {
  file=tests/dataset/$1
  expect_exit "check $1: exit code" 1 "$peerpress" check "$file"
  found=$(sed -n 's/^[^ ]*: error: .*/&/p' "$work/err")
  expect_same "check $1: one error" 1 "$(printf '%s\n' "$found" | grep -c .)"
  case $found in
  "$file:$2: "* | "$file:$2:"*) pass "check $1: line $2" ;;
  *) fail "check $1: line $2" "$found" ;;
  esac
  expect_same "check $1: a remedy" 1 "$(grep -c '^    ' "$work/err")"
  cp "$work/kept" "$work/old.pdf"
  expect_exit "build $1: exit code" 1 "$peerpress" build "$file" -o "$work/old.pdf"
  expect_files "build $1: the earlier file stays" "$work/kept" "$work/old.pdf"
}

while IFS='	' read -r name line who _; do
  case $name in '#'*) continue ;; esac
  if [ "$who" = none ]; then
    expect_exit "check $name" 0 "$peerpress" check "tests/dataset/$name"
    expect_same "check $name: silent on standard error" "" "$(cat "$work/err")"
  else
    broken "$name" "$line"
  fi
done <tests/dataset/expected.tsv

rm -f "$work/old.pdf"
expect_same "no litter beside the output" "$(printf 'err\nkept\nout')" "$(ls -A "$work")"
expect_exit "the fixture has no mistake" 0 "$peerpress" check "$dataset"
finish
