/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-paper.h"

static void
test_marks_of_state_secrets (void)
{
  static const struct
  {
    const char *name;
    gboolean is_secret;
  } cases[] = {
    { "Tờ trình về ngân sách", FALSE },
    { "Bảo mật thông tin", FALSE },
    { "Quy chế bảo vệ bí mật nhà nước", FALSE },
    { "Mật độ dân số", FALSE },
    { "Nuôi ong lấy mật", FALSE },
    { "Mật", TRUE },
    { "MẬT - Báo cáo", TRUE },
    { "Báo cáo (mật)", TRUE },
    { "Báo cáo [Mật]", TRUE },
    { "Tối mật", TRUE },
    { "Văn bản tuyệt mật số 5", TRUE },
    { "Ba\xcc\x81o ca\xcc\x81o tuy\xc3\xaa\xcc\xa3t m\xc3\xa2\xcc\xa3t", TRUE }, /* decomposed */
    { "Độ mật: A", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HopsoRecordBuilder) b =
          hopso_record_builder_new (HOPSO_KIND_PAPER, "00000000-0000-4000-8000-000000000001");

      hopso_record_builder_set_string (b, HOPSO_PAPER_NAME, cases[i].name);
      g_autoptr (HopsoRecord) paper = hopso_record_builder_end (b);
      g_test_message ("%s", cases[i].name);
      g_assert_cmpint (hopso_paper_is_state_secret (HOPSO_PAPER (paper)), ==, cases[i].is_secret);
    }
}

static void
test_every_text_may_bear_the_mark (void)
{
  static const guint fields[] = { HOPSO_PAPER_NAME, HOPSO_PAPER_REFERENCE, HOPSO_PAPER_PAPER_TYPE,
                                  HOPSO_PAPER_FILE_NAME };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (HopsoRecordBuilder) b = hopso_record_builder_new (HOPSO_KIND_PAPER, "p1");

      hopso_record_builder_set_string (b, fields[i], "12/BC (Mật).pdf");
      g_autoptr (HopsoRecord) paper = hopso_record_builder_end (b);
      g_assert_true (hopso_paper_is_state_secret (HOPSO_PAPER (paper)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/paper/marks-of-state-secrets", test_marks_of_state_secrets);
  g_test_add_func ("/model/paper/every-text-may-bear-the-mark", test_every_text_may_bear_the_mark);
  return g_test_run ();
}
