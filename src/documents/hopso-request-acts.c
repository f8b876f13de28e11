/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions behind the buttons of sign requests; the window inserts them as "requests". A return
 * needs a reason, handing on a person; every result ends in a toast. Main thread. */

#include "hopso-request-acts.h"

#include "hopso-file-prompt.h"
#include "hopso-people-dialog.h"
#include "hopso-request-acts-private.h"
#include "hopso-request-window.h"
#include "hopso-request-words.h"
#include "hopso-submit-window.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (HopsoRequestActs, hopso_request_acts, G_TYPE_OBJECT)

/* One act on its way through questions and the workspace. */
typedef struct
{
  HopsoRequestActs *acts; /* owned */
  char *request;          /* owned: its id */
  const char *done;       /* what the toast says */
  GtkWidget *entry;       /* owned, nullable: where the reason is written */
  HopsoAlert *alert;      /* owned, nullable: asks for it */
} Act;

static void
act_free (Act *act)
{
  g_clear_object (&act->acts);
  g_clear_object (&act->entry);
  g_clear_object (&act->alert);
  g_free (act->request);
  g_free (act);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static Act *
act_new (HopsoRequestActs *self, GVariant *request, const char *done)
{
  Act *act = g_new0 (Act, 1);

  act->acts = g_object_ref (self);
  act->request = g_variant_dup_string (request, NULL);
  act->done = done;
  return act;
}

/* The window in front: of the main one or of one above it. */
GtkWindow *
hopso_request_acts_get_window (HopsoRequestActs *self)
{
  GtkWindow *window =
      self->toasts != NULL ? GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->toasts))) : NULL;
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *link = all; link != NULL; link = link->next)
    if (HOPSO_IS_REQUEST_WINDOW (link->data) && gtk_window_get_transient_for (link->data) == window)
      return link->data;
  return window;
}

/* For as long as there is a window. */
void
hopso_request_acts_add_toast (HopsoRequestActs *self, const char *text)
{
  AdwToast *toast;
  GtkWidget *label;

  if (self->toasts == NULL)
    return;
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  toast = adw_toast_new ("");
  adw_toast_set_custom_title (toast, label);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
acted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (hopso_workspace_act_finish (HOPSO_WORKSPACE (source), result, &error))
    {
      hopso_request_acts_add_toast (act->acts, act->done);
      return;
    }
  text = g_strdup_printf (_ ("That was not possible: %s"), error->message);
  hopso_request_acts_add_toast (act->acts, text);
}

static HopsoSignRequest *
lookup (HopsoRequestActs *self, const char *id)
{
  return (HopsoSignRequest *) hopso_workspace_lookup_record (self->workspace,
                                                             HOPSO_KIND_SIGN_REQUEST, id);
}

/* --- reasons -------------------------------------------------------------------------------------
 */

static char *
dup_reason (Act *act)
{
  g_autofree char *reason =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (act->entry))));

  return reason[0] != '\0' ? g_steal_pointer (&reason) : NULL;
}

static void
reason_changed_cb (GtkEditable *editable, HopsoAlert *alert)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  hopso_alert_set_verb_enabled (alert, reason[0] != '\0');
}

static void
add_reason_entry (Act *act, const char *title, gboolean is_required)
{
  GtkWidget *list = gtk_list_box_new ();

  act->entry = g_object_ref (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (act->entry), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (act->entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), act->entry);
  hopso_alert_set_extra (act->alert, list);
  if (!is_required)
    return;
  g_signal_connect_object (act->entry, "changed", G_CALLBACK (reason_changed_cb), act->alert, 0);
  hopso_alert_set_verb_enabled (act->alert, FALSE);
}

static void
returned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  g_autofree char *reason = NULL;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    return;
  reason = dup_reason (act);
  hopso_workspace_return_request_async (act->acts->workspace, act->request, reason, acted_cb, act);
  g_steal_pointer (&act);
}

