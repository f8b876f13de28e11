/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys that sort what people put in order: between any two is room. */

#include "hopso-order-key.h"

#include <string.h>

static void
assert_between (const char *before, const char *after)
{
  g_autofree char *key = hopso_order_key_between (before, after);

  if ((before != NULL && strcmp (before, key) >= 0) || (after != NULL && strcmp (key, after) >= 0))
    g_error ("“%s” is not between “%s” and “%s”", key, before, after);
}

static void
test_between (void)
{
  static const char *const pairs[][2] = {
    { NULL, NULL },        { "0015", NULL }, { NULL, "0015" },   { "0015", "0025" },
    { "0015", "00151" },   { "a", "a01" },   { "zzzz", NULL },   { NULL, "01" },
    { "0999", "1" },       { "az", "b" },    { "0015", "0016" }, { "00zz9", "010001" },
    { "1", "1000000001" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    for (guint n = 0; n < 50; n++)
      assert_between (pairs[i][0], pairs[i][1]);
}

/* What is not in order cannot be; then it goes behind the first. */
static void
test_without_room (void)
{
  g_autofree char *same = hopso_order_key_between ("0015", "0015");
  g_autofree char *wrong = hopso_order_key_between ("5", "3");

  g_assert_cmpstr (same, >, "0015");
  g_assert_cmpstr (wrong, >, "5");
}

/* A thousand things one after the other, and a thousand into the same place. */
static void
test_keys_stay_short (void)
{
  g_autofree char *last = g_strdup ("0015");
  g_autofree char *low = g_strdup ("0015");
  const char *high = "0025";

  for (guint i = 0; i < 1000; i++)
    {
      char *next = hopso_order_key_between (last, NULL);

      g_assert_cmpstr (next, >, last);
      g_free (last);
      last = next;
      next = hopso_order_key_between (low, high);
      g_assert_cmpstr (next, >, low);
      g_assert_cmpstr (next, <, high);
      g_free (low);
      low = next;
    }
  g_assert_cmpuint (strlen (last), <, 80);
}

static void
test_two_people_at_once (void)
{
  guint n_same = 0;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *one = hopso_order_key_between ("0015", "0025");
      g_autofree char *two = hopso_order_key_between ("0015", "0025");

      n_same += g_str_equal (one, two);
    }
  g_assert_cmpuint (n_same, <, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/order-key/between", test_between);
  g_test_add_func ("/model/order-key/without-room", test_without_room);
  g_test_add_func ("/model/order-key/keys-stay-short", test_keys_stay_short);
  g_test_add_func ("/model/order-key/two-people-at-once", test_two_people_at_once);
  return g_test_run ();
}
