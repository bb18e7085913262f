/* From the text of an attribute to the value of a property (XSL 1.1 §5.9.13, §5.11). Internal to
 * fo. */
#ifndef PEERPRESS_FO_VALUES_H
#define PEERPRESS_FO_VALUES_H

#include "fo/expression.h"

/* Sets `value` (of the property's kind, holding what a component is set in) from `text`. False: the
 * text is no value of the property, `value` is undefined, refinement->reason may say why. "inherit"
 * and functions that give a property's value are understood for each property. */
bool value_parse(Refinement *refinement, FoProperty property, Component component, const char *text,
                 void *value);

/* The keyword that `text` is, if it is one and the property allows it; else KW_UNSET. */
Keyword value_keyword(const Refinement *refinement, FoProperty property, const char *text);

/* A length or percentage or allowed keyword. */
bool value_parse_size(Refinement *refinement, FoProperty property, const char *text, Size *size);

/* Values of the kinds with parts: compounds.c. */
bool value_parse_conditional(Refinement *refinement, FoProperty property, Component component,
                             const char *text, ConditionalSize *value);
bool value_parse_range(Refinement *refinement, FoProperty property, Component component,
                       const char *text, SizeRange *value);
bool value_parse_space(Refinement *refinement, FoProperty property, Component component,
                       const char *text, Space *value);
bool value_parse_keep(Refinement *refinement, FoProperty property, Component component,
                      const char *text, Keep *value);
bool value_parse_line_height(Refinement *refinement, Component component, const char *text,
                             LineHeight *value);
bool value_parse_decoration(Refinement *refinement, const char *text, TextDecoration *value);
bool value_parse_shadow(Refinement *refinement, const char *text, const TextShadow **value);

bool value_parse_clip(Refinement *refinement, const char *text, Clip *value);

/* Strings of all sorts: strings.c. */
bool value_parse_string(Refinement *refinement, FoProperty property, Component component,
                        const char *text, const char **value);

/* An allowed keyword, or a string: in quotes, or without them a single character or several that are neither
 * letters, digits nor spaces, as stylesheets write it. */
bool value_parse_alignment(Refinement *refinement, FoProperty property, const char *text,
                           TextAlignment *value);

/* The inside of url(…) or of quotes, else the text, without white space around; borrowed. */
void value_strip_uri(const char **text, size_t *length);

#endif
