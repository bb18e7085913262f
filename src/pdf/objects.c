/* cairo's objects, one by one. */
#include "pdf/finish_internal.h"

#include <string.h>

int finish_number(PdfFinish *finish, int cairo_number) {
  if ((guint)cairo_number >= finish->numbers->len)
    g_array_set_size(finish->numbers, (guint)cairo_number + 1);
  int *number = &g_array_index(finish->numbers, int, cairo_number);
  if (*number == 0)
    *number = pdf_writer_reserve(finish->writer, 1);
  return *number;
}

void finish_alias(PdfFinish *finish, int cairo_number, int number) {
  if ((guint)cairo_number >= finish->numbers->len)
    g_array_set_size(finish->numbers, (guint)cairo_number + 1);
  g_array_index(finish->numbers, int, cairo_number) = number;
}

/* ---- Copies ------------------------------------------------------------------------------------ */

static bool is_open_ended(PdfToken token) {
  return token.kind == TOKEN_NUMBER || token.kind == TOKEN_NAME || token.kind == TOKEN_WORD;
}

/* Appends a token, apart from the one before it if they would run together. */
static void append_token(GString *out, PdfToken token, bool *apart) {
  if (*apart && (token.kind == TOKEN_NUMBER || token.kind == TOKEN_WORD))
    g_string_append_c(out, ' ');
  g_string_append_len(out, token.text, (gssize)token.length);
  *apart = is_open_ended(token);
}

/* Appends "N G R" with our number, if that is what stands at a number. */
static bool copy_reference(PdfFinish *finish, GString *out, PdfLexer *lexer, PdfToken number,
                           bool *apart) {
  PdfLexer ahead = *lexer;
  PdfToken generation = pdf_next_token(&ahead), word = pdf_next_token(&ahead);
  if (generation.kind != TOKEN_NUMBER || !pdf_token_is(word, "R"))
    return false;
  long cairo_number = slice_integer((Slice){number.text, number.length}, 0);
  if (cairo_number < 1 || cairo_number > G_MAXINT32 / 2)
    return false;
  if (*apart)
    g_string_append_c(out, ' ');
  append_reference(out, finish_number(finish, (int)cairo_number));
  *apart = true;
  *lexer = ahead;
  return true;
}

static bool is_dropped(PdfToken name, const char *const *dropped) {
  for (; dropped && *dropped; dropped++)
    if (name.length == strlen(*dropped) + 1 &&
        memcmp(name.text + 1, *dropped, name.length - 1) == 0)
      return true;
  return false;
}

void finish_copy(PdfFinish *finish, GString *out, Slice object, const char *const *dropped,
                 const char *extra) {
  PdfLexer lexer = pdf_lexer(object.text, object.length);
  bool apart = false, key = false;
  int depth = 0;
  for (PdfToken token = pdf_next_token(&lexer); token.kind > TOKEN_BROKEN;
       token = pdf_next_token(&lexer)) {
    bool opens = token.kind == TOKEN_DICT_OPEN || token.kind == TOKEN_ARRAY_OPEN;
    if (depth == 1 && key && token.kind == TOKEN_NAME && is_dropped(token, dropped)) {
      pdf_skip_object(&lexer, pdf_next_token(&lexer));
      continue;
    }
    if (token.kind == TOKEN_DICT_CLOSE && depth == 1 && extra) {
      g_string_append(out, extra);
      apart = false;
    }
    if (token.kind == TOKEN_DICT_CLOSE || token.kind == TOKEN_ARRAY_CLOSE)
      depth--;
    depth += opens;
    if (token.kind != TOKEN_NUMBER || !copy_reference(finish, out, &lexer, token, &apart))
      append_token(out, token, &apart);
    /* In the outer dictionary keys and values take turns. */
    if (depth == 1 && !(opens && depth > 1))
      key = token.kind == TOKEN_DICT_OPEN || !key;
  }
}

static void write_copy(PdfFinish *finish, const SplitObject *object, const char *const *dropped,
                       const char *extra) {
  g_string_truncate(finish->text, 0);
  finish_copy(finish, finish->text, object->object, dropped, extra);
  pdf_writer_object(finish->writer, finish_number(finish, object->number), finish->text->str,
                    finish->text->len);
}

/* ---- Streams ----------------------------------------------------------------------------------- */

