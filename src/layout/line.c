/* Lines: what the text phase placed along the line gets its place across it (XSL 1.1 §4.5). */
#include "layout/internal.h"

#include <string.h>

/* A line at work. */
typedef struct {
  Queue *queue;
  Layout *layout;
  const LineJob *job;
  const TextLook *strut;
  GPtrArray *open;   /* of Owner: inline boxes that are open across line ends */
  GPtrArray *levels; /* of Area: the line and the inline boxes that are open in it */
  Length above, below;
  Length before_edge, after_edge; /* above and below the baseline, where objects hang */
  Note *notes, *last_note;
  Area *leader;
  GArray *pendings; /* of Pending */
  TextAlign align;
  const FoNode *initial; /* fo:initial-property-set of the line at work, or NULL */
} LineWork;

/* ---- Height (§7.16.8, line-stacking-strategy) --------------------------------------------------- */

static void stretch(LineWork *w, Length above, Length below) {
  w->above = MAX(w->above, above);
  w->below = MAX(w->below, below);
}

/* Where the baseline of an owner stands above the line's. */
static Length shift_of(const LineWork *w, const Owner *owner) {
  switch (owner->edge) {
  case KW_BEFORE_EDGE: return owner->shift + w->before_edge - owner->above;
  case KW_AFTER_EDGE: return owner->shift + owner->below - w->after_edge;
  default: return owner->shift;
  }
}

static void measure_fragment(LineWork *w, const Fragment *fragment) {
  const Owner *owner = fragment->owner;
  const Style *style = w->job->block->style;
  const bool disregard = style->line_height_shift_adjustment == KW_DISREGARD_SHIFTS;
  const Length shift = disregard ? 0 : owner->shift;
  const bool own_leading = style->line_stacking_strategy == KW_LINE_HEIGHT;
  const TextLook *look = owner->look;
  switch (owner->kind) {
  case OWNER_TEXT:
  case OWNER_NUMBER:
    if (own_leading)
      stretch(w, look->above + shift, look->below - shift);
    else
      stretch(w, look->metrics->ascent + shift, look->metrics->descent - shift);
    break;
  case OWNER_LEADER: stretch(w, leader_height(owner->node->style, look) + shift, -shift); break;
  case OWNER_GRAPHIC: stretch(w, owner->area->height + owner->shift, -owner->shift); break;
  case OWNER_BOX:
  case OWNER_NOTE:
  case OWNER_POINT: break;
  }
}

/* What hangs from the line's edges needs room only where it is higher than all the rest. */
static void measure_hanging(LineWork *w, const TextLine *line) {
  for (int i = 0; i < line->count; i++) {
    const Owner *owner = line->fragments[i].owner;
    const Length height = owner->above + owner->below;
    if (owner->edge == KW_BEFORE_EDGE)
      stretch(w, 0, height - w->above);
    else if (owner->edge == KW_AFTER_EDGE)
      stretch(w, height - w->below, 0);
  }
  w->before_edge = w->above;
  w->after_edge = w->below;
}

/* The line encloses its inline areas and the block's own font; half of the block's leading goes on
 * either side ("max-height"). With "line-height" each inline area brings its own leading, with
 * "font-height" only the block's font counts. */
static void measure(LineWork *w, const TextLine *line) {
  const Keyword strategy = w->job->block->style->line_stacking_strategy;
  const FontMetrics *metrics = w->strut->metrics;
  const bool own_leading = strategy == KW_LINE_HEIGHT;
  w->above = own_leading ? w->strut->above : metrics->ascent;
  w->below = own_leading ? w->strut->below : metrics->descent;
  if (strategy != KW_FONT_HEIGHT)
    for (int i = 0; i < line->count; i++)
      if (!((const Owner *)line->fragments[i].owner)->edge)
        measure_fragment(w, &line->fragments[i]);
  measure_hanging(w, line);
  if (!own_leading) {
    w->above += w->strut->above - metrics->ascent;
    w->below += w->strut->below - metrics->descent;
  }
}

/* ---- Leaders --------------------------------------------------------------------------------------- */

Length leader_height(const Style *style, const TextLook *look) {
  switch (style->leader_pattern) {
  case KW_RULE: return style->rule_thickness;
  case KW_DOTS: return look->metrics->space; /* a dot is about as high as it is wide */
  default: return 0;
  }
}

static Length pattern_width(const Style *style, Length natural, Length base) {
  const Size size = style->leader_pattern_width;
  return size.keyword ? natural : MAX(natural, size_resolve(size, base));
}

