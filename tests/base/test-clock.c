/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-clock.h"

static void
test_system_tells_the_machines_time (void)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;
  gint64 now = hopso_clock_now (clock);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time () / G_USEC_PER_SEC);
}

static void
test_fixed_moves_only_when_told (void)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_fixed (1000);

  g_assert_cmpint (hopso_clock_now (clock), ==, 1000);
  hopso_clock_advance (clock, 60);
  g_assert_cmpint (hopso_clock_now (clock), ==, 1060);
  hopso_clock_advance (clock, -2000);
  g_assert_cmpint (hopso_clock_now (clock), ==, -940);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/clock/system-tells-the-machines-time",
                   test_system_tells_the_machines_time);
  g_test_add_func ("/base/clock/fixed-moves-only-when-told", test_fixed_moves_only_when_told);
  return g_test_run ();
}
