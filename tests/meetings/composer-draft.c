/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A draft in the province of the page tests. */

#include "composer-draft.h"

#include "hopso-agenda-item.h"
#include "hopso-test-province.h"
#include "hopso-test-workspace.h"

/* An item of the draft; "i-3" needs papers. */
void
composer_draft_put_item (HopsoWorkspace *workspace,
                         const char *id,
                         const char *parent,
                         const char *order,
                         const char *name,
                         const char *presenter,
                         const char *minutes)
{
  g_autoptr (HopsoRecord) made = hopso_test_province_make (
      HOPSO_KIND_AGENDA_ITEM, id, "meeting", "m-9", "x-parent", parent, "x-order", order, "name",
      name, "x-presenter", presenter, "x-duration", minutes, NULL);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (made);

  hopso_record_builder_set_boolean (builder, HOPSO_AGENDA_ITEM_EXPECTS_PAPERS,
                                    g_str_equal (id, "i-3"));
  hopso_test_workspace_put (workspace, hopso_record_builder_end (builder));
}

/* The meeting of December, as its clerk has prepared it so far. */
void
composer_draft_put (HopsoWorkspace *workspace)
{
  g_autofree char *start =
      g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) HOPSO_TEST_MONDAY + 35 * 86400 - 1500);
  g_autofree char *end =
      g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) HOPSO_TEST_MONDAY + 35 * 86400 + 11100);
  static const char *const people[][2] = {
    { "p-ct", "chair" },     { "p-me", "secretary" }, { "p-pct", "delegate" },
    { "p-stc", "delegate" }, { "p-syt", "delegate" }, { "p-sxd", "guest" },
  };

  hopso_test_workspace_put (
      workspace, hopso_test_province_make (
                     HOPSO_KIND_MEETING, "m-9", "name", "Phiên họp UBND tỉnh thường kỳ tháng 12",
                     "meetingState", "draft", "location", "Phòng họp số 1", "x-chair", "p-ct",
                     "x-secretary", "p-me", "start", start, "end", end, NULL));
  composer_draft_put_item (workspace, "i-1", NULL, "b", "Khai mạc, thông qua chương trình",
                           "Chánh Văn phòng", "10");
  composer_draft_put_item (workspace, "i-2", NULL, "d", "Kinh tế – xã hội năm 2026",
                           "Giám đốc Sở Tài chính", "0");
  composer_draft_put_item (workspace, "i-21", "i-2", "b", "Báo cáo kết quả thực hiện",
                           "Sở Tài chính", "35");
  composer_draft_put_item (workspace, "i-22", "i-2", "d", "Kế hoạch năm 2027", "Sở Tài chính",
                           "25");
  composer_draft_put_item (workspace, "i-3", NULL, "f", "Phòng, chống dịch mùa đông",
                           "Giám đốc Sở Y tế", "40");
  hopso_test_workspace_put (
      workspace,
      hopso_test_province_make (HOPSO_KIND_PAPER, "t-1", "meeting", "m-9", "agendaItem", "i-21",
                                "name", "Báo cáo năm 2026", "fileName", "bao-cao-2026.pdf",
                                "x-pages", "64", "size", "5200000", "x-order", "b", NULL));
  hopso_test_workspace_put (
      workspace,
      hopso_test_province_make (HOPSO_KIND_PAPER, "t-2", "meeting", "m-9", "agendaItem", "i-22",
                                "name", "Dự thảo kế hoạch", "fileName", "du-thao.pdf", "x-pages",
                                "38", "size", "2400000", "x-order", "b", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *id = g_strdup_printf ("y-%02u", (guint) i);

      hopso_test_workspace_put (
          workspace, hopso_test_province_make (HOPSO_KIND_PARTICIPANT, id, "meeting", "m-9",
                                               "person", people[i][0], "x-role", people[i][1],
                                               "partstat", "needs-action", "x-order", id, NULL));
    }
}
