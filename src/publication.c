#include "publication.h"
#include "base/pages.h"
#include "base/source.h"
#include "base/xml.h"
#include "dataset/dataset.h"
#include "pagequeue.h"
#include "paint/paint.h"
#include "pdf/finish.h"
#include "pdf/selfcheck.h"

#include <string.h>

struct Publication {
  const PressJob *job;
  const FoTree *tree;
  const Metadata *metadata;
  const FoNode *bookmarks;  /* taken out of the tree, or NULL */
  Output *output;           /* one file, or */
  PageFiles *files;         /* one a page */
  Painter *painter;         /* NULL: areas are dumped */
  PdfFinish *finish;        /* of a PDF: between the painter and the output */
  PageQueue *queue;         /* of pages to be painted */
  Diagnostics *diagnostics; /* of painting: deferred, as layout uses the job's at the same time */
  PdfAttachment attachment;
  char *created;
  bool complete; /* what is to be published is all there */
  bool claims;   /* the PDF claims standards */
};

bool edition_has_pages(Edition edition) {
  return edition <= EDITION_AREAS;
}

static bool acceptable(const PressJob *job) {
  return diag_count(job->diagnostics, DIAG_ERROR) == 0 &&
         !(job->warnings_are_errors && diag_count(job->diagnostics, DIAG_WARNING) > 0);
}

/* The document's date: SOURCE_DATE_EPOCH's, else its own, else none that changes from day to day.
 * The caller frees it. */
static char *creation_date(const Metadata *metadata) {
  const char *epoch = g_getenv("SOURCE_DATE_EPOCH");
  char *end = NULL;
  const gint64 seconds = epoch ? g_ascii_strtoll(epoch, &end, 10) : 0;
  GDateTime *time =
      epoch && end != epoch && *end == '\0' ? g_date_time_new_from_unix_utc(seconds) : NULL;
  if (!time)
    return g_strdup(metadata->created ? metadata->created : "1970-01-01T00:00:00Z");
  char *text = g_date_time_format(time, "%Y-%m-%dT%H:%M:%SZ");
  g_date_time_unref(time);
  return text;
}

static bool write_painted(void *context, int page, const unsigned char *bytes, size_t length) {
  Publication *publication = context;
  if (publication->files)
    return page_files_write(publication->files, page, bytes, length);
  return fwrite(bytes, 1, length, output_stream(publication->output)) == length;
}

static bool write_finished(void *context, const unsigned char *bytes, size_t length) {
  return write_painted(context, -1, bytes, length);
}

static bool finish_painted(void *context, int page, const unsigned char *bytes, size_t length) {
  (void)page;
  return pdf_finish_bytes(((Publication *)context)->finish, bytes, length);
}

static Painter *new_painter(Publication *publication) {
  const PressJob *job = publication->job;
  const FoTree *tree = publication->tree;
  const Metadata *metadata = publication->metadata;
  static const PaintKind kinds[] = {
      [EDITION_PDF] = PAINT_PDF, [EDITION_PNG] = PAINT_PNG, [EDITION_SVG] = PAINT_SVG};
  const PaintOptions options = {
      .kind = kinds[job->edition],
      .resolution = job->resolution,
      .limits = job->limits,
      .finished = job->edition == EDITION_PDF,
      .info = {.title = metadata->title,
               .author = metadata->author,
               .subject = metadata->subject,
               .keywords = metadata->keywords,
               .language = metadata->language,
               .created = publication->created},
      .diagnostics = publication->diagnostics,
      .tree = tree,
      .bookmarks = publication->bookmarks,
      .write = job->edition == EDITION_PDF ? finish_painted : write_painted,
      .context = publication,
  };
  if (job->edition == EDITION_PDF)
    publication->finish = pdf_finish_new(
        &(PdfFinishOptions){.tree = tree,
                            .info = options.info,
                            .diagnostics = publication->diagnostics,
                            .no_claim = job->no_claim,
                            .attachments = &publication->attachment,
                            .attachment_count = publication->attachment.bytes ? 1 : 0,
                            .write = write_finished,
                            .context = publication});
  return paint_new(&options);
}

static void end_painting(Publication *publication) {
  g_clear_pointer(&publication->queue, page_queue_free);
  g_clear_pointer(&publication->painter, paint_free);
  g_clear_pointer(&publication->finish, pdf_finish_free);
}

