/* Pages: their content, annotations and pictures. */
#include "pdf/check.h"

typedef struct {
  Check *check;
  int page, object; /* page from 1 */
  Slice dictionary;
} PageCheck;

static void check_content(PageCheck *p, const PageText *text) {
  static const struct {
    PageSight sight;
    const char *rule, *fault;
  } SIGHTS[] = {
      {SEEN_UNMARKED, "UA 7.1-3", "something is painted that is neither tagged nor an artifact"},
      {SEEN_ARTIFACT_IN_CONTENT, "UA 7.1-1", "an artifact is inside tagged content"},
      {SEEN_CONTENT_IN_ARTIFACT, "UA 7.1-2", "tagged content is inside an artifact"},
      {SEEN_NOTDEF, "UA 7.21.8-1", "a character is shown that the font does not have"},
      {SEEN_NOTDEF, "A 6.2.11.8-1", "a character is shown that the font does not have"},
      {SEEN_PRIVATE, "A 6.2.11.7.3-1", "a character of the private use area has no ActualText"},
      {SEEN_BROKEN, "A 6.2.2-1", "the content of the page is broken"},
      {SEEN_NO_OPERATOR, "A 6.2.2-1", "there is a word in the content that is no operator"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(SIGHTS); i++)
    if (text->seen & SIGHTS[i].sight)
      check_found(p->check, SIGHTS[i].rule, p->page, p->object, "%s", SIGHTS[i].fault);
  if (text->seen & SEEN_GRAY && !p->check->has_intent)
    check_found(p->check, "A 6.2.4.3-4", p->page, p->object,
                "device grey is used, but there is no output intent");
  if (text->seen & SEEN_RGB && !p->check->has_intent)
    check_found(p->check, "A 6.2.4.3-2", p->page, p->object,
                "device colours are used, but there is no output intent");
  if (text->seen & SEEN_CMYK)
    check_found(p->check, "A 6.2.4.3-3", p->page, p->object,
                "device CMYK is used, but the output intent is not of CMYK");
}

/* Does the element of a mark, or one around it, say what its text is? */
static bool is_spelt_out(PageCheck *p, gsize mark) {
  const Element *element =
      g_hash_table_lookup(p->check->marks, check_mark_key(p->page - 1, (int)mark));
  for (; element; element = element->parent)
    if (element->dictionary.text &&
        pdf_reader_key(p->check->reader, element->dictionary, "ActualText").text)
      return true;
  return false;
}

/* Characters that only their font knows are spelt out. */
static void check_private(PageCheck *p, const PageText *text) {
  GHashTableIter iter;
  gpointer key = NULL, value = NULL;
  g_hash_table_iter_init(&iter, text->texts);
  while (g_hash_table_iter_next(&iter, &key, &value)) {
    const MarkText *mark = value;
    gsize number = GPOINTER_TO_SIZE(key) - 1;
    if (number >> 32 == 0 && mark->has_private && !is_spelt_out(p, number)) {
      check_found(p->check, "A 6.2.11.7.3-1", p->page, p->object,
                  "a character of the private use area has no ActualText");
      return;
    }
  }
}

/* Marks of the page that no element has: their words are lost. */
static void check_marks(PageCheck *p, const PageText *text) {
  GHashTableIter iter;
  gpointer key = NULL;
  int lost = 0;
  g_hash_table_iter_init(&iter, text->texts);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    gsize value = GPOINTER_TO_SIZE(key) - 1;
    if (value >> 32 == 0 &&
        !g_hash_table_contains(p->check->marks, check_mark_key(p->page - 1, (int)value)))
      lost++;
  }
  if (lost)
    check_found(p->check, "UA 7.1-3", p->page, p->object,
                "%d marks are in no element of the structure tree", lost);
}

/* ---- Annotations ------------------------------------------------------------------------------------ */

static void check_link(PageCheck *p, int number, Slice annotation) {
  const Element *owner = g_hash_table_lookup(p->check->owners, GINT_TO_POINTER(number));
  Slice parent = check_parent_of(p->check, annotation);
  if (!owner || owner->type != TYPE_LINK)
    check_found(p->check, "UA 7.18.5-1", p->page, number, "a link is in no Link element");
  else if (parent.text != owner->dictionary.text)
    check_found(p->check, "UA 7.18.5-1", p->page, number,
                "the parent tree does not lead from a link to its Link element");
  char *contents = slice_text(pdf_reader_key(p->check->reader, annotation, "Contents"));
  if (!*contents)
    check_found(p->check, "UA 7.18.5-2", p->page, number,
                "a link does not say in words where it goes (Contents)");
  g_free(contents);
}

