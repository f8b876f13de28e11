/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Marks: what a signature, a stamp or the value of a field looks like, as a PDF of one transparent
 * page that a signing program puts on a page as a form. The same mark gives the same bytes. Any
 * thread. */

#include "hopso-typeset-preview.h"

#include "hopso-typeset-pages-private.h"

#include <cairo-pdf.h>
#include <string.h>

#define MAX_SIDE_PT      14400.0 /* ISO 32000-1, annex C.2 */
#define MAX_PICTURE      (8 * 1024 * 1024)
#define MAX_PICTURE_SIDE 4096
#define USUAL_SIZE       10.0
#define SMALLEST_SIZE    3.0

G_DEFINE_QUARK (hopso - typeset - error - quark, hopso_typeset_error)

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} Box;

typedef struct
{
  const guint8 *data; /* borrowed */
  gsize size;
  gsize position;
} Reader;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->size - reader->position)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data + reader->position, length);
  reader->position += length;
  return CAIRO_STATUS_SUCCESS;
}

static guint32
read_number (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* The sides are asked of the header before anything is decoded, so that a picture that promises
 * billions of pixels costs nothing. */
static gboolean
check_picture (GBytes *png, GError **error)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  gsize size;
  const guint8 *data = g_bytes_get_data (png, &size);

  if (size < 33 || size > MAX_PICTURE || memcmp (data, signature, sizeof (signature)) != 0 ||
      memcmp (data + 12, "IHDR", 4) != 0)
    {
      g_set_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE,
                   "The picture is not a PNG of at most %d MiB", MAX_PICTURE / 1024 / 1024);
      return FALSE;
    }

  guint32 width = read_number (data + 16);
  guint32 height = read_number (data + 20);

  if (width == 0 || height == 0 || width > MAX_PICTURE_SIDE || height > MAX_PICTURE_SIDE)
    {
      g_set_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE,
                   "The picture has %u × %u pixels; the longest side may have %d", width, height,
                   MAX_PICTURE_SIDE);
      return FALSE;
    }
  return TRUE;
}

static cairo_surface_t *
load_picture (GBytes *png, GError **error)
{
  Reader reader = { 0 };

  if (!check_picture (png, error))
    return NULL;
  reader.data = g_bytes_get_data (png, &reader.size);

  cairo_surface_t *picture = cairo_image_surface_create_from_png_stream (read_cb, &reader);
  cairo_status_t status = cairo_surface_status (picture);

  if (status == CAIRO_STATUS_SUCCESS)
    return picture;
  g_set_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE,
               "The picture is damaged: %s", cairo_status_to_string (status));
  cairo_surface_destroy (picture);
  return NULL;
}

static gboolean
draw_picture (cairo_t *cr, const HopsoTypesetMark *mark, const Box *box, GError **error)
{
  cairo_surface_t *picture = load_picture (mark->picture_png, error);

  if (picture == NULL)
    return FALSE;

  double width = cairo_image_surface_get_width (picture);
  double height = cairo_image_surface_get_height (picture);
  double scale = MIN (box->width / width, box->height / height);

  if (mark->picture_size > 0 && mark->picture_size / MAX (width, height) > scale * 1.01)
    {
      cairo_surface_destroy (picture);
      g_set_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_TOO_LARGE,
                   "The picture is larger than its place");
      return FALSE;
    }
  if (mark->picture_size > 0)
    scale = mark->picture_size / MAX (width, height);

  cairo_save (cr);
  cairo_translate (cr, box->x + (box->width - width * scale) / 2,
                   box->y + (box->height - height * scale) / 2);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (picture);
  return TRUE;
}

static PangoAlignment
get_alignment (HopsoTypesetAlignment alignment)
{
  switch (alignment)
    {
    case HOPSO_TYPESET_START:
      return PANGO_ALIGN_LEFT;
    case HOPSO_TYPESET_END:
      return PANGO_ALIGN_RIGHT;
    case HOPSO_TYPESET_APART:
    case HOPSO_TYPESET_CENTRE:
    default:
      return PANGO_ALIGN_CENTER;
    }
}

