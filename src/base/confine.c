#define _GNU_SOURCE /* O_PATH */
#include "base/confine.h"
#include "base/sanitized.h"

#include <errno.h>
#include <string.h>

#if defined(__linux__) && !defined(SANITIZED)
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- Files: Landlock -------------------------------------------------------------------------------- */

/* Rights that headers of an older kernel do not name. */
#define FS_REFER (UINT64_C(1) << 13)    /* ABI 2 */
#define FS_TRUNCATE (UINT64_C(1) << 14) /* ABI 3 */

#define FS_READ ((uint64_t)LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_WRITE                                                                                   \
  (FS_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |                         \
   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |  \
   FS_REFER | FS_TRUNCATE)
#define FS_OF_FILES                                                                                \
  ((uint64_t)LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE)
/* All thirteen of the first version. */
#define FS_FIRST ((UINT64_C(1) << 13) - 1)

static int landlock_version(void) {
  const long version =
      syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version > 0 ? (int)version : 0;
}

static uint64_t handled_by(int version) {
  return FS_FIRST | (version >= 2 ? FS_REFER : 0) | (version >= 3 ? FS_TRUNCATE : 0);
}

static bool allow(int ruleset, uint64_t handled, const char *path, uint64_t rights) {
  const int fd = open(path, O_PATH | O_CLOEXEC);
  struct stat status;
  if (fd < 0)
    return true;
  rights &= handled;
  if (fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode))
    rights &= FS_OF_FILES;
  const struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = fd};
  const long added = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  const int reason = errno;
  close(fd);
  errno = reason;
  return added == 0 || reason == EBADFD; /* a pipe, which no rule keeps from anybody */
}

static bool allow_all(int ruleset, uint64_t handled, const char *const *paths, uint64_t rights) {
  bool added = true;
  for (; paths && *paths && added; paths++)
    added = allow(ruleset, handled, *paths, rights);
  return added;
}

bool confine_files(const char *const *readable, const char *const *writable,
                   Diagnostics *diagnostics) {
  static const char *const system[] = {
      "/usr",           "/lib",         "/lib64", "/etc/fonts", "/etc/ld.so.cache",
      "/etc/localtime", "/dev/urandom", NULL};
  static const char *const devices[] = {"/dev/null", NULL};
  const int version = landlock_version();
  if (version == 0)
    return true;
  const uint64_t handled = handled_by(version);
  const struct landlock_ruleset_attr attributes = {.handled_access_fs = handled};
  const int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes,
                                   sizeof attributes.handled_access_fs, 0);
  bool confined = ruleset >= 0 && allow_all(ruleset, handled, system, FS_READ) &&
                  allow_all(ruleset, handled, devices, FS_WRITE) &&
                  allow_all(ruleset, handled, readable, FS_READ) &&
                  allow_all(ruleset, handled, writable, FS_WRITE) &&
                  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                  syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  if (!confined)
    diag_confine_failed(diagnostics, PLACE_NONE, "Landlock", g_strerror(errno));
  if (ruleset >= 0)
    close(ruleset);
  return confined;
}

/* ---- Calls: seccomp --------------------------------------------------------------------------------- */

/* What a formatter never does. A list of what it may do would be shorter to judge, but differs from one C
 * library and one architecture to the next, and a report that fails for it helps nobody. */
static const char *const forbidden[] = {
    /* the network, and other programs' services */
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg",
    "sendmmsg",
    /* programs */
    "execve", "execveat",
    /* other processes */
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "tkill",
    "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_getfd", "pidfd_send_signal",
    /* parts of the kernel in which faults were often found */
    "io_uring_setup", "io_uring_enter", "io_uring_register", "bpf", "perf_event_open",
    "userfaultfd", "keyctl", "add_key", "request_key", "modify_ldt", "personality",
    "open_by_handle_at", "name_to_handle_at",
    /* the system */
    "mount", "umount2", "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick",
    "mount_setattr", "pivot_root", "chroot", "unshare", "setns", "swapon", "swapoff", "reboot",
    "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "iopl",
    "ioperm", "quotactl", "acct", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex",
    "sethostname", "setdomainname", "mknod", "mknodat",
    /* who it is */
    "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid",
    "setfsgid", "capset"};

static int forbid(scmp_filter_ctx filter, const char *name, int reason) {
  const int call = seccomp_syscall_resolve_name(name);
  return call == __NR_SCMP_ERROR
             ? 0 /* this library does not know it yet */
             : seccomp_rule_add(filter, SCMP_ACT_ERRNO((uint16_t)reason), call, 0);
}

/* Threads are clones, too: told from processes by a flag, which clone3 has where no filter can look; the C
 * library does without clone3. */
static int forbid_processes(scmp_filter_ctx filter) {
  int result = forbid(filter, "kill", EPERM);
  if (result == 0)
    result = forbid(filter, "fork", EPERM);
  if (result == 0)
    result = forbid(filter, "vfork", EPERM);
  if (result == 0)
    result = forbid(filter, "clone3", ENOSYS);
  if (result == 0)
    result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                              SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  return result;
}

static scmp_filter_ctx make_filter(bool processes, int *result) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  *result = filter ? 0 : -ENOMEM;
  for (size_t i = 0; i < G_N_ELEMENTS(forbidden) && *result == 0; i++)
    *result = forbid(filter, forbidden[i], EPERM);
  if (*result == 0 && !processes)
    *result = forbid_processes(filter);
  return filter;
}

static bool has_seccomp(void) {
  return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

bool confine_calls(bool processes, Diagnostics *diagnostics) {
  if (!has_seccomp())
    return true;
  int result = 0;
  scmp_filter_ctx filter = make_filter(processes, &result);
  /* Threads that libraries have begun are confined as well. */
  if (result == 0)
    result = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
  if (result == 0)
    result = seccomp_load(filter);
  if (filter)
    seccomp_release(filter);
  if (result != 0)
    diag_confine_failed(diagnostics, PLACE_NONE, "seccomp", g_strerror(-result));
  return result == 0;
}

char *confine_status(void) {
  const int version = landlock_version();
  GString *status = g_string_new(NULL);
  if (version > 0)
    g_string_append_printf(status, "Landlock (ABI %d)", version);
  if (has_seccomp())
    g_string_append_printf(status, "%sseccomp", version > 0 ? " and " : "");
  if (status->len == 0)
    g_string_append(status, "none: this kernel has neither Landlock nor seccomp");
  return g_string_free(status, FALSE);
}

#else

bool confine_files(const char *const *readable, const char *const *writable,
                   Diagnostics *diagnostics) {
  (void)readable, (void)writable, (void)diagnostics;
  return true;
}

bool confine_calls(bool processes, Diagnostics *diagnostics) {
  (void)processes, (void)diagnostics;
  return true;
}

char *confine_status(void) {
#ifdef SANITIZED
  return g_strdup("none: built with AddressSanitizer");
#else
  return g_strdup("none: this system has neither Landlock nor seccomp");
#endif
}

#endif
