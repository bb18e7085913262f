/* Fingerprint: what a dataset says as of a cycle, as checksums that tell which part has changed. */
#ifndef PEERPRESS_PROJECT_FINGERPRINT_H
#define PEERPRESS_PROJECT_FINGERPRINT_H

#include <json-glib/json-glib.h>
#include <libxml/tree.h>

/* An object with a member for each part of the tree: "people", "cycle spring-2024", "engagement
 * peer-challenge". Comments, processing instructions, white space between elements and what was
 * derived do not count. The tree was cut down to its cycle. The caller unrefs it. */
JsonObject *fingerprint(const xmlDoc *doc);

/* The parts in which two differ, in words for people: “people and cycle spring-2024”; NULL: they are
 * equal. The caller frees it. */
char *fingerprint_difference(JsonObject *before, JsonObject *after);

#endif
