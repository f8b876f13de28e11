/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form to be filled, written object by object. */

#include "hopso-test-form.h"

#include <string.h>

#define WIDGET "/Type/Annot/Subtype/Widget/F 4"
#define BOXED  "/MK<</BC[0 0 0]/BG[0.95 0.97 1]>>/BS<</W 1/S/S>>"
#define TEXT   "/DA(/Helv 12 Tf 0 0 0.6 rg)"

typedef struct
{
  GString *bytes;
  GArray *offsets; /* of guint */
} Writer;

static void
add (Writer *self, const char *body)
{
  guint offset = (guint) self->bytes->len;

  g_array_append_val (self->offsets, offset);
  g_string_append_printf (self->bytes, "%u 0 obj\n%s\nendobj\n", self->offsets->len, body);
}

static void
add_stream (Writer *self, const char *entries, const char *data)
{
  g_autofree char *body = g_strdup_printf (
      "<<%s/Length %" G_GSIZE_FORMAT ">>\nstream\n%s\nendstream", entries, strlen (data), data);

  add (self, body);
}

/* Objects 1 to 9: pages, fonts, the two looks of buttons. */
static void
add_pages (Writer *self, const char *entries)
{
  static const char labels[] =
      "BT /Helv 12 Tf 60 756 Td (Name) Tj 0 -60 Td (Address) Tj 0 -80 Td (Number) Tj 0 -50 Td "
      "(I agree) Tj 0 -40 Td (Left or right) Tj 0 -50 Td (Town) Tj 0 -60 Td (Days) Tj 0 -70 Td "
      "(Total) Tj ET";
  g_autofree char *catalog = g_strdup_printf (
      "<</Type/Catalog/Pages 2 0 R/AcroForm<<%s/DA(/Helv 0 Tf 0 g)/DR<</Font<</Helv 5 0 R>>>>"
      "/Fields[10 0 R 11 0 R 12 0 R 13 0 R 14 0 R 17 0 R 18 0 R 19 0 R 20 0 R 21 0 R]>>>>",
      entries != NULL ? entries : "");

  add (self, catalog);
  add (self, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]"
             "/Resources<</Font<</Helv 5 0 R>>>>>>");
  add (self, "<</Type/Page/Parent 2 0 R/Contents 6 0 R/Annots[10 0 R 11 0 R 12 0 R 13 0 R 15 0 R "
             "16 0 R 17 0 R 18 0 R 19 0 R]>>");
  add (self, "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Annots[20 0 R 21 0 R]>>");
  add (self, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
  add_stream (self, "", labels);
  add_stream (self, "", "BT /Helv 12 Tf 60 756 Td (Remark) Tj ET");
  add_stream (self, "/Type/XObject/Subtype/Form/BBox[0 0 20 20]",
              "1 w 1 1 18 18 re S 2 w 4 10 m 9 4 l 16 16 l S");
  add_stream (self, "/Type/XObject/Subtype/Form/BBox[0 0 20 20]", "1 w 1 1 18 18 re S");
}

/* Objects 10 to 21. */
static void
add_fields (Writer *self)
{
  add (self, "<<" WIDGET BOXED TEXT "/FT/Tx/T(name)/TU(Full name)/Rect[150 750 400 774]/P 3 0 R>>");
  add (self, "<<" WIDGET BOXED TEXT
             "/FT/Tx/T(address)/Ff 4096/Rect[150 660 400 714]/P 3 0 R/V(1 Tr\\341ng Ti\\352n)>>");
  add (self, "<<" WIDGET BOXED "/FT/Tx/T(number)/Ff 16777216/MaxLen 8/Rect[150 608 350 632]"
             "/DA(/Helv 0 Tf 0 g)/P 3 0 R>>");
  add (self, "<<" WIDGET "/FT/Btn/T(agree)/Rect[150 560 170 580]/V/Off/AS/Off/P 3 0 R"
             "/AP<</N<</Yes 8 0 R/Off 9 0 R>>>>>>");
  add (self, "<</FT/Btn/T(side)/Ff 49152/V/Off/Kids[15 0 R 16 0 R]>>");
  add (self, "<<" WIDGET "/Parent 14 0 R/Rect[150 520 170 540]/AS/Off/P 3 0 R"
             "/AP<</N<</left 8 0 R/Off 9 0 R>>>>>>");
  add (self, "<<" WIDGET "/Parent 14 0 R/Rect[200 520 220 540]/AS/Off/P 3 0 R"
             "/AP<</N<</right 8 0 R/Off 9 0 R>>>>>>");
  add (self, "<<" WIDGET BOXED TEXT "/FT/Ch/T(town)/Ff 131072/Rect[150 466 350 490]/P 3 0 R"
             "/Opt[[(hn)(H\\340 N\\364i)][(hue)(Hu\\352)][(sg)(S\\340i G\\362n)]]>>");
  add (self, "<<" WIDGET BOXED TEXT "/FT/Ch/T(days)/Ff 2097152/Rect[150 390 350 444]/P 3 0 R"
             "/Opt[(one)(two)(three)]>>");
  add (self, "<<" WIDGET BOXED TEXT "/FT/Tx/T(total)/Ff 1/V(0)/Rect[150 336 250 360]/P 3 0 R>>");
  add (self, "<<" WIDGET BOXED TEXT "/FT/Tx/T(remark)/Rect[150 750 400 774]/P 4 0 R>>");
  add (self, "<<" WIDGET BOXED TEXT "/FT/Ch/T(job)/Ff 393216/Rect[150 700 350 724]/P 4 0 R"
             "/Opt[(clerk)(chair)]>>");
}

GBytes *
hopso_test_form_new (const char *entries)
{
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (guint));
  Writer self = { g_string_new ("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), offsets };
  guint place;

  add_pages (&self, entries);
  add_fields (&self);
  place = (guint) self.bytes->len;
  g_string_append_printf (self.bytes, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (self.bytes, "%010u 00000 n \n", g_array_index (offsets, guint, i));
  g_string_append_printf (self.bytes, "trailer\n<</Root 1 0 R/Size %u>>\nstartxref\n%u\n%%%%EOF\n",
                          offsets->len + 1, place);
  return g_string_free_to_bytes (self.bytes);
}
