# An output appears whole or not at all.
. tests/lib.sh

content=fixtures/xhtml/everything.xhtml

"$peerpress" render "$content" -o "$work/target.pdf" 2>/dev/null
cp "$work/target.pdf" "$work/first.pdf"

# Killed at ten moments: the file is the old one or the new one, and nothing else is left.
ended=0
for moment in 0.002 0.005 0.01 0.015 0.02 0.03 0.04 0.05 0.06 0.08; do
  "$peerpress" render "$content" -o "$work/target.pdf" 2>/dev/null &
  pid=$!
  sleep "$moment"
  kill -TERM "$pid" 2>/dev/null && ended=$((ended + 1))
  wait "$pid" 2>/dev/null
done
expect_true "some were killed in time" "$ended" -gt 0
expect_files "a killed process leaves the earlier file" "$work/first.pdf" "$work/target.pdf"
expect_same "a killed process leaves no litter" "$(printf 'first.pdf\ntarget.pdf')" "$(ls -A "$work")"

# A bare name, and one with a space.
(cd "$work" && "$peerpress" render "$OLDPWD/$content" -o bare.html 2>/dev/null)
expect_true "a bare name" -s "$work/bare.html"
mkdir "$work/a folder"
"$peerpress" render "$content" -o "$work/a folder/a name.html" 2>/dev/null
expect_files "a name with spaces" "$work/bare.html" "$work/a folder/a name.html"

# What the target was: its mode, and the file that a link leads to.
chmod 640 "$work/bare.html"
"$peerpress" render "$content" -o "$work/bare.html" 2>/dev/null
expect_same "the mode of the earlier file" 640 "$(stat -c %a "$work/bare.html")"
(umask 022 && "$peerpress" render "$content" -o "$work/new.html" 2>/dev/null)
expect_same "the mode of a new file" 644 "$(stat -c %a "$work/new.html")"
ln -s bare.html "$work/link.html"
"$peerpress" render "$content" -o "$work/link.html" 2>/dev/null
expect_true "a link stays a link" -L "$work/link.html"
"$peerpress" render "$content" -o /dev/stdout --to html >"$work/device.html" 2>/dev/null
expect_files "a device" "$work/bare.html" "$work/device.html"

# One file a page.
"$peerpress" render "$content" -o "$work/page.svg" 2>/dev/null
expect_true "pages are numbered" -s "$work/page-1.svg"
expect_true "there is no page without number" ! -e "$work/page.svg"
"$peerpress" render "$content" -o "$work/leaf-%d-a.svg" 2>/dev/null
expect_files "pages are numbered at %d" "$work/page-1.svg" "$work/leaf-1-a.svg"
"$peerpress" render "$content" -o "$work/small.png" --resolution 20 2>/dev/null
expect_same "the resolution of PNG" "166 234" \
  "$(od -An -tu4 --endian=big -j16 -N8 "$work/small-1.png" | xargs)"

# A read-only folder keeps what it has.
mkdir "$work/closed"
cp "$work/bare.html" "$work/closed/old.html"
chmod 555 "$work/closed"
if [ -w "$work/closed" ]; then
  skip "a folder that cannot be written to: this user may write everywhere"
else
  expect_exit "a folder that cannot be written to" 3 "$peerpress" render "$content" -o "$work/closed/old.html"
fi
finish
