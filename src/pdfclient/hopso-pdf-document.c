/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One open document as the application sees it: sizes, pictures, text. It has a process for what
 * is on the screen and, when there is other work, a second one for that, unless nobody looks at it;
 * neither ever sees another document. Nothing about PDF is known here. Lives on the client's
 * thread. */

#include "hopso-pdf-document.h"

#include "hopso-fd.h"
#include "hopso-pdf-document-private.h"
#include "hopso-secret.h"

G_DEFINE_FINAL_TYPE (HopsoPdfDocument, hopso_pdf_document, G_TYPE_OBJECT)
G_DEFINE_QUARK (hopso - pdf - client - error - quark, hopso_pdf_client_error)

/**
 * hopso_pdf_view_init:
 * @self: (out caller-allocates): a view
 * @page: counted from 0
 * @width_px: of the page
 * @height_px: of the page
 *
 * Makes a view of a whole page.
 */
void
hopso_pdf_view_init (HopsoPdfView *self, guint page, guint width_px, guint height_px)
{
  *self = (HopsoPdfView){
    .page = page,
    .part = { width_px, height_px, 0, 0, width_px, height_px },
  };
}

/**
 * hopso_pdf_view_equal:
 *
 * Returns: whether both give the same picture
 */
gboolean
hopso_pdf_view_equal (const HopsoPdfView *a, const HopsoPdfView *b)
{
  return a->page == b->page && a->rotation == b->rotation &&
         a->part.page_width == b->part.page_width && a->part.page_height == b->part.page_height &&
         a->part.x == b->part.x && a->part.y == b->part.y && a->part.width == b->part.width &&
         a->part.height == b->part.height;
}

static HopsoPdfWorker *
take_worker (gpointer data)
{
  return hopso_pdf_client_take_renderer (HOPSO_PDF_DOCUMENT (data)->client);
}

static HopsoPdfSlot *
take_slot (gpointer data, gsize size, GError **error)
{
  return hopso_pdf_client_take_slot (HOPSO_PDF_DOCUMENT (data)->client, size, error);
}

static void
done (gpointer data, const HopsoPdfWish *wish, GBytes *pixels)
{
  HopsoPdfDocument *self = data;

  hopso_pdf_client_refill (self->client);
  if (wish->generation == self->generation && wish->lane != HOPSO_PDF_PRIORITY_PAPER)
    hopso_page_cache_add (hopso_pdf_client_get_cache (self->client), self->number, &wish->view,
                          pixels);
}

/* While the process for other things lives, it also draws what is visible. */
static void
failed (gpointer data, const GError *error)
{
  g_autoptr (HopsoPdfDocument) self = g_object_ref (data);

  if (self->background != NULL && hopso_pdf_runner_is_open (self->background))
    hopso_pdf_runner_run (self->background);
  else
    hopso_pdf_queue_fail (&self->queue, error);
}

