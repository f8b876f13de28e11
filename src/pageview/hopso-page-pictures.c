/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The textures of the pages near the screen: which there are, what they weigh, which are dropped.
 * Each page may have a picture of the whole, of the wanted size or of an older one, and sharp
 * pictures of parts, when it is too large to be drawn as a whole. The least used go when there are
 * too many bytes. Asking is in hopso-page-pictures-ask.c. Lives on the main thread; emits "changed"
 * with the page's number when something else can be shown. */

#include "hopso-page-pictures-private.h"

#include "hopso-page-ink.h"
#include "hopso-page-night.h"

#define BUDGET ((gsize) 96 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (HopsoPagePictures, hopso_page_pictures, G_TYPE_OBJECT)

/* When a part of 1024 pixels takes as long as half the page, drawing each part reads all of it
 * again; so long a time, in microseconds, is felt. */
#define FELT 30000

static void
picture_free (gpointer data)
{
  HopsoPagePicture *picture = data;

  hopso_page_plate_cancel (&picture->whole);
  hopso_page_plate_clear (&picture->whole);
  hopso_page_plate_cancel (&picture->preview);
  g_ptr_array_unref (picture->parts);
  g_clear_pointer (&picture->photographs, g_array_unref);
  g_clear_error (&picture->error);
  g_free (picture);
}

HopsoPagePicture *
hopso_page_pictures_lookup (HopsoPagePictures *self, guint page)
{
  return g_hash_table_lookup (self->pictures, GUINT_TO_POINTER (page));
}

/* Makes a page the most lately used. */
HopsoPagePicture *
hopso_page_pictures_use (HopsoPagePictures *self, guint page)
{
  HopsoPagePicture *picture = hopso_page_pictures_lookup (self, page);

  if (picture == NULL)
    {
      picture = g_new0 (HopsoPagePicture, 1);
      picture->page = page;
      picture->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_page_plate_free);
      picture->link.data = picture;
      g_hash_table_insert (self->pictures, GUINT_TO_POINTER (page), picture);
    }
  else
    g_queue_unlink (&self->by_use, &picture->link);
  g_queue_push_head_link (&self->by_use, &picture->link);
  return picture;
}

static gsize
get_picture_size (HopsoPagePicture *picture)
{
  gsize size = hopso_page_plate_get_size (&picture->whole);

  for (guint i = 0; i < picture->parts->len; i++)
    size += hopso_page_plate_get_size (picture->parts->pdata[i]);
  return size;
}

/**
 * hopso_page_pictures_get_size:
 *
 * Returns: the bytes of all pictures
 */
gsize
hopso_page_pictures_get_size (HopsoPagePictures *self)
{
  gsize size = 0;

  g_return_val_if_fail (HOPSO_IS_PAGE_PICTURES (self), 0);

  for (GList *link = self->by_use.head; link != NULL; link = link->next)
    size += get_picture_size (link->data);
  return size;
}

static gboolean
is_within (guint page, guint first, guint last)
{
  return page >= first && page <= last;
}

static void
keep_copy (HopsoPagePictures *self, HopsoPagePicture *picture)
{
  if (hopso_page_plate_is_filled (&picture->whole))
    hopso_page_copies_keep (self->copies, &picture->whole.view,
                            hopso_page_plate_get_pixels (&picture->whole));
}

static void
drop (HopsoPagePictures *self, HopsoPagePicture *picture)
{
  keep_copy (self, picture);
  g_queue_unlink (&self->by_use, &picture->link);
  g_hash_table_remove (self->pictures, GUINT_TO_POINTER (picture->page));
}

static void
drop_unseen_parts (HopsoPagePicture *picture)
{
  for (guint i = picture->parts->len; i-- > 0;)
    {
      HopsoPagePlate *plate = picture->parts->pdata[i];

      if (!plate->is_seen)
        g_ptr_array_remove_index (picture->parts, i);
    }
}

/* First what is far from the screen, then what is off it, the least used first in either; never
 * what is on it. */
void
hopso_page_pictures_shrink (HopsoPagePictures *self)
{
  gsize size = hopso_page_pictures_get_size (self);

  for (guint nearness = 0; nearness < 2; nearness++)
    {
      GList *link = self->by_use.tail;

      while (size > self->budget && link != NULL)
        {
          HopsoPagePicture *picture = link->data;
          const gsize before = get_picture_size (picture);

          link = link->prev;
          if (is_within (picture->page, self->shown_first, self->shown_last))
            {
              drop_unseen_parts (picture);
              size -= before - get_picture_size (picture);
            }
          else if (nearness > 0 || !is_within (picture->page, self->first, self->last))
            {
              drop (self, picture);
              size -= before;
            }
        }
    }
}

