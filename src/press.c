#include "press.h"
#include "base/beside.h"
#include "base/confine.h"
#include "base/file.h"
#include "base/source.h"
#include "base/xml.h"
#include "dataset/dataset.h"
#include "fo/fo.h"
#include "layout/layout.h"
#include "paint/paint.h"
#include "publication.h"
#include "transform/metadata.h"
#include "transform/rules.h"
#include "webpage.h"

#include <stdlib.h>
#include <string.h>

struct Press {
  Transformer *transformer;
  char **roots, **font_folders;
  TextEngine *text;   /* NULL until pages are asked for: fonts take longer than a web page */
  GBytes *attachment; /* of the publication at work, or NULL */
};

Press *press_new(const char *const *roots, const char *const *font_folders) {
  Press *press = g_new(Press, 1);
  *press = (Press){.transformer = transform_new(roots),
                   .roots = g_strdupv((char **)(gpointer)roots),
                   .font_folders = g_strdupv((char **)(gpointer)font_folders)};
  return press;
}

void press_free(Press *press) {
  text_engine_free(press->text);
  g_strfreev(press->roots);
  g_strfreev(press->font_folders);
  transform_free(press->transformer);
  g_free(press);
}

/* What has to be writable for `output`: a device or a pipe itself, else the folder that it is, or will be
 * made, in: the nearest that exists. The caller frees it. */
static char *folder_for(const char *output) {
  if (g_file_test(output, G_FILE_TEST_EXISTS) && !g_file_test(output, G_FILE_TEST_IS_DIR) &&
      !g_file_test(output, G_FILE_TEST_IS_REGULAR))
    return g_strdup(output);
  char *resolved = realpath(output, NULL);
  char *folder = g_strdup(resolved ? resolved : output);
  free(resolved);
  while (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
    char *parent = g_path_get_dirname(folder);
    g_free(folder);
    folder = parent;
  }
  return folder;
}

/* What cannot wait in its own folder, such as standard output, does so in the one for temporary files. */
static GPtrArray *folders_for(const char *const *outputs) {
  GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);
  bool elsewhere = false;
  for (; outputs && *outputs; outputs++) {
    const bool standard = strcmp(*outputs, "-") == 0;
    char *folder = standard ? NULL : folder_for(*outputs);
    elsewhere = elsewhere || standard || !beside_can_be_nameless(folder);
    if (folder)
      g_ptr_array_add(folders, folder);
  }
  if (elsewhere)
    g_ptr_array_add(folders, g_strdup(g_get_tmp_dir()));
  g_ptr_array_add(folders, NULL);
  return folders;
}

bool press_confine(Press *press, const char *const *outputs, bool pages, Diagnostics *diagnostics) {
  GPtrArray *readable = g_ptr_array_new_with_free_func(g_free);
  for (char **root = press->roots; *root; root++)
    g_ptr_array_add(readable, g_strdup(*root));
  if (pages) {
    if (!press->text)
      press->text = text_engine_new((const char *const *)press->font_folders);
    text_engine_folders(readable);
    for (char **folder = press->font_folders; *folder; folder++)
      g_ptr_array_add(readable, g_strdup(*folder));
  }
  g_ptr_array_add(readable, NULL);
  GPtrArray *writable = folders_for(outputs);
  const bool confined = confine_files((const char *const *)readable->pdata,
                                      (const char *const *)writable->pdata, diagnostics) &&
                        confine_calls(false, diagnostics);
  g_ptr_array_unref(writable);
  g_ptr_array_unref(readable);
  return confined;
}

/* Layout needs all places, a web page those of its pictures; other results are written
 * out, and have places only where they are asked for. */
static Trace trace_of(const PressJob *job) {
  if (edition_has_pages(job->edition) || job->trace)
    return TRACE_ALL;
  return job->edition == EDITION_HTML ? TRACE_PICTURES : TRACE_NONE;
}

/* Whether every parameter means something to the stylesheets of the job. */
static bool check_parameters(Press *press, const PressJob *job, const char *report,
                             const char *stylesheet) {
  const char *stylesheets[] = {report ? report : stylesheet, report ? stylesheet : NULL, NULL};
  const TransformOptions options = {.diagnostics = job->diagnostics,
                                    .parameters = job->parameters,
                                    .parameter_count = job->parameter_count,
                                    .trace = trace_of(job)};
  return transform_check_parameters(press->transformer, stylesheets, &options);
}

