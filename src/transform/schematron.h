/* Schematron: rules about documents (ISO/IEC 19757-3), turned into the XSLT stylesheet that applies
 * them.
 *
 * Understood are schema, title, p, ns, let, pattern, rule, assert, report, value-of, name, emph, dir,
 * span, diagnostics and diagnostic, with XPath 1.0 and EXSLT as the query language, and xsl:key for
 * looking things up. Abstract patterns and rules, includes and phases are reported as unknown. */
#ifndef PEERPRESS_TRANSFORM_SCHEMATRON_H
#define PEERPRESS_TRANSFORM_SCHEMATRON_H

#include "base/diag.h"

#include <libxml/tree.h>

#define SCHEMATRON_NAMESPACE "http://purl.oclc.org/dsdl/schematron"

/* What the stylesheet makes: <findings> with a <finding id="…" role="error|warning|info"> for each
 * assertion that failed and each report that applies; its text, and the text of its diagnostics in
 * <hint>. */
#define RULES_NAMESPACE "urn:peerpress:rules:1"

bool schematron_is(const xmlDoc *doc);

/* The stylesheet, whose nodes have the places of what they were made from; the caller frees it. NULL:
 * what is wrong was reported. */
xmlDoc *schematron_compile(const xmlDoc *schema, Diagnostics *diagnostics);

#endif
