/* The rules of a theme's colours: docs/theme.md. */
#ifndef PEERPRESS_TRANSFORM_THEME_H
#define PEERPRESS_TRANSFORM_THEME_H

#include "base/diag.h"

#include <libxml/tree.h>

/* Whether `doc`, if it is a theme, has colours that can be read and text of enough contrast, on the
 * light screen, the dark one and paper. What is wrong is reported; any other document is right. */
bool theme_check(const xmlDoc *doc, Diagnostics *diagnostics);

#endif
