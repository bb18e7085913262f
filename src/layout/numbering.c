#include "layout/numbering.h"

#include <string.h>

/* ---- Letters ------------------------------------------------------------------------------------ */

static void append_roman(GString *out, int number, bool upper) {
  static const struct {
    int value;
    const char *letters;
  } digits[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                {5, "v"},    {4, "iv"},   {1, "i"}};
  const size_t start = out->len;
  for (size_t i = 0; i < G_N_ELEMENTS(digits); i++)
    for (; number >= digits[i].value; number -= digits[i].value)
      g_string_append(out, digits[i].letters);
  if (upper)
    for (size_t i = start; i < out->len; i++)
      out->str[i] = g_ascii_toupper(out->str[i]);
}

/* The letters of an alphabet, in its order. */
typedef struct {
  const char *letters;
  const char *numerals; /* the script's own, or NULL: see append_numeral */
  bool traditional;     /* those are meant where nothing is said */
} Alphabet;

/* What `numerals` has: the letters for 1 … 9, 10 … 90, 100 … 900. */
static const Alphabet alphabets[] = {
    {"abcdefghijklmnopqrstuvwxyz", NULL, false},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", NULL, false},
    {"αβγδεζηθικλμνξοπρστυφχψω", "αβγδεϛζηθικλμνξοπϟρστυφχψωϡ", false},
    {"ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "ΑΒΓΔΕϚΖΗΘΙΚΛΜΝΞΟΠϞΡΣΤΥΦΧΨΩϠ", false},
    {"абвгдежзиклмнопрстуфхцчшщэюя", NULL, false},
    {"АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ", NULL, false},
    {"אבגדהוזחטיכלמנסעפצקרשת", "אבגדהוזחטיכלמנסעפצקרשת", true},
};

static void append_letter(GString *out, const char *letters, long index) {
  const char *letter = g_utf8_offset_to_pointer(letters, index);
  g_string_append_len(out, letter, g_utf8_next_char(letter) - letter);
}

/* a … z, aa … (a bijective system). */
static void append_letters(GString *out, int number, const char *letters) {
  const int base = (int)g_utf8_strlen(letters, -1);
  if (number > base)
    append_letters(out, (number - 1) / base, letters);
  append_letter(out, letters, (number - 1) % base);
}

/* Hundreds, tens and ones, a letter each; a script without letters for all hundreds adds them up from
 * the highest it has, and 15 and 16 are written 9 + 6 and 9 + 7 in Hebrew. */
static void append_numeral(GString *out, int number, const char *numerals) {
  const int highest = (int)g_utf8_strlen(numerals, -1) - 18;
  for (; number / 100 > highest; number -= highest * 100)
    append_letter(out, numerals, 17 + highest);
  if (number >= 100)
    append_letter(out, numerals, 17 + number / 100);
  number %= 100;
  if (highest < 9 && (number == 15 || number == 16)) {
    append_letter(out, numerals, 8);
    append_letter(out, numerals, number - 10);
    return;
  }
  if (number >= 10)
    append_letter(out, numerals, 8 + number / 10);
  if (number % 10 > 0)
    append_letter(out, numerals, number % 10 - 1);
}

/* False: the token is no first letter of an alphabet. */
static bool append_by_letter(GString *out, int number, gunichar token, const Style *style) {
  for (size_t i = 0; i < G_N_ELEMENTS(alphabets); i++) {
    const Alphabet *alphabet = &alphabets[i];
    if (g_utf8_get_char(alphabet->letters) != token)
      continue;
    const bool traditional = style->letter_value == KW_AUTO ? alphabet->traditional
                                                            : style->letter_value == KW_TRADITIONAL;
    if (!alphabet->numerals || !traditional)
      append_letters(out, number, alphabet->letters);
    else if (number < 1000)
      append_numeral(out, number, alphabet->numerals);
    else
      return false;
    return true;
  }
  return false;
}

/* ---- Digits --------------------------------------------------------------------------------------- */

/* `zero` is the digit of that value in the token's script. */
static void append_decimal(GString *out, int number, int width, gunichar zero, const Style *style) {
  char digits[32];
  g_snprintf(digits, sizeof digits, "%0*d", MIN(width, 20), number);
  const char *separator = style->grouping_separator;
  const int size = style->grouping_size;
  const int length = (int)strlen(digits);
  for (int i = 0; i < length; i++) {
    if (i > 0 && separator && size > 0 && (length - i) % size == 0)
      g_string_append(out, separator);
    if (digits[i] == '-')
      g_string_append_c(out, '-');
    else
      g_string_append_unichar(out, zero + (gunichar)(digits[i] - '0'));
  }
}

bool numbering_is_token(gunichar c) {
  const bool keraia = c == 0x2b9 || c == 0x374; /* the mark behind Greek numerals */
  return g_unichar_isalnum(c) && !keraia;
}

void numbering_append(GString *out, int number, const char *token, size_t length,
                      const Style *style) {
  const gunichar first = g_utf8_get_char(token);
  const bool single = (size_t)(g_utf8_next_char(token) - token) == length;
  if (single && number > 0 && (first == 'i' || first == 'I') && number < 10000) {
    append_roman(out, number, first == 'I');
    return;
  }
  if (single && number > 0 && append_by_letter(out, number, first, style))
    return;
  const int digit = g_unichar_digit_value(first);
  append_decimal(out, number, (int)g_utf8_strlen(token, (gssize)length),
                 digit < 0 ? '0' : first - (gunichar)digit, style);
}
