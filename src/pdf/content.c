#include "pdf/content.h"

#include <string.h>

typedef enum { LEVEL_KEPT, LEVEL_DROPPED, LEVEL_CONTENT } Level;

typedef struct {
  PdfLexer lexer;
  const char *copied; /* all before is in the output, or was left out */
  const MarkPlan *plans;
  int count, seen;
  int late;             /* the part of late lines, or 0 */
  GArray *splits;       /* of gsize, in `out` */
  int objects;          /* of the absent plan at hand, how many have passed */
  const char *operands; /* of the operator to come; NULL: none yet */
  const char *path;     /* outside of all marks, where the path at hand begins; or NULL */
  GByteArray *levels;   /* of Level: the sequences that are open */
  const GString *text;  /* that takes the place of the mark's next text object; or NULL */

  gssize end_of_mark; /* where the EMC of the content before belongs, -1: nowhere */
  GString *out;
} Rewriting;

static void copy_to(Rewriting *r, const char *end) {
  g_string_append_len(r->out, r->copied, end - r->copied);
  r->copied = end;
}

/* Writes the EMC that was held back, as nothing joins its sequence. */
static void end_mark(Rewriting *r) {
  if (r->end_of_mark >= 0)
    g_string_insert(r->out, r->end_of_mark, "EMC\n");
  r->end_of_mark = -1;
}

static const char *artifact_begin(ArtifactKind artifact) {
  switch (artifact) {
  case ARTIFACT_HEADER: return "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC";
  case ARTIFACT_FOOTER: return "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC";
  case ARTIFACT_PAGE: return "/Artifact<</Type/Page>>BDC";
  case ARTIFACT_NONE:
  case ARTIFACT_LAYOUT: break;
  }
  return "/Artifact<</Type/Layout>>BDC";
}

static Level begin_planned(Rewriting *r, const MarkPlan *plan) {
  r->text = plan->text;
  if (plan->fate == MARK_JOINED) {
    r->end_of_mark = -1;
    return LEVEL_CONTENT;
  }
  end_mark(r);
  switch (plan->fate) {
  case MARK_SPAN:
  case MARK_FIGURE:
    g_string_append(r->out, plan->fate == MARK_SPAN ? "/Span<</MCID " : "/Figure<</MCID ");
    append_integer(r->out, plan->mcid);
    g_string_append(r->out, ">>BDC");
    return LEVEL_CONTENT;
  case MARK_ARTIFACT: g_string_append(r->out, artifact_begin(plan->artifact)); return LEVEL_KEPT;
  case MARK_SPLIT: {
    const gsize here = r->out->len;
    g_array_append_val(r->splits, here);
    break;
  }
  case MARK_JOINED:
  case MARK_EMPTY: break;
  }
  return LEVEL_DROPPED;
}

/* Text of a mark that is not drawn is for those who listen to the tags. */
static void append_unseen(Rewriting *r, const char *text) {
  g_string_append(r->out, "/Span<</ActualText");
  append_text_string(r->out, text);
  g_string_append(r->out, ">>BDC EMC\n");
}

static bool is_text(const MarkPlan *plan) {
  return plan->fate == MARK_SPAN || plan->fate == MARK_JOINED;
}

/* What stands outside of all marks from `start` on becomes the content of `plan`. */
static void wrap(Rewriting *r, const char *start, const MarkPlan *plan) {
  copy_to(r, start);
  end_mark(r);
  if (plan->fate == MARK_FIGURE)
    g_string_append_printf(r->out, "/Figure<</MCID %d>>BDC\n", plan->mcid);
  else
    g_string_append(r->out, artifact_begin(plan->artifact));
  g_string_append_c(r->out, '\n');
  copy_to(r, r->lexer.at);
  g_string_append(r->out, "\nEMC\n");
}

/* The text of the latest mark seen, of which nothing is drawn: white space keeps its place in the text. */
static void append_blank(Rewriting *r) {
  const MarkPlan *plan = &r->plans[r->seen - 1];
  /* Between two drawn texts of one mark the distance tells. */
  const MarkPlan *next = r->seen < r->count ? &r->plans[r->seen] : NULL;
  const bool goes_on = plan->fate == MARK_JOINED && !plan[-1].unseen && next &&
                       next->fate == MARK_JOINED && !next->unseen;
  if (is_text(plan) && (plan->unseen || !goes_on))
    append_unseen(r, plan->unseen ? plan->unseen : " ");
}

/* Passes over a mark that cairo did not write: what the structure tree counts on is there, if empty. */
static void pass_one(Rewriting *r) {
  const MarkPlan *plan = &r->plans[r->seen++];
  if (is_text(plan) || (plan->fate == MARK_FIGURE && r->objects == 0)) {
    begin_planned(r, plan);
    g_string_append_c(r->out, '\n');
    append_blank(r);
    r->end_of_mark = (gssize)r->out->len;
  }
  r->objects = 0;
}

