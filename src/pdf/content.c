#include "pdf/content.h"

#include <string.h>

typedef enum { LEVEL_KEPT, LEVEL_DROPPED, LEVEL_CONTENT } Level;

typedef struct {
  PdfLexer lexer;
  const char *copied; /* all before is in the output, or was left out */
  const MarkPlan *plans;
  int count, seen;
  GByteArray *levels; /* of Level: the sequences that are open */
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
  if (plan->fate == MARK_JOINED) {
    r->end_of_mark = -1;
    return LEVEL_CONTENT;
  }
  end_mark(r);
  switch (plan->fate) {
  case MARK_SPAN:
  case MARK_FIGURE:
    g_string_append_printf(r->out, "/%s<</MCID %d>>BDC",
                           plan->fate == MARK_SPAN ? "Span" : "Figure", plan->mcid);
    return LEVEL_CONTENT;
  case MARK_ARTIFACT: g_string_append(r->out, artifact_begin(plan->artifact)); return LEVEL_KEPT;
  case MARK_JOINED:
  case MARK_EMPTY: break;
  }
  return LEVEL_DROPPED;
}

/* "/Tag << … >> BDC" has been read; it begins at `start`. */
static bool begin_sequence(Rewriting *r, const char *start, Slice properties) {
  guint8 level = LEVEL_KEPT;
  if (r->count >= 0 && dict_lookup(properties, "MCID").text) {
    if (r->seen >= r->count)
      return false;
    copy_to(r, start);
    r->copied = r->lexer.at;
    level = (guint8)begin_planned(r, &r->plans[r->seen++]);
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

static bool rewrite(Rewriting *r) {
  PdfToken tag = {0};
  Slice properties = {0};
  for (;;) {
    PdfToken token = pdf_next_token(&r->lexer);
    switch (token.kind) {
    case TOKEN_END: return true;
    case TOKEN_BROKEN: return false;
    case TOKEN_NAME:
      tag = token;
      properties = (Slice){0};
      continue;
    case TOKEN_DICT_OPEN:
      if (!pdf_skip_object(&r->lexer, token))
        return false;
      properties = (Slice){token.text, (size_t)(r->lexer.at - token.text)};
      continue;
    case TOKEN_WORD: break;
    default: continue;
    }
    if (pdf_token_is(token, "BDC") || pdf_token_is(token, "BMC")) {
      if (!tag.text || !begin_sequence(r, tag.text, properties))
        return false;
    } else if (pdf_token_is(token, "EMC")) {
      if (!end_sequence(r, token.text))
        return false;
    } else if (pdf_token_is(token, "ID") && !skip_inline_image(r)) {
      return false;
    }
    tag = (PdfToken){0};
  }
}

bool content_rewrite(Slice content, const MarkPlan *plans, int count, GString *out) {
  Rewriting r = {.lexer = {content.text, content.text + content.length},
                 .copied = content.text,
                 .plans = plans,
                 .count = count,
                 .levels = g_byte_array_new(),
                 .end_of_mark = -1,
                 .out = out};
  bool done = rewrite(&r) && r.seen == MAX(count, 0) && r.levels->len == 0;
  copy_to(&r, r.lexer.end);
  end_mark(&r);
  g_byte_array_unref(r.levels);
  return done;
}
