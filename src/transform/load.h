/* What a stylesheet may read: resources of the program, and files in the declared roots. */
#ifndef PEERPRESS_TRANSFORM_LOAD_H
#define PEERPRESS_TRANSFORM_LOAD_H

#include "transform/report.h"

#include <libxslt/documents.h>
#include <libxslt/security.h>

/* Installs load_document as libxslt's loader; once a process. */
void load_install(void);

/* Reads the stylesheet or document at `uri` for `reporter` (with its trace and roots), sharing
 * names with `dict`. NULL: reported. */
xmlDoc *load_document(Reporter *reporter, const char *uri, xmlDict *dict, bool stylesheet);

/* Preferences that forbid writing and the network; the caller frees them. */
xsltSecurityPrefs *load_security(void);

#endif
