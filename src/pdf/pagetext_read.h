/* Reading a content stream: what pagetext.c, pagetext_operators.c and pagetext_show.c share. */
#ifndef PEERPRESS_PDF_PAGETEXT_READ_H
#define PEERPRESS_PDF_PAGETEXT_READ_H

#include "pdf/pagetext.h"
#include "pdf/textmap.h"

enum { MAX_OPERANDS = 32, MAX_SAVED = 256 };

typedef struct {
  double a, b, c, d, e, f;
} Matrix;

typedef enum { MARK_PLAIN, MARK_TEXT, MARK_NO_CONTENT, MARK_REPLACED } OpenKind;

typedef struct {
  OpenKind kind;
  MarkText *mark; /* of a mark with an MCID */
} OpenMark;

typedef struct {
  Matrix ctm;
  TextMap *font;
  double size, character_space, word_space, scale, leading, rise;
} State;

typedef struct {
  PdfReader *reader;
  FontCache *fonts;
  PageText *page;
  int stream; /* 0: the page's, else the form's number */
  int depth;
  Slice resources;
  State state, saved[MAX_SAVED];
  int saved_count;
  Matrix line, text;
  Slice operands[MAX_OPERANDS];
  int operand_count;
  GArray *open; /* of OpenMark */
  bool placed;  /* text of this mark was shown from pen_start to pen_end */
  Matrix pen_start, pen_end;
} Reading;

/* The key of a mark in PageText.texts; `stream` as for page_text_mark. */
gpointer page_text_key(int stream, int mcid);

/* m × n, as of PDF 1.7 §8.3.4. */
Matrix matrix_multiply(Matrix m, Matrix n);

/* The number of an operand, counted from the last one; 0 if there is none. */
double reading_operand(const Reading *r, int from_end);
/* The last six operands. */
Matrix reading_operand_matrix(const Reading *r);

/* Runs the operators of a stream; what it shows goes to the page's marks. */
void reading_stream(Reading *r, const GByteArray *content);

/* BMC and BDC: opens the mark that the operands tell of. */
void reading_begin_mark(Reading *r, bool has_properties);
/* Something was painted: notes that of the page if no mark and no artifact is open. */
void reading_note_painting(Reading *r);
/* Tf: the font is read once for all pages. */
void reading_select_font(Reading *r);
/* Tj and TJ: adds the text to the mark that is open and moves the pen on. */
void reading_show(Reading *r, Slice string);
void reading_show_array(Reading *r, Slice array);
/* Td: the pen goes to the start of a line, in text space from that of the line before. */
void reading_next_line(Reading *r, double x, double y);

#endif