static xmlDoc *transform(Press *press, const PressJob *job, const char *stylesheet, xmlDoc *source,
                         Trace trace) {
  const TransformOptions options = {.diagnostics = job->diagnostics,
                                    .parameters = job->parameters,
                                    .parameter_count = job->parameter_count,
                                    .trace = trace,
                                    .inputs = job->inputs,
                                    .limits = job->limits};
  return source ? transform_apply(press->transformer, stylesheet, source, &options) : NULL;
}

/* Layout and paint: formatting objects to pages in the job's form. Pictures are kept for one document:
 * a thousand reports have thousands of charts. */
static bool format(Press *press, const PressJob *job, FoTree *tree, const Metadata *metadata) {
  if (!press->text)
    press->text = text_engine_new((const char *const *)press->font_folders);
  Publication *publication = tree ? publication_new(job, tree, metadata, press->attachment) : NULL;
  text_engine_begin(press->text);
  ImageStore *images = image_store_new((const char *const *)press->roots);
  image_store_record(images, job->inputs);
  image_store_limit(images, job->limits);
  const LayoutOptions options = {.diagnostics = job->diagnostics,
                                 .text = press->text,
                                 .images = images,
                                 .limits = job->limits,
                                 .late = job->edition == EDITION_PDF ? publication_late : NULL,
                                 .done = publication_done,
                                 .passed = publication_passed};
  const bool formatted =
      publication && layout_document(tree, &options, publication_page, publication);
  publication_finish(publication, formatted);
  if (job->inputs)
    text_engine_inputs(press->text, job->inputs);
  image_store_free(images);
  fo_free(tree);
  return publication_end(publication);
}

/* Frees the document before the pages are made. */
static bool format_doc(Press *press, const PressJob *job, xmlDoc *fo) {
  Metadata metadata;
  metadata_init(&metadata, fo);
  diag_describe_objects(job->diagnostics, fo_path);
  FoTree *tree = fo_read_doc(fo, file_display_name(job->source),
                             &(FoOptions){.diagnostics = job->diagnostics, .limits = job->limits});
  xmlFreeDoc(fo);
  const bool done = format(press, job, tree, &metadata);
  diag_describe_objects(job->diagnostics, NULL);
  metadata_release(&metadata);
  return done;
}

/* Lets go of the source before the pages are made. */
static bool format_source(Press *press, const PressJob *job, Source *fo) {
  if (!check_parameters(press, job, NULL, NULL)) {
    source_unref(fo);
    return false;
  }
  diag_source(job->diagnostics, file_display_name(job->source), fo);
  Metadata metadata;
  metadata_init_source(&metadata, fo);
  FoTree *tree =
      fo_read_source(fo, file_display_name(job->source),
                     &(FoOptions){.diagnostics = job->diagnostics, .limits = job->limits});
  source_unref(fo);
  const bool done = format(press, job, tree, &metadata);
  metadata_release(&metadata);
  return done;
}

static bool write_result(Press *press, const PressJob *job, const char *stylesheet,
                         xmlDoc *result) {
  Output *output = result ? output_open(job->output, job->diagnostics) : NULL;
  const bool written =
      output && transform_write(press->transformer, stylesheet, result, output_stream(output));
  return publication_end_output(job, output, written);
}

/* The pictures of a web page are kept for it alone, as those of other documents. */
static bool write_page(Press *press, const PressJob *job, xmlDoc *page) {
  ImageStore *images = image_store_new((const char *const *)press->roots);
  image_store_record(images, job->inputs);
  image_store_limit(images, job->limits);
  const WebPage options = {.diagnostics = job->diagnostics,
                           .images = images,
                           .source = job->source,
                           .output = job->output,
                           .assets = job->assets,
                           .made = g_ptr_array_new_with_free_func(g_free)};
  const bool done =
      webpage_complete(page, &options) && write_result(press, job, job->stylesheet, page);
  if (!done)
    webpage_withdraw(&options);
  g_ptr_array_unref(options.made);
  image_store_free(images);
  return done;
}

/* Structured content to the job's edition. Frees the content as soon as it can: each tree of a long
 * document is large. */
static bool publish(Press *press, const PressJob *job, xmlDoc *content) {
  xmlDoc *edition = transform(press, job, job->stylesheet, content, trace_of(job));
  xmlFreeDoc(content);
  if (edition_has_pages(job->edition))
    return edition && format_doc(press, job, edition);
  const bool done = edition && (job->edition == EDITION_HTML
                                    ? write_page(press, job, edition)
                                    : write_result(press, job, job->stylesheet, edition));
  xmlFreeDoc(edition);
  return done;
}

