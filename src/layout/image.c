/* The store: references to bytes, and each picture once. */
#include "layout/image.h"
#include "layout/image_format.h"

#include "base/xml.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SVG_NAMESPACE "http://www.w3.org/2000/svg"
#define RESOURCE_PREFIX "resource:///peerpress/"

enum { MAX_FILE_BYTES = 256 * 1024 * 1024, NAME_LENGTH = 60 };

/* A NULL picture in a table is one that could not be had: that is not reported again. */
struct ImageStore {
  GPtrArray *roots;      /* resolved folders */
  GPtrArray *images;     /* owned */
  GHashTable *by_source; /* where from (file, resource or checksum of the content) -> Image * */
  Inputs *inputs;        /* receives the files, or NULL */
  const Limits *limits;
  GHashTable *by_name; /* folder and reference as written -> Image * */
};

static void image_free(gpointer data) {
  Image *image = data;
  g_clear_object((GObject **)&image->svg);
  g_clear_pointer(&image->bytes, g_bytes_unref);
  g_free(image->title);
  g_free(image);
}

ImageStore *image_store_new(const char *const *roots) {
  ImageStore *store = g_new0(ImageStore, 1);
  store->limits = &limits_usual;
  store->roots = g_ptr_array_new_with_free_func(free);
  store->images = g_ptr_array_new_with_free_func(image_free);
  store->by_source = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  store->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (; roots && *roots; roots++) {
    char *real = realpath(*roots, NULL);
    if (real)
      g_ptr_array_add(store->roots, real);
  }
  return store;
}

void image_store_free(ImageStore *store) {
  if (!store)
    return;
  g_hash_table_unref(store->by_name);
  g_hash_table_unref(store->by_source);
  g_ptr_array_unref(store->images);
  g_ptr_array_unref(store->roots);
  g_free(store);
}

void image_store_record(ImageStore *store, Inputs *inputs) {
  store->inputs = inputs;
}

void image_store_limit(ImageStore *store, const Limits *limits) {
  store->limits = limits ? limits : &limits_usual;
}

/* ---- Admission ---------------------------------------------------------------------------------- */

bool image_is_too_large(const Image *image, const Limits *limits) {
  return image->pixel_width > IMAGE_MAX_SIDE || image->pixel_height > IMAGE_MAX_SIDE ||
         (int64_t)image->pixel_width * image->pixel_height > limits->pixels * IMAGE_PIXELS_OF_LIMIT;
}

/* Keeps the picture if it is whole and of a size that can be drawn. */
static const Image *admit(ImageStore *store, Image *image, char *reason,
                          const ImageReport *report) {
  bool large = image_is_too_large(image, report->limits);
  if (reason && *reason)
    diag_image_broken(report->diagnostics, report->place, report->name, reason);
  else if (!reason && large)
    diag_image_too_large(report->diagnostics, report->place, report->name, image->pixel_width,
                         image->pixel_height, (long long)report->limits->pixels);
  bool good = !reason && !large;
  g_free(reason);
  if (!good) {
    image_free(image);
    return NULL;
  }
  if (image->components == 4)
    diag_image_cmyk(report->diagnostics, report->place, report->name);
  g_ptr_array_add(store->images, image);
  return image;
}

/* ---- Bytes -------------------------------------------------------------------------------------- */

GBytes *image_data_uri(const char *uri) {
  const char *comma = strchr(uri, ',');
  if (g_ascii_strncasecmp(uri, "data:", 5) != 0 || !comma)
    return NULL;
  char *media = g_ascii_strdown(uri, comma - uri);
  bool base64 = g_str_has_suffix(media, ";base64");
  g_free(media);
  GBytes *body = g_uri_unescape_bytes(comma + 1, -1, NULL, NULL);
  if (!body || !base64)
    return body;
  gsize size;
  char *text = g_strndup(g_bytes_get_data(body, NULL), g_bytes_get_size(body));
  guchar *bytes = g_base64_decode(text, &size);
  g_free(text);
  g_bytes_unref(body);
  return g_bytes_new_take(bytes, size);
}

