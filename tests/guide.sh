# docs/next-cycle.md can be followed: its commands run in a copy of the invented council's folder, with the update that it shows.
. tests/lib.sh

guide=docs/next-cycle.md
root=$PWD
cp -r fixtures/aberddim "$work/my-council"
sed -i 's#output="[^"]*"#output="out"#' "$work/my-council/project.xml"
cd "$work/my-council" || exit 1

# The commands of the guide: of each sh block, those that end by themselves.
# shellcheck disable=SC2016 # the fences of code
commands=$(sed -n '/^```sh$/,/^```$/p' "$root/$guide" | grep '^peerpress' | grep -v '^peerpress watch')
expect_same "the guide has its commands" 7 "$(printf '%s\n' "$commands" | wc -l)"

# step COMMAND…: it stands in the guide, and succeeds
step() {
  expect_same "the guide says: $*" 1 "$(printf '%s\n' "$commands" | grep -cxF "$*" | grep -c "^[12]$")"
  shift
  expect_exit "and it works" 0 "$peerpress" "$@"
}

sed -i '/<cycle id="may-2025"/s/state="open"/state="frozen"/' dataset.xml
step peerpress cycle dataset.xml --id november-2025 --as-of 2025-11-30 --insert

# What an officer writes: the update that the guide shows, a commentary where a level asks for one.
sed -n '/^<update of="cpc-3-1" level="complete"/,/^<\/update>/p' "$root/$guide" >"$work/update"
expect_same "the guide shows an update" 5 "$(wc -l <"$work/update")"
# shellcheck disable=SC1112 # an apostrophe of Welsh
sed -i -e '/^    <cycle id="november-2025"/,$ {
  /<update of="cpc-3-1" level="on-track"/ {
    r '"$work/update"'
    d
  }
  s#<update of="\([^"]*\)" level="\(at-risk\|off-track\|paused\)"\([^/]*\)/>#<update of="\1" level="\2"\3><commentary><p>As before.</p></commentary><commentary xml:lang="cy"><p>Fel o’r blaen.</p></commentary></update>#
  /<.cycle>/ i\
      <news><headline>Homes let</headline><headline xml:lang="cy">Cartrefi wedi’u gosod</headline><prose><p>All 60.</p></prose><prose xml:lang="cy"><p>Pob un.</p></prose></news>
}' dataset.xml
step peerpress check dataset.xml
step peerpress diff dataset.xml
expect_same "diff tells what the update says" 1 "$(grep -c 'closed, completed 2025-11-14' "$work/out")"
step peerpress build dataset.xml -r changes -o changes.pdf
pdftotext changes.pdf "$work/changes.txt"
expect_same "so does the report" 1 "$(grep -c 'completed 14 November 2025' "$work/changes.txt" | head -c1)"
step peerpress build project.xml
expect_same "the new cycle is published" yes "$([ -s out/november-2025/summary-en.pdf ] && echo yes)"
expect_exit "and again" 0 "$peerpress" build project.xml
expect_same "nothing is made anew" "0 published" "$(tail -1 "$work/out" | cut -d, -f1)"
step peerpress verify project.xml
cd "$root" || exit 1
finish
