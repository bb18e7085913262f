/* Rules: what a document must keep beyond its grammar, said in Schematron (or in an XSLT stylesheet that
 * makes the same findings) and not in C, so that a council can add its own: docs/rules.md. */
#ifndef PEERPRESS_TRANSFORM_RULES_H
#define PEERPRESS_TRANSFORM_RULES_H

#include "transform/transform.h"

/* Applies the rules at `rules`, a file's name or a resource:/// address, to `source`. Each finding is
 * reported at the node that it is about, with the rule's id, severity, message and hint. False if
 * there was an error, or if the rules cannot be used: reported. `inputs`
 * receives the files that were read; or NULL. So may `limits` be: the usual ones. */
bool rules_apply(Transformer *transformer, const char *rules, xmlDoc *source,
                 Diagnostics *diagnostics, Inputs *inputs, const Limits *limits);

#endif
