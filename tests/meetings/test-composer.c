/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The composer shows a draft and changes it: by keys, by the pointer, and while another clerk does.
 */

#include "composer-draft.h"
#include "hopso-agenda-item.h"
#include "hopso-composer-row.h"
#include "hopso-composer.h"
#include "hopso-meeting.h"
#include "hopso-meetings-world.h"
#include "hopso-meetings.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"
#include "hopso-workspace-compose.h"

#include <adwaita.h>
#include <gdk/x11/gdkx.h>
#include <glib/gi18n.h>

static void
set_up (World *world, gconstpointer data)
{
  world_set_up (world);
  composer_draft_put (world->workspace);
  world_show (world, hopso_composer_new (world->workspace, world->clock, "m-9"));
  gtk_window_set_default_size (world->window, 1366, 768);
  hopso_test_window_settle ();
}

static gboolean
is_row (GtkWidget *widget, gpointer data)
{
  return g_strcmp0 (hopso_composer_row_get_id (HOPSO_COMPOSER_ROW (widget)), data) == 0;
}

static GtkWidget *
find_row (World *world, const char *id)
{
  GtkWidget *row =
      hopso_test_window_find (world->page, HOPSO_TYPE_COMPOSER_ROW, is_row, (gpointer) id);

  g_assert_nonnull (row);
  return row;
}

static const char *
get_text (World *world, const char *id, guint field)
{
  HopsoRecord *item = hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_AGENDA_ITEM, id);

  return item != NULL ? hopso_record_get_string (item, field) : NULL;
}

/* The ids of the rows from top to bottom. */
static void
assert_rows (World *world, const char *ids)
{
  GtkWidget *list = gtk_widget_get_parent (find_row (world, "i-1"));
  g_autoptr (GString) found = g_string_new (NULL);

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    g_string_append_printf (found, "%s ", hopso_composer_row_get_id (HOPSO_COMPOSER_ROW (row)));
  g_assert_cmpstr (found->str, ==, ids);
}

static void
press (World *world, const char *id, guint key, GdkModifierType modifiers)
{
  GtkWidget *row = find_row (world, id);

  gtk_widget_grab_focus (row);
  g_assert_true (hopso_test_window_press (row, key, modifiers));
}

/* --- what it shows -------------------------------------------------------------------------------
 */

static void
test_shows_the_draft (World *world, gconstpointer data)
{
  g_assert_true (world_says (world, "2.2"));
  g_assert_true (world_says (world, "3 nội dung · 110/210 phút"));
  g_assert_true (world_says (world, "60 phút"));
  g_assert_true (world_says (world, _ ("No papers yet")));
  g_assert_nonnull (hopso_test_window_find_button (world->page, "Dự thảo kế hoạch"));
  hopso_test_window_save (GTK_WIDGET (world->window), "composer");
}

static void
test_small_and_dark (World *world, gconstpointer data)
{
  gtk_window_set_default_size (world->window, 480, 760);
  hopso_test_window_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (world->window)), <=, 480);
  hopso_test_window_save (GTK_WIDGET (world->window), "composer-narrow");
  gtk_window_set_default_size (world->window, 1366, 768);
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world->window), "composer-dark");
  hopso_test_window_set_dark (FALSE);
}

/* --- keys ----------------------------------------------------------------------------------------
 */

static void
test_moves_by_keys (World *world, gconstpointer data)
{
  GtkWidget *row = find_row (world, "i-3");

  press (world, "i-3", GDK_KEY_Up, GDK_ALT_MASK);
  assert_rows (world, "i-1 i-3 i-2 i-21 i-22 ");
  /* The row is the same and has the focus still. */
  g_assert_true (find_row (world, "i-3") == row);
  g_assert_true (gtk_widget_has_focus (row));
  press (world, "i-3", GDK_KEY_Down, GDK_ALT_MASK);
  assert_rows (world, "i-1 i-2 i-21 i-22 i-3 ");
  press (world, "i-3", GDK_KEY_Right, GDK_ALT_MASK);
  g_assert_cmpstr (get_text (world, "i-3", HOPSO_AGENDA_ITEM_PARENT), ==, "i-2");
  g_assert_true (world_says (world, "2.3"));
  g_assert_true (world_says (world, "100 phút"));
  press (world, "i-3", GDK_KEY_Left, GDK_ALT_MASK);
  g_assert_null (get_text (world, "i-3", HOPSO_AGENDA_ITEM_PARENT));
}

