/* What a paragraph is made of, for the text phase: its content, its first line if that has properties of its own,
 * and how it is to be broken. */
#include "layout/line.h"

#include <string.h>

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

void job_measure(const Queue *queue, LineJob *job) {
  const Style *style = job->block->style;
  const Length base = queue->context.width;
  const Length start = size_resolve(style->start_indent, base);
  const Length end = size_resolve(style->end_indent, base);
  job->x = queue->context.rtl ? end : start;
  job->width = base - start - end;
}

LineSpec job_spec(const LineJob *job) {
  const Style *style = job->block->style;
  const TextAlign align = align_of(style->text_align.keyword);
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
      .expansion = (int)size_resolve(style->font_expansion, 1000),
      .optical_margins = style->optical_margin_alignment == KW_TRUE && !style->text_align.string,
  };
}

bool job_rtl(const Queue *queue, const LineJob *job) {
  return queue->context.rtl || job->block->style->direction == KW_RTL;
}

Paragraph *job_collect(Queue *queue, const LineJob *job, const FirstLine *first_line) {
  Layout *layout = queue->layout;
  Paragraph *paragraph = paragraph_new(layout->options->text, layout->diagnostics, layout->arena,
                                       job_rtl(queue, job) ? TEXT_RTL : TEXT_LTR);
  inline_collect(queue, paragraph, job, first_line);
  return paragraph;
}

/* The fo:initial-property-set that the first of these lines has, or NULL. */
const FoNode *job_initial(const LineJob *job) {
  if (!job->first_in_block || job->block->element != FO_BLOCK)
    return NULL;
  for (const FoNode *child = job->block->first; child && child != job->first; child = child->next)
    if (child->element == FO_INITIAL_PROPERTY_SET)
      return child;
  return NULL;
}

/* The first line ends where it would if the whole paragraph had its properties; then the rest is broken
 * with its own. */
Paragraph *job_collect_first(Queue *queue, const LineJob *job, const FoNode *initial,
                             LineSpec *spec) {
  Layout *layout = queue->layout;
  FirstLine first_line = {.originals = g_hash_table_new(NULL, NULL), .end = G_MAXSIZE};
  first_line.first = fo_initial_line(layout->tree, initial, job->first, job->end, layout->arena,
                                     first_line.originals);
  Paragraph *paragraph = job_collect(queue, job, &first_line);
  int count;
  const TextLine *lines = paragraph_break(paragraph, spec, 0, &count);
  if (count > 1) {
    spec->first_line = &lines[0];
    first_line.end = lines[0].end_offset;
    paragraph_free(paragraph);
    paragraph = job_collect(queue, job, &first_line);
  }
  g_hash_table_unref(first_line.originals);
  return paragraph;
}

/* The paragraph as it was when its first line was known. */
static Paragraph *behind_first_line(Queue *queue, const LineRun *run, const FoNode *initial) {
  Layout *layout = queue->layout;
  FirstLine first_line = {.originals = g_hash_table_new(NULL, NULL), .end = run->first_end};
  first_line.first = fo_initial_line(layout->tree, initial, run->job.first, run->job.end,
                                     layout->arena, first_line.originals);
  Paragraph *paragraph = job_collect(queue, &run->job, &first_line);
  g_hash_table_unref(first_line.originals);
  return paragraph;
}

Paragraph *job_collect_again(Queue *queue, const LineRun *run, const LineOrigin *start,
                             LineSpec *spec) {
  const FoNode *initial = job_initial(&run->job);
  if (!initial)
    return job_collect(queue, &run->job, NULL);
  return start->offset == 0 ? job_collect_first(queue, &run->job, initial, spec)
                            : behind_first_line(queue, run, initial);
}

static bool is_word(const TextLine *line) {
  for (int i = 0; i < line->count; i++)
    if (line->fragments[i].kind == FRAGMENT_TEXT &&
        memchr(line->fragments[i].run.text, ' ', (size_t)line->fragments[i].run.text_length))
      return false;
  return true;
}

void lines_reach(Layout *layout, const LineJob *given, Context context, LineReach *reach) {
  enum { WIDE = 1 << 30 };
  Queue queue = {.layout = layout, .context = context};
  LineJob job = *given;
  job_measure(&queue, &job);
  LineSpec spec = job_spec(&job);
  if (context.width == 0)
    spec.width = WIDE;
  Paragraph *paragraph = job_collect(&queue, &job, NULL);
  int count;
  const TextLine *lines = paragraph_break(paragraph, &spec, 0, &count);
  const char *string = job.block->style->text_align.string;
  const bool rtl = job_rtl(&queue, &job);
  for (int i = 0; i < count; i++) {
    bool found;
    if (!lines[i].forced || (i > 0 && !lines[i - 1].forced))
      continue;
    const Length place = line_string_place(&lines[i], string, rtl, &found);
    const Length left = place - lines[i].x, right = lines[i].width - left;
    const Length all_left = job.x + left, end = context.width - job.x - job.width;
    const bool word = is_word(&lines[i]);
    reach->any = true;
    reach->left = MAX(reach->left, all_left);
    reach->right = MAX(reach->right, end + right);
    reach->word_left = MAX(reach->word_left, word ? all_left : 0);
    reach->word_right = MAX(reach->word_right, word ? end + right : 0);
  }
  paragraph_free(paragraph);
}

ParagraphWidths lines_widths(Layout *layout, const LineJob *job, Context context) {
  Queue queue = {.layout = layout, .context = context};
  Paragraph *paragraph = job_collect(&queue, job, NULL);
  const ParagraphWidths widths = paragraph_widths(paragraph);
  paragraph_free(paragraph);
  return widths;
}
