/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a reader asks of a workspace, without store and network. */

#include "fake-workspace.h"

#include <fcntl.h>

struct _HopsoWorkspace
{
  GObject parent_instance;

  HopsoPdfClient *client; /* borrowed: outlives self */
  HopsoPaper *paper;      /* owned */
  GHashTable *settings;   /* owned */
  GTask *opening;         /* owned, nullable */
  HopsoProgressFunc progress;
  gpointer progress_data;
  int fd; /* borrowed: outlives self */
};

G_DEFINE_FINAL_TYPE (HopsoWorkspace, hopso_workspace, G_TYPE_OBJECT)

static void
hopso_workspace_finalize (GObject *object)
{
  HopsoWorkspace *self = HOPSO_WORKSPACE (object);

  g_object_unref (self->paper);
  g_hash_table_unref (self->settings);
  g_clear_object (&self->opening);
  G_OBJECT_CLASS (hopso_workspace_parent_class)->finalize (object);
}

static void
hopso_workspace_class_init (HopsoWorkspaceClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_workspace_finalize;
}

static void
hopso_workspace_init (HopsoWorkspace *self)
{
  HopsoRecordBuilder *builder = hopso_record_builder_new (HOPSO_KIND_PAPER, "paper");

  hopso_record_builder_set_string (builder, HOPSO_PAPER_NAME, "Điều chỉnh kế hoạch");
  hopso_record_builder_set_string (builder, HOPSO_PAPER_REFERENCE, "15/TTr-SKH");
  self->paper = HOPSO_PAPER (hopso_record_builder_end (builder));
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

HopsoWorkspace *
fake_workspace_new (HopsoPdfClient *client, int fd)
{
  HopsoWorkspace *self = g_object_new (HOPSO_TYPE_WORKSPACE, NULL);

  self->client = client;
  self->fd = fd;
  return self;
}

/* The paper is on this machine now. */
void
fake_workspace_arrive (HopsoWorkspace *self)
{
  g_autoptr (GTask) opening = g_steal_pointer (&self->opening);

  self->progress (5, 10, self->progress_data);
  g_task_return_int (opening, fcntl (self->fd, F_DUPFD_CLOEXEC, 0));
}

/* It could not be fetched. */
void
fake_workspace_fail (HopsoWorkspace *self, const char *words)
{
  g_autoptr (GTask) opening = g_steal_pointer (&self->opening);

  g_task_return_new_error (opening, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", words);
}

HopsoPaper *
hopso_workspace_lookup_paper (HopsoWorkspace *self, const char *id)
{
  return g_str_equal (id, "paper") ? self->paper : NULL;
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
  g_assert_null (self->opening);
  self->opening = g_task_new (self, cancellable, callback, user_data);
  self->progress = progress;
  self->progress_data = progress_data;
}

HopsoFd
hopso_workspace_open_paper_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return (HopsoFd) g_task_propagate_int (G_TASK (result), error);
}

HopsoPdfClient *
hopso_workspace_get_pdf_client (HopsoWorkspace *self)
{
  return self->client;
}

const char *
hopso_workspace_get_setting (HopsoWorkspace *self, const char *key)
{
  return g_hash_table_lookup (self->settings, key);
}

void
hopso_workspace_set_setting (HopsoWorkspace *self, const char *key, const char *value)
{
  g_hash_table_replace (self->settings, g_strdup (key), g_strdup (value));
}
