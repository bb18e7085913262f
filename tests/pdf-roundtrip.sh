# Text that could break a PDF, in a title, a bookmark, an alternative text, an address or the name of a file, comes
# out as it went in and does nothing; addresses that do things are refused.
. tests/lib.sh

python3 tests/pdf-roundtrip.py "$peerpress" "$work" >"$work/results" 2>"$work/trouble" || true
while IFS= read -r line; do
  case $line in
  "ok "*) pass "${line#ok }" ;;
  *) fail "${line#FAILED }" ;;
  esac
done <"$work/results"
expect_same "the script came to its end" "" "$(cat "$work/trouble")"
expect_true "there were tests" "$(wc -l <"$work/results")" -gt 45

# Names of files: of the dataset that is attached, and of the PDF.
hostile=$(printf 'a (b) \\ <c> & " '"'"' \303\251 \360\237\230\200 \342\200\217\nd')
for name in "$hostile" 'a)>>endobj' 'a\)>JavaScript(' "$(printf 'caf\351')"; do
  mkdir -p "$work/names"
  called=$(printf '%s' "$name" | LC_ALL=C tr -cd ' -~')
  cp "$dataset" "$work/names/$name.xml"
  expect_exit "a dataset called $called" 0 "$peerpress" build "$work/names/$name.xml" --attach-dataset -o "$work/names/$name.pdf"
  cp "$work/names/$name.pdf" "$work/named.pdf"
  expect_exit "$called: qpdf --check" 0 qpdf --check "$work/named.pdf"
  expect_same "$called: one attachment" 1 "$(qpdf --list-attachments "$work/named.pdf" | grep -c -- ' -> ')"
  # A reader shows names as text: what is no UTF-8 and controls are not.
  shown=$(python3 - "$work/named.pdf" <<'PY'
import json, subprocess, sys
run = subprocess.run(["qpdf", "--json=2", "--json-key=attachments", sys.argv[1]], capture_output=True, check=True)
(attachment,) = json.loads(run.stdout)["attachments"].values()
sys.stdout.reconfigure(encoding="utf-8")
print(attachment["preferredname"])
PY
)
  expect_exit "$called: extracted" 0 "$peerpress" inspect --extract "$shown" "$work/named.pdf" -o "$work/extracted.xml"
  expect_files "$called: byte for byte" "$dataset" "$work/extracted.xml"
  rm -r "$work/names"
done

# The same addresses in the structured content: no edition keeps them.
cat >"$work/content.xhtml" <<'XHTML'
<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head><title>Links</title></head><body><h1>Links</h1>
<p><a href="javascript:alert(1)">one</a> <a href="JAVASCRIPT:alert(2)">two</a> <a href=" javascript:alert(3)">three</a>
<a href="data:text/html,4">four</a> <a href="file:///etc/passwd">five</a> <a href="https://example.org/">good</a></p></body></html>
XHTML
for kind in pdf html; do
  "$peerpress" render "$work/content.xhtml" -o "$work/content.$kind" 2>"$work/err" || true
done
expect_match "a good link stays in the page" 'href="https://example.org/"' "$work/content.html"
expect_same "no bad address in the page" 0 "$(grep -c -i -e 'href=" *javascript' -e 'href="data:' -e 'href="file:' "$work/content.html")"
expect_same "one address in the PDF" 1 "$(qpdf --qdf --object-streams=disable "$work/content.pdf" - | grep -a -c '/URI (')"
finish
