/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What pages looked like whose pictures have been dropped, at few pixels: it is shown when somebody
 * comes back to them, until they have been drawn again. The oldest go when there are too many
 * bytes. Main thread. */

#include "hopso-page-copies.h"

#define BUDGET ((gsize) 8 * 1024 * 1024)

/* As wide as this or a little less. */
#define WIDTH 240u

struct _HopsoPageCopies
{
  GHashTable *plates; /* owned: page → HopsoPagePlate (owned) */
  GQueue by_age;      /* of pages, the oldest first */
  gsize size;
};

/**
 * hopso_page_copies_new:
 *
 * Returns: (transfer full): no copies yet
 */
HopsoPageCopies *
hopso_page_copies_new (void)
{
  HopsoPageCopies *self = g_new0 (HopsoPageCopies, 1);

  self->plates = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) hopso_page_plate_free);
  return self;
}

/**
 * hopso_page_copies_free:
 * @self: (transfer full): copies
 */
void
hopso_page_copies_free (HopsoPageCopies *self)
{
  g_hash_table_unref (self->plates);
  g_queue_clear (&self->by_age);
  g_free (self);
}

/* The mean of four pixels in the middle of a square, which is enough to know a page again. */
static guint32
mix (const guint32 *row, gsize stride, guint step)
{
  const guint32 *next = row + stride * (step > 1);
  const guint side = step > 1;
  guint32 mixed = 0;

  for (guint shift = 0; shift < 32; shift += 8)
    {
      const guint32 sum = ((row[0] >> shift) & 0xff) + ((row[side] >> shift) & 0xff) +
                          ((next[0] >> shift) & 0xff) + ((next[side] >> shift) & 0xff);

      mixed |= (sum / 4) << shift;
    }
  return mixed;
}

static GBytes *
shrink (const HopsoFramePart *part, GBytes *pixels, guint step)
{
  const guint32 *source = g_bytes_get_data (pixels, NULL);
  const guint width = part->width / step;
  const guint height = part->height / step;
  guint32 *copy = g_new (guint32, (gsize) width * height);
  guint32 *next = copy;

  for (guint y = 0; y < height; y++)
    {
      const guint32 *row = source + ((gsize) y * step + (step - 1) / 2) * part->width;

      for (guint x = 0; x < width; x++)
        *next++ = mix (row + (gsize) x * step + (step - 1) / 2, part->width, step);
    }
  return g_bytes_new_take (copy, (gsize) width * height * sizeof *copy);
}

static void
drop (HopsoPageCopies *self, guint page)
{
  HopsoPagePlate *plate = hopso_page_copies_lookup (self, page);

  if (plate == NULL)
    return;
  self->size -= g_bytes_get_size (hopso_page_plate_get_pixels (plate));
  g_queue_remove (&self->by_age, GUINT_TO_POINTER (page));
  g_hash_table_remove (self->plates, GUINT_TO_POINTER (page));
}

/**
 * hopso_page_copies_keep:
 * @view: of a whole page
 * @pixels: its picture
 *
 * Keeps a small copy in the place of the one before.
 */
void
hopso_page_copies_keep (HopsoPageCopies *self, const HopsoPdfView *view, GBytes *pixels)
{
  const HopsoFramePart *part = &view->part;
  const guint step = MAX (1, (part->width + WIDTH - 1) / WIDTH);
  HopsoPagePlate *plate;
  HopsoPdfView small;

  /* Nobody knows a page again by a line. */
  if (part->width < step || part->height < step ||
      g_bytes_get_size (pixels) < (gsize) part->width * part->height * sizeof (guint32))
    return;
  g_autoptr (GBytes) copy = step > 1 ? shrink (part, pixels, step) : g_bytes_ref (pixels);
  drop (self, view->page);
  while (self->size > BUDGET)
    drop (self, GPOINTER_TO_UINT (g_queue_peek_head (&self->by_age)));

  hopso_pdf_view_init (&small, view->page, part->width / step, part->height / step);
  small.rotation = view->rotation;
  plate = hopso_page_plate_new ();
  hopso_page_plate_put (plate, &small, copy);
  g_hash_table_insert (self->plates, GUINT_TO_POINTER (view->page), plate);
  g_queue_push_tail (&self->by_age, GUINT_TO_POINTER (view->page));
  self->size += g_bytes_get_size (copy);
}

/**
 * hopso_page_copies_lookup:
 * @page: counted from 0
 *
 * Returns: (transfer none) (nullable): what it looked like
 */
HopsoPagePlate *
hopso_page_copies_lookup (HopsoPageCopies *self, guint page)
{
  return g_hash_table_lookup (self->plates, GUINT_TO_POINTER (page));
}

/**
 * hopso_page_copies_forget:
 *
 * Pages look otherwise now.
 */
void
hopso_page_copies_forget (HopsoPageCopies *self)
{
  g_hash_table_remove_all (self->plates);
  g_queue_clear (&self->by_age);
  self->size = 0;
}
