/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window and its actions ("win."): what the pages ask for ends here. One stack: signing in,
 * the recovery code once, the main view, and the reader above it. Main thread. */

#include "hopso-window-private.h"

#include "hopso-alert.h"
#include "hopso-page-view.h"
#include "hopso-recovery-page.h"
#include "hopso-sign-dialog.h"
#include "hopso-sign-in-page.h"
#include "hopso-workspace-find.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (HopsoWindow, hopso_window, ADW_TYPE_APPLICATION_WINDOW)

/* Only one of each page: the one before is thrown away with what it held. */
static void
show_page (HopsoWindow *self, const char *name, GtkWidget *page)
{
  GtkWidget *before = gtk_stack_get_child_by_name (self->stack, name);

  if (before != NULL)
    gtk_stack_remove (self->stack, before);
  gtk_stack_add_named (self->stack, page, name);
  gtk_stack_set_visible_child (self->stack, page);
}

static void
remove_page (HopsoWindow *self, const char *name)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);

  if (page != NULL)
    gtk_stack_remove (self->stack, page);
}

static void
enable (HopsoWindow *self, const char *const *names, gboolean is_enabled)
{
  for (gsize i = 0; names[i] != NULL; i++)
    g_simple_action_set_enabled (
        G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), names[i])), is_enabled);
}

/* While a document is read the keys belong to the reader: those of the sections rest. */
void
hopso_window_enable_actions (HopsoWindow *self)
{
  static const char *const always[] = { "open-meeting", "open-paper", "open-found", "sign",
                                        "sign-in",      "sign-out",   "compose",    NULL };
  static const char *const not_reading[] = { "show-section", "search", "sync", NULL };
  static const char *const reading[] = { "close-tab", NULL };
  static const char *const back[] = { "back", NULL };
  static const char *const verify[] = { "verify", NULL };
  static const char *const submit[] = { "submit-current", NULL };
  static const char *const agency[] = { "agency-current", NULL };
  static const char *const elsewhere[] = { "open-file", "read-on", NULL };
  const gboolean is_reading = hopso_window_is_reading (self);
  const gboolean is_composing = hopso_window_is_composing (self);

  enable (self, always, self->workspace != NULL);
  enable (self, not_reading, self->workspace != NULL && !is_reading && !is_composing);
  enable (self, reading, is_reading);
  enable (self, verify, !is_reading && !is_composing);
  enable (self, elsewhere, !is_composing);
  enable (self, submit,
          is_reading && self->workspace != NULL && hopso_workspace_may_submit (self->workspace));
  enable (self, agency,
          is_reading && self->agency != NULL &&
              g_action_group_get_action_enabled (hopso_agency_acts_get_actions (self->agency),
                                                 "paper"));
  /* Alt with an arrow moves an item of the agenda while one composes. */
  enable (self, back,
          !is_composing &&
              (self->workspace != NULL || is_reading ||
               g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "verify") == 0));
}

static void
opened_cb (HopsoWindow *self, HopsoWorkspace *workspace)
{
  hopso_window_set_workspace (self, workspace);
}

static HopsoSignInPage *
show_sign_in (HopsoWindow *self)
{
  GtkWidget *page = hopso_sign_in_page_new ();

  g_signal_connect_object (page, "opened", G_CALLBACK (opened_cb), self, G_CONNECT_SWAPPED);
  show_page (self, "sign-in", page);
  return HOPSO_SIGN_IN_PAGE (page);
}

/* Where one came from: the work, or signing in. */
void
hopso_window_show_home (HopsoWindow *self)
{
  const char *name = self->main_view != NULL ? "main" : "sign-in";

  if (hopso_window_show_composer (self))
    return;
  if (gtk_stack_get_child_by_name (self->stack, name) != NULL)
    gtk_stack_set_visible_child_name (self->stack, name);
  else
    show_sign_in (self);
}

/* From the reader to the view it was opened from; there, a step back within the view. */
static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (HOPSO_IS_PAGE_VIEW (focus) && hopso_page_view_escape (HOPSO_PAGE_VIEW (focus)))
    return;
  if (!hopso_window_leave_reading (self) && !hopso_window_leave_verify (self) &&
      self->main_view != NULL)
    hopso_main_view_go_back (self->main_view);
}

static void
show_section_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hopso_main_view_show_section (HOPSO_WINDOW (user_data)->main_view,
                                g_variant_get_string (parameter, NULL));
}

static void
open_meeting_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  const char *id = g_variant_get_string (parameter, NULL);

  hopso_notifier_withdraw (self->notifier, id);
  hopso_main_view_open_meeting (self->main_view, id);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hopso_main_view_search (HOPSO_WINDOW (user_data)->main_view);
}

static void
sync_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hopso_workspace_sync_now (HOPSO_WINDOW (user_data)->workspace);
}

