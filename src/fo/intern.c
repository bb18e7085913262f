#include "fo/intern.h"

#include <string.h>

/* Under which parent a list of attributes gave which style. */
typedef struct {
  const Style *parent;
  const SpecifiedList *specified;
  FoElement element;
  const Style *style;
} Refined;

struct StyleStore {
  Arena *arena;
  GHashTable *lists;   /* SpecifiedList * set */
  GHashTable *styles;  /* Style * set */
  GHashTable *refined; /* Refined * set */
};

static guint mix(guint hash, guint64 value) {
  value *= G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
  return (hash ^ (guint)(value >> 32)) * 16777619u + (guint)value;
}

/* ---- Values of each kind, member by member: padding has no say ---- */

static guint hash_size(guint hash, const Size *size) {
  hash = mix(hash, (guint64)size->length);
  return mix(hash, (guint64)(guint32)size->percent << 32 | (guint32)size->proportional) ^
         (guint)size->keyword;
}

static bool same_size(const Size *a, const Size *b) {
  return a->length == b->length && a->percent == b->percent && a->proportional == b->proportional &&
         a->keyword == b->keyword;
}

static bool same_color(Color a, Color b) {
  return a.red == b.red && a.green == b.green && a.blue == b.blue && a.alpha == b.alpha;
}

static bool same_space(const Space *a, const Space *b) {
  return same_size(&a->minimum, &b->minimum) && same_size(&a->optimum, &b->optimum) &&
         same_size(&a->maximum, &b->maximum) && a->precedence == b->precedence &&
         a->force == b->force && a->retain == b->retain;
}

static bool same_decoration(const TextDecoration *a, const TextDecoration *b) {
  return a->underline == b->underline && a->overline == b->overline &&
         a->line_through == b->line_through && same_color(a->underline_color, b->underline_color) &&
         same_color(a->overline_color, b->overline_color) &&
         same_color(a->line_through_color, b->line_through_color);
}

static bool same_shadow(const TextShadow *a, const TextShadow *b) {
  for (; a != b && a && b; a = a->next, b = b->next)
    if (a->x != b->x || a->y != b->y || a->blur != b->blur || !same_color(a->color, b->color))
      return false;
  return a == b;
}

