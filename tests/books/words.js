// The words of a PDF with the places of their first glyphs and their ends, in the order in which they are drawn:
// mutool run words.js FILE.pdf. Lines are "P width height", then "x y end size word".
var document = new Document(scriptArgs[0]);
var pages = document.countPages();
for (var i = 0; i < pages; i++) {
  var page = document.loadPage(i);
  var bounds = page.bound();
  var said = ["P " + bounds[2].toFixed(2) + " " + bounds[3].toFixed(2)];
  var word = "", x, y, end, size;
  var flush = function () {
    if (word !== "")
      said.push(x.toFixed(2) + " " + y.toFixed(2) + " " + end.toFixed(2) + " " + size.toFixed(2) + " " + word);
    word = "";
  };
  page.toStructuredText("preserve-whitespace,preserve-spans").walk({
    beginLine: flush,
    endLine: flush,
    onChar: function (c, origin, font, s, quad) {
      if (c === " " || c === "\u00a0" || c < " ") {
        flush();
        return;
      }
      if (word === "") {
        x = origin[0];
        y = origin[1];
        size = s;
      }
      word += c;
      end = quad[2];
    }
  });
  flush();
  print(said.join("\n"));
}
