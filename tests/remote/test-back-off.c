/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-back-off.h"

static const struct
{
  guint failures;
  double draw;
  guint wait;
} table[] = {
  { 0, 0.0, 250 },     { 0, 0.999999, 999 }, { 1, 0.0, 500 },   { 3, 0.0, 2000 },
  { 3, 1.0, 8000 },    { 6, 1.0, 60000 },    { 6, 0.0, 15000 }, { 200, 0.5, 37500 },
  { 200, 7.0, 60000 }, { 2, -3.0, 1000 },
};

static void
test_waits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      HopsoBackOff back_off = { .first_ms = 1000, .most_ms = 60000 };

      for (guint n = 0; n < table[i].failures; n++)
        hopso_back_off_next (&back_off, 0.0);
      g_assert_cmpuint (hopso_back_off_next (&back_off, table[i].draw), ==, table[i].wait);
    }
}

static void
test_begins_anew_after_a_success (void)
{
  HopsoBackOff back_off = { .first_ms = 1000, .most_ms = 60000, .attempts = G_MAXUINT };

  g_assert_cmpuint (hopso_back_off_next (&back_off, 1.0), ==, 60000);
  g_assert_cmpuint (back_off.attempts, ==, G_MAXUINT);
  hopso_back_off_reset (&back_off);
  g_assert_cmpuint (hopso_back_off_next (&back_off, 1.0), ==, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/back-off/waits", test_waits);
  g_test_add_func ("/remote/back-off/begins-anew-after-a-success",
                   test_begins_anew_after_a_success);
  return g_test_run ();
}
