#include "project/watch.h"
#include "project/naming.h"

#include <errno.h>
#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { SETTLE = 120, LONGEST = 2000 /* milliseconds */, DEEPEST = 16 };

struct Watch {
  int events, signals;
  sigset_t before;
  GHashTable *folders;                /* number of a watch -> path */
  GHashTable *files, *trees, *except; /* sets of absolute paths */
  GPtrArray *patterns;                /* absolute */
};

Watch *watch_new(Diagnostics *diagnostics) {
  const int events = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (events < 0) {
    diag_watch_failed(diagnostics, PLACE_NONE, g_strerror(errno));
    return NULL;
  }
  Watch *watch = g_new0(Watch, 1);
  sigset_t held;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  sigaddset(&held, SIGTERM);
  sigaddset(&held, SIGHUP);
  sigprocmask(SIG_BLOCK, &held, &watch->before);
  watch->events = events;
  watch->signals = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
  watch->folders = g_hash_table_new_full(NULL, NULL, NULL, g_free);
  watch->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  watch->trees = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  watch->except = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  watch->patterns = g_ptr_array_new_with_free_func(g_free);
  return watch;
}

void watch_free(Watch *watch) {
  close(watch->events);
  close(watch->signals);
  sigprocmask(SIG_SETMASK, &watch->before, NULL);
  g_hash_table_unref(watch->folders);
  g_hash_table_unref(watch->files);
  g_hash_table_unref(watch->trees);
  g_hash_table_unref(watch->except);
  g_ptr_array_unref(watch->patterns);
  g_free(watch);
}

void watch_forget(Watch *watch) {
  g_hash_table_remove_all(watch->files);
  g_hash_table_remove_all(watch->trees);
  g_hash_table_remove_all(watch->except);
  g_ptr_array_set_size(watch->patterns, 0);
}

/* Watches the folder, or the nearest one above it that exists; absolute. */
static bool add_folder(Watch *watch, const char *folder, Diagnostics *diagnostics) {
  const uint32_t mask = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE |
                        IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
  char *path = g_strdup(folder);
  int number = -1;
  while ((number = inotify_add_watch(watch->events, path, mask)) < 0 &&
         (errno == ENOENT || errno == ENOTDIR) && strcmp(path, "/") != 0) {
    char *above = g_path_get_dirname(path);
    g_free(path);
    path = above;
  }
  if (number < 0 && diagnostics)
    diag_watch_failed(diagnostics, (Place){.file = diag_intern(diagnostics, path)},
                      g_strerror(errno));
  if (number < 0) {
    g_free(path);
    return false;
  }
  g_hash_table_insert(watch->folders, GINT_TO_POINTER(number), path);
  return true;
}

bool watch_file(Watch *watch, const char *path, Diagnostics *diagnostics) {
  char *absolute = g_canonicalize_filename(path, NULL);
  char *folder = g_path_get_dirname(absolute);
  const bool watched = add_folder(watch, folder, diagnostics);
  g_hash_table_add(watch->files, absolute);
  g_free(folder);
  return watched;
}

bool watch_pattern(Watch *watch, const char *pattern, Diagnostics *diagnostics) {
  char *absolute = g_canonicalize_filename(pattern, NULL);
  /* Up to the first folder whose name is a pattern itself. */
  char *fixed = g_strndup(absolute, strcspn(absolute, "*?["));
  char *slash = strrchr(fixed, '/');
  *(slash > fixed ? slash : slash + 1) = '\0';
  const bool watched = add_folder(watch, fixed, diagnostics);
  g_free(fixed);
  g_ptr_array_add(watch->patterns, absolute);
  return watched;
}

