/* Beside: how a new file takes the place of an old one so that at each moment one of both is there,
 * whole.
 *
 * The new file gets a name beside the target, “.NAME.peerpress”, and is renamed. Whoever has such a
 * name at work holds a lock (flock) on the file: one that nobody holds is what a process has left that
 * was killed, and the next to publish there takes it away. */
#ifndef PEERPRESS_BASE_BESIDE_H
#define PEERPRESS_BASE_BESIDE_H

#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/* Opens a file without a name for reading and writing: in the folder of `target` if that can be done
 * there, then beside_name can name it (`*linkable`); else, or if target is NULL, where temporary files
 * are. The descriptor, or -1 with errno. */
int beside_open(const char *target, bool *linkable);

/* Can beside_open make one in that folder? */
bool beside_can_be_nameless(const char *folder);

/* Gives the file behind `fd` a name beside the target: one of beside_open's if `linkable`, else a copy
 * of it with the mode (0: the usual one), synced. Returns the name, which the caller frees; NULL with
 * errno. Signals are to be held. */
char *beside_name(int fd, const char *target, bool linkable, mode_t mode);

/* How beside_put has done it, to be undone or not. */
typedef struct {
  bool swapped; /* the old file has the name beside the target */
  bool created; /* there was no old file */
} BesidePut;

/* Puts the file at `name` in the place of the target; with `undoable` the old file stays for
 * beside_undo, where the file system can do that. False with errno: nothing has changed. */
bool beside_put(const char *name, const char *target, bool undoable, BesidePut *put);
/* The old file back in its place, or none; where neither is known, the new one stays. */
void beside_undo(const char *name, const char *target, const BesidePut *put);
/* Nothing will be undone: the old file goes. */
void beside_keep(const char *name, const BesidePut *put);

/* Syncs the folder of `path`, so that its new names last. False with errno. */
bool beside_sync_folder(const char *path);

/* Copies the file behind `from`, from its beginning, to where `to` stands. False with errno. */
bool beside_copy(int from, int to);

/* While a name is beside the target nothing may end us: signals wait until they are released. Tells
 * whether one waits that would have come otherwise. */
void beside_hold_signals(sigset_t *before);
bool beside_signal_waits(const sigset_t *before);
void beside_release_signals(const sigset_t *before);

#endif
