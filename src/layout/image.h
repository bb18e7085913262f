/* Pictures: found, read and measured once, drawn as often as one likes. */
#ifndef PEERPRESS_LAYOUT_IMAGE_H
#define PEERPRESS_LAYOUT_IMAGE_H

#include "base/diag.h"
#include "base/inputs.h"
#include "base/length.h"
#include "base/limits.h"

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

typedef enum { IMAGE_PNG, IMAGE_JPEG, IMAGE_SVG } ImageKind;

/* A picture with more pixels on one side is refused, as cairo cannot draw it; and one with more in all
 * than the limit says (base/limits.h, in these units): what a few bytes can unpack to is bounded so. */
enum { IMAGE_MAX_SIDE = 32767, IMAGE_PIXELS_OF_LIMIT = 1000000 };

typedef struct {
  ImageKind kind;
  Length width, height; /* intrinsic, as seen: at the picture's own resolution, else 72 dpi; for SVG
                           its width and height (a number or px is 1 pt, as in FOP), else its
                           viewBox, else what it draws */
  int pixel_width, pixel_height; /* as stored, not turned; 0 for SVG */
  int orientation;               /* of a JPEG, as in EXIF (TIFF 6.0 tag 274), 1 to 8; else 1 */
  int components;                /* colour channels of a JPEG: 1 grey, 3 RGB, 4 CMYK; else 0 */
  char *title;                   /* SVG: what it says of itself, on one line; or NULL */
  bool live_text;                /* SVG: has text, and nothing that would make pixels of it */
  GBytes *bytes;                 /* the file as it is; for SVG what `svg` was made from */
  void *svg;                     /* RsvgHandle *, for SVG */
} Image;

typedef struct ImageStore ImageStore;

/* A store of the pictures of one or many documents. References are resolved against the folder of
 * the document; only files inside `roots` (NULL-terminated folders, symbolic links resolved; NULL:
 * no file at all) and data: URIs are read, nothing from a network. Resource paths of the program
 * itself ("resource:///peerpress/…") are allowed. The caller owns it; it outlives all pages. */
ImageStore *image_store_new(const char *const *roots);
void image_store_free(ImageStore *store);

/* From here on each file that the store looks for is added to `inputs`, which outlives the store. */
void image_store_record(ImageStore *store, Inputs *inputs);

/* From here on `limits`, which outlive the store, hold; NULL: the usual ones. */
void image_store_limit(ImageStore *store, const Limits *limits);

/* The picture at `uri` (a URI reference, or url(…) as in XSL-FO) relative to `base` (a file's
 * name, or NULL: the current folder). NULL if there is none to be had, reported once for a URI at
 * `place` (a warning; an error if a limit is passed): the caller places something visible instead.
 * Owned by the store. */
const Image *image_load(ImageStore *store, Diagnostics *diagnostics, const char *uri,
                        const char *base, Place place);

/* The picture that an SVG element in a document is; the document stays as it is and may go. Other
 * namespaces and broken SVG give NULL, reported. Owned by the store. */
const Image *image_from_element(ImageStore *store, Diagnostics *diagnostics, const xmlNode *element,
                                Place place);

#endif
