/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a picture's header promises, read by ourselves before any library decodes a pixel: a file
 * that promises billions of them, or is of another kind than it seems, goes no further. Pure; any
 * thread. */

#include "hopso-ink.h"

#include <cairo.h>
#include <string.h>

#define MAX_FILE   (16 * 1024 * 1024)
#define MAX_SIDE   8192
#define MAX_PIXELS (24 * 1000 * 1000)
#define LEAST_SIDE 16

static gboolean
fail (GError **error, const char *why)
{
  g_set_error_literal (error, HOPSO_TYPESET_ERROR, HOPSO_TYPESET_ERROR_BAD_PICTURE, why);
  return FALSE;
}

static guint
read_16 (const guint8 *bytes)
{
  return (guint) bytes[0] << 8 | bytes[1];
}

static guint
read_32 (const guint8 *bytes)
{
  return (guint) bytes[0] << 24 | (guint) bytes[1] << 16 | (guint) bytes[2] << 8 | bytes[3];
}

static gboolean
is_png (const guint8 *data, gsize size)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

  return size >= 33 && memcmp (data, signature, sizeof signature) == 0 &&
         memcmp (data + 12, "IHDR", 4) == 0;
}

/* A frame header: one of C0 to CF, apart from tables and restarts (ITU-T T.81, table B.1). */
static gboolean
is_frame (guint marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
read_jpeg (const guint8 *data, gsize size, guint *width, guint *height)
{
  gsize at = 2;

  while (at + 9 < size && data[at] == 0xff)
    {
      guint marker = data[at + 1];

      if (marker == 0xff)
        {
          at++;
          continue;
        }
      if (is_frame (marker))
        {
          *height = read_16 (data + at + 5);
          *width = read_16 (data + at + 7);
          return TRUE;
        }
      guint length = read_16 (data + at + 2);
      if (length < 2)
        return FALSE;
      at += 2 + (gsize) length;
    }
  return FALSE;
}

/**
 * hopso_picture_read_size:
 * @file: a PNG or JPEG, by its content
 * @width: (out): as it promises
 * @height: (out): as it promises
 *
 * Returns: whether it is one, and of a size that can be decoded without harm
 */
gboolean
hopso_picture_read_size (GBytes *file, guint *width, guint *height, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);

  *width = *height = 0;
  if (size > MAX_FILE)
    return fail (error, "The file is larger than 16 MiB");
  if (is_png (data, size))
    {
      *width = read_32 (data + 16);
      *height = read_32 (data + 20);
    }
  else if (size < 4 || data[0] != 0xff || data[1] != 0xd8 || !read_jpeg (data, size, width, height))
    return fail (error, "The file is no PNG and no JPEG");
  if (*width < LEAST_SIDE || *height < LEAST_SIDE)
    return fail (error, "The picture is too small");
  if (*width > MAX_SIDE || *height > MAX_SIDE || (guint64) *width * *height > MAX_PIXELS)
    return fail (error, "The picture has too many pixels");
  return TRUE;
}

typedef struct
{
  const guint8 *data; /* borrowed */
  gsize left;
} Reader;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

/* Whether the paper can be seen through it somewhere, and something else elsewhere. */
static gboolean
is_transparent (cairo_surface_t *surface)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int w = cairo_image_surface_get_width (surface), h = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  gboolean has_hole = FALSE, has_ink = FALSE;

  if (cairo_image_surface_get_format (surface) != CAIRO_FORMAT_ARGB32)
    return FALSE;
  for (int y = 0; y < h && !(has_hole && has_ink); y++)
    {
      const guint32 *line = (const guint32 *) (gconstpointer) (data + (gsize) y * stride);

      for (int x = 0; x < w; x++)
        {
          has_hole = has_hole || line[x] >> 24 < 128;
          has_ink = has_ink || line[x] >> 24 >= 128;
        }
    }
  return has_hole && has_ink;
}

/**
 * hopso_mark_picture_check:
 * @png: what is to stand on documents
 *
 * Returns: whether it is a PNG of a sensible size through which the paper can be seen
 */
gboolean
hopso_mark_picture_check (GBytes *png, GError **error)
{
  Reader reader = { NULL, 0 };
  guint width, height;

  reader.data = g_bytes_get_data (png, &reader.left);
  if (!is_png (reader.data, reader.left))
    return fail (error, "The picture is no PNG");
  if (!hopso_picture_read_size (png, &width, &height, error))
    return FALSE;
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_cb, &reader);
  gboolean is_whole = cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  gboolean is_good = is_whole && is_transparent (surface);
  cairo_surface_destroy (surface);
  if (!is_whole)
    return fail (error, "The picture is damaged");
  return is_good || fail (error, "The picture is not transparent");
}
