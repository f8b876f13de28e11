/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "reading-world.h"

#include "hopso-application.h"
#include "hopso-test-pages.h"
#include "hopso-test-window.h"

#include <glib/gstdio.h>

static void
reading_world_set_up (ReadingWorld *world, gconstpointer data)
{
  world->clock = hopso_clock_new_system ();
  world->folder = g_dir_make_tmp ("hopso-reading-XXXXXX", NULL);
  world->window = HOPSO_WINDOW (hopso_window_new (NULL, world->clock));
  hopso_window_start (world->window, NULL);
  hopso_test_window_show (GTK_WIDGET (world->window), 1000, 700);
}

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
reading_world_tear_down (ReadingWorld *world, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_clear_object (&world->clock);
  remove_all (world->folder);
  g_free (world->folder);
}

GFile *
reading_world_write_file (ReadingWorld *world, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (world->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  return g_file_new_for_path (path);
}

GFile *
reading_world_write_pages (ReadingWorld *world, const char *name, guint n_pages)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (n_pages);

  return reading_world_write_file (world, name, bytes);
}

HopsoReader *
reading_world_get_reader (ReadingWorld *world)
{
  return hopso_reading_view_get_reader (hopso_reading_tabs_get_current (world->window->reading));
}

gboolean
reading_world_is_shown (gpointer data)
{
  return hopso_reader_get_document (reading_world_get_reader (data)) != NULL;
}

void
reading_world_open_file (ReadingWorld *world, GFile *file)
{
  hopso_window_open_file (world->window, file);
  hopso_test_window_wait (reading_world_is_shown, world);
  hopso_test_window_settle ();
}

guint
reading_world_get_n_pages (ReadingWorld *world)
{
  return hopso_page_view_get_n_pages (hopso_reader_get_view (reading_world_get_reader (world)));
}

guint
reading_world_get_n_tabs (ReadingWorld *world)
{
  return hopso_reading_tabs_get_n_tabs (world->window->reading);
}

void
reading_world_activate (ReadingWorld *world, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (world->window), action, NULL));
  hopso_test_window_settle ();
}

gboolean
reading_world_says (ReadingWorld *world, const char *text)
{
  return hopso_test_window_find_label (GTK_WIDGET (world->window), text) != NULL;
}

gboolean
reading_world_is_bar_shown (ReadingWorld *world)
{
  GtkWidget *bar =
      hopso_test_window_find (GTK_WIDGET (world->window), ADW_TYPE_TAB_BAR, NULL, NULL);

  return bar != NULL && gtk_widget_get_visible (bar);
}

static gboolean
has_said (gpointer data)
{
  gpointer *both = data;

  return reading_world_says (both[0], both[1]);
}

void
reading_world_wait_for_words (ReadingWorld *world, const char *words)
{
  gpointer both[] = { world, (gpointer) words };

  hopso_test_window_wait (has_said, both);
}

/* Runs the tests, each in a world of its own. */
int
reading_world_run (int argc, char **argv, const char *folder, const ReadingTest *tests, gsize n)
{
  if (hopso_test_window_init (&argc, &argv))
    hopso_application_register ();
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat (folder, tests[i].name, NULL);

      g_test_add (path, ReadingWorld, NULL, reading_world_set_up, tests[i].test,
                  reading_world_tear_down);
    }
  return hopso_test_window_run ();
}
