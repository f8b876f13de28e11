/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What who submitted a document puts right afterwards, and the keys of requests, in the windows
 * that people use. The workspace is the one without a server. */

#include "hopso-people-dialog.h"
#include "hopso-request-acts.h"
#include "hopso-request-row.h"
#include "hopso-requests-page.h"
#include "hopso-submit-window.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"

typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  AdwToastOverlay *toasts;   /* borrowed: of the window */
  GtkWidget *page;           /* borrowed: of the window */
  GtkWindow *window;         /* owned */
  HopsoRequestActs *acts;    /* owned */
  GString *log;              /* owned: what was asked of the window */
} World;

static void
set_up (World *world, gconstpointer data)
{
  static const char *const actions[] = { "open-paper s", "sign as", NULL };
  static const char *const others[] = { "p-stc", "p-me", NULL };
  static const char *const mine[] = { "p-me", "p-pct", NULL };

  world->workspace = hopso_test_province_new ();
  world->clock = hopso_clock_new_fixed (HOPSO_TEST_MONDAY);
  hopso_test_workspace_request (world->workspace, "chain", "d-1", "p-me", others);
  hopso_test_workspace_request (world->workspace, "asked", "d-2", "p-th", mine);
  world->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  world->page = hopso_requests_page_new (world->workspace, world->clock);
  adw_toast_overlay_set_child (world->toasts, world->page);
  world->acts = hopso_request_acts_new (world->workspace, world->clock, world->toasts);
  world->log = g_string_new (NULL);
  hopso_test_window_watch_actions (GTK_WIDGET (world->toasts), "win", actions, world->log);
  gtk_widget_insert_action_group (GTK_WIDGET (world->toasts), "requests",
                                  hopso_request_acts_get_actions (world->acts));
  world->window = hopso_test_window_show (GTK_WIDGET (world->toasts), 1133, 721);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (world->window);
  g_clear_object (&world->acts);
  g_clear_object (&world->workspace);
  g_clear_object (&world->clock);
  g_string_free (world->log, TRUE);
}

static void
press (gpointer root, const char *text)
{
  GtkWidget *button = hopso_test_window_find_button (root, text);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  hopso_test_window_settle ();
}

static GtkWindow *
find_window (GType type)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}

static gboolean
is_there (gpointer type)
{
  return find_window (*(GType *) type) != NULL;
}

static GtkWindow *
wait_for_window (GType type)
{
  hopso_test_window_wait (is_there, &type);
  hopso_test_window_settle ();
  return find_window (type);
}

static gboolean
is_row_of (GtkWidget *row, gpointer id)
{
  HopsoSignRequest *request = hopso_request_row_get_request (HOPSO_REQUEST_ROW (row));

  return g_strcmp0 (hopso_record_get_id (HOPSO_RECORD (request)), id) == 0;
}

static HopsoRequestRow *
find_row (World *world, const char *id)
{
  return (HopsoRequestRow *) hopso_test_window_find (world->page, HOPSO_TYPE_REQUEST_ROW, is_row_of,
                                                     (gpointer) id);
}

static gboolean
has_title (GtkWidget *row, gpointer title)
{
  return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) == 0;
}

static void
activate (World *world, const char *action, const char *id)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (world->toasts), action, "s", id));
  hopso_test_window_settle ();
}

/* --- correcting --------------------------------------------------------------------------------
 */

static GtkWidget *
get_entry (GtkWindow *dialog, const char *title)
{
  return hopso_test_window_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, has_title,
                                 (gpointer) title);
}