/* At the end of the content: cairo writes no mark at all on a page without ink. */
static void pass_rest(Rewriting *r) {
  copy_to(r, r->lexer.end);
  const bool inkless = r->seen == 0;
  while (r->seen < r->count && (inkless || r->plans[r->seen].absent))
    pass_one(r);
}

static void pass_absent(Rewriting *r, const char *start) {
  copy_to(r, start);
  while (r->seen < r->count && r->plans[r->seen].absent)
    pass_one(r);
}

/* An external object outside of all marks: of the absent plan whose turn it is. */
static void take_object(Rewriting *r, const char *start) {
  static const MarkPlan ARTIFACT = {.fate = MARK_ARTIFACT};
  copy_to(r, start);
  while (r->seen < r->count && r->plans[r->seen].absent && r->plans[r->seen].objects <= r->objects)
    pass_one(r);
  const bool own = r->seen < r->count && r->plans[r->seen].absent;
  r->objects += own;
  wrap(r, start, own ? &r->plans[r->seen] : &ARTIFACT);
}

static bool is_one_of(PdfToken token, const char *const *words) {
  for (; *words; words++)
    if (pdf_token_is(token, *words))
      return true;
  return false;
}

/* An operator outside of all marks: what paints is made an artifact or a figure. */
static void take_unmarked(Rewriting *r, PdfToken token) {
  static const char *const PATH[] = {"m", "l", "c", "v", "y", "h", "re", NULL};
  static const char *const PAINT[] = {"f", "F", "f*", "B", "B*", "b", "b*", "s", "S", NULL};
  static const MarkPlan ARTIFACT = {.fate = MARK_ARTIFACT};
  const char *start = r->operands ? r->operands : token.text;
  if (is_one_of(token, PATH)) {
    r->path = r->path ? r->path : start;
    return;
  }
  if (pdf_token_is(token, "Do"))
    take_object(r, start);
  else if (is_one_of(token, PAINT))
    wrap(r, r->path ? r->path : start, &ARTIFACT);
  else if (pdf_token_is(token, "sh"))
    wrap(r, start, &ARTIFACT);
  else if (!pdf_token_is(token, "n"))
    return;
  r->path = NULL;
}

/* Does the sequence that begins here end at once? cairo 1.16 leaves out white space next to the page's edges. */
static bool is_empty_sequence(const Rewriting *r) {
  PdfLexer ahead = r->lexer;
  return pdf_token_is(pdf_next_token(&ahead), "EMC");
}

/* "/Tag << … >> BDC" has been read; it begins at `start`. */
static bool begin_sequence(Rewriting *r, const char *start, Slice properties) {
  guint8 level = LEVEL_KEPT;
  if (dict_lookup(properties, "MCID").text) {
    pass_absent(r, start);
    if (r->seen >= r->count)
      return false;
    copy_to(r, start);
    r->copied = r->lexer.at;
    const MarkPlan *plan = &r->plans[r->seen++];
    level = (guint8)begin_planned(r, plan);
    if (plan->unseen && is_text(plan)) {
      g_string_append_c(r->out, '\n');
      append_unseen(r, plan->unseen);
    } else if (is_text(plan) && is_empty_sequence(r)) {
      g_string_append_c(r->out, '\n');
      append_blank(r);
    }
  }
  g_byte_array_append(r->levels, &level, 1);
  return true;
}

static bool end_sequence(Rewriting *r, const char *start) {
  if (r->levels->len == 0)
    return false;
  Level level = r->levels->data[r->levels->len - 1];
  g_byte_array_set_size(r->levels, r->levels->len - 1);
  if (level == LEVEL_KEPT)
    return true;
  copy_to(r, start);
  r->copied = r->lexer.at;
  if (r->copied < r->lexer.end && *r->copied == '\n')
    r->copied++;
  if (level == LEVEL_CONTENT)
    r->end_of_mark = (gssize)r->out->len;
  return true;
}

/* Passes over the bytes of an inline image. */
static bool skip_inline_image(Rewriting *r) {
  for (const char *at = r->lexer.at; at + 3 < r->lexer.end; at++)
    if (g_ascii_isspace(at[0]) && at[1] == 'E' && at[2] == 'I' && g_ascii_isspace(at[3])) {
      r->lexer.at = at + 3;
      return true;
    }
  return false;
}

static void append_text(Rewriting *r) {
  if (r->text)
    g_string_append_len(r->out, r->text->str, (gssize)r->text->len);
}

/* Text in the place of what is drawn in the mark at hand, and that of the marks that follow without one of
 * cairo's. */
static void append_texts(Rewriting *r) {
  guint8 *level = &r->levels->data[r->levels->len - 1];
  append_text(r);
  while (r->seen < r->count && r->plans[r->seen].follows) {
    if (*level == LEVEL_CONTENT)
      r->end_of_mark = (gssize)r->out->len;
    else if (*level == LEVEL_KEPT)
      g_string_append(r->out, "EMC\n");
    *level = (guint8)begin_planned(r, &r->plans[r->seen]);
    if (r->plans[r->seen++].fate != MARK_JOINED)
      g_string_append_c(r->out, '\n');
    append_text(r);
  }
  r->text = NULL;
}