static void
signed_cb (HopsoWindow *self, guint n_signed)
{
  g_autofree char *words = g_strdup_printf (
      ngettext ("%u document has been signed.", "%u documents have been signed.", n_signed),
      n_signed);

  if (n_signed > 0)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

/* Out of the sign dialog, to come back to it later. */
static void
read_cb (HopsoWindow *self, const char *paper_id)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "open-paper",
                                  g_variant_new_string (paper_id));
}

/* Requests whose paper has not arrived yet are left for another time. */
static void
sign_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  g_autofree const char **ids = g_variant_get_strv (parameter, NULL);
  HopsoSignDialog *dialog = hopso_sign_dialog_new (self->workspace);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      HopsoRecord *request =
          hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_SIGN_REQUEST, ids[i]);
      HopsoPaper *paper = NULL;

      if (request != NULL)
        paper = hopso_workspace_lookup_paper (
            self->workspace, hopso_sign_request_get_paper (HOPSO_SIGN_REQUEST (request)));
      if (paper != NULL)
        hopso_sign_dialog_add_paper (dialog, paper, HOPSO_SIGN_REQUEST (request));
    }
  g_signal_connect_object (dialog, "read", G_CALLBACK (read_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "signed", G_CALLBACK (signed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
leave (HopsoWindow *self)
{
  g_clear_object (&self->answers);
  g_clear_object (&self->acts);
  g_clear_object (&self->agency);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "agency", NULL);
  g_clear_object (&self->notifier);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "answers", NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "requests", NULL);
  hopso_window_close_composer (self);
  hopso_window_close_reading (self);
  self->main_view = NULL;
  g_clear_object (&self->workspace);
  remove_page (self, "main");
  hopso_window_enable_actions (self);
}

/* The session has ended: server and account are filled in. */
static void
leave_to_sign_in (HopsoWindow *self)
{
  g_autoptr (HopsoAccount) account = g_object_ref (hopso_workspace_get_account (self->workspace));

  leave (self);
  hopso_sign_in_page_offer (show_sign_in (self), hopso_account_get_server_url (account),
                            hopso_account_get_login (account));
}

static void
sign_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  leave_to_sign_in (HOPSO_WINDOW (user_data));
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWindow) self = HOPSO_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (hopso_workspace_sign_out_finish (HOPSO_WORKSPACE (source), result, &error))
    {
      leave_to_sign_in (self);
      return;
    }
  words = g_markup_printf_escaped (_ ("Signing out did not work: %s"), error->message);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

static void
sign_out_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoWindow) self = HOPSO_WINDOW (user_data);
  GtkCheckButton *forget = g_object_get_data (source, "forget");

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL) || self->workspace == NULL)
    return;
  hopso_workspace_sign_out_async (self->workspace, gtk_check_button_get_active (forget), NULL,
                                  signed_out_cb, g_object_ref (self));
}

static void
sign_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);
  guint n_waiting = hopso_workspace_get_n_waiting (self->workspace);
  GtkWidget *forget =
      gtk_check_button_new_with_label (_ ("Erase my documents and notes from this computer"));
  g_autofree char *waiting = g_strdup_printf (
      ngettext ("%u change has not been sent to the server yet. Sign out when you are online.",
                "%u changes have not been sent to the server yet. Sign out when you are online.",
                n_waiting),
      n_waiting);
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("Sign out?"),
                       n_waiting > 0 ? waiting
                                     : _ ("You need your password and the network to sign in "
                                          "again."),
                       _ ("_Sign out"));

  hopso_alert_set_extra (alert, forget);
  g_object_set_data_full (G_OBJECT (alert), "forget", g_object_ref (forget), g_object_unref);
  hopso_alert_set_destructive (alert, n_waiting > 0);
  hopso_alert_ask_async (alert, GTK_WINDOW (self), NULL, sign_out_answered_cb, g_object_ref (self));
}

/* GTK would make it with the window, which people want to see sooner than its keys. */
static void
show_help_overlay_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/vn/hopso/HopSo/hopso-help-overlay.ui");
  GtkShortcutsWindow *overlay =
      GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  /* From now on the action is the window's own. */
  gtk_application_window_set_help_overlay (GTK_APPLICATION_WINDOW (user_data), overlay);
  gtk_window_present (GTK_WINDOW (overlay));
}

static void
hopso_window_dispose (GObject *object)
{
  HopsoWindow *self = HOPSO_WINDOW (object);

  g_clear_handle_id (&self->save_tabs, g_source_remove);
  self->reading = NULL;
  self->main_view = NULL;
  g_clear_object (&self->answers);
  g_clear_object (&self->acts);
  g_clear_object (&self->agency);
  g_clear_object (&self->notifier);
  g_clear_object (&self->workspace);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (hopso_window_parent_class)->dispose (object);
}

static void
hopso_window_class_init (HopsoWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/hopso/HopSo/hopso-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HopsoWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, HopsoWindow, stack);
}

