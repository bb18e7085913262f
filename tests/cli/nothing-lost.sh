# Takes long.
# Nothing is lost: calls of the system fail, the process is killed, the disk is full (tests/fault/check.py).
. tests/lib.sh

export PYTHONDONTWRITEBYTECODE=1
library=${BUILD:-build}/fault.so

# check NAME TASK [ARGUMENT…]
check() {
  lost_name=$1
  task=$2
  shift 2
  expect_exit "$lost_name" 0 python3 tests/fault/check.py "$task" "$peerpress" "$@"
  [ "$lib_found" = 0 ] || cat "$work/out"
}

if [ ! -e "$library" ]; then
  skip "calls that fail: $library is not built"
elif grep -q __asan_init "$peerpress"; then
  check "a call that fails leaks nothing" some "$library"
else
  check "a call that fails" faults "$library"
  check "an allocation that fails" memory "$library"
  check "killed at each call that changes something" calls "$library"
  check "killed at random moments" moments
  mkdir "$work/disk"
  if unshare -Urm mount -t tmpfs -o size=4096 tmpfs "$work/disk" 2>/dev/null; then
    expect_exit "a full disk" 0 unshare -Urm python3 tests/fault/check.py disk "$peerpress" "$work/disk"
    [ "$lib_found" = 0 ] || cat "$work/out"
  else
    check "a full disk" room "$library"
  fi
fi
finish
