# Nothing gets in: files outside the declared folders, the network, entities; and a stylesheet writes
# nothing.
. tests/lib.sh

mkdir "$work/secret" "$work/open"
echo '<secret>hidden words</secret>' >"$work/secret/file.xml"
ln -s ../secret/file.xml "$work/open/link.xml"

# The report's template says what $1 gives.
report() {
  cat >"$work/open/report.xsl" <<XSL
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:exsl="http://exslt.org/common"
  extension-element-prefixes="exsl">$2
  <xsl:template match="/"><a>$1</a></xsl:template>
</xsl:stylesheet>
XSL
}

refused() {
  name=$1
  report "$2" "${3-}"
  expect_exit "$name" 1 "$peerpress" build "$dataset" -r "$work/open/report.xsl" -o "$work/open/out.xhtml"
  expect_true "$name: nothing is published" ! -e "$work/open/out.xhtml"
  expect_same "$name: no secret in the message" 0 "$(grep -c 'hidden words' "$work/err")"
  expect_same "$name: one error" 1 "$(grep -c ': error: ' "$work/err")"
}
refused "document() outside" "<xsl:copy-of select=\"document('../secret/file.xml')\"/>"
refused "document() of a system file" "<xsl:copy-of select=\"document('/etc/passwd')\"/>"
refused "document() by file:" "<xsl:copy-of select=\"document('file:///etc/passwd')\"/>"
refused "document() through a link" "<xsl:copy-of select=\"document('link.xml')\"/>"
refused "document() from the network" "<xsl:copy-of select=\"document('http://127.0.0.1:9/x.xml')\"/>"
refused "xsl:import outside" "" '<xsl:import href="../secret/file.xml"/>'
refused "xsl:include from the network" "" '<xsl:include href="http://127.0.0.1:9/x.xsl"/>'
refused "exsl:document" '<exsl:document href="written.xml"><b/></exsl:document>'
expect_true "nothing was written" ! -e "$work/open/written.xml"
refused "endless templates" '<xsl:apply-templates select="."/>'
refused "an unknown function" '<xsl:value-of select="nothing()"/>'
# shellcheck disable=SC2016 # XPath's variable
refused "an unknown variable" '<xsl:value-of select="$nothing"/>'
refused "an unknown instruction" '<xsl:nothing/>'
refused "a document that is not there" "<xsl:copy-of select=\"document('nothing.xml')\"/>"
refused "an import that is not there" "" '<xsl:import href="nothing.xsl"/>'
refused "a message that ends it" '<xsl:message terminate="yes">no</xsl:message>'

report "<xsl:copy-of select=\"document('../secret/file.xml')\"/>" ""
expect_exit "a declared folder may be read" 0 "$peerpress" build "$dataset" -r "$work/open/report.xsl" \
  --root "$work/secret" -o "$work/open/out.xhtml"
expect_match "its words are there" 'hidden words' "$work/open/out.xhtml"
rm "$work/open/out.xhtml"

# Documents.
entity() {
  printf '<!DOCTYPE html [<!ENTITY e %s>]>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>&e;</p></body></html>\n' \
    "$2" >"$work/open/entity.xhtml"
  expect_exit "$1" "${3-1}" "$peerpress" render "$work/open/entity.xhtml" -o "$work/open/e.html"
  expect_same "$1: no secret" 0 "$(grep -c 'hidden words' "$work/err")"
  sed 's/<!DOCTYPE html/<!DOCTYPE progress/; s/<html.*/<progress>\&e;<\/progress>/' "$work/open/entity.xhtml" >"$work/open/entity.xml"
  expect_exit "$1 in a dataset" 1 "$peerpress" check "$work/open/entity.xml"
}
entity "an external entity" 'SYSTEM "../secret/file.xml"'
entity "an entity that is a short text" '"words"' 0
entity "an entity with markup" '"&#60;p>words&#60;/p>"'
entity "an entity from the network" 'SYSTEM "http://127.0.0.1:9/x"'
printf '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>a&nbsp;b</p></body></html>\n' >"$work/open/nbsp.xhtml"
expect_exit "an entity of HTML" 1 "$peerpress" render "$work/open/nbsp.xhtml" -o "$work/open/e.html"
expect_match "an entity of HTML: the remedy" '&#160;' "$work/err"

# The kernel's part: what is in force while a document is read, which a pipe makes last.
"$peerpress" --version >"$work/version"
expect_match "--version tells" '^confinement: ' "$work/version"
# waits_for_pipe PID: until it reads, it is getting ready
waits_for_pipe() {
  until grep -qs pipe_read "/proc/$1/wchan" || grep -qs '^0 ' "/proc/$1/syscall"; do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.05
  done
}
in_force_of() {
  sed -n 's/^\(NoNewPrivs\|Seccomp\):[^0-9]*/\1 /p' "/proc/$1/status" | tr '\n' ' '
}
# in_force OPTION…: the lines of /proc of a program that waits for its document
in_force() {
  mkfifo "$work/pipe"
  "$peerpress" render - -o "$work/x.pdf" "$@" <"$work/pipe" 2>"$work/err" &
  waiting=$!
  exec 9>"$work/pipe"
  waits_for_pipe "$waiting"
  in_force_of "$waiting"
  exec 9>&-
  wait "$waiting"
  rm "$work/pipe"
}
# Of many publications: of the first process, and of the one that looks at the datasets for it.
in_force_of_many() {
  mkfifo "$work/pipe"
  "$peerpress" build "$dataset" "$work/pipe" -t text -o "$work/many/" "$@" >"$work/out" 2>"$work/err" &
  waiting=$!
  exec 9>"$work/pipe"
  reader=$(cat "/proc/$waiting/task/$waiting/children")
  reader=${reader%% *}
  waits_for_pipe "$reader"
  in_force_of "$waiting"
  in_force_of "$reader"
  exec 9>&-
  wait "$waiting"
  rm "$work/pipe"
}
if grep -q '^confinement: .*seccomp$' "$work/version"; then
  expect_same "render is confined" "NoNewPrivs 1 Seccomp 2 " "$(in_force)"
  expect_same "--no-sandbox" "NoNewPrivs 0 Seccomp 0 " "$(in_force --no-sandbox)"
  expect_same "build of many is confined" "NoNewPrivs 1 Seccomp 2 NoNewPrivs 1 Seccomp 2 " "$(in_force_of_many -j1)"
  expect_same "build of many with --no-sandbox" "NoNewPrivs 0 Seccomp 0 NoNewPrivs 0 Seccomp 0 " \
    "$(in_force_of_many -j1 --no-sandbox)"
else
  skip "this system does not confine: $(sed -n 's/^confinement: //p' "$work/version")"
fi
# Whatever it is given to write to works.
expect_exit "to a device" 0 "$peerpress" render tests/layout/block-baseline.fo -o /dev/null -t pdf
expect_exit "to a pipe" 0 "$peerpress" render tests/layout/block-baseline.fo -o /dev/stdout -t pdf
"$peerpress" render tests/layout/block-baseline.fo -o "$work/plain.pdf"
"$peerpress" render tests/layout/block-baseline.fo -o /dev/stdout -t pdf | cmp -s - "$work/plain.pdf"
expect_same "to a pipe: the same" 0 $?
finish
