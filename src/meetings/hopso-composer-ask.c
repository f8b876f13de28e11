/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks for a line of text: a name, a reason. Main thread. */

#include "hopso-composer-ask.h"

#include "hopso-alert.h"

#include <adwaita.h>

static char *
dup_text (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static void
changed_cb (GtkWidget *entry, HopsoAlert *alert)
{
  g_autofree char *text = dup_text (entry);

  hopso_alert_set_verb_enabled (alert, text[0] != '\0');
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GtkWidget *entry = g_task_get_task_data (task);

  if (hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    g_task_return_pointer (task, dup_text (entry), g_free);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * hopso_composer_ask_async:
 * @question: what is asked
 * @widget: in the window that it concerns
 * @callback: called when it is answered
 * @user_data: for @callback
 */
void
hopso_composer_ask_async (const HopsoComposerQuestion *question,
                          GtkWidget *widget,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (question->heading, question->body, question->verb);
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();

  g_task_set_source_tag (task, hopso_composer_ask_async);
  g_task_set_task_data (task, g_object_ref_sink (entry), g_object_unref);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), question->title);
  gtk_editable_set_text (GTK_EDITABLE (entry), question->text != NULL ? question->text : "");
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  hopso_alert_set_extra (alert, list);
  hopso_alert_set_destructive (alert, question->is_destructive);
  if (question->is_required)
    {
      g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), alert, 0);
      changed_cb (entry, alert);
    }
  hopso_alert_ask_async (alert, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, answered_cb, task);
  gtk_widget_grab_focus (entry);
}

/**
 * hopso_composer_ask_finish:
 * @result: from the callback
 *
 * Returns: (transfer full) (nullable): what was written; %NULL: not answered
 */
char *
hopso_composer_ask_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
