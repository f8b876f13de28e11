/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a publication is called, in whole and where others look on. */

#include "hopso-change-words.h"
#include "hopso-test-province.h"

static HopsoPublication *
make (const char *kind, const char *changes)
{
  return HOPSO_PUBLICATION (hopso_test_province_make (HOPSO_KIND_PUBLICATION, "p", "meeting", "m",
                                                      "x-version", "3", "x-kind", kind, "x-changes",
                                                      changes, NULL));
}

static void
test_changes (void)
{
  static const struct
  {
    const char *changes;
    const char *words;
    const char *brief; /* nullable: the same */
  } cases[] = {
    { "item\tnew\tx\t3\t0\tDự toán", "item 3 is new", NULL },
    { "item\tremoved\tx\t3\t0\tDự toán", "item Dự toán is removed", "" },
    { "item\tmoved\tx\t2.1\t0\tDự toán", "item 2.1 has moved", NULL },
    { "item\tchanged\tx\t2\t0\tDự toán", "item 2 has changed", NULL },
    { "paper\treplaced\tx\t2\t1\tTờ trình", "paper 1 of item 2 is replaced", NULL },
    { "paper\tnew\tx\t\t2\tTờ trình", "paper 2 is new", NULL },
    { "paper\tremoved\tx\t2\t1\tTờ trình", "paper “Tờ trình” is removed", "" },
    { "paper\tchanged\tx\t\t0\tTờ trình", "paper “Tờ trình” has changed", "" },
    { "place\tchanged\t\t\t0\tPhòng 2", "place: Phòng 2", NULL },
    { "chair\tchanged\t\t\t0\t", "another chair", NULL },
    { "time\tchanged\t\t\t0\tnonsense", "the time has changed", NULL },
    { "participant\tnew\ta\t\t0\t\nparticipant\tnew\tb\t\t0\t\nparticipant\tremoved\tc\t\t0\t",
      "2 people more, 1 person fewer", NULL },
    { "", "", NULL },
    { "one\ttwo", "", NULL },
    { "item\tnew\tx\t1\t-5\tx", "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoPublication) publication = make ("change", cases[i].changes);
      g_autofree char *words = hopso_change_words_changes (publication);
      g_autofree char *brief = hopso_change_words_brief (publication);

      g_assert_cmpstr (words, ==, cases[i].words);
      g_assert_cmpstr (brief, ==, cases[i].brief != NULL ? cases[i].brief : cases[i].words);
    }
}

static void
test_many_changes_end_in_a_number (void)
{
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (HopsoPublication) publication = NULL;
  g_autofree char *words = NULL;

  for (guint i = 1; i <= 20; i++)
    g_string_append_printf (changes, "%sitem\tnew\tx\t%u\t0\tx", i > 1 ? "\n" : "", i);
  publication = make ("change", changes->str);
  words = hopso_change_words_changes (publication);
  g_assert_true (g_str_has_suffix (words, "item 8 is new, and 12 more changes"));
}

static void
test_headings (void)
{
  static const char *const cases[][2] = {
    { "publish", "Published (version 3)" },
    { "change", "The meeting has changed (version 3)" },
    { "postpone", "The meeting has been moved (version 3)" },
    { "cancel", "The meeting has been cancelled" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoPublication) publication = make (cases[i][0], NULL);
      g_autofree char *heading = hopso_change_words_heading (publication);

      g_assert_cmpstr (heading, ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meetings/change-words/changes", test_changes);
  g_test_add_func ("/meetings/change-words/many-changes-end-in-a-number",
                   test_many_changes_end_in_a_number);
  g_test_add_func ("/meetings/change-words/headings", test_headings);
  return g_test_run ();
}
