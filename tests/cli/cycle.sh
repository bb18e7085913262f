# peerpress cycle begins the next review cycle: the frame has each open item once, passes the check but for what an officer has to say,
# and goes behind the last cycle without changing anything else.
. tests/lib.sh

frame() { "$peerpress" cycle "$@" --id november-2025 --as-of 2025-11-30; }

cp fixtures/aberddim/dataset.xml "$work/dataset.xml"
frame "$work/dataset.xml" >"$work/frame" 2>"$work/err"
expect_same "nothing is said" "" "$(cat "$work/err")"
expect_exit "the tree as stylesheets see it" 0 "$peerpress" build "$work/dataset.xml" --to dataset -o "$work/tree.xml"
# Recommendations whose actions alone are reported on are left out.
xpath='//*[local-name()="state" and not(@closed="yes") and (@kind="action" or @level)]'
expect_same "an update for each open item" "$(xmllint --xpath "count($xpath)" "$work/tree.xml")" "$(grep -c '<update of=' "$work/frame")"
expect_same "each once" "" "$(grep -o '<update of="[^"]*"' "$work/frame" | sort | uniq -d)"
expect_same "its title in both languages" "<title>November 2025</title> <title xml:lang=\"cy\">Tachwedd 2025</title>" \
  "$(sed -n 's/^ *\(<title.*\)/\1/p' "$work/frame" | paste -sd' ')"

expect_exit "--insert" 0 "$peerpress" cycle "$work/dataset.xml" --id november-2025 --as-of 2025-11-30 --insert
printf '\n' | cat - "$work/frame" >"$work/inserted"
diff fixtures/aberddim/dataset.xml "$work/dataset.xml" | sed -n 's/^> //p;s/^>$//p;/^</p' >"$work/difference"
expect_files "adds the frame and nothing else" "$work/inserted" "$work/difference"
expect_exit "which is to be filled in" 1 "$peerpress" check "$work/dataset.xml"
expect_same "where the levels ask for a commentary, and nowhere else" "rule-commentary-missing" \
  "$(sed -n 's/.*error: .*\[\(.*\)\]$/\1/p' "$work/err" | sort -u)"
sed 's#<update of="\([^"]*\)" level="\([^"]*\)"\([^/]*\)/>#<update of="\1" level="\2"\3><commentary><p>Said.</p></commentary><commentary xml:lang="cy"><p>Dywedwyd.</p></commentary></update>#' \
  "$work/dataset.xml" >"$work/filled.xml"
expect_exit "and then is right" 0 "$peerpress" check "$work/filled.xml"
expect_exit "and can be published" 0 "$peerpress" build "$work/filled.xml" -o "$work/filled.txt"

# Elements with a prefix.
sed -e 's#<\(/\{0,1\}\)\([a-z]\)#<\1p:\2#g' -e 's#<?p:xml#<?xml#' -e 's#xmlns="urn:peerpress:progress:1"#xmlns:p="urn:peerpress:progress:1"#' \
  tests/dataset/minimal.xml >"$work/prefixed.xml"
expect_exit "a dataset with a prefix" 0 "$peerpress" cycle "$work/prefixed.xml" --id next --as-of 2020-09-01 --insert
expect_exit "has a new cycle too" 0 "$peerpress" check "$work/prefixed.xml"
expect_same "in its namespace" 1 "$(grep -c '<p:cycle id="next"' "$work/prefixed.xml")"

# What would be a mixture of encodings is left as it is, and said.
sed 's/encoding="UTF-8"/encoding="UTF-16"/' tests/dataset/minimal.xml | iconv -f UTF-8 -t UTF-16 >"$work/utf-16.xml"
cp "$work/utf-16.xml" "$work/utf-16-before.xml"
expect_exit "another encoding" 2 "$peerpress" cycle "$work/utf-16.xml" --id next --as-of 2020-09-01 --insert
expect_match "is named" '--insert is for datasets in UTF-8' "$work/err"
expect_files "and the dataset as it was" "$work/utf-16-before.xml" "$work/utf-16.xml"
expect_exit "its frame can be printed" 0 "$peerpress" cycle "$work/utf-16.xml" --id next --as-of 2020-09-01

# What cannot be begun.
cp "$work/dataset.xml" "$work/before.xml"
expect_exit "an id that is taken" 1 "$peerpress" cycle "$work/before.xml" --id may-2025 --as-of 2025-12-31 --insert
expect_exit "a day that is not later" 1 "$peerpress" cycle fixtures/aberddim/dataset.xml --id x --as-of 2025-05-31 --insert
expect_exit "a day that does not exist" 2 "$peerpress" cycle "$work/before.xml" --id x --as-of 2026-02-30
expect_exit "no id" 2 "$peerpress" cycle "$work/before.xml" --as-of 2026-02-28
expect_exit "no name" 2 "$peerpress" cycle "$work/before.xml" --id '1"' --as-of 2026-02-28
expect_files "leaves the dataset as it was" "$work/dataset.xml" "$work/before.xml"
finish
