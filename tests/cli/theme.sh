# A theme whose text cannot be read by everyone publishes nothing, and says what would do.
. tests/lib.sh

theme=stylesheets/theme/default.xml
line_of() {
  grep -n "<colour name=\"$1\"" "$work/house.xml" | cut -d: -f1
}

# refused NAME SED-EXPRESSION COLOUR PATTERN
refused() {
  sed "$2" "$theme" >"$work/house.xml"
  expect_true "$1: the theme differs" "$(cmp -s "$theme" "$work/house.xml" || echo differs)" = differs
  for kind in pdf html txt; do
    echo before >"$work/out.$kind"
    expect_exit "$1: $kind" 1 "$peerpress" build "$dataset" --theme "$work/house.xml" -o "$work/out.$kind"
    expect_same "$1: the earlier $kind stays" before "$(cat "$work/out.$kind")"
    expect_match "$1: place and message" "^$work/house.xml:$(line_of "$3"):.*: error: $4" "$work/err"
    expect_same "$1: one error" 1 "$(grep -c ': error: ' "$work/err")"
  done
}

refused "light grey text" '/name="muted"/s/#4c5459/#8a939a/' muted \
  'the theme.s colour “muted”, #8a939a, has a contrast of 2.85 to 1 on “tint”, #f2f5f7 \[theme-contrast\]'
nearest=$(sed -n 's/.*the nearest colour with enough is \(#[0-9a-f]*\)$/\1/p' "$work/err")
sed "s/#4c5459/$nearest/" "$theme" >"$work/mended.xml"
expect_exit "the colour that was named passes" 0 "$peerpress" build "$dataset" --theme "$work/mended.xml" -o "$work/mended.pdf"

refused "a dark link on the dark page" '/name="link"/s/dark="#8fc6f4"/dark="#6c8299"/' link \
  'the theme.s colour “link”, #6c8299, has a contrast of [0-9.]* to 1 on “tint”, #20272e (dark) \[theme-contrast\]'
refused "a colour by name" '/name="brand"/s/#12436d/navy/' brand \
  'the theme.s colour “brand” is “navy”, whose contrast cannot be computed \[theme-colour\]'
refused "text on nothing" '/name="text"/s/on="[^"]*"//' text \
  'the theme does not say on which colours “text” stands \[theme-no-ground\]'

expect_exit "the default theme passes" 0 "$peerpress" build "$dataset" --theme "$theme" -o "$work/default.html"
finish
