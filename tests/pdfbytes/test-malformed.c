/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cross-references that are not as they must be (ISO 32000-2, 7.5.4, 7.5.5, 7.5.8), each in one
 * way: refused with its reason, since every reader would guess something else. And those that are
 * unusual only: read. */

#include "hopso-test-pdf.h"

#include <string.h>

/* Objects at 9, 54 and 105; what comes next is at 166. */
#define BODY \
  "%PDF-1.4\n" \
  "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n" \
  "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n" \
  "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
#define FREE    "0000000000 65535 f \n"
#define ENTRIES FREE "0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n"
#define TRAILER "trailer\n<</Root 1 0 R/Size 4>>\n"
#define END     "startxref\n166\n%%EOF\n"

#define FINE -1 /* no error */

typedef struct
{
  const char *name;
  const char *text; /* behind BODY, or all of it */
  int code;
} Case;

static HopsoPdfFile *
open_text (const char *first, const char *second, gsize size, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) first, (guint) strlen (first));
  g_byte_array_append (bytes, (const guint8 *) second, (guint) size);
  return hopso_test_open_bytes (bytes->data, bytes->len, error);
}

static void
assert_case (const char *name, HopsoPdfFile *file, const GError *error, int code)
{
  if (error != NULL)
    g_test_message ("%s: %s", name, error->message);
  if (code == FINE)
    {
      g_assert_no_error (error);
      g_assert_nonnull (file);
      return;
    }
  g_assert_null (file);
  if (!g_error_matches (error, HOPSO_PDF_ERROR, code))
    g_error ("%s: %s", name, error != NULL ? error->message : "accepted");
}

static void
try_cases (const char *body, const Case *cases, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfFile) file =
          open_text (body, cases[i].text, strlen (cases[i].text), &error);

      assert_case (cases[i].name, file, error, cases[i].code);
    }
}

#define DAMAGED     HOPSO_PDF_ERROR_DAMAGED
#define TOO_COMPLEX HOPSO_PDF_ERROR_TOO_COMPLEX

static void
test_tables (void)
{
  static const Case cases[] = {
    { "as it must be", "xref\n0 4\n" ENTRIES TRAILER END, FINE },
    { "line ends of others",
      "xref\n0 4\n0000000000 65535 f\r\n0000000009 00000 n\r\n0000000054 00000 n \r"
      "0000000105 00000 n \n" TRAILER END,
      FINE },
    { "in another order",
      "xref\n2 2\n0000000054 00000 n \n0000000105 00000 n \n0 2\n" FREE
      "0000000009 00000 n \n" TRAILER END,
      FINE },
    { "blanks before", "  \nxref\n0 4\n" ENTRIES TRAILER END, FINE },
    { "no keyword", "xrex\n0 4\n" ENTRIES TRAILER END, DAMAGED },
    { "no line end", "xref\n0 1\n0000000000 65535 f  \n" TRAILER END, DAMAGED },
    { "half a line end", "xref\n0 1\n0000000000 65535 f\rx" TRAILER END, DAMAGED },
    { "another blank", "xref\n0 1\n0000000000 65535 fx\n" TRAILER END, DAMAGED },
    { "no blank", "xref\n0 1\n0000000000x65535 f \n" TRAILER END, DAMAGED },
    { "no second blank", "xref\n0 1\n0000000000 65535xf \n" TRAILER END, DAMAGED },
    { "neither used nor free", "xref\n0 1\n0000000000 65535 g \n" TRAILER END, DAMAGED },
    { "no digits", "xref\n0 1\n000000000x 65535 f \n" TRAILER END, DAMAGED },
    { "no digits in the generation", "xref\n0 1\n0000000000 6553x f \n" TRAILER END, DAMAGED },
    { "an impossible generation", "xref\n0 1\n0000000000 65536 f \n" TRAILER END, DAMAGED },
    { "far too many", "xref\n0 9999999\n" ENTRIES TRAILER END, DAMAGED },
    { "more than there are", "xref\n0 99\n" ENTRIES TRAILER END, DAMAGED },
    { "an impossible number", "xref\n9000000 1\n" FREE TRAILER END, DAMAGED },
    { "the number after the last", "xref\n8388607 2\n" FREE FREE TRAILER END, TOO_COMPLEX },
    { "a negative number", "xref\n-1 4\n" ENTRIES TRAILER END, DAMAGED },
    { "a fraction", "xref\n0.5 4\n" ENTRIES TRAILER END, DAMAGED },
    { "no count", "xref\n0 x\n" ENTRIES TRAILER END, DAMAGED },
    { "a negative count", "xref\n0 -4\n" ENTRIES TRAILER END, DAMAGED },
    { "a number twice", "xref\n0 4\n" ENTRIES "1 1\n0000000009 00000 n \n" TRAILER END, DAMAGED },
    { "out of the file",
      "xref\n0 5\n" ENTRIES "0000009999 00000 n \ntrailer\n<</Root 1 0 R/Size 5>>\n" END, DAMAGED },
    { "cut off", "xref\n0 4\n" ENTRIES "trail", DAMAGED },
    { "ends in a string", "xref\n0 4\n" ENTRIES "trailer\n<</Root(", DAMAGED },
  };

  try_cases (BODY, cases, G_N_ELEMENTS (cases));
}