static HopsoPdfRunner *
runner_new (HopsoPdfDocument *self, guint last_lane)
{
  const HopsoPdfRunnerOwner owner = { take_worker, take_slot, done, failed, self };

  return hopso_pdf_runner_new (&owner, &self->queue, last_lane, self->fd, self->password);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoPdfDocument *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GVariant) facts =
      hopso_pdf_runner_open_finish (HOPSO_PDF_RUNNER (source), result, &error);

  if (facts == NULL || !hopso_pdf_document_take_facts (self, facts, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

/**
 * hopso_pdf_document_new_async:
 * @client: whose
 * @fd: (transfer full): the document, open for reading only
 * @password: (nullable): of the document
 *
 * Opens a document.
 */
void
hopso_pdf_document_new_async (HopsoPdfClient *client,
                              int fd,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  static guint64 last_number;
  GTask *task = g_task_new (client, cancellable, callback, user_data);
  HopsoPdfDocument *self = g_object_new (HOPSO_TYPE_PDF_DOCUMENT, NULL);

  g_task_set_source_tag (task, hopso_pdf_document_new_async);
  g_task_set_task_data (task, self, g_object_unref);
  self->client = g_object_ref (client);
  self->number = ++last_number;
  self->fd = fd;
  self->password = g_strdup (password);
  self->visible =
      runner_new (self, hopso_pdf_client_is_background (client) ? HOPSO_PDF_LANE_TEXT
                                                                : HOPSO_PDF_PRIORITY_VISIBLE);
  hopso_pdf_runner_open_async (self->visible, cancellable, opened_cb, task);
}

/**
 * hopso_pdf_document_new_finish:
 *
 * Returns: (transfer full): the open document
 */
HopsoPdfDocument *
hopso_pdf_document_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_pdf_document_get_n_pages:
 *
 * Returns: how many there are, at least one
 */
guint
hopso_pdf_document_get_n_pages (HopsoPdfDocument *self)
{
  g_return_val_if_fail (HOPSO_IS_PDF_DOCUMENT (self), 0);

  return self->n_pages;
}

static void
run (HopsoPdfDocument *self)
{
  hopso_pdf_runner_run (self->visible);
  if (!hopso_pdf_queue_has (&self->queue, HOPSO_PDF_LANE_TEXT) ||
      hopso_pdf_client_is_background (self->client))
    return;
  if (self->background == NULL)
    {
      self->background = runner_new (self, HOPSO_PDF_LANE_TEXT);
      if (self->layers != NULL)
        hopso_pdf_document_tell_layers (self, self->background);
    }
  hopso_pdf_runner_run (self->background);
}

/* Has something done; takes the task and floating arguments. */
void
hopso_pdf_document_ask (HopsoPdfDocument *self, const HopsoPdfWish *wish, GTask *task)
{
  g_autoptr (GVariant) arguments =
      wish->arguments != NULL ? g_variant_ref_sink (wish->arguments) : NULL;

  if (hopso_pdf_runner_join (self->visible, wish, task) ||
      (self->background != NULL && hopso_pdf_runner_join (self->background, wish, task)))
    return;
  hopso_pdf_queue_push (&self->queue, wish, task);
  run (self);
}

static gboolean
is_sound (HopsoPdfDocument *self, const HopsoPdfView *view)
{
  return view->page < self->n_pages && self->sizes[view->page].is_sound &&
         hopso_frame_part_is_sound (&view->part) && hopso_frame_rotation_is_sound (view->rotation);
}

/* Takes the task. */
void
hopso_pdf_document_refuse (GTask *task)
{
  g_task_return_new_error (task, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED,
                           "There is no such page or picture");
  g_object_unref (task);
}

/**
 * hopso_pdf_document_render_async:
 * @self: a document
 * @view: what to draw
 * @priority: how soon
 * @cancellable: (nullable): when it is not wanted any more; a page that is being drawn is finished
 * @callback: when there is a picture
 * @user_data: for @callback
 *
 * Draws a page or a part of one, or finds the picture in the cache.
 */
void
hopso_pdf_document_render_async (HopsoPdfDocument *self,
                                 const HopsoPdfView *view,
                                 HopsoPdfPriority priority,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));
  g_return_if_fail (priority <= HOPSO_PDF_PRIORITY_PAPER);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GBytes *cached;

  g_task_set_source_tag (task, hopso_pdf_document_render_async);
  g_task_set_task_data (task, GSIZE_TO_POINTER ((gsize) view->part.width * 4), NULL);
  if (!is_sound (self, view))
    {
      hopso_pdf_document_refuse (task);
      return;
    }
  cached = hopso_pdf_document_get_cached (self, view);
  if (cached == NULL)
    {
      const HopsoPdfWish wish = {
        .lane = priority, .generation = self->generation, .view = *view, .fd = -1
      };

      hopso_pdf_document_ask (self, &wish, task);
      return;
    }
  g_task_return_pointer (task, cached, (GDestroyNotify) g_bytes_unref);
  g_object_unref (task);
}

/**
 * hopso_pdf_document_render_finish:
 * @result: what the callback was given
 * @stride: (out) (nullable): bytes from one row to the next
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): premultiplied BGRA
 */