Dataset *press_read_dataset(Press *press, const PressJob *job, GBytes *bytes) {
  Dataset *dataset =
      dataset_read(bytes, file_display_name(job->source), job->cycle, job->diagnostics);
  bool good = dataset && dataset_derive(dataset, job->since, job->diagnostics);
  for (const char *const *rules = good ? job->rules : NULL; rules && *rules; rules++)
    good = rules_apply(press->transformer, *rules, dataset->doc, job->diagnostics, job->inputs,
                       job->limits) &&
           good;
  if (good)
    return dataset;
  dataset_free(dataset);
  return NULL;
}

static bool write_dataset(Press *press, const PressJob *job, Dataset *dataset) {
  const bool ready = check_parameters(press, job, NULL, NULL);
  Output *output = ready ? output_open(job->output, job->diagnostics) : NULL;
  const bool written = output && dataset_write(dataset, output_stream(output));
  return publication_end_output(job, output, written);
}

/* Ends the dataset. */
static xmlDoc *report_on(Press *press, const PressJob *job, Dataset *dataset) {
  const bool ready = check_parameters(press, job, job->report, job->stylesheet);
  xmlDoc *content = transform(press, job, job->report, ready ? dataset->doc : NULL, trace_of(job));
  dataset_free(dataset);
  return content;
}

bool press_build_dataset(Press *press, const PressJob *job, Dataset *dataset, GBytes *bytes) {
  if (job->edition == EDITION_DATASET) {
    const bool written = write_dataset(press, job, dataset);
    dataset_free(dataset);
    return written;
  }
  xmlDoc *content = report_on(press, job, dataset);
  if (!job->stylesheet) {
    const bool written = write_result(press, job, job->report, content);
    xmlFreeDoc(content);
    return written;
  }
  press->attachment = job->attach_dataset ? bytes : NULL;
  const bool done = publish(press, job, content);
  press->attachment = NULL;
  return done;
}

bool press_build(Press *press, const PressJob *job) {
  GBytes *bytes = file_read(job->source, job->diagnostics);
  Dataset *dataset = bytes ? press_read_dataset(press, job, bytes) : NULL;
  const bool done = dataset && press_build_dataset(press, job, dataset, bytes);
  g_bytes_unref(bytes);
  return done;
}

static GBytes *write_in_memory(Press *press, const char *stylesheet, xmlDoc *result) {
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream(&text, &size);
  const bool written = stream && transform_write(press->transformer, stylesheet, result, stream);
  if (stream)
    fclose(stream);
  GBytes *bytes = written ? g_bytes_new(text, size) : NULL;
  free(text);
  return bytes;
}

GBytes *press_content(Press *press, const PressJob *job) {
  GBytes *source = file_read(job->source, job->diagnostics);
  Dataset *dataset = source ? press_read_dataset(press, job, source) : NULL;
  xmlDoc *content = dataset ? report_on(press, job, dataset) : NULL;
  GBytes *bytes = content && diag_count(job->diagnostics, DIAG_ERROR) == 0
                      ? write_in_memory(press, job->report, content)
                      : NULL;
  xmlFreeDoc(content);
  g_bytes_unref(source);
  return bytes;
}

/* A document that is structured content, as this press's own reports give it. */
static bool render_content(Press *press, const PressJob *job, Source *source) {
  const XmlOptions options = {
      .diagnostics = job->diagnostics, .limits = job->limits, .allow_doctype = true};
  GBytes *bytes = source_bytes(source, job->source, job->diagnostics);
  xmlDoc *content =
      bytes ? xml_read(bytes, file_display_name(job->source), job->source, &options) : NULL;
  g_bytes_unref(bytes);
  if (content && check_parameters(press, job, NULL, job->stylesheet))
    return publish(press, job, content);
  xmlFreeDoc(content);
  return false;
}

bool press_render(Press *press, const PressJob *job) {
  Source *source = source_open(job->source, job->diagnostics);
  bool done = false;
  switch (source ? press_sniff(source, job) : SOURCE_UNUSABLE) {
  case SOURCE_FO: return format_source(press, job, source);
  case SOURCE_CONTENT: done = render_content(press, job, source); break;
  case SOURCE_UNUSABLE: break;
  }
  source_unref(source);
  return done;
}
