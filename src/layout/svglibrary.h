/* librsvg, loaded when the first SVG is met: to relocate it takes a process longer than any other library. */
#ifndef PEERPRESS_LAYOUT_SVGLIBRARY_H
#define PEERPRESS_LAYOUT_SVGLIBRARY_H

#include "base/library.h"

#include <librsvg/rsvg.h>

/* What is used of it. */
#define SVG_FUNCTIONS(F)                                                                           \
  F(rsvg_handle_new_from_data)                                                                     \
  F(rsvg_handle_set_dpi)                                                                           \
  F(rsvg_handle_get_intrinsic_dimensions)                                                          \
  F(rsvg_handle_get_geometry_for_element)                                                          \
  F(rsvg_handle_render_document)

typedef struct {
  SVG_FUNCTIONS(LIBRARY_MEMBER)
} SvgLibrary;

/* The library, or NULL if it is not installed. Any thread may call it. */
const SvgLibrary *svg_library(void);

#endif
