/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pure parts: ranges, waiting, and marks of state secrets. */

#include "hopso-paper.h"
#include "hopso-server-problems.h"
#include "hopso-server-range.h"
#include "hopso-server-rights.h"
#include "hopso-server-throttle.h"

#include <string.h>

static void
test_content_ranges (void)
{
  static const struct
  {
    const char *header;
    gboolean is_valid;
    guint64 first;
    guint64 length;
    guint64 size;
  } cases[] = {
    { "bytes 0-0/1", TRUE, 0, 1, 1 },
    { "bytes 5-9/20", TRUE, 5, 5, 20 },
    { "bytes */20", TRUE, 0, 0, 20 },
    { "bytes */0", TRUE, 0, 0, 0 },
    { "", FALSE },
    { "bytes", FALSE },
    { "bytes 5-9", FALSE },
    { "bytes 5-9/", FALSE },
    { "bytes 5-9/*", FALSE },
    { "bytes 9-5/20", FALSE },
    { "bytes 5-20/20", FALSE },
    { "bytes -5-9/20", FALSE },
    { "bytes 5-9/20 ", FALSE },
    { "bytes +5-9/20", FALSE },
    { "bytes 0-18446744073709551615/18446744073709551615", FALSE },
    { "bytes */99999999999999999999", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 first;
      guint64 length;
      guint64 size;

      g_test_message ("%s", cases[i].header);
      g_assert_cmpint (hopso_server_content_range_parse (cases[i].header, &first, &length, &size),
                       ==, cases[i].is_valid);
      if (!cases[i].is_valid)
        continue;
      g_assert_cmpuint (first, ==, cases[i].first);
      g_assert_cmpuint (length, ==, cases[i].length);
      g_assert_cmpuint (size, ==, cases[i].size);
    }
}

static void
test_nothing_has_no_range (void)
{
  guint64 first;
  guint64 length;

  g_assert_cmpint (hopso_server_range_parse ("bytes=0-", 0, &first, &length), ==,
                   HOPSO_SERVER_RANGE_NONE);
  g_assert_cmpint (hopso_server_range_parse ("bytes=-1", 0, &first, &length), ==,
                   HOPSO_SERVER_RANGE_NONE);
  g_assert_cmpint (hopso_server_range_parse (NULL, 0, &first, &length), ==,
                   HOPSO_SERVER_RANGE_WHOLE);
}

static void
test_each_wrong_password_doubles_the_wait (void)
{
  g_autoptr (HopsoServerThrottle) throttle = hopso_server_throttle_new ();
  static const gint64 waits[] = { 0, 0, 2, 4, 8, 16 };
  gint64 now = 1000;

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      hopso_server_throttle_fail (throttle, "a", "1", now);
      gint64 wait = hopso_server_throttle_get_wait (throttle, "a", "2", now);
      g_assert_cmpint (wait, ==, waits[i]);
      now += wait;
      g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "a", "2", now), ==, 0);
    }
  for (guint i = 0; i < 40; i++)
    hopso_server_throttle_fail (throttle, "a", "3", now);
  g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "a", "2", now), ==, 900);
}

static void
test_an_address_waits_too (void)
{
  g_autoptr (HopsoServerThrottle) throttle = hopso_server_throttle_new ();

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *login = g_strdup_printf ("login-%u", i);
      g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "other", "1", 1000), ==, 0);
      hopso_server_throttle_fail (throttle, login, "1", 1000);
    }
  g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "other", "1", 1000), >, 0);
  g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "other", "2", 1000), ==, 0);
}

static void
test_success_and_time_forgive (void)
{
  g_autoptr (HopsoServerThrottle) throttle = hopso_server_throttle_new ();

  for (guint i = 0; i < 5; i++)
    {
      hopso_server_throttle_fail (throttle, "a", "1", 1000);
      hopso_server_throttle_fail (throttle, "b", "2", 1000);
    }
  hopso_server_throttle_succeed (throttle, "a", "1");
  g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "a", "3", 1000), ==, 0);
  hopso_server_throttle_fail (throttle, "b", "3", 1000 + 3601);
  g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "b", "4", 1000 + 3601), ==, 0);
}

static void
test_made_up_names_do_not_fill_the_memory (void)
{
  g_autoptr (HopsoServerThrottle) throttle = hopso_server_throttle_new ();

  for (guint i = 0; i < 60000; i++)
    {
      g_autofree char *login = g_strdup_printf ("login-%u", i);
      hopso_server_throttle_fail (throttle, login, "1", 1000);
    }
  g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "x", "1", 1000), >, 0);
}

static void
test_every_problem_has_its_words (void)
{
  for (guint i = 0; i < HOPSO_SERVER_N_PROBLEMS; i++)
    {
      g_autoptr (HopsoWireProblem) problem = hopso_server_problem_make (i, NULL);

      g_assert_true (g_str_has_prefix (problem->type, "urn:hopso:problem:"));
      g_assert_cmpint (problem->status, >=, 400);
      g_assert_cmpuint (strlen (problem->title_vi), >, 10);
      g_assert_cmpuint (strlen (problem->title_en), >, 10);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-api/range/content-ranges", test_content_ranges);
  g_test_add_func ("/server-api/range/nothing-has-no-range", test_nothing_has_no_range);
  g_test_add_func ("/server-api/throttle/each-wrong-password-doubles-the-wait",
                   test_each_wrong_password_doubles_the_wait);
  g_test_add_func ("/server-api/throttle/an-address-waits-too", test_an_address_waits_too);
  g_test_add_func ("/server-api/throttle/success-and-time-forgive", test_success_and_time_forgive);
  g_test_add_func ("/server-api/throttle/made-up-names-do-not-fill-the-memory",
                   test_made_up_names_do_not_fill_the_memory);
  g_test_add_func ("/server-api/problems/every-one-has-its-words",
                   test_every_problem_has_its_words);
  return g_test_run ();
}