static void
test_undoes_by_name (World *world, gconstpointer data)
{
  press (world, "i-22", GDK_KEY_Delete, 0);
  assert_rows (world, "i-1 i-2 i-21 i-3 ");
  g_assert_true (world_says (world, "3 nội dung · 85/210 phút"));
  gtk_widget_activate_action (world->page, "composer.undo", NULL);
  hopso_test_window_settle ();
  assert_rows (world, "i-1 i-2 i-21 i-22 i-3 ");
  g_assert_nonnull (hopso_test_window_find_button (world->page, "Dự thảo kế hoạch"));
  gtk_widget_activate_action (world->page, "composer.redo", NULL);
  hopso_test_window_settle ();
  assert_rows (world, "i-1 i-2 i-21 i-3 ");
}

static void
type_name (World *world, const char *id, const char *name)
{
  GtkWidget *view;

  view = hopso_test_window_find (find_row (world, id), GTK_TYPE_TEXT_VIEW, NULL, NULL);
  g_assert_nonnull (view);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), name, -1);
}

static void
test_renames_in_place (World *world, gconstpointer data)
{
  press (world, "i-1", GDK_KEY_F2, 0);
  type_name (world, "i-1", "Khai mạc");
  gtk_widget_activate_action (
      hopso_test_window_find (find_row (world, "i-1"), GTK_TYPE_TEXT_VIEW, NULL, NULL), "form.done",
      NULL);
  hopso_test_window_settle ();
  g_assert_cmpstr (get_text (world, "i-1", HOPSO_AGENDA_ITEM_NAME), ==, "Khai mạc");
  g_assert_null (hopso_test_window_find (find_row (world, "i-1"), GTK_TYPE_TEXT_VIEW, NULL, NULL));
  g_assert_true (gtk_widget_has_focus (find_row (world, "i-1")));
}

static gboolean
is_added (gpointer data)
{
  return hopso_test_window_find (((World *) data)->page, GTK_TYPE_TEXT_VIEW, NULL, NULL) != NULL;
}

static void
test_adds_below (World *world, gconstpointer data)
{
  GtkWidget *row;
  GtkWidget *view;

  press (world, "i-1", GDK_KEY_Insert, 0);
  hopso_test_window_wait (is_added, world);
  view = hopso_test_window_find (world->page, GTK_TYPE_TEXT_VIEW, NULL, NULL);
  row = gtk_widget_get_ancestor (view, HOPSO_TYPE_COMPOSER_ROW);
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)), ==, 1);
  g_assert_true (world_says (world, "4 nội dung · 120/210 phút"));
  hopso_test_window_save (GTK_WIDGET (world->window), "composer-form");
}

/* --- windows -------------------------------------------------------------------------------------
 */

static GtkWidget *
find_window (World *world)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *link = all; link != NULL; link = link->next)
    if (gtk_window_get_transient_for (link->data) == world->window &&
        gtk_widget_get_mapped (link->data))
      return link->data;
  return NULL;
}

static gboolean
has_window (gpointer data)
{
  return find_window (data) != NULL;
}

static GtkWidget *
open_window (World *world, const char *action)
{
  gtk_widget_activate_action (world->page, action, NULL);
  hopso_test_window_wait (has_window, world);
  hopso_test_window_settle ();
  return find_window (world);
}

