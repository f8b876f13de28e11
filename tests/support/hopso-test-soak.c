/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often a test breaks what it tests, and how it tells what came of it. With HOPSO_SOAK set it
 * does so many times; HOPSO_SOAK_SEED repeats a run's chances. tests/soak/run-soak reads what is
 * told here. */

#include "hopso-test-soak.h"

#include <stdio.h>

/**
 * hopso_test_soak_rounds:
 * @quick: how often among all other tests
 * @long_rounds: how often in the long loops
 *
 * Returns: how often to try now
 */
guint
hopso_test_soak_rounds (guint quick, guint long_rounds)
{
  return g_getenv ("HOPSO_SOAK") != NULL ? long_rounds : quick;
}

static gsize
choose_seed (void)
{
  const char *given = g_getenv ("HOPSO_SOAK_SEED");
  guint64 seed = 0;

  if (given != NULL && !g_ascii_string_to_unsigned (given, 10, 0, G_MAXUINT32, &seed, NULL))
    g_error ("HOPSO_SOAK_SEED: “%s” is no number of 32 bits", given);
  if (given == NULL)
    seed = g_random_int ();
  printf ("# HOPSO_SOAK_SEED=%" G_GUINT64_FORMAT "\n", seed);
  fflush (stdout);
  /* Nothing can be remembered as zero. */
  return (gsize) seed + 1;
}

/**
 * hopso_test_soak_seed:
 *
 * What all chances of this run come from: random, and told, unless HOPSO_SOAK_SEED gives it.
 *
 * Returns: the same number at every call
 */
guint32
hopso_test_soak_seed (void)
{
  static gsize seed = 0;

  if (g_once_init_enter (&seed))
    g_once_init_leave (&seed, choose_seed ());
  return (guint32) (seed - 1);
}

/**
 * hopso_test_soak_report:
 * @what: what was tried, in a few words
 * @tried: how often
 * @lost: how often anything was lost
 *
 * Tells it. A test that lost something fails besides.
 */
void
hopso_test_soak_report (const char *what, guint tried, guint lost)
{
  printf ("# soak: %s: %u tried, %u lost\n", what, tried, lost);
  fflush (stdout);
}