/* Where the first unit stands in a leader that begins at `x` of its reference area, so that the units
 * of leaders above each other line up (§7.22.1 leader-alignment). */
static Length first_unit(const Style *style, Length x, Length width) {
  if (style->leader_alignment != KW_REFERENCE_AREA || width <= 0)
    return 0;
  const Length past = ((x % width) + width) % width;
  return past ? width - past : 0;
}

/* One unit of the pattern, again and again. */
static void fill_with_text(Layout *layout, Area *area, const TextLook *look, const char *unit,
                           Length x) {
  const Style *style = area->node->style;
  TextEngine *text = layout->options->text;
  const TextLine *one = text_single_line(text, layout->diagnostics, layout->arena, &look->style,
                                         TEXT_LTR, unit, strlen(unit), NULL, PLACE_NONE);
  const Length width = pattern_width(style, one->width, area->width);
  const Length first = first_unit(style, x, width);
  const Length count = width > 0 ? CLAMP((area->width - first) / width, 0, 10000) : 0;
  for (Length i = 0; i < count; i++) {
    for (int f = 0; f < one->count; f++) {
      Area *dot = area_new(layout, AREA_TEXT, area->node);
      dot->x = first + i * width + one->fragments[f].x;
      dot->width = one->fragments[f].width;
      dot->height = area->height;
      dot->text = (AreaText){
          .run = one->fragments[f].run,
          .style = &look->style,
          .metrics = look->metrics,
          .baseline = look->metrics->ascent,
          .color = style->color,
      };
      area_append(area, dot);
    }
  }
}

static void fill_with_rule(Layout *layout, Area *area, const TextLook *look) {
  const Style *style = area->node->style;
  const Length thickness = style->rule_thickness;
  if (style->rule_style == KW_NONE || thickness <= 0 || area->width <= 0)
    return;
  Area *rule = area_new(layout, AREA_RULE, area->node);
  rule->y = look->metrics->ascent - thickness;
  rule->width = area->width;
  rule->height = thickness;
  rule->rule = (AreaRule){.style = style->rule_style, .color = style->color};
  area_append(area, rule);
}

static GString *leader_text(const FoNode *node, GString *text) {
  for (const FoNode *child = node->first; child; child = child->next) {
    if (child->element == FO_TEXT)
      g_string_append_len(text, child->text, (gssize)child->length);
    else
      leader_text(child, text);
  }
  return text;
}

void leader_fill(Layout *layout, Area *area, const TextLook *look, Length x) {
  area->first = area->last = NULL;
  if (area->node->style->visibility != KW_VISIBLE)
    return;
  switch (area->node->style->leader_pattern) {
  case KW_DOTS: fill_with_text(layout, area, look, ".", x); break;
  case KW_RULE: fill_with_rule(layout, area, look); break;
  case KW_USE_CONTENT: {
    GString *content = leader_text(area->node, g_string_new(NULL));
    if (content->len > 0)
      fill_with_text(layout, area, look, arena_strdup(layout->arena, content->str), x);
    g_string_free(content, TRUE);
    break;
  }
  default: break;
  }
}

/* ---- Fragments --------------------------------------------------------------------------------------- */

static Area *current(LineWork *w) {
  return g_ptr_array_index(w->levels, w->levels->len - 1);
}

/* The place of the innermost open box from the line's corner. */
static void origin(const LineWork *w, Length *x, Length *y) {
  *x = *y = 0;
  for (guint i = 1; i < w->levels->len; i++) {
    const Area *area = g_ptr_array_index(w->levels, i);
    *x += area->x;
    *y += area->y;
  }
}

static Area *add(LineWork *w, Area *area, Length x, Length y) {
  Length origin_x, origin_y;
  origin(w, &origin_x, &origin_y);
  area->x = x - origin_x;
  area->y = y - origin_y;
  area_append(current(w), area);
  return area;
}

static Area *text_area(LineWork *w, const Fragment *fragment, const Owner *owner) {
  const Style *style = owner->style;
  const bool hidden = style->visibility != KW_VISIBLE;
  Area *area = area_new(w->layout, hidden ? AREA_BOX : AREA_TEXT, owner->node);
  const FontMetrics *metrics = owner->look->metrics;
  area->width = fragment->width;
  area->height = metrics->ascent + metrics->descent;
  area->text = (AreaText){
      .run = fragment->run,
      .style = &owner->look->style,
      .metrics = metrics,
      .baseline = metrics->ascent,
      .color = style->color,
      .decoration = style->text_decoration,
  };
  return add(w, area, fragment->x, w->above - shift_of(w, owner) - metrics->ascent);
}

