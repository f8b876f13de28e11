/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking for a file to open or to save, as an asynchronous call: the one place that knows
 * GtkFileChooserNative, which later versions replace. A person who changes their mind is
 * %G_IO_ERROR_CANCELLED. Main thread. */

#include "hopso-file-prompt.h"

#include "hopso-name.h"

static void
response_cb (GtkFileChooserNative *chooser, int response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (chooser));
  if (g_task_return_error_if_cancelled (task))
    return;
  if (response == GTK_RESPONSE_ACCEPT &&
      gtk_file_chooser_get_select_multiple (GTK_FILE_CHOOSER (chooser)))
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser)),
                           g_object_unref);
  else if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
}

static void
cancelled_cb (GtkFileChooserNative *chooser)
{
  g_signal_emit_by_name (chooser, "response", GTK_RESPONSE_CANCEL);
}

static void
add_filter (GtkFileChooser *chooser, const HopsoFilePrompt *prompt)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, prompt->filter_name);
  for (guint i = 0; prompt->patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, prompt->patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
ask (const HopsoFilePrompt *prompt, GtkFileChooserAction action, GtkWindow *parent, GTask *task)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (prompt->title, parent, action, prompt->verb, NULL);
  GCancellable *cancellable = g_task_get_cancellable (task);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser),
                                        g_task_get_source_tag (task) ==
                                            hopso_file_prompt_open_many_async);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (prompt->patterns != NULL)
    add_filter (GTK_FILE_CHOOSER (chooser), prompt);
  if (prompt->suggested_name != NULL)
    {
      g_autofree char *name = hopso_name_for_file (prompt->suggested_name, "document.pdf");

      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
    }
  /* The chooser lives as long as the task: GTK keeps no reference of its own. */
  g_task_set_task_data (task, chooser, g_object_unref);
  g_signal_connect (chooser, "response", G_CALLBACK (response_cb), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb), chooser,
                             G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * hopso_file_prompt_open_async:
 * @prompt: what is asked for; not needed after the call
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back; cancel it in the main thread
 * @callback: called when it is answered
 * @user_data: for @callback
 */
void
hopso_file_prompt_open_async (const HopsoFilePrompt *prompt,
                              GtkWindow *parent,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_file_prompt_open_async);
  ask (prompt, GTK_FILE_CHOOSER_ACTION_OPEN, parent, task);
}

/**
 * hopso_file_prompt_save_async:
 * @prompt: what is asked for; not needed after the call
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back; cancel it in the main thread
 * @callback: called when it is answered
 * @user_data: for @callback
 */
void
hopso_file_prompt_save_async (const HopsoFilePrompt *prompt,
                              GtkWindow *parent,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_file_prompt_save_async);
  ask (prompt, GTK_FILE_CHOOSER_ACTION_SAVE, parent, task);
}

/**
 * hopso_file_prompt_finish:
 * @result: from the callback
 * @error: set to %G_IO_ERROR_CANCELLED when no file was chosen
 *
 * Returns: (transfer full): the file, or %NULL
 */
GFile *
hopso_file_prompt_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_file_prompt_open_many_async:
 * @prompt: what is asked for; not needed after the call
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back; cancel it in the main thread
 * @callback: called when it is answered
 * @user_data: for @callback
 */
void
hopso_file_prompt_open_many_async (const HopsoFilePrompt *prompt,
                                   GtkWindow *parent,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_file_prompt_open_many_async);
  ask (prompt, GTK_FILE_CHOOSER_ACTION_OPEN, parent, task);
}

/**
 * hopso_file_prompt_open_many_finish:
 * @result: from the callback
 * @error: set to %G_IO_ERROR_CANCELLED when no file was chosen
 *
 * Returns: (transfer full): the files, as #GFile, or %NULL
 */
GListModel *
hopso_file_prompt_open_many_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hopso_file_prompt_folder_async:
 * @prompt: what is asked for; not needed after the call
 * @parent: (nullable): the window it concerns
 * @cancellable: (nullable): takes the question back; cancel it in the main thread
 * @callback: called when it is answered; ends with hopso_file_prompt_finish()
 * @user_data: for @callback
 */
void
hopso_file_prompt_folder_async (const HopsoFilePrompt *prompt,
                                GtkWindow *parent,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hopso_file_prompt_folder_async);
  ask (prompt, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, parent, task);
}
