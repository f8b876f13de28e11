/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a signature would look like on its document, before anybody types a PIN: the same decisions
 * as for the signature itself, on a copy of what was asked, so that the job may change meanwhile.
 * Called on the main thread, read on another one. */

#include "hopso-sign-preview.h"

#include "hopso-pdf-reserve.h"
#include "hopso-pdf-signature.h"
#include "hopso-sign-look-private.h"

typedef struct
{
  HopsoSignOrder order;     /* owned: what a look needs of it */
  HopsoCertificate *signer; /* owned, nullable */
  gint64 time;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *self = data;

  hopso_fd_close (self->order.document);
  g_clear_pointer (&self->order.picture, g_bytes_unref);
  g_strfreev (self->order.lines);
  g_free (self->order.field);
  g_clear_pointer (&self->order.password, hopso_secret_unref);
  hopso_sign_deed_clear (&self->order.deed);
  g_clear_object (&self->signer);
  g_free (self);
}

static Asked *
asked_new (const HopsoSignOrder *order, HopsoCertificate *signer, gint64 time, GError **error)
{
  HopsoFd document = hopso_fd_reopen_read_only (order->document, error);
  Asked *self;

  if (document < 0)
    return NULL;
  self = g_new0 (Asked, 1);
  self->order.document = document;
  self->order.place = order->place;
  self->order.picture = order->picture != NULL ? g_bytes_ref (order->picture) : NULL;
  self->order.lines = g_strdupv (order->lines);
  self->order.field = g_strdup (order->field);
  self->order.password = order->password != NULL ? hopso_secret_ref (order->password) : NULL;
  self->order.deed = order->deed;
  self->order.deed.number = g_strdup (order->deed.number);
  self->order.deed.organization = g_strdup (order->deed.organization);
  self->signer = signer != NULL ? g_object_ref (signer) : NULL;
  self->time = time;
  return self;
}

/**
 * hopso_sign_mark_new:
 * @place: where it stands
 * @mark: what it shows; copied with what it points to
 *
 * Returns: (transfer full): a mark of its own
 */
HopsoSignMark *
hopso_sign_mark_new (const HopsoSignPlace *place, const HopsoTypesetMark *mark)
{
  HopsoSignMark *self = g_new (HopsoSignMark, 1);

  self->place = *place;
  self->mark = *mark;
  self->mark.lines = (const char *const *) g_strdupv ((char **) mark->lines);
  self->mark.picture_png = mark->picture_png != NULL ? g_bytes_ref (mark->picture_png) : NULL;
  return self;
}

/**
 * hopso_sign_mark_free:
 * @mark: (transfer full): a #HopsoSignMark
 */
void
hopso_sign_mark_free (gpointer mark)
{
  HopsoSignMark *self = mark;

  g_strfreev ((char **) self->mark.lines);
  g_clear_pointer (&self->mark.picture_png, g_bytes_unref);
  g_free (self);
}

/**
 * hopso_sign_preview_free:
 * @self: (transfer full): a preview
 */
void
hopso_sign_preview_free (HopsoSignPreview *self)
{
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_free (self);
}

static gboolean
read_document (HopsoSignPreview *self, const HopsoSignLookFacts *facts, GError **error)
{
  gboolean is_filled[HOPSO_PDF_N_RESERVED];
  HopsoPdfReservation kept;
  g_autoptr (HopsoPdfFile) file = hopso_sign_look_open (facts, error);
  g_autoptr (GPtrArray) signatures =
      file != NULL ? hopso_pdf_file_list_signatures (file, error) : NULL;

  if (signatures == NULL || !hopso_pdf_file_read_reservation (file, &kept, is_filled, error))
    return FALSE;
  self->n_signatures = signatures->len;
  self->keeps_number = kept.places[HOPSO_PDF_RESERVED_NUMBER].width > 0;
  self->keeps_date = kept.places[HOPSO_PDF_RESERVED_DATE].width > 0;
  self->keeps_seal = kept.places[HOPSO_PDF_RESERVED_SEAL].width > 0;
  self->is_issued = is_filled[HOPSO_PDF_RESERVED_SEAL];
  return TRUE;
}

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Asked *asked = data;
  const HopsoSignLookFacts facts = { .order = &asked->order,
                                     .signer = asked->signer,
                                     .time = asked->time,
                                     .document = asked->order.document,
                                     .is_preview = TRUE };
  g_autoptr (HopsoSignPreview) preview = g_new0 (HopsoSignPreview, 1);
  g_auto (HopsoSignLook) made = { .place = { 0 } };
  GError *error = NULL;

  if (!read_document (preview, &facts, &error) || !hopso_sign_look_make (&made, &facts, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  preview->marks = made.marks != NULL ? g_ptr_array_ref (made.marks)
                                      : g_ptr_array_new_with_free_func (hopso_sign_mark_free);
  g_task_return_pointer (task, g_steal_pointer (&preview),
                         (GDestroyNotify) hopso_sign_preview_free);
}

/**
 * hopso_sign_preview_async:
 * @job: what is asked; read at once
 * @signer: (nullable): whose certificate will sign, if it is chosen
 * @time: that the signature would claim, seconds since 1970
 */
void
hopso_sign_preview_async (HopsoSignJob *job,
                          HopsoCertificate *signer,
                          gint64 time,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (job));

  g_autoptr (GTask) task = g_task_new (job, cancellable, callback, user_data);
  GError *error = NULL;
  Asked *asked = asked_new (hopso_sign_job_get_order (job), signer, time, &error);

  g_task_set_source_tag (task, hopso_sign_preview_async);
  if (asked == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, asked, asked_free);
  g_task_run_in_thread (task, look);
}

/**
 * hopso_sign_preview_finish:
 *
 * Returns: (transfer full): what would be seen, or %NULL with @error: a rule that forbids it, in
 *   words for people, or why the document cannot be read
 */
HopsoSignPreview *
hopso_sign_preview_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
