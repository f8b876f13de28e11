/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's way to the signing devices; nobody needs to be signed in. Main thread. */

#include "hopso-window-private.h"

#include "hopso-token-dialog.h"

static void
tokens_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  GtkWidget *dialog = self->workspace != NULL
                          ? hopso_token_dialog_new (hopso_workspace_get_tokens (self->workspace),
                                                    hopso_workspace_get_verifier (self->workspace))
                          : hopso_token_dialog_new (NULL, NULL);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
hopso_window_add_tokens_action (HopsoWindow *self)
{
  static const GActionEntry entries[] = { { .name = "tokens", .activate = tokens_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
