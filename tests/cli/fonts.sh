# Fonts come from the system's folders and those that the option, the theme or the environment names; a report
# whose fonts or characters are missing is not published, unless that is allowed.
. tests/lib.sh

# A system that has Liberation and DejaVu only, and a folder with a family that it lacks.
file_of() {
  fc-match -f '%{family}|%{file}' "$1:style=$2" | sed -n "s/^$1|//p"
}
mkdir -p "$work/house/fonts" "$work/elsewhere"
for style in Regular Bold; do
  file=$(file_of "Noto Serif" $style)
  cp "${file:-/no/noto/serif}" "$work/house/fonts/" || skip "Noto Serif is missing"
done
cp "$work"/house/fonts/* "$work/elsewhere"
cat >"$work/fonts.conf" <<EOF
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>$(dirname "$(file_of "Liberation Sans" Regular)")</dir><dir>$(dirname "$(file_of "DejaVu Sans" Book)")</dir>
<cachedir>$work/cache</cachedir></fontconfig>
EOF
FONTCONFIG_FILE=$work/fonts.conf
export FONTCONFIG_FILE
sed 's|<font name="body">[^<]*|<font name="body">Noto Serif|' stylesheets/theme/default.xml >"$work/house/plain.xml"
sed 's|<font name="body">|<font-folder href="fonts"/>&|' "$work/house/plain.xml" >"$work/house/house.xml"

# published NAME COMMAND…: without a message, in the family that the theme asks for
published() {
  name=$1
  shift
  rm -f "$work/out.pdf"
  expect_exit "$name" 0 "$@"
  expect_same "$name: without a message" "" "$(cat "$work/err")"
  pdffonts "$work/out.pdf" >"$work/fonts"
  expect_match "$name: in its font" 'NotoSerif-Regular' "$work/fonts"
}

# refused NAME CODE PATTERN COMMAND…
refused() {
  name=$1
  code=$2
  pattern=$3
  shift 3
  echo before >"$work/out.pdf"
  expect_exit "$name" "$code" "$@"
  expect_match "$name: the message" "$pattern" "$work/err"
  expect_same "$name: what was there stays" before "$(cat "$work/out.pdf")"
}
build() {
  theme=$1
  shift
  "$peerpress" build "$dataset" --theme "$work/house/$theme.xml" -o "$work/out.pdf" "$@"
}

published "the theme's folder" build house
published "the option's folder" build plain --font-folder "$work/elsewhere"
published "the environment's folder" env PEERPRESS_FONT_PATH=":$work/house:$work/elsewhere" "$peerpress" build "$dataset" \
  --theme "$work/house/plain.xml" -o "$work/out.pdf"
refused "a family that is missing" 1 'the report is not published.*\[fonts-missing\]' build plain
expect_match "it is named" 'no font of the family “Noto Serif” is installed; “[^”]*” is used instead' "$work/err"
expect_exit "missing, but allowed" 0 build plain --allow-missing-fonts
expect_match "it is said all the same" 'warning: no font of the family “Noto Serif”' "$work/err"

sed 's/St Helens Borough Council/&\xe1\x80\x80/' "$dataset" >"$work/dataset.xml"
refused "a character that no font has" 1 '\[fonts-missing\]' "$peerpress" build "$work/dataset.xml" -o "$work/out.pdf"
expect_match "it is named, with its place and families" 'dataset.xml:[0-9]*:.*no installed font has the character U+1000.* asked of Liberation Sans' \
  "$work/err"
expect_exit "a web page needs no fonts" 0 "$peerpress" build "$work/dataset.xml" -o "$work/out.html"
expect_exit "the same among many" 1 "$peerpress" build "$work/dataset.xml" -t pdf,html -o "$work/many"
expect_match "the same among many: the message" '\[fonts-missing\]' "$work/err"
expect_same "only the web page is published" "html" "$(find "$work/many" -name 'st-helens*' | sed 's/.*\.//')"
expect_exit "allowed among many" 4 "$peerpress" build "$work/dataset.xml" -t pdf,html -o "$work/many" --allow-missing-fonts

sed 's/href="fonts"/href="none"/' "$work/house/house.xml" >"$work/house/bad.xml"
refused "the theme's folder does not exist" 2 'bad.xml:[0-9]*: font-folder names the folder “.*/none”, which does not exist' build bad
for folder in ../elsewhere "$work/elsewhere" ''; do
  sed "s|href=\"fonts\"|href=\"$folder\"|" "$work/house/house.xml" >"$work/house/bad.xml"
  refused "not beside the theme: $folder" 2 'must name a folder beside the theme or below it' build bad
done
refused "the environment's folder does not exist" 2 'PEERPRESS_FONT_PATH names the folder “/none”' env PEERPRESS_FONT_PATH=/none \
  "$peerpress" build "$dataset" -o "$work/out.pdf"
finish
