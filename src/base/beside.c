/* For O_TMPFILE and renameat2. */
#define _GNU_SOURCE

#include "base/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_SIZE = 1 << 16, NAME_ATTEMPTS = 20 };

/* ---- Without a name ----------------------------------------------------------------------------- */

static int open_nameless(const char *folder) {
  const int fd = (int)TEMP_FAILURE_RETRY(open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
  if (fd >= 0)
    flock(fd, LOCK_EX | LOCK_NB); /* a file system without locks has no stale names taken away */
  return fd;
}

static bool cannot_be_nameless(int reason) {
  return reason == EOPNOTSUPP || reason == EISDIR || reason == EINVAL;
}

/* Where temporary files are: in a file system that cannot do it, the name goes at once. */
static int open_elsewhere(void) {
  const char *folder = g_get_tmp_dir();
  int fd = open_nameless(folder);
  if (fd >= 0 || !cannot_be_nameless(errno))
    return fd;
  char *name = g_build_filename(folder, "peerpress-XXXXXX", NULL);
  fd = mkostemp(name, O_CLOEXEC);
  if (fd >= 0)
    unlink(name);
  g_free(name);
  return fd;
}

bool beside_can_be_nameless(const char *folder) {
  const int fd = open_nameless(folder);
  if (fd >= 0)
    close(fd);
  return fd >= 0;
}

int beside_open(const char *target, bool *linkable) {
  *linkable = false;
  if (!target)
    return open_elsewhere();
  char *folder = g_path_get_dirname(target);
  const int fd = open_nameless(folder);
  g_free(folder);
  *linkable = fd >= 0;
  return fd >= 0 || !cannot_be_nameless(errno) ? fd : open_elsewhere();
}

/* ---- Names -------------------------------------------------------------------------------------- */

static char *name_beside(const char *target, int attempt) {
  char *folder = g_path_get_dirname(target), *base = g_path_get_basename(target);
  char *hidden = attempt == 0 ? g_strdup_printf(".%.200s.peerpress", base)
                              : g_strdup_printf(".%.200s.peerpress%d", base, attempt);
  char *name = g_build_filename(folder, hidden, NULL);
  g_free(hidden);
  g_free(base);
  g_free(folder);
  return name;
}

static bool is_at(const char *name, int fd) {
  struct stat there, here;
  return lstat(name, &there) == 0 && fstat(fd, &here) == 0 && there.st_dev == here.st_dev &&
         there.st_ino == here.st_ino;
}

/* Takes away a file of ours under that name that nobody works at. */
static bool remove_stale(const char *name) {
  const int fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat status;
  const bool stale = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
                     status.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
                     is_at(name, fd);
  const bool removed = stale && unlink(name) == 0;
  if (fd >= 0)
    close(fd);
  return removed;
}

static bool link_nameless(int fd, const char *name) {
  char handle[32];
  g_snprintf(handle, sizeof handle, "/proc/self/fd/%d", fd);
  return linkat(AT_FDCWD, handle, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

bool beside_copy(int from, int to) {
  char buffer[COPY_SIZE];
  off_t at = 0;
  for (;;) {
    const ssize_t got = TEMP_FAILURE_RETRY(pread(from, buffer, sizeof buffer, at));
    if (got <= 0)
      return got == 0;
    for (ssize_t done = 0, put; done < got; done += put) {
      put = TEMP_FAILURE_RETRY(write(to, buffer + done, (size_t)(got - done)));
      if (put < 0)
        return false;
    }
    at += got;
  }
}

static bool copy_named(int from, const char *name, mode_t mode) {
  const int fd = (int)TEMP_FAILURE_RETRY(open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (fd < 0)
    return false;
  /* Between the two, another may have taken it for a stale one. */
  const bool lost = (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) || !is_at(name, fd);
  bool copied = !lost && (mode == 0 || fchmod(fd, mode) == 0) && beside_copy(from, fd) &&
                TEMP_FAILURE_RETRY(fsync(fd)) == 0;
  int reason = lost ? EEXIST : errno;
  if (close(fd) != 0 && copied) {
    reason = errno;
    copied = false;
  }
  if (!copied && reason != EEXIST)
    unlink(name);
  errno = reason;
  return copied;
}

/* The file behind `fd` under that name; a stale one there makes room. */
static bool take_name(int fd, const char *name, bool linkable, mode_t mode) {
  if (linkable ? link_nameless(fd, name) : copy_named(fd, name, mode))
    return true;
  const int reason = errno;
  if (reason == EEXIST && remove_stale(name))
    return linkable ? link_nameless(fd, name) : copy_named(fd, name, mode);
  errno = reason;
  return false;
}

char *beside_name(int fd, const char *target, bool linkable, mode_t mode) {
  int attempt = 0;
  while (attempt < NAME_ATTEMPTS) {
    char *name = name_beside(target, attempt);
    if (take_name(fd, name, linkable, mode))
      return name;
    const int reason = errno;
    g_free(name);
    errno = reason;
    if (reason == EEXIST)
      attempt++;
    else if (linkable)
      linkable = false; /* without /proc it can only be copied */
    else
      return NULL;
  }
  return NULL;
}

/* ---- Places ------------------------------------------------------------------------------------- */

bool beside_put(const char *name, const char *target, bool undoable, BesidePut *put) {
  *put = (BesidePut){false, false};
  if (undoable && renameat2(AT_FDCWD, name, AT_FDCWD, target, RENAME_EXCHANGE) == 0) {
    put->swapped = true;
    return true;
  }
  const bool is_new = undoable && errno == ENOENT;
  if (rename(name, target) != 0)
    return false;
  put->created = is_new;
  return true;
}

void beside_undo(const char *name, const char *target, const BesidePut *put) {
  if (put->swapped)
    rename(name, target);
  else if (put->created)
    unlink(target);
}

void beside_keep(const char *name, const BesidePut *put) {
  if (put->swapped)
    unlink(name);
}

bool beside_sync_folder(const char *path) {
  char *folder = g_path_get_dirname(path);
  const int fd = (int)TEMP_FAILURE_RETRY(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  g_free(folder);
  if (fd < 0)
    return errno == EACCES; /* a folder that one may write to, but not read */
  /* Some file systems have nothing to sync there, and say so. */
  const bool synced = TEMP_FAILURE_RETRY(fsync(fd)) == 0 || errno == EINVAL || errno == EOPNOTSUPP;
  const int reason = errno;
  close(fd);
  errno = reason;
  return synced;
}

/* ---- Signals ------------------------------------------------------------------------------------ */

void beside_hold_signals(sigset_t *before) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, before);
}

bool beside_signal_waits(const sigset_t *before) {
  static const int endings[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
  sigset_t waiting;
  if (sigpending(&waiting) != 0)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
    struct sigaction action;
    if (sigismember(&waiting, endings[i]) == 1 && sigismember(before, endings[i]) == 0 &&
        sigaction(endings[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
      return true;
  }
  return false;
}

void beside_release_signals(const sigset_t *before) {
  const int reason = errno;
  sigprocmask(SIG_SETMASK, before, NULL);
  errno = reason;
}