static bool inside_roots(const ImageStore *store, const char *real) {
  for (guint i = 0; i < store->roots->len; i++) {
    const char *root = store->roots->pdata[i];
    size_t length = strlen(root);
    if (strncmp(real, root, length) == 0 && (real[length] == '/' || root[length - 1] == '/'))
      return true;
  }
  return false;
}

static GBytes *read_descriptor(int fd, const char **reason) {
  struct stat status;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
    *reason = "it is not a file";
    return NULL;
  }
  if (status.st_size > MAX_FILE_BYTES) {
    *reason = "it has more than 256 MB";
    return NULL;
  }
  size_t size = (size_t)status.st_size, done = 0;
  unsigned char *bytes = g_malloc(size + 1);
  while (done < size) {
    ssize_t got = read(fd, bytes + done, size - done);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    done += (size_t)got;
  }
  return g_bytes_new_take(bytes, done);
}

/* The bytes of a file whose name has been resolved. */
static GBytes *read_resolved(const ImageStore *store, const char *real, const ImageReport *report) {
  if (!inside_roots(store, real)) {
    diag_image_outside(report->diagnostics, report->place, report->name);
    return NULL;
  }
  const char *reason = NULL;
  GBytes *bytes = NULL;
  int fd = open(real, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd >= 0) {
    bytes = read_descriptor(fd, &reason);
    inputs_add(store->inputs, "picture", real, bytes);
    close(fd);
  } else {
    reason = g_strerror(errno);
  }
  if (!bytes)
    diag_image_missing(report->diagnostics, report->place, report->name, reason);
  return bytes;
}

