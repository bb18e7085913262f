# Sourced by the test scripts: counts what passes and says what fails. A script ends with `finish`.
# shellcheck shell=sh
# shellcheck disable=SC2034 # some scripts use one variable, some another

peerpress=${PEERPRESS:-$PWD/bin/peerpress}
dataset=fixtures/st-helens/dataset.xml
passed=0
failed=0
skipped=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

pass() {
  passed=$((passed + 1))
  echo "ok      $1"
}

# fail NAME [EXPLANATION…]
fail() {
  failed=$((failed + 1))
  echo "FAILED  $1"
  shift
  for line in "$@"; do
    printf '%s\n' "$line" | sed 's/^/        /'
  done
}

skip() {
  skipped=$((skipped + 1))
  echo "skipped $1"
}

# expect_same NAME EXPECTED FOUND: both are texts
expect_same() {
  if [ "$2" = "$3" ]; then
    pass "$1"
  else
    fail "$1" "expected: $2" "found:    $3"
  fi
}

# expect_exit NAME CODE COMMAND…: what the command says is in $work/out and $work/err
expect_exit() {
  lib_name=$1
  lib_code=$2
  shift 2
  lib_found=0
  "$@" >"$work/out" 2>"$work/err" || lib_found=$?
  if [ "$lib_found" = "$lib_code" ]; then
    pass "$lib_name"
  else
    fail "$lib_name" "exit code $lib_found, not $lib_code" "$(head -5 "$work/err")"
  fi
}

# expect_files NAME A B: two files are equal
expect_files() {
  if cmp -s "$2" "$3"; then
    pass "$1"
  else
    fail "$1" "$(diff "$2" "$3" 2>&1 | head -10)"
  fi
}

# expect_match NAME PATTERN FILE: a line matches (basic regular expression)
expect_match() {
  if grep -q -e "$2" "$3"; then
    pass "$1"
  else
    fail "$1" "$(head -5 "$3")"
  fi
}

# expect_true NAME TEST…: the words are arguments of test(1)
expect_true() {
  lib_name=$1
  shift
  if [ "$@" ]; then
    pass "$lib_name"
  else
    fail "$lib_name" "$*"
  fi
}

finish() {
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}
