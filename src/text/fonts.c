#include "text/fonts.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <stdlib.h>
#include <string.h>

/* Outside these sizes (of 1/1024 pt) neither cairo's matrices nor pango's 32-bit advances hold. */
enum { SMALLEST_SIZE = 16, LARGEST_SIZE = 1 << 25 };

#define SMALL_CAPITALS_SCALE 0.8

struct Fonts {
  PangoFontMap *map;
  PangoContext *context;
  GHashTable *fonts;    /* PangoFont -> Font */
  GHashTable *smaller;  /* Font -> the Font of its small capitals */
  GHashTable *faces;    /* Face, by content */
  GHashTable *families; /* asked family -> whether there is one */
  GHashTable *told;     /* families whose absence was reported in this document */
  GHashTable *sums;     /* path of a font's file -> its SHA-256 */
  unsigned document;    /* counts documents, from 1 */
  Face *last;           /* the latest answer: runs of one style follow each other */
};

static guint string_hash(const char *text) {
  return text ? g_str_hash(text) : 0;
}

static guint face_hash(gconstpointer key) {
  return ((const Face *)key)->hash;
}

static guint style_hash(const TextStyle *style) {
  guint hash = string_hash(style->families);
  hash = hash * 31 + string_hash(style->features);
  hash = hash * 31 + string_hash(style->language);
  hash = hash * 31 + (guint)style->size;
  hash = hash * 31 + (guint)style->weight;
  hash = hash * 31 + (guint)style->slant * 16 + (guint)style->stretch;
  return hash * 8 + (style->small_caps ? 1 : 0) + (style->kerning ? 2 : 0) +
         (style->letter_spacing ? 4 : 0);
}

static bool style_equal(const TextStyle *a, const TextStyle *b) {
  return a->size == b->size && a->weight == b->weight && a->slant == b->slant &&
         a->stretch == b->stretch && a->small_caps == b->small_caps && a->kerning == b->kerning &&
         g_strcmp0(a->families, b->families) == 0 && g_strcmp0(a->features, b->features) == 0 &&
         g_strcmp0(a->language, b->language) == 0;
}

static gboolean face_equal(gconstpointer a, gconstpointer b) {
  const Face *one = a, *other = b;
  return one->spaced == other->spaced && style_equal(&one->style, &other->style);
}

static void face_free(gpointer data) {
  Face *face = data;
  pango_attr_list_unref(face->attributes);
  pango_font_description_free(face->description);
  g_free((char *)face->style.families);
  g_free((char *)face->style.features);
  g_free((char *)face->style.language);
  g_free(face->features);
  g_free(face->missing);
  g_slist_free_full(face->bad_features, g_free);
  g_free(face);
}

static void font_free(gpointer data) {
  Font *font = data;
  g_object_unref(font->pango);
  g_free(font->used_in);
  g_free(font);
}

static PangoContext *context_new(PangoFontMap *map) {
  PangoContext *context = pango_font_map_create_context(map);
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string("und"));
  return context;
}

/* Added to the system's configuration. Some bold fonts say in their tables that they are not (Noto
 * Nastaliq Urdu): the name of the style decides then, which fontconfig compares before weights; where
 * no style has that name nothing changes. */
#define NAMED_STYLE(weight, name)                                                                  \
  "<match target='pattern'>"                                                                       \
  "<test name='weight' compare='eq'><const>" weight "</const></test>"                              \
  "<test name='slant' compare='eq'><const>roman</const></test>"                                    \
  "<edit name='style' mode='assign'><string>" name "</string></edit>"                              \
  "</match>"
static const char own_rules[] =
    "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig>" NAMED_STYLE(
        "regular", "Regular") NAMED_STYLE("bold", "Bold") "</fontconfig>";

/* The configuration becomes the process's current one, which pango (and librsvg, for text in
 * pictures) uses: to give it to a font map makes that list all fonts anew. */
static void configure(const char *const *font_folders) {
  FcConfig *config = FcInitLoadConfig();
  FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)own_rules, FcTrue);
  for (size_t i = 0; font_folders && font_folders[i]; i++)
    FcConfigAppFontAddDir(config, (const FcChar8 *)font_folders[i]);
  FcConfigBuildFonts(config);
  FcConfigSetCurrent(config);
  FcConfigDestroy(config);
}

Fonts *fonts_new(const char *const *font_folders) {
  configure(font_folders);
  Fonts *fonts = g_new0(Fonts, 1);
  fonts->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts->map), 72);
  fonts->context = context_new(fonts->map);
  fonts->fonts = g_hash_table_new_full(NULL, NULL, NULL, font_free);
  fonts->smaller = g_hash_table_new(NULL, NULL);
  fonts->faces = g_hash_table_new_full(face_hash, face_equal, NULL, face_free);
  fonts->families = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  fonts->sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  fonts->document = 1;
  fonts->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  return fonts;
}