static void
hopso_window_init (HopsoWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "back", .activate = back_cb },
    { .name = "show-section", .activate = show_section_cb, .parameter_type = "s" },
    { .name = "open-meeting", .activate = open_meeting_cb, .parameter_type = "s" },
    { .name = "search", .activate = search_cb },
    { .name = "sign", .activate = sign_cb, .parameter_type = "as" },
    { .name = "sync", .activate = sync_cb },
    { .name = "sign-in", .activate = sign_in_cb },
    { .name = "sign-out", .activate = sign_out_cb },
    { .name = "show-help-overlay", .activate = show_help_overlay_cb },
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  hopso_window_add_news_actions (self);
  hopso_window_add_reading_actions (self);
  hopso_window_add_compose_action (self);
  hopso_window_add_tokens_action (self);
  hopso_window_add_trust_action (self);
  hopso_window_add_verify_actions (self);
  hopso_window_enable_actions (self);
}

/**
 * hopso_window_new:
 * @application: (nullable): the application it belongs to
 * @clock: tells the time
 *
 * Returns: (transfer floating): a window in which nobody is signed in
 */
GtkWidget *
hopso_window_new (GtkApplication *application, HopsoClock *clock)
{
  HopsoWindow *self = g_object_new (HOPSO_TYPE_WINDOW, "application", application, NULL);

  self->clock = g_object_ref (clock);
  return GTK_WIDGET (self);
}

/**
 * hopso_window_start:
 * @self: a window in which nobody is signed in
 * @account: (nullable): an account of this computer to open
 *
 * What is read stays in sight; the page to sign in is then made for an account only, or when
 * somebody goes there.
 */
void
hopso_window_start (HopsoWindow *self, HopsoAccount *account)
{
  gboolean is_reading;
  HopsoSignInPage *page;

  g_return_if_fail (HOPSO_IS_WINDOW (self));

  is_reading = hopso_window_is_reading (self);
  if (is_reading && account == NULL)
    return;
  page = show_sign_in (self);
  if (is_reading)
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->reading));
  if (account != NULL)
    hopso_sign_in_page_open (page, account);
}

static void
recovery_done_cb (HopsoWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "main");
  remove_page (self, "recovery");
}

static void
show_recovery_code (HopsoWindow *self, const char *code)
{
  HopsoAccount *account = hopso_workspace_get_account (self->workspace);
  GtkWidget *page = hopso_recovery_page_new (code, hopso_account_get_login (account),
                                             hopso_account_get_server_url (account));

  g_signal_connect_object (page, "done", G_CALLBACK (recovery_done_cb), self, G_CONNECT_SWAPPED);
  show_page (self, "recovery", page);
}

/* Whole sentences, which stay until they are read. */
static void
notice_cb (HopsoWindow *self, const char *words)
{
  GtkWidget *label = gtk_label_new (words);
  AdwToast *toast = adw_toast_new ("");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/**
 * hopso_window_set_workspace:
 * @self: a window in which nobody is signed in
 * @workspace: what the person works with from now on
 */
void
hopso_window_set_workspace (HopsoWindow *self, HopsoWorkspace *workspace)
{
  g_autofree char *code = NULL;
  g_autofree char *notice = NULL;
  gboolean is_reading;

  g_return_if_fail (HOPSO_IS_WINDOW (self));

  g_set_object (&self->workspace, workspace);
  self->answers = hopso_answers_new (workspace, self->toasts);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "answers",
                                  hopso_answers_get_actions (self->answers));
  self->agency = hopso_agency_acts_new (workspace, self->toasts);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "agency",
                                  hopso_agency_acts_get_actions (self->agency));
  self->acts = hopso_request_acts_new (workspace, self->clock, self->toasts);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "requests",
                                  hopso_request_acts_get_actions (self->acts));
  self->main_view = HOPSO_MAIN_VIEW (hopso_main_view_new (workspace, self->clock));
  hopso_workspace_start_indexing (workspace);
  hopso_window_start_news (self);
  is_reading = hopso_window_is_reading (self);
  show_page (self, "main", GTK_WIDGET (self->main_view));
  remove_page (self, "sign-in");
  hopso_window_restore_reading (self);
  if (is_reading)
    gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->reading));
  hopso_window_enable_actions (self);
  code = hopso_workspace_dup_recovery_code (workspace);
  if (code != NULL)
    show_recovery_code (self, code);
  g_signal_connect_object (workspace, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  notice = hopso_workspace_dup_opening_notice (workspace);
  if (notice != NULL)
    notice_cb (self, notice);
}

/**
 * hopso_window_get_workspace:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): what the person works with; %NULL when nobody is in
 */
HopsoWorkspace *
hopso_window_get_workspace (HopsoWindow *self)
{
  g_return_val_if_fail (HOPSO_IS_WINDOW (self), NULL);

  return self->workspace;
}
