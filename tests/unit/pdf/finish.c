/* Each thing that the finish adds is missed by the check of its rule when it is left out. */
#define _GNU_SOURCE /* memmem */
#include "support.h"

static const char all[] = DOCUMENT(
    "<fo:block role='H1' id='top'>Łódź and others</fo:block>" /* what is cut off, cairo draws */
    "<fo:block-container overflow='hidden' height='8pt'><fo:block>Ł</fo:block></fo:block-container>"
    "<fo:block>Text with a <fo:basic-link external-destination='url(https://example.org/)'>link"
    "</fo:basic-link>.<fo:footnote><fo:inline>1</fo:inline><fo:footnote-body>"
    "<fo:block>A note.</fo:block></fo:footnote-body></fo:footnote></fo:block>"
    "<fo:block>" PICTURE(
        "fox:alt-text='Four dots'") "</fo:block>"
                                    "<fo:block break-before='page'>Second page</fo:block>");

static void what_is_made_is_clean(void **state) {
  (void)state;
  Made made = make(all, NULL, NULL);
  assert_true(made.done);
  assert_clean(&made);
  assert_false(reported(&made, "pdf-unclaimed"));
  unmake(&made);
}

static void what_is_left_out_is_found(void **state) {
  (void)state;
  static const struct {
    unsigned omit;
    const char *rule;
  } CASES[] = {
      {PDF_OMIT_METADATA, "A 6.6.2.1-1"},
      {PDF_OMIT_METADATA, "UA 7.1-8"},
      {PDF_OMIT_LANGUAGE, "UA 7.2-33"},
      {PDF_OMIT_DISPLAY_TITLE, "UA 7.1-10"},
      {PDF_OMIT_MARK_INFO, "UA 6.2-1"},
      {PDF_OMIT_MARK_INFO, "A 6.7.2.2-1"},
      {PDF_OMIT_STRUCTURE, "UA 7.1-11"},
      {PDF_OMIT_STRUCTURE, "A 6.7.3.3-1"},
      {PDF_OMIT_STRUCTURE, "UA 7.1-3"},
      {PDF_OMIT_ARTIFACTS, "UA 7.1-3"},
      {PDF_OMIT_LINK_CONTENTS, "UA 7.18.5-2"},
      {PDF_OMIT_LINK_PARENT, "UA 7.18.5-1"},
      {PDF_OMIT_PRINT_FLAG, "A 6.3.2-1"},
      {PDF_OMIT_TABS, "UA 7.18.3-1"},
      {PDF_OMIT_CID_MAP, "UA 7.21.3.2-1"},
      {PDF_OMIT_CID_MAP, "A 6.2.11.3.2-1"},
      {PDF_OMIT_OUTPUT_INTENT, "A 6.2.4.3-2"},
      {PDF_OMIT_INTERPOLATE, "A 6.2.8-3"},
      {PDF_OMIT_ID, "A 6.1.3-1"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Made made = make(all, NULL, &(PdfFinishOptions){.omit = CASES[i].omit});
    assert_true(made.done);
    assert_finds(&made, CASES[i].rule);
    unmake(&made);
  }
}

static void the_outline_counts(void **state) {
  (void)state;
  static const char fo[] =
      ROOT("xml:lang='en'",
           "<fo:bookmark-tree><fo:bookmark internal-destination='a'><fo:bookmark-title>One"
           "</fo:bookmark-title><fo:bookmark internal-destination='a'><fo:bookmark-title>Two"
           "</fo:bookmark-title></fo:bookmark></fo:bookmark></fo:bookmark-tree>",
           "<fo:block id='a'>x</fo:block>");
  Made made = make(fo, NULL, NULL);
  assert_clean(&made);
  unmake(&made);
  made = make(fo, NULL, &(PdfFinishOptions){.omit = PDF_OMIT_OUTLINE_COUNT});
  assert_finds(&made, "PDF 12.3.3");
  unmake(&made);
}

static void attached_files(void **state) {
  (void)state;
  GBytes *bytes = g_bytes_new_static("<a>\0é</a>", 10);
  const PdfAttachment attachment = {bytes, "daté (1).xml", "application/xml", "The \"source\""};
  PdfFinishOptions options = {.attachments = &attachment, .attachment_count = 1};
  Made made = make(all, NULL, &options);
  assert_clean(&made);
  PdfReader *reader = open_made(&made);
  GArray *files = inspect_files(reader);
  assert_int_equal(files->len, 1);
  const EmbeddedFile *file = &g_array_index(files, EmbeddedFile, 0);
  assert_string_equal(file->name, "daté (1).xml");
  assert_string_equal(file->mime_type, "application/xml");
  GByteArray *back = pdf_reader_stream(reader, file->object);
  assert_int_equal(back->len, 10);
  assert_memory_equal(back->data, g_bytes_get_data(bytes, NULL), 10);
  g_byte_array_unref(back);
  g_array_unref(files);
  pdf_reader_free(reader);
  unmake(&made);
  options.omit = PDF_OMIT_ASSOCIATION;
  made = make(all, NULL, &options);
  assert_finds(&made, "A-3 6.8-3");
  unmake(&made);
  g_bytes_unref(bytes);
}

/* What only the author can give is asked for, and nothing is claimed without it. */
static void what_the_author_left_out(void **state) {
  (void)state;
  static const struct {
    const char *fo, *id, *rule;
  } CASES[] = {
      {ROOT("", "", "<fo:block>x</fo:block>"), "pdf-no-language", "UA 7.2-33"},
      {DOCUMENT("<fo:block role='H2'>x</fo:block>"), "pdf-heading-skipped", "UA 7.4.2-1"},
      {DOCUMENT("<fo:block role='H1'>x</fo:block><fo:block role='H3'>x</fo:block>"),
       "pdf-heading-skipped", "UA 7.4.2-1"},
      {DOCUMENT("<fo:block>" PICTURE("") "</fo:block>"), "pdf-figure-alternative", "UA 7.3-1"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Made made = make(CASES[i].fo, NULL, NULL);
    assert_true(made.done);
    assert_true(reported(&made, CASES[i].id));
    assert_true(reported(&made, "pdf-unclaimed"));
    assert_finds(&made, CASES[i].rule);
    assert_finds(&made, "UA 5-1");
    unmake(&made);
    made = make(CASES[i].fo, NULL, &(PdfFinishOptions){.no_claim = true});
    assert_false(reported(&made, CASES[i].id));
    assert_false(reported(&made, "pdf-unclaimed"));
    unmake(&made);
  }
}

static void the_same_bytes(void **state) {
  (void)state;
  Made one = make(all, NULL, NULL), other = make(all, NULL, NULL);
  assert_int_equal(one.bytes->len, other.bytes->len);
  assert_memory_equal(one.bytes->data, other.bytes->data, one.bytes->len);
  unmake(&one);
  unmake(&other);
}

/* A string of each kind that a file holds. */
static void strings_come_back(void **state) {
  (void)state;
  static const char *const STRINGS[] = {"a ( b",
                                        "a ) b \\",
                                        "<b> & \"c\" 'd'",
                                        "😀 one",
                                        ("\xe2\x80\xae"
                                         "right to left"),
                                        "<</S/Launch>>",
                                        "two\nlines"};
  for (size_t i = 0; i < G_N_ELEMENTS(STRINGS); i++) {
    char *escaped = g_markup_escape_text(STRINGS[i], -1);
    char *fo = g_strdup_printf(
        DOCUMENT("<fo:block>x<fo:basic-link external-destination='url(https://example.org/)' "
                 "fox:alt-text=\"%s\">y</fo:basic-link></fo:block>"),
        escaped);
    Made made = make(fo, &(DocumentInfo){.title = STRINGS[i], .author = STRINGS[i]}, NULL);
    assert_clean(&made);
    PdfReader *reader = open_made(&made);
    Slice info = pdf_reader_key(reader, pdf_reader_trailer(reader), "Info");
    char *author = slice_text(pdf_reader_key(reader, info, "Author"));
    assert_string_equal(author, STRINGS[i]);
    MetadataSummary *summary = metadata_summary_new(reader);
    assert_string_equal(summary->title, STRINGS[i]);
    metadata_summary_free(summary);
    g_free(author);
    pdf_reader_free(reader);
    unmake(&made);
    g_free(fo);
    g_free(escaped);
  }
}

/* What only the author can mend is reported, and nothing is claimed. */
static void what_the_author_must_mend(void **state) {
  (void)state;
  char *words = g_strnfill(33000, 'w');
  char *alternative =
      g_strdup_printf(DOCUMENT("<fo:block>" PICTURE("fox:alt-text='%s'") "</fo:block>"), words);
  char *accents = g_strdup_printf(
      DOCUMENT("<fo:block><fo:inline fox:actual-text='é%.16400s'>x</fo:inline></fo:block>"), words);
  char *bookmark = g_strdup_printf(
      ROOT("xml:lang='en'",
           "<fo:bookmark-tree><fo:bookmark internal-destination='x'><fo:bookmark-title>%s"
           "</fo:bookmark-title></fo:bookmark></fo:bookmark-tree>",
           "<fo:block id='x'>x</fo:block>"),
      words);
  Made odd = make(DOCUMENT("<fo:block>x\xef\xb7\x90y\xf0\x9f\xbf\xbfz</fo:block>"),
                  &(DocumentInfo){.title = "T\xef\xb7\x90"}, NULL);
  assert_true(odd.done);
  unmake(&odd);
  static const char *const PAGE =
      "<fo:root xmlns:fo='http://www.w3.org/1999/XSL/Format' xml:lang='en'><fo:layout-master-set>"
      "<fo:simple-page-master master-name='a' page-width='%spt' "
      "page-height='300pt'><fo:region-body/>"
      "</fo:simple-page-master></fo:layout-master-set><fo:page-sequence master-reference='a'>"
      "<fo:flow flow-name='xsl-region-body'><fo:block font-size='1pt'>x</fo:block></fo:flow>"
      "</fo:page-sequence></fo:root>";
  char *wide = g_strdup_printf(PAGE, "14401"), *narrow = g_strdup_printf(PAGE, "2");
  char *allowed = g_strdup_printf(PAGE, "14400");
#define ICON "<fo:block font-family='DejaVu Sans'>\xef\x80\x80</fo:block>"
  const struct {
    const char *document, *id, *rule;
  } CASES[] = {
      {alternative, "pdf-long-text", "A 6.1.13-3"},
      {accents, "pdf-long-text", "A 6.1.13-3"},
      {bookmark, "pdf-long-text", "A 6.1.13-3"},
      {wide, "pdf-page-size", "A 6.1.13-11"},
      {narrow, "pdf-page-size", "A 6.1.13-11"},
      {allowed, NULL, NULL},
      {DOCUMENT(ICON), "pdf-private-character", "A 6.2.11.7.3-1"},
      {DOCUMENT("<fo:block role='Artifact' fox:actual-text='star'>" ICON "</fo:block>"),
       "pdf-private-character", "A 6.2.11.7.3-1"},
      {DOCUMENT("<fo:block fox:actual-text='star'>" ICON "</fo:block>"), NULL, NULL},
      {ROOT("xml:lang='1x'", "", "<fo:block>x</fo:block>"), "pdf-no-language", "UA 7.2-33"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Made made = make(CASES[i].document, NULL, NULL);
    assert_true(made.done);
    if (CASES[i].id && !reported(&made, CASES[i].id))
      fail_msg("case %zu: no %s", i, CASES[i].id);
    assert_int_equal(reported(&made, "pdf-unclaimed"), CASES[i].id != NULL);
    if (!CASES[i].id)
      assert_clean(&made);
    else
      assert_finds(&made, CASES[i].rule);
    unmake(&made);
  }
  char *const MADE[] = {words, alternative, accents, bookmark, wide, narrow, allowed};
  for (size_t i = 0; i < G_N_ELEMENTS(MADE); i++)
    g_free(MADE[i]);
}

#define METADATA(properties, more)                                                                 \
  ROOT(                                                                                            \
      "xml:lang='en'",                                                                             \
      "<fo:declarations><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf="                   \
      "'http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:dc='http://purl.org/dc/elements/1.1/' " \
      "xmlns:xmpRights='http://ns.adobe.com/xap/1.0/rights/' xmlns:my='urn:my'>"                   \
      "<rdf:Description rdf:about=''>" properties "</rdf:Description>" more                        \
      "</rdf:RDF></x:xmpmeta></fo:declarations>",                                                  \
      "<fo:block>x</fo:block>")
#define DESCRIBED(type, category)                                                                  \
  "<rdf:Description rdf:about='' xmlns:pdfaExtension='http://www.aiim.org/pdfa/ns/extension/' "    \
  "xmlns:pdfaSchema='http://www.aiim.org/pdfa/ns/schema#' "                                        \
  "xmlns:pdfaProperty='http://www.aiim.org/pdfa/ns/property#'><pdfaExtension:schemas><rdf:Bag>"    \
  "<rdf:li rdf:parseType='Resource'><pdfaSchema:schema>My own</pdfaSchema:schema>"                 \
  "<pdfaSchema:namespaceURI>urn:my</pdfaSchema:namespaceURI><pdfaSchema:prefix>my"                 \
  "</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType='Resource'>"            \
  "<pdfaProperty:name>n</pdfaProperty:name><pdfaProperty:valueType>" type                          \
  "</pdfaProperty:valueType><pdfaProperty:category>" category "</pdfaProperty:category>"           \
  "<pdfaProperty:description>A number</pdfaProperty:description></rdf:li></rdf:Seq>"               \
  "</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"

/* What PDF/A does not allow in the author's metadata is left out, and said. */
static void the_metadata_of_the_author(void **state) {
  (void)state;
  static const struct {
    const char *document, *id, *kept, *dropped;
  } CASES[] = {
      {METADATA("<dc:date>2021-03-17</dc:date>", ""), NULL, "<rdf:li>2021-03-17</rdf:li>", NULL},
      {METADATA("<dc:date>yesterday</dc:date>", ""), "pdf-xmp-value", NULL, "yesterday"},
      {METADATA("<xmpRights:Marked>true</xmpRights:Marked>", ""), NULL, ">True<", NULL},
      {METADATA("<xmpRights:Marked>so</xmpRights:Marked>", ""), "pdf-xmp-value", NULL, ">so<"},
      {METADATA("<dc:title><rdf:Alt><rdf:li xml:lang='1x'>odd</rdf:li></rdf:Alt></dc:title>", ""),
       "pdf-xmp-value", NULL, "odd"},
      {METADATA("<my:n>12</my:n>", DESCRIBED("Integer", "internal")), NULL, ">12<", NULL},
      {METADATA("<my:n>twelve</my:n>", DESCRIBED("Integer", "internal")), "pdf-xmp-property", NULL,
       "twelve"},
      {METADATA("<my:m>12</my:m>", DESCRIBED("Integer", "internal")), "pdf-xmp-property", NULL,
       ">12<"},
      {METADATA("", "<my:n rdf:about=''><dc:coverage>typed</dc:coverage></my:n>"), "pdf-xmp-node",
       NULL, "typed"},
      {METADATA("", "<rdf:Description rdf:type='urn:my:kind'/>"), "pdf-xmp-property", NULL, "kind"},
      {METADATA("", "</rdf:RDF><my:n xmlns:my='urn:my'>beside</my:n><rdf:RDF "
                    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"),
       "pdf-xmp-node", NULL, "beside"},
      {METADATA("", DESCRIBED("Number", "internal")), "pdf-xmp-schema", NULL, "My own"},
      {METADATA("", DESCRIBED("Integer", "odd")), "pdf-xmp-schema", NULL, "My own"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Made made = make(CASES[i].document, NULL, NULL);
    assert_true(made.done);
    assert_clean(&made);
    assert_int_equal(diag_count(made.diagnostics, DIAG_WARNING), CASES[i].id ? 1 : 0);
    if (CASES[i].id)
      assert_true(reported(&made, CASES[i].id));
    const void *bytes = made.bytes->data;
    if (CASES[i].kept)
      assert_non_null(memmem(bytes, made.bytes->len, CASES[i].kept, strlen(CASES[i].kept)));
    if (CASES[i].dropped)
      assert_null(memmem(bytes, made.bytes->len, CASES[i].dropped, strlen(CASES[i].dropped)));
    unmake(&made);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_made_is_clean),      cmocka_unit_test(what_is_left_out_is_found),
      cmocka_unit_test(the_outline_counts),         cmocka_unit_test(attached_files),
      cmocka_unit_test(what_the_author_left_out),   cmocka_unit_test(the_same_bytes),
      cmocka_unit_test(strings_come_back),          cmocka_unit_test(what_the_author_must_mend),
      cmocka_unit_test(the_metadata_of_the_author),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
