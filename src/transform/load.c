#include "transform/load.h"
#include "base/file.h"
#include "base/xml.h"
#include "transform/theme.h"
#include "transform/trace.h"

#include <errno.h>
#include <gio/gio.h>
#include <libxml/uri.h>
#include <stdlib.h>
#include <string.h>

#define RESOURCE_SCHEME "resource://"
#define RESOURCE_START RESOURCE_SCHEME "/peerpress/"

static Place place_now(const Reporter *reporter) {
  if (reporter->context && reporter->context->inst)
    return xml_place(reporter->context->inst);
  return (Place){.file = reporter->stylesheet};
}

/* The stylesheet may know what to say of what does not exist. */
static void note_missing(Reporter *reporter, const char *name) {
  if (reporter->missing)
    return;
  reporter->missing = g_strdup(name);
  reporter->missing_place = place_now(reporter);
}

static GBytes *read_resource(Reporter *reporter, const char *uri) {
  GBytes *bytes =
      g_resources_lookup_data(uri + strlen(RESOURCE_SCHEME), G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (!bytes)
    note_missing(reporter, uri);
  return bytes;
}

static bool is_inside(const char *path, const char *const *roots) {
  for (; roots && *roots; roots++) {
    const size_t length = strlen(*roots);
    if (strncmp(path, *roots, length) == 0 &&
        (path[length] == '/' || path[length] == '\0' || (*roots)[length - 1] == '/'))
      return true;
  }
  return false;
}

/* The name of a file that `uri` stands for; the caller frees it. NULL for other schemes. */
static char *path_of_uri(const char *uri) {
  if (g_str_has_prefix(uri, "file:"))
    return g_filename_from_uri(uri, NULL, NULL);
  char *scheme = g_uri_parse_scheme(uri);
  const bool foreign = scheme != NULL;
  g_free(scheme);
  if (foreign)
    return NULL;
  char *unescaped = xmlURIUnescapeString(uri, 0, NULL);
  char *path = g_strdup(unescaped);
  xmlFree(unescaped);
  return path;
}

static void report_outside(Reporter *reporter, const char *address) {
  diag_transform_outside(reporter->diagnostics, place_now(reporter), address);
  reporter->errors++;
}

static GBytes *read_inside_roots(Reporter *reporter, const char *uri, char **path) {
  *path = path_of_uri(uri);
  if (!*path) {
    report_outside(reporter, uri);
    return NULL;
  }
  char *resolved = realpath(*path, NULL);
  GBytes *bytes = NULL;
  if (!resolved && errno == ENOENT) {
    inputs_add(reporter->inputs, "file", *path, NULL);
    note_missing(reporter, *path);
  } else if (resolved && !is_inside(resolved, reporter->roots)) {
    report_outside(reporter, *path);
  } else {
    bytes = file_read(*path, reporter->diagnostics);
    reporter->errors += !bytes;
  }
  free(resolved);
  return bytes;
}

/* What a file is called when it has changed. */
static const char *kind_of(const xmlDoc *doc, bool stylesheet) {
  const xmlNode *root = doc ? xmlDocGetRootElement((xmlDoc *)(gpointer)doc) : NULL;
  if (stylesheet)
    return "stylesheet";
  return root && strcmp((const char *)root->name, "theme") == 0 ? "theme" : "file";
}

xmlDoc *load_document(Reporter *reporter, const char *uri, xmlDict *dict, bool stylesheet) {
  char *path = NULL;
  GBytes *bytes = g_str_has_prefix(uri, RESOURCE_START) ? read_resource(reporter, uri)
                                                        : read_inside_roots(reporter, uri, &path);
  xmlDoc *doc = NULL;
  if (bytes) {
    const XmlOptions options = {.diagnostics = reporter->diagnostics,
                                .dict = dict,
                                .limits = reporter->limits,
                                .allow_doctype = true};
    doc = xml_read(bytes, path ? path : uri, uri, &options);
    if (path)
      inputs_add(reporter->inputs, kind_of(doc, stylesheet), path, bytes);
    reporter->errors += !doc || !theme_check(doc, reporter->diagnostics);
    g_bytes_unref(bytes);
  }
  g_free(path);
  if (!doc)
    reporter->load_failed = true;
  else if (stylesheet)
    trace_instrument(doc, reporter->trace);
  return doc;
}

static xmlDoc *load_for_libxslt(const xmlChar *uri, xmlDict *dict, int options, void *context,
                                xsltLoadType type) {
  (void)options;
  Reporter *reporter = NULL;
  if (type == XSLT_LOAD_DOCUMENT) {
    reporter = ((xsltTransformContext *)context)->_private;
  } else {
    xsltStylesheet *style = context;
    while (style && style->parent)
      style = style->parent;
    reporter = style ? style->_private : NULL;
  }
  return reporter ? load_document(reporter, (const char *)uri, dict, type == XSLT_LOAD_STYLESHEET)
                  : NULL;
}

void load_install(void) {
  xsltSetLoaderFunc(load_for_libxslt);
}

static int allow_resources(xsltSecurityPrefs *preferences, xsltTransformContext *context,
                           const char *uri) {
  (void)preferences, (void)context;
  return g_str_has_prefix(uri, RESOURCE_START);
}

xsltSecurityPrefs *load_security(void) {
  xsltSecurityPrefs *preferences = xsltNewSecurityPrefs();
  xsltSetSecurityPrefs(preferences, XSLT_SECPREF_READ_FILE, xsltSecurityAllow);
  xsltSetSecurityPrefs(preferences, XSLT_SECPREF_READ_NETWORK, allow_resources);
  xsltSetSecurityPrefs(preferences, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
  xsltSetSecurityPrefs(preferences, XSLT_SECPREF_CREATE_DIRECTORY, xsltSecurityForbid);
  xsltSetSecurityPrefs(preferences, XSLT_SECPREF_WRITE_NETWORK, xsltSecurityForbid);
  return preferences;
}
