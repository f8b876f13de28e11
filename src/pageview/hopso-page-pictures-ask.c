/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking for pictures, and what becomes of the answers. The same picture is asked for once; what is
 * not wanted any more is cancelled; a late answer to a dropped wish is ignored. How long drawing
 * took is remembered for the choice between small and large parts. Main thread. */

#include "hopso-page-pictures-private.h"

typedef struct
{
  HopsoPagePictures *self; /* owned */
  guint page;
  GCancellable *cancellable; /* owned */
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->self);
  g_object_unref (request->cancellable);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

/* The plate that still waits for the answer. */
static HopsoPagePlate *
find_plate (HopsoPagePicture *picture, GCancellable *cancellable)
{
  if (picture == NULL)
    return NULL;
  if (picture->whole.cancellable == cancellable)
    return &picture->whole;
  if (picture->preview.cancellable == cancellable)
    return &picture->preview;
  for (guint i = 0; i < picture->parts->len; i++)
    {
      HopsoPagePlate *plate = picture->parts->pdata[i];

      if (plate->cancellable == cancellable)
        return plate;
    }
  return NULL;
}

/* Parts of another size help until all that is seen is there. */
static void
drop_stale_parts (HopsoPagePicture *picture)
{
  const HopsoPagePlate *seen = NULL;

  for (guint i = 0; i < picture->parts->len; i++)
    {
      const HopsoPagePlate *plate = picture->parts->pdata[i];

      if (!plate->is_seen)
        continue;
      if (!hopso_page_plate_is_filled (plate))
        return;
      seen = plate;
    }
  for (guint i = picture->parts->len; i-- > 0 && seen != NULL;)
    {
      const HopsoPagePlate *plate = picture->parts->pdata[i];

      if (plate->view.part.page_width != seen->view.part.page_width ||
          plate->view.part.page_height != seen->view.part.page_height ||
          plate->view.rotation != seen->view.rotation)
        g_ptr_array_remove_index (picture->parts, i);
    }
}

static void
put (HopsoPagePictures *self,
     HopsoPagePicture *picture,
     HopsoPagePlate *plate,
     const HopsoPdfView *view,
     GBytes *pixels)
{
  if (plate == &picture->preview)
    {
      /* A preview that comes late is worse than what is there. */
      if (hopso_page_plate_is_filled (&picture->whole))
        return;
      plate = &picture->whole;
    }
  hopso_page_plate_put (plate, view, pixels);
  if (plate == &picture->whole)
    {
      picture->has_ink = FALSE;
      g_clear_pointer (&picture->photographs, g_array_unref);
    }
  /* Now, and not when it is turned to. */
  hopso_page_pictures_get_texture (self, picture, plate);
  if (plate != &picture->whole)
    drop_stale_parts (picture);
  hopso_page_pictures_shrink (self);
}

/* From when it was asked for, or from the answer before, for which it had to wait. */
static void
note_time (HopsoPagePictures *self, HopsoPagePicture *picture, const HopsoPagePlate *plate)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 spent = now - MAX (plate->asked, self->last_done);

  self->last_done = now;
  if (plate == &picture->whole)
    picture->whole_time = spent;
  else if (plate != &picture->preview)
    picture->part_time = spent;
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  HopsoPagePictures *self = request->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pixels =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, NULL, &error);
  HopsoPagePicture *picture = hopso_page_pictures_lookup (self, request->page);
  HopsoPagePlate *plate = find_plate (picture, request->cancellable);

  if (plate == NULL)
    return;
  g_clear_object (&plate->cancellable);
  if (pixels != NULL)
    {
      const HopsoPdfView view = plate->wanted;

      note_time (self, picture, plate);
      put (self, picture, plate, &view, pixels);
    }
  else if (plate != &picture->preview)
    {
      g_clear_error (&picture->error);
      picture->error = g_steal_pointer (&error);
    }
  g_signal_emit_by_name (self, "changed", request->page);
}

static void
ask (HopsoPagePictures *self,
     HopsoPagePicture *picture,
     HopsoPagePlate *plate,
     const HopsoPdfView *view,
     HopsoPdfPriority priority)
{
  Request *request;

  /* The same again is asked only to have it sooner; the one request becomes the other. */
  if (plate->cancellable != NULL && hopso_pdf_view_equal (&plate->wanted, view) &&
      plate->priority <= priority)
    return;

  g_autoptr (GCancellable) before = g_steal_pointer (&plate->cancellable);
  plate->cancellable = g_cancellable_new ();
  plate->wanted = *view;
  plate->priority = priority;
  plate->asked = g_get_monotonic_time ();

  request = g_new0 (Request, 1);
  request->self = g_object_ref (self);
  request->page = picture->page;
  request->cancellable = g_object_ref (plate->cancellable);
  hopso_pdf_document_render_async (self->document, view, priority, plate->cancellable, rendered_cb,
                                   request);
  if (before != NULL)
    g_cancellable_cancel (before);
}

/* Fills a plate, at once when the document remembers the picture. */
void
hopso_page_pictures_wish (HopsoPagePictures *self,
                          HopsoPagePicture *picture,
                          HopsoPagePlate *plate,
                          const HopsoPdfView *view,
                          HopsoPdfPriority priority)
{
  g_autoptr (GBytes) cached = NULL;

  if (hopso_page_plate_shows (plate, view))
    {
      hopso_page_plate_cancel (plate);
      return;
    }
  cached = hopso_pdf_document_get_cached (self->document, view);
  if (cached == NULL)
    {
      ask (self, picture, plate, view, priority);
      return;
    }
  hopso_page_plate_cancel (plate);
  put (self, picture, plate, view, cached);
}

