/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search over everything: what is shown of an answer, and what choosing it opens. */

#include "hopso-find-page.h"
#include "hopso-found-row.h"
#include "hopso-meetings-world.h"
#include "hopso-meetings.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  guint start;
  guint end;
} Mark;

static void
set_up (World *world, gconstpointer data)
{
  world_set_up (world);
  world_show (world, hopso_find_page_new (world->workspace, world->clock));
}

static HopsoFound *
make_found (HopsoRecord *record, int page, const char *snippet, const char *marked)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  const char *where = strstr (snippet, marked);
  Mark mark = { (guint) (where - snippet), (guint) (where - snippet + strlen (marked)) };

  g_array_append_val (marks, mark);
  return hopso_found_new (record, page, snippet, marks);
}

/* A page of the first paper of the province, and its meeting; between them, when it has been read,
 * another page. */
static void
find_pages (World *world, gboolean has_more)
{
  g_autoptr (GListModel) meetings = hopso_workspace_list_meetings (world->workspace);
  g_autoptr (GListStore) all = g_list_store_new (HOPSO_TYPE_FOUND);

  for (guint i = 0; i < g_list_model_get_n_items (meetings); i++)
    {
      g_autoptr (HopsoRecord) meeting = g_list_model_get_item (meetings, i);
      g_autoptr (GListModel) papers =
          hopso_workspace_list_papers_of_meeting (world->workspace, hopso_record_get_id (meeting));
      g_autoptr (HopsoRecord) paper = g_list_model_get_item (papers, 0);

      if (paper == NULL)
        continue;
      g_autoptr (HopsoFound) page =
          make_found (paper, 6, "tổng kinh phí là 12 tỷ đồng", "kinh phí");
      g_autoptr (HopsoFound) name =
          make_found (meeting, HOPSO_FOUND_NO_PAGE, "Phiên họp về kinh phí", "kinh phí");
      g_list_store_append (all, page);
      if (has_more)
        {
          g_autoptr (HopsoFound) more =
              make_found (paper, 8, "bố trí kinh phí năm sau", "kinh phí");
          g_list_store_append (all, more);
        }
      g_list_store_append (all, name);
      break;
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (all)), ==, has_more ? 3 : 2);
  hopso_test_workspace_set_found (world->workspace, G_LIST_MODEL (all));
}

static void
find_something (World *world)
{
  find_pages (world, FALSE);
}

static GtkWidget *
type (World *world, const char *text)
{
  GtkWidget *entry = hopso_test_window_find (world->page, GTK_TYPE_SEARCH_ENTRY, NULL, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  hopso_test_window_settle ();
  return entry;
}

static void
test_says_what_it_can (World *world, gconstpointer data)
{
  g_assert_true (world_says (world, _ ("Search meetings and papers")));
  g_assert_true (world_says (world, "Đã đọc 12 trong 40 tài liệu để tìm."));
  type (world, "không có");
  g_assert_true (world_says (world, _ ("Nothing found")));
  type (world, "  ");
  g_assert_true (world_says (world, _ ("Search meetings and papers")));
}

static void
test_shows_where_it_is (World *world, gconstpointer data)
{
  find_something (world);
  type (world, "kinh phi");
  g_assert_true (world_says (world, "tổng kinh phí là 12 tỷ đồng"));
  g_assert_true (world_says (world, "Phiên họp về kinh phí"));
  GtkWidget *snippet = hopso_test_window_find_label (world->page, "tổng kinh phí là 12 tỷ đồng");
  g_assert_nonnull (gtk_label_get_attributes (GTK_LABEL (snippet)));
  hopso_test_window_save (GTK_WIDGET (world->window), "find");
}

static void
test_opens_the_page (World *world, gconstpointer data)
{
  find_something (world);
  GtkWidget *entry = type (world, "kinh phi");
  g_signal_emit_by_name (entry, "activate");
  g_assert_nonnull (strstr (world->log->str, "open-found"));
  g_assert_nonnull (strstr (world->log->str, "6, 'kinh phi')"));
}

static void
test_opens_the_meeting (World *world, gconstpointer data)
{
  find_something (world);
  type (world, "kinh phi");
  GtkWidget *list = hopso_test_window_find (world->page, GTK_TYPE_LIST_BOX, NULL, NULL);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1);
  g_signal_emit_by_name (list, "row-activated", row);
  g_assert_nonnull (strstr (world->log->str, "open-meeting"));
}

/* While papers are still being read; whoever is in the list stays where they are. */
static void
test_answers_grow_by_themselves (World *world, gconstpointer data)
{
  find_something (world);
  type (world, "kinh phi");
  GtkListBox *list =
      GTK_LIST_BOX (hopso_test_window_find (world->page, GTK_TYPE_LIST_BOX, NULL, NULL));
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (list, 0);
  GtkListBoxRow *last = gtk_list_box_get_row_at_index (list, 1);

  gtk_widget_grab_focus (GTK_WIDGET (last));
  find_pages (world, TRUE);
  g_signal_emit_by_name (world->workspace, "index-changed");
  hopso_test_window_settle ();
  g_assert_true (world_says (world, "bố trí kinh phí năm sau"));
  g_assert_true (gtk_list_box_get_row_at_index (list, 0) == first);
  g_assert_true (gtk_list_box_get_row_at_index (list, 2) == last);
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (last)));
  /* Nothing is asked when nothing was typed. */
  type (world, "");
  g_signal_emit_by_name (world->workspace, "index-changed");
  hopso_test_window_settle ();
  g_assert_true (world_says (world, _ ("Search meetings and papers")));
}

static void
test_fits_dark_and_narrow (World *world, gconstpointer data)
{
  find_pages (world, TRUE);
  type (world, "kinh phi");
  g_object_set (world->page, "is-narrow", TRUE, NULL);
  gtk_window_set_default_size (GTK_WINDOW (world->window), 400, 700);
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world->window), "find-narrow-dark");
  hopso_test_window_set_dark (FALSE);
  g_assert_cmpint (gtk_widget_get_width (world->page), <=, 400);
  g_assert_true (world_says (world, "bố trí kinh phí năm sau"));
}

int
main (int argc, char **argv)
{
  if (hopso_test_window_init (&argc, &argv))
    hopso_meetings_init ();
  g_test_add ("/meetings/find/says-what-it-can", World, NULL, set_up, test_says_what_it_can,
              world_tear_down);
  g_test_add ("/meetings/find/shows-where-it-is", World, NULL, set_up, test_shows_where_it_is,
              world_tear_down);
  g_test_add ("/meetings/find/opens-the-page", World, NULL, set_up, test_opens_the_page,
              world_tear_down);
  g_test_add ("/meetings/find/opens-the-meeting", World, NULL, set_up, test_opens_the_meeting,
              world_tear_down);
  g_test_add ("/meetings/find/answers-grow-by-themselves", World, NULL, set_up,
              test_answers_grow_by_themselves, world_tear_down);
  g_test_add ("/meetings/find/fits-dark-and-narrow", World, NULL, set_up, test_fits_dark_and_narrow,
              world_tear_down);
  return hopso_test_window_run ();
}