static void
test_deadline_and_remarks_are_changed (World *world, gconstpointer data)
{
  const char *deadline_title = "Thời hạn, ngày/tháng/năm (có thể để trống)";
  GtkWindow *dialog;
  GtkWidget *verb;
  HopsoSignRequest *request;
  g_autoptr (GDateTime) deadline = NULL;

  activate (world, "requests.change", "chain");
  dialog = wait_for_window (ADW_TYPE_MESSAGE_DIALOG);
  verb = hopso_test_window_find_button (GTK_WIDGET (dialog), "Thay đổi");
  gtk_editable_set_text (GTK_EDITABLE (get_entry (dialog, deadline_title)), "31/2/2027");
  g_assert_false (gtk_widget_is_sensitive (verb));
  gtk_editable_set_text (GTK_EDITABLE (get_entry (dialog, deadline_title)), "5/11/2020");
  g_assert_false (gtk_widget_is_sensitive (verb));
  gtk_editable_set_text (GTK_EDITABLE (get_entry (dialog, deadline_title)), "5.2.2027");
  gtk_editable_set_text (GTK_EDITABLE (get_entry (dialog, "Ý kiến trình")), "Kèm phụ lục");
  hopso_test_window_save (GTK_WIDGET (dialog), "request-change");
  press (dialog, "Thay đổi");
  request = HOPSO_SIGN_REQUEST (
      hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_SIGN_REQUEST, "chain"));
  deadline = g_date_time_new_from_unix_local (hopso_sign_request_get_deadline (request));
  g_assert_cmpint (g_date_time_get_day_of_month (deadline), ==, 5);
  g_assert_cmpint (g_date_time_get_month (deadline), ==, 2);
  g_assert_cmpint (g_date_time_get_hour (deadline), ==, 17);
  g_assert_cmpstr (hopso_sign_request_get_remarks (request), ==, "Kèm phụ lục");
}

/* The window takes the focus back when its dialog has gone, some time later. */
static gboolean
has_focus (gpointer row)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (row));

  if (focus != NULL && (focus == row || gtk_widget_is_ancestor (focus, row)))
    return TRUE;
  gtk_widget_grab_focus (row);
  return FALSE;
}

static void
focus (World *world, const char *id)
{
  hopso_test_window_settle ();
  hopso_test_window_wait (has_focus, find_row (world, id));
}

static gboolean
is_gone (gpointer type)
{
  return find_window (*(GType *) type) == NULL;
}

static void
close_dialog (GType type)
{
  gtk_window_close (wait_for_window (type));
  hopso_test_window_wait (is_gone, &type);
}

static void
test_keys_return_hand_on_and_withdraw (World *world, gconstpointer data)
{
  const GdkModifierType keys = GDK_CONTROL_MASK | GDK_SHIFT_MASK;
  focus (world, "asked");
  g_assert_false (hopso_test_window_press (world->page, GDK_KEY_w, keys));
  g_assert_true (hopso_test_window_press (world->page, GDK_KEY_r, keys));
  close_dialog (ADW_TYPE_MESSAGE_DIALOG);
  focus (world, "asked");
  g_assert_true (hopso_test_window_press (world->page, GDK_KEY_h, keys));
  close_dialog (HOPSO_TYPE_PEOPLE_DIALOG);
  press (world->page, "Tôi trình (1)");
  focus (world, "chain");
  g_assert_false (hopso_test_window_press (world->page, GDK_KEY_r, keys));
  g_assert_true (hopso_test_window_press (world->page, GDK_KEY_w, keys));
  close_dialog (ADW_TYPE_MESSAGE_DIALOG);
}

/* --- dropping ------------------------------------------------------------------------------------
 */

static GtkDropTarget *
find_drop (GtkWidget *widget)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (all, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  return NULL;
}

static void
test_files_that_are_dropped_are_submitted (World *world, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/bao-cao.pdf");
  GSList files = { file, NULL };
  GValue value = G_VALUE_INIT;
  gboolean is_taken = FALSE;
  GtkWindow *window;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &files);
  g_signal_emit_by_name (find_drop (world->page), "drop", &value, 10.0, 10.0, &is_taken);
  g_value_unset (&value);
  g_assert_true (is_taken);
  window = wait_for_window (HOPSO_TYPE_SUBMIT_WINDOW);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  if (hopso_test_window_init (&argc, &argv))
    g_type_ensure (HOPSO_TYPE_REQUESTS_PAGE);
  g_test_add ("/documents/corrections/deadline-and-remarks-are-changed", World, NULL, set_up,
              test_deadline_and_remarks_are_changed, tear_down);
  g_test_add ("/documents/corrections/keys-return-hand-on-and-withdraw", World, NULL, set_up,
              test_keys_return_hand_on_and_withdraw, tear_down);
  g_test_add ("/documents/corrections/files-that-are-dropped-are-submitted", World, NULL, set_up,
              test_files_that_are_dropped_are_submitted, tear_down);
  return hopso_test_window_run ();
}
