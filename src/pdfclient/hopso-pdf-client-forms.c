/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an inspector is asked about the form of a document: what can be filled, and what must be
 * appended so that it is. Neither answer is believed here. Main thread. */

#include "hopso-pdf-client-private.h"

/**
 * hopso_pdf_client_read_form_async:
 * @self: a client
 * @fd: the document; may be closed afterwards
 * @cancellable: (nullable): forgets the answer
 * @callback: when it is known
 * @user_data: for @callback
 *
 * Has the form of a document reported by a process that has seen no other.
 */
void
hopso_pdf_client_read_form_async (HopsoPdfClient *self,
                                  int fd,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  GError *error = NULL;
  const int document = hopso_pdf_client_add_fd (fds, fd, &error);

  g_task_set_source_tag (task, hopso_pdf_client_read_form_async);
  if (document < 0)
    g_task_return_error (task, error);
  else
    hopso_pdf_client_ask_inspector (self, "Form", g_variant_new ("(h)", document), fds, "(a{sv})",
                                    g_steal_pointer (&task));
}

/**
 * hopso_pdf_client_read_form_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the inspector's word, an `a{sv}`
 */
GVariant *
hopso_pdf_client_read_form_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  return reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
}

/**
 * hopso_pdf_client_prepare_filling_async:
 * @self: a client
 * @fd: the document; may be closed afterwards
 * @looks_fd: a PDF with a page for each look of each place of each value, or -1 without any
 * @values: an `a(sas)`: names of fields, and what they shall hold
 * @cancellable: (nullable): forgets the answer
 * @callback: when there is an update
 * @user_data: for @callback
 *
 * Has written what must be appended so that fields hold values.
 */
void
hopso_pdf_client_prepare_filling_async (HopsoPdfClient *self,
                                        int fd,
                                        int looks_fd,
                                        GVariant *values,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_CLIENT (self));

  g_autoptr (GVariant) kept = g_variant_ref_sink (values);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  GError *error = NULL;
  const int document = hopso_pdf_client_add_fd (fds, fd, &error);
  const int looks =
      document >= 0 ? hopso_pdf_client_add_fd (fds, looks_fd >= 0 ? looks_fd : fd, &error) : -1;

  g_task_set_source_tag (task, hopso_pdf_client_prepare_filling_async);
  if (looks < 0)
    g_task_return_error (task, error);
  else
    hopso_pdf_client_ask_inspector (
        self, "PrepareFilling",
        g_variant_new ("(h(bh)@a(sas))", document, looks_fd >= 0, looks, kept), fds, "(ay)",
        g_steal_pointer (&task));
}

/**
 * hopso_pdf_client_prepare_filling_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, or cancelled
 *
 * Returns: (transfer full): the inspector's word, to be checked on the bytes
 */
GBytes *
hopso_pdf_client_prepare_filling_finish (HopsoPdfClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), error);
  g_autoptr (GVariant) bytes = NULL;

  if (reply == NULL)
    return NULL;
  bytes = g_variant_get_child_value (reply, 0);
  return g_variant_get_data_as_bytes (bytes);
}
