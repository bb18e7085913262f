#include "transform/transform.h"
#include "base/xml.h"
#include "transform/load.h"
#include "transform/report.h"
#include "transform/schematron.h"
#include "transform/trace.h"

#include <libexslt/exslt.h>
#include <libxml/uri.h>
#include <libxml/xpathInternals.h>
#include <libxslt/imports.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xslt.h>
#include <libxslt/xsltutils.h>
#include <string.h>

enum { STEPS_OF_LIMIT = 1000000 }; /* in one of the limit's units */

struct Transformer {
  char **roots;
  xsltSecurityPrefs *security;
  GHashTable *compiled; /* "trace stylesheet" -> Compiled */
};

typedef struct {
  xsltStylesheet *style;
  GPtrArray *parameters; /* names, sorted, and a NULL */
  Inputs *inputs;        /* the files that it was compiled from */
} Compiled;

static void compiled_free(void *data) {
  Compiled *compiled = data;
  xsltFreeStylesheet(compiled->style);
  g_ptr_array_unref(compiled->parameters);
  inputs_free(compiled->inputs);
  g_free(compiled);
}

Transformer *transform_new(const char *const *roots) {
  xml_init();
  xsltInit();
  exsltRegisterAll();
  load_install();
  Transformer *transformer = g_new0(Transformer, 1);
  transformer->roots = g_strdupv((char **)(gpointer)roots);
  transformer->security = load_security();
  transformer->compiled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, compiled_free);
  return transformer;
}

