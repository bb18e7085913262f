#include "webpage.h"
#include "base/file.h"
#include "base/xml.h"
#include "transform/trace.h"

#include <glib/gstdio.h>
#include <string.h>

#define XHTML_NAMESPACE "http://www.w3.org/1999/xhtml"

static const char *const media_types[] = {
    [IMAGE_PNG] = "image/png", [IMAGE_JPEG] = "image/jpeg", [IMAGE_SVG] = "image/svg+xml"};
static const char *const endings[] = {
    [IMAGE_PNG] = "png", [IMAGE_JPEG] = "jpeg", [IMAGE_SVG] = "svg"};

static const xmlChar *text(const char *string) {
  return (const xmlChar *)string;
}

/* Remembers what is not there yet. */
static void note_made(const WebPage *options, const char *path) {
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    g_ptr_array_add(options->made, g_strdup(path));
}

/* Makes a folder and those above it; if that fails, so does what is written there. */
static void make_folder(const WebPage *options, const char *path) {
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    return;
  char *above = g_path_get_dirname(path);
  if (strcmp(above, path) != 0)
    make_folder(options, above);
  note_made(options, path);
  g_mkdir(path, 0777);
  g_free(above);
}

/* Writes a file that is called by what it holds. Returns its address in the page, which the caller
 * frees; NULL if that failed, reported. */
static char *write_asset(const WebPage *options, const void *bytes, gsize size,
                         const char *ending) {
  enum { DIGITS = 16 };
  char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, bytes, size);
  char *name = g_strdup_printf("%.*s.%s", DIGITS, sum, ending);
  char *folder = g_path_get_dirname(options->output);
  char *assets = g_build_filename(folder, options->assets, NULL);
  char *path = g_build_filename(assets, name, NULL);
  char *relative = g_build_path("/", options->assets, name, NULL);
  make_folder(options, assets);
  note_made(options, path);
  Output *output = output_open(path, options->diagnostics);
  if (output)
    fwrite(bytes, 1, size, output_stream(output));
  char *address = output_commit(output) ? g_uri_escape_string(relative, "/", FALSE) : NULL;
  g_free(relative);
  g_free(path);
  g_free(assets);
  g_free(folder);
  g_free(name);
  g_free(sum);
  return address;
}

static char *data_address(const Image *image, const void *bytes, gsize size) {
  char *encoded = g_base64_encode(bytes, size);
  char *address = g_strdup_printf("data:%s;base64,%s", media_types[image->kind], encoded);
  g_free(encoded);
  return address;
}

static bool complete_picture(xmlNode *node, const WebPage *options) {
  const char *source = xml_attribute(node, "src");
  if (!source || g_str_has_prefix(source, "data:"))
    return true;
  Place place = trace_place(node, options->diagnostics);
  if (place.line <= 0)
    place = (Place){.file = file_display_name(options->source)};
  const Image *image =
      image_load(options->images, options->diagnostics, source, options->source, place);
  if (!image)
    return true;
  gsize size = 0;
  const void *bytes = g_bytes_get_data(image->bytes, &size);
  char *address = options->assets ? write_asset(options, bytes, size, endings[image->kind])
                                  : data_address(image, bytes, size);
  if (address)
    xmlSetProp(node, text("src"), text(address));
  g_free(address);
  return address != NULL;
}

/* A style element becomes a link to a file. */
static bool complete_style(xmlNode *node, const WebPage *options) {
  xmlChar *style = xmlNodeGetContent(node);
  char *address = write_asset(options, style, strlen((const char *)style), "css");
  xmlFree(style);
  if (!address)
    return false;
  xmlNodeSetName(node, text("link"));
  xmlNodeSetContent(node, NULL);
  xmlSetProp(node, text("rel"), text("stylesheet"));
  xmlSetProp(node, text("href"), text(address));
  g_free(address);
  return true;
}

bool webpage_complete(xmlDoc *page, const WebPage *options) {
  xmlNode *root = xmlDocGetRootElement(page);
  bool good = true;
  for (xmlNode *node = root; node && good; node = xml_next(node, root)) {
    if (xml_is(node, XHTML_NAMESPACE, "img"))
      good = complete_picture(node, options);
    else if (options->assets && xml_is(node, XHTML_NAMESPACE, "style"))
      good = complete_style(node, options);
    if (node->type == XML_ELEMENT_NODE)
      trace_remove(node);
  }
  return good;
}

void webpage_withdraw(const WebPage *options) {
  for (guint i = options->made->len; i-- > 0;)
    g_remove(options->made->pdata[i]);
}
