/* Names of editions, as options, project files and the endings of files have them. */
#ifndef PEERPRESS_PROJECT_EDITION_H
#define PEERPRESS_PROJECT_EDITION_H

#include "press.h"

/* "pdf, html, text, …" */
#define EDITION_NAMES "pdf, html, text, csv, xhtml, fo, png, svg, areas, dataset"

/* The edition that the name or, without one, the ending of the output stands for; false if there is
 * none. */
bool edition_from_name(const char *name, Edition *edition);
bool edition_from_output(const char *output, Edition *edition);

/* The ending of its files, without the full stop, and the name nearest to a wrong one (or NULL). */
const char *edition_ending(Edition edition);
const char *edition_meant(const char *name);

#endif
