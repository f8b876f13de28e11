/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window from signing in to a meeting and back, and how it folds. */

#include "hopso-application.h"
#include "hopso-test-account.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"
#include "hopso-window.h"

#include <glib/gi18n.h>

typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  GtkWidget *window;
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->workspace = hopso_test_province_new ();
  world->clock = hopso_clock_new_fixed (HOPSO_TEST_MONDAY);
  world->window = hopso_window_new (NULL, world->clock);
  hopso_window_set_workspace (HOPSO_WINDOW (world->window), world->workspace);
  hopso_test_window_show (world->window, 1366, 768);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (world->window));
  g_clear_object (&world->workspace);
  g_clear_object (&world->clock);
  hopso_test_account_reset ();
}

static gboolean
says (World *world, const char *text)
{
  return hopso_test_window_find_label (world->window, text) != NULL;
}

static void
press (World *world, const char *label)
{
  GtkWidget *button = hopso_test_window_find_button (world->window, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  hopso_test_window_settle ();
}

static void
activate (World *world, const char *action, const char *target)
{
  if (target != NULL)
    g_assert_true (gtk_widget_activate_action (world->window, action, "s", target));
  else
    g_assert_true (gtk_widget_activate_action (world->window, action, NULL));
  hopso_test_window_settle ();
}

static gboolean
has_text (GtkWidget *text, gpointer data)
{
  return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (text)), data) == 0;
}

static gboolean
says_text (World *world, const char *text)
{
  return hopso_test_window_find (world->window, GTK_TYPE_TEXT, has_text, (gpointer) text) != NULL;
}

static GtkWidget *
find_dialog (GType type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (g_type_is_a (G_OBJECT_TYPE (toplevel), type))
        return toplevel;
    }
  return NULL;
}

static void
test_shows_today (World *world, gconstpointer data)
{
  g_assert_true (says (world, _ ("Coming up")));
  g_assert_true (says (world, "Vũ Minh Khôi"));
  g_assert_true (says (world, "4"));
  g_assert_true (says (world, _ ("In sync")));
  hopso_test_window_save (world->window, "window-today");
}

static void
test_into_a_meeting_and_back (World *world, gconstpointer data)
{
  press (world, _ ("Enter the meeting"));
  g_assert_true (says (world, _ ("Participants")));
  hopso_test_window_save (world->window, "window-meeting");
  activate (world, "win.back", NULL);
  g_assert_false (says (world, _ ("Participants")));
  g_assert_true (says (world, _ ("Coming up")));
}

static void
test_sections (World *world, gconstpointer data)
{
  activate (world, "win.show-section", "meetings");
  hopso_test_window_save (world->window, "window-meetings");
  activate (world, "win.show-section", "signing");
  g_assert_true (says (world, "Giấy mời họp giao ban khối kinh tế"));
  hopso_test_window_save (world->window, "window-signing");
  activate (world, "win.open-meeting", "m-4");
  g_assert_true (says (world, _ ("Will you attend this meeting?")));
  hopso_test_window_save (world->window, "window-asks");
  activate (world, "win.back", NULL);
  g_assert_true (says (world, "Giấy mời họp giao ban khối kinh tế"));
}

static void
test_answer_can_be_taken_back (World *world, gconstpointer data)
{
  HopsoParticipant *mine;

  activate (world, "win.open-meeting", "m-4");
  press (world, _ ("Attend"));
  mine = hopso_workspace_lookup_my_participation (world->workspace, "m-4");
  g_assert_cmpstr (hopso_participant_get_partstat (mine), ==, "accepted");
  g_assert_true (says (world, _ ("You have confirmed that you will attend.")));
  hopso_test_window_save (world->window, "window-answered");
  press (world, _ ("Undo"));
  mine = hopso_workspace_lookup_my_participation (world->workspace, "m-4");
  g_assert_cmpstr (hopso_participant_get_partstat (mine), ==, "needs-action");
}

static void
test_refused_answers_are_said (World *world, gconstpointer data)
{
  hopso_test_workspace_fail_answers (world->workspace, "Cuộc họp đã khóa");
  activate (world, "answers.accept", "m-2");
  g_assert_nonnull (hopso_test_window_find (world->window, ADW_TYPE_TOAST_OVERLAY, NULL, NULL));
  g_assert_cmpstr (hopso_participant_get_partstat (
                       hopso_workspace_lookup_my_participation (world->workspace, "m-2")),
                   ==, "needs-action");
}

/* What people must know stays until they have read it, as a whole. */
static void
test_notices_are_said (World *world, gconstpointer data)
{
  static const char words[] = "Dữ liệu trên máy này bị hỏng và đang được tải lại từ máy chủ; "
                              "2 thay đổi chờ gửi được giữ nguyên.";

  g_signal_emit_by_name (world->workspace, "notice", words);
  hopso_test_window_settle ();
  g_assert_true (says (world, words));
  hopso_test_window_save (world->window, "window-notice");
}