static PangoLayout *
set_lines (PangoContext *context, const HopsoTypesetMark *mark, double size)
{
  const HopsoTextStyle style = { .size = size,
                                 .is_bold = mark->is_bold,
                                 .is_italic = mark->is_italic,
                                 .alignment = get_alignment (mark->alignment) };
  g_autofree char *joined = g_strjoinv ("\n", (char **) mark->lines);
  g_autofree char *valid = g_utf8_make_valid (joined, -1);
  g_autofree char *text = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);

  return hopso_pages_create_layout (context, text, &style, -1);
}

static gboolean
fits (PangoLayout *layout, const Box *box)
{
  return hopso_pages_get_ink_width (layout) <= box->width + 0.5 &&
         hopso_pages_get_height (layout) <= box->height + 0.5;
}

/* As large as asked for, or as large as fits: halves of points, so that marks look alike. */
static PangoLayout *
fit_lines (PangoContext *context, const HopsoTypesetMark *mark, const Box *box, GError **error)
{
  double size = mark->font_size > 0 ? mark->font_size : USUAL_SIZE;
  g_autoptr (PangoLayout) layout = set_lines (context, mark, size);

  while (!fits (layout, box) && mark->font_size <= 0 && size > SMALLEST_SIZE)
    {
      size -= 0.5;
      g_object_unref (layout);
      layout = set_lines (context, mark, size);
    }
  if (fits (layout, box))
    return g_steal_pointer (&layout);
  g_set_error (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_TOO_LARGE,
               "The text does not fit into the mark");
  return NULL;
}

static gboolean
draw_lines (HopsoPages *pages, const HopsoTypesetMark *mark, const Box *box, GError **error)
{
  g_autoptr (PangoLayout) layout = fit_lines (pages->context, mark, box, error);

  if (layout == NULL)
    return FALSE;

  double slack = box->width - hopso_pages_get_ink_width (layout);
  double x = mark->alignment == HOPSO_TYPESET_START ? 0
             : mark->alignment == HOPSO_TYPESET_END ? slack
                                                    : slack / 2;

  cairo_set_source_rgb (pages->cr, (mark->colour >> 16 & 0xff) / 255.0,
                        (mark->colour >> 8 & 0xff) / 255.0, (mark->colour & 0xff) / 255.0);
  cairo_move_to (pages->cr, box->x + x,
                 box->y + (box->height - hopso_pages_get_height (layout)) / 2);
  pango_cairo_show_layout (pages->cr, layout);
  return TRUE;
}

/* What is printed stands between the two. */
static gboolean
draw_apart (HopsoPages *pages, const HopsoTypesetMark *mark, const Box *box, GError **error)
{
  static const HopsoTypesetAlignment ends[] = { HOPSO_TYPESET_START, HOPSO_TYPESET_END };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *line[] = { mark->lines[i], NULL };
      HopsoTypesetMark one = *mark;

      one.lines = line;
      one.alignment = ends[i];
      if (!draw_lines (pages, &one, box, error))
        return FALSE;
    }
  return TRUE;
}

/* Side by side in a wide mark, one above the other in a high one; one of them alone gets all. */
static void
share_place (const HopsoTypesetMark *mark, gboolean has_lines, Box *picture, Box *text)
{
  *picture = *text = (Box){ 0, 0, mark->width_pt, mark->height_pt };
  if (mark->picture_png == NULL || !has_lines)
    return;
  if (mark->width_pt > 1.6 * mark->height_pt)
    {
      picture->width = 0.45 * mark->width_pt;
      text->x = 0.48 * mark->width_pt;
      text->width = 0.52 * mark->width_pt;
    }
  else
    {
      picture->height = 0.55 * mark->height_pt;
      text->y = 0.58 * mark->height_pt;
      text->height = 0.42 * mark->height_pt;
    }
}

