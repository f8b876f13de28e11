/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-sync-state.h"

static void
test_every_state_has_a_word (void)
{
  GEnumClass *klass = g_type_class_ref (HOPSO_TYPE_SYNC_STATE);

  g_assert_cmpuint (klass->n_values, ==, HOPSO_SYNC_SIGNED_OUT + 1);
  for (guint i = 0; i < klass->n_values; i++)
    {
      g_assert_cmpint (klass->values[i].value, ==, (int) i);
      g_assert_cmpstr (hopso_sync_state_get_name (i), ==, klass->values[i].value_nick);
    }
  g_type_class_unref (klass);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/state/every-state-has-a-word", test_every_state_has_a_word);
  return g_test_run ();
}