static void
test_publishes_with_a_reason (World *world, gconstpointer data)
{
  GtkWidget *window = open_window (world, "composer.publish");
  GtkWidget *entry = hopso_test_window_find (window, ADW_TYPE_ENTRY_ROW, NULL, NULL);
  HopsoMeeting *meeting;

  hopso_test_window_save (window, "composer-publish");
  gtk_editable_set_text (GTK_EDITABLE (entry), "Họp khẩn");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "verb");
  gtk_window_close (GTK_WINDOW (window));
  hopso_test_window_settle ();
  meeting =
      (HopsoMeeting *) hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_MEETING, "m-9");
  g_assert_cmpstr (hopso_meeting_get_state (meeting), ==, "published");
  /* Numbers are written for whoever reads it. */
  g_assert_cmpstr (get_text (world, "i-22", HOPSO_AGENDA_ITEM_NUMBER), ==, "2.2");
}

static guint
count_people (World *world)
{
  g_autoptr (GListModel) people = hopso_workspace_list_participants (world->workspace, "m-9");

  return g_list_model_get_n_items (people);
}

static void
test_invites_a_unit (World *world, gconstpointer data)
{
  GtkWidget *window = open_window (world, "composer.people");
  GtkWidget *button = hopso_test_window_find_button (window, _ ("Invite all"));
  const guint before = count_people (world);

  hopso_test_window_save (window, "composer-people");
  g_assert_nonnull (button);
  while (button != NULL && count_people (world) == before)
    {
      GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_EXPANDER_ROW);
      GtkWidget *list = gtk_widget_get_parent (row);

      g_signal_emit_by_name (button, "clicked");
      hopso_test_window_settle ();
      list = gtk_widget_get_next_sibling (list);
      button = list != NULL ? hopso_test_window_find_button (list, _ ("Invite all")) : NULL;
    }
  g_assert_cmpuint (count_people (world), >, before);
  gtk_window_destroy (GTK_WINDOW (window));
  gtk_widget_activate_action (world->page, "composer.undo", NULL);
  hopso_test_window_settle ();
  g_assert_cmpuint (count_people (world), ==, before);
}

static void
test_details (World *world, gconstpointer data)
{
  GtkWidget *window = open_window (world, "composer.details");
  GtkWidget *entry = hopso_test_window_find (window, ADW_TYPE_ENTRY_ROW, NULL, NULL);
  HopsoMeeting *meeting;

  hopso_test_window_save (window, "composer-details");
  gtk_editable_set_text (GTK_EDITABLE (entry), "Phiên họp tháng 12");
  gtk_window_destroy (GTK_WINDOW (window));
  hopso_test_window_settle ();
  meeting =
      (HopsoMeeting *) hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_MEETING, "m-9");
  g_assert_cmpstr (hopso_meeting_get_name (meeting), ==, "Phiên họp tháng 12");
  g_assert_true (world_says (world, "Phiên họp tháng 12"));
}

/* --- two clerks ----------------------------------------------------------------------------------
 */

static void
test_keeps_what_is_typed (World *world, gconstpointer data)
{
  GtkWidget *view;

  press (world, "i-3", GDK_KEY_F2, 0);
  type_name (world, "i-3", "Dịch bệnh mùa đông");
  view = hopso_test_window_find (find_row (world, "i-3"), GTK_TYPE_TEXT_VIEW, NULL, NULL);
  /* Another clerk adds an item above, and renames this one. */
  composer_draft_put_item (world->workspace, "i-0", NULL, "a", "Chào cờ", NULL, "5");
  composer_draft_put_item (world->workspace, "i-3", NULL, "f", "Y tế", "Giám đốc Sở Y tế", "40");
  hopso_test_window_settle ();
  assert_rows (world, "i-0 i-1 i-2 i-21 i-22 i-3 ");
  g_assert_true (gtk_widget_has_focus (view));
  gtk_widget_activate_action (view, "form.done", NULL);
  hopso_test_window_settle ();
  g_assert_cmpstr (get_text (world, "i-3", HOPSO_AGENDA_ITEM_NAME), ==, "Dịch bệnh mùa đông");
  /* Said where both can be read. */
  g_assert_nonnull (hopso_test_window_find_button (world->page, _ ("Understood")));
}