static void
test_trailers (void)
{
  static const Case cases[] = {
    { "a list", "xref\n0 4\n" ENTRIES "trailer\n[]\n" END, DAMAGED },
    { "nothing", "xref\n0 4\n" ENTRIES "trailer\n>>\n" END, DAMAGED },
    { "no size", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R>>\n" END, DAMAGED },
    { "no size at all", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 0>>\n" END, DAMAGED },
    { "a name for a size", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size/A>>\n" END, DAMAGED },
    { "before itself", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 4/Prev 166>>\n" END,
      DAMAGED },
    { "before the beginning", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 4/Prev -1>>\n" END,
      DAMAGED },
    { "before the end", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 4/Prev 9999>>\n" END,
      DAMAGED },
    { "before a name", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 4/Prev/A>>\n" END,
      DAMAGED },
    { "hidden nowhere", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 4/XRefStm -1>>\n" END,
      DAMAGED },
    { "hidden behind the end",
      "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 4/XRefStm 9999>>\n" END, DAMAGED },
    { "hidden in a name", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 4/XRefStm/A>>\n" END,
      DAMAGED },
    { "hidden in a page", "xref\n0 4\n" ENTRIES "trailer\n<</Root 1 0 R/Size 4/XRefStm 105>>\n" END,
      DAMAGED },
    { "no root", "xref\n0 4\n" ENTRIES "trailer\n<</Size 4>>\n" END, DAMAGED },
    { "a page for a root", "xref\n0 4\n" ENTRIES "trailer\n<</Root[]/Size 4>>\n" END, DAMAGED },
  };

  try_cases (BODY, cases, G_N_ELEMENTS (cases));
}

static void
test_ends (void)
{
  static char blanks[2048 * 3 + 1];
  static const Case cases[] = {
    { "a word", "xref\n0 4\n" ENTRIES TRAILER "startxref\nx\n%%EOF\n", DAMAGED },
    { "nothing", "xref\n0 4\n" ENTRIES TRAILER "startxref", DAMAGED },
    { "behind itself", "xref\n0 4\n" ENTRIES TRAILER "startxref\n999\n%%EOF\n", DAMAGED },
    { "before the beginning", "xref\n0 4\n" ENTRIES TRAILER "startxref\n-5\n%%EOF\n", DAMAGED },
    { "no word", "xref\n0 4\n" ENTRIES TRAILER "166\n%%EOF\n", DAMAGED },
    { "no mark", "xref\n0 4\n" ENTRIES TRAILER "startxref\n166\n%%EOX\n", FINE },
    { "another place", "xref\n0 4\n" ENTRIES TRAILER "startxref\n166\n%%EOF\nstartxref\n9\n%%EOF\n",
      DAMAGED },
  };
  static const Case headers[] = {
    { "short", "%PDF", DAMAGED },
    { "no number", "%PDF-x.4\nxref\n0 1\n" FREE "trailer<</Size 1>>startxref\n9\n%%EOF", DAMAGED },
    { "no point", "%PDF-1x4\nxref\n0 1\n" FREE "trailer<</Size 1>>startxref\n9\n%%EOF", DAMAGED },
    { "no second number", "%PDF-1.x\nxref\n0 1\n" FREE "trailer<</Size 1>>startxref\n9\n%%EOF",
      DAMAGED },
    { "another word", "%PDX-1.4\nxref\n0 1\n" FREE "trailer<</Size 1>>startxref\n9\n%%EOF",
      DAMAGED },
    { "blanks", blanks, DAMAGED },
  };

  memset (blanks, ' ', sizeof blanks - 1);
  memcpy (blanks, "%PDF-1.4", 8);
  try_cases (BODY, cases, G_N_ELEMENTS (cases));
  try_cases ("", headers, G_N_ELEMENTS (headers));
}

/* --- streams --------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *keys; /* beside Type, Root and Length */
  const char *rows; /* in hexadecimal */
  int code;
} StreamCase;

/* Free, the three objects, itself. */
#define ROWS "0000000000 0100090000 0100360000 0100690000 0100a60000"
#define W    "/W[1 2 2]"

static GByteArray *
read_rows (const char *text)
{
  GByteArray *rows = g_byte_array_new ();

  for (; *text != '\0'; text++)
    if (*text != ' ')
      {
        guint8 byte =
            (guint8) (g_ascii_xdigit_value (text[0]) * 16 + g_ascii_xdigit_value (text[1]));

        g_byte_array_append (rows, &byte, 1);
        text++;
      }
  return rows;
}

static void
try_stream (const StreamCase *one)
{
  g_autoptr (GByteArray) rows = read_rows (one->rows);
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf ("4 0 obj\n<<%s%s%s/Length %u>>\nstream\n",
                                           strstr (one->keys, "/Type") != NULL ? "" : "/Type/XRef",
                                           "/Root 1 0 R", one->keys, rows->len);
  static const char tail[] = "\nendstream\nendobj\n" END;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;

  g_byte_array_append (text, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (text, rows->data, rows->len);
  g_byte_array_append (text, (const guint8 *) tail, (guint) strlen (tail));
  file = open_text (BODY, (const char *) text->data, text->len, &error);
  assert_case (one->name, file, error, one->code);
}

static void
test_streams (void)
{
  static const StreamCase cases[] = {
    { "as it must be", W "/Size 5", ROWS, FINE },
    { "with an index", W "/Size 5/Index[0 5]", ROWS, FINE },
    { "in another order", W "/Size 5/Index[1 4 0 1]",
      "0100090000 0100360000 0100690000 0100a60000 0000000000", FINE },
    { "without kinds", "/W[0 2 1]/Size 5/Index[1 4]", "000900 003600 006900 00a600", FINE },
    { "a kind to come", W "/Size 6", ROWS " 0700000000", FINE },
    { "in an object stream", W "/Size 6", ROWS " 0200040000", FINE },
    { "in object stream 0", W "/Size 6", ROWS " 0200000000", DAMAGED },
    { "in an impossible object stream", "/W[1 4 4]/Size 1", "02ffffffff00000000", DAMAGED },
    { "at an impossible index", "/W[1 4 4]/Size 1", "0200000001ffffffff", DAMAGED },
    { "an impossible generation", "/W[1 2 4]/Size 1", "01000900010000", DAMAGED },
    { "a free one of any generation", "/W[1 2 4]/Size 5",
      "00000000ffffff 01000900000000 01003600000000 01006900000000 0100a600000000", FINE },
    { "no widths", "/Size 5", ROWS, DAMAGED },
    { "two widths", "/W[1 2]/Size 5", ROWS, DAMAGED },
    { "a name for a width", "/W[1/A 2]/Size 5", ROWS, DAMAGED },
    { "a negative width", "/W[1 -2 2]/Size 5", ROWS, DAMAGED },
    { "nine bytes", "/W[1 9 2]/Size 5", ROWS, DAMAGED },
    { "nothing at all", "/W[0 0 0]/Size 5", ROWS, DAMAGED },
    { "half an index", W "/Size 5/Index[0]", ROWS, DAMAGED },
    { "a name in the index", W "/Size 5/Index[/A 5]", ROWS, DAMAGED },
    { "a name for a count", W "/Size 5/Index[0/A]", ROWS, DAMAGED },
    { "a negative number", W "/Size 5/Index[-1 5]", ROWS, DAMAGED },
    { "an impossible number", W "/Size 5/Index[9000000 5]", ROWS, DAMAGED },
    { "the number after the last", W "/Size 5/Index[8388605 5]", ROWS, TOO_COMPLEX },
    { "a negative count", W "/Size 5/Index[0 -1]", ROWS, DAMAGED },
    { "more than there are", W "/Size 5/Index[0 6]", ROWS, DAMAGED },
    { "a number twice", W "/Size 5/Index[0 4 3 1]", ROWS, DAMAGED },
    { "another kind of stream", W "/Size 5/Type/ObjStm", ROWS, DAMAGED },
    { "in another file", W "/Size 5/F(a)", ROWS, HOPSO_PDF_ERROR_UNSUPPORTED },
    { "packed otherwise", W "/Size 5/Filter/JPXDecode", ROWS, HOPSO_PDF_ERROR_UNSUPPORTED },
    { "not packed at all", W "/Size 5/Filter/FlateDecode", ROWS, DAMAGED },
    { "no size", W "/Index[0 5]", ROWS, DAMAGED },
  };
  static const Case others[] = {
    { "no stream", "4 0 obj\n<</Type/XRef/Size 5/Root 1 0 R>>\nendobj\n" END, DAMAGED },
    { "no object", "4 0 oxj\n<</Type/XRef/Size 5/Root 1 0 R>>\nendobj\n" END, DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    try_stream (&cases[i]);
  try_cases (BODY, others, G_N_ELEMENTS (others));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/malformed/" name, function)
  ADD ("tables", test_tables);
  ADD ("trailers", test_trailers);
  ADD ("ends", test_ends);
  ADD ("streams", test_streams);
  return g_test_run ();
}