static void publication_free(Publication *publication) {
  end_painting(publication);
  diag_free(publication->diagnostics);
  g_free(publication->created);
  g_free(publication);
}

/* What is attached is called as the file is. */
static PdfAttachment attachment_of(const PressJob *job, GBytes *bytes) {
  const char *slash = strrchr(job->source, '/');
  const char *name = slash ? slash + 1 : job->source;
  return (PdfAttachment){.bytes = bytes,
                         .name = strcmp(name, "-") == 0 ? "dataset.xml" : name,
                         .mime_type = "application/xml"};
}

static void take_bookmarks(void *context, PageBookmarks bookmarks, const FoNode *next) {
  Publication *publication = context;
  pdf_finish_bookmarks(publication->finish, bookmarks, next);
  fo_release_bookmarks(publication->tree, next);
}

static void begin_painting(void *context) {
  Publication *publication = context;
  if (publication->job->edition == EDITION_AREAS)
    fputs("<pages>\n", output_stream(publication->output));
  else
    publication->painter = new_painter(publication);
  if (publication->finish)
    paint_bookmarks(publication->painter, take_bookmarks, publication);
}

static void paint(const Page *page, void *context) {
  Publication *publication = context;
  if (publication->painter)
    paint_page(publication->painter, page);
  if (publication->finish)
    pdf_finish_page(publication->finish, page, paint_marks(publication->painter, page->index));
  if (!publication->painter)
    area_dump(page, output_stream(publication->output));
}

Publication *publication_new(const PressJob *job, const FoTree *tree, const Metadata *metadata,
                             GBytes *attachment) {
  Publication *publication = g_new0(Publication, 1);
  publication->job = job;
  publication->tree = tree;
  publication->metadata = metadata;
  publication->created = creation_date(metadata);
  publication->attachment = attachment_of(job, attachment);
  publication->diagnostics = diag_new_deferred(job->diagnostics);
  if (job->edition == EDITION_PNG || job->edition == EDITION_SVG)
    publication->files = page_files_new(job->output, job->diagnostics);
  else
    publication->output = output_open(job->output, job->diagnostics);
  if (!publication->files && !publication->output) {
    publication_free(publication);
    return NULL;
  }
  if (job->edition == EDITION_PDF && paint_bookmarks_sound(tree))
    publication->bookmarks = fo_detach_bookmarks(tree);
  publication->queue = page_queue_new(begin_painting, paint, publication);
  return publication;
}

void publication_page(const Page *page, void *context) {
  page_queue_push(((Publication *)context)->queue, page);
}

void publication_passed(const FoNode *child, void *context) {
  const Publication *publication = context;
  if (publication->finish)
    pdf_finish_passed(publication->finish, child);
  for (const FoNode *node = child, *next; node && !publication->finish; node = next) {
    next = fo_next(node, child);
    if (node->element == FO_TEXT)
      fo_release_text(publication->tree, node);
  }
}

int publication_done(void *context, bool wait) {
  PageQueue *queue = ((Publication *)context)->queue;
  if (wait)
    page_queue_wait(queue);
  return page_queue_done(queue);
}

void publication_late(const LatePage *page, void *context) {
  Publication *publication = context;
  const int parts = paint_late_parts(publication->painter, page);
  for (int part = 1; part <= parts; part++) {
    paint_late(publication->painter, page, part);
    pdf_finish_late(publication->finish, page, paint_marks(publication->painter, page->index));
  }
}

enum { MANY_PAGES = 500 };

void publication_finish(Publication *publication, bool complete) {
  if (!publication)
    return;
  page_queue_wait(publication->queue);
  if (page_queue_done(publication->queue) >= MANY_PAGES)
    memory_give_back(); /* layout's; the end of the file takes some of its own */
  diag_release(publication->diagnostics);
  const bool painted = !publication->painter || paint_finish(publication->painter);
  if (!publication->painter)
    fputs("</pages>\n", output_stream(publication->output));
  if (publication->finish && complete) { /* it says why the painter could not write, too */
    complete = pdf_finish_end(publication->finish, paint_end(publication->painter));
    publication->claims = complete && pdf_finish_claims(publication->finish);
  }
  publication->complete = complete && painted;
  end_painting(publication);
}