/* Photographs are looked for once, on the whole page, so that all its parts agree. */
static void
find_photographs (HopsoPagePicture *picture)
{
  const HopsoFramePart *part = &picture->whole.view.part;

  picture->photographs = hopso_page_night_find_photographs (
      hopso_page_plate_get_pixels (&picture->whole), part->width, part->height);
  for (guint i = 0; i < picture->parts->len; i++)
    hopso_page_plate_forget_night (picture->parts->pdata[i]);
}

/* For the time of day. */
GdkTexture *
hopso_page_pictures_get_texture (HopsoPagePictures *self,
                                 HopsoPagePicture *picture,
                                 HopsoPagePlate *plate)
{
  if (self->is_night && picture->photographs == NULL &&
      hopso_page_plate_is_filled (&picture->whole))
    find_photographs (picture);
  return hopso_page_plate_get_texture (plate, self->is_night, picture->photographs);
}

/**
 * hopso_page_pictures_new:
 * @document: whose pages
 *
 * Returns: (transfer full): no pictures yet
 */
HopsoPagePictures *
hopso_page_pictures_new (HopsoPdfDocument *document)
{
  HopsoPagePictures *self = g_object_new (HOPSO_TYPE_PAGE_PICTURES, NULL);

  self->document = g_object_ref (document);
  return self;
}

/**
 * hopso_page_pictures_set_budget:
 * @bytes: of all pictures; those on the screen alone may exceed it
 */
void
hopso_page_pictures_set_budget (HopsoPagePictures *self, gsize bytes)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  if (self->budget == bytes)
    return;
  self->budget = bytes;
  hopso_page_pictures_shrink (self);
}

/**
 * hopso_page_pictures_get_budget:
 *
 * Returns: in bytes
 */
gsize
hopso_page_pictures_get_budget (HopsoPagePictures *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_PICTURES (self), 0);

  return self->budget;
}

/**
 * hopso_page_pictures_set_is_night:
 * @is_night: whether textures are to be light on dark from now on
 */
void
hopso_page_pictures_set_is_night (HopsoPagePictures *self, gboolean is_night)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  self->is_night = is_night;
}

/**
 * hopso_page_pictures_set_shown:
 * @first: page
 * @last: page
 *
 * Says which pages are on the screen: they are never dropped.
 */
void
hopso_page_pictures_set_shown (HopsoPagePictures *self, guint first, guint last)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  self->shown_first = first;
  self->shown_last = last;
}

/**
 * hopso_page_pictures_has:
 * @view: a whole page or a part of one
 *
 * Returns: whether there is a picture of exactly this
 */
