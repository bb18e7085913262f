/* Pictures: found, read and measured once, drawn as often as one likes. */
#ifndef PEERPRESS_LAYOUT_IMAGE_H
#define PEERPRESS_LAYOUT_IMAGE_H

#include "base/diag.h"
#include "base/length.h"

#include <glib.h>
#include <libxml/tree.h>
#include <stdbool.h>

typedef enum { IMAGE_PNG, IMAGE_JPEG, IMAGE_SVG } ImageKind;

typedef struct {
  ImageKind kind;
  Length width, height; /* intrinsic, at the picture's own resolution, else 72 dpi; for SVG its
                           width and height, else its viewBox */
  int pixel_width, pixel_height; /* 0 for SVG */
  int orientation;               /* EXIF, 1 to 8; 1 for others. width and height are as seen */
  GBytes *bytes;                 /* the file as it is */
  void *svg;                     /* RsvgHandle *, for SVG */
} Image;

typedef struct ImageStore ImageStore;

/* A store of the pictures of one or many documents. References are resolved against the folder of
 * the document; only files inside `roots` (NULL-terminated absolute folders, symbolic links
 * resolved) and data: URIs are read, nothing from a network. Resource paths of the program itself
 * ("resource:///peerpress/…") are allowed. The caller owns it; it outlives all pages. */
ImageStore *image_store_new(const char *const *roots);
void image_store_free(ImageStore *store);

/* The picture at `uri` (a URI reference, or url(…) as in XSL-FO) relative to `base` (a file's
 * name, or NULL: the current folder). NULL if there is none to be had, reported once for a URI at
 * `place`: the caller places something visible instead. Owned by the store. */
const Image *image_load(ImageStore *store, Diagnostics *diagnostics, const char *uri,
                        const char *base, Place place);

/* The picture that an SVG element in the document is. Other namespaces give NULL, reported. */
const Image *image_from_element(ImageStore *store, Diagnostics *diagnostics, xmlNode *element,
                                Place place);

#endif
