/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at a PDF with other people's eyes: qpdf for its structure, Poppler's programs for its
 * text, its fonts and its pixels. */

#include "paper-tools.h"

#include <stdlib.h>
#include <string.h>

void
picture_free (Picture *picture)
{
  g_free (picture->pixels);
  g_free (picture);
}

static GBytes *
run (GBytes *pdf, const char *tool, const char *const *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("hopso-typeset-XXXXXX.pdf", &stream, &error);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GBytes) output = NULL;

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (stream)),
                             g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), NULL, NULL,
                             &error);
  g_assert_no_error (error);
  g_ptr_array_add (arguments, (char *) g_getenv (tool));
  for (guint i = 0; options[i] != NULL; i++)
    g_ptr_array_add (arguments, strcmp (options[i], "PDF") == 0 ? (char *) g_file_peek_path (file)
                                                                : (char *) options[i]);
  g_ptr_array_add (arguments, NULL);

  g_autoptr (GSubprocess) process = g_subprocess_newv ((const char *const *) arguments->pdata,
                                                       G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);

  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_file_delete (file, NULL, NULL);
  return g_steal_pointer (&output);
}

char *
pdf_run (GBytes *pdf, const char *tool, const char *const *options)
{
  g_autoptr (GBytes) output = run (pdf, tool, options);

  return g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
}

/* The text with every run of white space as one space. */
char *
pdf_text (GBytes *pdf)
{
  const char *options[] = { "-enc", "UTF-8", "-nopgbrk", "PDF", "-", NULL };
  g_autofree char *text = pdf_run (pdf, "HOPSO_PDFTOTEXT", options);
  g_autoptr (GRegex) spaces = g_regex_new ("\\s+", 0, 0, NULL);

  return g_regex_replace_literal (spaces, text, -1, 0, " ", 0, NULL);
}

/* Reads the PGM that pdftoppm writes: "P5 width height 255", then the pixels. */
Picture *
pdf_draw (GBytes *pdf, guint page, int dpi)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autofree char *resolution = g_strdup_printf ("%d", dpi);
  const char *options[] = { "-gray", "-r", resolution, "-f", number, "-l", number, "PDF", NULL };
  g_autoptr (GBytes) output = run (pdf, "HOPSO_PDFTOPPM", options);
  gsize size;
  const char *data = g_bytes_get_data (output, &size);
  Picture *picture = g_new0 (Picture, 1);

  g_assert_true (size > 16 && strncmp (data, "P5\n", 3) == 0);

  char *end;
  picture->width = (int) strtol (data + 3, &end, 10);
  picture->height = (int) strtol (end, &end, 10);
  g_assert_cmpint (strtol (end, &end, 10), ==, 255);
  gsize n_pixels = (gsize) picture->width * (gsize) picture->height;
  g_assert_cmpuint ((gsize) (end + 1 - data) + n_pixels, ==, size);
  picture->pixels = g_memdup2 (end + 1, n_pixels);
  return picture;
}

/* Whether nothing is drawn in a rectangle given in points from the lower left corner. */
gboolean
picture_is_empty (
    Picture *picture, int dpi, double page_height, double x, double y, double width, double height)
{
  double scale = dpi / 72.0;
  int left = (int) (x * scale) + 1;
  int right = (int) ((x + width) * scale) - 1;
  int top = (int) ((page_height - y - height) * scale) + 1;
  int bottom = (int) ((page_height - y) * scale) - 1;

  g_assert_true (left >= 0 && right <= picture->width && left < right);
  g_assert_true (top >= 0 && bottom <= picture->height && top < bottom);
  for (int row = top; row < bottom; row++)
    for (int column = left; column < right; column++)
      if (picture->pixels[row * picture->width + column] != 0xff)
        return FALSE;
  return TRUE;
}

/* Every font is embedded as a subset, and the structure has no fault. */
void
pdf_assert_sound (GBytes *pdf)
{
  const char *check[] = { "--check", "PDF", NULL };
  const char *fonts[] = { "PDF", NULL };
  g_autofree char *structure = pdf_run (pdf, "HOPSO_QPDF", check);
  g_autofree char *list = pdf_run (pdf, "HOPSO_PDFFONTS", fonts);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (list), "\n", -1);

  g_assert_nonnull (strstr (structure, "No syntax or stream encoding errors"));
  g_assert_nonnull (strstr (structure, "PDF Version: 1.7"));
  for (guint i = 2; i < g_strv_length (lines); i++)
    {
      g_autoptr (GRegex) embedded = g_regex_new (" yes +yes +yes +\\d+ +\\d+$", 0, 0, NULL);

      g_assert_true (g_regex_match (embedded, lines[i], 0, NULL));
      g_assert_true (lines[i][6] == '+');
    }
}