gboolean
hopso_page_pictures_has (HopsoPagePictures *self, const HopsoPdfView *view)
{
  HopsoPagePicture *picture;

  g_return_val_if_fail (HOPSO_IS_PAGE_PICTURES (self), FALSE);

  picture = hopso_page_pictures_lookup (self, view->page);
  if (picture == NULL)
    return FALSE;
  if (hopso_page_plate_shows (&picture->whole, view))
    return TRUE;
  for (guint i = 0; i < picture->parts->len; i++)
    {
      if (hopso_page_plate_shows (picture->parts->pdata[i], view))
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_page_pictures_get_page:
 * @page: counted from 0
 * @view: (out) (nullable): what it shows
 *
 * Returns: (transfer none) (nullable): the best picture of the whole page
 */
GdkTexture *
hopso_page_pictures_get_page (HopsoPagePictures *self, guint page, HopsoPdfView *view)
{
  HopsoPagePicture *picture = hopso_page_pictures_lookup (self, page);
  HopsoPagePlate *plate = picture != NULL ? &picture->whole : NULL;

  if (plate == NULL || !hopso_page_plate_is_filled (plate))
    plate = hopso_page_copies_lookup (self->copies, page);
  if (plate == NULL)
    return NULL;
  if (view != NULL)
    *view = plate->view;
  if (picture != NULL)
    return hopso_page_pictures_get_texture (self, picture, plate);
  return hopso_page_plate_get_texture (plate, self->is_night, NULL);
}

/**
 * hopso_page_pictures_get_n_parts:
 * @page: counted from 0
 *
 * Returns: how many parts there are or are wanted
 */
guint
hopso_page_pictures_get_n_parts (HopsoPagePictures *self, guint page)
{
  HopsoPagePicture *picture = hopso_page_pictures_lookup (self, page);

  return picture != NULL ? picture->parts->len : 0;
}

/**
 * hopso_page_pictures_get_part:
 * @page: counted from 0
 * @index: below hopso_page_pictures_get_n_parts()
 * @view: (out): what it shows
 *
 * Returns: (transfer none) (nullable): a sharp picture of a part of the page
 */
GdkTexture *
hopso_page_pictures_get_part (HopsoPagePictures *self, guint page, guint index, HopsoPdfView *view)
{
  HopsoPagePicture *picture = hopso_page_pictures_lookup (self, page);

  g_return_val_if_fail (picture != NULL && index < picture->parts->len, NULL);

  HopsoPagePlate *plate = picture->parts->pdata[index];
  *view = plate->view;
  return hopso_page_pictures_get_texture (self, picture, plate);
}

/**
 * hopso_page_pictures_find_ink:
 * @page: counted from 0
 * @ink: (out): what is printed on of the page as drawn, as parts from 0 to 1
 *
 * Returns: whether that is known, and there is anything
 */
gboolean
hopso_page_pictures_find_ink (HopsoPagePictures *self, guint page, graphene_rect_t *ink)
{
  HopsoPagePicture *picture = hopso_page_pictures_lookup (self, page);

  if (picture == NULL || !hopso_page_plate_is_filled (&picture->whole))
    return FALSE;
  if (!picture->has_ink)
    {
      const HopsoFramePart *part = &picture->whole.view.part;

      if (!hopso_page_ink_find (hopso_page_plate_get_pixels (&picture->whole), part->width,
                                part->height, &picture->ink))
        return FALSE;
      picture->has_ink = TRUE;
    }
  *ink = picture->ink;
  return TRUE;
}

/**
 * hopso_page_pictures_prefers_large_parts:
 * @page: counted from 0
 *
 * Returns: whether small parts have turned out to cost as much as large ones
 */
gboolean
hopso_page_pictures_prefers_large_parts (HopsoPagePictures *self, guint page)
{
  HopsoPagePicture *picture = hopso_page_pictures_lookup (self, page);

  return picture != NULL && picture->part_time > FELT && picture->whole_time > 0 &&
         2 * picture->part_time > picture->whole_time;
}

/**
 * hopso_page_pictures_get_error:
 * @page: counted from 0
 *
 * Returns: (nullable): why the page cannot be shown
 */
const GError *
hopso_page_pictures_get_error (HopsoPagePictures *self, guint page)
{
  HopsoPagePicture *picture = hopso_page_pictures_lookup (self, page);

  return picture != NULL ? picture->error : NULL;
}

/**
 * hopso_page_pictures_retry:
 *
 * Forgets all failures, so that pages may be asked for again.
 */
void
hopso_page_pictures_retry (HopsoPagePictures *self)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  for (GList *link = self->by_use.head; link != NULL; link = link->next)
    g_clear_error (&((HopsoPagePicture *) link->data)->error);
}

/**
 * hopso_page_pictures_outdate:
 *
 * The document is drawn otherwise now: what is there is shown until it has been drawn again.
 */
void
hopso_page_pictures_outdate (HopsoPagePictures *self)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  for (GList *link = self->by_use.head; link != NULL; link = link->next)
    {
      HopsoPagePicture *picture = link->data;

      hopso_page_plate_cancel (&picture->whole);
      picture->whole.view.part.page_width = 0;
      g_ptr_array_set_size (picture->parts, 0);
    }
  hopso_page_copies_forget (self->copies);
}

/**
 * hopso_page_pictures_drop_all:
 *
 * Keeps nothing but small copies of what was on the screen, and waits for nothing.
 */
void
hopso_page_pictures_drop_all (HopsoPagePictures *self)
{
  hopso_page_copies_forget (self->copies);
  for (GList *link = self->by_use.head; link != NULL; link = link->next)
    {
      HopsoPagePicture *picture = link->data;

      if (is_within (picture->page, self->shown_first, self->shown_last))
        keep_copy (self, picture);
    }
  g_hash_table_remove_all (self->pictures);
  g_queue_init (&self->by_use);
}

static void
hopso_page_pictures_dispose (GObject *object)
{
  HopsoPagePictures *self = HOPSO_PAGE_PICTURES (object);

  hopso_page_pictures_drop_all (self);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hopso_page_pictures_parent_class)->dispose (object);
}

static void
hopso_page_pictures_finalize (GObject *object)
{
  HopsoPagePictures *self = HOPSO_PAGE_PICTURES (object);

  g_hash_table_unref (self->pictures);
  hopso_page_copies_free (self->copies);
  G_OBJECT_CLASS (hopso_page_pictures_parent_class)->finalize (object);
}

static void
hopso_page_pictures_class_init (HopsoPagePicturesClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = hopso_page_pictures_dispose;
  object_class->finalize = hopso_page_pictures_finalize;

  /**
   * HopsoPagePictures::changed:
   * @page: counted from 0
   *
   * Something else can be shown of a page.
   */
  g_signal_new ("changed", HOPSO_TYPE_PAGE_PICTURES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hopso_page_pictures_init (HopsoPagePictures *self)
{
  self->budget = BUDGET;
  self->copies = hopso_page_copies_new ();
  self->pictures = g_hash_table_new_full (NULL, NULL, NULL, picture_free);
}
