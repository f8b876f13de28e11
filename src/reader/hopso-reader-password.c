/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A HopsoReader's question for the password of a protected document. What is typed lives in locked
 * memory, is used once and wiped; it is written nowhere. Main thread. */

#include "hopso-reader-private.h"

#include "hopso-alert.h"
#include "hopso-secret-entry.h"
#include "hopso-secret.h"

#include <glib/gi18n-lib.h>

#define ENTRY "hopso-password-entry"

static void
typed_cb (HopsoAlert *alert, GtkEditable *entry)
{
  hopso_alert_set_verb_enabled (alert, *gtk_editable_get_text (entry) != '\0');
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  GtkEditable *entry = g_object_get_data (source, ENTRY);
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (gtk_editable_get_text (entry));
  const gboolean is_given = hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL);

  gtk_editable_set_text (entry, "");
  if (is_given && self->fd >= 0)
    hopso_reader_open_again (self, hopso_secret_get_string (password));
}

static GtkWidget *
entry_new (HopsoAlert *alert)
{
  GtkWidget *entry = gtk_password_entry_new ();

  hopso_secret_entry_guard (GTK_EDITABLE (entry));
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  g_object_set (entry, "activates-default", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Password of the document"), -1);
  g_signal_connect_object (entry, "changed", G_CALLBACK (typed_cb), alert, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (alert), ENTRY, g_object_ref_sink (entry), g_object_unref);
  return entry;
}

/* Asks for it, once somebody looks; @words say why. */
void
hopso_reader_ask_password (HopsoReader *self, const char *words)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || !GTK_IS_WINDOW (root))
    {
      g_free (self->unasked);
      self->unasked = g_strdup (words);
      return;
    }

  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("The document is protected"), words, _ ("_Open"));
  GtkWidget *entry = entry_new (alert);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  hopso_alert_set_extra (alert, entry);
  hopso_alert_set_verb_enabled (alert, FALSE);
  hopso_alert_ask_async (alert, GTK_WINDOW (root), self->asking, answered_cb, g_object_ref (self));
  gtk_widget_grab_focus (entry);
}

/* Takes the question back. */
void
hopso_reader_forget_password (HopsoReader *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->unasked, g_free);
}

/* Somebody looks now. */
void
hopso_reader_ask_now (HopsoReader *self)
{
  g_autofree char *words = g_steal_pointer (&self->unasked);

  if (words != NULL)
    hopso_reader_ask_password (self, words);
}
