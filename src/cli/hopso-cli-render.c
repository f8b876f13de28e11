/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl render: pages of a document as pictures, drawn as the application draws them. */

#include "hopso-cli-commands.h"

#include "hopso-cli-pdf.h"
#include "hopso-cli.h"
#include "hopso-file-replace.h"

#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_WIDTH 1000

typedef struct
{
  int width; /* in pixels, or 0 */
  int dpi;   /* or 0 */
  int rotation;
  gboolean is_ppm;
  char *format; /* owned, nullable */
  char *output; /* owned, nullable */
} Wish;

static void
wish_clear (Wish *wish)
{
  g_free (wish->format);
  g_free (wish->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static cairo_status_t
append_cb (void *closure, const unsigned char *bytes, unsigned int size)
{
  g_byte_array_append (closure, bytes, size);
  return CAIRO_STATUS_SUCCESS;
}

static GByteArray *
encode_png (GBytes *pixels, const HopsoFramePart *part, GError **error)
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
      return NULL;
    }
  return g_steal_pointer (&png);
}

/* The simplest of all pictures: a head, then red, green and blue of each pixel. */
static GByteArray *
encode_ppm (GBytes *pixels, const HopsoFramePart *part)
{
  g_autofree char *head = g_strdup_printf ("P6\n%u %u\n255\n", part->width, part->height);
  const gsize n = (gsize) part->width * part->height;
  const guint8 *from = g_bytes_get_data (pixels, NULL);
  GByteArray *ppm = g_byte_array_sized_new ((guint) (strlen (head) + 3 * n));

  g_byte_array_append (ppm, (const guint8 *) head, (guint) strlen (head));
  for (gsize i = 0; i < n; i++)
    {
      const guint8 colours[] = { from[4 * i + 2], from[4 * i + 1], from[4 * i] };

      g_byte_array_append (ppm, colours, sizeof colours);
    }
  return ppm;
}

static gboolean
write_picture (const GByteArray *picture, const char *path, GError **error)
{
  if (!g_str_equal (path, "-"))
    return hopso_file_replace_bytes (path, 0644, picture->data, picture->len, error);
  if (fwrite (picture->data, 1, picture->len, stdout) == picture->len)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The picture cannot be written."));
  return FALSE;
}

static void
init_view (HopsoPdfView *view, HopsoPdfDocument *document, guint page, const Wish *wish)
{
  double width;
  double height;

  hopso_pdf_document_get_page_size (document, page, &width, &height);
  if (wish->rotation % 180 != 0)
    {
      const double upright = width;

      width = height;
      height = upright;
    }
  const double scale =
      wish->dpi > 0 ? wish->dpi / 72.0 : (wish->width > 0 ? wish->width : DEFAULT_WIDTH) / width;
  hopso_pdf_view_init (view, page, (guint) CLAMP (round (width * scale), 1, G_MAXINT),
                       (guint) CLAMP (round (height * scale), 1, G_MAXINT));
  view->rotation = (guint) wish->rotation;
}

