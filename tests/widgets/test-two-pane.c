/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two panes stand side by side in a wide window and fold in a narrow one, content first. */

#include "hopso-adaptive-bin.h"
#include "hopso-test-window.h"
#include "hopso-two-pane.h"

static GtkWidget *
make_panes (void)
{
  GtkWidget *panes = hopso_two_pane_new ();
  GtkWidget *sidebar = gtk_label_new ("side");
  GtkWidget *content = hopso_adaptive_bin_new (300, 500);

  gtk_widget_set_size_request (sidebar, 232, -1);
  g_object_set (content, "natural-width", 600, "hexpand", TRUE, NULL);
  hopso_adaptive_bin_set_child (HOPSO_ADAPTIVE_BIN (content), gtk_label_new ("content"));
  hopso_two_pane_set_sidebar (HOPSO_TWO_PANE (panes), sidebar);
  hopso_two_pane_set_content (HOPSO_TWO_PANE (panes), content);
  return panes;
}

static gboolean
sees (GtkWidget *panes, const char *text)
{
  GtkWidget *label = hopso_test_window_find_label (panes, text);

  return label != NULL && gtk_widget_get_child_visible (gtk_widget_get_parent (label)) &&
         gtk_widget_get_mapped (label);
}

static void
test_side_by_side (void)
{
  GtkWidget *panes = make_panes ();
  GtkWindow *window = hopso_test_window_show (panes, 1024, 640);

  g_assert_false (hopso_two_pane_get_is_folded (HOPSO_TWO_PANE (panes)));
  g_assert_true (sees (panes, "side"));
  g_assert_true (sees (panes, "content"));
  gtk_window_destroy (window);
}

static void
test_folds_to_content (void)
{
  GtkWidget *panes = make_panes ();
  GtkWindow *window = hopso_test_window_show (panes, 480, 640);

  g_assert_true (hopso_two_pane_get_is_folded (HOPSO_TWO_PANE (panes)));
  g_assert_true (sees (panes, "content"));
  g_assert_false (sees (panes, "side"));
  hopso_two_pane_show_sidebar (HOPSO_TWO_PANE (panes));
  hopso_test_window_settle ();
  g_assert_true (sees (panes, "side"));
  hopso_two_pane_show_content (HOPSO_TWO_PANE (panes));
  hopso_test_window_settle ();
  g_assert_true (sees (panes, "content"));
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/widgets/two-pane/side-by-side", test_side_by_side);
  g_test_add_func ("/widgets/two-pane/folds-to-content", test_folds_to_content);
  return hopso_test_window_run ();
}
