/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The container keeps its own minimum whatever its child wants, and says when it became narrow. */

#include "hopso-adaptive-bin.h"
#include "hopso-test-window.h"

static void
count_cb (int *count)
{
  (*count)++;
}

static gboolean
is_narrow (gpointer data)
{
  return hopso_adaptive_bin_get_is_narrow (HOPSO_ADAPTIVE_BIN (data));
}

static void
test_minimum_is_its_own (void)
{
  GtkWidget *bin = g_object_ref_sink (hopso_adaptive_bin_new (360, 600));
  GtkWidget *child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  int minimum;
  int natural;

  gtk_widget_set_size_request (child, 900, 10);
  hopso_adaptive_bin_set_child (HOPSO_ADAPTIVE_BIN (bin), child);
  gtk_widget_measure (bin, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 360);
  g_assert_cmpint (natural, ==, 900);
  g_object_set (bin, "natural-width", 700, NULL);
  gtk_widget_measure (bin, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, 700);
  g_object_unref (bin);
}

static void
test_narrow_windows_are_noticed_once (void)
{
  GtkWidget *bin = hopso_adaptive_bin_new (300, 600);
  int count = 0;
  GtkWindow *window;

  hopso_adaptive_bin_set_child (HOPSO_ADAPTIVE_BIN (bin), gtk_label_new ("x"));
  g_signal_connect_swapped (bin, "notify::is-narrow", G_CALLBACK (count_cb), &count);
  window = hopso_test_window_show (bin, 400, 300);
  hopso_test_window_wait (is_narrow, bin);
  g_assert_cmpint (count, ==, 1);
  gtk_window_destroy (window);
}

static void
test_wide_windows_are_wide (void)
{
  GtkWidget *bin = hopso_adaptive_bin_new (300, 600);
  GtkWindow *window = hopso_test_window_show (bin, 800, 300);

  g_assert_false (hopso_adaptive_bin_get_is_narrow (HOPSO_ADAPTIVE_BIN (bin)));
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/widgets/adaptive-bin/minimum-is-its-own", test_minimum_is_its_own);
  g_test_add_func ("/widgets/adaptive-bin/narrow-windows-are-noticed-once",
                   test_narrow_windows_are_noticed_once);
  g_test_add_func ("/widgets/adaptive-bin/wide-windows-are-wide", test_wide_windows_are_wide);
  return hopso_test_window_run ();
}
