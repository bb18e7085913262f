/* Streams that are compressed in a thread come back whole, and in their order. */
#include "pdf/packer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { STREAMS = 300, LARGEST = 1 << 20 };

typedef struct {
  Deflater *deflater;
  GByteArray *inflated;
  int next;
} Back;

/* Few are large, more than may be on their way together. */
static size_t length_of(int number) {
  return number % 50 == 7 ? LARGEST : (size_t)number * 37 % 5000;
}

static char *text_of(int number) {
  char *text = g_malloc(LARGEST);
  for (size_t i = 0; i < length_of(number); i++)
    text[i] = (char)('a' + (i * (size_t)(number + 3) / 7) % 26);
  return text;
}

static void take(void *context, int number, const char *entries, bool packed, const void *bytes,
                 size_t length) {
  Back *back = context;
  assert_int_equal(number, back->next++);
  assert_string_equal(entries, number % 2 ? "/Odd true" : "");
  assert_int_equal(packed, number % 3 != 0);
  if (packed) {
    assert_true(deflater_inflate(back->deflater, bytes, length, back->inflated));
    bytes = back->inflated->data;
    length = back->inflated->len;
  }
  char *text = text_of(number);
  assert_int_equal(length, length_of(number));
  assert_true(length == 0 || memcmp(bytes, text, length) == 0);
  g_free(text);
}

static void add(Packer *packer, int number) {
  char *text = text_of(number);
  packer_add(packer, number, number % 2 ? "/Odd true" : "", number % 3 != 0, text,
             length_of(number));
  memset(text, 0, LARGEST); /* it was copied */
  g_free(text);
}

static void streams_come_back_in_order(void **state) {
  (void)state;
  Back back = {.deflater = deflater_new(), .inflated = g_byte_array_new()};
  Deflater *deflater = deflater_new();
  Packer *packer = packer_new(deflater, take, &back);
  packer_flush(packer);
  for (int i = 0; i < STREAMS; i++) {
    add(packer, i);
    if (i % 70 == 0) {
      packer_flush(packer);
      assert_int_equal(back.next, i + 1);
    }
  }
  packer_flush(packer);
  assert_int_equal(back.next, STREAMS);
  for (int i = 0; i < 5; i++) /* and these never */
    add(packer, STREAMS + i);
  packer_free(packer);
  deflater_free(deflater);
  deflater_free(back.deflater);
  g_byte_array_unref(back.inflated);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(streams_come_back_in_order)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
