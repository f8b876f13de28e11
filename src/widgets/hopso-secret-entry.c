/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An entry for a password or a PIN that leaves no copy of it behind. GTK keeps the text itself in
 * locked memory, but whatever is deleted at once is told to screen readers as one string, in memory
 * that nobody wipes. Here it goes character by character. What is pasted or typed by a program has
 * been elsewhere before. Main thread. */

#include "hopso-secret-entry.h"

static void
delete_text_cb (GtkEditable *text, int start, int end, gpointer user_data)
{
  const int length = (int) gtk_entry_buffer_get_length (gtk_text_get_buffer (GTK_TEXT (text)));
  const int last = end < 0 ? length : MIN (end, length);

  if (end == last && last - start <= 1)
    return;
  g_signal_stop_emission_by_name (text, "delete-text");
  for (int i = last; i > start; i--)
    gtk_editable_delete_text (text, i - 1, i);
}

/**
 * hopso_secret_entry_guard:
 * @entry: an entry that hides its text, before it is shown
 *
 * From now on nobody who listens is told more than one of its characters when they are deleted.
 */
void
hopso_secret_entry_guard (GtkEditable *entry)
{
  GtkEditable *text = entry;

  g_return_if_fail (GTK_IS_EDITABLE (entry));

  while (text != NULL && !GTK_IS_TEXT (text))
    text = gtk_editable_get_delegate (text);
  g_return_if_fail (text != NULL);
  g_signal_connect (text, "delete-text", G_CALLBACK (delete_text_cb), NULL);
}
