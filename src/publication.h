/* Publication: where the pages of a job go: through a painter or a dump into files that appear only
 * when all went well. */
#ifndef PEERPRESS_PUBLICATION_H
#define PEERPRESS_PUBLICATION_H

#include "base/file.h"
#include "fo/fo.h"
#include "layout/layout.h"
#include "press.h"
#include "transform/metadata.h"

typedef struct Publication Publication;

/* Opens the job's output; NULL if that fails, reported. What is passed outlives publication_finish,
 * the job the publication. `attachment` is the source of the document, to be attached to a PDF; or
 * NULL. Bookmarks of a PDF leave the tree and are written at once (fo_detach_bookmarks). */
Publication *publication_new(const PressJob *job, const FoTree *tree, const Metadata *metadata,
                             GBytes *attachment);

/* A PageSink, a PagesDone; their context is the publication. Pages are painted in a thread of its own, which looks at
 * the tree, the pictures and the fonts of the text engine. */
void publication_page(const Page *page, void *context);
int publication_done(void *context, bool wait);
/* A PassedSink: lets texts go that nothing of the publication reads again. */
void publication_passed(const FoNode *child, void *context);
/* A LateSink, of a PDF only. */
void publication_late(const LatePage *page, void *context);

/* Ends the painting, and reports what was wrong in it; `complete`: all pages came. The tree and its pictures may be freed then, before
 * the file is checked and put in its place. NULL is allowed. */
void publication_finish(Publication *publication, bool complete);

/* Puts the output in its place if it is finished and no error was reported (nor a warning, if those
 * are errors), else forgets it. Frees the publication; NULL gives false. */
bool publication_end(Publication *publication);

/* The same for an output that holds a serialised tree. */
bool publication_end_output(const PressJob *job, Output *output, bool written);

/* What the root element of a document to be rendered tells. */
typedef enum { SOURCE_UNUSABLE, SOURCE_FO, SOURCE_CONTENT } SourceKind;

/* Whether the job's edition can be made of it; SOURCE_UNUSABLE was reported. */
SourceKind press_sniff(Source *source, const PressJob *job);

#endif
