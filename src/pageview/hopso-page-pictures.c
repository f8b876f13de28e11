/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The textures of the pages near the screen. Each page has up to three: the whole page, of the
 * wanted size or of an older one; a sharp part of it, when the page is too large to be drawn as a
 * whole; and neither, when it failed. The least used go when there are too many bytes. What is not
 * wanted any more is cancelled. Lives on the main thread; emits "changed" with the page's number
 * when something else can be shown. */

#include "hopso-page-pictures.h"

#define BUDGET ((gsize) 64 * 1024 * 1024)

/* A request that is under way, or a picture that is there. */
typedef struct
{
  GdkTexture *texture;       /* owned, nullable */
  HopsoPdfView view;         /* of the texture */
  GCancellable *cancellable; /* owned, nullable: of the request under way */
  HopsoPdfView wanted;       /* by the request under way */
  HopsoPdfPriority priority; /* of the request under way */
} Plate;

typedef enum
{
  PLATE_PAGE,
  PLATE_DETAIL,
  PLATE_PREVIEW, /* becomes the page's when that has none */
  N_PLATES,
} PlateKind;

typedef struct
{
  guint page;
  Plate plates[N_PLATES];
  GError *error; /* owned, nullable */
  GList link;    /* in the order of use */
} Picture;

struct _HopsoPagePictures
{
  GObject parent_instance;

  HopsoPdfDocument *document; /* owned */
  GHashTable *pictures;       /* owned: page → Picture (owned) */
  GQueue by_use;              /* of Picture (borrowed), the latest first */
  guint first;                /* of the pages that are never dropped */
  guint last;
  gsize budget;
  gsize size;
};

G_DEFINE_FINAL_TYPE (HopsoPagePictures, hopso_page_pictures, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  HopsoPagePictures *self; /* owned */
  PlateKind kind;
  HopsoPdfView view;
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

static gsize
plate_size (const Plate *plate)
{
  if (plate->texture == NULL)
    return 0;
  return (gsize) gdk_texture_get_width (plate->texture) *
         (gsize) gdk_texture_get_height (plate->texture) * 4;
}

static void
plate_cancel (Plate *plate)
{
  if (plate->cancellable != NULL)
    g_cancellable_cancel (plate->cancellable);
  g_clear_object (&plate->cancellable);
}

static void
plate_clear (HopsoPagePictures *self, Plate *plate)
{
  self->size -= plate_size (plate);
  g_clear_object (&plate->texture);
}

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  for (guint i = 0; i < N_PLATES; i++)
    {
      plate_cancel (&picture->plates[i]);
      g_clear_object (&picture->plates[i].texture);
    }
  g_clear_error (&picture->error);
  g_free (picture);
}

static Picture *
lookup (HopsoPagePictures *self, guint page)
{
  return g_hash_table_lookup (self->pictures, GUINT_TO_POINTER (page));
}

static Picture *
use (HopsoPagePictures *self, guint page)
{
  Picture *picture = lookup (self, page);

  if (picture == NULL)
    {
      picture = g_new0 (Picture, 1);
      picture->page = page;
      picture->link.data = picture;
      g_hash_table_insert (self->pictures, GUINT_TO_POINTER (page), picture);
    }
  else
    g_queue_unlink (&self->by_use, &picture->link);
  g_queue_push_head_link (&self->by_use, &picture->link);
  return picture;
}

static gboolean
is_kept (HopsoPagePictures *self, guint page)
{
  return page >= self->first && page <= self->last;
}

static void
shrink (HopsoPagePictures *self)
{
  GList *link = self->by_use.tail;

  while (self->size > self->budget && link != NULL)
    {
      Picture *picture = link->data;

      link = link->prev;
      if (is_kept (self, picture->page))
        continue;
      for (guint i = 0; i < N_PLATES; i++)
        plate_clear (self, &picture->plates[i]);
      g_queue_unlink (&self->by_use, &picture->link);
      g_hash_table_remove (self->pictures, GUINT_TO_POINTER (picture->page));
    }
}

static void
put (HopsoPagePictures *self,
     Picture *picture,
     PlateKind kind,
     const HopsoPdfView *view,
     GBytes *bytes)
{
  Plate *plate = &picture->plates[kind == PLATE_PREVIEW ? PLATE_PAGE : kind];

  /* A preview that comes late is worse than what is there. */
  if (kind == PLATE_PREVIEW && plate->texture != NULL)
    return;
  plate_clear (self, plate);
  plate->view = *view;
  plate->texture = gdk_memory_texture_new ((int) view->part.width, (int) view->part.height,
                                           GDK_MEMORY_DEFAULT, bytes, (gsize) view->part.width * 4);
  self->size += plate_size (plate);
  shrink (self);
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  HopsoPagePictures *self = request->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      hopso_pdf_document_render_finish (HOPSO_PDF_DOCUMENT (source), result, NULL, &error);
  Picture *picture = lookup (self, request->view.page);

  if (picture == NULL || picture->plates[request->kind].cancellable != request->cancellable)
    return;
  g_clear_object (&picture->plates[request->kind].cancellable);
  if (bytes != NULL)
    put (self, picture, request->kind, &request->view, bytes);
  else if (request->kind != PLATE_PREVIEW && is_kept (self, picture->page))
    {
      g_clear_error (&picture->error);
      picture->error = g_steal_pointer (&error);
    }
  g_signal_emit (self, signals[CHANGED], 0, request->view.page);
}