static void number_area(LineWork *w, const Fragment *fragment, const Owner *owner) {
  Area *area = text_area(w, fragment, owner);
  if (area->kind != AREA_TEXT)
    return;
  area->text.run.font = NULL;
  const Pending pending = {
      .node = owner->node,
      .item = owner->item,
      .text = area,
      .child = w->levels->len > 1 ? g_ptr_array_index(w->levels, 1) : area,
      .leader = w->leader,
      .align = w->align,
      .look = owner->look,
      .rtl = w->queue->context.rtl,
  };
  g_array_append_val(w->pendings, pending);
}

static void leader_area(LineWork *w, const Fragment *fragment, const Owner *owner) {
  Area *area = area_new(w->layout, AREA_BOX, owner->node);
  const Edges edges = edges_of(owner->node->style, w->job->width);
  const Length x = fragment->x + edges_start(&edges);
  area->artifact = ARTIFACT_LAYOUT;
  area->width = MAX(0, fragment->width - edges_start(&edges) - edges_end(&edges));
  area->height = owner->look->metrics->ascent + owner->look->metrics->descent;
  add(w, area, x, w->above - shift_of(w, owner) - owner->look->metrics->ascent);
  leader_fill(w->layout, area, owner->look, w->job->x + x);
  if (w->levels->len == 1)
    w->leader = area;
}

static void open_box(LineWork *w, const Owner *owner, Length x) {
  const Edges edges = edges_of(owner->node->style, w->job->width);
  const FontMetrics *metrics = owner->look->metrics;
  Area *area = area_new(w->layout, AREA_BOX, owner->node);
  area->height = metrics->ascent + metrics->descent + edges_before(&edges) + edges_after(&edges);
  add(w, area, x, w->above - shift_of(w, owner) - metrics->ascent - edges_before(&edges));
  g_ptr_array_add(w->levels, area);
}

static void close_box(LineWork *w, Length x) {
  Area *area = current(w);
  Length origin_x, origin_y;
  origin(w, &origin_x, &origin_y);
  area->width = MAX(0, x - origin_x);
  area->decoration = decoration_new(w->layout, area->node, w->queue->context.rtl);
  g_ptr_array_set_size(w->levels, (gint)w->levels->len - 1);
}

/* The opening or the closing of an inline box: whichever comes first on the line opens its area. */
static void box_edge(LineWork *w, const Fragment *fragment, const Owner *owner) {
  const bool opens = fragment->kind == FRAGMENT_OPEN;
  if (!w->initial && owner->behind)
    owner = owner->behind;
  if (opens)
    g_ptr_array_add(w->open, (gpointer)owner);
  else
    g_ptr_array_remove(w->open, (gpointer)owner);
  const Style *style = owner->node->style;
  const Length space = size_resolve((opens ? style->space_start : style->space_end).optimum, 0);
  if (current(w)->node == owner->node && w->levels->len > 1)
    close_box(w, fragment->x + fragment->width - space);
  else
    open_box(w, owner, fragment->x + space);
}

static void take_note(LineWork *w, const FoNode *node) {
  Note *note = arena_new_object(w->layout->arena, Note);
  note->node = node;
  if (w->last_note)
    w->last_note->next = note;
  else
    w->notes = note;
  w->last_note = note;
}

static void add_fragment(LineWork *w, const Fragment *fragment) {
  const Owner *owner = fragment->owner;
  switch (owner->kind) {
  case OWNER_TEXT: text_area(w, fragment, owner); break;
  case OWNER_NUMBER: number_area(w, fragment, owner); break;
  case OWNER_LEADER: leader_area(w, fragment, owner); break;
  case OWNER_BOX: box_edge(w, fragment, owner); break;
  case OWNER_NOTE: take_note(w, owner->node); break;
  case OWNER_POINT:
    add(w, area_new(w->layout, AREA_BOX, owner->node), fragment->x,
        w->above - shift_of(w, owner) - owner->look->metrics->ascent);
    break;
  case OWNER_GRAPHIC:
    add(w, arena_copy(w->layout->arena, owner->area, sizeof(Area)), fragment->x,
        w->above - shift_of(w, owner) - owner->area->height);
    break;
  }
}

/* ---- The line ------------------------------------------------------------------------------------------- */

