/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a HopsoReader's papers come from: the workspace fetches what is not on this machine.
 * Main thread. */

#include "hopso-reader-private.h"

static void
progress_cb (goffset done, goffset all, gpointer user_data)
{
  if (all > 0)
    hopso_reader_set_progress (user_data, (double) done / (double) all);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd =
      hopso_workspace_open_paper_finish (HOPSO_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (fd < 0)
    hopso_reader_show_problem (self, error);
  else
    hopso_reader_show_fd (self, hopso_workspace_get_pdf_client (self->workspace), fd);
}

/* Begins to show the paper of which the reader knows the id. */
void
hopso_reader_load_paper (HopsoReader *self)
{
  HopsoPaper *paper = hopso_workspace_lookup_paper (self->workspace, self->paper_id);

  const char *name = paper != NULL ? hopso_paper_get_name (paper) : NULL;
  const char *reference = paper != NULL ? hopso_paper_get_reference (paper) : NULL;

  /* Before it has a number, a paper is known by its name. */
  if (reference != NULL && *reference != '\0')
    hopso_reader_begin (self, reference, name != NULL ? name : "");
  else
    hopso_reader_begin (self, name != NULL ? name : "", "");
  hopso_workspace_open_paper_async (self->workspace, self->paper_id, progress_cb, self,
                                    self->cancellable, fetched_cb, g_object_ref (self));
}

/**
 * hopso_reader_new:
 * @workspace: (nullable): where papers come from; without it only hopso_reader_show() works
 *
 * Returns: (transfer floating): a reader that shows nothing yet
 */
GtkWidget *
hopso_reader_new (HopsoWorkspace *workspace)
{
  HopsoReader *self = g_object_new (HOPSO_TYPE_READER, NULL);

  if (workspace != NULL)
    hopso_reader_set_workspace (self, workspace);
  return GTK_WIDGET (self);
}

/**
 * hopso_reader_set_workspace:
 * @workspace: where papers come from and what is remembered goes to, from now on
 */
void
hopso_reader_set_workspace (HopsoReader *self, HopsoWorkspace *workspace)
{
  g_return_if_fail (HOPSO_IS_READER (self));

  g_set_object (&self->workspace, workspace);
  gtk_widget_set_visible (self->verify_button, workspace != NULL);
  hopso_reader_show_tools (self);
}

/**
 * hopso_reader_open:
 * @paper_id: of a paper of the workspace
 *
 * Shows a paper, fetching it first when it is not on this machine.
 */
void
hopso_reader_open (HopsoReader *self, const char *paper_id)
{
  g_return_if_fail (HOPSO_IS_READER (self));
  g_return_if_fail (paper_id != NULL);
  g_return_if_fail (self->workspace != NULL);

  hopso_reader_close (self);
  self->paper_id = g_strdup (paper_id);
  hopso_reader_load_paper (self);
}
