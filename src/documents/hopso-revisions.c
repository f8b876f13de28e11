/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signed revision of a file beside the present one. The signed revision is the first bytes of
 * the file, as many as the signature covers, copied into a sealed memory file; nothing that was
 * appended later can be seen by the process that draws it. Main thread, but for the copying. */

#include "hopso-revisions-private.h"

#include <string.h>

#define MAX_SIGNED_SIZE ((guint64) 512 * 1024 * 1024)
#define CHUNK           (1024 * 1024)

G_DEFINE_FINAL_TYPE (HopsoRevisions, hopso_revisions, G_TYPE_OBJECT)

enum
{
  OPENED,
  COMPARED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
change_free (gpointer data)
{
  HopsoRevisionChange *change = data;

  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

static void
hopso_revisions_finalize (GObject *object)
{
  HopsoRevisions *self = HOPSO_REVISIONS (object);

  hopso_queue_thread_stop (self->thread);
  g_object_unref (self->thread);
  g_clear_object (&self->before);
  g_clear_object (&self->after);
  g_object_unref (self->before_client);
  g_object_unref (self->after_client);
  g_clear_object (&self->result);
  g_ptr_array_unref (self->changes);
  hopso_fd_close (self->fd);
  g_clear_pointer (&self->password, hopso_secret_unref);
  G_OBJECT_CLASS (hopso_revisions_parent_class)->finalize (object);
}

static void
hopso_revisions_class_init (HopsoRevisionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_revisions_finalize;
  signals[OPENED] = g_signal_new ("opened", HOPSO_TYPE_REVISIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[COMPARED] = g_signal_new ("compared", HOPSO_TYPE_REVISIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[CHANGED] = g_signal_new ("changed", HOPSO_TYPE_REVISIONS, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
hopso_revisions_init (HopsoRevisions *self)
{
  self->fd = -1;
  self->thread = hopso_queue_thread_new ("hopso-revisions");
  self->before_client = hopso_pdf_client_new ();
  self->after_client = hopso_pdf_client_new ();
  self->changes = g_ptr_array_new_with_free_func (change_free);
}

/**
 * hopso_revisions_new:
 * @original: the file; opened again
 * @result: (transfer none): the signature whose revision is meant
 *
 * Returns: (transfer full): two revisions that are not opened yet, or %NULL with @error when the
 *   file cannot be opened again
 */
HopsoRevisions *
hopso_revisions_new (const HopsoPdfOriginal *original, HopsoSignatureResult *result, GError **error)
{
  g_auto (HopsoFd) own = hopso_fd_reopen_read_only (original->fd, error);

  if (own < 0)
    return NULL;

  HopsoRevisions *self = g_object_new (HOPSO_TYPE_REVISIONS, NULL);
  self->fd = hopso_fd_steal (&own);
  self->password = original->password != NULL ? hopso_secret_ref (original->password) : NULL;
  self->result = g_object_ref (result);
  return self;
}

/**
 * hopso_revisions_get_result:
 *
 * Returns: (transfer none): the signature whose revision is meant
 */
HopsoSignatureResult *
hopso_revisions_get_result (HopsoRevisions *self)
{
  g_return_val_if_fail (HOPSO_IS_REVISIONS (self), NULL);

  return self->result;
}

/**
 * hopso_revisions_get_before:
 *
 * Returns: (transfer none) (nullable): what was signed, when it has been opened
 */
HopsoPdfDocument *
hopso_revisions_get_before (HopsoRevisions *self)
{
  g_return_val_if_fail (HOPSO_IS_REVISIONS (self), NULL);

  return self->before;
}

/**
 * hopso_revisions_get_after:
 *
 * Returns: (transfer none) (nullable): what the file shows now, when it has been opened
 */
HopsoPdfDocument *
hopso_revisions_get_after (HopsoRevisions *self)
{
  g_return_val_if_fail (HOPSO_IS_REVISIONS (self), NULL);

  return self->after;
}

/**
 * hopso_revisions_get_n_changes:
 *
 * Returns: how many places are known to differ by now
 */
guint
hopso_revisions_get_n_changes (HopsoRevisions *self)
{
  g_return_val_if_fail (HOPSO_IS_REVISIONS (self), 0);

  return self->changes->len;
}

/**
 * hopso_revisions_get_change:
 *
 * Returns: (transfer none): the place at @position, in the order of reading
 */
const HopsoRevisionChange *
hopso_revisions_get_change (HopsoRevisions *self, guint position)
{
  g_return_val_if_fail (HOPSO_IS_REVISIONS (self), NULL);
  g_return_val_if_fail (position < self->changes->len, NULL);

  return g_ptr_array_index (self->changes, position);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const HopsoRevisionChange *first = *(const HopsoRevisionChange *const *) a;
  const HopsoRevisionChange *second = *(const HopsoRevisionChange *const *) b;

  if (first->page != second->page)
    return first->page < second->page ? -1 : 1;
  if (first->box.y1 != second->box.y1)
    return first->box.y1 < second->box.y1 ? -1 : 1;
  return (first->box.x1 > second->box.x1) - (first->box.x1 < second->box.x1);
}

/* Takes @change. */
void
hopso_revisions_add_change (HopsoRevisions *self, HopsoRevisionChange *change)
{
  g_ptr_array_add (self->changes, change);
  g_ptr_array_sort (self->changes, compare_places);
}

/* One more page has been compared. */
void
hopso_revisions_tell_compared (HopsoRevisions *self, guint n_pages, guint n_all)
{
  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[COMPARED], 0, n_pages, n_all);
}

/* --- opening --------------------------------------------------------------------------------- */

static gboolean
copy (int from, int to, guint64 size, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);

  for (guint64 offset = 0; offset < size; offset += CHUNK)
    {
      const gsize n = (gsize) MIN (size - offset, CHUNK);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !hopso_fd_read_at (from, offset, buffer, n, error) ||
          !hopso_fd_write_at (to, offset, buffer, n, error))
        return FALSE;
    }
  return TRUE;
}

static HopsoFd
copy_signed (HopsoRevisions *self, GCancellable *cancellable, GError **error)
{
  const guint64 size = hopso_signature_result_get_facts (self->result)->signed_length;
  g_auto (HopsoFd) memory = -1;
  guint64 whole;

  if (!hopso_fd_get_size (self->fd, &whole, error))
    return -1;
  if (size == 0 || size > whole || size > MAX_SIGNED_SIZE)
    {
      g_set_error_literal (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED,
                           "It is not known what was signed, or it is too large");
      return -1;
    }
  memory = hopso_fd_new_memory ("hopso-signed-revision", error);
  if (memory < 0 || !copy (self->fd, memory, size, cancellable, error) ||
      !hopso_fd_seal (memory, error))
    return -1;
  return hopso_fd_steal (&memory);
}

static void
copy_cb (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  HopsoFd fd = copy_signed (HOPSO_REVISIONS (source), cancellable, &error);

  if (fd < 0)
    g_task_return_error (step, error);
  else
    g_task_return_int (step, fd);
}

static void
sized_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  HopsoRevisions *self = g_task_get_source_object (task);
  HopsoPdfDocument *document = HOPSO_PDF_DOCUMENT (source);
  GError *error = NULL;

  if (!hopso_pdf_document_load_sizes_finish (document, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (document == self->before)
    {
      hopso_pdf_document_load_sizes_async (self->after, cancellable, sized_cb,
                                           g_steal_pointer (&task));
      return;
    }
  g_signal_emit (self, signals[OPENED], 0);
  hopso_revisions_compare_pages (g_steal_pointer (&task));
}

static void
after_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  HopsoRevisions *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->after = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (self->after == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_pdf_document_load_sizes_async (self->before, cancellable, sized_cb,
                                       g_steal_pointer (&task));
}

static const char *
get_password (HopsoRevisions *self)
{
  return self->password != NULL ? hopso_secret_get_string (self->password) : NULL;
}

static void
before_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  HopsoRevisions *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->before = hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);
  if (self->before == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_pdf_client_open_async (self->after_client, self->fd, get_password (self), cancellable,
                               after_opened_cb, g_steal_pointer (&task));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  HopsoRevisions *self = HOPSO_REVISIONS (source);
  GError *error = NULL;
  g_auto (HopsoFd) fd = (int) g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_pdf_client_open_async (self->before_client, fd, get_password (self), cancellable,
                               before_opened_cb, g_steal_pointer (&task));
}

/**
 * hopso_revisions_compare_async:
 * @cancellable: (nullable): gives up
 * @callback: when all pages have been compared
 * @user_data: for @callback
 *
 * Opens both revisions and compares them page by page, first the pages that the verification has
 * named. To be called once.
 */
void
hopso_revisions_compare_async (HopsoRevisions *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_REVISIONS (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) step = NULL;

  g_task_set_source_tag (task, hopso_revisions_compare_async);
  step = g_task_new (self, cancellable, copied_cb, g_steal_pointer (&task));
  g_task_set_source_tag (step, copied_cb);
  hopso_queue_thread_push (self->thread, step, copy_cb);
}

/**
 * hopso_revisions_compare_finish:
 *
 * Returns: whether all pages could be compared
 */
gboolean
hopso_revisions_compare_finish (HopsoRevisions *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