static bool add_tree(Watch *watch, const char *folder, int depth, Diagnostics *diagnostics) {
  bool watched = add_folder(watch, folder, diagnostics);
  GDir *dir = depth < DEEPEST ? g_dir_open(folder, 0, NULL) : NULL;
  for (const char *name; dir && watched && (name = g_dir_read_name(dir));) {
    char *path = g_build_filename(folder, name, NULL);
    if (*name != '.' && g_file_test(path, G_FILE_TEST_IS_DIR) &&
        !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
      watched = add_tree(watch, path, depth + 1, diagnostics);
    g_free(path);
  }
  if (dir)
    g_dir_close(dir);
  return watched;
}

bool watch_tree(Watch *watch, const char *folder, Diagnostics *diagnostics) {
  char *absolute = g_canonicalize_filename(folder, NULL);
  if (!g_hash_table_add(watch->trees, absolute))
    return true;
  return add_tree(watch, absolute, 0, diagnostics);
}

void watch_except(Watch *watch, const char *path) {
  g_hash_table_add(watch->except, g_canonicalize_filename(path, NULL));
}

/* ---- Waiting ------------------------------------------------------------------------------------ */

static bool is_below(const char *path, const char *folder) {
  const size_t length = strlen(folder);
  return strncmp(path, folder, length) == 0 && path[length] == '/';
}

/* What editors keep beside a file. */
static bool is_scratch(const char *path) {
  const char *name = strrchr(path, '/') + 1;
  return *name == '.' || *name == '#' || g_str_has_suffix(name, "~") ||
         g_str_has_suffix(name, ".tmp") || g_str_has_suffix(name, ".swp");
}

static bool any(GHashTable *paths, bool (*test)(const char *path, const char *of),
                const char *path) {
  GHashTableIter iter;
  gpointer one = NULL;
  g_hash_table_iter_init(&iter, paths);
  while (g_hash_table_iter_next(&iter, &one, NULL)) {
    if (test(path, one))
      return true;
  }
  return false;
}

static bool is_above(const char *folder, const char *path) {
  return is_below(path, folder);
}

/* Is it of the pattern, or a folder in which such files can be? */
static bool leads_to(const char *pattern, const char *path) {
  const char *part = pattern; /* the one that is as deep as the last of the path */
  for (const char *p = strchr(path, '/'); p; p = strchr(p + 1, '/')) {
    part = strchr(part, '/');
    if (!part++)
      return false;
  }
  char *start = g_strndup(pattern, (gsize)(part - pattern) + strcspn(part, "/"));
  const bool leads = fnmatch(start, path, FNM_PATHNAME) == 0;
  g_free(start);
  return leads;
}

static bool matters(const Watch *watch, const char *path) {
  if (g_hash_table_contains(watch->files, path) || g_hash_table_contains(watch->trees, path))
    return true;
  if (is_scratch(path) || g_hash_table_contains(watch->except, path))
    return false;
  for (guint i = 0; i < watch->patterns->len; i++) {
    if (leads_to(g_ptr_array_index(watch->patterns, i), path))
      return true;
  }
  return any(watch->trees, is_below, path) || any(watch->files, is_above, path) ||
         any(watch->trees, is_above, path);
}

/* Takes in what has happened: names that matter. An overflow of the queue may be anything. */
static void take_events(Watch *watch, GHashTable *changed) {
  union {
    struct inotify_event event;
    char bytes[1 << 14];
  } buffer;
  ssize_t got = 0;
  while ((got = read(watch->events, buffer.bytes, sizeof buffer.bytes)) > 0) {
    for (char *p = buffer.bytes; p < buffer.bytes + got;) {
      const struct inotify_event *event = (const struct inotify_event *)(const void *)p;
      p += sizeof *event + event->len;
      const char *folder = g_hash_table_lookup(watch->folders, GINT_TO_POINTER(event->wd));
      if (event->mask & IN_Q_OVERFLOW) {
        g_hash_table_add(changed, g_strdup("much"));
      } else if (folder && event->len > 0) {
        char *path = g_build_filename(folder, event->name, NULL);
        /* A file that is created is not written yet: its closing comes, too. */
        const bool folder_made =
            (event->mask & IN_ISDIR) && (event->mask & (IN_CREATE | IN_MOVED_TO));
        const bool file_begun = (event->mask & IN_CREATE) && !(event->mask & IN_ISDIR);
        if (file_begun || !matters(watch, path)) {
          g_free(path);
        } else {
          if (folder_made)
            add_folder(watch, path, NULL);
          g_hash_table_add(changed, path);
        }
      }
    }
  }
}

static int compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *names_of(GHashTable *changed) {
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  GHashTableIter iter;
  gpointer path = NULL;
  char *here = g_get_current_dir();
  g_hash_table_iter_init(&iter, changed);
  while (g_hash_table_iter_next(&iter, &path, NULL))
    g_ptr_array_add(names, is_below(path, here) ? relative_path(here, path) : g_strdup(path));
  g_free(here);
  g_ptr_array_sort(names, compare_names);
  return names;
}

GPtrArray *watch_wait(Watch *watch) {
  GHashTable *changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  gint64 first = 0;
  bool ended = false;
  for (bool settled = false; !settled && !ended;) {
    struct pollfd polled[] = {{.fd = watch->events, .events = POLLIN},
                              {.fd = watch->signals, .events = POLLIN}};
    const bool any_yet = g_hash_table_size(changed) > 0;
    const int ready = poll(polled, G_N_ELEMENTS(polled), any_yet ? SETTLE : -1);
    ended = ready > 0 && polled[1].revents;
    if (ready > 0)
      take_events(watch, changed);
    const gint64 now = g_get_monotonic_time();
    if (!any_yet)
      first = now;
    settled = any_yet && (ready == 0 || now - first > LONGEST * G_TIME_SPAN_MILLISECOND);
  }
  GPtrArray *names = ended ? NULL : names_of(changed);
  g_hash_table_unref(changed);
  return names;
}