void fonts_free(Fonts *fonts) {
  if (!fonts)
    return;
  g_hash_table_unref(fonts->faces);
  g_hash_table_unref(fonts->families);
  g_hash_table_unref(fonts->told);
  g_hash_table_unref(fonts->smaller);
  g_hash_table_unref(fonts->fonts);
  g_hash_table_unref(fonts->sums);
  g_object_unref(fonts->context);
  g_object_unref(fonts->map);
  g_free(fonts);
}

PangoContext *fonts_context(Fonts *fonts) {
  return fonts->context;
}

PangoFont *font_pango(const Font *font) {
  return font->pango;
}

static bool is_monospaced(hb_font_t *font) {
  hb_codepoint_t narrow, wide;
  return hb_font_get_nominal_glyph(font, 'i', &narrow) &&
         hb_font_get_nominal_glyph(font, 'W', &wide) &&
         hb_font_get_glyph_h_advance(font, narrow) == hb_font_get_glyph_h_advance(font, wide);
}

const Font *fonts_font(Fonts *fonts, PangoFont *pango) {
  Font *font = g_hash_table_lookup(fonts->fonts, pango);
  if (font)
    return font;
  font = g_new0(Font, 1);
  font->pango = g_object_ref(pango);
  font->hb = pango_font_get_hb_font(pango);
  font->used_in = g_new0(unsigned, 1);
  if (hb_font_get_nominal_glyph(font->hb, ' ', &font->space_glyph))
    font->space = hb_font_get_glyph_h_advance(font->hb, font->space_glyph);
  font->monospaced = is_monospaced(font->hb);
  g_hash_table_insert(fonts->fonts, pango, font);
  return font;
}

static const Font *font_smaller(Fonts *fonts, const Font *font) {
  PangoFontDescription *description = pango_font_describe(font->pango);
  const double size = pango_font_description_get_size(description) * SMALL_CAPITALS_SCALE;
  pango_font_description_set_size(description, (int)MAX(size, SMALLEST_SIZE));
  PangoFont *pango = pango_font_map_load_font(fonts->map, fonts->context, description);
  const Font *smaller = pango ? fonts_font(fonts, pango) : font;
  g_clear_object(&pango);
  pango_font_description_free(description);
  return smaller;
}

const Font *fonts_small_capitals(Fonts *fonts, const Font *font) {
  const Font *known = g_hash_table_lookup(fonts->smaller, font);
  if (!known) {
    known = font_has_feature(font, HB_TAG('s', 'm', 'c', 'p')) ? font : font_smaller(fonts, font);
    g_hash_table_insert(fonts->smaller, (gpointer)font, (gpointer)known);
  }
  return known;
}

void fonts_use(const Fonts *fonts, const Font *font) {
  *font->used_in = fonts->document;
}

/* The file that a font was read from, or NULL; owned by fontconfig. */
static const char *font_path(const Font *font) {
  FcChar8 *path = NULL;
  if (!PANGO_IS_FC_FONT(font->pango))
    return NULL;
  FcPatternGetString(pango_fc_font_get_pattern(PANGO_FC_FONT(font->pango)), FC_FILE, 0, &path);
  return (const char *)path;
}

void fonts_inputs(const Fonts *fonts, Inputs *inputs) {
  GHashTableIter iter;
  gpointer value = NULL;
  g_hash_table_iter_init(&iter, fonts->fonts);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Font *font = value;
    const char *path = *font->used_in == fonts->document ? font_path(font) : NULL;
    if (!path)
      continue;
    const char *sum = g_hash_table_lookup(fonts->sums, path);
    if (!sum) {
      g_hash_table_insert(fonts->sums, g_strdup(path), file_sha256(path));
      sum = g_hash_table_lookup(fonts->sums, path);
    }
    inputs_add_sum(inputs, "font", path, sum);
  }
}

/* The features that a style asks for beyond the font's defaults; hb's parser takes CSS's syntax. */
static void face_features(Face *face) {
  GArray *features = g_array_new(FALSE, FALSE, sizeof(hb_feature_t));
  const hb_feature_t off[] = {{HB_TAG('k', 'e', 'r', 'n'), 0, 0, UINT_MAX},
                              {HB_TAG('l', 'i', 'g', 'a'), 0, 0, UINT_MAX},
                              {HB_TAG('c', 'l', 'i', 'g'), 0, 0, UINT_MAX}};
  if (!face->style.kerning)
    g_array_append_vals(features, &off[0], 1);
  if (face->spaced)
    g_array_append_vals(features, &off[1], 2);
  char **asked = g_strsplit(face->style.features ? face->style.features : "", ",", -1);
  for (size_t i = 0; asked[i]; i++) {
    hb_feature_t feature;
    const char *name = g_strstrip(asked[i]);
    if (hb_feature_from_string(name, -1, &feature))
      g_array_append_val(features, feature);
    else if (*name)
      face->bad_features = g_slist_append(face->bad_features, g_strdup(name));
  }
  g_strfreev(asked);
  if (face->style.small_caps) {
    const hb_feature_t smcp = {HB_TAG('s', 'm', 'c', 'p'), 1, 0, UINT_MAX};
    g_array_append_val(features, smcp);
  }
  face->feature_count = features->len;
  face->features = (hb_feature_t *)(void *)g_array_free(features, FALSE);
}

