/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The question for the password of a protected document. What is typed goes into locked memory and
 * leaves the entry at the same moment; it is written nowhere. Main thread. */

#include "hopso-password-prompt.h"

#include "hopso-alert.h"
#include "hopso-secret-entry.h"

#include <glib/gi18n-lib.h>

static void
typed_cb (HopsoAlert *alert, GtkEditable *entry)
{
  hopso_alert_set_verb_enabled (alert, *gtk_editable_get_text (entry) != '\0');
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkEditable *entry = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (gtk_editable_get_text (entry));
  gboolean is_given = hopso_alert_ask_finish (HOPSO_ALERT (source), result, &error);

  gtk_editable_set_text (entry, "");
  if (is_given)
    g_task_return_pointer (task, g_steal_pointer (&password), (GDestroyNotify) hopso_secret_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No password was given");
}

static GtkWidget *
make_entry (HopsoAlert *alert)
{
  GtkWidget *entry = gtk_password_entry_new ();

  hopso_secret_entry_guard (GTK_EDITABLE (entry));
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  g_object_set (entry, "activates-default", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Password of the document"), -1);
  g_signal_connect_object (entry, "changed", G_CALLBACK (typed_cb), alert, G_CONNECT_SWAPPED);
  return entry;
}

/**
 * hopso_password_prompt_async:
 * @words: which document it is, or why it is asked
 * @parent: the window in front
 * @cancellable: (nullable): takes the question back
 */
void
hopso_password_prompt_async (const char *words,
                             GtkWindow *parent,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("The document is protected"), words, _ ("_Open"));
  GTask *task = g_task_new (parent, cancellable, callback, user_data);
  GtkWidget *entry = make_entry (alert);

  g_task_set_source_tag (task, hopso_password_prompt_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref_sink (entry), g_object_unref);
  hopso_alert_set_extra (alert, entry);
  hopso_alert_set_verb_enabled (alert, FALSE);
  hopso_alert_ask_async (alert, parent, cancellable, answered_cb, task);
  gtk_widget_grab_focus (entry);
}

/**
 * hopso_password_prompt_finish:
 *
 * Returns: (transfer full): what was typed, or %NULL with @error when nothing was
 */
HopsoSecret *
hopso_password_prompt_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
