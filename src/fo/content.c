#include "fo/content.h"

#include <string.h>

static void set_bit(Particle *particle, FoElement element) {
  particle->elements[element / 64] |= (uint64_t)1 << (element % 64);
}

static bool has_bit(const Particle *particle, FoElement element) {
  return particle->elements[element / 64] >> (element % 64) & 1;
}

/* Block-level or inline-level elements; points stand with both. */
static void add_level(Particle *particle, Level level) {
  for (FoElement element = FO_FOREIGN + 1; element < FO_ELEMENT_COUNT; element++) {
    const Level its = fo_elements[element].level;
    if (its == level || its == BOTH || its == POINT)
      set_bit(particle, element);
  }
}

static void add_name(Particle *particle, const Vocabulary *vocabulary, const char *name) {
  if (strcmp(name, "%block;") == 0) {
    add_level(particle, BLOCK_LEVEL);
  } else if (strcmp(name, "%inline;") == 0) {
    add_level(particle, INLINE_LEVEL);
  } else if (strcmp(name, "#PCDATA") == 0) {
    set_bit(particle, FO_TEXT);
  } else {
    const FoElement element = vocabulary_element(vocabulary, name);
    if (element == FO_TEXT)
      g_error("elements.def: there is no element %s", name);
    set_bit(particle, element);
  }
}

/* "name", "name?", "(name|name)*", … */
static void compile_particle(Particle *particle, const Vocabulary *vocabulary, const char *text) {
  const char last = text[strlen(text) - 1];
  particle->required = last != '?' && last != '*';
  particle->repeats = last == '+' || last == '*';
  char *names = g_strdup(text[0] == '(' ? text + 1 : text);
  names[strcspn(names, ")?*+")] = '\0';
  char **list = g_strsplit(names, "|", -1);
  for (char **name = list; *name; name++)
    add_name(particle, vocabulary, *name);
  g_strfreev(list);
  g_free(names);
}

static void compile(ContentModel *model, const Vocabulary *vocabulary, const char *text) {
  model->any = strcmp(text, "any") == 0;
  model->foreign = strcmp(text, "foreign") == 0;
  if (model->any || model->foreign || !*text)
    return;
  char **particles = g_strsplit(text, ", ", -1);
  for (char **particle = particles; *particle; particle++) {
    g_assert(model->count < CONTENT_PARTICLES);
    compile_particle(&model->particles[model->count++], vocabulary, *particle);
  }
  g_strfreev(particles);
}

static const ContentModel *make_models(void) {
  ContentModel *models = g_new0(ContentModel, FO_ELEMENT_COUNT);
  for (FoElement element = 0; element < FO_ELEMENT_COUNT; element++)
    compile(&models[element], vocabulary_shared(), fo_elements[element].model);
  return models;
}

const ContentModel *content_models_shared(void) {
  static gsize shared;
  if (g_once_init_enter(&shared))
    g_once_init_leave(&shared, (gsize)make_models());
  return (const ContentModel *)shared;
}

bool content_allows(const ContentModel *model, FoElement child) {
  for (int i = 0; i < model->count; i++)
    if (has_bit(&model->particles[i], child))
      return true;
  return model->any;
}

ContentVerdict content_next(const ContentModel *model, ContentState *state, FoElement child) {
  if (model->any)
    return CONTENT_FITS;
  for (int i = state->at; i < model->count; i++) {
    const bool taken = state->seen >> i & 1;
    if (!has_bit(&model->particles[i], child))
      continue;
    if (taken && !model->particles[i].repeats)
      return CONTENT_REPEATED;
    state->at = i;
    state->seen |= 1u << i;
    return CONTENT_FITS;
  }
  for (int i = 0; i < state->at; i++)
    if (has_bit(&model->particles[i], child)) {
      const bool again = (state->seen >> i & 1) && !model->particles[i].repeats;
      state->seen |= 1u << i;
      return again ? CONTENT_REPEATED : CONTENT_LATE;
    }
  return CONTENT_MISPLACED;
}

int content_missing(const ContentModel *model, const ContentState *state, int from) {
  for (int i = from; i < model->count; i++)
    if (model->particles[i].required && !(state->seen >> i & 1))
      return i;
  return -1;
}

FoElement content_example(const ContentModel *model, int particle) {
  for (FoElement element = 0; element < FO_ELEMENT_COUNT; element++)
    if (has_bit(&model->particles[particle], element))
      return element;
  return FO_TEXT;
}

/* ---- Descendants ---- */

/* The ancestors that matter, by bit. */
static const FoElement ancestors[] = {FO_STATIC_CONTENT, FO_FLOW,  FO_FOOTNOTE, FO_FLOAT,
                                      FO_LEADER,         FO_TITLE, FO_MARKER};

unsigned content_inside(FoElement element) {
  for (unsigned bit = 0; bit < G_N_ELEMENTS(ancestors); bit++)
    if (ancestors[bit] == element)
      return 1u << bit;
  return 0;
}

FoElement content_forbidden(FoElement element, unsigned inside) {
  static const struct {
    FoElement element, ancestor;
  } rules[] = {
      {FO_FOOTNOTE, FO_STATIC_CONTENT},
      {FO_FOOTNOTE, FO_FOOTNOTE},
      {FO_FOOTNOTE, FO_FLOAT},
      {FO_FOOTNOTE, FO_LEADER},
      {FO_FOOTNOTE, FO_TITLE},
      {FO_FLOAT, FO_FOOTNOTE},
      {FO_FLOAT, FO_FLOAT},
      {FO_FLOAT, FO_LEADER},
      {FO_FLOAT, FO_TITLE},
      {FO_MARKER, FO_STATIC_CONTENT},
      {FO_MARKER, FO_FOOTNOTE},
      {FO_MARKER, FO_FLOAT},
      {FO_MARKER, FO_LEADER},
      {FO_MARKER, FO_TITLE},
      {FO_LEADER, FO_LEADER},
      {FO_INLINE_CONTAINER, FO_LEADER},
      {FO_BLOCK_CONTAINER, FO_LEADER},
      {FO_RETRIEVE_MARKER, FO_FLOW},
      {FO_MARKER, FO_MARKER},
      {FO_RETRIEVE_TABLE_MARKER, FO_MARKER}, /* it could retrieve itself */
  };
  for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
    if (rules[i].element == element && inside & content_inside(rules[i].ancestor))
      return rules[i].ancestor;
  return FO_TEXT;
}