static void
ask (HopsoPagePictures *self,
     Picture *picture,
     PlateKind kind,
     const HopsoPdfView *view,
     HopsoPdfPriority priority)
{
  Plate *plate = &picture->plates[kind];
  Request *request;

  /* The same again is asked only to have it sooner; the one request becomes the other. */
  if (plate->cancellable != NULL && hopso_pdf_view_equal (&plate->wanted, view) &&
      plate->priority <= priority)
    return;
  plate_cancel (plate);
  plate->cancellable = g_cancellable_new ();
  plate->wanted = *view;
  plate->priority = priority;

  request = g_new0 (Request, 1);
  request->self = g_object_ref (self);
  request->kind = kind;
  request->view = *view;
  request->cancellable = g_object_ref (plate->cancellable);
  hopso_pdf_document_render_async (self->document, view, priority, plate->cancellable, rendered_cb,
                                   request);
}

static gboolean
is_whole (const HopsoPdfView *view)
{
  return view->part.width == view->part.page_width && view->part.height == view->part.page_height;
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
 * @bytes: of all pictures; those that are kept may exceed it
 */
void
hopso_page_pictures_set_budget (HopsoPagePictures *self, gsize bytes)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  self->budget = bytes;
  shrink (self);
}

/**
 * hopso_page_pictures_get_size:
 *
 * Returns: the bytes of all pictures
 */
gsize
hopso_page_pictures_get_size (HopsoPagePictures *self)
{
  g_return_val_if_fail (HOPSO_IS_PAGE_PICTURES (self), 0);

  return self->size;
}

/**
 * hopso_page_pictures_want:
 * @view: a whole page, or a part of a page that is too large to be drawn as a whole
 * @priority: how soon
 *
 * Asks for a picture, unless it is there or under way. It is there at once when the document
 * remembers it. After a failure nothing is asked for the page until hopso_page_pictures_retry().
 */
void
hopso_page_pictures_want (HopsoPagePictures *self,
                          const HopsoPdfView *view,
                          HopsoPdfPriority priority)
{
  const PlateKind kind = is_whole (view) ? PLATE_PAGE : PLATE_DETAIL;
  Picture *picture;
  Plate *plate;

  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  picture = use (self, view->page);
  plate = &picture->plates[kind];
  if (picture->error != NULL)
    return;
  if (plate->texture != NULL && hopso_pdf_view_equal (&plate->view, view))
    {
      plate_cancel (plate);
      return;
    }

  g_autoptr (GBytes) cached = hopso_pdf_document_get_cached (self->document, view);
  if (cached == NULL)
    {
      ask (self, picture, kind, view, priority);
      return;
    }
  plate_cancel (plate);
  put (self, picture, kind, view, cached);
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
  Picture *picture;

  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  picture = use (self, view->page);
  if (picture->plates[PLATE_PAGE].texture == NULL && picture->error == NULL)
    ask (self, picture, PLATE_PREVIEW, view, HOPSO_PDF_PRIORITY_NEIGHBOUR);
}

/**
 * hopso_page_pictures_keep_only:
 * @first: page
 * @last: page
 *
 * Says which pages are on the screen or near it: what is under way for others is cancelled, and
 * only others are dropped.
 */
void
hopso_page_pictures_keep_only (HopsoPagePictures *self, guint first, guint last)
{
  g_return_if_fail (HOPSO_IS_PAGE_PICTURES (self));

  self->first = first;
  self->last = last;
  for (GList *link = self->by_use.head; link != NULL; link = link->next)
    {
      Picture *picture = link->data;

      if (is_kept (self, picture->page))
        continue;
      for (guint i = 0; i < N_PLATES; i++)
        plate_cancel (&picture->plates[i]);
      plate_clear (self, &picture->plates[PLATE_DETAIL]);
    }
  shrink (self);
}

/**
 * hopso_page_pictures_get_page:
 * @page: counted from 0
 *
 * Returns: (transfer none) (nullable): the best picture of the whole page
 */
GdkTexture *
hopso_page_pictures_get_page (HopsoPagePictures *self, guint page)
{
  Picture *picture = lookup (self, page);

  return picture != NULL ? picture->plates[PLATE_PAGE].texture : NULL;
}

/**
 * hopso_page_pictures_get_detail:
 * @page: counted from 0
 * @part: (out): what it shows
 *
 * Returns: (transfer none) (nullable): a sharp picture of a part of the page
 */
GdkTexture *
hopso_page_pictures_get_detail (HopsoPagePictures *self, guint page, HopsoFramePart *part)
{
  Picture *picture = lookup (self, page);

  if (picture == NULL || picture->plates[PLATE_DETAIL].texture == NULL)
    return NULL;
  *part = picture->plates[PLATE_DETAIL].view.part;
  return picture->plates[PLATE_DETAIL].texture;
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
  Picture *picture = lookup (self, page);

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
    g_clear_error (&((Picture *) link->data)->error);
}

static void
hopso_page_pictures_dispose (GObject *object)
{
  HopsoPagePictures *self = HOPSO_PAGE_PICTURES (object);

  g_hash_table_remove_all (self->pictures);
  g_queue_init (&self->by_use);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (hopso_page_pictures_parent_class)->dispose (object);
}

static void
hopso_page_pictures_finalize (GObject *object)
{
  HopsoPagePictures *self = HOPSO_PAGE_PICTURES (object);

  g_hash_table_unref (self->pictures);
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
  signals[CHANGED] = g_signal_new ("changed", HOPSO_TYPE_PAGE_PICTURES, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
hopso_page_pictures_init (HopsoPagePictures *self)
{
  self->budget = BUDGET;
  self->pictures = g_hash_table_new_full (NULL, NULL, NULL, picture_free);
}
