/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers through their dialogs: a reason for staying away, a person who goes instead, and the way
 * back from each. */

#include "hopso-answers.h"
#include "hopso-meetings.h"
#include "hopso-people-dialog.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"

#include <glib/gi18n.h>

typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  HopsoAnswers *answers;     /* owned */
  GtkWidget *toasts;
  GtkWindow *window;
} World;

static void
set_up (World *world, gconstpointer data)
{
  world->workspace = hopso_test_province_new ();
  world->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (world->toasts), gtk_label_new ("page"));
  world->answers = hopso_answers_new (world->workspace, ADW_TOAST_OVERLAY (world->toasts));
  world->window = hopso_test_window_show (world->toasts, 900, 600);
  gtk_widget_insert_action_group (GTK_WIDGET (world->window), "answers",
                                  hopso_answers_get_actions (world->answers));
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (world->window);
  g_clear_object (&world->answers);
  g_clear_object (&world->workspace);
}

static void
activate (World *world, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (world->window), action, "s", "m-2"));
  hopso_test_window_settle ();
}

/* The window of this type that is open now, or %NULL. */
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

/* The button with this label, whose underscore marks its key. */
static GtkWidget *
find_button (GtkWidget *root, const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *text = g_strjoinv ("", parts);

  return hopso_test_window_find_button (root, text);
}

static void
press (GtkWidget *root, const char *label)
{
  GtkWidget *button = find_button (root, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  hopso_test_window_settle ();
}

static void
check_answer (World *world, const char *partstat, const char *substitute, const char *reason)
{
  HopsoParticipant *mine = hopso_workspace_lookup_my_participation (world->workspace, "m-2");

  g_assert_cmpstr (hopso_participant_get_partstat (mine), ==, partstat);
  g_assert_cmpstr (hopso_participant_get_substitute (mine), ==, substitute);
  g_assert_cmpstr (hopso_participant_get_reason (mine), ==, reason);
}

static void
test_absence_takes_a_reason (World *world, gconstpointer data)
{
  GtkWidget *dialog;
  GtkWidget *button;
  GtkWidget *entry;

  activate (world, "answers.decline");
  dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  hopso_test_window_save (dialog, "answer-absence");
  button = find_button (dialog, _ ("_Report absence"));
  g_assert_false (gtk_widget_get_sensitive (button));
  entry = hopso_test_window_find (dialog, ADW_TYPE_ENTRY_ROW, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "   ");
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (entry), " Đi công tác ");
  g_assert_true (gtk_widget_get_sensitive (button));
  press (dialog, _ ("_Report absence"));
  check_answer (world, "declined", NULL, "Đi công tác");
  press (world->toasts, _ ("Undo"));
  check_answer (world, "needs-action", NULL, NULL);
}

static void
test_absence_can_be_thought_over (World *world, gconstpointer data)
{
  activate (world, "answers.decline");
  gtk_window_close (GTK_WINDOW (find_dialog (ADW_TYPE_MESSAGE_DIALOG)));
  hopso_test_window_settle ();
  check_answer (world, "needs-action", NULL, NULL);
  g_assert_null (hopso_test_window_find_button (world->toasts, _ ("Undo")));
}

static void
search (GtkWidget *dialog, const char *text)
{
  GtkWidget *entry = hopso_test_window_find (dialog, GTK_TYPE_SEARCH_ENTRY, NULL, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
  hopso_test_window_settle ();
}

static void
select_first (GtkWidget *dialog)
{
  GtkWidget *list = hopso_test_window_find (dialog, GTK_TYPE_LIST_VIEW, NULL, NULL);

  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 0, TRUE);
}

static void
explain_substitute (World *world)
{
  GtkWidget *dialog = find_dialog (ADW_TYPE_MESSAGE_DIALOG);
  GtkWidget *button;

  g_assert_nonnull (dialog);
  hopso_test_window_save (dialog, "answer-substitute-reason");
  button = find_button (dialog, _ ("_Send as substitute"));
  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (
      GTK_EDITABLE (hopso_test_window_find (dialog, ADW_TYPE_ENTRY_ROW, NULL, NULL)),
      "Đi công tác");
  press (dialog, _ ("_Send as substitute"));
}

static void
test_substitute_is_found_and_chosen (World *world, gconstpointer data)
{
  GtkWidget *dialog;
  GtkWidget *button;

  activate (world, "answers.substitute");
  dialog = find_dialog (HOPSO_TYPE_PEOPLE_DIALOG);
  g_assert_nonnull (dialog);
  hopso_test_window_save (dialog, "answer-substitute");
  button = find_button (dialog, _ ("_Choose"));
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_null (hopso_test_window_find_label (dialog, "Vũ Minh Khôi"));
  search (dialog, "khong ai ca");
  g_assert_nonnull (hopso_test_window_find_label (dialog, _ ("Nobody found")));
  search (dialog, "thanh van");
  g_assert_nonnull (hopso_test_window_find_label (dialog, "Đặng Thị Thanh Vân"));
  g_assert_null (hopso_test_window_find_label (dialog, "Trần Quốc Đạt"));
  select_first (dialog);
  g_assert_true (gtk_widget_get_sensitive (button));
  press (dialog, _ ("_Choose"));
  explain_substitute (world);
  check_answer (world, "delegated", "p-th", "Đi công tác");
  press (world->toasts, _ ("Undo"));
  check_answer (world, "needs-action", NULL, NULL);
}

static void
test_window_may_go_first (World *world, gconstpointer data)
{
  activate (world, "answers.substitute");
  gtk_window_destroy (GTK_WINDOW (find_dialog (HOPSO_TYPE_PEOPLE_DIALOG)));
  hopso_test_window_settle ();
  check_answer (world, "needs-action", NULL, NULL);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "absence-takes-a-reason", test_absence_takes_a_reason },
    { "absence-can-be-thought-over", test_absence_can_be_thought_over },
    { "substitute-is-found-and-chosen", test_substitute_is_found_and_chosen },
    { "window-may-go-first", test_window_may_go_first },
  };

  if (hopso_test_window_init (&argc, &argv))
    hopso_meetings_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/meetings/answers/", tests[i].name, NULL);

      g_test_add (path, World, NULL, set_up, tests[i].test, tear_down);
    }
  return hopso_test_window_run ();
}
