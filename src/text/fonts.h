/* Fonts: which ones there are, which one a style gets, and what their tables say.
 *
 * A Face is a style made ready: its families resolved, its features parsed, its metrics read. Equal
 * styles share one; word- and letter-spacing do not count, being added to shaped words later. */
#ifndef PEERPRESS_TEXT_FONTS_H
#define PEERPRESS_TEXT_FONTS_H

#include "base/inputs.h"
#include "text/text.h"

#include <hb.h>

struct Font {
  PangoFont *pango;
  hb_font_t *hb; /* borrowed from `pango` */
  hb_codepoint_t space_glyph;
  Length space; /* its advance */
  bool monospaced;
  unsigned *used_in; /* the document that used it last */
};

typedef struct Face Face;
struct Face {
  TextStyle style; /* strings owned; the spacing is 0 */
  bool spaced;     /* the style has letter-spacing: no optional ligatures */
  unsigned hash;
  PangoFontDescription *description;
  PangoLanguage *font_language; /* as fontconfig names it */
  PangoAttrList *attributes;    /* of both, for pango's itemisation */
  hb_language_t language;
  hb_feature_t *features;
  unsigned feature_count;
  const Font *font;     /* the primary one */
  const Face *small;    /* draws the small capitals that the font lacks, or NULL */
  FontMetrics metrics;  /* `space` without word-spacing */
  char *missing;        /* the first family asked for, if none of them is there */
  GSList *bad_features; /* of char *: what is no feature */
  unsigned told;        /* the document in which that was last reported */
  bool scaled_away;     /* font-size 0: shaped in a size that cairo can draw, without advance */
};

typedef struct Fonts Fonts;

/* `font_folders` as in text_engine_new, with the same effect on the process. */
Fonts *fonts_new(const char *const *font_folders);
void fonts_free(Fonts *fonts);

/* Lets what was reported once be reported again. */
void fonts_begin_document(Fonts *fonts);

/* The Face of a style; what is wrong with its families or features is reported when it is
 * first asked for in a document. Lives as long as `fonts`. */
Face *fonts_face(Fonts *fonts, Diagnostics *diagnostics, const TextStyle *style, Place place);

/* The Font of a PangoFont, one for each; takes no reference of the caller's. */
const Font *fonts_font(Fonts *fonts, PangoFont *pango);

/* The font that draws small capitals for `font`: itself if it has them, else a smaller one, whose capitals
 * they are. */
const Font *fonts_small_capitals(Fonts *fonts, const Font *font);

PangoContext *fonts_context(Fonts *fonts);

/* The first font that is wanted among those of a style's families and, for its language, those that
 * stand in for them; NULL if none of the first few dozen is. */
typedef bool FontWanted(const Font *font, const void *context);
const Font *fonts_find(Fonts *fonts, const Face *face, FontWanted *wanted, const void *context);

/* Notes that the document at work uses the font. */
void fonts_use(const Fonts *fonts, const Font *font);

/* Adds the files of the fonts that it has used so far. */
void fonts_inputs(const Fonts *fonts, Inputs *inputs);

/* Family names as in XSL-FO's font-family, the generic ones and the standard fourteen's replaced by
 * the families that stand for them; NULL-terminated, free with g_strfreev. */
char **family_list(const char *families);

/* The metrics of a font at a size, from its OS/2, post and BASE tables. */
FontMetrics font_metrics(const Font *font, Length size);

/* Whether the font has the feature for the script of Latin or by default. */
bool font_has_feature(const Font *font, hb_tag_t feature);

#endif
