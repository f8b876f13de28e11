/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The windows of sign requests, as people use them: the queue with its lists and what is chosen in
 * it, where a request stands, and submitting one. The workspace is the one without a server; what
 * becomes of requests is decided by the server's own rules. */

#include "hopso-people-dialog.h"
#include "hopso-request-acts.h"
#include "hopso-request-row.h"
#include "hopso-request-window.h"
#include "hopso-requests-page.h"
#include "hopso-sign-chain.h"
#include "hopso-submit-row.h"
#include "hopso-submit-window.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"
#include "hopso-test-workspace.h"
#include "hopso-workspace-requests.h"

#include <glib/gstdio.h>

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
put_role (World *world, const char *id, const char *role)
{
  HopsoRecord *person = hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_PERSON, id);
  g_autoptr (HopsoRecordBuilder) builder = hopso_record_builder_new_from (person);
  const char *roles[] = { role, NULL };

  hopso_record_builder_set_strings (builder, HOPSO_PERSON_ROLES, roles);
  hopso_test_workspace_put (world->workspace, hopso_record_builder_end (builder));
}

static void
set_up (World *world, gconstpointer data)
{
  static const char *const actions[] = { "open-paper s", "sign as", NULL };
  static const char *const others[] = { "p-stc", "p-me", "p-ct", NULL };
  static const char *const mine[] = { "p-me", "p-pct", NULL };

  world->workspace = hopso_test_province_new ();
  world->clock = hopso_clock_new_fixed (HOPSO_TEST_MONDAY);
  world->log = g_string_new (NULL);
  put_role (world, "p-ct", "signer");
  put_role (world, "p-pct", "signer");
  put_role (world, "p-hc", "records");
  hopso_test_workspace_request (world->workspace, "chain", "d-1", "p-me", others);
  hopso_test_workspace_request (world->workspace, "asked", "d-2", "p-th", mine);
  world->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  world->page = hopso_requests_page_new (world->workspace, world->clock);
  adw_toast_overlay_set_child (world->toasts, world->page);
  world->acts = hopso_request_acts_new (world->workspace, world->clock, world->toasts);
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

/* --- finding and pressing ------------------------------------------------------------------------
 */

static gboolean
says (gpointer root, const char *text)
{
  return hopso_test_window_find_label (root, text) != NULL;
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

static void
activate (World *world, const char *action, const char *id)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (world->toasts), action, "s", id));
  hopso_test_window_settle ();
}

static const char *
get_state (World *world, const char *id)
{
  return hopso_sign_request_get_state (HOPSO_SIGN_REQUEST (
      hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_SIGN_REQUEST, id)));
}

/* --- the queue -----------------------------------------------------------------------------------
 */

static void
test_lists_say_how_many_are_in_them (World *world, gconstpointer data)
{
  g_assert_true (says (world->page, "Cần ký (5)"));
  g_assert_true (says (world->page, "Tôi trình (1)"));
  g_assert_true (says (world->page, "Ký 5 văn bản…"));
  hopso_test_window_save (GTK_WIDGET (world->window), "requests-to-sign");
  press (world->page, "Tôi trình (1)");
  g_assert_true (says (world->page, "Chờ Giám đốc Sở Tài chính"));
  g_assert_null (find_row (world, "asked"));
  hopso_test_window_save (GTK_WIDGET (world->window), "requests-submitted");
}

static void
test_others_change_the_lists_live (World *world, gconstpointer data)
{
  hopso_test_workspace_act (world->workspace, "chain", "p-stc", HOPSO_SIGN_ACT_SIGN);
  hopso_test_window_settle ();
  g_assert_true (says (world->page, "Cần ký (6)"));
  g_assert_nonnull (find_row (world, "chain"));
  hopso_test_workspace_act (world->workspace, "asked", "p-th", HOPSO_SIGN_ACT_WITHDRAW);
  hopso_test_window_settle ();
  g_assert_true (says (world->page, "Cần ký (5)"));
  press (world->page, "Đã xong (1)");
  g_assert_true (says (world->page, "Đã thu hồi"));
  g_assert_true (says (world->page, "Lý do: Số liệu chưa khớp"));
}

static void
test_signs_what_is_chosen_or_all (World *world, gconstpointer data)
{
  press (world->page, "Ký 5 văn bản…");
  hopso_request_row_set_is_chosen (find_row (world, "k-2"), TRUE);
  hopso_request_row_set_is_chosen (find_row (world, "asked"), TRUE);
  hopso_test_window_settle ();
  g_assert_true (says (world->page, "Đã chọn 2"));
  hopso_test_window_save (GTK_WIDGET (world->window), "requests-chosen");
  press (world->page, "Ký 2 văn bản…");
  g_assert_nonnull (strstr (world->log->str, "sign(['asked', 'k-1', 'k-2', 'k-3', 'k-4'])"));
  g_assert_true (g_str_has_suffix (world->log->str, "sign(['asked', 'k-2'])"));
}