static bool family_exists(Fonts *fonts, const char *family) {
  gpointer known;
  if (g_hash_table_lookup_extended(fonts->families, family, NULL, &known))
    return known != NULL;
  FcPattern *pattern = FcPatternCreate();
  FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
  FcObjectSet *objects = FcObjectSetBuild(FC_FAMILY, NULL);
  FcFontSet *set = FcFontList(NULL, pattern, objects);
  const bool exists = set && set->nfont > 0;
  FcFontSetDestroy(set);
  FcObjectSetDestroy(objects);
  FcPatternDestroy(pattern);
  g_hash_table_insert(fonts->families, g_strdup(family), GINT_TO_POINTER(exists));
  return exists;
}

typedef struct {
  Fonts *fonts;
  FontWanted *wanted;
  const void *context;
  const Font *found;
  int looked;
} FontSearch;

/* Fallback fonts are read from their files as they are looked at. */
enum { MOST_LOOKED_AT = 32 };

static gboolean look_at(PangoFontset *set, PangoFont *pango, gpointer data) {
  (void)set;
  FontSearch *search = data;
  const Font *font = fonts_font(search->fonts, pango);
  if (search->wanted(font, search->context))
    search->found = font;
  return search->found || ++search->looked == MOST_LOOKED_AT;
}

/* Each family by itself: pango's list leaves out fonts that have no character which those before lack. */
static void look_at_families(FontSearch *search, const Face *face) {
  PangoFontDescription *description = pango_font_description_copy(face->description);
  char **families = family_list(face->style.families);
  for (size_t i = 0; families[i] && !search->found; i++) {
    if (!family_exists(search->fonts, families[i]))
      continue;
    pango_font_description_set_family_static(description, families[i]);
    PangoFont *pango =
        pango_font_map_load_font(search->fonts->map, search->fonts->context, description);
    look_at(NULL, pango, search);
    g_object_unref(pango);
  }
  g_strfreev(families);
  pango_font_description_free(description);
}

const Font *fonts_find(Fonts *fonts, const Face *face, FontWanted *wanted, const void *context) {
  FontSearch search = {.fonts = fonts, .wanted = wanted, .context = context};
  look_at_families(&search, face);
  if (search.found)
    return search.found;
  PangoFontset *set = pango_font_map_load_fontset(fonts->map, fonts->context, face->description,
                                                  face->font_language);
  pango_fontset_foreach(set, look_at, &search);
  g_object_unref(set);
  return search.found;
}

/* The first of the families if none of them is there, else NULL; the caller frees it. */
static char *missing_family(Fonts *fonts, char **families) {
  for (size_t i = 0; families[i]; i++)
    if (family_exists(fonts, families[i]))
      return NULL;
  return g_strdup(families[0]);
}

/* Says what is wrong with a style, once a document. */
static void report(Fonts *fonts, Diagnostics *diagnostics, Face *face, Place place) {
  face->told = fonts->document;
  for (const GSList *name = face->bad_features; name; name = name->next)
    diag_text_bad_feature(diagnostics, place, name->data);
  if (!face->missing || !g_hash_table_add(fonts->told, g_strdup(face->missing)))
    return;
  PangoFontDescription *got = pango_font_describe(face->font->pango);
  diag_text_font_substituted(diagnostics, place, face->missing,
                             pango_font_description_get_family(got));
  pango_font_description_free(got);
}

void fonts_begin_document(Fonts *fonts) {
  fonts->document++;
  g_hash_table_remove_all(fonts->told);
}

static PangoFontDescription *describe(const TextStyle *style, char **families) {
  PangoFontDescription *description = pango_font_description_new();
  char *list = g_strjoinv(",", families);
  /* FOP's last resort, before fontconfig has its say. */
  char *with_default = g_strdup_printf("%s%sLiberation Sans", list, *list ? "," : "");
  pango_font_description_set_family(description, with_default);
  pango_font_description_set_size(description,
                                  (int)CLAMP(style->size, SMALLEST_SIZE, LARGEST_SIZE));
  pango_font_description_set_weight(description, (PangoWeight)CLAMP(style->weight, 100, 1000));
  pango_font_description_set_style(description, style->slant);
  pango_font_description_set_stretch(description, style->stretch);
  g_free(with_default);
  g_free(list);
  return description;
}

