/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PDFs made in code, so that a test shows the bytes it is about. */

#include "hopso-test-pdf.h"

#include <cairo-pdf.h>
#include <string.h>

HopsoTestPdf *
hopso_test_pdf_new (void)
{
  HopsoTestPdf *self = g_new0 (HopsoTestPdf, 1);

  self->bytes = g_string_new ("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
  self->previous = -1;
  self->size = 1;
  return self;
}

/* A page that could be signed, without its cross-reference. */
HopsoTestPdf *
hopso_test_pdf_new_minimal (void)
{
  static const char content[] = "0 0 1 rg 100 100 200 50 re f";
  HopsoTestPdf *self = hopso_test_pdf_new ();

  hopso_test_pdf_add (self, 1, "<</Type/Catalog/Pages 2 0 R>>");
  hopso_test_pdf_add (self, 2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>");
  hopso_test_pdf_add (self, 3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>");
  hopso_test_pdf_add_stream (self, 4, "", content, strlen (content));
  return self;
}

void
hopso_test_pdf_free (HopsoTestPdf *self)
{
  g_string_free (self->bytes, TRUE);
  g_free (self);
}

static void
note_offset (HopsoTestPdf *self, guint number)
{
  g_assert_cmpuint (number, <, G_N_ELEMENTS (self->offsets));
  self->offsets[number] = self->bytes->len;
  self->size = MAX (self->size, number + 1);
}

void
hopso_test_pdf_add (HopsoTestPdf *self, guint number, const char *body)
{
  note_offset (self, number);
  g_string_append_printf (self->bytes, "%u 0 obj\n%s\nendobj\n", number, body);
}

void
hopso_test_pdf_add_stream (
    HopsoTestPdf *self, guint number, const char *entries, const void *data, gsize size)
{
  note_offset (self, number);
  g_string_append_printf (self->bytes, "%u 0 obj\n<<%s/Length %" G_GSIZE_FORMAT ">>\nstream\n",
                          number, entries, size);
  g_string_append_len (self->bytes, data, (gssize) size);
  g_string_append (self->bytes, "\nendstream\nendobj\n");
}

static void
append_end (HopsoTestPdf *self, guint64 offset)
{
  g_string_append_printf (self->bytes, "startxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", offset);
  self->previous = (gint64) offset;
  memset (self->offsets, 0, sizeof self->offsets);
}

static void
append_previous (HopsoTestPdf *self)
{
  if (self->previous >= 0)
    g_string_append_printf (self->bytes, "/Prev %" G_GINT64_FORMAT, self->previous);
}

void
hopso_test_pdf_end_with_table (HopsoTestPdf *self, const char *entries)
{
  guint64 offset = self->bytes->len;

  g_string_append (self->bytes, "xref\n0 1\n0000000000 65535 f \n");
  for (guint i = 1; i < self->size; i++)
    if (self->offsets[i] != 0)
      g_string_append_printf (self->bytes, "%u 1\n%010" G_GUINT64_FORMAT " 00000 n \n", i,
                              self->offsets[i]);
  g_string_append_printf (self->bytes, "trailer\n<<%s/Size %u", entries, self->size);
  append_previous (self);
  g_string_append (self->bytes, ">>\n");
  append_end (self, offset);
}

/* Objects 0 to Size - 1 in one go: what was not written since stays as it was or is free. */
void
hopso_test_pdf_end_with_stream (HopsoTestPdf *self, guint number, const char *entries)
{
  guint64 offset = self->bytes->len;
  g_autoptr (GString) index = g_string_new (NULL);
  g_autoptr (GString) rows = g_string_new (NULL);

  note_offset (self, number);
  for (guint i = 1; i < self->size; i++)
    if (self->offsets[i] != 0)
      {
        char row[6] = { 1,
                        (char) (self->offsets[i] >> 24 & 0xff),
                        (char) (self->offsets[i] >> 16 & 0xff),
                        (char) (self->offsets[i] >> 8 & 0xff),
                        (char) (self->offsets[i] & 0xff),
                        0 };

        g_string_append_printf (index, "%u 1 ", i);
        g_string_append_len (rows, row, sizeof row);
      }
  g_string_append_printf (self->bytes, "%u 0 obj\n<</Type/XRef/W[1 4 1]/Index[%s]/Size %u%s",
                          number, index->str, self->size, entries);
  append_previous (self);
  g_string_append_printf (self->bytes, "/Length %" G_GSIZE_FORMAT ">>\nstream\n", rows->len);
  g_string_append_len (self->bytes, rows->str, (gssize) rows->len);
  g_string_append (self->bytes, "\nendstream\nendobj\n");
  append_end (self, offset);
}

void
hopso_test_pdf_append (HopsoTestPdf *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (self->bytes, format, arguments);
  va_end (arguments);
}

/* Where @text stands last; the bytes may hold zeros. */
char *
hopso_test_pdf_find_last (HopsoTestPdf *self, const char *text)
{
  gsize size = strlen (text);

  for (gsize i = self->bytes->len - size + 1; i > 0; i--)
    if (memcmp (self->bytes->str + i - 1, text, size) == 0)
      return self->bytes->str + i - 1;
  g_assert_not_reached ();
}

/* Replaces the last @from by @to, which is as long. */
void
hopso_test_pdf_patch (HopsoTestPdf *self, const char *from, const char *to)
{
  g_assert_cmpuint (strlen (from), ==, strlen (to));
  memcpy (hopso_test_pdf_find_last (self, from), to, strlen (to));
}

GBytes *
hopso_test_pdf_dup_bytes (HopsoTestPdf *self)
{
  return g_bytes_new (self->bytes->str, self->bytes->len);
}

HopsoPdfFile *
hopso_test_open_bytes (const void *bytes, gsize size, GError **error)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, size);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (copy);

  return hopso_pdf_file_open (source, error);
}

HopsoPdfFile *
hopso_test_pdf_open (HopsoTestPdf *self, GError **error)
{
  return hopso_test_open_bytes (self->bytes->str, self->bytes->len, error);
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int size)
{
  g_byte_array_append (closure, data, size);
  return CAIRO_STATUS_SUCCESS;
}

/* Marks as the application makes them: a page each, transparent, with a font that they share. */
GBytes *
hopso_test_marks (double width, double height, guint n_pages)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, bytes, width, height);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < n_pages; i++)
    {
      cairo_set_source_rgba (cr, 0, 0, 0.7, 0.8);
      cairo_rectangle (cr, 1, 1, width - 2, height - 2);
      cairo_stroke (cr);
      cairo_select_font_face (cr, "Liberation Serif", CAIRO_FONT_SLANT_NORMAL,
                              CAIRO_FONT_WEIGHT_NORMAL);
      cairo_set_font_size (cr, height / 4);
      cairo_move_to (cr, 4, height / 2);
      cairo_show_text (cr, "Đã ký: Nguyễn Văn Đẵng");
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

/* One of them. */
GBytes *
hopso_test_mark (double width, double height)
{
  return hopso_test_marks (width, height, 1);
}
