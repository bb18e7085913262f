/* cairo names the groups and pictures of an SVG by a count of all surfaces of the process, so the
 * same page would differ from one run to the next. */
#include "paint/internal.h"

#include <string.h>

/* The length of such an id at `text`, or 0. Ids stand in quotes, references behind "#". */
static size_t numbered_id(const char *text, size_t left) {
  static const char *const PREFIXES[] = {"surface", "image", "source-"};
  for (size_t i = 0; i < G_N_ELEMENTS(PREFIXES); i++) {
    size_t prefix = strlen(PREFIXES[i]), length = prefix;
    if (left < prefix || memcmp(text, PREFIXES[i], prefix) != 0)
      continue;
    while (length < left && g_ascii_isdigit(text[length]))
      length++;
    if (length > prefix && length < left && (text[length] == '"' || text[length] == ')'))
      return length;
  }
  return 0;
}

void svg_page_renumber(GByteArray *bytes) {
  const char *text = (const char *)bytes->data;
  GHashTable *numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GByteArray *out = g_byte_array_sized_new(bytes->len);
  size_t at = 0, copied = 0;
  while (at < bytes->len) {
    char before = text[at++];
    size_t length = before == '"' || before == '#' ? numbered_id(text + at, bytes->len - at) : 0;
    if (!length)
      continue;
    char *id = g_strndup(text + at, length);
    if (!g_hash_table_contains(numbers, id))
      g_hash_table_insert(numbers, g_strdup(id), GUINT_TO_POINTER(g_hash_table_size(numbers) + 1));
    char *name = g_strdup_printf("part%u", GPOINTER_TO_UINT(g_hash_table_lookup(numbers, id)));
    g_byte_array_append(out, bytes->data + copied, (guint)(at - copied));
    g_byte_array_append(out, (const guint8 *)name, (guint)strlen(name));
    at += length;
    copied = at;
    g_free(name);
    g_free(id);
  }
  g_byte_array_append(out, bytes->data + copied, (guint)(bytes->len - copied));
  g_hash_table_unref(numbers);
  g_byte_array_set_size(bytes, 0);
  g_byte_array_append(bytes, out->data, out->len);
  g_byte_array_unref(out);
}