/* A report in other fonts than its theme asks for, or with characters that no font has, is not what its publisher
 * means to say, nor is it seen by whoever has published it without looking. */
static bool has_its_fonts(const PressJob *job) {
  unsigned count;
  const Diagnostic *all = diag_all(job->diagnostics, &count);
  if (!job->report || job->fonts_may_lack || job->edition == EDITION_AREAS)
    return true;
  for (unsigned i = 0; i < count; i++) {
    if (strcmp(all[i].id, "text-font-substituted") != 0 &&
        strcmp(all[i].id, "text-missing-glyph") != 0)
      continue;
    diag_fonts_missing(job->diagnostics, (Place){.file = file_display_name(job->source)});
    return false;
  }
  return true;
}

/* A report that claims the standards is judged before it is published. */
static bool self_checked(const Publication *publication) {
  const PressJob *job = publication->job;
  if (!job->report || job->no_claim || !publication->claims)
    return true;
  return pdf_self_check(output_stream(publication->output), file_display_name(job->output),
                        job->diagnostics);
}

static bool end_pages(const PressJob *job, PageFiles *files, bool complete) {
  if (complete && acceptable(job))
    return page_files_commit(files);
  if (!complete && acceptable(job))
    page_files_report(files);
  page_files_discard(files);
  return false;
}

bool publication_end(Publication *publication) {
  if (!publication)
    return false;
  const PressJob *job = publication->job;
  const bool complete = publication->complete && has_its_fonts(job) && self_checked(publication);
  bool done = complete && acceptable(job);
  if (publication->files && job->pages)
    *job->pages = page_files_count(publication->files);
  if (publication->output)
    done = publication_end_output(job, publication->output, complete);
  else
    done = end_pages(job, publication->files, complete);
  publication_free(publication);
  return done;
}

bool publication_end_output(const PressJob *job, Output *output, bool written) {
  if (written && acceptable(job))
    return output_commit(output);
  if (output && !written && acceptable(job))
    output_report(output);
  output_discard(output);
  return false;
}

static SourceKind kind_of_root(const char *namespace_uri, const char *name) {
  if (g_strcmp0(namespace_uri, "http://www.w3.org/1999/XSL/Format") == 0 &&
      strcmp(name, "root") == 0)
    return SOURCE_FO;
  if (g_strcmp0(namespace_uri, "http://www.w3.org/1999/xhtml") == 0 && strcmp(name, "html") == 0)
    return SOURCE_CONTENT;
  return SOURCE_UNUSABLE;
}

/* Says why the document has no root to be seen. */
static void report_unreadable(Source *source, const PressJob *job) {
  const XmlOptions options = {
      .diagnostics = job->diagnostics, .limits = job->limits, .allow_doctype = true};
  GBytes *bytes = source_bytes(source, job->source, job->diagnostics);
  if (bytes)
    xmlFreeDoc(xml_read(bytes, file_display_name(job->source), NULL, &options));
  g_bytes_unref(bytes);
}

SourceKind press_sniff(Source *source, const PressJob *job) {
  const char *file = file_display_name(job->source);
  char *namespace_uri = NULL, *name = NULL;
  SourceKind kind = SOURCE_UNUSABLE;
  if (!xml_sniff_root(source, &namespace_uri, &name)) {
    report_unreadable(source, job);
  } else {
    kind = kind_of_root(namespace_uri, name);
    const Place place = {.file = file};
    if (g_strcmp0(namespace_uri, DATASET_NAMESPACE) == 0)
      diag_render_dataset(job->diagnostics, place);
    else if (kind == SOURCE_UNUSABLE)
      diag_render_unknown(job->diagnostics, place, name, namespace_uri ? namespace_uri : "");
    else if (kind == SOURCE_FO && !edition_has_pages(job->edition))
      diag_render_edition(job->diagnostics, place), kind = SOURCE_UNUSABLE;
    else if (kind == SOURCE_FO && job->stylesheet_given)
      diag_render_stylesheet(job->diagnostics, place), kind = SOURCE_UNUSABLE;
    else if (kind == SOURCE_CONTENT && !job->stylesheet)
      diag_render_content(job->diagnostics, place), kind = SOURCE_UNUSABLE;
  }
  g_free(namespace_uri);
  g_free(name);
  return kind;
}