static double
get_y (World *world, GtkWidget *row)
{
  graphene_point_t point;

  g_assert_true (gtk_widget_compute_point (row, world->page, &GRAPHENE_POINT_INIT (0, 0), &point));
  return point.y;
}

static void
test_stays_under_the_eye (World *world, gconstpointer data)
{
  GtkWidget *row;
  double before;

  for (int i = 0; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("j-%02d", i);
      g_autofree char *order = g_strdup_printf ("g%02d", i);

      composer_draft_put_item (world->workspace, id, NULL, order, "Nội dung khác", NULL, "5");
    }
  hopso_test_window_settle ();
  row = find_row (world, "j-20");
  gtk_widget_grab_focus (row);
  hopso_test_window_settle ();
  before = get_y (world, row);
  composer_draft_put_item (world->workspace, "i-0", NULL, "a", "Chào cờ", NULL, "5");
  composer_draft_put_item (world->workspace, "i-01", NULL, "aa", "Hát quốc ca", "Văn phòng", "5");
  hopso_test_window_settle ();
  g_assert_cmpfloat_with_epsilon (get_y (world, row), before, 1.5);
}

/* --- the pointer ---------------------------------------------------------------------------------
 */

static graphene_point_t
in_window (World *world, GtkWidget *widget, double x, double y)
{
  graphene_point_t point;
  double dx;
  double dy;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (world->window),
                                           &GRAPHENE_POINT_INIT ((float) x, (float) y), &point));
  gtk_native_get_surface_transform (GTK_NATIVE (world->window), &dx, &dy);
  return GRAPHENE_POINT_INIT (point.x + (float) dx, point.y + (float) dy);
}

static void
hand (World *world, const char *words, graphene_point_t point)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (world->window));
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;

  command = g_strdup_printf ("xdotool mousemove --sync --window %lu %d %d %s",
                             (unsigned long) gdk_x11_surface_get_xid (surface), (int) point.x,
                             (int) point.y, words);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  hopso_test_window_settle ();
}

typedef struct
{
  World *world;
  const char *parent;
} Wanted;

static gboolean
has_parent (gpointer data)
{
  const Wanted *wanted = data;

  return g_strcmp0 (get_text (wanted->world, "i-3", HOPSO_AGENDA_ITEM_PARENT), wanted->parent) == 0;
}

static void
test_drags (World *world, gconstpointer data)
{
  GtkWidget *row = find_row (world, "i-3");
  GtkWidget *other = find_row (world, "i-22");
  Wanted wanted = { world, "i-2" };

  /* By its handle above the second part, as far in as the parts are. */
  hand (world, "mousedown 1", in_window (world, row, 24, 24));
  for (int i = 1; i <= 6; i++)
    hand (world, "", in_window (world, row, 24 + i * 6, 24 - i * 12));
  hand (world, "", in_window (world, other, 60, 8));
  hand (world, "", in_window (world, other, 60, 6));
  hopso_test_window_save (GTK_WIDGET (world->window), "composer-drag");
  hand (world, "mouseup 1", in_window (world, other, 60, 6));
  hopso_test_window_wait (has_parent, &wanted);
  hopso_test_window_settle ();
  assert_rows (world, "i-1 i-2 i-21 i-3 i-22 ");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "shows-the-draft", test_shows_the_draft },
    { "small-and-dark", test_small_and_dark },
    { "moves-by-keys", test_moves_by_keys },
    { "undoes-by-name", test_undoes_by_name },
    { "renames-in-place", test_renames_in_place },
    { "adds-below", test_adds_below },
    { "publishes-with-a-reason", test_publishes_with_a_reason },
    { "invites-a-unit", test_invites_a_unit },
    { "details", test_details },
    { "keeps-what-is-typed", test_keeps_what_is_typed },
    { "stays-under-the-eye", test_stays_under_the_eye },
    { "drags", test_drags },
  };

  if (hopso_test_window_init (&argc, &argv))
    hopso_meetings_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/meetings/composer/", tests[i].name, NULL);

      g_test_add (path, World, NULL, set_up, tests[i].test, world_tear_down);
    }
  return hopso_test_window_run ();
}
