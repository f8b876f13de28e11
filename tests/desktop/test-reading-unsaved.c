/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people have filled in and not saved: they are asked before its tab or the window closes. */

#include "hopso-reader-private.h"
#include "hopso-test-form.h"
#include "hopso-test-window.h"
#include "reading-world.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
has_draft (gpointer data)
{
  return reading_world_is_shown (data) && reading_world_get_reader (data)->draft != NULL;
}

static GFile *
open_form (ReadingWorld *world, const char *value)
{
  static guint n_forms;
  /* What is remembered of one is remembered of the same one only. */
  g_autofree char *entries = g_strdup_printf ("/Number %u", ++n_forms);
  g_autoptr (GBytes) bytes = hopso_test_form_new (entries);
  GFile *file = reading_world_write_file (world, "mẫu đơn.pdf", bytes);

  hopso_window_open_file (world->window, file);
  hopso_test_window_wait (has_draft, world);
  g_assert_true (
      hopso_form_draft_set_value (reading_world_get_reader (world)->draft, "name", value, NULL));
  return file;
}

static GtkWidget *
find_question (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel) && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }
  return NULL;
}

static gboolean
is_asked (gpointer data)
{
  return find_question () != NULL;
}

static gboolean
is_not_asked (gpointer data)
{
  return find_question () == NULL;
}

/* NULL turns away. */
static void
answer (const char *label)
{
  hopso_test_window_wait (is_asked, NULL);
  hopso_test_window_save (find_question (), "reading-unsaved");
  if (label != NULL)
    g_signal_emit_by_name (hopso_test_window_find_button (find_question (), label), "clicked");
  else
    gtk_window_close (GTK_WINDOW (find_question ()));
  hopso_test_window_wait (is_not_asked, NULL);
  /* What follows from the answer. */
  hopso_test_window_settle ();
}

static gboolean
has_no_tabs (gpointer data)
{
  return reading_world_get_n_tabs (data) == 0;
}

static char *
read_file (GFile *file, gsize *size)
{
  char *content = NULL;

  g_assert_true (g_file_load_contents (file, NULL, &content, size, NULL, NULL));
  return content;
}

static void
test_a_tab_asks (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) file = open_form (world, "Bình");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size, size_after;

  before = read_file (file, &size);
  reading_world_activate (world, "win.close-tab");
  answer (NULL);
  g_assert_cmpuint (reading_world_get_n_tabs (world), ==, 1);
  g_assert_true (hopso_reader_has_unsaved (reading_world_get_reader (world)));
  reading_world_activate (world, "win.close-tab");
  answer (_ ("Close without saving"));
  hopso_test_window_wait (has_no_tabs, world);
  after = read_file (file, &size_after);
  g_assert_cmpmem (after, size_after, before, size);
  /* It was said that it would be there. */
  reading_world_activate (world, "win.reopen-tab");
  hopso_test_window_wait (has_draft, world);
  g_assert_cmpstr (hopso_form_draft_get_values (reading_world_get_reader (world)->draft, "name")[0],
                   ==, "Bình");
  reading_world_activate (world, "win.close-tab");
  answer (_ ("Close without saving"));
  hopso_test_window_wait (has_no_tabs, world);
}

static void
test_a_tab_saves_and_closes (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) file = open_form (world, "Chi");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size, size_after;

  before = read_file (file, &size);
  reading_world_activate (world, "win.close-tab");
  answer (_ ("Save"));
  hopso_test_window_wait (has_no_tabs, world);
  after = read_file (file, &size_after);
  g_assert_cmpuint (size_after, >, size);
  hopso_window_open_file (world->window, file);
  hopso_test_window_wait (has_draft, world);
  g_assert_false (hopso_reader_has_unsaved (reading_world_get_reader (world)));
  g_assert_cmpstr (hopso_form_draft_get_values (reading_world_get_reader (world)->draft, "name")[0],
                   ==, "Chi");
  reading_world_activate (world, "win.close-tab");
  g_assert_cmpuint (reading_world_get_n_tabs (world), ==, 0);
}

static gboolean
is_gone (gpointer window)
{
  return *(gpointer *) window == NULL;
}

static void
test_the_window_asks (ReadingWorld *world, gconstpointer data)
{
  g_autoptr (GFile) form = open_form (world, "Dũng");
  g_autoptr (GFile) other = reading_world_write_pages (world, "2.pdf", 2);
  gpointer window = world->window;

  g_object_add_weak_pointer (G_OBJECT (window), &window);
  reading_world_open_file (world, other);
  gtk_window_close (GTK_WINDOW (window));
  answer (NULL);
  /* What it was about is in sight. */
  g_assert_true (g_file_equal (hopso_reader_get_file (reading_world_get_reader (world)), form));
  gtk_window_close (GTK_WINDOW (window));
  answer (_ ("Close without saving"));
  hopso_test_window_wait (is_gone, &window);
  world->window = HOPSO_WINDOW (hopso_window_new (NULL, world->clock));
}

int
main (int argc, char **argv)
{
  static const ReadingTest tests[] = {
    { "a-tab-asks", test_a_tab_asks },
    { "a-tab-saves-and-closes", test_a_tab_saves_and_closes },
    { "the-window-asks", test_the_window_asks },
  };

  return reading_world_run (argc, argv, "/desktop/reading-unsaved/", tests, G_N_ELEMENTS (tests));
}