static void check_annotation(PageCheck *p, int number, Slice annotation) {
  enum { INVISIBLE = 1, HIDDEN = 2, PRINT = 4, NO_VIEW = 32, TOGGLE_NO_VIEW = 256 };
  PdfReader *reader = p->check->reader;
  Slice kind = pdf_reader_key(reader, annotation, "Subtype");
  long flags = slice_integer(pdf_reader_key(reader, annotation, "F"), 0);
  bool popup = slice_is(kind, "/Popup");
  if (!popup && !pdf_reader_key(reader, annotation, "F").text)
    check_found(p->check, "A 6.3.2-1", p->page, number, "an annotation has no flags (F)");
  else if (!popup && (!(flags & PRINT) || flags & (HIDDEN | INVISIBLE | NO_VIEW | TOGGLE_NO_VIEW)))
    check_found(p->check, "A 6.3.2-2", p->page, number,
                "an annotation is not shown and printed as the page is (F)");
  static const char *const FORBIDDEN[] = {"/Sound", "/Movie", "/3D", "/Screen"};
  for (size_t i = 0; i < G_N_ELEMENTS(FORBIDDEN); i++)
    if (slice_is(kind, FORBIDDEN[i]))
      check_found(p->check, "A 6.3.1-1", p->page, number, "an annotation is of type %s",
                  FORBIDDEN[i] + 1);
  if (slice_is(kind, "/Link")) {
    check_link(p, number, annotation);
  } else if (!popup && !(flags & HIDDEN)) {
    if (!g_hash_table_contains(p->check->owners, GINT_TO_POINTER(number)))
      check_found(p->check, "UA 7.18.1-1", p->page, number, "an annotation is in no element");
    char *contents = slice_text(pdf_reader_key(reader, annotation, "Contents"));
    if (!*contents && !slice_is(kind, "/Widget"))
      check_found(p->check, "UA 7.18.1-2", p->page, number, "an annotation says nothing in words");
    g_free(contents);
  }
}

static void check_annotations(PageCheck *p) {
  SliceWalk walk = slice_walk(pdf_reader_key(p->check->reader, p->dictionary, "Annots"));
  bool any = false;
  for (Slice item; slice_walk_item(&walk, &item); any = true) {
    Slice annotation = pdf_reader_resolve(p->check->reader, item);
    if (annotation.text)
      check_annotation(p, slice_reference(item), annotation);
  }
  if (any && !slice_is(pdf_reader_key(p->check->reader, p->dictionary, "Tabs"), "/S"))
    check_found(p->check, "UA 7.18.3-1", p->page, p->object,
                "the annotations are not in the order of the structure (Tabs)");
}

/* ---- Pictures --------------------------------------------------------------------------------------- */

static void check_picture(PageCheck *p, int number, Slice picture) {
  PdfReader *reader = p->check->reader;
  if (slice_is(pdf_reader_key(reader, picture, "Interpolate"), "true"))
    check_found(p->check, "A 6.2.8-3", p->page, number, "a picture is interpolated");
  if (dict_lookup(picture, "Alternates").text)
    check_found(p->check, "A 6.2.8-1", p->page, number, "a picture has alternates");
  if (dict_lookup(picture, "OPI").text)
    check_found(p->check, "A 6.2.8-2", p->page, number, "a picture has OPI instructions");
  Slice space = pdf_reader_key(reader, picture, "ColorSpace");
  if (slice_is(space, "/DeviceCMYK"))
    check_found(p->check, "A 6.2.4.3-3", p->page, number, "a picture is of device CMYK");
  else if ((slice_is(space, "/DeviceRGB") || slice_is(space, "/DeviceGray")) &&
           !p->check->has_intent)
    check_found(p->check, "A 6.2.4.3-2", p->page, number,
                "a picture is of device colours, but there is no output intent");
}

/* The pictures among resources, also those of forms and patterns that are drawn with them. */
static void check_pictures(PageCheck *p, Slice resources, int depth) {
  static const char *const KINDS[] = {"XObject", "Pattern"};
  enum { MOST_DEPTH = 12 };
  PdfReader *reader = p->check->reader;
  for (size_t i = 0; i < G_N_ELEMENTS(KINDS) && depth < MOST_DEPTH; i++) {
    SliceWalk walk = slice_walk(pdf_reader_key(reader, resources, KINDS[i]));
    for (Slice name, value; slice_walk_entry(&walk, &name, &value);) {
      int number = slice_reference(value);
      Slice object = pdf_reader_resolve(reader, value);
      if (!object.text || !g_hash_table_add(p->check->pictures_seen, GINT_TO_POINTER(number)))
        continue;
      if (slice_is(pdf_reader_key(reader, object, "Subtype"), "/Image"))
        check_picture(p, number, object);
      else
        check_pictures(p, pdf_reader_key(reader, object, "Resources"), depth + 1);
    }
  }
}

void check_page(Check *check, int page) {
  int object = pdf_reader_page(check->reader, page);
  PageCheck p = {check, page + 1, object, pdf_reader_object(check->reader, object)};
  PageText *text = page_text_new(check->reader, page, check->fonts);
  check_content(&p, text);
  check_marks(&p, text);
  check_private(&p, text);
  for (guint i = 0; i < text->fonts->len; i++)
    check_font(check, page + 1, GPOINTER_TO_INT(text->fonts->pdata[i]));
  int marks = text->mark_count;
  page_text_free(text);
  check_annotations(&p);
  check_page_features(check, page, object, p.dictionary);
  check_page_parents(check, page, object, p.dictionary);
  check_pictures(&p, page_inherited(check->reader, p.dictionary, "Resources"), 0);
  if (marks && !dict_lookup(p.dictionary, "StructParents").text)
    check_found(check, "UA 7.1-11", page + 1, object,
                "the page has tagged content and no StructParents");
}
