# Takes long.
# Documents that no stylesheet would make: those in cases, each of which has made the program fail once, and some
# random ones. Each ends as run.py says.
. tests/lib.sh

export PYTHONDONTWRITEBYTECODE=1
for fo in tests/random/cases/*.fo; do
  expect_exit "$(basename "$fo" .fo)" 0 python3 tests/random/run.py "$peerpress" --document "$fo" --seconds 30
  [ "$lib_found" = 0 ] || cat "$work/out"
done
python3 tests/random/generate.py 7 >"$work/one.fo"
python3 tests/random/generate.py 7 >"$work/other.fo"
expect_files "a seed is a document" "$work/one.fo" "$work/other.fo"
expect_exit "random documents" 0 python3 tests/random/run.py "$peerpress" --first 0 --count 120 --seconds 30
[ "$lib_found" = 0 ] || cat "$work/out"
finish
