/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at a file before it becomes a paper: state secrets and what the virus scanner knows are
 * refused in words, before a byte of it is kept or sent. The server looks again when the meeting is
 * published. Main thread. */

#include "hopso-workspace-private.h"

#include "hopso-inspection-codes.h"

#include <glib/gi18n-lib.h>

static const char *
find_words (const char *const *codes)
{
  if (g_strv_contains (codes, HOPSO_INSPECTION_SECRET_MARKING))
    return _ ("This file bears the mark of a state secret. State secrets must not be in this "
              "system: handle it by the rules for secret documents.");
  if (g_strv_contains (codes, HOPSO_INSPECTION_SECRET_WORDS))
    return _ ("This file says of itself that it is a state secret. State secrets must not be in "
              "this system: handle it by the rules for secret documents.");
  return _ ("The virus scanner has found something in this file. Do not open it; tell your "
            "administrator.");
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_auto (GStrv) codes =
      hopso_paper_inspector_run_finish (HOPSO_PAPER_INSPECTOR (source), result, &error);

  if (codes == NULL)
    g_task_return_error (task, error);
  else if (hopso_inspection_forbids ((const char *const *) codes))
    g_task_return_new_error (task, HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_FORBIDDEN, "%s",
                             find_words ((const char *const *) codes));
  else
    g_task_return_pointer (task, g_steal_pointer (&codes), (GDestroyNotify) g_strfreev);
}

/**
 * hopso_workspace_inspect_async:
 * @fd: a PDF; may be closed when the call has returned
 * @cancellable: (nullable): gives up
 * @callback: called with what was found
 * @user_data: for @callback
 */
void
hopso_workspace_inspect_async (HopsoWorkspace *self,
                               int fd,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_workspace_inspect_async);
  if (self->inspector == NULL)
    self->inspector = hopso_paper_inspector_new (hopso_workspace_get_pdf_client (self));
  hopso_paper_inspector_run_async (self->inspector, fd, cancellable, inspected_cb, task);
}

/**
 * hopso_workspace_inspect_finish:
 *
 * Returns: (transfer full): codes for x-inspection; %NULL with %HOPSO_WORKSPACE_ERROR_FORBIDDEN
 *   and words for people, or another error
 */
char **
hopso_workspace_inspect_finish (HopsoWorkspace *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
