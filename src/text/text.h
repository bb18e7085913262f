/* Words to glyphs to lines.
 *
 * A TextEngine owns the fonts and the cache of shaped words, and serves every document of a process,
 * one thread at a time. A Paragraph is a flat sequence of text runs, objects (pictures, leaders,
 * page numbers) and the openings and closings of inline boxes; paragraph_break chooses its lines
 * over the whole and gives each line as fragments in visual order. Nothing here knows formatting
 * objects: `owner` is the caller's pointer and comes back on each fragment.
 *
 *   collect (layout) → itemise (bidi, script, font) → shape (word cache) → break → place fragments
 *
 * All lengths are in 1/1024 pt. Positions along a line are from its start edge at the left of the
 * line box, in visual order, left to right, whatever the direction. */
#ifndef PEERPRESS_TEXT_TEXT_H
#define PEERPRESS_TEXT_TEXT_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/inputs.h"
#include "base/length.h"

#include <pango/pango.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct TextEngine TextEngine;

/* Fonts come from fontconfig; `font_folders` (NULL-terminated, or NULL) are searched besides the
 * system's. The caller owns the engine; it outlives everything it gave out. Hinting is off and
 * positions are unrounded, so a layout is the same on each machine with the same fonts. The engine's
 * fontconfig configuration becomes the process's current one, for librsvg's sake, too. */
TextEngine *text_engine_new(const char *const *font_folders);
void text_engine_free(TextEngine *engine);

/* Begins a document: what is reported once a document (families, features, languages) is reported
 * anew. The cache of words stays. */
void text_engine_begin(TextEngine *engine);

/* Adds the files of the fonts that the document begun last has used. */
void text_engine_inputs(const TextEngine *engine, Inputs *inputs);

/* A checksum over the fonts and hyphenation patterns that can be used: which there are, of which
 * version and size, and how fontconfig is set up to choose. It does not touch the process's
 * configuration. `font_folders` as in text_engine_new; the caller frees it. */
char *text_installed_checksum(const char *const *font_folders);

/* Adds the files and folders that an engine reads, once it is there: fonts, fontconfig's cache and
 * configuration, hyphenation. The strings are the array's to free. */
void text_engine_folders(GPtrArray *folders);

/* What a run of text asks for; a value, compared by content. Strings are interned or outlive the
 * engine's use of them (the engine copies what it keeps). */
typedef struct {
  const char *families; /* comma-separated, as in XSL-FO's font-family: "Liberation Sans, serif" */
  Length size;          /* font-size */
  int weight;           /* 100 … 900 */
  PangoStyle slant;     /* normal, italic, oblique */
  PangoStretch stretch;
  bool small_caps; /* real ones (smcp) where the font has them, else scaled capitals */
  bool kerning;
  const char *features;  /* OpenType features as in CSS ("onum,ss01=1"), or NULL */
  const char *hyphen;    /* what hyphenation adds at line ends; NULL: U+2010 or U+002D */
  const char *language;  /* BCP 47, or NULL when unknown */
  Length letter_spacing; /* added after each cluster but the last of a line */
  Length word_spacing;   /* added to each word space (U+0020, U+00A0) */
} TextStyle;

/* A font that was chosen for a style. Owned by the engine. */
typedef struct Font Font;

/* Metrics of the primary font at the style's size. The ascender and descender are the typographic
 * ones of the OS/2 table (FOP's convention, see docs/layout.md), both positive. */
typedef struct {
  Length ascent, descent;
  Length x_height, cap_height;
  Length underline_position; /* the middle of the stroke, below the baseline, positive */
  Length underline_thickness;
  Length strikeout_position; /* the middle of the stroke, above the baseline, positive */
  Length strikeout_thickness;
  Length space; /* the advance of a word space, word_spacing left out */
  /* Other baselines, above the alphabetic one: from the BASE table, else where FOP puts them. */
  Length hanging, mathematical, central, ideographic;
} FontMetrics;

/* The font for `style` with its metrics. A family of which no font is found is reported once per
 * family at `place` (text-font-substituted) and fontconfig's nearest is used. Generic families
 * (serif, sans-serif, monospace, cursive, fantasy) and Helvetica, Times, Courier (with their common
 * aliases Arial, Times New Roman, Courier New) are mapped to the Liberation families silently. */
const FontMetrics *text_metrics(TextEngine *engine, Diagnostics *diagnostics,
                                const TextStyle *style, Place place);

/* What cairo draws with: the fragment's PangoFont (pango_cairo_font_get_scaled_font). Sizes are held
 * between 1/64 pt and 32,768 pt; text of a smaller size has no advance. */
PangoFont *font_pango(const Font *font);

/* One glyph: `id` in the font, its advance and its offset from the pen (dy is positive downwards).
 * Advances hold kerning, letter-spacing, word-spacing and justification. 32 bits, as pages are mostly
 * glyphs. */
