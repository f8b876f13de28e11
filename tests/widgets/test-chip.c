/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A state is never said by colour alone: the chip has its words, and the tint can change. */

#include "hopso-chip.h"
#include "hopso-test-window.h"

static void
test_says_its_state (void)
{
  GtkWidget *chip = hopso_chip_new ("emblem-ok-symbolic", "Valid", HOPSO_TONE_GOOD);
  GtkWindow *window = hopso_test_window_show (chip, 200, 100);

  g_assert_nonnull (hopso_test_window_find_label (GTK_WIDGET (window), "Valid"));
  g_assert_true (gtk_widget_has_css_class (chip, "good"));
  gtk_test_accessible_assert_role (chip, GTK_ACCESSIBLE_ROLE_GROUP);

  hopso_chip_set (HOPSO_CHIP (chip), NULL, "Invalid", HOPSO_TONE_BAD);
  g_assert_cmpstr (hopso_chip_get_label (HOPSO_CHIP (chip)), ==, "Invalid");
  g_assert_cmpint (hopso_chip_get_tone (HOPSO_CHIP (chip)), ==, HOPSO_TONE_BAD);
  g_assert_false (gtk_widget_has_css_class (chip, "good"));
  g_assert_true (gtk_widget_has_css_class (chip, "bad"));
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/widgets/chip/says-its-state", test_says_its_state);
  return hopso_test_window_run ();
}