static TextAlign physical_align(TextAlign align, bool rtl) {
  switch (align) {
  case ALIGN_CENTER: return ALIGN_CENTER;
  case ALIGN_RIGHT: return ALIGN_RIGHT;
  case ALIGN_END: return rtl ? ALIGN_LEFT : ALIGN_RIGHT;
  case ALIGN_LEFT: return ALIGN_LEFT;
  default: return rtl ? ALIGN_RIGHT : ALIGN_LEFT;
  }
}

/* Borders and background that the first line has of its own: around its content. */
static void decorate_first_line(LineWork *w, const TextLine *line) {
  const Decoration *decoration = decoration_new(w->layout, w->initial, w->queue->context.rtl);
  if (!decoration)
    return;
  const Edges edges = edges_of(w->initial->style, w->job->width);
  const Length left = w->queue->context.rtl ? edges_end(&edges) : edges_start(&edges);
  const FontMetrics *metrics = layout_look(w->layout, w->initial)->metrics;
  Area *area = area_new(w->layout, AREA_BOX, w->initial);
  area->decoration = decoration;
  area->width = line->width + edges_start(&edges) + edges_end(&edges);
  area->height = metrics->ascent + metrics->descent + edges_before(&edges) + edges_after(&edges);
  add(w, area, line->x - left, w->above - metrics->ascent - edges_before(&edges));
}

/* The inline boxes that a first line leaves open go on as what they are behind it. */
static void leave_first_line(LineWork *w) {
  w->initial = NULL;
  for (guint i = 0; i < w->open->len; i++) {
    const Owner *owner = w->open->pdata[i];
    if (owner->behind)
      w->open->pdata[i] = (gpointer)(uintptr_t)owner->behind;
  }
}

static Area *line_area(LineWork *w, const TextLine *line) {
  measure(w, line);
  Area *area = area_new(w->layout, AREA_LINE, w->job->block);
  area->x = w->job->x;
  area->width = w->job->width;
  area->height = w->above + w->below;
  w->notes = w->last_note = NULL;
  w->leader = NULL;
  g_ptr_array_set_size(w->levels, 0);
  g_ptr_array_add(w->levels, area);
  g_array_set_size(w->pendings, 0);
  if (w->initial)
    decorate_first_line(w, line);
  GPtrArray *continued = w->open;
  for (guint i = 0; i < continued->len; i++)
    open_box(w, g_ptr_array_index(continued, i), line->x);
  for (int i = 0; i < line->count; i++)
    add_fragment(w, &line->fragments[i]);
  while (w->levels->len > 1)
    close_box(w, line->x + line->width);
  for (guint i = 0; i < w->pendings->len; i++) {
    Pending *pending = &g_array_index(w->pendings, Pending, i);
    pending->line = area;
    pending_add(w->layout, pending);
  }
  return area;
}

/* ---- Paragraphs ------------------------------------------------------------------------------------------- */

static TextAlign align_of(Keyword keyword) {
  switch (keyword) {
  case KW_CENTER: return ALIGN_CENTER;
  case KW_END:
  case KW_OUTSIDE: return ALIGN_END;
  case KW_JUSTIFY: return ALIGN_JUSTIFY;
  case KW_LEFT: return ALIGN_LEFT;
  case KW_RIGHT: return ALIGN_RIGHT;
  default: return ALIGN_START;
  }
}

static LineSpec spec_of(const LineJob *job) {
  const Style *style = job->block->style;
  const TextAlign align = align_of(style->text_align);
  const bool relative = style->text_align_last == KW_RELATIVE;
  return (LineSpec){
      .width = job->width,
      .text_indent = job->first_in_block ? size_resolve(style->text_indent, job->width) : 0,
      .last_line_end_indent = size_resolve(style->last_line_end_indent, job->width),
      .align = align,
      .align_last = !relative                ? align_of(style->text_align_last)
                    : align == ALIGN_JUSTIFY ? ALIGN_START
                                             : align,
      .hyphenate = style->hyphenate == KW_TRUE,
      .hyphenation_ladder_count = style->hyphenation_ladder_count,
      .hyphenation_push_count = style->hyphenation_push_character_count,
      .hyphenation_remain_count = style->hyphenation_remain_character_count,
  };
}

/* Lines from `from` on, one way or the other, up to a forced line end, at most `most`. */
static int lines_from(const TextLine *lines, int count, int from, int step, int most) {
  int n = 0;
  for (int i = from; i >= 0 && i < count && n < most; i += step) {
    if (step < 0 && n > 0 && lines[i].forced)
      break;
    n++;
    if (step > 0 && lines[i].forced)
      break;
  }
  return n;
}

/* The break before line `i`. A forced line end ends a paragraph: widows and orphans count from it to
 * the next, so a listing may break after any of its lines (FOP's reading of §7.20.6). */
