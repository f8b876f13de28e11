/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often who may ask, from where a request comes, and tries that run at the same time. Pure. */

#include "hopso-server-limits.h"
#include "hopso-server-proxies.h"
#include "hopso-server-throttle.h"

#define SECOND G_USEC_PER_SEC

static HopsoServerLimits *
make_limits (const char *text)
{
  HopsoServerLimits *limits = hopso_server_limits_new ();
  g_autoptr (GError) error = NULL;

  hopso_server_limits_set (limits, text, &error);
  g_assert_no_error (error);
  return limits;
}

static gint64
take (HopsoServerLimits *limits, const char *name, gint64 now)
{
  return hopso_server_limits_take (limits, HOPSO_SERVER_LIMIT_PERSON, name, now);
}

static void
test_a_bucket_empties_and_fills (void)
{
  g_autoptr (HopsoServerLimits) limits = make_limits ("person=3,6");

  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (take (limits, "a", SECOND), ==, 0);
  gint64 wait = take (limits, "a", SECOND);
  g_assert_cmpint (wait, >=, 10);
  g_assert_cmpint (wait, <=, 11);
  g_assert_cmpint (take (limits, "b", SECOND), ==, 0);
  g_assert_cmpint (take (limits, "a", SECOND + wait * SECOND), ==, 0);
  g_assert_cmpint (take (limits, "a", SECOND + wait * SECOND), >, 0);
}

static void
test_no_limit_is_none (void)
{
  g_autoptr (HopsoServerLimits) limits = make_limits ("person=0");

  for (guint i = 0; i < 100000; i++)
    g_assert_cmpint (take (limits, "a", 0), ==, 0);
  g_assert_cmpuint (hopso_server_limits_count (limits, HOPSO_SERVER_LIMIT_PERSON), ==, 0);
}

static void
test_made_up_names_do_not_fill_the_memory (void)
{
  g_autoptr (HopsoServerLimits) limits = make_limits ("person=3,6");

  for (guint i = 0; i < 3 * HOPSO_SERVER_LIMITS_MAX_NAMES; i++)
    {
      g_autofree char *name = g_strdup_printf ("name-%u", i);
      take (limits, name, 0);
      g_assert_cmpuint (hopso_server_limits_count (limits, HOPSO_SERVER_LIMIT_PERSON), <=,
                        HOPSO_SERVER_LIMITS_MAX_NAMES);
    }
  /* Those whose buckets are full again are forgotten first. */
  take (limits, "late", G_GINT64_CONSTANT (3600) * SECOND);
  g_assert_cmpuint (hopso_server_limits_count (limits, HOPSO_SERVER_LIMIT_PERSON), ==, 1);
}

static void
test_nonsense_is_no_limit (void)
{
  static const char *const wrong[] = { "",           "person",       "person=",
                                       "person=1",   "person=1,0",   "person=-1,1",
                                       "nobody=1,1", "person=1,1,1", "person=x,y" };
  g_autoptr (HopsoServerLimits) limits = hopso_server_limits_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("“%s”", wrong[i]);
      g_assert_false (hopso_server_limits_set (limits, wrong[i], &error));
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
    }
}

/* Who is counted, when 10.0.0.0/8 and 2001:db8::1 are trusted. */
static void
test_only_trusted_proxies_are_believed (void)
{
  static const struct
  {
    const char *peer;
    const char *forwarded_for;
    const char *counted;
  } cases[] = {
    { "192.0.2.9", NULL, "192.0.2.9" },
    { "192.0.2.9", "198.51.100.1", "192.0.2.9" },
    { "10.0.0.1", NULL, "10.0.0.1" },
    { "10.0.0.1", "", "10.0.0.1" },
    { "10.0.0.1", "198.51.100.1", "198.51.100.1" },
    { "10.0.0.1", "203.0.113.5, 198.51.100.1", "198.51.100.1" },
    { "10.0.0.1", "203.0.113.5, 198.51.100.1, 10.9.9.9", "198.51.100.1" },
    { "10.0.0.1", "198.51.100.1:4711", "198.51.100.1" },
    { "10.0.0.1", "nonsense", "10.0.0.1" },
    { "10.0.0.1", "198.51.100.1, nonsense, 10.2.2.2", "10.2.2.2" },
    { "10.0.0.1", "198.51.100.1,", "10.0.0.1" },
    { "10.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::" },
    { "10.0.0.1", "[2001:db8:1:2:3:4:5:6]:80", "2001:db8:1:2::" },
    { "10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1" },
    { "2001:db8::1", "198.51.100.1", "198.51.100.1" },
    { "2001:db8::2", "198.51.100.1", "2001:db8::" },
  };
  g_autoptr (HopsoServerProxies) proxies = hopso_server_proxies_new ();

  g_assert_true (hopso_server_proxies_trust (proxies, "10.0.0.0/8", NULL));
  g_assert_true (hopso_server_proxies_trust (proxies, "2001:db8::1", NULL));
  g_assert_false (hopso_server_proxies_trust (proxies, "proxy.example", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) peer = g_inet_address_new_from_string (cases[i].peer);
      g_autofree char *counted =
          hopso_server_proxies_choose (proxies, peer, cases[i].forwarded_for);

      g_test_message ("%s for %s", cases[i].peer, cases[i].forwarded_for);
      g_assert_cmpstr (counted, ==, cases[i].counted);
    }
}

static void
test_tries_at_the_same_moment_are_not_free (void)
{
  g_autoptr (HopsoServerThrottle) throttle = hopso_server_throttle_new ();

  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (hopso_server_throttle_begin (throttle, "a", "1", 1000), ==, 0);
  g_assert_cmpint (hopso_server_throttle_begin (throttle, "a", "2", 1000), >, 0);
  g_assert_cmpint (hopso_server_throttle_begin (throttle, "b", "1", 1000), ==, 0);

  hopso_server_throttle_succeed (throttle, "a", "1");
  g_assert_cmpint (hopso_server_throttle_begin (throttle, "a", "2", 1000), ==, 0);
  hopso_server_throttle_give_up (throttle, "a", "2");
  hopso_server_throttle_fail (throttle, "a", "1", 1000);
  hopso_server_throttle_fail (throttle, "a", "1", 1000);
  g_assert_cmpint (hopso_server_throttle_begin (throttle, "a", "2", 1000), ==, 0);
  g_assert_cmpint (hopso_server_throttle_begin (throttle, "a", "2", 1000), >, 0);
  hopso_server_throttle_fail (throttle, "a", "2", 1000);
  g_assert_cmpint (hopso_server_throttle_get_wait (throttle, "a", "3", 1000), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-api/limits/a-bucket-empties-and-fills",
                   test_a_bucket_empties_and_fills);
  g_test_add_func ("/server-api/limits/no-limit-is-none", test_no_limit_is_none);
  g_test_add_func ("/server-api/limits/made-up-names-do-not-fill-the-memory",
                   test_made_up_names_do_not_fill_the_memory);
  g_test_add_func ("/server-api/limits/nonsense-is-no-limit", test_nonsense_is_no_limit);
  g_test_add_func ("/server-api/proxies/only-trusted-ones-are-believed",
                   test_only_trusted_proxies_are_believed);
  g_test_add_func ("/server-api/throttle/tries-at-the-same-moment-are-not-free",
                   test_tries_at_the_same_moment_are_not_free);
  return g_test_run ();
}