/* Writes a stream as it is, but for what PDF/A forbids in its dictionary. */
static void write_stream(PdfFinish *finish, int number, Slice dictionary, const void *bytes,
                         size_t length) {
  static const char *const DROPPED[] = {"Length", "Interpolate", NULL};
  static const char *const KEPT[] = {"Length", NULL};
  bool keep = is_omitted(finish, PDF_OMIT_INTERPOLATE);
  GString *text = finish->text;
  g_string_truncate(text, 0);
  finish_copy(finish, text, dictionary, keep ? KEPT : DROPPED, NULL);
  if (text->len >= 4) { /* without << and >> */
    g_string_truncate(text, text->len - 2);
    g_string_erase(text, 0, 2);
  }
  pdf_writer_stream(finish->writer, finish_number(finish, number), text->str, bytes, length);
}

/* The contents of a page and character maps have no type; which it is, is known when the page comes. */
static bool is_untyped(Slice dictionary) {
  static const char *const KEYS[] = {"Type",         "Subtype",     "Length1",     "Length2",
                                     "FunctionType", "ShadingType", "PatternType", "N"};
  for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
    if (dict_lookup(dictionary, KEYS[i]).text)
      return false;
  return true;
}

static void hold_stream(PdfFinish *finish, const SplitObject *object) {
  HeldStream *held = g_new0(HeldStream, 1);
  held->number = object->number;
  held->dictionary = g_strndup(object->object.text, object->object.length);
  held->bytes = g_bytes_new(object->bytes, object->length);
  g_hash_table_insert(finish->held, GINT_TO_POINTER(object->number), held);
}

/* ---- Pages ------------------------------------------------------------------------------------- */

static bool fail(PdfFinish *finish, const char *reason) {
  finish->failure = reason;
  return false;
}

/* The content of a page as cairo made it, unpacked; text NULL: it cannot be had. */
static Slice unpacked_content(PdfFinish *finish, int number) {
  HeldStream *held = g_hash_table_lookup(finish->held, GINT_TO_POINTER(number));
  if (!held) {
    fail(finish, "a page has no content");
    return (Slice){0};
  }
  gsize length = 0;
  const void *bytes = g_bytes_get_data(held->bytes, &length);
  Slice dictionary = {held->dictionary, strlen(held->dictionary)};
  if (!dict_lookup(dictionary, "Filter").text)
    return (Slice){bytes, length};
  if (deflater_inflate(finish->deflater, bytes, length, finish->inflated))
    return (Slice){finish->inflated->len ? (const char *)finish->inflated->data : "",
                   finish->inflated->len};
  fail(finish, "the content of a page cannot be unpacked");
  return (Slice){0};
}

/* Into finish->content, and where it is parted into finish->splits. */
static bool rewrite_content(PdfFinish *finish, Slice content, const PagePlan *plan, int late) {
  for (int i = 0; i < plan->plan_count && is_omitted(finish, PDF_OMIT_ARTIFACTS); i++)
    if (plan->plans[i].fate == MARK_ARTIFACT)
      plan->plans[i].fate = MARK_EMPTY;
  g_array_set_size(finish->splits, 0);
  return content_rewrite(content, plan->plans, plan->plan_count, late, finish->content,
                         finish->splits) ||
         fail(finish, "the marks of a page are not those that were painted");
}

/* Writes `length` bytes of the content from `start` on as an object of their own; its number is added. */
static void write_piece(PdfFinish *finish, gsize start, gsize end, int number, GArray *numbers) {
  if (!number)
    number = pdf_writer_reserve(finish->writer, 1);
  pdf_writer_compressed(finish->writer, number, "", finish->content->str + start, end - start);
  g_array_append_val(numbers, number);
}

/* cairo's axes: "1 0 0 -1 0 842 cm" at the beginning; newly allocated, or NULL. */
static char *axes_of(Slice content) {
  const char *end = g_strstr_len(content.text, MIN((gssize)content.length, 60), " cm");
  return end && g_str_has_prefix(content.text, "1 0 0 -1 0 ")
             ? g_strndup(content.text, (gsize)(end + 3 - content.text))
             : NULL;
}

/* The content leaves no trace in the graphics state, as late lines come behind it, too. */
static bool write_early_content(PdfFinish *finish, Slice content, const PagePlan *plan, int number,
                                LateObject *late) {
  char *turn = axes_of(content);
  late->turn = turn ? g_string_chunk_insert_const(finish->strings, turn) : NULL;
  g_free(turn);
  g_string_assign(finish->content, "q\n");
  if (!rewrite_content(finish, content, plan, 0))
    return false;
  g_string_append(finish->content, "\nQ\n");
  gsize start = 0;
  for (guint i = 0; i < finish->splits->len && late->turn; i++) {
    const gsize end = g_array_index(finish->splits, gsize, i);
    write_piece(finish, start, end, start ? 0 : number, late->contents);
    start = end;
  }
  write_piece(finish, start, finish->content->len, start ? 0 : number, late->contents);
  return true;
}