static void
test_empty_lists_say_what_to_do (World *world, gconstpointer data)
{
  press (world->page, "Chờ người khác");
  g_assert_true (says (world->page, "Không có văn bản nào chờ người khác"));
  hopso_test_workspace_act (world->workspace, "chain", "p-me", HOPSO_SIGN_ACT_WITHDRAW);
  press (world->page, "Tôi trình (1)");
  press (world->page, "Đã xong (1)");
  hopso_test_window_save (GTK_WIDGET (world->window), "requests-over");
}

static void
test_what_waits_for_the_network_is_marked (World *world, gconstpointer data)
{
  hopso_test_workspace_set_waiting (world->workspace, "chain");
  hopso_test_workspace_act (world->workspace, "chain", "p-me", HOPSO_SIGN_ACT_WITHDRAW);
  press (world->page, "Đã xong (1)");
  g_assert_nonnull (find_row (world, "chain"));
  hopso_test_window_save (GTK_WIDGET (world->window), "requests-offline");
}

/* --- returning and handing on --------------------------------------------------------------------
 */

static void
test_a_return_needs_a_reason (World *world, gconstpointer data)
{
  GtkWindow *dialog;
  GtkWidget *entry;

  activate (world, "requests.return", "asked");
  dialog = wait_for_window (ADW_TYPE_MESSAGE_DIALOG);
  hopso_test_window_save (GTK_WIDGET (dialog), "request-return");
  g_assert_false (
      gtk_widget_is_sensitive (hopso_test_window_find_button (GTK_WIDGET (dialog), "Trả lại")));
  entry = hopso_test_window_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW, NULL, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "Thiếu phụ lục");
  press (dialog, "Trả lại");
  g_assert_cmpstr (get_state (world, "asked"), ==, HOPSO_SIGN_REQUEST_RETURNED);
  g_assert_true (says (world->toasts, "Đã trả lại văn bản."));
}

static void
choose_person (const char *words, const char *verb)
{
  GtkWindow *dialog = wait_for_window (HOPSO_TYPE_PEOPLE_DIALOG);
  GtkWidget *list = hopso_test_window_find (GTK_WIDGET (dialog), GTK_TYPE_LIST_VIEW, NULL, NULL);
  GtkWidget *search =
      hopso_test_window_find (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY, NULL, NULL);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (list));

  gtk_editable_set_text (GTK_EDITABLE (search), words);
  g_signal_emit_by_name (search, "search-changed");
  hopso_test_window_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
  gtk_selection_model_select_item (model, 0, TRUE);
  hopso_test_window_settle ();
  press (dialog, verb);
}

static void
test_a_signature_is_handed_on (World *world, gconstpointer data)
{
  HopsoSignStep *step;

  activate (world, "requests.delegate", "asked");
  choose_person ("thanh van", "Ủy quyền");
  step = (HopsoSignStep *) hopso_workspace_lookup_record (world->workspace, HOPSO_KIND_SIGN_STEP,
                                                          "delegated-step");
  g_assert_cmpstr (hopso_sign_step_get_signer (step), ==, "p-th");
  g_assert_null (find_row (world, "asked"));
}

/* --- where it stands -----------------------------------------------------------------------------
 */

static void
test_where_it_stands_is_shown_live (World *world, gconstpointer data)
{
  GtkWindow *window;

  activate (world, "requests.show", "chain");
  window = wait_for_window (HOPSO_TYPE_REQUEST_WINDOW);
  g_assert_true (says (window, "Đang chờ ký"));
  g_assert_nonnull (hopso_test_window_find_button (GTK_WIDGET (window), "Thu hồi…"));
  g_assert_null (hopso_test_window_find_button (GTK_WIDGET (window), "Trả lại…"));
  hopso_test_window_save (GTK_WIDGET (window), "request-waiting");
  hopso_test_workspace_act (world->workspace, "chain", "p-stc", HOPSO_SIGN_ACT_RETURN);
  hopso_test_window_settle ();
  g_assert_true (says (window, "Trả lại"));
  g_assert_null (hopso_test_window_find_button (GTK_WIDGET (window), "Thu hồi…"));
  hopso_test_window_save (GTK_WIDGET (window), "request-returned");
  press (window, "Trình lại…");
  window = wait_for_window (HOPSO_TYPE_SUBMIT_WINDOW);
  g_assert_true (says (window, "Chủ tịch UBND tỉnh"));
  gtk_window_destroy (window);
  gtk_window_destroy (find_window (HOPSO_TYPE_REQUEST_WINDOW));
}

/* --- submitting ----------------------------------------------------------------------------------
 */

static HopsoSubmitRow *
get_signer (GtkWindow *window, const char *person_id)
{
  GtkWidget *list = NULL;
  GtkWidget *row = hopso_test_window_find (GTK_WIDGET (window), HOPSO_TYPE_SUBMIT_ROW, NULL, NULL);

  if (row != NULL)
    list = gtk_widget_get_parent (row);
  for (int i = 0; list != NULL; i++)
    {
      row = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i));
      if (row == NULL ||
          g_strcmp0 (hopso_submit_row_get_person_id (HOPSO_SUBMIT_ROW (row)), person_id) == 0)
        return (HopsoSubmitRow *) row;
    }
  return NULL;
}