/* What was drawn of the page for somebody else, as its thumbnail, is better than nothing. */
static void
borrow_picture (HopsoPagePictures *self, guint page)
{
  g_autoptr (GBytes) pixels = NULL;
  HopsoPdfView view;

  if (hopso_page_copies_lookup (self->copies, page) != NULL)
    return;
  pixels = hopso_pdf_document_get_cached_page (self->document, page, &view);
  if (pixels != NULL)
    hopso_page_copies_keep (self->copies, &view, pixels);
}

/**
 * hopso_page_pictures_want:
 * @view: a whole page
 * @priority: how soon
 *
 * Asks for a picture, unless it is there or under way. After a failure nothing is asked for the
 * page until hopso_page_pictures_retry().
 */
void
hopso_page_pictures_want (HopsoPagePictures *self,
                          const HopsoPdfView *view,
                          HopsoPdfPriority priority)
{
  HopsoPagePicture *picture;

  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  picture = hopso_page_pictures_use (self, view->page);
  if (!hopso_page_plate_is_filled (&picture->whole))
    borrow_picture (self, view->page);
  if (picture->error == NULL)
    hopso_page_pictures_wish (self, picture, &picture->whole, view, priority);
}

/**
 * hopso_page_pictures_want_preview:
 * @view: the whole page, small
 *
 * Asks for something to show until a page that takes long is there.
 */
void
hopso_page_pictures_want_preview (HopsoPagePictures *self, const HopsoPdfView *view)
{
  HopsoPagePicture *picture;

  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  picture = hopso_page_pictures_use (self, view->page);
  if (!hopso_page_plate_is_filled (&picture->whole) && picture->error == NULL)
    hopso_page_pictures_wish (self, picture, &picture->preview, view, HOPSO_PDF_PRIORITY_PREVIEW);
}

/* The plate for a part, a new one if need be. */
static HopsoPagePlate *
find_part (HopsoPagePicture *picture, const HopsoPdfView *view)
{
  HopsoPagePlate *plate;

  for (guint i = 0; i < picture->parts->len; i++)
    {
      plate = picture->parts->pdata[i];
      if (hopso_page_plate_shows (plate, view) ||
          (!hopso_page_plate_is_filled (plate) && hopso_pdf_view_equal (&plate->wanted, view)))
        return plate;
    }
  plate = hopso_page_plate_new ();
  plate->wanted = *view;
  g_ptr_array_add (picture->parts, plate);
  return plate;
}

/**
 * hopso_page_pictures_want_parts:
 * @page: counted from 0
 * @views: (array length=n_views): parts of the page, the most important first
 * @n_views: how many; with none the page is not drawn in parts
 *
 * Asks for the parts that are on the screen, and for no other parts of the page any more.
 */
void
hopso_page_pictures_want_parts (HopsoPagePictures *self,
                                guint page,
                                const HopsoPdfView *views,
                                guint n_views)
{
  HopsoPagePicture *picture;

  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  picture = hopso_page_pictures_use (self, page);
  if (picture->error != NULL)
    return;
  for (guint i = 0; i < picture->parts->len; i++)
    ((HopsoPagePlate *) picture->parts->pdata[i])->is_seen = FALSE;
  /* Filling one drops others to make room: all that are seen are marked before. */
  for (guint i = 0; i < n_views; i++)
    find_part (picture, &views[i])->is_seen = TRUE;
  for (guint i = 0; i < n_views; i++)
    hopso_page_pictures_wish (self, picture, find_part (picture, &views[i]), &views[i],
                              HOPSO_PDF_PRIORITY_VISIBLE);
  for (guint i = picture->parts->len; i-- > 0;)
    {
      HopsoPagePlate *plate = picture->parts->pdata[i];

      if (plate->is_seen)
        continue;
      hopso_page_plate_cancel (plate);
      if (n_views == 0 || !hopso_page_plate_is_filled (plate))
        g_ptr_array_remove_index (picture->parts, i);
    }
  drop_stale_parts (picture);
}

/**
 * hopso_page_pictures_leave:
 * @first: page
 * @last: page
 *
 * Cancels what is under way for other pages; their pictures stay as near as they are.
 */
void
hopso_page_pictures_leave (HopsoPagePictures *self, guint first, guint last)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  for (GList *link = self->by_use.head; link != NULL; link = link->next)
    {
      HopsoPagePicture *picture = link->data;

      if (picture->page >= first && picture->page <= last)
        continue;
      hopso_page_plate_cancel (&picture->whole);
      hopso_page_plate_cancel (&picture->preview);
    }
}

/**
 * hopso_page_pictures_keep_only:
 * @first: page
 * @last: page
 *
 * Says which pages are on the screen or near it: what is under way for others is cancelled, and
 * they are the first to be dropped.
 */
void
hopso_page_pictures_keep_only (HopsoPagePictures *self, guint first, guint last)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  self->first = first;
  self->last = last;
  for (GList *link = self->by_use.head; link != NULL; link = link->next)
    {
      HopsoPagePicture *picture = link->data;

      if (picture->page >= first && picture->page <= last)
        continue;
      hopso_page_plate_cancel (&picture->whole);
      hopso_page_plate_cancel (&picture->preview);
      g_ptr_array_set_size (picture->parts, 0);
    }
  hopso_page_pictures_shrink (self);
}
