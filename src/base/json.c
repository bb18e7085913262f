#include "base/json.h"

#include <string.h>

enum { DEEPEST = 16 };

static JsonNode *member(JsonObject *object, const char *name) {
  return object ? json_object_get_member(object, name) : NULL;
}

const char *json_string(JsonObject *object, const char *name) {
  JsonNode *node = member(object, name);
  const bool is =
      node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
  return is ? json_node_get_string(node) : NULL;
}

JsonObject *json_object(JsonObject *object, const char *name) {
  JsonNode *node = member(object, name);
  return node && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

JsonArray *json_array(JsonObject *object, const char *name) {
  JsonNode *node = member(object, name);
  return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

bool json_true(JsonObject *object, const char *name) {
  JsonNode *node = member(object, name);
  return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean(node);
}

/* json-glib recurses for each bracket. */
static bool shallow(const char *text, gsize length) {
  int depth = 0;
  bool quoted = false;
  for (gsize i = 0; i < length; i++) {
    if (quoted && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && (text[i] == '{' || text[i] == '['))
      depth++;
    else if (!quoted && (text[i] == '}' || text[i] == ']'))
      depth--;
    if (depth > DEEPEST)
      return false;
  }
  return true;
}

JsonObject *json_parse(const char *text, gsize length) {
  if (length > G_MAXINT || !g_utf8_validate(text, (gssize)length, NULL) || !shallow(text, length))
    return NULL;
  JsonParser *parser = json_parser_new_immutable();
  JsonObject *object = NULL;
  if (json_parser_load_from_data(parser, text, (gssize)length, NULL)) {
    JsonNode *root = json_parser_get_root(parser);
    if (root && JSON_NODE_HOLDS_OBJECT(root))
      object = json_node_dup_object(root);
  }
  g_object_unref(parser);
  return object;
}

char *json_text(JsonObject *object, bool pretty) {
  JsonNode *node = json_node_alloc();
  json_node_init_object(node, object);
  char *text = json_to_string(node, pretty);
  json_node_unref(node);
  if (strchr(text, 0x1f)) { /* the one control character that json-glib 1.6 leaves bare */
    char **parts = g_strsplit(text, "\x1f", -1);
    g_free(text);
    text = g_strjoinv("\\u001f", parts);
    g_strfreev(parts);
  }
  return text;
}

void json_write(FILE *stream, JsonObject *object, bool pretty) {
  char *text = json_text(object, pretty);
  fputs(text, stream);
  fputc('\n', stream);
  g_free(text);
  json_object_unref(object);
}

JsonObject *json_add_object(JsonObject *object, const char *name) {
  JsonObject *added = json_object_new();
  json_object_set_object_member(object, name, added);
  return added;
}

JsonArray *json_add_array(JsonObject *object, const char *name) {
  JsonArray *added = json_array_new();
  json_object_set_array_member(object, name, added);
  return added;
}

void json_add_text(JsonObject *object, const char *name, const char *value) {
  char *valid = value ? g_utf8_make_valid(value, -1) : NULL;
  if (valid)
    json_object_set_string_member(object, name, valid);
  else
    json_object_set_null_member(object, name);
  g_free(valid);
}

JsonObject *json_append_object(JsonArray *array) {
  JsonObject *added = json_object_new();
  json_array_add_object_element(array, added);
  return added;
}
