# Takes long.
# The hostile collection: documents, stylesheets, pictures and PDFs that nobody means well with. Each ends
# in one clear error or in a correct output, within the limits; what lies outside is not even opened.
. tests/lib.sh

python3 tests/hostile/collection.py "$peerpress" "$dataset" "$work" >"$work/log" || true
sed '$d' "$work/log"
passed=$(sed -n '$s/ .*//p' "$work/log")
failed=$(sed -n '$s/.* \([0-9]*\) failed$/\1/p' "$work/log")
[ -n "$failed" ] || fail "the collection ends early"
finish
