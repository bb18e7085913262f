# The lines of the samples of docs/typography.md, as a reader of their PDFs finds them, keep what typographers ask for.
. tests/lib.sh
expect_exit "the lines of the samples" 0 python3 tests/typography/check.py "$peerpress" "$work"
cat "$work/out"
# The check can fail: the narrow sample is not as wide as the wide one.
expect_exit "lines of another measure are found" 1 python3 tests/typography/check.py "$peerpress" "$work" wide=narrow
finish
