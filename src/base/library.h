/* Libraries that are loaded when they are first needed, as most documents do without them and loading takes
 * milliseconds. */
#ifndef PEERPRESS_BASE_LIBRARY_H
#define PEERPRESS_BASE_LIBRARY_H

#include <glib.h>
#include <stdbool.h>

/* Loads the first library of `names` that is there, and puts the functions of `symbols` into `functions`, in that order;
 * both lists end with NULL. It stays loaded: such libraries are made to be linked, and are not unloaded cleanly. False if
 * it, or one of its functions, is not there. */
bool library_load(const char *const *names, const char *const *symbols, gpointer *functions);

/* For a list of functions FUNCTIONS(F), which is F(name) for each: struct {FUNCTIONS(LIBRARY_MEMBER)} holds them, and
 * {FUNCTIONS(LIBRARY_SYMBOL) NULL} are their symbols. */
#define LIBRARY_MEMBER(name) __typeof__(name) *name;
#define LIBRARY_SYMBOL(name) #name,

#endif
