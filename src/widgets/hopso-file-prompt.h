/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoFilePrompt:
 * @title: of the dialog
 * @verb: (nullable): label of the button, such as "Install"
 * @filter_name: (nullable): what the patterns stand for, such as "PDF documents"
 * @patterns: (nullable): such as "*.pdf"
 * @suggested_name: (nullable): a name for a new file
 *
 * What is asked for.
 */
typedef struct
{
  const char *title;
  const char *verb;
  const char *filter_name;
  const char *const *patterns;
  const char *suggested_name;
} HopsoFilePrompt;

void hopso_file_prompt_open_async (const HopsoFilePrompt *prompt,
                                   GtkWindow *parent,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void hopso_file_prompt_save_async (const HopsoFilePrompt *prompt,
                                   GtkWindow *parent,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GFile *hopso_file_prompt_finish (GAsyncResult *result, GError **error);

void hopso_file_prompt_open_many_async (const HopsoFilePrompt *prompt,
                                        GtkWindow *parent,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GListModel *hopso_file_prompt_open_many_finish (GAsyncResult *result, GError **error);
void hopso_file_prompt_folder_async (const HopsoFilePrompt *prompt,
                                     GtkWindow *parent,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

G_END_DECLS
