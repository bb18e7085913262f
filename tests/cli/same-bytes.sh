# The same input gives the same bytes, in any language, time zone and folder; and the date of a PDF
# is the content's, or SOURCE_DATE_EPOCH's.
. tests/lib.sh

root=$PWD
# One of the locales may not be installed: the program must not look at them anyway.
publish() {
  (
    cd "$1" || exit
    env LC_ALL="$2" LANG="$2" LANGUAGE="$3" TZ="$4" FC_LANG="$3" \
      "$peerpress" build "$5" -o "$work/$6" || echo "failed" >"$work/$6"
  )
}
mkdir "$work/elsewhere"
cp -r fixtures/st-helens "$work/elsewhere/copy"
for kind in pdf html txt fo xhtml areas; do
  publish "$root" C en UTC "$dataset" "a.$kind"
  publish "$root" tr_TR.UTF-8 tr Asia/Tokyo "$dataset" "b.$kind"
  publish "$work/elsewhere" ar_EG.UTF-8 ar America/New_York copy/dataset.xml "c.$kind"
  expect_true "$kind is there" "$(wc -c <"$work/a.$kind")" -gt 1000
  expect_files "$kind: another language and time zone" "$work/a.$kind" "$work/b.$kind"
  expect_files "$kind: another folder" "$work/a.$kind" "$work/c.$kind"
done
for kind in png svg; do
  publish "$root" C en UTC "$dataset" "a.$kind"
  publish "$work/elsewhere" tr_TR.UTF-8 tr Asia/Tokyo copy/dataset.xml "b.$kind"
  expect_true "$kind has pages" -s "$work/a-3.$kind"
  expect_files "$kind: elsewhere" "$work/a-3.$kind" "$work/b-3.$kind"
done

created() {
  TZ=UTC pdfinfo -isodates "$1" | sed -n 's/^CreationDate: *//p'
}
as_of=$(xmllint --xpath 'string((//*[local-name()="cycle"]/@as-of)[last()])' "$dataset")
expect_same "the date is the content's" "${as_of}T00:00:00Z" "$(created "$work/a.pdf")"
SOURCE_DATE_EPOCH=1000000000 "$peerpress" build "$dataset" -o "$work/epoch.pdf"
expect_same "the date is SOURCE_DATE_EPOCH" 2001-09-09T01:46:40Z "$(created "$work/epoch.pdf")"
"$peerpress" render tests/layout/list.fo -o "$work/undated.pdf"
expect_same "a document without a date" 1970-01-01T00:00:00Z "$(created "$work/undated.pdf")"
finish
