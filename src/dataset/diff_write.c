/* A diff for readers: words for a terminal, Markdown, JSON. */
#include "base/json.h"
#include "dataset/diff.h"

#include <string.h>

static const char *const kind_titles[] = {
    [ITEM_RECOMMENDATION] = "Recommendations", [ITEM_ACTION] = "Actions"};

/* Lines of words, which text and Markdown share. */

static const char *or_none(DiffName name) {
  return name.words ? name.words : "none";
}

static void say_level(GString *line, const DiffChange *change) {
  static const char *const words[] = {[MOVED_UNKNOWN] = "level",
                                      [MOVED_FORWARD] = "forward",
                                      [MOVED_BACK] = "back",
                                      [MOVED_CHANGED] = "changed",
                                      [MOVED_SAME] = "level"};
  g_string_append_printf(line, "%s: %s → %s", words[change->movement], or_none(change->from),
                         or_none(change->to));
}

static void say_due(GString *line, const DiffChange *change) {
  if (!change->from.words)
    g_string_append_printf(line, "due %s", or_none(change->to));
  else
    g_string_append_printf(line, "due %s → %s%s", change->from.words, or_none(change->to),
                           change->days > 0   ? ", later"
                           : change->days < 0 ? ", earlier"
                                              : "");
}

static void say_standing(GString *line, const char *link, DiffName level) {
  if (level.words)
    g_string_append_printf(line, "%s at %s", link, level.words);
}

/* A change as one line, without an end. */
static void say(GString *line, const DiffChange *change) {
  const char *from = or_none(change->from), *to = or_none(change->to);
  switch (change->kind) {
  case DIFF_NEW:
    g_string_append(line, "new");
    say_standing(line, ",", change->to);
    break;
  case DIFF_REPLACED:
    g_string_append_printf(line, "replaced by %s", to);
    say_standing(line, "; it was", change->from);
    break;
  case DIFF_REMOVED:
    g_string_append(line, "removed from the file");
    say_standing(line, "; it was", change->from);
    break;
  case DIFF_REFERENCE: g_string_append_printf(line, "reference: %s → %s", from, to); break;
  case DIFF_TITLE: g_string_append_printf(line, "title: “%s” → “%s”", from, to); break;
  case DIFF_WORDING:
    g_string_append_printf(line, "the wording must never change, but did: “%s” → “%s”", from, to);
    break;
  case DIFF_RECORD:
    g_string_append_printf(line, "what “%s” said is frozen, but was %s", from, to);
    break;
  case DIFF_FIRST_DUE:
    g_string_append_printf(line, "the due date first set must never change, but did: %s → %s", from,
                           to);
    break;
  case DIFF_LEVEL: say_level(line, change); break;
  case DIFF_OUTCOME: g_string_append_printf(line, "outcome: %s → %s", from, to); break;
  case DIFF_CLOSED:
    g_string_append(line, "closed");
    if (change->to.words)
      g_string_append_printf(line, ", completed %s", to);
    break;
  case DIFF_REOPENED: g_string_append(line, "reopened"); break;
  case DIFF_DUE: say_due(line, change); break;
  case DIFF_OVERDUE: g_string_append_printf(line, "overdue: it was due %s", to); break;
  case DIFF_OFFICERS: g_string_append_printf(line, "lead officers: %s → %s", from, to); break;
  case DIFF_MEMBERS: g_string_append_printf(line, "lead members: %s → %s", from, to); break;
  case DIFF_KINDS: break;
  }
  if (change->note)
    g_string_append_printf(line, " (%s)", change->note);
}

static void say_side(GString *line, const DiffSide *side) {
  g_string_append_printf(line, "%s (%s)", side->title ? side->title : side->cycle, side->as_of);
}

static void say_change_of_number(GString *line, const char *what, const int *both) {
  if (both[0] == both[1])
    g_string_append_printf(line, "%s %d, as before", what, both[0]);
  else
    g_string_append_printf(line, "%s %d → %d", what, both[0], both[1]);
}

static void say_level_count(GString *line, const DiffLevel *level) {
  const int both[] = {level->from, level->to};
  say_change_of_number(line, level->level.words ? level->level.words : "no level", both);
}

static bool has_items(const DiffTotals *totals) {
  return totals->total[0] > 0 || totals->total[1] > 0;
}

static bool is_worth_a_line(const DiffLevel *level) {
  return level->level.id || level->from > 0 || level->to > 0;
}

/* Text. */

/* Without characters that a terminal would obey. */
static void put_text(FILE *stream, const char *text) {
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    const gunichar c = g_utf8_get_char(p);
    if (c != '\n' && g_unichar_iscntrl(c))
      fputs("\xef\xbf\xbd", stream);
    else
      fwrite(p, 1, (size_t)(g_utf8_next_char(p) - p), stream);
  }
}

/* Markdown's own signs lose their meaning. */
static void put_markdown(FILE *stream, const char *text) {
  for (const char *p = text; *p; p++) {
    if (strchr("\\`*_[]<>|#~&", *p))
      fputc('\\', stream);
    fputc(*p, stream);
  }
}