static bool same_string(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

/* Compounds hash by the part that differs most; equality looks at all. */
static bool same_clip(const Clip *a, const Clip *b) {
  return a->shape == b->shape && a->top == b->top && a->right == b->right &&
         a->bottom == b->bottom && a->left == b->left;
}

static guint hash_value(guint hash, ValueKind kind, const void *value) {
  switch (kind) {
  case VALUE_KEYWORD: return mix(hash, *(const Keyword *)value);
  case VALUE_INTEGER: return mix(hash, (guint64)(gint64) * (const int *)value);
  case VALUE_NUMBER: return mix(hash, (guint64)(gint64)(*(const double *)value * 1000));
  case VALUE_LENGTH: return mix(hash, (guint64) * (const Length *)value);
  case VALUE_SIZE: return hash_size(hash, value);
  case VALUE_CONDITIONAL: return hash_size(hash, &((const ConditionalSize *)value)->size);
  case VALUE_RANGE: return hash_size(hash, &((const SizeRange *)value)->optimum);
  case VALUE_SPACE: return hash_size(hash, &((const Space *)value)->optimum);
  case VALUE_KEEP: return mix(hash, (guint64)(gint64)((const Keep *)value)->within_page);
  case VALUE_COLOR: {
    const Color *color = value;
    return mix(hash, (guint64)color->red << 24 | (guint64)color->green << 16 |
                         (guint64)color->blue << 8 | color->alpha);
  }
  case VALUE_STRING: {
    const char *string = *(const char *const *)value;
    return string ? mix(hash, g_str_hash(string)) : hash;
  }
  case VALUE_LINE_HEIGHT: return mix(hash, (guint64)((const LineHeight *)value)->length);
  case VALUE_DECORATION: {
    const TextDecoration *decoration = value;
    return mix(hash, decoration->underline | (guint64)decoration->line_through << 1);
  }
  case VALUE_SHADOW: {
    const TextShadow *shadow = *(const TextShadow *const *)value;
    return shadow ? mix(mix(hash, (guint64)shadow->x), (guint64)shadow->y) : hash;
  }
  case VALUE_CLIP: {
    const Clip *clip = value;
    return mix(hash, (guint64)clip->shape + (guint64)clip->top + (guint64)clip->left);
  }
  case VALUE_ALIGNMENT: {
    const TextAlignment *alignment = value;
    return mix(hash, alignment->keyword + (alignment->string ? g_str_hash(alignment->string) : 0));
  }
  }
  return hash;
}

static bool same_value(ValueKind kind, const void *a, const void *b) {
  switch (kind) {
  case VALUE_KEYWORD: return *(const Keyword *)a == *(const Keyword *)b;
  case VALUE_INTEGER: return *(const int *)a == *(const int *)b;
  case VALUE_NUMBER: return *(const double *)a == *(const double *)b;
  case VALUE_LENGTH: return *(const Length *)a == *(const Length *)b;
  case VALUE_SIZE: return same_size(a, b);
  case VALUE_COLOR: return same_color(*(const Color *)a, *(const Color *)b);
  case VALUE_STRING: return same_string(*(const char *const *)a, *(const char *const *)b);
  case VALUE_SPACE: return same_space(a, b);
  case VALUE_DECORATION: return same_decoration(a, b);
  case VALUE_SHADOW:
    return same_shadow(*(const TextShadow *const *)a, *(const TextShadow *const *)b);
  case VALUE_CLIP: return same_clip(a, b);
  case VALUE_ALIGNMENT: {
    const TextAlignment *left = a, *right = b;
    return left->keyword == right->keyword && same_string(left->string, right->string);
  }
  case VALUE_CONDITIONAL: {
    const ConditionalSize *left = a, *right = b;
    return same_size(&left->size, &right->size) && left->retain == right->retain;
  }
  case VALUE_RANGE: {
    const SizeRange *left = a, *right = b;
    return same_size(&left->minimum, &right->minimum) &&
           same_size(&left->optimum, &right->optimum) && same_size(&left->maximum, &right->maximum);
  }
  case VALUE_KEEP: {
    const Keep *left = a, *right = b;
    return left->within_line == right->within_line && left->within_column == right->within_column &&
           left->within_page == right->within_page;
  }
  case VALUE_LINE_HEIGHT: {
    const LineHeight *left = a, *right = b;
    return left->length == right->length && left->factor == right->factor &&
           left->retain == right->retain;
  }
  }
  return false;
}

bool style_same(const Style *a, const Style *b, FoProperty property) {
  return same_value(fo_properties[property].kind, style_field(a, property),
                    style_field(b, property));
}

static guint hash_style(gconstpointer key) {
  guint hash = 0;
  for (FoProperty property = PROP_NONE + 1; property < PROP_COUNT; property++)
    if (fo_properties[property].type == ROW_PROPERTY)
      hash = hash_value(hash, fo_properties[property].kind, style_field(key, property));
  return hash;
}

static gboolean same_style(gconstpointer a, gconstpointer b) {
  for (FoProperty property = PROP_NONE + 1; property < PROP_COUNT; property++)
    if (fo_properties[property].type == ROW_PROPERTY && !style_same(a, b, property))
      return FALSE;
  return TRUE;
}

/* ---- Lists ---- */

static guint hash_items(const Specified *items, int count) {
  guint hash = (guint)count;
  for (int i = 0; i < count; i++) {
    hash = mix(hash, (guint64)items[i].property << 8 | items[i].component);
    hash = mix(hash, g_str_hash(items[i].value));
  }
  return hash;
}

static guint hash_list(gconstpointer key) {
  return ((const SpecifiedList *)key)->hash;
}

static gboolean same_list(gconstpointer a, gconstpointer b) {
  const SpecifiedList *left = a, *right = b;
  if (left->hash != right->hash || left->count != right->count)
    return FALSE;
  for (int i = 0; i < left->count; i++)
    if (left->items[i].property != right->items[i].property ||
        left->items[i].component != right->items[i].component ||
        strcmp(left->items[i].value, right->items[i].value) != 0)
      return FALSE;
  return TRUE;
}

/* ---- What a list gave ---- */

static guint hash_refined(gconstpointer key) {
  const Refined *refined = key;
  const guint hash = mix((guint)refined->element, (guint64)(uintptr_t)refined->parent);
  return mix(hash, (guint64)(uintptr_t)refined->specified);
}

static gboolean same_refined(gconstpointer a, gconstpointer b) {
  const Refined *left = a, *right = b;
  return left->parent == right->parent && left->specified == right->specified &&
         left->element == right->element;
}

/* ---- The store ---- */

StyleStore *style_store_new(Arena *arena) {
  StyleStore *store = g_new0(StyleStore, 1);
  store->arena = arena;
  store->lists = g_hash_table_new(hash_list, same_list);
  store->styles = g_hash_table_new(hash_style, same_style);
  store->refined = g_hash_table_new(hash_refined, same_refined);
  return store;
}

void style_store_free(StyleStore *store) {
  if (!store)
    return;
  g_hash_table_unref(store->lists);
  g_hash_table_unref(store->styles);
  g_hash_table_unref(store->refined);
  g_free(store);
}

const SpecifiedList *style_store_list(StyleStore *store, const Specified *items, int count) {
  const SpecifiedList wanted = {hash_items(items, count), count, items};
  SpecifiedList *list = g_hash_table_lookup(store->lists, &wanted);
  if (list)
    return list;
  Specified *copies = arena_new_array(store->arena, Specified, count);
  for (int i = 0; i < count; i++) {
    copies[i] = items[i];
    copies[i].value = arena_strdup(store->arena, items[i].value);
  }
  list = arena_new_object(store->arena, SpecifiedList);
  *list = (SpecifiedList){wanted.hash, count, copies};
  g_hash_table_add(store->lists, list);
  return list;
}

const Style *style_store_style(StyleStore *store, const Style *style) {
  const Style *known = g_hash_table_lookup(store->styles, style);
  if (known)
    return known;
  Style *copy = arena_copy(store->arena, style, sizeof *style);
  g_hash_table_add(store->styles, copy);
  return copy;
}

const Style *style_store_lookup(const StyleStore *store, const Style *parent, FoElement element,
                                const SpecifiedList *specified) {
  const Refined wanted = {.parent = parent, .specified = specified, .element = element};
  const Refined *refined = g_hash_table_lookup(store->refined, &wanted);
  return refined ? refined->style : NULL;
}

void style_store_remember(StyleStore *store, const Style *parent, FoElement element,
                          const SpecifiedList *specified, const Style *style) {
  Refined *refined = arena_new_object(store->arena, Refined);
  *refined = (Refined){parent, specified, element, style};
  g_hash_table_add(store->refined, refined);
}
