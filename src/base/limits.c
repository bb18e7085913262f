#include "base/limits.h"
#include "base/diag.h"

#include <string.h>

typedef struct {
  const char *option, *unit;
  int64_t least, most;
  size_t offset;
} Limit;

static const Limit table[] = {
#define LIMIT(name, option, unit, usual, least, most, description)                                 \
  {option, unit, least, most, offsetof(Limits, name)},
#include "base/limits.def"
#undef LIMIT
};

const Limits limits_usual = {
#define LIMIT(name, option, unit, usual, least, most, description) .name = usual,
#include "base/limits.def"
#undef LIMIT
};

static const Limit *find(const char *name) {
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    if (strcmp(table[i].option, name) == 0)
      return &table[i];
  }
  return NULL;
}

static char *unknown(const char *name) {
  const char *names[G_N_ELEMENTS(table)];
  GString *reason = g_string_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
    names[i] = table[i].option;
  const char *meant = diag_did_you_mean(name, names, G_N_ELEMENTS(names));
  g_string_append_printf(reason, "there is no limit “%s”; ", name);
  if (meant)
    g_string_append_printf(reason, "did you mean “%s”?", meant);
  else
    g_string_append(reason, "there are ");
  for (size_t i = 0; !meant && i < G_N_ELEMENTS(names); i++)
    g_string_append_printf(reason, "%s%s", i > 0 ? ", " : "", names[i]);
  return g_string_free(reason, FALSE);
}

char *limits_set(Limits *limits, const char *text) {
  const char *equals = strchr(text, '=');
  if (!equals || equals == text || !g_utf8_validate(text, -1, NULL))
    return g_strdup("it must be NAME=N");
  char *name = g_strndup(text, (gsize)(equals - text));
  const Limit *limit = find(name);
  char *reason = limit ? NULL : unknown(name);
  gint64 value = 0;
  if (limit && !g_ascii_string_to_signed(equals + 1, 10, limit->least, limit->most, &value, NULL))
    reason = g_strdup_printf("%s is a number of %s from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                             name, limit->unit, limit->least, limit->most);
  if (limit && !reason)
    *(int64_t *)(void *)((char *)limits + limit->offset) = value;
  g_free(name);
  return reason;
}

char *limits_list(void) {
  GString *list = g_string_new("Limits that --limit raises or lowers (docs/limits.md):\n");
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
    g_string_append_printf(
        list, "  %-16s%" G_GINT64_FORMAT " %s\n", table[i].option,
        *(const int64_t *)(const void *)((const char *)&limits_usual + table[i].offset),
        table[i].unit);
  return g_string_free(list, FALSE);
}