void transform_free(Transformer *transformer) {
  if (!transformer)
    return;
  g_hash_table_unref(transformer->compiled);
  xsltFreeSecurityPrefs(transformer->security);
  g_strfreev(transformer->roots);
  g_free(transformer);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of the top-level parameters, of imported stylesheets too. */
static GPtrArray *collect_parameters(xsltStylesheet *style) {
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  for (xsltStylesheet *s = style; s; s = xsltNextImport(s)) {
    for (xsltStackElem *e = s->variables; e; e = e->next) {
      if (e->comp && e->comp->type == XSLT_FUNC_PARAM && !e->nameURI &&
          !g_ptr_array_find_with_equal_func(names, e->name, g_str_equal, NULL))
        g_ptr_array_add(names, g_strdup((const char *)e->name));
    }
  }
  g_ptr_array_sort(names, compare_names);
  g_ptr_array_add(names, NULL);
  return names;
}

/* The stylesheet that the rules of a schema stand for, in place of the schema. */
static xmlDoc *translate_schema(xmlDoc *schema, Reporter *reporter) {
  xmlDoc *doc = schematron_compile(schema, reporter->diagnostics);
  reporter->errors += !doc;
  if (doc)
    trace_instrument(doc, reporter->trace);
  xmlFreeDoc(schema);
  return doc;
}

/* The compiled stylesheet, or NULL with everything reported. */
static xsltStylesheet *compile(Reporter *reporter) {
  xsltStylesheet *style = xsltNewStylesheet();
  style->_private = reporter;
  xmlChar *escaped = xmlPathToURI((const xmlChar *)reporter->stylesheet);
  xmlDoc *doc = load_document(reporter, (const char *)escaped, style->dict, true);
  xmlFree(escaped);
  if (doc && schematron_is(doc))
    doc = translate_schema(doc, reporter);
  if (doc && xsltParseStylesheetUser(style, doc) != 0 && reporter->errors == 0 &&
      !reporter->missing)
    diag_transform_failed(reporter->diagnostics, (Place){.file = reporter->stylesheet},
                          "this is no XSLT 1.0 stylesheet");
  if (doc && style->doc != doc)
    xmlFreeDoc(doc);
  style->_private = NULL;
  if (doc && style->errors == 0 && reporter->errors == 0 && !reporter->missing)
    return style;
  xsltFreeStylesheet(style);
  return NULL;
}

static char *key_of(const char *stylesheet, Trace trace) {
  return g_strdup_printf("%d %s", (int)trace, stylesheet);
}

static const Compiled *lookup_compiled(Transformer *transformer, const char *stylesheet,
                                       const TransformOptions *options) {
  const Trace trace = options->trace;
  char *key = key_of(stylesheet, trace);
  Compiled *compiled = g_hash_table_lookup(transformer->compiled, key);
  if (!compiled) {
    Reporter reporter;
    reporter_init(&reporter, options->diagnostics, stylesheet);
    reporter.limits = options->limits ? options->limits : &limits_usual;
    reporter.roots = (const char *const *)transformer->roots;
    reporter.trace = trace;
    reporter.inputs = inputs_new();
    reporter_enter(&reporter);
    xsltStylesheet *style = compile(&reporter);
    reporter_leave(&reporter);
    reporter_release(&reporter);
    if (!style) {
      inputs_free(reporter.inputs);
    } else {
      compiled = g_new(Compiled, 1);
      trace_compiled(style, trace);
      *compiled = (Compiled){style, collect_parameters(style), reporter.inputs};
      g_hash_table_insert(transformer->compiled, g_strdup(key), compiled);
    }
  }
  g_free(key);
  return compiled;
}

static bool declares(const Compiled *compiled, const char *name) {
  for (guint i = 0; i + 1 < compiled->parameters->len; i++) {
    if (strcmp(g_ptr_array_index(compiled->parameters, i), name) == 0)
      return true;
  }
  return false;
}

static void set_parameters(xsltTransformContext *context, const Compiled *compiled,
                           const TransformOptions *options) {
  for (int i = 0; i < options->parameter_count; i++) {
    const TransformParameter *parameter = &options->parameters[i];
    if (declares(compiled, parameter->name))
      xsltQuoteOneUserParam(context, (const xmlChar *)parameter->name,
                            (const xmlChar *)parameter->value);
  }
}

static xmlDoc *run(Transformer *transformer, const Compiled *compiled, xmlDoc *source,
                   const TransformOptions *options, Reporter *reporter) {
  xsltTransformContext *context = xsltNewTransformContext(compiled->style, source);
  reporter->context = context;
  context->_private = reporter;
  const Limits *limits = reporter->limits;
  context->maxTemplateDepth = (int)limits->template_depth;
  context->opLimit = context->xpathCtxt->opLimit = (unsigned long)limits->steps * STEPS_OF_LIMIT;
  guard_set_counters(limits->guard, &context->opLimit, &context->xpathCtxt->opLimit);
  xsltSetTransformErrorFunc(context, reporter, reporter_say);
  xsltSetCtxtSecurityPrefs(transformer->security, context);
  trace_register(context);
  set_parameters(context, compiled, options);
  xmlDoc *result = xsltApplyStylesheetUser(compiled->style, source, NULL, NULL, NULL, context);
  if (context->state != XSLT_STATE_OK && reporter->errors == 0)
    reporter_say(reporter, "%s", "the transformation failed");
  guard_set_counters(limits->guard, NULL, NULL);
  reporter_leave(reporter);
  reporter->context = NULL;
  xsltFreeTransformContext(context);
  if (reporter->errors > 0) {
    xmlFreeDoc(result);
    return NULL;
  }
  return result;
}

xmlDoc *transform_apply(Transformer *transformer, const char *stylesheet, xmlDoc *source,
                        const TransformOptions *options) {
  const Compiled *compiled = lookup_compiled(transformer, stylesheet, options);
  if (!compiled)
    return NULL;
  inputs_add_all(options->inputs, compiled->inputs);
  Reporter reporter;
  reporter_init(&reporter, options->diagnostics, stylesheet);
  reporter.inputs = options->inputs;
  reporter.roots = (const char *const *)transformer->roots;
  reporter.limits = options->limits ? options->limits : &limits_usual;
  reporter_enter(&reporter);
  xmlDoc *result = run(transformer, compiled, source, options, &reporter);
  reporter_release(&reporter);
  return result;
}

bool transform_write(Transformer *transformer, const char *stylesheet, xmlDoc *result,
                     FILE *stream) {
  const Compiled *compiled = NULL;
  for (Trace trace = TRACE_NONE; !compiled && trace <= TRACE_ALL; trace++) {
    char *key = key_of(stylesheet, trace); /* their xsl:output is the same */
    compiled = g_hash_table_lookup(transformer->compiled, key);
    g_free(key);
  }
  return compiled && xsltSaveResultToFile(stream, result, compiled->style) >= 0;
}

static void report_parameter(const char *name, const GPtrArray *known, Diagnostics *diagnostics) {
  const char *meant = diag_did_you_mean(name, (const char *const *)known->pdata, known->len);
  char *hint = meant ? g_strdup_printf("did you mean “%s”?", meant)
                     : g_strdup("it would have no effect: correct its name, or leave it out");
  diag_transform_parameter(diagnostics, PLACE_NONE, name, hint);
  g_free(hint);
}

bool transform_check_parameters(Transformer *transformer, const char *const *stylesheets,
                                const TransformOptions *options) {
  GPtrArray *known = g_ptr_array_new();
  bool good = true;
  for (; good && *stylesheets; stylesheets++) {
    const Compiled *compiled = lookup_compiled(transformer, *stylesheets, options);
    good = compiled != NULL;
    for (guint i = 0; compiled && i + 1 < compiled->parameters->len; i++)
      g_ptr_array_add(known, g_ptr_array_index(compiled->parameters, i));
  }
  for (int i = 0; good && i < options->parameter_count; i++) {
    const TransformParameter *parameter = &options->parameters[i];
    if (parameter->optional ||
        g_ptr_array_find_with_equal_func(known, parameter->name, g_str_equal, NULL))
      continue;
    report_parameter(parameter->name, known, options->diagnostics);
    good = false;
  }
  g_ptr_array_unref(known);
  return good;
}