typedef struct {
  FILE *stream;
  bool markdown;
  GString *line; /* at work */
} Writer;

/* The line at work between two literal strings. */
static void put_line(Writer *w, const char *before, const char *after) {
  fputs(before, w->stream);
  (w->markdown ? put_markdown : put_text)(w->stream, w->line->str);
  fputs(after, w->stream);
  g_string_truncate(w->line, 0);
}

static void write_heading(Writer *w, const Diff *diff) {
  const bool files = g_strcmp0(diff->from.file, diff->to.file) != 0;
  if (files)
    g_string_append_printf(w->line, "%s: ", diff->from.file);
  say_side(w->line, &diff->from);
  g_string_append(w->line, " → ");
  if (files)
    g_string_append_printf(w->line, "%s: ", diff->to.file);
  say_side(w->line, &diff->to);
  put_line(w, w->markdown ? "# " : "", "\n");
}

static void write_totals_text(Writer *w, ItemKind kind, const DiffTotals *totals) {
  g_string_append_printf(w->line, "%s: ", kind_titles[kind]);
  say_change_of_number(w->line, "total", totals->total);
  say_change_of_number(w->line, "; closed", totals->closed);
  say_change_of_number(w->line, "; overdue", totals->overdue);
  put_line(w, "\n", "\n");
  for (int i = 0; i < totals->level_count; i++) {
    if (!is_worth_a_line(&totals->levels[i]))
      continue;
    say_level_count(w->line, &totals->levels[i]);
    put_line(w, "  ", "\n");
  }
}

static void write_row(Writer *w, const char *name, int from, int to) {
  g_string_append(w->line, name);
  put_line(w, "| ", "");
  fprintf(w->stream, " | %d | %d |\n", from, to);
}

static void write_totals_markdown(Writer *w, ItemKind kind, const DiffTotals *totals) {
  fprintf(w->stream, "\n| %s | before | after |\n|---|---:|---:|\n", kind_titles[kind]);
  for (int i = 0; i < totals->level_count; i++) {
    const DiffLevel *level = &totals->levels[i];
    if (is_worth_a_line(level))
      write_row(w, level->level.words ? level->level.words : "no level", level->from, level->to);
  }
  write_row(w, "total", totals->total[0], totals->total[1]);
  write_row(w, "closed", totals->closed[0], totals->closed[1]);
  write_row(w, "overdue", totals->overdue[0], totals->overdue[1]);
}

static void write_parts(Writer *w, const Diff *diff) {
  for (int i = 0; i < diff->part_count; i++) {
    const DiffPart *part = &diff->parts[i];
    g_string_append_printf(w->line, "%s %s: %s", part->added ? "new" : "removed", part->element,
                           part->title ? part->title : part->id);
    put_line(w, i == 0 ? (w->markdown ? "\n- " : "\n") : (w->markdown ? "- " : ""), "\n");
  }
}

static void write_item(Writer *w, const DiffItem *item) {
  g_string_append_printf(w->line, "%s  %s", item->reference, item->title ? item->title : item->id);
  put_line(w, w->markdown ? "\n## " : "\n", w->markdown ? "\n\n" : "\n");
  for (int i = 0; i < item->change_count; i++) {
    const bool grave = diff_is_grave(item->changes[i].kind);
    say(w->line, &item->changes[i]);
    if (w->markdown)
      put_line(w, grave ? "- **" : "- ", grave ? "**\n" : "\n");
    else
      put_line(w, grave ? "! " : "  ", "\n");
  }
}

static void write_words(const Diff *diff, bool markdown, FILE *stream) {
  Writer w = {stream, markdown, g_string_new(NULL)};
  write_heading(&w, diff);
  for (int kind = 0; kind < ITEM_KINDS; kind++) {
    if (has_items(&diff->totals[kind]))
      (markdown ? write_totals_markdown : write_totals_text)(&w, (ItemKind)kind,
                                                             &diff->totals[kind]);
  }
  write_parts(&w, diff);
  for (int i = 0; i < diff->item_count; i++)
    write_item(&w, &diff->items[i]);
  if (diff->item_count == 0)
    fputs("\nNo recommendation and no action has moved.\n", stream);
  g_string_free(w.line, TRUE);
}

/* JSON. */

static void add_side(JsonObject *root, const char *name, const DiffSide *side) {
  JsonObject *object = json_add_object(root, name);
  json_add_text(object, "file", side->file);
  json_add_text(object, "cycle", side->cycle);
  json_add_text(object, "title", side->title);
  json_add_text(object, "as-of", side->as_of);
}

/* Before and after. */
static void add_pair(JsonObject *object, const char *name, const int pair[2]) {
  JsonArray *array = json_add_array(object, name);
  json_array_add_int_element(array, pair[0]);
  json_array_add_int_element(array, pair[1]);
}