static GBytes *read_resource(const char *uri, const ImageReport *report) {
  GBytes *bytes = NULL;
  if (g_str_has_prefix(uri, RESOURCE_PREFIX) && !strstr(uri, "/../"))
    bytes =
        g_resources_lookup_data(uri + strlen("resource://"), G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (!bytes)
    diag_image_missing(report->diagnostics, report->place, report->name, g_strerror(ENOENT));
  return bytes;
}

/* ---- References --------------------------------------------------------------------------------- */

/* Replaces `text` by what stands between its first `start` and last `end` bytes. */
static char *strip_around(char *text, size_t start, size_t end) {
  char *inner = g_strndup(text + start, strlen(text) - start - end);
  g_free(text);
  return g_strstrip(inner);
}

/* A reference without url(…), quotes and white space around it. */
static char *strip_reference(const char *uri) {
  char *text = g_strstrip(g_strdup(uri));
  if (g_ascii_strncasecmp(text, "url(", 4) == 0 && g_str_has_suffix(text, ")"))
    text = strip_around(text, 4, 1);
  size_t length = strlen(text);
  if (length >= 2 && (*text == '"' || *text == '\'') && text[length - 1] == *text)
    text = strip_around(text, 1, 1);
  return text;
}

/* The folder that references in `base` are relative to: absolute, or of the program's resources. */
static char *base_folder(const char *base) {
  if (!base)
    return g_get_current_dir();
  char *path = g_str_has_prefix(base, "file:") ? g_filename_from_uri(base, NULL, NULL) : NULL;
  char *folder = g_path_get_dirname(path ? path : base);
  char *absolute = g_str_has_prefix(folder, "resource:") ? g_strdup(folder)
                                                         : g_canonicalize_filename(folder, NULL);
  g_free(folder);
  g_free(path);
  return absolute;
}

/* A scheme's name, newly allocated and in lower case, or NULL for a relative reference. A single
 * letter is none: it is a drive. */
static char *reference_scheme(const char *reference) {
  size_t length = strspn(reference, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "+-.");
  bool scheme = length > 1 && reference[length] == ':' && g_ascii_isalpha(*reference);
  return scheme ? g_ascii_strdown(reference, (gssize)length) : NULL;
}

/* The path that a reference stands for: percent-decoded, unless only the name as it is written
 * exists. NULL: it is on another machine. */
static char *reference_path(const char *reference, const char *scheme, const char *folder) {
  if (scheme) {
    char *host = NULL;
    char *path = g_filename_from_uri(reference, &host, NULL);
    if (host && strcmp(host, "localhost") != 0)
      g_clear_pointer(&path, g_free);
    g_free(host);
    return path;
  }
  if (g_str_has_prefix(reference, "//"))
    return NULL;
  char *decoded = g_uri_unescape_string(reference, NULL);
  char *literal = g_canonicalize_filename(reference, folder);
  char *path = decoded ? g_canonicalize_filename(decoded, folder) : NULL;
  g_free(decoded);
  if (!path || (access(path, F_OK) != 0 && access(literal, F_OK) == 0))
    return g_free(path), literal;
  g_free(literal);
  return path;
}

/* Takes `bytes` (NULL: could not be read), which are from `source`. */
static const Image *image_from_bytes(ImageStore *store, const char *source, GBytes *bytes,
                                     const ImageReport *report) {
  const Image *result = NULL;
  if (bytes) {
    Image *image = g_new0(Image, 1);
    image->bytes = bytes;
    char *reason = image_measure(image, report);
    result = admit(store, image, reason, report);
  }
  if (result)
    g_hash_table_insert(store->by_source, g_strdup(source), (gpointer)result);
  return result;
}

static const Image *load_file(ImageStore *store, const char *path, const ImageReport *report) {
  char *real = realpath(path, NULL);
  if (!real) {
    inputs_add(store->inputs, "picture", path, NULL);
    diag_image_missing(report->diagnostics, report->place, report->name, g_strerror(errno));
    return NULL;
  }
  gpointer known;
  const Image *image;
  if (g_hash_table_lookup_extended(store->by_source, real, NULL, &known))
    image = known;
  else
    image = image_from_bytes(store, real, read_resolved(store, real, report), report);
  free(real);
  return image;
}

static const Image *load_resource(ImageStore *store, const char *uri, const ImageReport *report) {
  gpointer known;
  if (g_hash_table_lookup_extended(store->by_source, uri, NULL, &known))
    return known;
  return image_from_bytes(store, uri, read_resource(uri, report), report);
}

static const Image *load_data(ImageStore *store, const char *uri, const ImageReport *report) {
  char *source = g_compute_checksum_for_string(G_CHECKSUM_SHA256, uri, -1);
  gpointer known;
  const Image *image;
  if (g_hash_table_lookup_extended(store->by_source, source, NULL, &known)) {
    image = known;
  } else {
    GBytes *bytes = image_data_uri(uri);
    if (!bytes)
      diag_image_broken(report->diagnostics, report->place, report->name,
                        "it is not a data: URI as in RFC 2397");
    image = image_from_bytes(store, source, bytes, report);
  }
  g_free(source);
  return image;
}

static const Image *load_relative(ImageStore *store, const char *reference, const char *folder,
                                  const ImageReport *report) {
  if (!g_str_has_prefix(folder, "resource:")) {
    char *path = reference_path(reference, NULL, folder);
    const Image *image = path ? load_file(store, path, report) : NULL;
    if (!path)
      diag_image_remote(report->diagnostics, report->place, report->name);
    g_free(path);
    return image;
  }
  char *uri = g_strconcat(folder, "/", reference, NULL);
  const Image *image = load_resource(store, uri, report);
  g_free(uri);
  return image;
}

static const Image *load_reference(ImageStore *store, const char *reference, const char *folder,
                                   const ImageReport *report) {
  /* "file:name", as old stylesheets write it and RFC 3986 §5.2.2 lets them. */
  if (g_ascii_strncasecmp(reference, "file:", 5) == 0 && reference[5] != '/')
    reference += 5;
  char *scheme = reference_scheme(reference);
  char *path = g_strcmp0(scheme, "file") == 0 ? reference_path(reference, scheme, folder) : NULL;
  const Image *image = NULL;
  if (!*reference)
    diag_image_missing(report->diagnostics, report->place, report->name, "it has no name");
  else if (!scheme)
    image = load_relative(store, reference, folder, report);
  else if (strcmp(scheme, "data") == 0)
    image = load_data(store, reference, report);
  else if (strcmp(scheme, "resource") == 0)
    image = load_resource(store, reference, report);
  else if (path)
    image = load_file(store, path, report);
  else
    diag_image_remote(report->diagnostics, report->place, report->name);
  g_free(path);
  g_free(scheme);
  return image;
}

/* What diagnostics call a picture: its reference, cut where it is long (data: URIs). */
static char *display_name(const char *reference) {
  char *valid = g_utf8_make_valid(reference, -1);
  if (g_utf8_strlen(valid, -1) > NAME_LENGTH) {
    char *start = g_utf8_substring(valid, 0, NAME_LENGTH);
    g_free(valid);
    valid = g_strconcat(start, "…", NULL);
    g_free(start);
  }
  return valid;
}

const Image *image_load(ImageStore *store, Diagnostics *diagnostics, const char *uri,
                        const char *base, Place place) {
  char *reference = strip_reference(uri);
  char *folder = base_folder(base);
  char *key = g_strconcat(folder, "\n", reference, NULL);
  if (strlen(key) > 1000) { /* data: URIs: their text need not be kept */
    char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
    g_free(key);
    key = sum;
  }
  gpointer image;
  if (g_hash_table_lookup_extended(store->by_name, key, NULL, &image)) {
    g_free(key);
  } else {
    char *name = display_name(reference);
    ImageReport report = {diagnostics, place, store->limits, name};
    image = (gpointer)load_reference(store, reference, folder, &report);
    g_hash_table_insert(store->by_name, key, image);
    g_free(name);
  }
  g_free(folder);
  g_free(reference);
  return image;
}

/* ---- Elements ----------------------------------------------------------------------------------- */

/* A document of its own with a copy of `element` and the namespaces and language that it has there. */
static xmlDoc *document_of(const xmlNode *element) {
  xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
  xmlNode *root = xmlDocCopyNode((xmlNode *)element, doc, 1);
  xmlDocSetRootElement(doc, root);
  xmlReconciliateNs(doc, root);
  xmlChar *language = xmlNodeGetLang(element);
  if (language)
    xmlNodeSetLang(root, language);
  xmlFree(language);
  return doc;
}

static char *document_checksum(xmlDoc *doc) {
  xmlChar *text = NULL;
  int length = 0;
  xmlDocDumpMemoryEnc(doc, &text, &length, "UTF-8");
  char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, text, (gsize)length);
  xmlFree(text);
  return sum;
}

const Image *image_from_element(ImageStore *store, Diagnostics *diagnostics, const xmlNode *element,
                                Place place) {
  if (!xml_is(element, SVG_NAMESPACE, "svg")) {
    diag_image_foreign(diagnostics, place, (const char *)element->name,
                       element->ns ? (const char *)element->ns->href : "");
    return NULL;
  }
  xmlDoc *doc = document_of(element);
  char *source = document_checksum(doc);
  gpointer image;
  if (g_hash_table_lookup_extended(store->by_source, source, NULL, &image)) {
    g_free(source);
  } else {
    ImageReport report = {diagnostics, place, store->limits, "<svg>"};
    Image *made = g_new0(Image, 1);
    made->kind = IMAGE_SVG;
    char *reason = image_svg_adopt(made, doc, &report);
    image = (gpointer)admit(store, made, reason, &report);
    g_hash_table_insert(store->by_source, source, image);
  }
  xmlFreeDoc(doc);
  return image;
}