static void add_line_break(Queue *queue, const Style *style, const TextLine *lines, int count,
                           int i) {
  const int before = lines_from(lines, count, i - 1, -1, style->orphans);
  const int after = lines_from(lines, count, i, 1, style->widows);
  const bool allowed = lines[i - 1].forced || (before >= style->orphans && after >= style->widows);
  Item *item = queue_add(queue, ITEM_BREAK, NULL);
  item->brk.cost = queue_keep_cost(queue) + (allowed ? 0 : COST_ORPHAN);
}

static Paragraph *collect_paragraph(Queue *queue, const LineJob *job, const FirstLine *first_line) {
  Layout *layout = queue->layout;
  const bool rtl = queue->context.rtl || job->block->style->direction == KW_RTL;
  Paragraph *paragraph = paragraph_new(layout->options->text, layout->diagnostics, layout->arena,
                                       rtl ? TEXT_RTL : TEXT_LTR);
  inline_collect(queue, paragraph, job, first_line);
  return paragraph;
}

/* The fo:initial-property-set that the first of these lines has, or NULL. */
static const FoNode *initial_property_set(const LineJob *job) {
  if (!job->first_in_block || job->block->element != FO_BLOCK)
    return NULL;
  for (const FoNode *child = job->block->first; child && child != job->first; child = child->next)
    if (child->element == FO_INITIAL_PROPERTY_SET)
      return child;
  return NULL;
}

/* The first line ends where it would if the whole paragraph had its properties; then the rest is broken
 * with its own. */
static Paragraph *collect_first_line(Queue *queue, const LineJob *job, const FoNode *initial,
                                     LineSpec *spec) {
  Layout *layout = queue->layout;
  FirstLine first_line = {.originals = g_hash_table_new(NULL, NULL), .end = G_MAXSIZE};
  first_line.first = fo_initial_line(layout->tree, initial, job->first, job->end, layout->arena,
                                     first_line.originals);
  Paragraph *paragraph = collect_paragraph(queue, job, &first_line);
  int count;
  const TextLine *lines = paragraph_break(paragraph, spec, 0, &count);
  if (count > 1) {
    spec->first_line = &lines[0];
    first_line.end = lines[0].end_offset;
    paragraph_free(paragraph);
    paragraph = collect_paragraph(queue, job, &first_line);
  }
  g_hash_table_unref(first_line.originals);
  return paragraph;
}

static void report_overflow(Layout *layout, const LineJob *job, const TextLine *line) {
  char amount[LENGTH_TEXT_SIZE];
  if (line->overflow > LENGTH_PER_POINT / 2)
    diag_layout_line_overflow(layout->diagnostics, fo_place(job->block),
                              length_to_text(line->overflow, amount));
}

void lines_add(Queue *queue, const LineJob *job) {
  Layout *layout = queue->layout;
  LineSpec spec = spec_of(job);
  const FoNode *initial = initial_property_set(job);
  Paragraph *paragraph = initial ? collect_first_line(queue, job, initial, &spec)
                                 : collect_paragraph(queue, job, NULL);
  int count;
  const TextLine *lines = paragraph_break(paragraph, &spec, 0, &count);
  LineWork work = {
      .queue = queue,
      .layout = layout,
      .job = job,
      .strut = layout_look(layout, job->block),
      .open = g_ptr_array_new(),
      .levels = g_ptr_array_new(),
      .pendings = g_array_new(FALSE, FALSE, sizeof(Pending)),
      .initial = initial,
  };
  for (int i = 0; i < count; i++) {
    const TextAlign align = i == count - 1 || lines[i].forced ? spec.align_last : spec.align;
    work.align = physical_align(align, queue->context.rtl);
    if (i > 0)
      add_line_break(queue, job->block->style, lines, count, i);
    report_overflow(layout, job, &lines[i]);
    Area *area = line_area(&work, &lines[i]);
    queue_add_box(queue, area, work.notes);
    leave_first_line(&work);
  }
  paragraph_free(paragraph);
  g_ptr_array_unref(work.open);
  g_ptr_array_unref(work.levels);
  g_array_unref(work.pendings);
}

ParagraphWidths lines_widths(Layout *layout, const LineJob *job, Context context) {
  Queue queue = {.layout = layout, .context = context};
  Paragraph *paragraph = collect_paragraph(&queue, job, NULL);
  const ParagraphWidths widths = paragraph_widths(paragraph);
  paragraph_free(paragraph);
  return widths;
}
