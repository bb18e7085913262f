#include "base/library.h"

#include <gmodule.h>

bool library_load(const char *const *names, const char *const *symbols, gpointer *functions) {
  GModule *module = NULL;
  for (; *names && !module; names++)
    module = g_module_open(*names, G_MODULE_BIND_LAZY);
  bool all = module;
  for (; all && *symbols; symbols++)
    all = g_module_symbol(module, *symbols, functions++);
  return all;
}
