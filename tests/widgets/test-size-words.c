/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sizes in words, at the edges of rounding and of the type. */

#include "hopso-size-words.h"

static void
test_sizes (void)
{
  static const struct
  {
    guint64 bytes;
    const char *words;
  } cases[] = {
    { 0, "0 B" },
    { 999, "999 B" },
    { 1000, "1 KB" },
    { 1499, "1 KB" },
    { 1500, "2 KB" },
    { 640000, "640 KB" },
    { 999499, "999 KB" },
    { 999500, "1.0 MB" },
    { 3100000, "3.1 MB" },
    { 14150000, "14.2 MB" },
    { 999949999, "999.9 MB" },
    { 999950000, "1.0 GB" },
    { G_GUINT64_CONSTANT (2500000000000), "2500.0 GB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = hopso_size_words (cases[i].bytes);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_pages (void)
{
  g_autofree char *many = hopso_size_words_pages (42, 3100000);
  g_autofree char *one = hopso_size_words_pages (1, 5000);
  g_autofree char *unknown = hopso_size_words_pages (0, 5000);
  g_autofree char *damaged = hopso_size_words_pages (-3, 5000);

  g_assert_cmpstr (many, ==, "42 pages · 3.1 MB");
  g_assert_cmpstr (one, ==, "1 page · 5 KB");
  g_assert_cmpstr (unknown, ==, "5 KB");
  g_assert_cmpstr (damaged, ==, "5 KB");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/size-words/rounds-half-up", test_sizes);
  g_test_add_func ("/widgets/size-words/pages-only-when-known", test_pages);
  return g_test_run ();
}
