/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is typed without diacritics finds what is written with them. */

#include "hopso-text-fold.h"

static void
test_folds (void)
{
  static const char *const cases[][2] = {
    { "Sở Kế hoạch và Đầu tư", "so ke hoach va dau tu" },
    { "ĐẶNG THỊ THANH VÂN", "dang thi thanh van" },
    { "Nguye\xcc\x82\xcc\x83n", "nguyen" },
    { "", "" },
    { "\xff\xfe", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = hopso_text_fold (cases[i][0]);

      g_assert_cmpstr (folded, ==, cases[i][1]);
    }
}

static void
test_matches (void)
{
  g_assert_true (hopso_text_fold_matches ("so ke hoach va dau tu", "dau ke"));
  g_assert_true (hopso_text_fold_matches ("so ke hoach", ""));
  g_assert_true (hopso_text_fold_matches ("so ke hoach", " ke  so "));
  g_assert_false (hopso_text_fold_matches ("so ke hoach", "ke y"));
}

static void
test_capitals (void)
{
  g_autofree char *words = hopso_text_capitalised ("đẩy nhanh tiến độ");
  g_autofree char *empty = hopso_text_capitalised ("");
  g_autofree char *none = hopso_text_capitalised (NULL);

  g_assert_cmpstr (words, ==, "Đẩy nhanh tiến độ");
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/text-fold/folds", test_folds);
  g_test_add_func ("/widgets/text-fold/matches-words-in-any-order", test_matches);
  g_test_add_func ("/widgets/text-fold/capitals", test_capitals);
  return g_test_run ();
}