static void
return_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoRequestActs *self = HOPSO_REQUEST_ACTS (user_data);
  Act *act = act_new (self, parameter, _ ("The document has been returned."));
  HopsoSignRequest *request = lookup (self, act->request);
  g_autofree char *name = NULL;
  g_autofree char *body = NULL;

  if (request == NULL)
    {
      act_free (act);
      return;
    }
  name = hopso_request_words_document (self->workspace, request);
  body = g_strdup_printf (
      _ ("“%s” goes back to whoever submitted it, with your reason. Nobody signs it then."), name);
  act->alert = hopso_alert_new (_ ("Return the document?"), body, _ ("_Return"));
  add_reason_entry (act, _ ("Reason, what has to be changed"), TRUE);
  hopso_alert_ask_async (act->alert, hopso_request_acts_get_window (self), NULL, returned_cb, act);
  gtk_widget_grab_focus (act->entry);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  g_autofree char *reason = NULL;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    return;
  reason = dup_reason (act);
  hopso_workspace_withdraw_request_async (act->acts->workspace, act->request, reason, acted_cb,
                                          act);
  g_steal_pointer (&act);
}

static void
withdraw_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoRequestActs *self = HOPSO_REQUEST_ACTS (user_data);
  Act *act = act_new (self, parameter, _ ("The request has been withdrawn."));

  act->alert = hopso_alert_new (_ ("Withdraw the request?"),
                                _ ("Nobody is asked to sign any more. Signatures that were made "
                                   "stay in the document."),
                                _ ("_Withdraw"));
  add_reason_entry (act, _ ("Reason (may be left empty)"), FALSE);
  hopso_alert_ask_async (act->alert, hopso_request_acts_get_window (self), NULL, withdrawn_cb, act);
  gtk_widget_grab_focus (act->entry);
}

/* --- handing on ----------------------------------------------------------------------------------
 */

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Act) act = user_data;
  g_autofree char *person = hopso_people_dialog_choose_finish (result, NULL);

  if (person == NULL)
    return;
  hopso_workspace_delegate_request_async (act->acts->workspace, act->request, person, NULL,
                                          acted_cb, act);
  g_steal_pointer (&act);
}

static char *
describe_person (HopsoPerson *person, gpointer act)
{
  return hopso_request_words_person (((Act *) act)->acts->workspace,
                                     hopso_record_get_id (HOPSO_RECORD (person)));
}

static gboolean
may_delegate_to (HopsoPerson *person, gpointer data)
{
  Act *act = data;
  HopsoSignStep *step = hopso_workspace_lookup_my_step (act->acts->workspace, act->request);

  return step != NULL &&
         hopso_workspace_may_delegate_to (act->acts->workspace, step,
                                          hopso_record_get_id (HOPSO_RECORD (person)));
}

static void
delegate_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoRequestActs *self = HOPSO_REQUEST_ACTS (user_data);
  Act *act = act_new (self, parameter, _ ("The signature has been handed on."));
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  g_autoptr (GListModel) persons = hopso_workspace_list_persons (self->workspace);
  const HopsoPeoplePrompt prompt = {
    .title = _ ("Who shall sign instead?"),
    .verb = _ ("_Hand on"),
    .empty = _ ("The rules let you hand this signature on to nobody."),
    .persons = persons,
    .organization = me != NULL ? hopso_person_get_organization (me) : NULL,
    .describe = describe_person,
    .accepts = may_delegate_to,
    .data = act,
  };

  hopso_people_dialog_choose_async (&prompt, hopso_request_acts_get_window (self), NULL, chosen_cb,
                                    act);
}

/* --- submitting ----------------------------------------------------------------------------------
 */

static void
submitted_cb (HopsoRequestActs *self)
{
  hopso_request_acts_add_toast (self, _ ("Submitted for signature."));
}

static void
present_submit (HopsoRequestActs *self, HopsoSubmitWindow *window)
{
  g_signal_connect_object (window, "submitted", G_CALLBACK (submitted_cb), self, G_CONNECT_SWAPPED);
  gtk_window_set_transient_for (GTK_WINDOW (window), hopso_request_acts_get_window (self));
  gtk_window_present (GTK_WINDOW (window));
}

static void
submit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoRequestActs *self = HOPSO_REQUEST_ACTS (user_data);
  HopsoPaper *paper =
      hopso_workspace_lookup_paper (self->workspace, g_variant_get_string (parameter, NULL));

  if (paper != NULL)
    present_submit (self, hopso_submit_window_new (self->workspace, self->clock, paper, NULL));
}