static void add_totals(JsonObject *root, const char *name, const DiffTotals *totals) {
  JsonObject *object = json_add_object(root, name);
  add_pair(object, "total", totals->total);
  add_pair(object, "closed", totals->closed);
  add_pair(object, "overdue", totals->overdue);
  JsonArray *levels = json_add_array(object, "levels");
  for (int i = 0; i < totals->level_count; i++) {
    const DiffLevel *level = &totals->levels[i];
    if (!is_worth_a_line(level))
      continue;
    JsonObject *line = json_append_object(levels);
    json_add_text(line, "id", level->level.id);
    json_add_text(line, "label", level->level.words);
    json_object_set_int_member(line, "from", level->from);
    json_object_set_int_member(line, "to", level->to);
  }
}

/* A thing with an id as an object, words alone as a string, nothing as null. */
static void add_name(JsonObject *object, const char *member, DiffName name) {
  if (!name.id) {
    json_add_text(object, member, name.words);
    return;
  }
  JsonObject *thing = json_add_object(object, member);
  json_add_text(thing, "id", name.id);
  json_add_text(thing, "label", name.words);
}

/* Leads: a list of ids, and their names in words. */
static void add_leads(JsonObject *object, const char *member, DiffName names) {
  JsonObject *leads = json_add_object(object, member);
  JsonArray *list = json_add_array(leads, "ids");
  char **ids = g_strsplit(names.id ? names.id : "", " ", -1);
  for (char **id = ids; *id; id++)
    json_array_add_string_element(list, *id);
  g_strfreev(ids);
  json_add_text(leads, "names", names.words);
}

static void add_change(JsonArray *changes, const DiffChange *change) {
  static const char *const names[DIFF_KINDS] = {
      [DIFF_NEW] = "new",           [DIFF_REPLACED] = "replaced",
      [DIFF_REMOVED] = "removed",   [DIFF_REFERENCE] = "reference",
      [DIFF_TITLE] = "title",       [DIFF_WORDING] = "wording",
      [DIFF_RECORD] = "record",     [DIFF_FIRST_DUE] = "first-due",
      [DIFF_LEVEL] = "level",       [DIFF_OUTCOME] = "outcome",
      [DIFF_CLOSED] = "closed",     [DIFF_REOPENED] = "reopened",
      [DIFF_DUE] = "due",           [DIFF_OVERDUE] = "overdue",
      [DIFF_OFFICERS] = "officers", [DIFF_MEMBERS] = "members"};
  static const char *const movements[] = {[MOVED_FORWARD] = "forward",
                                          [MOVED_BACK] = "back",
                                          [MOVED_CHANGED] = "changed",
                                          [MOVED_SAME] = "same"};
  const bool leads = change->kind == DIFF_OFFICERS || change->kind == DIFF_MEMBERS;
  JsonObject *object = json_append_object(changes);
  json_add_text(object, "change", names[change->kind]);
  (leads ? add_leads : add_name)(object, "from", change->from);
  (leads ? add_leads : add_name)(object, "to", change->to);
  if (change->kind == DIFF_LEVEL)
    json_add_text(object, "movement", movements[change->movement]);
  if (change->kind == DIFF_DUE && change->from.words)
    json_object_set_int_member(object, "days", change->days);
  if (diff_is_grave(change->kind))
    json_object_set_boolean_member(object, "grave", TRUE);
  if (change->note)
    json_add_text(object, "reason", change->note);
}

static void add_parts(JsonObject *root, const Diff *diff) {
  JsonArray *parts = json_add_array(root, "parts");
  for (int i = 0; i < diff->part_count; i++) {
    const DiffPart *part = &diff->parts[i];
    JsonObject *object = json_append_object(parts);
    json_add_text(object, "change", part->added ? "new" : "removed");
    json_add_text(object, "element", part->element);
    json_add_text(object, "id", part->id);
    json_add_text(object, "title", part->title);
  }
}

static void add_items(JsonObject *root, const Diff *diff) {
  JsonArray *items = json_add_array(root, "items");
  for (int i = 0; i < diff->item_count; i++) {
    const DiffItem *item = &diff->items[i];
    JsonObject *object = json_append_object(items);
    json_add_text(object, "id", item->id);
    json_add_text(object, "kind", item->kind == ITEM_ACTION ? "action" : "recommendation");
    json_add_text(object, "reference", item->reference);
    json_add_text(object, "title", item->title);
    JsonArray *changes = json_add_array(object, "changes");
    for (int k = 0; k < item->change_count; k++)
      add_change(changes, &item->changes[k]);
  }
}

static void write_json(const Diff *diff, FILE *stream) {
  JsonObject *root = json_object_new();
  add_side(root, "from", &diff->from);
  add_side(root, "to", &diff->to);
  JsonObject *totals = json_add_object(root, "totals");
  add_totals(totals, "recommendation", &diff->totals[ITEM_RECOMMENDATION]);
  add_totals(totals, "action", &diff->totals[ITEM_ACTION]);
  add_parts(root, diff);
  add_items(root, diff);
  json_write(stream, root, true);
}

void diff_write(const Diff *diff, DiffFormat format, FILE *stream) {
  if (format == DIFF_JSON)
    write_json(diff, stream);
  else
    write_words(diff, format == DIFF_MARKDOWN, stream);
}
