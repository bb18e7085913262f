/* The checks on files that others could have made: each is whole but for one fault. */
#include "support.h"

/* A PDF of one page written out: `objects` are those from 10 on; the catalog's and the page's further
 * entries, the page's content, the kids of the structure tree and the objects of elements. */
typedef struct {
  const char *catalog, *page, *resources, *content, *tree, *objects;
  const char *metadata; /* further properties */
  const char *tail;     /* behind the end */
} Craft;

static void add_object(GString *pdf, GArray *offsets, int number, const char *text) {
  if ((guint)number >= offsets->len)
    g_array_set_size(offsets, (guint)number + 1);
  g_array_index(offsets, gsize, number) = pdf->len;
  g_string_append_printf(pdf, "%d 0 obj\n%s\nendobj\n", number, text);
}

static void add_formatted(GString *pdf, GArray *offsets, int number, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
static void add_formatted(GString *pdf, GArray *offsets, int number, const char *format, ...) {
  va_list list;
  va_start(list, format);
  char *text = g_strdup_vprintf(format, list);
  va_end(list);
  add_object(pdf, offsets, number, text);
  g_free(text);
}

static Made craft(const Craft *given) {
  char *xmp = g_strconcat(
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
      "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
      "xmlns:dc='http://purl.org/dc/elements/1.1/' "
      "xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/' "
      "xmlns:pdfuaid='http://www.aiim.org/pdfua/ns/id/' "
      "xmlns:pdfaExtension='http://www.aiim.org/pdfa/ns/extension/' "
      "xmlns:pdfaSchema='http://www.aiim.org/pdfa/ns/schema#' "
      "xmlns:pdfaProperty='http://www.aiim.org/pdfa/ns/property#'>"
      "<pdfaExtension:schemas><rdf:Bag><rdf:li><rdf:Description "
      "pdfaSchema:schema='UA' pdfaSchema:prefix='pdfuaid' "
      "pdfaSchema:namespaceURI='http://www.aiim.org/pdfua/ns/id/'><pdfaSchema:property><rdf:Seq>"
      "<rdf:li rdf:parseType='Resource'><pdfaProperty:name>part</pdfaProperty:name>"
      "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
      "<pdfaProperty:category>internal</pdfaProperty:category>"
      "<pdfaProperty:description>part</pdfaProperty:description></rdf:li></rdf:Seq>"
      "</pdfaSchema:property></rdf:Description></rdf:li></rdf:Bag></pdfaExtension:schemas>"
      "<dc:title><rdf:Alt><rdf:li "
      "xml:lang='x-default'>T</rdf:li></rdf:Alt></dc:title><pdfaid:part>2</pdfaid:part>"
      "<pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>",
      given->metadata ? given->metadata : "", "</rdf:Description></rdf:RDF></x:xmpmeta>", NULL);
  GString *pdf = g_string_new("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
  GArray *offsets = g_array_new(FALSE, TRUE, sizeof(gsize));
  const char *content = given->content ? given->content : "";
  add_formatted(pdf, offsets, 1,
                "<</Type/Catalog/Pages 2 0 R/Lang(en)/MarkInfo<</Marked true>>/ViewerPreferences"
                "<</DisplayDocTitle true>>/Metadata 5 0 R/StructTreeRoot 6 0 R%s>>",
                given->catalog ? given->catalog : "");
  add_object(pdf, offsets, 2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
  add_formatted(pdf, offsets, 3,
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/StructParents 0"
                "/Resources<<%s>>%s>>",
                given->resources ? given->resources : "", given->page ? given->page : "");
  add_formatted(pdf, offsets, 4, "<</Length %zu>>\nstream\n%s\nendstream", strlen(content),
                content);
  add_formatted(pdf, offsets, 5, "<</Type/Metadata/Subtype/XML/Length %zu>>\nstream\n%s\nendstream",
                strlen(xmp), xmp);
  g_free(xmp);
  add_formatted(pdf, offsets, 6, "<</Type/StructTreeRoot/ParentTree 7 0 R/K[%s]>>",
                given->tree ? given->tree : "");
  add_object(pdf, offsets, 7, "<</Nums[0[10 0 R]]>>");
  char **objects = g_strsplit(given->objects ? given->objects : "", "\n", -1);
  int number = 10;
  for (char **object = objects; *object && **object; object++)
    add_object(pdf, offsets, number++, *object);
  g_strfreev(objects);
  gsize start = pdf->len;
  g_string_append_printf(pdf, "xref\n0 %u\n0000000000 65535 f \n", offsets->len);
  for (guint i = 1; i < offsets->len; i++)
    g_string_append_printf(pdf, "%010zu 00000 %c \n", g_array_index(offsets, gsize, i),
                           g_array_index(offsets, gsize, i) ? 'n' : 'f');
  g_string_append_printf(
      pdf, "trailer\n<</Size %u/Root 1 0 R/ID[<00><00>]>>\nstartxref\n%zu\n%%%%EOF\n%s",
      offsets->len, start, given->tail ? given->tail : "");
  Made made = {g_byte_array_new(), diag_new(NULL, DIAG_TEXT), true};
  g_byte_array_append(made.bytes, (const guint8 *)pdf->str, (guint)pdf->len);
  g_array_unref(offsets);
  g_string_free(pdf, TRUE);
  return made;
}

#define ELEMENT(type, entries) "<</Type/StructElem/S/" type "/P 6 0 R" entries ">>"

#define XMP(name, value)                                                                           \
  "<xmp:" name " xmlns:xmp='http://ns.adobe.com/xap/1.0/'>" value "</xmp:" name ">"
#define SCHEMA(field, items)                                                                       \
  "<pdfaExtension:schemas><rdf:Bag><rdf:li><pdfaSchema:" field "><rdf:Seq>" items                  \
  "</rdf:Seq></pdfaSchema:" field "></rdf:li></rdf:Bag></pdfaExtension:schemas>"

static void a_whole_file_is_clean(void **state) {
  (void)state;
  Made made = craft(&(Craft){.content = "/P<</MCID 0>>BDC EMC /Artifact BMC 0 0 1 1 re f EMC",
                             .tree = "10 0 R",
                             .objects = ELEMENT("P", "/Pg 3 0 R/K 0"),
                             .metadata = XMP("CreateDate", "2021-03-17T10:00:00.5+01:00")
                                 XMP("ModifyDate", "2021") XMP("BaseURL", "https://x/%20")});
  assert_clean(&made);
  unmake(&made);
}

static void faults_are_found(void **state) {
  (void)state;
  static const struct {
    const char *rule;
    Craft craft;
  } CASES[] = {
      {"UA 7.1-1", {.content = "/P<</MCID 0>>BDC /Artifact BMC EMC EMC"}},
      {"UA 7.1-2", {.content = "/Artifact BMC /P<</MCID 0>>BDC EMC EMC"}},
      {"UA 7.1-3", {.content = "0 0 1 1 re f"}},
      {"UA 7.1-3", {.content = "/P<</MCID 0>>BDC EMC"}},
      {"A 6.2.2-1", {.content = "/Artifact BMCEMC"}},
      {"UA 7.1-5", {.tree = "10 0 R", .objects = ELEMENT("Funny", "")}},
      {"UA 7.1-4", {.catalog = "/MarkInfo<</Marked true/Suspects true>>"}},
      {"UA 7.2-3",
       {.tree = "10 0 R", .objects = ELEMENT("Table", "/K 11 0 R") "\n" ELEMENT("P", "")}},
      {"UA 7.2-4", {.tree = "10 0 R", .objects = ELEMENT("TR", "")}},
      {"UA 7.2-5", {.tree = "10 0 R", .objects = ELEMENT("THead", "")}},
      {"UA 7.2-6", {.tree = "10 0 R", .objects = ELEMENT("TBody", "")}},
      {"UA 7.2-7", {.tree = "10 0 R", .objects = ELEMENT("TFoot", "")}},
      {"UA 7.2-8", {.tree = "10 0 R", .objects = ELEMENT("TH", "")}},
      {"UA 7.2-9", {.tree = "10 0 R", .objects = ELEMENT("TD", "")}},
      {"UA 7.2-10",
       {.tree = "10 0 R",
        .objects =
            ELEMENT("Table", "/K 11 0 R") "\n" ELEMENT("TR", "/K 12 0 R") "\n" ELEMENT("P", "")}},
      {"UA 7.2-11",
       {.tree = "10 0 R",
        .objects = ELEMENT("Table", "/K[11 0 R 12 0 R]") "\n" ELEMENT("THead", "") "\n" ELEMENT(
            "THead", "")}},
      {"UA 7.2-12",
       {.tree = "10 0 R",
        .objects = ELEMENT("Table", "/K[11 0 R 12 0 R]") "\n" ELEMENT("TFoot", "") "\n" ELEMENT(
            "TFoot", "")}},
      {"UA 7.2-14",
       {.tree = "10 0 R", .objects = ELEMENT("Table", "/K 11 0 R") "\n" ELEMENT("THead", "")}},
      {"UA 7.2-13",
       {.tree = "10 0 R", .objects = ELEMENT("Table", "/K 11 0 R") "\n" ELEMENT("TFoot", "")}},
      {"UA 7.2-17", {.tree = "10 0 R", .objects = ELEMENT("LI", "")}},
      {"UA 7.2-18", {.tree = "10 0 R", .objects = ELEMENT("LBody", "")}},
      {"UA 7.2-19", {.tree = "10 0 R", .objects = ELEMENT("L", "/K 11 0 R") "\n" ELEMENT("P", "")}},
      {"UA 7.2-20",
       {.tree = "10 0 R",
        .objects =
            ELEMENT("L", "/K 11 0 R") "\n" ELEMENT("LI", "/K 12 0 R") "\n" ELEMENT("P", "")}},
      {"UA 7.2-26", {.tree = "10 0 R", .objects = ELEMENT("TOCI", "")}},
      {"UA 7.2-27",
       {.tree = "10 0 R", .objects = ELEMENT("TOC", "/K 11 0 R") "\n" ELEMENT("P", "")}},
      {"UA 7.2-42",
       {.tree = "10 0 R",
        .objects =
            ELEMENT("Table", "/K[11 0 R 12 0 R]") "\n" ELEMENT("TR", "/K[13 0 R 14 0 R]") "\n" ELEMENT(
                "TR", "/K 15 0 R") "\n" ELEMENT("TD", "") "\n" ELEMENT("TD", "") "\n" ELEMENT("TD",
                                                                                              "")}},
      {"UA 7.2-42",
       {.tree = "10 0 R",
        .objects =
            ELEMENT("Table", "/K[11 0 R 12 0 R]") "\n" ELEMENT("TR", "/K 13 0 R") "\n" ELEMENT(
                "TR",
                "/K 14 0 R") "\n" ELEMENT("TD",
                                          "/A<</O/Table/ColSpan 20000>>") "\n" ELEMENT("TD",
                                                                                       "/A<</O/"
                                                                                       "Table/"
                                                                                       "ColSpan "
                                                                                       "2147483647>"
                                                                                       ">")}},
      {"UA 7.5-1",
       {.tree = "10 0 R",
        .objects =
            ELEMENT("Table", "/K 11 0 R") "\n" ELEMENT("TR", "/K 12 0 R") "\n" ELEMENT("TH", "")}},
      {"UA 7.3-1", {.tree = "10 0 R", .objects = ELEMENT("Figure", "")}},
      {"UA 7.7-1", {.tree = "10 0 R", .objects = ELEMENT("Formula", "/Alt()")}},
      {"UA 7.4.2-1",
       {.tree = "10 0 R 11 0 R", .objects = ELEMENT("H1", "") "\n" ELEMENT("H3", "")}},
      {"UA 7.4.4-3", {.tree = "10 0 R 11 0 R", .objects = ELEMENT("H1", "") "\n" ELEMENT("H", "")}},
      {"UA 7.9-1", {.tree = "10 0 R", .objects = ELEMENT("Note", "")}},
      {"UA 7.9-2",
       {.tree = "10 0 R 11 0 R",
        .objects = ELEMENT("Note", "/ID(a)") "\n" ELEMENT("Note", "/ID(a)")}},
      {"UA 7.18.1-1",
       {.page = "/Annots[10 0 R]/Tabs/S",
        .objects = "<</Subtype/Text/Rect[0 0 1 1]/F 4/Contents(x)>>"}},
      {"UA 7.18.1-2",
       {.page = "/Annots[10 0 R]/Tabs/S", .objects = "<</Subtype/Text/Rect[0 0 1 1]/F 4>>"}},
      {"A 6.7.4-1", {.tree = "10 0 R", .objects = ELEMENT("P", "/Lang(english language)")}},
      {"A 6.3.1-1",
       {.page = "/Annots[10 0 R]/Tabs/S",
        .objects = "<</Subtype/Movie/Rect[0 0 1 1]/F 4/Contents(x)>>"}},
      {"A 6.5.1-1",
       {.page = "/Annots[10 0 R]",
        .objects = "<</Subtype/Link/Rect[0 0 1 1]/A<</S/Launch/F(x)>>>>"}},
      {"A 6.5.1-1", {.catalog = "/OpenAction<</S/JavaScript/JS(x)>>"}},
      {"A 6.5.2-2", {.catalog = "/AA<<>>"}},
      {"A 6.2.4.3-2", {.content = "/Artifact BMC 1 0 0 rg 0 0 1 1 re f EMC"}},
      {"A 6.2.4.3-3", {.content = "/Artifact BMC 1 0 0 0 k 0 0 1 1 re f EMC"}},
      {"A 6.2.8-1",
       {.resources = "/XObject<</x 10 0 R>>", .objects = "<</Subtype/Image/Alternates[]>>"}},
      {"UA 7.21.4.1-1",
       {.resources = "/Font<</f 10 0 R>>",
        .content = "BT /f 1 Tf (a)Tj ET",
        .objects = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}},
      {"UA 7.21.7-1",
       {.resources = "/Font<</f 10 0 R>>",
        .content = "BT /f 1 Tf (a)Tj ET",
        .objects = "<</Type/Font/Subtype/Type0/BaseFont/X>>"}},
      {"UA 7.21.8-1",
       {.resources = "/Font<</f 10 0 R>>",
        .content = "BT /f 1 Tf <0000>Tj ET",
        .objects = "<</Type/Font/Subtype/Type0/Encoding/Identity-H>>"}},
      {"UA 7.21.6-2",
       {.resources = "/Font<</f 10 0 R>>",
        .content = "BT /f 1 Tf (a)Tj ET",
        .objects = "<</Type/Font/Subtype/TrueType/BaseFont/X>>"}},
      {"PDF 12.3.3",
       {.catalog = "/Outlines 10 0 R",
        .objects = "<</First 11 0 R/Last 11 0 R/Count -1>>\n"
                   "<</Title(x)/Parent 10 0 R>>"}},
      {"UA 7.1-3", /* the parent tree knows nothing of the second mark */
       {.content = "/P<</MCID 0>>BDC EMC /P<</MCID 1>>BDC EMC",
        .tree = "10 0 R",
        .objects = ELEMENT("P", "/Pg 3 0 R/K[0 1]")}},
      {"UA 7.1-6", {.tree = "]/RoleMap<</A/B/B/A>>/X["}},
      {"UA 7.1-7", {.tree = "]/RoleMap<</P/H1>>/X["}},
      {"UA 7.1-12", {.tree = "<</S/P>>"}},
      {"UA 7.2-16",
       {.tree = "10 0 R",
        .objects = ELEMENT("Table", "/K[11 0 R 12 0 R 13 0 R]") "\n" ELEMENT("TR", "") "\n" ELEMENT(
            "Caption", "") "\n" ELEMENT("TR", "")}},
      {"UA 7.2-28",
       {.tree = "10 0 R",
        .objects = ELEMENT("TOC", "/K[11 0 R 12 0 R]") "\n" ELEMENT("TOCI", "") "\n" ELEMENT(
            "Caption", "")}},
      {"UA 7.2-29", {.catalog = "/Lang(1x)"}},
      {"UA 7.4.4-1",
       {.tree = "10 0 R",
        .objects =
            ELEMENT("Sect", "/K[11 0 R 12 0 R]") "\n" ELEMENT("H", "") "\n" ELEMENT("H", "")}},
      {"UA 7.4.4-2", {.tree = "10 0 R 11 0 R", .objects = ELEMENT("H", "") "\n" ELEMENT("H1", "")}},
      {"UA 7.18.4-2", {.tree = "10 0 R", .objects = ELEMENT("Form", "")}},
      {"UA 7.18.5-1", /* the parent tree does not lead to the Link */
       {.page = "/Annots[11 0 R]",
        .tree = "10 0 R",
        .objects = ELEMENT(
            "Link",
            "/K<</Type/OBJR/Obj 11 0 R>>") "\n"
                                           "<</Subtype/Link/F 4/Contents(x)/StructParent 7>>"}},
      {"UA 7.10-1", {.catalog = "/OCProperties<</D<<>>>>"}},
      {"UA 7.10-2", {.catalog = "/OCProperties<</D<</Name(x)/AS[]>>>>"}},
      {"A 6.1.12-1", {.catalog = "/Perms<</X 1>>"}},
      {"A 6.1.13-11", {.page = "/CropBox[0 0 2 100]"}},
      {"A 6.2.4.3-4", {.content = "/Artifact BMC 0 g 0 0 1 1 re f EMC"}},
      {"A 6.2.5-1", {.resources = "/ExtGState<</a<</TR/Identity>>>>"}},
      {"A 6.2.10-1", {.resources = "/ExtGState<</a<</BM/Odd>>>>"}},
      {"A 6.3.2-1", {.page = "/Annots[10 0 R]", .objects = "<</Subtype/Text>>"}},
      {"A 6.3.2-2", {.page = "/Annots[10 0 R]", .objects = "<</Subtype/Text/F 2>>"}},
      {"A 6.4.1-3", {.catalog = "/AcroForm<</NeedAppearances true>>"}},
      {"A 6.4.2-1", {.catalog = "/AcroForm<</XFA[]>>"}},
      {"A 6.5.1-2", {.catalog = "/OpenAction<</S/Named/N/Print>>"}},
      {"A 6.5.2-2", {.page = "/AA<<>>"}},
      {"A 6.10-2", {.page = "/PresSteps<<>>"}},
      {"A 6.11-1", {.catalog = "/Requirements[]"}},
      {"A 6.2.11.2-4",
       {.resources = "/Font<</f 10 0 R>>",
        .content = "BT /f 1 Tf (a)Tj ET",
        .objects = "<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor<<>>/LastChar 1>>"}},
      {"A 6.2.11.2-5",
       {.resources = "/Font<</f 10 0 R>>",
        .content = "BT /f 1 Tf (a)Tj ET",
        .objects = "<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor<<>>/FirstChar 1>>"}},
      {"A 6.2.11.2-6",
       {.resources = "/Font<</f 10 0 R>>",
        .content = "BT /f 1 Tf (a)Tj ET",
        .objects = "<</Type/Font/Subtype/Type1/BaseFont/X/FontDescriptor<<>>/FirstChar 1/LastChar "
                   "2/Widths[5]>>"}},
      {"A 6.1.3-3", {.tail = "junk"}},
      {"A 6.1.7.1-2", {.content = "%endstream endobj"}},
      {"A 6.6.2.1-4", {.metadata = "</rdf:Description><dc:thing/><rdf:Description>"}},
      {"A 6.6.4-1", {.metadata = "</rdf:Description><dc:thing/><rdf:Description>"}},
      {"A 6.6.2.3.1-1", {.metadata = "<dc:nothing>x</dc:nothing>"}},
      {"A 6.6.2.3.1-1", {.metadata = "<x:y xmlns:x='urn:x'>z</x:y>"}},
      {"A 6.6.2.3.1-1", {.metadata = "<pdfuaid:amd>x</pdfuaid:amd>"}},
      {"A 6.6.2.3.1-2", {.metadata = "<dc:creator>x</dc:creator>"}},
      {"A 6.6.2.3.1-2", {.metadata = XMP("CreateDate", "yesterday")}},
      {"A 6.6.2.3.1-2", {.metadata = XMP("CreateDate", "2021-13")}},
      {"A 6.6.2.3.1-2", {.metadata = XMP("BaseURL", "a b")}},
      {"A 6.6.2.3.1-2", {.metadata = XMP("Rating", "good")}},
      {"A 6.6.2.3.3-1", {.metadata = "<pdfaExtension:schemas/>"}},
      {"A 6.6.2.3.3-2", {.metadata = SCHEMA("none", "")}},
      {"A 6.6.2.3.3-3", {.metadata = SCHEMA("none", "")}},
      {"A 6.6.2.3.3-4", {.metadata = SCHEMA("none", "")}},
      {"A 6.6.2.3.3-5", {.metadata = SCHEMA("none", "")}},
      {"A 6.6.2.3.3-7", {.metadata = SCHEMA("property", "<rdf:li/>")}},
      {"A 6.6.2.3.3-8", {.metadata = SCHEMA("property", "<rdf:li/>")}},
      {"A 6.6.2.3.3-9", {.metadata = SCHEMA("property", "<rdf:li/>")}},
      {"A 6.6.2.3.3-10", {.metadata = SCHEMA("property", "<rdf:li/>")}},
      {"A 6.6.2.3.3-11", {.metadata = SCHEMA("valueType", "<rdf:li/>")}},
      {"A 6.6.4-4", {.metadata = "<x:amd xmlns:x='http://www.aiim.org/pdfa/ns/id/'>x</x:amd>"}},
      {"UA 5-3", {.metadata = "<x:amd xmlns:x='http://www.aiim.org/pdfua/ns/id/'>x</x:amd>"}},
      {"A 6.8-5", {.catalog = "/Names<</EmbeddedFiles<</Names[(a)<</F(a)/EF<</F 4 0 R>>>>]>>>>"}},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Made made = craft(&CASES[i].craft);
    assert_finds(&made, CASES[i].rule);
    unmake(&made);
  }
}

/* Rings, nesting without end and nonsense come to an end. */
static void hostile_files(void **state) {
  (void)state;
  static const Craft CASES[] = {
      {.tree = "10 0 R", .objects = ELEMENT("P", "/K 10 0 R")},
      {.tree = "10 0 R", .objects = ELEMENT("P", "/K 11 0 R") "\n" ELEMENT("P", "/K 10 0 R")},
      {.catalog = "/Outlines 10 0 R", .objects = "<</First 10 0 R/Next 10 0 R>>"},
      {.resources = "/XObject<</x 10 0 R>>",
       .content = "/x Do",
       .objects = "<</Type/XObject/Subtype/Form/Resources<</XObject<</x 10 0 R>>>>>>"},
      {.content = "[[[[[[[[ ( << BT /f 999999999999999 Tf <"},
      {.content = "/P<</MCID 99999999999>>BDC /P<</MCID -1>>BDC EMC EMC EMC EMC EMC"},
      {.catalog = "/OutputIntents[10 0 R 99 0 R null 4]", .objects = "10 0 R"},
      {.tree = "[[[[10 0 R]]]]", .objects = "10 0 R"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Made made = craft(&CASES[i]);
    g_free(findings(&made));
    PdfReader *reader = open_made(&made);
    FILE *out = fopen("/dev/null", "w");
    inspect_describe(reader, out);
    inspect_text(reader, out);
    fclose(out);
    pdf_reader_free(reader);
    unmake(&made);
  }
}

static void what_is_no_pdf(void **state) {
  (void)state;
  static const char *const CASES[] = {"", "%PDF-1.7", "hello",
                                      "%PDF-1.7\nxref\n0 0\ntrailer\n<<>>"};
  for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
    Diagnostics *diagnostics = diag_new(NULL, DIAG_TEXT);
    GBytes *bytes = g_bytes_new_static(CASES[i], strlen(CASES[i]));
    assert_null(pdf_reader_new(bytes, "x.pdf", diagnostics));
    assert_int_equal(diag_count(diagnostics, DIAG_ERROR), 1);
    g_bytes_unref(bytes);
    diag_free(diagnostics);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_whole_file_is_clean),
      cmocka_unit_test(faults_are_found),
      cmocka_unit_test(hostile_files),
      cmocka_unit_test(what_is_no_pdf),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
