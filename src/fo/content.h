/* Content models: which children an element takes, in which order (XSL 1.1 §6, "Contents").
 * Internal to fo. */
#ifndef PEERPRESS_FO_CONTENT_H
#define PEERPRESS_FO_CONTENT_H

#include "fo/vocabulary.h"

enum { CONTENT_WORDS = (FO_ELEMENT_COUNT + 63) / 64, CONTENT_PARTICLES = 6 };

/* One part of a model: some of these elements (FO_TEXT for #PCDATA), so many times. */
typedef struct {
  uint64_t elements[CONTENT_WORDS];
  bool required, repeats;
} Particle;

typedef struct {
  Particle particles[CONTENT_PARTICLES];
  int count;
  bool any;
  bool foreign; /* takes one element of another namespace */
} ContentModel;

/* How far the children of one element have come; zero at first. */
typedef struct {
  int at;        /* the particle that the last child belonged to */
  unsigned seen; /* the particles that had a child, as bits */
} ContentState;

typedef enum {
  CONTENT_FITS,
  CONTENT_LATE,      /* allowed, but not after what came before */
  CONTENT_REPEATED,  /* allowed once */
  CONTENT_MISPLACED, /* not allowed at all */
} ContentVerdict;

/* Ancestors that forbid some descendants, as bits: what the element adds to its ancestors'. */
unsigned content_inside(FoElement element);

/* The ancestor, of those in `inside`, that forbids the element however deep it is; FO_TEXT: none
 * does. */
FoElement content_forbidden(FoElement element, unsigned inside);

/* The models of all elements, indexed by FoElement: those of the process, made of the tables when they are first asked
 * for. Nothing changes them. */
const ContentModel *content_models_shared(void);

/* May the element have such a child anywhere? */
bool content_allows(const ContentModel *model, FoElement child);

/* Judges the next child and moves on. */
ContentVerdict content_next(const ContentModel *model, ContentState *state, FoElement child);

/* The first particle from `from` on that is required and had no child, or -1. */
int content_missing(const ContentModel *model, const ContentState *state, int from);

/* The first element of a particle, for messages. */
FoElement content_example(const ContentModel *model, int particle);

#endif
