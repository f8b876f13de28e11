/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-bookmarks.h"

static char *
tell (HopsoBookmarks *bookmarks)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (bookmarks)); i++)
    {
      g_autoptr (HopsoBookmark) bookmark = g_list_model_get_item (G_LIST_MODEL (bookmarks), i);

      g_string_append_printf (all, "%u %s;", hopso_bookmark_get_page (bookmark),
                              hopso_bookmark_get_name (bookmark));
    }
  return g_string_free (all, FALSE);
}

#define assert_bookmarks(bookmarks, expected) \
  G_STMT_START \
  { \
    g_autofree char *told = tell (bookmarks); \
    g_assert_cmpstr (told, ==, expected); \
  } \
  G_STMT_END

static void
count_cb (GListModel *model, guint position, guint n_removed, guint n_added, GString *log)
{
  g_string_append_printf (log, "%u-%u+%u ", position, n_removed, n_added);
}

static void
test_are_by_pages (void)
{
  g_autoptr (HopsoBookmarks) bookmarks = hopso_bookmarks_new ();
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (bookmarks, "items-changed", G_CALLBACK (count_cb), log);
  g_assert_true (hopso_bookmarks_set (bookmarks, 7, "Kinh phí"));
  g_assert_true (hopso_bookmarks_set (bookmarks, 2, "Căn cứ"));
  g_assert_true (hopso_bookmarks_set (bookmarks, 7, " Tổng\nkinh phí "));
  assert_bookmarks (bookmarks, "2 Căn cứ;7 Tổng kinh phí;");
  hopso_bookmarks_remove (bookmarks, 3);
  hopso_bookmarks_remove (bookmarks, 2);
  assert_bookmarks (bookmarks, "7 Tổng kinh phí;");
  g_assert_null (hopso_bookmarks_find (bookmarks, 2));
  g_assert_nonnull (hopso_bookmarks_find (bookmarks, 7));
  g_assert_cmpstr (log->str, ==, "0-0+1 0-0+1 1-1+1 0-1+0 ");
}

static void
test_come_back (void)
{
  g_autoptr (HopsoBookmarks) bookmarks = hopso_bookmarks_new ();
  g_autoptr (HopsoBookmarks) later = hopso_bookmarks_new ();
  g_autofree char *text = NULL;

  g_assert_null (hopso_bookmarks_to_string (bookmarks));
  hopso_bookmarks_set (bookmarks, 4, "“Điều 3”, khoản 'b'");
  hopso_bookmarks_set (bookmarks, 0, "");
  text = hopso_bookmarks_to_string (bookmarks);
  hopso_bookmarks_set (later, 9, "another document");
  hopso_bookmarks_load (later, text);
  assert_bookmarks (later, "0 ;4 “Điều 3”, khoản 'b';");
  hopso_bookmarks_load (later, NULL);
  assert_bookmarks (later, "");
}

static void
test_what_nobody_wrote_is_none (void)
{
  static const char *const texts[] = { "", "3", "[(1, 2)]", "[(1, 'a'", "\xff" };
  g_autoptr (HopsoBookmarks) bookmarks = hopso_bookmarks_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      hopso_bookmarks_load (bookmarks, texts[i]);
      assert_bookmarks (bookmarks, "");
    }
}

static void
test_are_not_without_end (void)
{
  g_autoptr (HopsoBookmarks) bookmarks = hopso_bookmarks_new ();
  g_autofree char *name = g_strnfill (5000, 'x');

  for (guint i = 0; i < HOPSO_BOOKMARKS_MOST; i++)
    g_assert_true (hopso_bookmarks_set (bookmarks, i, name));
  g_assert_false (hopso_bookmarks_set (bookmarks, HOPSO_BOOKMARKS_MOST, "one more"));
  g_assert_true (hopso_bookmarks_set (bookmarks, 5, "another name"));
  g_assert_cmpuint (
      g_utf8_strlen (hopso_bookmark_get_name (hopso_bookmarks_find (bookmarks, 6)), -1), ==,
      HOPSO_BOOKMARK_MOST_NAME);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bookmarks/are-by-pages", test_are_by_pages);
  g_test_add_func ("/bookmarks/come-back", test_come_back);
  g_test_add_func ("/bookmarks/what-nobody-wrote-is-none", test_what_nobody_wrote_is_none);
  g_test_add_func ("/bookmarks/are-not-without-end", test_are_not_without_end);
  return g_test_run ();
}
