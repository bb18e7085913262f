/* Mutations of XML documents that leave them well-formed, so that what lies behind the parser is reached:
 * a target that links mutate.c says which words its documents are made of. Every eighth mutation is
 * libFuzzer's own, of bytes. */
#ifndef PEERPRESS_TESTS_FUZZ_MUTATE_H
#define PEERPRESS_TESTS_FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* Lists end with NULL. Elements that are made are in the namespace of the root element. */
typedef struct {
  const char *const *elements;
  const char *const *attributes;
  const char *const *values; /* of attributes */
} FuzzVocabulary;

/* The target's: words.py writes it. */
const FuzzVocabulary *fuzz_vocabulary(void);

/* libFuzzer's entry points. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t max_size, unsigned seed);

#endif
