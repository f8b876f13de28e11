/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saves a file that a document carries. The drawing process may not write files, so it writes into
 * a pipe, and what comes out is written here; it is complete when the pipe has ended and the
 * process has told the same size. Lives on the client's thread. */

#include "hopso-fd.h"
#include "hopso-pdf-answer-private.h"
#include "hopso-pdf-document-private.h"
#include "hopso-pdf-reading.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <unistd.h>

typedef struct
{
  GError *error; /* owned, nullable: the first */
  guint64 said;  /* by the process */
  gint64 written;
  guint n_left; /* of the two that have to end */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_clear_error (&saving->error);
  g_free (saving);
}

/* One of the two has ended; takes the error and the reference to the task. */
static void
end_one (GTask *task, GError *error)
{
  Saving *saving = g_task_get_task_data (task);

  if (error != NULL && saving->error == NULL)
    saving->error = error;
  else
    g_clear_error (&error);
  if (--saving->n_left == 0)
    {
      if (saving->error == NULL && saving->said != (guint64) saving->written)
        hopso_pdf_answer_disbelieve (&saving->error, "The attachment has another size");
      if (saving->error != NULL)
        g_task_return_error (task, g_steal_pointer (&saving->error));
      else
        g_task_return_boolean (task, TRUE);
    }
  g_object_unref (task);
}

static void
said_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = g_task_get_task_data (user_data);
  GError *error = NULL;
  g_autoptr (GVariant) reply = g_task_propagate_pointer (G_TASK (result), &error);

  if (reply != NULL)
    g_variant_get (reply, "(t)", &saving->said);
  end_one (user_data, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Saving *saving = g_task_get_task_data (user_data);
  GError *error = NULL;

  saving->written = g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error);
  end_one (user_data, error);
}

static void
begin (HopsoPdfDocument *self, guint index, HopsoFd out, const HopsoFd *pipe, GTask *task)
{
  static const HopsoPdfQuestion question = { "SaveAttachment", "(t)" };
  const HopsoPdfWish wish = {
    .lane = HOPSO_PDF_PRIORITY_DETAILS,
    .question = &question,
    .arguments = g_variant_new ("(uh)", index, 0),
    .fd = pipe[1],
  };
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GInputStream) from = g_unix_input_stream_new (pipe[0], TRUE);
  g_autoptr (GOutputStream) to = g_unix_output_stream_new (out, TRUE);

  ((Saving *) g_task_get_task_data (task))->n_left = 2;
  hopso_pdf_document_ask (self, &wish,
                          g_task_new (self, cancellable, said_cb, g_object_ref (task)));
  /* The process's copy is the last one: when it closes it, the pipe has ended. */
  hopso_fd_close (pipe[1]);
  g_output_stream_splice_async (
      to, from, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
      G_PRIORITY_DEFAULT, cancellable, written_cb, task);
}

/**
 * hopso_pdf_document_save_attachment_async:
 * @index: in the list of attachments
 * @fd: a file that is open for writing; may be closed afterwards
 * @cancellable: (nullable): forgets the answer; a part may have been written
 * @callback: when it is written
 * @user_data: for @callback
 *
 * Writes a file that the document carries.
 */
void
hopso_pdf_document_save_attachment_async (HopsoPdfDocument *self,
                                          guint index,
                                          int fd,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_return_if_fail (HOPSO_IS_PDF_DOCUMENT (self));
  g_return_if_fail (fd >= 0);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  g_auto (HopsoFd) out = hopso_fd_dup (fd, &error);
  HopsoFd pipe[2] = { -1, -1 };

  g_task_set_source_tag (task, hopso_pdf_document_save_attachment_async);
  g_task_set_task_data (task, g_new0 (Saving, 1), saving_free);
  if (out >= 0 && pipe2 (pipe, O_CLOEXEC) != 0)
    g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (errno), "Making a pipe: %s",
                 g_strerror (errno));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    begin (self, index, hopso_fd_steal (&out), pipe, g_steal_pointer (&task));
}

/**
 * hopso_pdf_document_save_attachment_finish:
 * @result: what the callback was given
 * @error: of %HOPSO_PDF_CLIENT_ERROR, of writing, or cancelled
 *
 * Returns: whether all of it was written
 */
gboolean
hopso_pdf_document_save_attachment_finish (HopsoPdfDocument *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