typedef struct {
  uint32_t id;
  int32_t advance, dx, dy;
} Glyph;

/* A cluster: so many bytes of text drawn by so many glyphs, both in logical order of the text
 * (cairo_text_cluster_t's meaning; `backward` on the run tells that glyphs run the other way). */
typedef struct {
  int bytes, glyphs;
} GlyphCluster;

/* A stretch of one line in one font, from one owner, in one direction: one text operation. The
 * text holds exactly what the glyphs stand for, spaces included, in logical order (the space between
 * the last word of a line and the first of the next stands at the line's end, without a width); a hyphen that
 * hyphenation or the author's soft hyphen put there is a glyph whose cluster has U+00AD as its text.
 * Characters that are never drawn (other soft hyphens, zero-width spaces, bidi controls) are left
 * out; a tab is a space. Glyph 0 stands for a character that no font has. */
typedef struct {
  const Font *font;
  const Glyph *glyphs; /* in visual order, left to right */
  int glyph_count;
  const GlyphCluster *clusters;
  int cluster_count;
  const char *text; /* UTF-8, not NUL-terminated */
  int text_length;
  size_t offset;     /* where the text begins in the paragraph's: orders runs as they are read */
  bool backward;     /* right-to-left: clusters count from the last glyph */
  int16_t expansion; /* glyphs are drawn wider by so many thousandths; advances hold it */
} GlyphRun;

/* What the glyphs of a run are stretched by along the line. */
static inline double glyph_run_stretch(const GlyphRun *run) {
  return 1 + run->expansion / 1000.0;
}

typedef struct Paragraph Paragraph;

typedef enum { TEXT_LTR, TEXT_RTL } TextDirection;

/* How a stretch of text stands to its surroundings (XSL 1.1 §7.29.6, unicode-bidi). */
typedef enum { BIDI_NORMAL, BIDI_EMBED, BIDI_OVERRIDE, BIDI_ISOLATE } TextBidi;

/* A new, empty paragraph; all that it makes is allocated from `arena` and shares its life. */
Paragraph *paragraph_new(TextEngine *engine, Diagnostics *diagnostics, Arena *arena,
                         TextDirection direction);

/* Ends what a paragraph holds outside its arena. Lines that were broken stay valid. */
void paragraph_free(Paragraph *paragraph);

/* Appends text. White space is already treated: every U+0020 that is left is meant, and stands for a
 * word space at which lines break; U+2028 (and any line or paragraph separator that is left) forces
 * a line break. `style` and `owner` are kept by pointer. `preserve` keeps spaces at the ends of
 * lines (white-space-treatment="preserve"); `wrap` false forbids breaks inside this text
 * (wrap-option="no-wrap") and behind its last space; forced ones stay. Invalid UTF-8 is replaced by
 * U+FFFD, C0 controls are dropped. Glyphs missing in every font are reported (text-missing-glyph) at
 * `place`, when the paragraph is first broken. */
void paragraph_text(Paragraph *paragraph, const TextStyle *style, const char *text, size_t length,
                    bool wrap, bool preserve, const void *owner, Place place);

/* Of the text with this `owner` that was appended last: whether its characters are word spaces, which
 * take word-spacing and stretch in justified lines, and whether they vanish at both ends of a line.
 * By nature U+0020 and U+00A0 are word spaces and U+0020 vanishes. Where another character is to be a
 * word space the caller adds the word-spacing to the letter-spacing of its style. */
typedef enum { CHARACTER_BY_NATURE, CHARACTER_ALWAYS, CHARACTER_NEVER } CharacterChoice;
void paragraph_character(Paragraph *paragraph, const void *owner, CharacterChoice word_space,
                         CharacterChoice vanishes);

/* Appends something that is as wide as it says and is not text: a picture, a page number that is
 * not known yet, a leader. min ≤ optimum ≤ max; only a leader stretches. Line breaks are allowed
 * around it as around an ideograph (UAX 14 class ID), unless `glued`. */
typedef struct {
  Length minimum, optimum, maximum;
  bool fills; /* a leader: takes what is left of a justified line before its words do */
  bool glued; /* no line break before or after, as if it were a letter (page numbers) */
  const void *owner;
} InlineObject;
void paragraph_object(Paragraph *paragraph, const InlineObject *object);

/* Opens and closes an inline box: `width` is its start (end) border, padding and space, kept with
 * the text that follows (precedes). Openings and closings nest. `bidi` and `direction` act on all
 * text inside; `direction` means nothing with BIDI_NORMAL. */
void paragraph_open(Paragraph *paragraph, Length width, TextBidi bidi, TextDirection direction,
                    const void *owner);
void paragraph_close(Paragraph *paragraph, Length width, const void *owner);
/* Of the opening (closing) that was appended last, so much vanishes where a line begins with it (ends
 * with it): a conditional space (XSL 1.1 §4.3). The fragment is narrower then. */