static gboolean
render (HopsoPdfDocument *document, guint page, const Wish *wish, const char *path, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  HopsoPdfView view;

  init_view (&view, document, page, wish);
  hopso_pdf_document_render_async (document, &view, HOPSO_PDF_PRIORITY_VISIBLE,
                                   hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb,
                                   call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_autoptr (GBytes) pixels = hopso_pdf_document_render_finish (document, result, NULL, error);
  if (pixels == NULL)
    return FALSE;
  g_autoptr (GByteArray) picture =
      wish->is_ppm ? encode_ppm (pixels, &view.part) : encode_png (pixels, &view.part, error);
  return picture != NULL && write_picture (picture, path, error);
}

/* "page.png" is "page-07.png" when there are several pages. */
static char *
name_file (const char *output, guint page, guint n_pages, gboolean is_one)
{
  const char *dot = strrchr (output, '.');
  const int digits = n_pages >= 10000 ? 5 : n_pages >= 1000 ? 4 : n_pages >= 100 ? 3 : 2;

  if (is_one || g_str_equal (output, "-"))
    return g_strdup (output);
  if (dot == NULL || strchr (dot, '/') != NULL)
    dot = output + strlen (output);
  return g_strdup_printf ("%.*s-%0*u%s", (int) (dot - output), output, digits, page + 1, dot);
}

static gboolean
render_all (HopsoCliPdf *pdf, const Wish *wish, GError **error)
{
  const guint n_pages = hopso_pdf_document_get_n_pages (pdf->document);
  g_autoptr (GArray) pages = hopso_cli_pdf_list_pages (pdf, error);

  if (pages == NULL || !hopso_cli_pdf_load_sizes (pdf, error))
    return FALSE;
  for (guint i = 0; i < pages->len; i++)
    {
      const guint page = g_array_index (pages, guint, i);
      g_autofree char *path = name_file (wish->output, page, n_pages, pages->len == 1);

      if (!render (pdf->document, page, wish, path, error))
        return FALSE;
    }
  return TRUE;
}

/* (nullable): what is wrong with the wish. */
static const char *
check_wish (Wish *wish)
{
  if (wish->output == NULL)
    return _ ("Say with -o which file to write.");
  if (wish->width < 0 || (guint) wish->width > HOPSO_FRAME_MAX_EDGE || wish->dpi < 0 ||
      wish->dpi > 9600 || (wish->width > 0 && wish->dpi > 0))
    return _ ("The page or the width is out of range.");
  if (wish->rotation < 0 || !hopso_frame_rotation_is_sound ((guint) wish->rotation))
    return _ ("A page is turned by 0, 90, 180 or 270 degrees.");
  wish->is_ppm = wish->format != NULL ? g_str_equal (wish->format, "ppm")
                                      : g_str_has_suffix (wish->output, ".ppm");
  if (wish->format != NULL && !wish->is_ppm && !g_str_equal (wish->format, "png"))
    return _ ("Pictures are written as png or ppm.");
  return NULL;
}

/**
 * hopso_cli_run_render:
 *
 * Returns: %HOPSO_CLI_YES when the pictures were written
 */
int
hopso_cli_run_render (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("FILE"), N_ ("Draw pages of a PDF document"), 1, 1 };
  g_auto (HopsoCliPdf) pdf = HOPSO_CLI_PDF_INIT;
  g_auto (Wish) wish = { .width = -1 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    HOPSO_CLI_PDF_PAGE_ENTRIES (pdf),
    { "width", 'w', 0, G_OPTION_ARG_INT, &wish.width, N_ ("Width of the picture in pixels"),
      N_ ("PIXELS") },
    { "dpi", 0, 0, G_OPTION_ARG_INT, &wish.dpi, N_ ("Pixels per inch instead of a width"),
      N_ ("NUMBER") },
    { "rotate", 0, 0, G_OPTION_ARG_INT, &wish.rotation, N_ ("Turn clockwise"), N_ ("DEGREES") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &wish.format, N_ ("png or ppm"), N_ ("FORMAT") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &wish.output,
      N_ ("File to write; with several pages, their numbers are added to its name"), N_ ("FILE") },
    HOPSO_CLI_PDF_ENTRIES (pdf),
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (wish.width == 0)
    return hopso_cli_fail_usage (_ ("The page or the width is out of range."));
  wish.width = MAX (wish.width, 0);
  const char *complaint = check_wish (&wish);
  if (complaint != NULL)
    return hopso_cli_fail_usage (complaint);
  if (pdf.pages == NULL)
    pdf.pages = g_strdup (pdf.by_label ? "" : "1");

  if (!hopso_cli_pdf_open (&pdf, argv[1], &error) || !render_all (&pdf, &wish, &error))
    return hopso_cli_pdf_fail (error);
  return HOPSO_CLI_YES;
}