GBytes *
hopso_pdf_document_render_finish (HopsoPdfDocument *self,
                                  GAsyncResult *result,
                                  gsize *stride,
                                  GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (stride != NULL)
    *stride = GPOINTER_TO_SIZE (g_task_get_task_data (G_TASK (result)));
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_pdf_document_get_cached:
 * @view: what is wanted
 *
 * Returns: (transfer full) (nullable): the picture, when it was drawn already and is still kept
 */
GBytes *
hopso_pdf_document_get_cached (HopsoPdfDocument *self, const HopsoPdfView *view)
{
  g_return_val_if_fail (HOPSO_IS_PDF_DOCUMENT (self), NULL);

  return hopso_page_cache_lookup (hopso_pdf_client_get_cache (self->client), self->number, view);
}

/**
 * hopso_pdf_document_get_cached_page:
 * @page: counted from 0
 * @view: (out): what is on the picture
 *
 * Returns: (transfer full) (nullable): any picture of the whole page that is still kept
 */
GBytes *
hopso_pdf_document_get_cached_page (HopsoPdfDocument *self, guint page, HopsoPdfView *view)
{
  g_return_val_if_fail (HOPSO_IS_PDF_DOCUMENT (self), NULL);

  return hopso_page_cache_find_page (hopso_pdf_client_get_cache (self->client), self->number, page,
                                     view);
}

/**
 * hopso_pdf_document_renew_pictures:
 *
 * What was drawn is not what would be drawn now.
 */
void
hopso_pdf_document_renew_pictures (HopsoPdfDocument *self)
{
  self->generation++;
  hopso_page_cache_forget (hopso_pdf_client_get_cache (self->client), self->number);
}

/**
 * hopso_pdf_document_rest:
 *
 * Nobody looks at it now: lets go of what was drawn and of the processes that have nothing to do.
 * What is asked for later is done as ever.
 */
void
hopso_pdf_document_rest (HopsoPdfDocument *self)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));

  hopso_page_cache_forget (hopso_pdf_client_get_cache (self->client), self->number);
  hopso_pdf_runner_rest (self->visible);
  if (self->background != NULL)
    hopso_pdf_runner_rest (self->background);
}

/**
 * hopso_pdf_document_get_process:
 *
 * Returns: the number of a process that draws what is visible, for tests; 0 when there is none
 */
int
hopso_pdf_document_get_process (HopsoPdfDocument *self)
{
  HopsoPdfWorker *worker = hopso_pdf_runner_get_worker (self->visible);

  if (worker == NULL && self->background != NULL)
    worker = hopso_pdf_runner_get_worker (self->background);
  return worker != NULL ? hopso_pdf_worker_get_process (worker) : 0;
}

static void
hopso_pdf_document_dispose (GObject *object)
{
  HopsoPdfDocument *self = HOPSO_PDF_DOCUMENT (object);
  g_autoptr (GError) gone =
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The document was closed");

  if (self->visible != NULL)
    hopso_pdf_runner_stop (self->visible);
  if (self->background != NULL)
    hopso_pdf_runner_stop (self->background);
  g_clear_object (&self->visible);
  g_clear_object (&self->background);
  hopso_pdf_queue_fail (&self->queue, gone);
  if (self->client != NULL)
    hopso_page_cache_forget (hopso_pdf_client_get_cache (self->client), self->number);
  g_clear_object (&self->client);
  g_clear_pointer (&self->layers, g_hash_table_unref);
  G_OBJECT_CLASS (hopso_pdf_document_parent_class)->dispose (object);
}

static void
hopso_pdf_document_finalize (GObject *object)
{
  HopsoPdfDocument *self = HOPSO_PDF_DOCUMENT (object);

  hopso_fd_close (self->fd);
  hopso_secret_wipe_string (self->password);
  g_free (self->sizes);
  hopso_pdf_document_forget_texts (self);
  G_OBJECT_CLASS (hopso_pdf_document_parent_class)->finalize (object);
}

static void
hopso_pdf_document_class_init (HopsoPdfDocumentClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = hopso_pdf_document_dispose;
  object_class->finalize = hopso_pdf_document_finalize;

  /**
   * HopsoPdfDocument::sizes-changed:
   *
   * Some pages are of another size than was assumed.
   */
  g_signal_new ("sizes-changed", HOPSO_TYPE_PDF_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);

  /**
   * HopsoPdfDocument::layers-changed:
   *
   * Pages look otherwise now: what is shown has to be asked for again.
   */
  g_signal_new ("layers-changed", HOPSO_TYPE_PDF_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
hopso_pdf_document_init (HopsoPdfDocument *self)
{
  self->fd = -1;
  hopso_pdf_queue_init (&self->queue);
}
