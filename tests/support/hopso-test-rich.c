/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents made on the spot that have everything a reader can ask for: one by hand with links,
 * a table of contents, labels, layers, attachments, fields and properties; and a book in
 * Vietnamese, by cairo. */

#include "hopso-test-rich.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <string.h>

typedef struct
{
  int number;
  const char *entries;
  const char *stream; /* nullable */
} Object;

/* One more than the highest number. */
#define N_OBJECTS 61

static const Object objects[] = {
  { 1,
    "/Type/Catalog/Pages 2 0 R/Outlines 20 0 R/PageLabels<</Nums[0<</S/r>>2<</S/D/P(A-)>>]>>"
    "/OCProperties<</OCGs[30 0 R 31 0 R]/D<</Order[[(Halves)30 0 R 31 0 R]]/OFF[31 0 R]>>>>"
    "/Names<</EmbeddedFiles<</Names[(note.txt)40 0 R]>>/Dests<</Names[(there)[5 0 R/XYZ 40 280 "
    "2]]>>"
    "/JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>>>"
    "/AcroForm<</Fields[50 0 R 51 0 R 52 0 R 53 0 R]/DR<</Font<</F 6 0 R>>>>/DA(/F 12 Tf 0 g)"
    "/NeedAppearances true>>/Metadata 60 0 R",
    NULL },
  { 2,
    "/Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3/MediaBox[0 0 200 300]"
    "/Resources<</Font<</F 6 0 R>>/Properties<</L 30 0 R/R 31 0 R>>>>",
    NULL },
  { 3,
    "/Type/Page/Parent 2 0 R/Contents 7 0 R"
    "/Annots[10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 15 0 R]",
    NULL },
  { 4, "/Type/Page/Parent 2 0 R/Contents 8 0 R/Annots[50 0 R 51 0 R 52 0 R 53 0 R]", NULL },
  { 5, "/Type/Page/Parent 2 0 R/MediaBox[20 30 220 330]/Contents 9 0 R", NULL },
  { 6, "/Type/Font/Subtype/Type1/BaseFont/Helvetica", NULL },
  { 7, "", "BT /F 12 Tf 20 250 Td (Hello links) Tj ET" },
  { 8, "", "/OC /L BDC 1 0 0 rg 0 0 100 300 re f EMC /OC /R BDC 0 0 1 rg 100 0 100 300 re f EMC" },
  { 9, "", "BT /F 12 Tf 40 300 Td (Shifted) Tj ET" },
  { 10, "/Type/Annot/Subtype/Link/Rect[10 200 60 220]/Dest[5 0 R/XYZ 40 280 1.5]", NULL },
  { 11, "/Type/Annot/Subtype/Link/Rect[10 170 60 190]/A<</S/URI/URI(https://hopso.vn/a?b=c)>>",
    NULL },
  { 12, "/Type/Annot/Subtype/Link/Rect[10 140 60 160]/Dest(there)", NULL },
  { 13, "/Type/Annot/Subtype/Link/Rect[10 110 60 130]/A<</S/Launch/F(/bin/sh)>>", NULL },
  { 14, "/Type/Annot/Subtype/Link/Rect[10 80 60 100]/A<</S/GoToR/F(other.pdf)/D[0/Fit]>>", NULL },
  { 15, "/Type/Annot/Subtype/Link/Rect[10 50 60 70]/A<</S/Named/N/NextPage>>", NULL },
  { 16, "/Type/XObject/Subtype/Form/BBox[0 0 20 20]", "0 g 5 5 10 10 re f" },
  { 17, "/Type/XObject/Subtype/Form/BBox[0 0 20 20]", "0 g" },
  { 20, "/Type/Outlines/First 21 0 R/Last 22 0 R/Count 2", NULL },
  { 21, "/Title(First)/Parent 20 0 R/Next 22 0 R/First 23 0 R/Last 23 0 R/Count 1/Dest[3 0 R/Fit]",
    NULL },
  { 22, "/Title<FEFF011001B01EDD006E0067>/Parent 20 0 R/Prev 21 0 R/A<</S/URI/URI(http://a/)>>",
    NULL },
  { 23, "/Title(Inner)/Parent 21 0 R/Dest(there)", NULL },
  { 30, "/Type/OCG/Name(Left)", NULL },
  { 31, "/Type/OCG/Name(Right)", NULL },
  { 32, "/Title(Rich)/Author<FEFF01101EA1006E>/Producer(by hand)/CreationDate(D:20260102030405Z)",
    NULL },
  { 40, "/Type/Filespec/F(note.txt)/UF(note.txt)/Desc(A note)/EF<</F 41 0 R>>", NULL },
  { 41, "/Type/EmbeddedFile/Params<</Size 11>>", "hello there" },
  { 50,
    "/Type/Annot/Subtype/Widget/FT/Tx/T(name)/TU(Full name)/V(An)/MaxLen 40/Rect[10 250 110 270]"
    "/P 4 0 R",
    NULL },
  { 51,
    "/Type/Annot/Subtype/Widget/FT/Btn/T(agree)/V/Yes/AS/Yes/AP<</N<</Yes 16 0 R/Off 17 0 R>>>>"
    "/Rect[10 220 30 240]/P 4 0 R",
    NULL },
  { 52,
    "/Type/Annot/Subtype/Widget/FT/Ch/Ff 131072/T(vote)/Opt[(Yes)(No)]/V(No)/Rect[10 190 110 210]"
    "/P 4 0 R",
    NULL },
  { 53, "/Type/Annot/Subtype/Widget/FT/Tx/Ff 4097/T(locked)/V(Fixed)/Rect[10 100 110 180]/P 4 0 R",
    NULL },
  { 60, "/Type/Metadata/Subtype/XML",
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/"
    "22-rdf-syntax-ns#'><rdf:Description xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/'>"
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>" },
};

static void
add_object (GString *text, const Object *object)
{
  g_string_append_printf (text, "%d 0 obj\n<<%s", object->number, object->entries);
  if (object->stream != NULL)
    g_string_append_printf (text, "/Length %" G_GSIZE_FORMAT ">>\nstream\n%s\nendstream\nendobj\n",
                            strlen (object->stream), object->stream);
  else
    g_string_append (text, ">>\nendobj\n");
}

/**
 * hopso_test_rich_new:
 *
 * Returns: (transfer full): three pages, labelled "i", "ii" and "A-1"; the second with a red left
 * half and a blue right half that is hidden
 */
GBytes *
hopso_test_rich_new (void)
{
  GString *text = g_string_new ("%PDF-1.7\n");
  gsize offsets[N_OBJECTS] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      offsets[objects[i].number] = text->len;
      add_object (text, &objects[i]);
    }
  const gsize start = text->len;
  g_string_append_printf (text, "xref\n0 %d\n", N_OBJECTS);
  for (gsize i = 0; i < N_OBJECTS; i++)
    g_string_append_printf (text, "%010" G_GSIZE_FORMAT " %s \n", offsets[i],
                            offsets[i] > 0 ? "00000 n" : "65535 f");
  g_string_append_printf (text,
                          "trailer\n<</Size %d/Root 1 0 R/Info 32 0 R>>\nstartxref\n"
                          "%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          N_OBJECTS, start);
  return g_string_free_to_bytes (text);
}

static cairo_status_t
append_cb (void *closure, const unsigned char *bytes, unsigned int size)
{
  g_byte_array_append (closure, bytes, size);
  return CAIRO_STATUS_SUCCESS;
}

/**
 * hopso_test_rich_new_book:
 * @n_pages: at least one
 *
 * Returns: (transfer full): a book whose page n says "Trang n" and two lines more; every tenth
 * page, from the first on, says "Con đường Nguyễn Huệ"
 */
GBytes *
hopso_test_rich_new_book (guint n_pages)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, 300, 400);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Liberation Serif 14");

  pango_layout_set_font_description (layout, font);
  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *text =
          g_strdup_printf ("Trang %u\n%s\nvà dưỡng sinh", i + 1,
                           i % 10 == 0 ? "Con đường Nguyễn Huệ" : "Không có gì");

      pango_layout_set_text (layout, text, -1);
      cairo_move_to (cr, 20, 30);
      pango_cairo_show_layout (cr, layout);
      cairo_show_page (cr);
    }
  pango_font_description_free (font);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}