/* What was returned or withdrawn is submitted again, to the same people. */
static void
again_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoRequestActs *self = HOPSO_REQUEST_ACTS (user_data);
  HopsoSignRequest *request = lookup (self, g_variant_get_string (parameter, NULL));
  HopsoPaper *paper =
      request != NULL
          ? hopso_workspace_lookup_paper (self->workspace, hopso_sign_request_get_paper (request))
          : NULL;

  if (paper == NULL)
    return;
  HopsoSubmitWindow *window = hopso_submit_window_new (self->workspace, self->clock, paper, NULL);

  hopso_submit_window_take_over (window, request);
  present_submit (self, window);
}

static void
submit_file (HopsoRequestActs *self, GFile *file)
{
  present_submit (self, hopso_submit_window_new (self->workspace, self->clock, NULL, file));
}

static void
submit_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  submit_file (HOPSO_REQUEST_ACTS (user_data), file);
}

static void
file_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoRequestActs) self = user_data;
  g_autoptr (GFile) file = hopso_file_prompt_finish (result, NULL);

  if (file != NULL && self->toasts != NULL)
    submit_file (self, file);
}

static void
choose_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const char *const patterns[] = { "*.pdf", "*.PDF", NULL };
  HopsoRequestActs *self = HOPSO_REQUEST_ACTS (user_data);
  const HopsoFilePrompt prompt = { .title = _ ("Document to submit"),
                                   .verb = _ ("Choose"),
                                   .filter_name = _ ("PDF documents"),
                                   .patterns = patterns };

  hopso_file_prompt_open_async (&prompt, hopso_request_acts_get_window (self), NULL, file_chosen_cb,
                                g_object_ref (self));
}

static void
show_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoRequestActs *self = HOPSO_REQUEST_ACTS (user_data);
  HopsoSignRequest *request = lookup (self, g_variant_get_string (parameter, NULL));
  GtkWindow *window;

  if (request == NULL)
    return;
  window = GTK_WINDOW (hopso_request_window_new (self->workspace, self->clock, request));
  gtk_window_set_transient_for (window, hopso_request_acts_get_window (self));
  gtk_widget_insert_action_group (GTK_WIDGET (window), "requests", G_ACTION_GROUP (self->actions));
  gtk_window_present (window);
}

/* --- the object ----------------------------------------------------------------------------------
 */

static void
hopso_request_acts_dispose (GObject *object)
{
  HopsoRequestActs *self = HOPSO_REQUEST_ACTS (object);

  g_clear_weak_pointer (&self->toasts);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (hopso_request_acts_parent_class)->dispose (object);
}

static void
hopso_request_acts_class_init (HopsoRequestActsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_request_acts_dispose;
}

static void
hopso_request_acts_init (HopsoRequestActs *self)
{
  static const GActionEntry entries[] = {
    { .name = "show", .activate = show_cb, .parameter_type = "s" },
    { .name = "return", .activate = return_cb, .parameter_type = "s" },
    { .name = "withdraw", .activate = withdraw_cb, .parameter_type = "s" },
    { .name = "delegate", .activate = delegate_cb, .parameter_type = "s" },
    { .name = "submit", .activate = submit_cb, .parameter_type = "s" },
    { .name = "again", .activate = again_cb, .parameter_type = "s" },
    { .name = "submit-file", .activate = submit_file_cb, .parameter_type = "s" },
    { .name = "choose-file", .activate = choose_file_cb },
    { .name = "change", .activate = hopso_request_acts_change_cb, .parameter_type = "s" },
    { .name = "replace", .activate = hopso_request_acts_replace_cb, .parameter_type = "s" },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

/**
 * hopso_request_acts_new:
 * @workspace: whose requests
 * @clock: tells the time
 * @toasts: where results are shown
 *
 * Returns: (transfer full): the actions for one window
 */
HopsoRequestActs *
hopso_request_acts_new (HopsoWorkspace *workspace, HopsoClock *clock, AdwToastOverlay *toasts)
{
  HopsoRequestActs *self = g_object_new (HOPSO_TYPE_REQUEST_ACTS, NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  g_set_weak_pointer (&self->toasts, toasts);
  return self;
}

/**
 * hopso_request_acts_get_actions:
 *
 * They work as long as @self lives.
 *
 * Returns: (transfer none): to be inserted as "requests"
 */
GActionGroup *
hopso_request_acts_get_actions (HopsoRequestActs *self)
{
  g_return_val_if_fail (HOPSO_IS_REQUEST_ACTS (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
