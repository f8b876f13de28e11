/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A HopsoReader's document as people see it, with what they have filled in: made in memory and
 * opened there, for what shall show the same, as paper. Main thread. */

#include "hopso-reader-private.h"

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoReader *self = g_task_get_source_object (task);
  GError *error = NULL;
  HopsoPdfDocument *document =
      hopso_pdf_client_open_finish (HOPSO_PDF_CLIENT (source), result, &error);

  if (document == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hopso_layer_list_apply (self->layers, document);
  g_task_return_pointer (task, document, g_object_unref);
}

static void
filled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HopsoReader *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_auto (HopsoFd) fd = hopso_form_filler_fill_finish (HOPSO_FORM_FILLER (source), result, &error);

  if (fd < 0)
    g_task_return_error (task, error);
  else
    hopso_pdf_client_open_async (self->client, fd, NULL, NULL, opened_cb, g_steal_pointer (&task));
}

/* What is shown itself, when nothing waits to be saved. There must be a document. */
void
hopso_reader_open_filled_async (HopsoReader *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, hopso_reader_open_filled_async);
  if (!hopso_reader_has_unsaved (self))
    {
      g_task_return_pointer (task, g_object_ref (hopso_page_view_get_document (self->view)),
                             g_object_unref);
      return;
    }

  const HopsoFormOrder order = { .fd = self->fd,
                                 .form = hopso_form_draft_get_form (self->draft),
                                 .values = hopso_form_draft_to_variant (self->draft) };
  hopso_form_filler_fill_async (self->filler, &order, NULL, filled_cb, g_steal_pointer (&task));
}

/* The document, or NULL with an error. */
HopsoPdfDocument *
hopso_reader_open_filled_finish (HopsoReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