/* The first operator of a sign has been read, whose operands begin at `start`: up to `end` it is replaced. */
static bool replace_sign(Rewriting *r, const char *start, const char *end) {
  copy_to(r, start);
  append_texts(r);
  PdfToken token = pdf_next_token(&r->lexer);
  while (token.kind > TOKEN_BROKEN && !pdf_token_is(token, end))
    token = pdf_next_token(&r->lexer);
  r->copied = r->lexer.at;
  return token.kind > TOKEN_BROKEN;
}

/* "re" has been read: is the rectangle a sign, and not the clip that it is cut off by? */
static bool is_sign(const Rewriting *r) {
  PdfLexer ahead = r->lexer;
  return r->text && pdf_token_is(pdf_next_token(&ahead), "f");
}

static void rename_state(Rewriting *r, PdfToken name) {
  copy_to(r, name.text);
  content_append_state(r->out, (Slice){name.text, name.length}, r->late);
  r->copied = name.text + name.length;
}

static bool rewrite(Rewriting *r) {
  PdfToken tag = {0};
  Slice properties = {0};
  for (;;) {
    PdfToken token = pdf_next_token(&r->lexer);
    switch (token.kind) {
    case TOKEN_END: return true;
    case TOKEN_BROKEN: return false;
    case TOKEN_NAME:
      r->operands = r->operands ? r->operands : token.text;
      tag = token;
      properties = (Slice){0};
      continue;
    case TOKEN_DICT_OPEN:
      if (!pdf_skip_object(&r->lexer, token))
        return false;
      properties = (Slice){token.text, (size_t)(r->lexer.at - token.text)};
      continue;
    case TOKEN_WORD: break;
    default: r->operands = r->operands ? r->operands : token.text; continue;
    }
    if (pdf_token_is(token, "BDC") || pdf_token_is(token, "BMC")) {
      if (!tag.text || !begin_sequence(r, tag.text, properties))
        return false;
    } else if (pdf_token_is(token, "EMC")) {
      if (!end_sequence(r, token.text))
        return false;
    } else if (r->late && tag.text && pdf_token_is(token, "gs")) {
      rename_state(r, tag);
    } else if (r->text && r->levels->len > 0 && pdf_token_is(token, "BT")) {
      if (!replace_sign(r, token.text, "ET"))
        return false;
    } else if (r->levels->len > 0 && pdf_token_is(token, "re") && is_sign(r)) {
      if (!replace_sign(r, r->operands ? r->operands : token.text, "f"))
        return false;
    } else if (pdf_token_is(token, "ID") && !skip_inline_image(r)) {
      return false;
    } else if (r->levels->len == 0) {
      take_unmarked(r, token);
    }
    tag = (PdfToken){0};
    r->operands = NULL;
  }
}

void content_append_state(GString *out, Slice name, int late) {
  if (late && name.length > 2 && name.text[1] == 'a' && g_ascii_isdigit(name.text[2]))
    g_string_append_printf(out, "/l%d.%.*s", late, (int)name.length - 2, name.text + 2);
  else
    g_string_append_len(out, name.text, (gssize)name.length);
}

bool content_rewrite(Slice content, const MarkPlan *plans, int count, int late, GString *out,
                     GArray *splits) {
  Rewriting r = {.lexer = pdf_lexer(content.text, content.length),
                 .copied = content.text,
                 .plans = plans,
                 .count = count,
                 .late = late,
                 .splits = splits,
                 .levels = g_byte_array_new(),
                 .end_of_mark = -1,
                 .out = out};
  bool done = rewrite(&r) && r.levels->len == 0;
  pass_rest(&r);
  done = done && r.seen == count;
  end_mark(&r);
  g_byte_array_unref(r.levels);
  return done;
}

void content_plain(const MarkPlan *plans, int count, GString *out) {
  Rewriting r = {
      .plans = plans, .count = count, .levels = g_byte_array_new(), .end_of_mark = -1, .out = out};
  while (r.seen < count) {
    const guint8 level = (guint8)begin_planned(&r, &plans[r.seen]);
    if (plans[r.seen++].fate != MARK_JOINED)
      g_string_append_c(out, '\n');
    g_byte_array_append(r.levels, &level, 1);
    append_texts(&r);
    if (r.levels->data[0] == LEVEL_CONTENT)
      r.end_of_mark = (gssize)out->len;
    else if (r.levels->data[0] == LEVEL_KEPT)
      g_string_append(out, "EMC\n");
    g_byte_array_set_size(r.levels, 0);
  }
  end_mark(&r);
  g_byte_array_unref(r.levels);
}
