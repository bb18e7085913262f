/* Naming: patterns of names of outputs, and addresses between files. */
#ifndef PEERPRESS_PROJECT_NAMING_H
#define PEERPRESS_PROJECT_NAMING_H

#include "base/diag.h"

/* What stands for each {name} in a pattern. */
typedef struct {
  const char *name, *value;
} NamingValue;

/* Whether the pattern can be used with these names: each {name} is one of them, and the path stays
 * within its folder. False: reported at `place`. */
bool naming_check(const char *pattern, const NamingValue *values, size_t count, Place place,
                  Diagnostics *diagnostics);

/* The pattern with its values; what a file's name cannot hold (a slash, controls) becomes a hyphen.
 * The pattern was checked. The caller frees it. */
char *naming_fill(const char *pattern, const NamingValue *values, size_t count);

/* The same in any text: values as they are, and braces around other words stay. The caller frees it. */
char *naming_fill_text(const char *text, const NamingValue *values, size_t count);

/* The way from `folder` to `path`, both absolute or both relative to the current folder:
 * "../dataset.xml". The caller frees it. */
char *relative_path(const char *folder, const char *path);

/* The same as a relative reference of a URI, for a link in the file `from` to the file `to`. */
char *relative_reference(const char *from, const char *to);

#endif
