/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes a document to a file, in portions: however large it is, little of it is in memory twice. A
 * copy that does not become whole leaves the file as it was. Main thread; the writing is GIO's. */

#include "hopso-copy.h"

#include "hopso-fd.h"

#include <gio/gunixinputstream.h>

typedef struct
{
  GInputStream *source;  /* owned */
  GOutputStream *target; /* owned, nullable: not open yet */
  GError *error;         /* owned, nullable: nothing went wrong */
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_clear_object (&copy->source);
  g_clear_object (&copy->target);
  g_clear_error (&copy->error);
  g_free (copy);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Copy *copy = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  const gboolean is_closed =
      g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, &error);

  if (copy->error != NULL)
    g_task_return_error (task, g_steal_pointer (&copy->error));
  else if (!is_closed)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* The file takes the place of the one before when it is closed; one that is closed by a cancelled
 * call is thrown away. */
static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Copy *copy = g_task_get_task_data (task);
  g_autoptr (GCancellable) closing = g_cancellable_new ();

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &copy->error) < 0)
    g_cancellable_cancel (closing);
  g_output_stream_close_async (copy->target, G_PRIORITY_DEFAULT, closing, closed_cb,
                               g_steal_pointer (&task));
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Copy *copy = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;

  copy->target = G_OUTPUT_STREAM (g_file_replace_finish (G_FILE (source), result, &error));
  if (copy->target == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_output_stream_splice_async (copy->target, copy->source, G_OUTPUT_STREAM_SPLICE_NONE,
                                  G_PRIORITY_DEFAULT, cancellable, spliced_cb,
                                  g_steal_pointer (&task));
}

/**
 * hopso_copy_async:
 * @fd: what to copy, from its beginning; may be closed afterwards
 * @file: where to
 * @cancellable: (nullable): ends it
 * @callback: called when it is there
 * @user_data: for @callback
 */
void
hopso_copy_async (int fd,
                  GFile *file,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Copy *copy = g_new0 (Copy, 1);
  g_autoptr (GError) error = NULL;
  HopsoFd own = hopso_fd_reopen_read_only (fd, &error);

  g_task_set_source_tag (task, hopso_copy_async);
  g_task_set_task_data (task, copy, copy_free);
  if (own < 0)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }
  copy->source = g_unix_input_stream_new (own, TRUE);
  g_file_replace_async (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, G_PRIORITY_DEFAULT,
                        cancellable, replaced_cb, task);
}

/**
 * hopso_copy_finish:
 * @result: from the callback
 * @error: set when the file is as it was
 *
 * Returns: whether the copy is there
 */
gboolean
hopso_copy_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
