/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-fold.h"

static void
test_words_lose_what_does_not_count (void)
{
  static const char *const cases[][3] = {
    { "Đường Nguyễn Huệ", "duong nguyen hue", "đường nguyễn huệ" },
    { "ĐƯỜNG", "duong", "đường" },
    { "Đươ\xcc\x80ng", "duong", "đường" },
    { "ê\xcc\xa3 = e\xcc\xa3\xcc\x82 = ệ", "e = e = e", "ệ = ệ = ệ" },
    { "o\xef\xac\x83\x63\x65", "office", "office" },
    { "hai\n  ba\tbốn", "hai ba bon", "hai ba bốn" },
    { "hợp\xc2\xad đồng", "hop dong", "hợp đồng" },
    { "Thái: ที่", "thai: ที่", "thái: ที่" },
    { "", "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *loose = hopso_fold_text (cases[i][0], HOPSO_FOLD_LOOSE);
      g_autofree char *exact = hopso_fold_text (cases[i][0], HOPSO_FOLD_EXACT);

      g_assert_cmpstr (loose, ==, cases[i][1]);
      g_assert_cmpstr (exact, ==, cases[i][2]);
    }
}

/* Finds all places; each "start-end" of original characters. */
static char *
find_all (const char *text, const char *words)
{
  const HopsoFoldHow how = hopso_fold_choose (words);
  g_autoptr (HopsoFold) fold = hopso_fold_new (text, how);
  g_autoptr (HopsoFold) wanted = hopso_fold_new (words, how);
  g_autoptr (GString) places = g_string_new (NULL);
  guint from = 0;
  guint start;
  guint end;

  while (hopso_fold_find (fold, wanted, &from, &start, &end))
    g_string_append_printf (places, "%s%u-%u", places->len > 0 ? " " : "", start, end);
  return g_string_free (g_steal_pointer (&places), FALSE);
}

static void
test_words_are_found_where_they_stand (void)
{
  static const char *const cases[][3] = {
    /* text, words, places */
    { "Con đường và cái Dương", "duong", "4-9 17-22" },
    { "Con đường và cái Dương", "đường", "4-9" },
    { "Con đường và cái dương", "DƯƠNG", "17-22" },
    { "đươ\xcc\x80ng xa", "duong", "0-6" },
    { "đươ\xcc\x80ng xa", "đường", "0-6" },
    { "đươ\xcc\x80ng xa", "đươ", "" },
    { "đường xa", "đươ", "" },
    { "đường xa", "đườ", "0-3" },
    { "o\xef\xac\x83\x63\x65", "fi", "1-2" },
    { "một\nhai", "mot hai", "0-7" },
    { "một  \n hai", "một hai", "0-10" },
    { "aaaa", "aa", "0-2 2-4" },
    { "abc", "", "" },
    { "", "a", "" },
    { "e\xcc\xa3\xcc\x82", "ê\xcc\xa3", "0-3" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *places = find_all (cases[i][0], cases[i][1]);

      g_assert_cmpstr (places, ==, cases[i][2]);
    }
}

static void
test_a_diacritic_is_meant (void)
{
  g_assert_cmpint (hopso_fold_choose ("duong"), ==, HOPSO_FOLD_LOOSE);
  g_assert_cmpint (hopso_fold_choose ("DUONG 2"), ==, HOPSO_FOLD_LOOSE);
  g_assert_cmpint (hopso_fold_choose ("đuong"), ==, HOPSO_FOLD_EXACT);
  g_assert_cmpint (hopso_fold_choose ("duơng"), ==, HOPSO_FOLD_EXACT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/fold/words-lose-what-does-not-count",
                   test_words_lose_what_does_not_count);
  g_test_add_func ("/base/fold/words-are-found-where-they-stand",
                   test_words_are_found_where_they_stand);
  g_test_add_func ("/base/fold/a-diacritic-is-meant", test_a_diacritic_is_meant);
  return g_test_run ();
}
