# Pixel cases: tests/pixels/*.fo. Each becomes a PDF, drawn with one pixel a point, and comments in it say
# what must be seen:
#   <!-- pixel: PAGE X Y = #rrggbb -->   the colour of the pixel whose top left corner is X, Y points from
#                                        that of the page; pages count from 1
# A message fails the case unless it is announced: <!-- warns: ID -->.
. tests/lib.sh

check_case() {
  fo=$1
  name=${fo#tests/pixels/}
  "$peerpress" render --no-claim "$fo" -o "$work/case.pdf" --diagnostics=json 2>"$work/said" || true
  sed -n 's/.*"id":"\([^"]*\)".*/\1/p' "$work/said" | grep -vE '^(repeated|pdf-.*)$' | sort -u >"$work/ids"
  sed -n 's/.*<!-- warns: *\([a-z0-9-]*\) *-->.*/\1/p' "$fo" | sort -u >"$work/announced"
  if ! cmp -s "$work/ids" "$work/announced"; then
    fail "pixels $name" "announced and reported: $(diff "$work/announced" "$work/ids" | grep '^[<>]')"
    return
  fi
  rm -f "$work"/page-*
  pdftoppm -r 72 -aa no -aaVector no "$work/case.pdf" "$work/page"
  expect_exit "pixels $name" 0 python3 tests/pixels.py "$fo" "$work"/page-*.ppm
  [ ! -s "$work/out" ] || sed 's/^/        /' "$work/out"
}

for fo in tests/pixels/*.fo; do
  check_case "$fo"
done
finish
