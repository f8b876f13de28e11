/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-due-list.h"
#include "hopso-extender.h"

G_BEGIN_DECLS

/**
 * HopsoDueKeeper:
 * @open: opens the document of an entry and ends the task with its descriptor, or an error
 * @store: keeps the extended document, and ends the task with %TRUE, or an error
 * @data: for both
 *
 * Who has the documents of a list that are no files. Both take the task; the entry lives as long
 * as it.
 */
typedef struct
{
  void (*open) (const HopsoDue *due, GTask *task, gpointer data);
  void (*store) (const HopsoDue *due, int fd, GTask *task, gpointer data);
  gpointer data;
} HopsoDueKeeper;

/**
 * HopsoDueRunner:
 *
 * Extends what is due. Main thread only.
 */
#define HOPSO_TYPE_DUE_RUNNER (hopso_due_runner_get_type ())
G_DECLARE_FINAL_TYPE (HopsoDueRunner, hopso_due_runner, HOPSO, DUE_RUNNER, GObject)

HopsoDueRunner *hopso_due_runner_new (HopsoDueList *list,
                                      HopsoExtender *extender,
                                      HopsoClock *clock,
                                      const HopsoDueKeeper *keeper);
void hopso_due_runner_run_async (HopsoDueRunner *self,
                                 gboolean at_once,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean hopso_due_runner_run_finish (
    HopsoDueRunner *self, GAsyncResult *result, guint *n_done, guint *n_left, GError **error);

G_END_DECLS
