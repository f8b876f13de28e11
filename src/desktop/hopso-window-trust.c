/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's way to the authorities that are relied on for signatures; nobody needs to be signed
 * in. Main thread. */

#include "hopso-window-private.h"

#include "hopso-trust-dialog.h"

static void
trust_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  g_autoptr (HopsoTrustStore) store =
      self->workspace != NULL ? g_object_ref (hopso_workspace_get_trust_store (self->workspace))
                              : hopso_trust_store_new_configured ();
  GtkWidget *dialog = hopso_trust_dialog_new (store);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
hopso_window_add_trust_action (HopsoWindow *self)
{
  static const GActionEntry entries[] = { { .name = "trust", .activate = trust_cb } };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
