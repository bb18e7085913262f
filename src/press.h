/* Press: the pipeline. Calls the phases in their order, from a dataset or a document to a published
 * edition. */
#ifndef PEERPRESS_PRESS_H
#define PEERPRESS_PRESS_H

#include "base/diag.h"
#include "base/inputs.h"
#include "dataset/dataset.h"
#include "transform/transform.h"

typedef enum {
  EDITION_PDF,
  EDITION_PNG,
  EDITION_SVG,
  EDITION_AREAS, /* where everything is, as XML */
  EDITION_FO,
  EDITION_HTML,
  EDITION_TEXT,
  EDITION_CSV,    /* the content's tables of data */
  EDITION_XHTML,  /* the structured content itself */
  EDITION_DATASET /* the dataset as report stylesheets see it */
} Edition;

/* Is the edition made of laid out pages? Else it is a serialised tree. */
bool edition_has_pages(Edition edition);

/* What many documents share: fonts, pictures, compiled stylesheets. */
typedef struct Press Press;

/* `roots` are the folders that documents and stylesheets may read from, `font_folders` those that
 * are searched besides the system's; both NULL-terminated, absolute, symbolic links resolved. The
 * caller owns the press. */
Press *press_new(const char *const *roots, const char *const *font_folders);
void press_free(Press *press);

/* Confines the process (base/confine.h) to what this press reads: its roots, and with `pages` fonts, which are
 * got ready; and to writing in the folders of `outputs` (files or folders that may not exist yet,
 * NULL-terminated). No other process is started from then on. False: reported. */
bool press_confine(Press *press, const char *const *outputs, bool pages, Diagnostics *diagnostics);

/* One publication. Names are of files; "-" is standard input or output. */
typedef struct {
  Diagnostics *diagnostics;
  const char *source;
  const char *output;
  Edition edition;
  const char *report;       /* the stylesheet from the dataset to the content */
  const char *stylesheet;   /* the one from the content to the edition; NULL for EDITION_XHTML */
  bool stylesheet_given;    /* by the user, and not the one for the edition */
  const char *cycle;        /* NULL: the latest */
  const char *since;        /* the cycle to compare with; NULL: the one before */
  const char *const *rules; /* of the dataset (transform/rules.h), NULL-terminated; or NULL */
  const TransformParameter *parameters;
  int parameter_count;
  double resolution;    /* of PNG, in dots per inch */
  const Limits *limits; /* NULL: the usual ones */
  bool no_claim;        /* the PDF claims no standard of accessibility or archiving */
  bool attach_dataset;  /* the dataset goes into the PDF, which then is PDF/A-3a */
  const char *assets;   /* of a web page: webpage.h */
  bool warnings_are_errors;
  bool
      fonts_may_lack; /* a report is published even if a font of its theme, or of a character, is missing */
  bool trace;         /* EDITION_FO keeps the stamps of its trace (transform/transform.h) */
  Inputs *inputs;  /* receives the files that were read besides the source, or NULL */
  unsigned *pages; /* receives how many files one-a-page editions have, or NULL */
} PressJob;

/* Reads the dataset in `bytes`, named as the job's source, for the job's cycle, checks its grammar and its
 * references, derives what follows from it and applies the rules. NULL if anything is wrong: reported. Ended by dataset_free or
 * press_build_dataset. */
Dataset *press_read_dataset(Press *press, const PressJob *job, GBytes *bytes);

/* Publishes a report of the dataset. False if anything failed: it was reported, and what was at the
 * output before is there still. */
bool press_build(Press *press, const PressJob *job);

/* The same of a dataset that press_read_dataset gave for the job's cycle, out of `bytes`; ends the
 * dataset. */
bool press_build_dataset(Press *press, const PressJob *job, Dataset *dataset, GBytes *bytes);

/* What the report of the dataset makes, as its stylesheet writes it, without an edition. NULL if
 * anything failed, reported. The caller unrefs it. */
GBytes *press_content(Press *press, const PressJob *job);

/* Publishes a document of structured content (XHTML) or of XSL-FO, told apart by its root. */
bool press_render(Press *press, const PressJob *job);

#endif
