/* Grammar: the progress vocabulary's RELAX NG as patterns, for saying what was expected.
 *
 * libxml2 judges whether a dataset is valid; this tells why one is not. A pattern is what may still
 * come; taking an element (an attribute, a text) from it leaves what may come after: Brzozowski's
 * derivative, as in James Clark's algorithm for RELAX NG. Only what the vocabulary uses is
 * understood: named elements and attributes, one grammar, no interleaving but mixed's. */
#ifndef PEERPRESS_DATASET_GRAMMAR_H
#define PEERPRESS_DATASET_GRAMMAR_H

#include "base/arena.h"
#include "base/diag.h"

#include <glib.h>
#include <libxml/tree.h>

#define RNG_NAMESPACE "http://relaxng.org/ns/structure/1.0"
#define GRAMMAR_ANNOTATION_NAMESPACE "urn:peerpress:grammar:1"

typedef enum {
  PATTERN_NOT_ALLOWED,
  PATTERN_EMPTY,
  PATTERN_TEXT,
  PATTERN_DATA, /* a value: node tells which */
  PATTERN_ELEMENT,
  PATTERN_ATTRIBUTE,
  PATTERN_CHOICE,
  PATTERN_GROUP,
  PATTERN_INTERLEAVE,
  PATTERN_ONE_OR_MORE,
} PatternKind;

typedef struct Pattern Pattern;
struct Pattern {
  PatternKind kind;
  const char *name;    /* of an element or attribute; "xml:lang" for that one */
  const xmlNode *node; /* in the grammar: of data, an element, an attribute */
  const Pattern *a, *b;
};

typedef struct Grammar Grammar;

/* The grammar in the program's resources. The caller ends it with grammar_free. */
Grammar *grammar_new(Diagnostics *diagnostics);
void grammar_free(Grammar *grammar);

/* The grammar's own document, borrowed. */
xmlDoc *grammar_doc(const Grammar *grammar);

/* The namespace of its elements. */
const char *grammar_namespace(const Grammar *grammar);

/* What a document holds: its root element. */
const Pattern *grammar_start(Grammar *grammar);

/* What an element holds, attributes and content. */
const Pattern *grammar_content(Grammar *grammar, const Pattern *element);

/* The definition that a reference in the grammar names, or NULL. */
const xmlNode *grammar_define(const Grammar *grammar, const char *name);

/* The first paragraph of documentation in a node of the grammar, or NULL; the caller frees it. */
char *grammar_documentation(const xmlNode *node);

/* What is left of `pattern` when an element, an attribute of that name, or text was taken from it;
 * PATTERN_NOT_ALLOWED if it cannot be. `taken` receives the pattern of the element or attribute. */
const Pattern *pattern_take_element(Grammar *grammar, const Pattern *pattern, const char *name,
                                    const Pattern **taken);
const Pattern *pattern_take_attribute(Grammar *grammar, const Pattern *pattern, const char *name,
                                      const Pattern **taken);
const Pattern *pattern_take_text(Grammar *grammar, const Pattern *pattern);

/* What is left when no attribute comes any more; `complete` tells whether none was missing. */
const Pattern *pattern_end_attributes(Grammar *grammar, const Pattern *pattern, bool *complete);

/* Can it end here? */
bool pattern_nullable(const Pattern *pattern);

/* The first attribute (element) that cannot be left out, or NULL. */
const Pattern *pattern_required_attribute(const Pattern *pattern);
const Pattern *pattern_required_element(const Pattern *pattern);

/* Names of elements that can come next (`all` false) or somewhere in the pattern, each once, in the
 * order of the grammar; and of its attributes. Appended to `names`, borrowed from the grammar. */
void pattern_elements(const Pattern *pattern, bool all, GPtrArray *names);
void pattern_attributes(const Pattern *pattern, GPtrArray *names);

/* The data that the pattern consists of, or NULL. */
const Pattern *pattern_data(const Pattern *pattern);

#endif
