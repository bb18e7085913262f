/* Commands: what a user may ask for. One file for each; main finds it by name in the table. */
#ifndef PEERPRESS_COMMAND_COMMAND_H
#define PEERPRESS_COMMAND_COMMAND_H

#include <stddef.h>

/* What the program tells the shell; the man page lists them. */
typedef enum {
  EXIT_DONE = 0,
  EXIT_INPUT = 1,     /* the input, or a stylesheet, has errors */
  EXIT_USAGE = 2,     /* the command line cannot be understood */
  EXIT_SYSTEM = 3,    /* a file could not be read or written */
  EXIT_UNCLAIMED = 4, /* published, but the PDF could not claim PDF/UA-1 and PDF/A */
} ExitCode;

typedef struct {
  const char *name;
  const char *summary; /* one line for the list of commands */
  /* argv[0] is the command's name; both may be changed. */
  ExitCode (*run)(int argc, char **argv);
} Command;

/* All commands; `count` receives how many. */
const Command *commands(size_t *count);

/* The command of that name, or NULL. */
const Command *command_lookup(const char *name);

ExitCode command_build(int argc, char **argv);
ExitCode command_check(int argc, char **argv);
ExitCode command_cycle(int argc, char **argv);
ExitCode command_diff(int argc, char **argv);
ExitCode command_inspect(int argc, char **argv);
ExitCode command_render(int argc, char **argv);
ExitCode command_verify(int argc, char **argv);
ExitCode command_watch(int argc, char **argv);
ExitCode command_help(int argc, char **argv);

/* Runs what a whole command line asks for; argv[0] is the program's name. */
ExitCode command_main(int argc, char **argv);

#endif
