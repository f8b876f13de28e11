/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a secret entry forgets is never told in one piece. */

#include "hopso-secret-entry.h"
#include "hopso-test-window.h"

#include <adwaita.h>

typedef struct
{
  guint n_told;
  int longest;
} Told;

static void
delete_text_cb (GtkEditable *text, int start, int end, Told *told)
{
  told->n_told++;
  told->longest = MAX (told->longest, end - start);
}

static GtkWidget *
make (gconstpointer data, Told *told)
{
  GtkWidget *entry = g_object_new (GPOINTER_TO_SIZE (data), NULL);
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (entry));

  g_object_ref_sink (entry);
  hopso_secret_entry_guard (GTK_EDITABLE (entry));
  g_signal_connect (text, "delete-text", G_CALLBACK (delete_text_cb), told);
  gtk_editable_set_text (GTK_EDITABLE (entry), "mật khẩu");
  *told = (Told){ 0 };
  return entry;
}

static void
test_forgets_by_characters (gconstpointer data)
{
  Told told = { 0 };
  g_autoptr (GtkWidget) entry = make (data, &told);

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_cmpuint (told.n_told, ==, 8);
  g_assert_cmpint (told.longest, ==, 1);
}

static void
test_deletes_what_was_meant (gconstpointer data)
{
  Told told = { 0 };
  g_autoptr (GtkWidget) entry = make (data, &told);

  gtk_editable_delete_text (GTK_EDITABLE (entry), 1, 6);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "mẩu");
  gtk_editable_delete_text (GTK_EDITABLE (entry), 2, 40);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "mẩ");
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
  gtk_editable_delete_selection (GTK_EDITABLE (entry));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_cmpint (told.longest, ==, 1);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  const struct
  {
    const char *name;
    GType type;
  } entries[] = { { "entry", GTK_TYPE_PASSWORD_ENTRY }, { "row", ADW_TYPE_PASSWORD_ENTRY_ROW } };

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      g_autofree char *forgets = g_strdup_printf ("/secret-entry/%s/forgets", entries[i].name);
      g_autofree char *deletes = g_strdup_printf ("/secret-entry/%s/deletes", entries[i].name);

      g_test_add_data_func (forgets, GSIZE_TO_POINTER (entries[i].type),
                            test_forgets_by_characters);
      g_test_add_data_func (deletes, GSIZE_TO_POINTER (entries[i].type),
                            test_deletes_what_was_meant);
    }
  return hopso_test_window_run ();
}
