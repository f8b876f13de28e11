/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-side-panel.h"
#include "hopso-test-window.h"

static GtkWidget *
find_tab (HopsoSidePanel *panel, const char *title)
{
  GtkWidget *label = hopso_test_window_find_label (GTK_WIDGET (panel), title);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_TOGGLE_BUTTON) : NULL;
}

static void
test_parts_can_be_added_and_hidden (void)
{
  HopsoSidePanel *panel = HOPSO_SIDE_PANEL (hopso_side_panel_new ());
  GtkWindow *window = hopso_test_window_show (GTK_WIDGET (panel), 300, 500);

  hopso_side_panel_add_page (panel, "more", "Đính kèm", gtk_label_new ("Ba tệp"));
  hopso_side_panel_add_page (panel, "most", "Chữ ký", gtk_label_new ("Hai chữ ký"));
  hopso_test_window_settle ();
  g_assert_nonnull (find_tab (panel, "Trang"));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (find_tab (panel, "Đính kèm")),
                                   GTK_ACCESSIBLE_ROLE_TAB);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (find_tab (panel, "Đính kèm")),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Đính kèm");
  g_signal_emit_by_name (find_tab (panel, "Đính kèm"), "clicked");
  g_assert_cmpstr (hopso_side_panel_get_shown (panel), ==, "more");
  hopso_test_window_settle ();
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_tab (panel, "Đính kèm"))));
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_tab (panel, "Trang"))));

  hopso_side_panel_set_page_title (panel, "more", "Đính kèm (3)");
  hopso_test_window_settle ();
  g_assert_nonnull (find_tab (panel, "Đính kèm (3)"));
  hopso_test_window_save (GTK_WIDGET (window), "side-panel-parts");
  hopso_side_panel_set_page_visible (panel, "more", FALSE);
  hopso_test_window_settle ();
  g_assert_cmpstr (hopso_side_panel_get_shown (panel), ==, "pages");
  g_assert_null (find_tab (panel, "Đính kèm (3)"));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_tab (panel, "Trang"))));
  /* Six words of Vietnamese do not make the panel wider than a narrow window allows. */
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (panel)), <=, 340);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/reader/side-panel/parts-can-be-added-and-hidden",
                   test_parts_can_be_added_and_hidden);
  return hopso_test_window_run ();
}
