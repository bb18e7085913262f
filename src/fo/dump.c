/* The tree as text. */
#include "fo/tree.h"

#include <string.h>

static void put_length(FILE *out, Length length) {
  char buffer[LENGTH_TEXT_SIZE];
  fprintf(out, "%spt", length_to_text(length, buffer));
}

/* Thousandths, without the zeros at the end. */
static void put_thousandths(FILE *out, int64_t value, const char *unit) {
  fprintf(out, "%s%" G_GINT64_FORMAT, value < 0 ? "-" : "", (gint64)ABS(value) / 1000);
  int rest = (int)(ABS(value) % 1000);
  if (rest)
    fputc('.', out);
  for (int digit = 100; rest; digit /= 10) {
    fputc('0' + rest / digit, out);
    rest %= digit;
  }
  fputs(unit, out);
}

static void put_size(FILE *out, Size size) {
  if (size.keyword) {
    fputs(fo_keyword_name(size.keyword), out);
    return;
  }
  const bool relative = size.percent || size.proportional;
  if (size.length || !relative)
    put_length(out, size.length);
  if (size.percent) {
    fputs(size.length ? "+" : "", out);
    put_thousandths(out, size.percent, "%");
  }
  if (size.proportional) {
    fputs(size.length || size.percent ? "+" : "", out);
    put_thousandths(out, size.proportional, "*");
  }
}

static bool same_sizes(Size a, Size b) {
  return a.length == b.length && a.percent == b.percent && a.proportional == b.proportional &&
         a.keyword == b.keyword;
}

static void put_range(FILE *out, Size minimum, Size optimum, Size maximum) {
  if (!same_sizes(minimum, optimum) || !same_sizes(optimum, maximum)) {
    put_size(out, minimum);
    fputs("..", out);
    put_size(out, optimum);
    fputs("..", out);
    put_size(out, maximum);
  } else {
    put_size(out, optimum);
  }
}

static void put_integer(FILE *out, int value) {
  switch (value) {
  case INTEGER_NO_LIMIT: fputs("no-limit", out); return;
  case INTEGER_AUTO: fputs("auto", out); return;
  case INTEGER_AUTO_ODD: fputs("auto-odd", out); return;
  case INTEGER_AUTO_EVEN: fputs("auto-even", out); return;
  default: fprintf(out, "%d", value);
  }
}

static void put_strength(FILE *out, int strength) {
  if (strength == KEEP_AUTO || strength == KEEP_ALWAYS)
    fputs(strength == KEEP_AUTO ? "auto" : "always", out);
  else
    fprintf(out, "%d", strength);
}

static void put_keep(FILE *out, Keep keep) {
  put_strength(out, keep.within_line);
  fputc('/', out);
  put_strength(out, keep.within_column);
  fputc('/', out);
  put_strength(out, keep.within_page);
}

static void put_color(FILE *out, Color color) {
  fprintf(out, "#%02x%02x%02x", color.red, color.green, color.blue);
  if (color.alpha != 255)
    fprintf(out, "%02x", color.alpha);
}

static void put_space(FILE *out, const Space *space) {
  put_range(out, space->minimum, space->optimum, space->maximum);
  if (space->force)
    fputs(" force", out);
  else if (space->precedence)
    fprintf(out, " %d", space->precedence);
  fputs(space->retain ? " retain" : "", out);
}

static void put_decoration(FILE *out, const TextDecoration *decoration) {
  fputs(decoration->underline ? "underline " : "", out);
  fputs(decoration->overline ? "overline " : "", out);
  fputs(decoration->line_through ? "line-through" : "", out);
}

static void put_shadow(FILE *out, const TextShadow *shadow) {
  fputs(shadow ? "" : "none", out);
  for (; shadow; shadow = shadow->next) {
    put_color(out, shadow->color);
    fputc(' ', out);
    put_length(out, shadow->x);
    fputc(' ', out);
    put_length(out, shadow->y);
    fputc(' ', out);
    put_length(out, shadow->blur);
    fputs(shadow->next ? ", " : "", out);
  }
}

static void put_clip(FILE *out, const Clip *clip) {
  fputs(clip->shape ? "rect" : "auto", out);
  const Length offsets[] = {clip->top, clip->right, clip->bottom, clip->left};
  for (size_t i = 0; clip->shape && i < G_N_ELEMENTS(offsets); i++) {
    fputc(' ', out);
    put_length(out, offsets[i]);
  }
}