static bool has_subtag(char *const *subtags, const char *wanted) {
  for (; *subtags; subtags++)
    if (strcmp(*subtags, wanted) == 0)
      return true;
  return false;
}

/* fontconfig tells Chinese apart by regions, not by scripts. */
static const char *chinese_for_fonts(char *const *subtags) {
  const bool cantonese = strcmp(subtags[0], "yue") == 0;
  if (has_subtag(subtags, "hans"))
    return "zh-cn";
  if (cantonese || has_subtag(subtags, "hk") || has_subtag(subtags, "mo"))
    return "zh-hk";
  return has_subtag(subtags, "hant") || has_subtag(subtags, "tw") ? "zh-tw" : "zh-cn";
}

/* The language as fontconfig knows it: the shapes of ideographs differ from one to another, and so do
 * fonts. */
static PangoLanguage *language_for_fonts(const char *tag) {
  char *lower = g_ascii_strdown(tag && *tag ? tag : "und", -1);
  char **subtags = g_strsplit_set(lower, "-_", -1);
  FcStrSet *known = FcGetLangs();
  const char *name = subtags[0];
  if (strcmp(name, "zh") == 0 || strcmp(name, "cmn") == 0 || strcmp(name, "yue") == 0)
    name = chinese_for_fonts(subtags);
  else if (FcStrSetMember(known, (const FcChar8 *)lower))
    name = lower;
  PangoLanguage *language = pango_language_from_string(name);
  FcStrSetDestroy(known);
  g_strfreev(subtags);
  g_free(lower);
  return language;
}

static PangoAttrList *attributes_new(const PangoFontDescription *description,
                                     PangoLanguage *language) {
  PangoAttrList *attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_desc_new(description));
  pango_attr_list_insert(attributes, pango_attr_language_new(language));
  return attributes;
}

static const Face *small_face(Fonts *fonts, Diagnostics *diagnostics, const TextStyle *style,
                              Place place) {
  TextStyle small = *style;
  small.small_caps = false;
  small.size = (Length)((double)style->size * SMALL_CAPITALS_SCALE);
  return fonts_face(fonts, diagnostics, &small, place);
}

static Face *face_new(Fonts *fonts, Diagnostics *diagnostics, const TextStyle *style, Place place) {
  Face *face = g_new0(Face, 1);
  face->style = *style;
  face->style.families = g_strdup(style->families ? style->families : "");
  face->style.features = g_strdup(style->features);
  face->style.language = g_strdup(style->language);
  face->style.letter_spacing = face->style.word_spacing = 0;
  face->spaced = style->letter_spacing != 0;
  face->hash = style_hash(style);
  face->scaled_away = style->size < SMALLEST_SIZE;
  face->language =
      style->language ? hb_language_from_string(style->language, -1) : HB_LANGUAGE_INVALID;

  char **families = family_list(face->style.families);
  PangoFontDescription *description = describe(style, families);
  face->description = description;
  face->font_language = language_for_fonts(style->language);
  face->attributes = attributes_new(description, face->font_language);
  PangoFont *font = pango_font_map_load_font(fonts->map, fonts->context, description);
  if (!font) { /* without any font there is nothing to go on with */
    diag_text_no_font(diagnostics, PLACE_NONE);
    exit(EXIT_FAILURE);
  }
  face->font = fonts_font(fonts, font);
  g_object_unref(font);
  face->metrics = font_metrics(face->font, style->size);
  face->missing = missing_family(fonts, families);
  g_strfreev(families);

  if (style->small_caps && !font_has_feature(face->font, HB_TAG('s', 'm', 'c', 'p')))
    face->small = small_face(fonts, diagnostics, style, place);
  face_features(face);
  return face;
}

Face *fonts_face(Fonts *fonts, Diagnostics *diagnostics, const TextStyle *style, Place place) {
  Face key = {.style = *style, .spaced = style->letter_spacing != 0};
  key.style.families = style->families ? style->families : "";
  Face *face = fonts->last;
  if (!face || !face_equal(face, &key)) {
    key.hash = style_hash(&key.style);
    face = g_hash_table_lookup(fonts->faces, &key);
  }
  if (!face) {
    face = face_new(fonts, diagnostics, &key.style, place);
    g_hash_table_add(fonts->faces, face);
  }
  if (face->told != fonts->document && (face->missing || face->bad_features))
    report(fonts, diagnostics, face, place);
  fonts_use(fonts, face->font);
  return fonts->last = face;
}
