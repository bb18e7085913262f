// What a PDF says of its pages: mutool run places.js FILE.pdf. "R first style start prefix" for each range of page labels, "D page y
// name" for each named destination, "O depth page y title" for each bookmark, "L page x0 y0 x1 y1 target-page target-y" for each link
// within the document. Pages count from 0, y from the top of the page.
// Older releases give nothing, newer ones the null object, where there is none.
var there = function (thing) {
  return Boolean(thing) && !(thing.isNull && thing.isNull());
};

var document = new PDFDocument(scriptArgs[0]);
var root = document.getTrailer().get("Root");
var count = document.countPages();
var number = {};
var heights = [];
for (var i = 0; i < count; i++) {
  var page = document.findPage(i);
  number[page.asIndirect()] = i;
  var box = page.getInheritable ? page.getInheritable("MediaBox") : page.get("MediaBox");
  heights.push(Number(box.get(3)));
}

// "D … y" of a destination: an array or a dictionary with one.
var place = function (destination) {
  var array = destination.isDictionary() ? destination.get("D") : destination;
  var page = number[array.get(0).asIndirect()];
  var y = array.get(1).asName() === "XYZ" ? array.get(3) : null;
  return page + " " + (y === null || !there(y) ? 0 : (heights[page] - Number(y)).toFixed(2));
};

var names = function (node, act) {
  var kids = node.get("Kids");
  if (there(kids))
    for (var k = 0; k < kids.length; k++)
      names(kids.get(k), act);
  var pairs = node.get("Names");
  if (there(pairs))
    for (var i = 0; i + 1 < pairs.length; i += 2)
      act(pairs.get(i), pairs.get(i + 1));
};

var ranges = function (node) {
  var kids = node.get("Kids");
  if (there(kids))
    for (var k = 0; k < kids.length; k++)
      ranges(kids.get(k));
  var nums = node.get("Nums");
  if (there(nums))
    for (var i = 0; i + 1 < nums.length; i += 2) {
      var range = nums.get(i + 1);
      var style = range.get("S"), prefix = range.get("P"), start = range.get("St");
      print("R " + nums.get(i) + " " + (!there(style) ? "-" : style.asName()) + " " + (!there(start) ? 1 : start) + " " +
        (!there(prefix) ? "" : prefix.asString()));
    }
};

var known = {};
var say = function (name, destination) {
  known[name] = place(destination);
  print("D " + known[name] + " " + name);
};
if (there(root.get("PageLabels")))
  ranges(root.get("PageLabels"));
if (there(root.get("Names")) && there(root.get("Names").get("Dests")))
  names(root.get("Names").get("Dests"), function (name, destination) { say(name.asString(), destination); });
if (there(root.get("Dests")))
  root.get("Dests").forEach(function (a, b) { // key and value, in the other order in newer releases
    if (typeof a === "string")
      say(a, b);
    else
      say(b, a);
  });

var target = function (thing) {
  var action = thing.get("A");
  var destination = thing.get("Dest");
  if (!there(destination) && there(action) && action.get("S").asName() === "GoTo")
    destination = action.get("D");
  if (!there(destination))
    return null;
  if (destination.isName())
    return known[destination.asName()];
  if (destination.isString())
    return known[destination.asString()];
  return place(destination);
};

var bookmarks = function (item, depth) {
  for (; there(item); item = item.get("Next")) {
    print("O " + depth + " " + (target(item) || "- -") + " " + item.get("Title").asString());
    bookmarks(item.get("First"), depth + 1);
  }
};
if (there(root.get("Outlines")))
  bookmarks(root.get("Outlines").get("First"), 0);

for (var i = 0; i < count; i++) {
  var annotations = document.findPage(i).get("Annots");
  if (!there(annotations))
    continue;
  for (var k = 0; k < annotations.length; k++) {
    var annotation = annotations.get(k);
    if (annotation.get("Subtype").asName() !== "Link")
      continue;
    var to = target(annotation);
    var rect = annotation.get("Rect");
    if (to)
      print("L " + i + " " + Number(rect.get(0)).toFixed(2) + " " + (heights[i] - Number(rect.get(3))).toFixed(2) + " " +
        Number(rect.get(2)).toFixed(2) + " " + (heights[i] - Number(rect.get(1))).toFixed(2) + " " + to);
  }
}