/* A part that goes in between undoes the axes that the page has there. */
static bool write_late_content(PdfFinish *finish, Slice content, const PagePlan *plan, int number,
                               LateObject *late) {
  const bool between = late->lates->len + 1 < late->contents->len;
  g_string_truncate(finish->content, 0);
  if (between)
    g_string_append_printf(finish->content, "q %s\n", late->turn);
  if (!rewrite_content(finish, content, plan, (int)late->lates->len + 1))
    return false;
  if (between)
    g_string_append(finish->content, "\nQ\n");
  write_piece(finish, 0, finish->content->len, number, late->lates);
  return true;
}

/* In between, the page's axes hold; behind all, those that a page of cairo's has are set. */
static void write_plain(PdfFinish *finish, const PagePlan *plan) {
  LateObject *late = finish_late_object(finish, plan->page);
  const bool between = late->lates->len + 1 < late->contents->len;
  g_string_assign(finish->content, "q\n");
  if (!between) {
    g_string_append(finish->content, "1 0 0 -1 0 ");
    append_number(finish->content, plan->height);
    g_string_append(finish->content, " cm\n");
  }
  const char *state = finish_late_state(finish, late);
  if (state)
    g_string_append_printf(finish->content, "%s gs\n", state);
  content_plain(plan->plans, plan->plan_count, finish->content);
  g_string_append(finish->content, "Q\n");
  write_piece(finish, 0, finish->content->len, 0, late->lates);
  finish_late_plain(late, plan);
}

void finish_plain_pages(PdfFinish *finish) {
  for (PagePlan *plan; (plan = g_queue_peek_head(finish->plans)) && plan->plain;) {
    write_plain(finish, g_queue_pop_head(finish->plans));
    page_plan_free(plan);
  }
}

static bool write_content(PdfFinish *finish, int cairo_number, const PagePlan *plan,
                          LateObject *late) {
  const Slice content = unpacked_content(finish, cairo_number);
  if (!content.text)
    return false;
  const int number = finish_number(finish, cairo_number);
  bool done = true;
  switch (plan->part) {
  case PLAN_EARLY: done = write_early_content(finish, content, plan, number, late); break;
  case PLAN_LATE: done = write_late_content(finish, content, plan, number, late); break;
  case PLAN_WHOLE:
    g_string_truncate(finish->content, 0);
    done = rewrite_content(finish, content, plan, 0);
    pdf_writer_compressed(finish->writer, number, "", finish->content->str, finish->content->len);
  }
  g_hash_table_remove(finish->held, GINT_TO_POINTER(cairo_number));
  return done;
}

void finish_page_entries(const PdfFinish *finish, int key, const GString *annotations,
                         GString *out) {
  if (annotations && annotations->len)
    g_string_append_printf(out, "/Annots[%s]", annotations->str);
  if (is_omitted(finish, PDF_OMIT_STRUCTURE))
    return;
  if (!is_omitted(finish, PDF_OMIT_TABS))
    g_string_append(out, "/Tabs/S");
  g_string_append_printf(out, "/StructParents %d", key);
}

static void write_whole_page(PdfFinish *finish, const SplitObject *object, const PagePlan *plan) {
  static const char *const DROPPED[] = {"StructParents", "Tabs", NULL};
  GString *extra = g_string_new(NULL);
  finish_page_entries(finish, plan->key, plan->annotations, extra);
  write_copy(finish, object, DROPPED, extra->str);
  g_string_free(extra, TRUE);
  finish_write_resources(finish, slice_reference(dict_lookup(object->object, "Resources")));
}

static bool write_planned(PdfFinish *finish, const SplitObject *object, const PagePlan *plan) {
  LateObject *late = plan->part == PLAN_WHOLE ? NULL : finish_late_object(finish, plan->page);
  const int content = slice_reference(dict_lookup(object->object, "Contents"));
  if (content && !write_content(finish, content, plan, late))
    return false;
  if (plan->part == PLAN_LATE) {
    finish_late_page(finish, object, late, plan);
    return true;
  }
  const int number = finish_number(finish, object->number);
  g_array_append_val(finish->page_objects, number);
  if (late)
    finish_early_page(finish, object, late, plan);
  else
    write_whole_page(finish, object, plan);
  return true;
}