static void
test_signing_out_and_in_again (World *world, gconstpointer data)
{
  GtkWidget *dialog;

  activate (world, "win.sign-out", NULL);
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  /* Enter signs out; it does not tick the box that erases. */
  g_assert_false (GTK_IS_CHECK_BUTTON (gtk_window_get_focus (GTK_WINDOW (dialog))));
  g_signal_emit_by_name (gtk_window_get_default_widget (GTK_WINDOW (dialog)), "clicked");
  hopso_test_window_settle ();
  g_assert_cmpstr (hopso_test_account_get_log (), ==, "sign-out keep\n");
  g_assert_null (hopso_window_get_workspace (HOPSO_WINDOW (world->window)));
  g_assert_true (says (world, _ ("Sign in to your meetings")));
  g_assert_true (says_text (world, "chanhvanphong"));
  g_assert_false (gtk_widget_activate_action (world->window, "answers.accept", "s", "m-2"));
}

static void
test_offline_is_said (World *world, gconstpointer data)
{
  g_autofree char *words = g_strdup_printf (_ ("Offline · %u waiting"), 2u);

  hopso_test_workspace_set_sync (world->workspace, HOPSO_SYNC_OFFLINE, HOPSO_TEST_MONDAY - 600, 2);
  hopso_test_window_settle ();
  g_assert_false (says (world, _ ("In sync")));
  g_assert_true (says (world, words));
  hopso_test_window_save (world->window, "window-offline");
}

static void
test_what_was_refused_is_listed (World *world, gconstpointer data)
{
  hopso_test_workspace_set_sync (world->workspace, HOPSO_SYNC_IDLE, 0, 0);
  hopso_test_workspace_refuse (world->workspace, "p-1", "Hãy ký lại");
  hopso_test_window_settle ();
  g_assert_true (says (world, _ ("Not accepted")));
}

static void
test_folds (World *world, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (world->window), 480, 760);
  hopso_test_window_settle ();
  g_assert_cmpint (gtk_widget_get_width (world->window), <=, 480);
  g_assert_false (says (world, "Vũ Minh Khôi"));
  hopso_test_window_save (world->window, "window-narrow");
  activate (world, "win.back", NULL);
  g_assert_true (says (world, "Vũ Minh Khôi"));
  hopso_test_window_save (world->window, "window-narrow-side");
  activate (world, "win.open-meeting", "m-1");
  hopso_test_window_save (world->window, "window-narrow-meeting");
}

static void
test_small_screen_does_not_fold (World *world, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (world->window), 1024, 640);
  hopso_test_window_settle ();
  g_assert_true (says (world, "Vũ Minh Khôi"));
  g_assert_true (says (world, _ ("Coming up")));
  hopso_test_window_save (world->window, "window-small");
  activate (world, "win.open-meeting", "m-1");
  hopso_test_window_save (world->window, "window-small-meeting");
}

static void
test_dark (World *world, gconstpointer data)
{
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_save (world->window, "window-today-dark");
  activate (world, "win.open-meeting", "m-4");
  hopso_test_window_save (world->window, "window-meeting-dark");
  hopso_test_window_set_dark (FALSE);
}

static void
test_recovery_code_once (World *world, gconstpointer data)
{
  g_autoptr (HopsoWorkspace) workspace = hopso_test_province_new ();
  GtkWidget *window = hopso_window_new (NULL, world->clock);
  GtkWidget *tick;

  hopso_test_account_will_open (workspace, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23");
  hopso_window_set_workspace (HOPSO_WINDOW (window), workspace);
  hopso_test_window_show (window, 1000, 700);
  g_assert_nonnull (hopso_test_window_find_label (window, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"));
  hopso_test_window_save (window, "recovery");
  g_assert_false (
      gtk_widget_get_sensitive (hopso_test_window_find_button (window, _ ("Go to my meetings"))));
  tick = hopso_test_window_find (window, GTK_TYPE_CHECK_BUTTON, NULL, NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  g_signal_emit_by_name (hopso_test_window_find_button (window, _ ("Go to my meetings")),
                         "clicked");
  hopso_test_window_settle ();
  g_assert_null (hopso_test_window_find_label (window, "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"));
  g_assert_nonnull (hopso_test_window_find_label (window, _ ("Coming up")));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "shows-today", test_shows_today },
    { "into-a-meeting-and-back", test_into_a_meeting_and_back },
    { "sections", test_sections },
    { "answer-can-be-taken-back", test_answer_can_be_taken_back },
    { "refused-answers-are-said", test_refused_answers_are_said },
    { "notices-are-said", test_notices_are_said },
    { "signing-out-and-in-again", test_signing_out_and_in_again },
    { "offline-is-said", test_offline_is_said },
    { "what-was-refused-is-listed", test_what_was_refused_is_listed },
    { "folds", test_folds },
    { "small-screen-does-not-fold", test_small_screen_does_not_fold },
    { "dark", test_dark },
    { "recovery-code-once", test_recovery_code_once },
  };

  if (hopso_test_window_init (&argc, &argv))
    hopso_application_register ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/desktop/window/", tests[i].name, NULL);

      g_test_add (path, World, NULL, set_up, tests[i].test, tear_down);
    }
  return hopso_test_window_run ();
}