static void
test_signers_are_added_moved_and_removed (World *world, gconstpointer data)
{
  GtkWindow *window;
  HopsoSubmitRow *row;

  activate (world, "requests.submit", "d-3");
  window = wait_for_window (HOPSO_TYPE_SUBMIT_WINDOW);
  g_assert_true (says (window, "Hãy thêm ít nhất một người ký."));
  g_assert_false (
      gtk_widget_is_sensitive (hopso_test_window_find_button (GTK_WIDGET (window), "Trình ký")));
  hopso_test_window_save (GTK_WIDGET (window), "submit-empty");
  press (window, "Thêm người ký…");
  choose_person ("quoc dat", "Thêm");
  press (window, "Thêm người ký…");
  choose_person ("so tai chinh", "Thêm");
  row = get_signer (window, "p-stc");
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)), ==, 1);
  g_assert_cmpstr (hopso_submit_row_get_action (row), ==, HOPSO_SIGN_ASK_INITIAL);
  g_assert_true (hopso_test_window_press (GTK_WIDGET (row), GDK_KEY_Up, GDK_ALT_MASK));
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)), ==, 0);
  hopso_test_window_save (GTK_WIDGET (window), "submit-ready");
  g_signal_emit_by_name (row, "remove");
  hopso_test_window_settle ();
  g_assert_null (get_signer (window, "p-stc"));
  press (window, "Hoàn tác");
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (get_signer (window, "p-stc"))), ==,
                   0);
  press (window, "Trình ký");
  g_assert_null (find_window (HOPSO_TYPE_SUBMIT_WINDOW));
  g_assert_cmpstr (get_state (world, "submitted"), ==, HOPSO_SIGN_REQUEST_WAITING);
}

static void
test_what_is_no_pdf_is_not_submitted (World *world, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;
  GtkWindow *window;
  int fd = g_file_open_tmp ("hopso-submit-XXXXXX.pdf", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  uri = g_filename_to_uri (path, NULL, NULL);
  activate (world, "requests.submit-file", uri);
  window = wait_for_window (HOPSO_TYPE_SUBMIT_WINDOW);
  hopso_submit_window_add_signer (HOPSO_SUBMIT_WINDOW (window), "p-ct", HOPSO_SIGN_ASK_APPROVE);
  hopso_test_window_settle ();
  g_assert_true (says (window, "Tệp này không phải PDF. Hãy chọn tệp khác."));
  g_assert_false (
      gtk_widget_is_sensitive (hopso_test_window_find_button (GTK_WIDGET (window), "Trình ký")));
  gtk_window_destroy (window);
  g_unlink (path);
}

static void
test_nobody_is_asked_what_they_may_not_do (World *world, gconstpointer data)
{
  GtkWindow *window;

  activate (world, "requests.submit", "d-3");
  window = wait_for_window (HOPSO_TYPE_SUBMIT_WINDOW);
  hopso_submit_window_add_signer (HOPSO_SUBMIT_WINDOW (window), "p-kt", HOPSO_SIGN_ASK_AGENCY);
  hopso_test_window_settle ();
  g_assert_true (says (window,
                       "Không đề nghị được Trưởng phòng Phòng Kinh tế: Ký cơ quan. Hãy chọn "
                       "việc khác."));
  gtk_window_destroy (window);
}

static void
test_it_is_readable_narrow_and_dark (World *world, gconstpointer data)
{
  g_object_set (world->page, "is-narrow", TRUE, NULL);
  gtk_window_set_default_size (world->window, 480, 721);
  hopso_test_window_settle ();
  hopso_test_window_set_dark (TRUE);
  hopso_test_window_save (GTK_WIDGET (world->window), "requests-narrow-dark");
  hopso_test_window_set_dark (FALSE);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (world->window)), <=, 480);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
  } tests[] = {
    { "lists-say-how-many-are-in-them", test_lists_say_how_many_are_in_them },
    { "others-change-the-lists-live", test_others_change_the_lists_live },
    { "signs-what-is-chosen-or-all", test_signs_what_is_chosen_or_all },
    { "empty-lists-say-what-to-do", test_empty_lists_say_what_to_do },
    { "what-waits-for-the-network-is-marked", test_what_waits_for_the_network_is_marked },
    { "a-return-needs-a-reason", test_a_return_needs_a_reason },
    { "a-signature-is-handed-on", test_a_signature_is_handed_on },
    { "where-it-stands-is-shown-live", test_where_it_stands_is_shown_live },
    { "signers-are-added-moved-and-removed", test_signers_are_added_moved_and_removed },
    { "what-is-no-pdf-is-not-submitted", test_what_is_no_pdf_is_not_submitted },
    { "nobody-is-asked-what-they-may-not-do", test_nobody_is_asked_what_they_may_not_do },
    { "it-is-readable-narrow-and-dark", test_it_is_readable_narrow_and_dark },
  };

  if (hopso_test_window_init (&argc, &argv))
    g_type_ensure (HOPSO_TYPE_REQUESTS_PAGE);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/documents/requests/", tests[i].name, NULL);

      g_test_add (path, World, NULL, set_up, tests[i].test, tear_down);
    }
  return hopso_test_window_run ();
}
