/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-page-list.h"
#include "hopso-page-thumbnails.h"
#include "page-world.h"

#include <adwaita.h>

typedef struct
{
  PageWorld world;
  HopsoPageThumbnails *thumbnails;
} Panel;

static Panel
panel_new (guint n_pages)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (n_pages);
  Panel panel = { .world = page_world_new (bytes) };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autoptr (GtkWidget) scroller =
      g_object_ref (adw_window_get_content (ADW_WINDOW (panel.world.window)));

  panel.thumbnails = HOPSO_PAGE_THUMBNAILS (hopso_page_thumbnails_new ());
  hopso_page_thumbnails_set_view (panel.thumbnails, panel.world.view);
  gtk_widget_set_size_request (GTK_WIDGET (panel.thumbnails), 300, -1);
  adw_window_set_content (ADW_WINDOW (panel.world.window), NULL);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (panel.thumbnails));
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (panel.world.window), box);
  hopso_test_window_settle ();
  return panel;
}

static gboolean
shows (GtkWidget *widget, gpointer data)
{
  return g_strcmp0 (gtk_picture_get_alternative_text (GTK_PICTURE (widget)), data) == 0 &&
         gtk_picture_get_paintable (GTK_PICTURE (widget)) != NULL;
}

typedef struct
{
  Panel *panel;
  const char *words;
} Awaited;

static gboolean
is_shown (gpointer data)
{
  Awaited *awaited = data;

  return hopso_test_window_find (GTK_WIDGET (awaited->panel->thumbnails), GTK_TYPE_PICTURE, shows,
                                 (gpointer) awaited->words) != NULL;
}

static void
wait_for (Panel *panel, const char *words)
{
  Awaited awaited = { panel, words };

  hopso_test_window_wait (is_shown, &awaited);
}

static GtkGridView *
get_grid (Panel *panel)
{
  return GTK_GRID_VIEW (
      hopso_test_window_find (GTK_WIDGET (panel->thumbnails), GTK_TYPE_GRID_VIEW, NULL, NULL));
}

static guint
get_selected (Panel *panel)
{
  return gtk_single_selection_get_selected (
      GTK_SINGLE_SELECTION (gtk_grid_view_get_model (get_grid (panel))));
}

static void
test_pages_are_made_when_asked_for (void)
{
  const char *const labels[] = { "i", "ii", "1", NULL };
  g_autoptr (HopsoPageList) many = hopso_page_list_new (100000, NULL);
  g_autoptr (HopsoPageList) named = hopso_page_list_new (3, labels);
  g_autoptr (HopsoPageItem) last = g_list_model_get_item (G_LIST_MODEL (many), 99999);
  g_autoptr (HopsoPageItem) second = g_list_model_get_item (G_LIST_MODEL (named), 1);
  g_autofree char *number = hopso_page_item_dup_label (last);
  g_autofree char *label = hopso_page_item_dup_label (second);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (many)), ==, 100000);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (many), 100000));
  g_assert_cmpuint (hopso_page_item_get_page (last), ==, 99999);
  g_assert_cmpstr (number, ==, "100000");
  g_assert_cmpstr (label, ==, "ii");
}

static void
test_only_what_is_seen_is_drawn (void)
{
  Panel panel = panel_new (2400);
  Awaited far = { &panel, "Trang 60" };

  wait_for (&panel, "Trang 1");
  g_assert_false (is_shown (&far));
  hopso_test_window_save (GTK_WIDGET (panel.world.window), "page-thumbnails");

  /* The view goes far away, and its thumbnail comes into sight. */
  hopso_page_view_go_to_page (panel.world.view, 2000);
  hopso_test_window_settle ();
  g_assert_cmpuint (get_selected (&panel), ==, 2000);
  wait_for (&panel, "Trang 2001");
  page_world_clear (&panel.world);
}

static void
test_choosing_a_page_shows_it (void)
{
  Panel panel = panel_new (30);
  gboolean can_go_back;

  g_assert_cmpuint (get_selected (&panel), ==, 0);
  g_signal_emit_by_name (get_grid (&panel), "activate", 4u);
  g_assert_cmpuint (hopso_page_view_get_page (panel.world.view), ==, 4);
  g_assert_cmpuint (get_selected (&panel), ==, 4);
  g_object_get (panel.world.view, "can-go-back", &can_go_back, NULL);
  g_assert_true (can_go_back);
  page_world_clear (&panel.world);
}

static void
test_another_document_takes_the_place (void)
{
  Panel panel = panel_new (30);
  const char *const labels[] = { "bìa", "1", "2", NULL };

  wait_for (&panel, "Trang 1");
  hopso_page_view_set_document (panel.world.view, NULL);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (gtk_grid_view_get_model (get_grid (&panel)))), ==, 0);
  hopso_page_view_set_document (panel.world.view, panel.world.document);
  wait_for (&panel, "Trang 1");

  /* Labels for fewer pages than there are belong to something else. */
  hopso_page_thumbnails_set_labels (panel.thumbnails, labels);
  wait_for (&panel, "Trang 1");
  page_world_clear (&panel.world);
}

int
main (int argc, char **argv)
{
  hopso_test_window_init (&argc, &argv);
  g_test_add_func ("/pageview/thumbnails/pages-are-made-when-asked-for",
                   test_pages_are_made_when_asked_for);
  g_test_add_func ("/pageview/thumbnails/only-what-is-seen-is-drawn",
                   test_only_what_is_seen_is_drawn);
  g_test_add_func ("/pageview/thumbnails/choosing-a-page-shows-it", test_choosing_a_page_shows_it);
  g_test_add_func ("/pageview/thumbnails/another-document-takes-the-place",
                   test_another_document_takes_the_place);
  return hopso_test_window_run ();
}
