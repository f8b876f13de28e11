/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A meeting's page asks for the answer until it is given, shows agenda and papers as a tree, and
 * keeps up with downloads and answers. */

#include "hopso-meeting-clerk.h"
#include "hopso-meeting-page.h"
#include "hopso-meetings-world.h"
#include "hopso-meetings.h"
#include "hopso-paper-button.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"

#include <glib/gi18n.h>

static void
show (World *world, const char *meeting_id)
{
  HopsoRecord *meeting =
      hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_MEETING, meeting_id);

  world_show (world,
              hopso_meeting_page_new (world->workspace, world->clock, HOPSO_MEETING (meeting)));
}

static void
set_up (World *world, gconstpointer data)
{
  world_set_up (world);
  if (data != NULL)
    show (world, data);
}

static void
test_shows_agenda_and_papers (World *world, gconstpointer data)
{
  g_assert_true (world_says (world, "Tình hình đầu tư công mười tháng"));
  g_assert_true (world_says (world, "Điều chỉnh danh mục dự án"));
  g_assert_true (world_says (world, "Phụ lục số liệu"));
  g_assert_true (world_says (world, "Trần Quốc Đạt"));
  hopso_test_window_save (GTK_WIDGET (world->window), "meeting");
}

static void
test_opens_papers (World *world, gconstpointer data)
{
  g_signal_emit_by_name (hopso_test_window_find_button (world->page, "Phụ lục số liệu"), "clicked");
  g_assert_cmpstr (world->log->str, ==, "open-paper('d-2')");
}

static void
test_downloads_everything (World *world, gconstpointer data)
{
  GtkWidget *button = hopso_test_window_find_button (world->page, _ ("Download all"));

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_assert_null (hopso_test_window_find_button (world->page, _ ("Download all")));
  g_assert_false (world_says (world, _ ("Not downloaded")));
}

static void
test_asks_until_answered (World *world, gconstpointer data)
{
  hopso_test_workspace_put (world->workspace,
                            hopso_test_province_make (HOPSO_KIND_AGENDA_ITEM, "e-1", "meeting",
                                                      "m-4", "name", "Dự báo đường đi của bão",
                                                      "number", "1", "x-order", "1", NULL));
  show (world, "m-4");
  g_assert_true (world_says (world, _ ("Will you attend this meeting?")));
  hopso_test_window_save (GTK_WIDGET (world->window), "meeting-asks");
  g_signal_emit_by_name (hopso_test_window_find_button (world->page, _ ("Attend")), "clicked");
  g_assert_cmpstr (world->log->str, ==, "accept('m-4')");
  hopso_workspace_answer_async (world->workspace, "m-4", "accepted", NULL, NULL, NULL, NULL);
  hopso_test_window_settle ();
  g_assert_false (world_says (world, _ ("Will you attend this meeting?")));
  g_assert_true (gtk_widget_has_css_class (
      hopso_test_window_find_button (world->page, _ ("Attend")), "chosen"));
}

static void
test_parts_may_come_later (World *world, gconstpointer data)
{
  hopso_test_workspace_put (world->workspace,
                            hopso_test_province_make (HOPSO_KIND_AGENDA_ITEM, "a-31", "meeting",
                                                      "m-1", "x-parent", "a-3", "number", "3.1",
                                                      "name", "Kinh phí", "x-order", "3.1", NULL));
  hopso_test_window_settle ();
  g_assert_true (world_says (world, "Kinh phí"));
}

static void
test_narrow (World *world, gconstpointer data)
{
  g_object_set (world->page, "is-narrow", TRUE, NULL);
  gtk_window_set_default_size (world->window, 480, 713);
  hopso_test_window_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (world->window)), <=, 480);
  hopso_test_window_save (GTK_WIDGET (world->window), "meeting-narrow");
}

static void
test_small_screen (World *world, gconstpointer data)
{
  gtk_window_set_default_size (world->window, 791, 593);
  hopso_test_window_settle ();
  hopso_test_window_save (GTK_WIDGET (world->window), "meeting-small");
}

static void
test_dark (World *world, gconstpointer data)
{
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_save (GTK_WIDGET (world->window), "meeting-dark");
  hopso_test_window_set_dark (FALSE);
}

static gboolean
is_composing (gpointer data)
{
  return strstr (((World *) data)->log->str, "compose(") != NULL;
}

/* A change is prepared in the composer. */
static void
test_a_clerk_changes_it (World *world, gconstpointer data)
{
  static const char *const roles[] = { "official", "clerk", NULL };
  HopsoRecord *me = HOPSO_RECORD (hopso_workspace_get_person (world->workspace));
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (me);
  GtkWidget *clerk;

  g_assert_null (hopso_test_window_find (world->page, HOPSO_TYPE_MEETING_CLERK, NULL, NULL));
  hopso_record_builder_set_strings (builder, HOPSO_PERSON_ROLES, roles);
  hopso_test_workspace_put (world->workspace, hopso_record_builder_end (builder));
  clerk = hopso_test_window_find (world->page, HOPSO_TYPE_MEETING_CLERK, NULL, NULL);
  g_assert_nonnull (clerk);
  hopso_test_window_save (GTK_WIDGET (world->window), "meeting-clerk");
  g_assert_true (gtk_widget_activate_action (clerk, "clerk.revise", NULL));
  hopso_test_window_wait (is_composing, world);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
    const char *meeting_id;
  } tests[] = {
    { "shows-agenda-and-papers", test_shows_agenda_and_papers, "m-1" },
    { "opens-papers", test_opens_papers, "m-1" },
    { "downloads-everything", test_downloads_everything, "m-1" },
    { "asks-until-answered", test_asks_until_answered, NULL },
    { "parts-may-come-later", test_parts_may_come_later, "m-1" },
    { "narrow", test_narrow, "m-1" },
    { "small-screen", test_small_screen, "m-1" },
    { "a-clerk-changes-it", test_a_clerk_changes_it, "m-4" },
    { "dark", test_dark, "m-1" },
  };

  if (hopso_test_window_init (&argc, &argv))
    hopso_meetings_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/meetings/meeting-page/", tests[i].name, NULL);

      g_test_add (path, World, tests[i].meeting_id, set_up, tests[i].test, world_tear_down);
    }
  return hopso_test_window_run ();
}
