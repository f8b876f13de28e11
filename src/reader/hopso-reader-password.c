/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A HopsoReader's question for the password of a protected document. What is typed lives in locked
 * memory as long as the document is shown, since its signatures are checked with it; it is written
 * nowhere. Main thread. */

#include "hopso-reader-private.h"

#include "hopso-password-prompt.h"

static void
take (HopsoReader *self, HopsoSecret *password)
{
  g_clear_pointer (&self->password, hopso_secret_unref);
  self->password = password != NULL ? hopso_secret_ref (password) : NULL;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoReader) self = user_data;
  g_autoptr (HopsoSecret) password = hopso_password_prompt_finish (result, NULL);

  if (password == NULL || self->fd < 0)
    return;
  take (self, password);
  hopso_reader_open_again (self, hopso_secret_get_string (password));
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
  hopso_reader_forget_password (self);
  self->asking = g_cancellable_new ();
  hopso_password_prompt_async (words, GTK_WINDOW (root), self->asking, answered_cb,
                               g_object_ref (self));
}

/* Takes the question back, and wipes what was answered. */
void
hopso_reader_forget_password (HopsoReader *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->unasked, g_free);
  take (self, NULL);
}

/* Somebody looks now. */
void
hopso_reader_ask_now (HopsoReader *self)
{
  g_autofree char *words = g_steal_pointer (&self->unasked);

  if (words != NULL)
    hopso_reader_ask_password (self, words);
}

/**
 * hopso_reader_get_password:
 *
 * Returns: (transfer none) (nullable): what opened the document, where it is protected
 */
HopsoSecret *
hopso_reader_get_password (HopsoReader *self)
{
  g_return_val_if_fail (HOPSO_IS_READER (self), NULL);

  return self->password;
}
