/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bytes of papers in the stand-in for the workspace: files that the test names, and the signed
 * versions that come back, whose paper is then another one, as with the real one. */

#include "hopso-test-workspace.h"

#include "hopso-fd.h"

#include <fcntl.h>
#include <glib/gstdio.h>

static char *
dup_key (const char *what, const char *paper_id)
{
  return g_strconcat (what, paper_id, NULL);
}

/* The paper's bytes are in the file at @path. */
void
hopso_test_workspace_set_file (HopsoWorkspace *self, const char *paper_id, const char *path)
{
  g_autofree char *key = dup_key ("file/", paper_id);

  g_object_set_data_full (G_OBJECT (self), key, g_strdup (path), g_free);
}

/* What it gives to those who ask for "pdf-client", "tokens", "signer", "verifier", "trust-store".
 */
void
hopso_test_workspace_set_tool (HopsoWorkspace *self, const char *name, gpointer tool)
{
  g_object_set_data_full (G_OBJECT (self), name, g_object_ref (tool), g_object_unref);
}

/* The last signed version of a paper, open for reading, or -1. */
int
hopso_test_workspace_dup_signed (HopsoWorkspace *self, const char *paper_id)
{
  g_autofree char *key = dup_key ("signed/", paper_id);
  const int fd = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (self), key)) - 1;

  return fd >= 0 ? hopso_fd_dup (fd, NULL) : -1;
}

void
hopso_workspace_open_paper_async (HopsoWorkspace *self,
                                  const char *id,
                                  HopsoProgressFunc progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = dup_key ("file/", id);
  const char *path = g_object_get_data (G_OBJECT (self), key);
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;

  if (fd >= 0)
    g_task_return_int (task, fd);
  else
    g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NOT_FOUND,
                             "no files here");
}

HopsoFd
hopso_workspace_open_paper_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return (HopsoFd) g_task_propagate_int (G_TASK (result), error);
}

static void
close_cb (gpointer data)
{
  g_close (GPOINTER_TO_INT (data) - 1, NULL);
}

void
hopso_workspace_add_signed_version_async (HopsoWorkspace *self,
                                          const char *paper_id,
                                          int fd,
                                          const char *sign_request_id,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *key = dup_key ("signed/", paper_id);
  HopsoFd kept = hopso_fd_dup (fd, NULL);

  g_object_set_data_full (G_OBJECT (self), key, GINT_TO_POINTER (kept + 1), close_cb);
  g_task_return_boolean (task, TRUE);
}

gboolean
hopso_workspace_add_signed_version_finish (HopsoWorkspace *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