static bool write_page(PdfFinish *finish, const SplitObject *object) {
  PagePlan *plan = g_queue_pop_head(finish->plans);
  if (!plan)
    return fail(finish, "there are more pages than were painted");
  const bool done = write_planned(finish, object, plan);
  page_plan_free(plan);
  finish_plain_pages(finish);
  return done;
}

/* ---- All others -------------------------------------------------------------------------------- */

/* Is it a tree of numbers whose values are references: cairo's parent tree? */
static bool is_parent_tree(Slice object) {
  Slice nums = dict_lookup(object, "Nums");
  if (!nums.text)
    return false;
  PdfLexer lexer = {nums.text + 1, nums.text + nums.length};
  PdfToken key = pdf_next_token(&lexer), value = pdf_next_token(&lexer);
  return key.kind != TOKEN_NUMBER || value.kind == TOKEN_NUMBER;
}

static bool write_dictionary(PdfFinish *finish, const SplitObject *object) {
  static const char *const CID_MAP[] = {"CIDToGIDMap", NULL};
  Slice type = dict_lookup(object->object, "Type");
  if (slice_is(type, "/Page"))
    return write_page(finish, object);
  if (slice_is(type, "/StructElem") || slice_is(type, "/StructTreeRoot"))
    return true;
  if (slice_is(type, "/Catalog")) {
    g_free(finish->catalog);
    finish->catalog = g_strndup(object->object.text, object->object.length);
  } else if (slice_is(dict_lookup(object->object, "Subtype"), "/CIDFontType2") &&
             !is_omitted(finish, PDF_OMIT_CID_MAP)) {
    write_copy(finish, object, CID_MAP, "/CIDToGIDMap/Identity");
  } else if (slice_is(type, "/Pages")) {
    finish->pages = object->number;
  } else if (type.text) {
    write_copy(finish, object, NULL, NULL);
  } else if (!(dict_lookup(object->object, "Producer").text || is_parent_tree(object->object))) {
    finish_hold_resources(finish, object);
  } /* else cairo's document information and parent tree, which have ours in their place */
  return true;
}

/* Gives the objects of an object stream one by one (PDF 1.7 §7.5.7): newer cairos write them. */
static bool split_object_stream(PdfFinish *finish, const SplitObject *stream) {
  long count = slice_integer(dict_lookup(stream->object, "N"), 0);
  long first = slice_integer(dict_lookup(stream->object, "First"), -1);
  GByteArray *bytes = g_byte_array_new();
  bool done = deflater_inflate(finish->deflater, stream->bytes, stream->length, bytes) &&
              first >= 0 && first <= (long)bytes->len;
  const char *text = (const char *)bytes->data;
  PdfLexer head = pdf_lexer(text, done ? (size_t)first : 0);
  for (long i = 0; done && i < count; i++) {
    PdfToken number = pdf_next_token(&head), offset = pdf_next_token(&head);
    long at = first + slice_integer((Slice){offset.text, offset.length}, -1 - first);
    long own = slice_integer((Slice){number.text, number.length}, 0);
    if (number.kind != TOKEN_NUMBER || at < first || at >= (long)bytes->len || own < 1 ||
        own > G_MAXINT32 / 2) {
      done = false;
      break;
    }
    PdfLexer lexer = {text + at, text + bytes->len};
    done = pdf_skip_object(&lexer, pdf_next_token(&lexer));
    const SplitObject object = {.number = (int)own,
                                .object = {text + at, (size_t)(lexer.at - text - at)}};
    done = done && finish_object(finish, &object);
  }
  g_byte_array_unref(bytes);
  return done;
}

bool finish_object(void *context, const SplitObject *object) {
  PdfFinish *finish = context;
  Slice type = object->bytes ? dict_lookup(object->object, "Type") : (Slice){0};
  if (slice_is(type, "/ObjStm"))
    return split_object_stream(finish, object);
  if (slice_is(type, "/XRef")) {
    finish->ended = true;
    return true;
  }
  if (object->bytes && is_untyped(object->object)) {
    hold_stream(finish, object);
    return true;
  }
  if (object->bytes) {
    write_stream(finish, object->number, object->object, object->bytes, object->length);
    return true;
  }
  PdfLexer lexer = pdf_lexer(object->object.text, object->object.length);
  switch (pdf_next_token(&lexer).kind) {
  case TOKEN_DICT_OPEN: return write_dictionary(finish, object);
  case TOKEN_ARRAY_OPEN: return true; /* a page's part of cairo's parent tree */
  case TOKEN_NUMBER: return true;     /* the length of a stream */
  default: write_copy(finish, object, NULL, NULL); return true;
  }
}