static void
draw_frame (HopsoPages *pages, const HopsoTypesetMark *mark)
{
  cairo_set_source_rgb (pages->cr, (mark->colour >> 16 & 0xff) / 255.0,
                        (mark->colour >> 8 & 0xff) / 255.0, (mark->colour & 0xff) / 255.0);
  cairo_set_line_width (pages->cr, 1);
  cairo_rectangle (pages->cr, 0.5, 0.5, mark->width_pt - 1, mark->height_pt - 1);
  cairo_stroke (pages->cr);
}

static gboolean
draw_mark (HopsoPages *pages, const HopsoTypesetMark *mark, GError **error)
{
  gboolean has_lines = mark->lines != NULL && mark->lines[0] != NULL;
  Box picture, text;

  share_place (mark, has_lines, &picture, &text);
  if (mark->picture_png != NULL && !draw_picture (pages->cr, mark, &picture, error))
    return FALSE;
  if (mark->has_frame)
    draw_frame (pages, mark);
  if (mark->alignment == HOPSO_TYPESET_APART && has_lines && mark->lines[1] != NULL)
    return draw_apart (pages, mark, &text, error);
  return !has_lines || draw_lines (pages, mark, &text, error);
}

/**
 * hopso_typeset_marks:
 * @marks: (array length=n_marks): what they show
 * @n_marks: how many, at least one
 * @error: #HopsoTypesetError
 *
 * Returns: (transfer full): a PDF with a page for each, without a background; what they share, such
 *   as a font, stands in it once
 */
GBytes *
hopso_typeset_marks (const HopsoTypesetMark *marks, guint n_marks, GError **error)
{
  g_autoptr (HopsoPages) pages = NULL;

  g_return_val_if_fail (n_marks > 0, NULL);
  for (guint i = 0; i < n_marks; i++)
    {
      g_return_val_if_fail (marks[i].width_pt > 0 && marks[i].width_pt <= MAX_SIDE_PT, NULL);
      g_return_val_if_fail (marks[i].height_pt > 0 && marks[i].height_pt <= MAX_SIDE_PT, NULL);
    }

  pages = hopso_pages_new (marks[0].width_pt, marks[0].height_pt);
  cairo_pdf_surface_set_metadata (pages->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                  "1970-01-01T00:00:00Z");
  for (guint i = 0; i < n_marks; i++)
    {
      cairo_pdf_surface_set_size (pages->surface, marks[i].width_pt, marks[i].height_pt);
      if (!draw_mark (pages, &marks[i], error))
        return NULL;
      cairo_show_page (pages->cr);
    }
  if (!hopso_pages_end (pages, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&pages->bytes));
}

/**
 * hopso_typeset_preview_mark:
 * @mark: what it shows
 * @cr: draws it with its upper left corner at the origin, a unit for a point
 * @error: #HopsoTypesetError
 *
 * Draws on a screen what hopso_typeset_marks() puts on paper.
 *
 * Returns: whether it could be drawn
 */
gboolean
hopso_typeset_preview_mark (const HopsoTypesetMark *mark, cairo_t *cr, GError **error)
{
  HopsoPages pages = { .cr = cr, .context = hopso_pages_create_context () };
  gboolean is_drawn = draw_mark (&pages, mark, error);

  g_object_unref (pages.context);
  return is_drawn;
}

/**
 * hopso_typeset_mark:
 * @mark: what it shows
 * @error: #HopsoTypesetError
 *
 * Returns: (transfer full): a PDF of one page without a background
 */
GBytes *
hopso_typeset_mark (const HopsoTypesetMark *mark, GError **error)
{
  return hopso_typeset_marks (mark, 1, error);
}

/**
 * hopso_typeset_mark_measure:
 * @mark: with lines; its sides do not matter
 * @width: (out): what the lines need, in points
 * @height: (out): likewise
 */
void
hopso_typeset_mark_measure (const HopsoTypesetMark *mark, double *width, double *height)
{
  PangoContext *context = hopso_pages_create_context ();
  g_autoptr (PangoLayout) layout =
      set_lines (context, mark, mark->font_size > 0 ? mark->font_size : USUAL_SIZE);

  *width = hopso_pages_get_ink_width (layout);
  *height = hopso_pages_get_height (layout);
  g_object_unref (context);
}
