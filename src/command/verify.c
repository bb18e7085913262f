#include "project/verify.h"
#include "base/xml.h"
#include "command/options.h"
#include "project/manifest.h"
#include "project/project.h"

#include <stdio.h>
#include <string.h>

/* The folder that an operand means: itself, a manifest's, or the one that a project publishes into.
 * NULL: what is wrong was reported. The caller frees it. */
static char *folder_of(const char *operand, Diagnostics *diagnostics) {
  if (g_file_test(operand, G_FILE_TEST_IS_DIR))
    return g_strdup(operand);
  if (g_str_has_suffix(operand, ".json"))
    return g_path_get_dirname(operand);
  Project *project = project_read(operand, diagnostics);
  char *folder = project ? g_strdup(project->output) : NULL;
  project_free(project);
  return folder;
}

static bool verify(const char *operand, Diagnostics *diagnostics) {
  char *folder = folder_of(operand, diagnostics);
  VerifyResult result = {0};
  const bool usable = folder && verify_folder(folder, &result, diagnostics);
  if (usable) {
    printf("%s: %u as published", folder, result.right);
    if (result.missing > 0)
      printf(", %u missing", result.missing);
    if (result.altered > 0)
      printf(", %u altered", result.altered);
    if (result.stale > 0)
      printf(", %u stale", result.stale);
    if (result.other_program > 0)
      printf(" (%u by another version of peerpress)", result.other_program);
    putchar('\n');
  }
  g_free(folder);
  return usable && result.missing + result.altered + result.stale == 0;
}

ExitCode command_verify(int argc, char **argv) {
  Options options = {0};
  const OptionForm form = {
      .options = &options,
      .operands = "[FOLDER | PROJECT | MANIFEST]…",
      .summary =
          "Tells which published files were altered or are missing, and which are no longer what\n"
          "their datasets, stylesheets, pictures and fonts say.",
      .description = "Example:\n  peerpress verify out/",
  };
  ExitCode code = EXIT_DONE;
  if (options_parse(&form, &argc, &argv, &code)) {
    Diagnostics *diagnostics = options_diagnostics(&options);
    xml_init();
    bool good = diagnostics && (argc > 1 || verify(".", diagnostics));
    for (int i = 1; diagnostics && i < argc; i++)
      good = verify(argv[i], diagnostics) && good;
    code = diagnostics ? options_exit_code(diagnostics, good) : EXIT_USAGE;
  }
  options_release(&options);
  return code;
}
