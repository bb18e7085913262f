/* JSON: json-glib, with what a program needs that reads what others wrote. All JSON of the program is
 * written through here. */
#ifndef PEERPRESS_BASE_JSON_H
#define PEERPRESS_BASE_JSON_H

#include <json-glib/json-glib.h>
#include <stdbool.h>
#include <stdio.h>

/* Members of objects that another program may have written: of the wrong type is not there. Strings
 * and objects are borrowed, NULL if not there. */
const char *json_string(JsonObject *object, const char *name);
JsonObject *json_object(JsonObject *object, const char *name);
JsonArray *json_array(JsonObject *object, const char *name);
bool json_true(JsonObject *object, const char *name);

/* Parses JSON that may be hostile: NULL if it is no object or nested deep. The caller unrefs it. */
JsonObject *json_parse(const char *text, gsize length);

/* The text of an object, its members in the order in which they were set; on one line unless `pretty`.
 * The caller frees it. */
char *json_text(JsonObject *object, bool pretty);

/* Writes the text of an object and a line's end, and unrefs the object. */
void json_write(FILE *stream, JsonObject *object, bool pretty);

/* Adds a member with an object or a list, which is borrowed. */
JsonObject *json_add_object(JsonObject *object, const char *name);
JsonArray *json_add_array(JsonObject *object, const char *name);
/* Adds a member with a text, NULL being null; what is not UTF-8 in it becomes U+FFFD. */
void json_add_text(JsonObject *object, const char *name, const char *value);
/* Appends an object, borrowed. */
JsonObject *json_append_object(JsonArray *array);

#endif
