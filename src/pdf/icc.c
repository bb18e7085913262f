#include "pdf/icc.h"

#include <math.h>
#include <string.h>

enum { HEADER = 128, TAGS = 9, CURVE_POINTS = 256, FIXED_ONE = 65536 };

static void put16(GByteArray *out, unsigned value) {
  guint8 bytes[2] = {(guint8)(value >> 8), (guint8)value};
  g_byte_array_append(out, bytes, sizeof bytes);
}

static void put32(GByteArray *out, guint32 value) {
  put16(out, value >> 16);
  put16(out, value & 0xffff);
}

static void put_text(GByteArray *out, const char *text) {
  g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

static void put_zeros(GByteArray *out, guint count) {
  for (guint i = 0; i < count; i++)
    g_byte_array_append(out, (const guint8 *)"", 1);
}

static void put_xyz(GByteArray *out, const double xyz[3]) {
  for (int i = 0; i < 3; i++)
    put32(out, (guint32)(gint32)lround(xyz[i] * FIXED_ONE));
}

static void put_header(GByteArray *out) {
  static const double D50[3] = {0.9642, 1.0, 0.8249};
  put32(out, 0); /* the size, set at the end */
  put32(out, 0);
  put32(out, 0x02100000);
  put_text(out, "mntrRGB XYZ ");
  const unsigned date[6] = {2000, 1, 1, 0, 0, 0};
  for (int i = 0; i < 6; i++)
    put16(out, date[i]);
  put_text(out, "acsp");
  put_zeros(out, 28);
  put_xyz(out, D50);
  put_zeros(out, HEADER - out->len);
}

static void put_description(GByteArray *out, const char *text) {
  put_text(out, "desc");
  put32(out, 0);
  put32(out, (guint32)strlen(text) + 1);
  put_text(out, text);
  put_zeros(out, 1 + 4 + 4 + 2 + 1 + 67); /* no Unicode and no ScriptCode description */
}

static void put_curve(GByteArray *out) {
  put_text(out, "curv");
  put32(out, 0);
  put32(out, CURVE_POINTS);
  for (int i = 0; i < CURVE_POINTS; i++) {
    double v = i / (CURVE_POINTS - 1.0);
    double linear = v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
    put16(out, (unsigned)lround(linear * 65535));
  }
}

static void put_point(GByteArray *out, const double xyz[3]) {
  put_text(out, "XYZ ");
  put32(out, 0);
  put_xyz(out, xyz);
}

static void set32(GByteArray *out, guint at, guint32 value) {
  for (guint i = 0; i < 4; i++)
    out->data[at + i] = (guint8)(value >> (24 - 8 * i));
}

/* Notes in the table of tags that tag number `tag` is what was written since `start`. */
static void note_tag(GByteArray *out, guint tag, const char *name, guint start) {
  guint entry = HEADER + 4 + 12 * tag;
  memcpy(out->data + entry, name, 4);
  set32(out, entry + 4, start);
  set32(out, entry + 8, out->len - start);
  put_zeros(out, (4 - out->len % 4) % 4);
}

GByteArray *icc_srgb(void) {
  /* White of D65 and primaries of BT.709, the latter adapted to D50. */
  static const struct {
    const char *tag;
    double xyz[3];
  } POINTS[] = {{"wtpt", {0.9505, 1.0, 1.0891}},
                {"rXYZ", {0.43607, 0.22249, 0.01392}},
                {"gXYZ", {0.38515, 0.71687, 0.09708}},
                {"bXYZ", {0.14307, 0.06061, 0.71410}}};
  static const char *const CURVES[] = {"rTRC", "gTRC", "bTRC"};
  GByteArray *out = g_byte_array_new();
  put_header(out);
  put32(out, TAGS);
  put_zeros(out, 12 * TAGS);
  guint tag = 0, start = out->len;
  put_description(out, "sRGB IEC61966-2.1");
  note_tag(out, tag++, "desc", start);
  start = out->len;
  put_text(out, "text");
  put32(out, 0);
  put_text(out, "No copyright, use freely");
  put_zeros(out, 1);
  note_tag(out, tag++, "cprt", start);
  for (guint i = 0; i < G_N_ELEMENTS(POINTS); i++) {
    start = out->len;
    put_point(out, POINTS[i].xyz);
    note_tag(out, tag++, POINTS[i].tag, start);
  }
  start = out->len;
  put_curve(out);
  guint end = out->len;
  for (guint i = 0; i < G_N_ELEMENTS(CURVES); i++) { /* one curve for all three */
    g_byte_array_set_size(out, end);
    note_tag(out, tag++, CURVES[i], start);
  }
  set32(out, 0, out->len);
  return out;
}