void paragraph_discard(Paragraph *paragraph, Length width);

/* Of the opening that was appended last: what of the box's edges stands where a line begins, and ends, inside
 * the box (conditionality="retain"). */
void paragraph_retain(Paragraph *paragraph, Length start, Length end);

/* A zero-width point (an anchor, a footnote's or a float's place) that stays with the text before
 * it, or with what follows at the beginning of a paragraph. */
void paragraph_point(Paragraph *paragraph, const void *owner);

typedef enum {
  ALIGN_START,
  ALIGN_CENTER,
  ALIGN_END,
  ALIGN_JUSTIFY,
  ALIGN_LEFT,
  ALIGN_RIGHT
} TextAlign;

typedef struct {
  Length width; /* between the indents */
  const Length
      *widths; /* instead, of the first `width_count` lines; x counts in these from their own
                           left edge */
  int width_count;
  /* 0: all lines are made. Else only so many, about: up to a forced line end, or, where none is near, up to a
     line end that would hardly be another if all that follows were looked at. Then the last line is not
     `forced`, and at least `more_lines` are left behind it. */
  int most_lines, more_lines;
  Length text_indent; /* of the first line; may be negative */
  Length last_line_end_indent;
  TextAlign align, align_last;  /* start and end follow the paragraph's direction */
  bool hyphenate;               /* by libhyphen, in the language of each word */
  int hyphenation_ladder_count; /* at most so many hyphenated lines in a row; 0: no limit */
  int hyphenation_push_count, hyphenation_remain_count;
  /* Characters at the ends of lines stick out by the part of their width that protrusion.def says, in both
     directions, but in monospaced fonts. */
  bool optical_margins;
  /* In justified text letters may be wider or narrower by so many thousandths, before word spaces are, but not those of
     monospaced fonts and wide ones (East Asian Width). */
  int expansion;
  /* NULL, or how the first line ends: as this line of a paragraph with the same text up to there and
     the same styles (a first line that has properties of its own). */
  const struct TextLine *first_line;
} LineSpec;

typedef enum {
  FRAGMENT_TEXT,
  FRAGMENT_OBJECT,
  FRAGMENT_OPEN,
  FRAGMENT_CLOSE,
  FRAGMENT_POINT
} FragmentKind;

/* A piece of a line. Fragments are in visual order, left to right; x is the left edge from the left
 * edge of the line box (indents and alignment included), width the advance. An inline box that
 * continues on the next line gives neither CLOSE on the one line nor OPEN on the other: `owner`
 * being open is the state that the caller carries on. In right-to-left order the CLOSE of a box
 * stands left of its OPEN. */
typedef struct {
  FragmentKind kind;
  const void *owner;
  const TextStyle *style; /* FRAGMENT_TEXT */
  Length x, width;
  GlyphRun run; /* FRAGMENT_TEXT */
} Fragment;

typedef struct TextLine {
  const Fragment *fragments;
  int count;
  Length x;        /* where the content begins, alignment included; what sticks out is part of it */
  Length width;    /* of the content, without trailing spaces, but with edges of boxes that go on */
  Length overflow; /* how far the content exceeds the line, but for what sticks out, else 0 */
  bool hyphenated; /* a hyphen was added at its end */
  bool forced;     /* ends with a forced break or the paragraph's end */
  size_t end_offset; /* where it ends, for a paragraph_break of the rest at another width: bytes of
                        the paragraph's text, objects and bidi controls of boxes counting 3 */
} TextLine;

/* How long the text is so far, as end_offset counts. */
size_t paragraph_length(const Paragraph *paragraph);

/* Chooses lines over the whole paragraph (Knuth and Plass, ragged as well as justified) from
 * `start_offset` on (0, or an end_offset of an earlier break at another width; text_indent then
 * does not apply) and gives them in order; `count` receives how many. A paragraph without content
 * gives no line. May be called again with another spec: shaping is kept. Lines that overflow are
 * given all the same; the caller reports them. */
const TextLine *paragraph_break(Paragraph *paragraph, const LineSpec *spec, size_t start_offset,
                                int *count);

/* The narrowest width at which nothing overflows without hyphenation, and the width that one line
 * takes, forced breaks obeyed; objects at their minimum and optimum; text-indent not counted. For
 * automatic table columns. */
typedef struct {
  Length minimum, maximum;
} ParagraphWidths;
ParagraphWidths paragraph_widths(Paragraph *paragraph);

/* The optimal line for a single run of text outside a paragraph (a page number that became known,
 * a leader's pattern): one line, no breaking, allocated in `arena`. */
const TextLine *text_single_line(TextEngine *engine, Diagnostics *diagnostics, Arena *arena,
                                 const TextStyle *style, TextDirection direction, const char *text,
                                 size_t length, const void *owner, Place place);

#endif