static void put_value(FILE *out, ValueKind kind, const void *value) {
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  switch (kind) {
  case VALUE_KEYWORD: fputs(fo_keyword_name(*(const Keyword *)value), out); return;
  case VALUE_INTEGER: put_integer(out, *(const int *)value); return;
  case VALUE_NUMBER:
    fputs(g_ascii_dtostr(number, sizeof number, *(const double *)value), out);
    return;
  case VALUE_LENGTH: put_length(out, *(const Length *)value); return;
  case VALUE_SIZE: put_size(out, *(const Size *)value); return;
  case VALUE_CONDITIONAL:
    put_size(out, ((const ConditionalSize *)value)->size);
    fputs(((const ConditionalSize *)value)->retain ? " retain" : "", out);
    return;
  case VALUE_RANGE: {
    const SizeRange *range = value;
    put_range(out, range->minimum, range->optimum, range->maximum);
    return;
  }
  case VALUE_SPACE: put_space(out, value); return;
  case VALUE_KEEP: put_keep(out, *(const Keep *)value); return;
  case VALUE_COLOR: put_color(out, *(const Color *)value); return;
  case VALUE_STRING:
    fputs(*(const char *const *)value ? *(const char *const *)value : "none", out);
    return;
  case VALUE_LINE_HEIGHT: put_length(out, ((const LineHeight *)value)->length); return;
  case VALUE_DECORATION: put_decoration(out, value); return;
  case VALUE_SHADOW: put_shadow(out, *(const TextShadow *const *)value); return;
  case VALUE_CLIP: put_clip(out, value); return;
  case VALUE_ALIGNMENT: {
    const TextAlignment *alignment = value;
    fputs(alignment->string ? alignment->string : fo_keyword_name(alignment->keyword), out);
    return;
  }
  }
}

/* A border that is not there has neither width nor colour; precedences are the element's own. */
static bool is_telling(const FoNode *node, FoProperty property) {
  enum { EDGES = 4 };
  for (unsigned edge = 0; edge < EDGES; edge++) {
    const Keyword style =
        *(const Keyword *)style_field(node->style, PROP_BORDER_BEFORE_STYLE + edge);
    const bool absent = style == KW_NONE || style == KW_HIDDEN;
    if (absent && (property == PROP_BORDER_BEFORE_WIDTH + edge ||
                   property == PROP_BORDER_BEFORE_COLOR + edge))
      return false;
    if (property == PROP_BORDER_BEFORE_PRECEDENCE + edge)
      return *(const int *)style_field(node->style, property) !=
             style_border_precedence(node->element);
  }
  return true;
}

static void put_properties(FILE *out, const FoNode *node, const Style *initial) {
  const Style *parent = node->parent ? node->parent->style : initial;
  for (FoProperty property = PROP_NONE + 1; property < PROP_COUNT; property++) {
    const PropertyRow *row = &fo_properties[property];
    if (row->type != ROW_PROPERTY)
      continue;
    const bool inherits =
        row->inherited || row->kind == VALUE_DECORATION || row->kind == VALUE_SHADOW;
    if (style_same(node->style, inherits ? parent : initial, property) ||
        !is_telling(node, property))
      continue;
    fprintf(out, " %s=\"", row->name);
    put_value(out, row->kind, style_field(node->style, property));
    fputc('"', out);
  }
}

/* Text with line ends and tabs spelt out, on one line. */
static void put_text(FILE *out, const FoNode *node) {
  fputs(" \"", out);
  for (size_t i = 0; i < node->length; i++)
    switch (node->text[i]) {
    case '\n': fputs("\\n", out); break;
    case '\t': fputs("\\t", out); break;
    case '\r': fputs("\\r", out); break;
    case '"': fputs("\\\"", out); break;
    default: fputc(node->text[i], out);
    }
  fputc('"', out);
}

static void put_node(FILE *out, const FoNode *node, int depth, const Style *initial) {
  fprintf(out, "%*s%s", 2 * depth, "", fo_element_name(node->element));
  if (node->element == FO_TEXT) {
    put_text(out, node);
    fputc('\n', out);
    return;
  }
  fprintf(out, " %s:%d:%d", fo_place(node).file ? fo_place(node).file : "", node->line,
          node->column);
  for (unsigned i = 0; i < node->attribute_count; i++)
    fprintf(out, " %s='%s'", fo_property_name(node->attributes[i].property),
            node->attributes[i].value);
  put_properties(out, node, initial);
  if (fo_foreign(node))
    fprintf(out, " <%s>", (const char *)fo_foreign(node)->name);
  fputc('\n', out);
}

void fo_dump(const FoTree *tree, FILE *out) {
  const Style *initial = style_initial(((const TreeRecord *)tree)->styles);
  int depth = 0;
  for (const FoNode *node = tree->root; node;) {
    put_node(out, node, depth, initial);
    if (node->first) {
      node = node->first;
      depth++;
      continue;
    }
    while (node->parent && !node->next) {
      node = node->parent;
      depth--;
    }
    node = node->next;
  }
}
