/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl render: one page of a document as a PNG picture, drawn as the application draws it. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-file-replace.h"

#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  int page; /* counted from 1 */
  int width;
  char *output; /* owned */
} Wish;

static cairo_status_t
append_cb (void *closure, const unsigned char *bytes, unsigned int size)
{
  g_byte_array_append (closure, bytes, size);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
write_png (GBytes *pixels, const HopsoFramePart *part, const char *path, GError **error)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  /* Cairo only reads them. */
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      (unsigned char *) g_bytes_get_data (pixels, NULL), CAIRO_FORMAT_ARGB32, (int) part->width,
      (int) part->height, (int) part->width * 4);
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append_cb, png);

  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, cairo_status_to_string (status));
      return FALSE;
    }
  return hopso_file_replace_bytes (path, 0644, png->data, png->len, error);
}

static gboolean
load_sizes (HopsoPdfDocument *document, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pdf_document_load_sizes_async (document, hopso_cli_call_get_cancellable (call),
                                       hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_pdf_document_load_sizes_finish (document, result, error);
}

static gboolean
render (HopsoPdfDocument *document, const Wish *wish, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  const guint page = (guint) wish->page - 1;
  HopsoPdfView view;
  double width;
  double height;

  if (page >= hopso_pdf_document_get_n_pages (document))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   ngettext ("The document has %u page.", "The document has %u pages.",
                             hopso_pdf_document_get_n_pages (document)),
                   hopso_pdf_document_get_n_pages (document));
      return FALSE;
    }
  if (!load_sizes (document, error))
    return FALSE;
  hopso_pdf_document_get_page_size (document, page, &width, &height);
  hopso_pdf_view_init (&view, page, (guint) wish->width,
                       (guint) CLAMP (round (wish->width * height / width), 1, G_MAXINT));
  hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE,
                                   hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb,
                                   call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GBytes) pixels = hopso_pdf_document_render_finish (document, result, NULL, error);
  return pixels != NULL && write_png (pixels, &view.part, wish->output, error);
}

/**
 * hopso_cli_run_render:
 *
 * Returns: %HOPSO_CLI_YES when the picture was written
 */
int
hopso_cli_run_render (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Draw a page of a PDF document"), 1, 1 };
  g_auto (HopsoCliPdf) pdf = { 0 };
  g_autoptr (GError) error = NULL;
  Wish wish = { .page = 1, .width = 1000 };
  const GOptionEntry entries[] = {
    { "page", 'p', 0, G_OPTION_ARG_INT, &wish.page, N_ ("Which page, from 1"), N_ ("NUMBER") },
    { "width", 'w', 0, G_OPTION_ARG_INT, &wish.width, N_ ("Width of the picture in pixels"),
      N_ ("PIXELS") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &wish.output, N_ ("PNG file to write"),
      N_ ("FILE") },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &pdf.password_file,
      N_ ("File that holds the document’s password"), N_ ("FILE") },
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  g_autofree char *output = wish.output;
  if (output == NULL)
    return hopso_cli_fail_usage (_ ("Say with -o which file to write."));
  if (wish.page < 1 || wish.width < 1 || (guint) wish.width > HOPSO_FRAME_MAX_EDGE)
    return hopso_cli_fail_usage (_ ("The page or the width is out of range."));

  if (!hopso_cli_pdf_open (&pdf, argv[1], &error) || !render (pdf.document, &wish, &error))
    return hopso_cli_pdf_fail (error);
  return HOPSO_CLI_YES;
}
