/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions behind the three buttons of an invitation: "accept", "decline" and "substitute" (the
 * meeting's id), and "undo" of the answer before (meeting, answer, substitute, reason). The window
 * inserts them as "answers". Every answer ends in a toast that can take it back. Main thread. */

#include "hopso-answers-private.h"

#include "hopso-meeting.h"
#include "hopso-people-dialog.h"
#include "hopso-person-words.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (HopsoAnswers, hopso_answers, G_TYPE_OBJECT)

/* One answer on its way through questions and the workspace. */
typedef struct
{
  HopsoAnswers *answers; /* owned */
  char *meeting_id;      /* owned */
  char *partstat;        /* owned */
  char *substitute_id;   /* owned, nullable */
  char *reason;          /* owned, nullable */
  GVariant *before;      /* owned: what "undo" takes */
  GtkWidget *entry;      /* owned, nullable: where the reason is written */
  HopsoAlert *alert;     /* owned, nullable: asks for the reason */
  gboolean is_undo;
} Answer;

static void
answer_free (Answer *answer)
{
  g_clear_object (&answer->answers);
  g_clear_object (&answer->entry);
  g_clear_object (&answer->alert);
  g_clear_pointer (&answer->before, g_variant_unref);
  g_free (answer->meeting_id);
  g_free (answer->partstat);
  g_free (answer->substitute_id);
  g_free (answer->reason);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static Answer *
answer_new (HopsoAnswers *self, const char *meeting_id, const char *partstat)
{
  Answer *answer = g_new0 (Answer, 1);
  HopsoParticipant *mine = hopso_workspace_lookup_my_participation (self->workspace, meeting_id);
  const char *before = mine != NULL ? hopso_participant_get_partstat (mine) : NULL;
  const char *substitute = mine != NULL ? hopso_participant_get_substitute (mine) : NULL;
  const char *reason = mine != NULL ? hopso_participant_get_reason (mine) : NULL;

  answer->answers = g_object_ref (self);
  answer->meeting_id = g_strdup (meeting_id);
  answer->partstat = g_strdup (partstat);
  answer->before = g_variant_ref_sink (
      g_variant_new ("(ssss)", meeting_id, before != NULL ? before : "needs-action",
                     substitute != NULL ? substitute : "", reason != NULL ? reason : ""));
  return answer;
}

GtkWindow *
hopso_answers_get_window (HopsoAnswers *self)
{
  return self->toasts != NULL ? GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->toasts))) : NULL;
}

void
hopso_answers_add_toast (HopsoAnswers *self, const char *text, GVariant *undo)
{
  AdwToast *toast;

  if (self->toasts == NULL)
    return;
  toast = adw_toast_new (text);
  if (undo != NULL)
    {
      adw_toast_set_button_label (toast, _ ("Undo"));
      adw_toast_set_action_name (toast, "answers.undo");
      adw_toast_set_action_target_value (toast, undo);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static const char *
describe (const Answer *answer)
{
  if (answer->is_undo)
    return _ ("Your earlier answer counts again.");
  if (g_str_equal (answer->partstat, "accepted"))
    return _ ("You have confirmed that you will attend.");
  if (g_str_equal (answer->partstat, "declined"))
    return _ ("Your absence has been reported.");
  return _ ("Your substitute is being asked.");
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Answer) answer = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (hopso_workspace_answer_finish (HOPSO_WORKSPACE (source), result, &error))
    {
      hopso_answers_add_toast (answer->answers, describe (answer),
                               answer->is_undo ? NULL : answer->before);
      return;
    }
  text = g_markup_printf_escaped (_ ("Your answer was not taken: %s"), error->message);
  hopso_answers_add_toast (answer->answers, text, NULL);
}

/* Takes @answer. */
static void
give (Answer *answer)
{
  hopso_workspace_answer_async (answer->answers->workspace, answer->meeting_id, answer->partstat,
                                answer->substitute_id, answer->reason, answered_cb, answer);
}

static void
accept_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  give (answer_new (HOPSO_ANSWERS (user_data), g_variant_get_string (parameter, NULL), "accepted"));
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *meeting_id;
  const char *partstat;
  const char *substitute;
  const char *reason;
  Answer *answer;

  g_variant_get (parameter, "(&s&s&s&s)", &meeting_id, &partstat, &substitute, &reason);
  answer = answer_new (HOPSO_ANSWERS (user_data), meeting_id, partstat);
  answer->substitute_id = substitute[0] != '\0' ? g_strdup (substitute) : NULL;
  answer->reason = reason[0] != '\0' ? g_strdup (reason) : NULL;
  answer->is_undo = TRUE;
  give (answer);
}

/* The reason has been written, or nothing is done. */
static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Answer) answer = user_data;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    return;
  answer->reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (answer->entry))));
  give (g_steal_pointer (&answer));
}

static void
reason_changed_cb (GtkEditable *editable, HopsoAlert *alert)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  hopso_alert_set_verb_enabled (alert, reason[0] != '\0');
}

GtkWidget *
hopso_answers_make_reason_entry (HopsoAlert *alert)
{
  GtkWidget *entry = adw_entry_row_new ();
  GtkWidget *list = gtk_list_box_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _ ("Reason"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (reason_changed_cb), alert, 0);
  hopso_alert_set_extra (alert, list);
  hopso_alert_set_verb_enabled (alert, FALSE);
  return entry;
}

/* Takes @answer, whose alert asks. */
static void
ask_why (Answer *answer)
{
  answer->entry = g_object_ref (hopso_answers_make_reason_entry (answer->alert));
  hopso_alert_ask_async (answer->alert, hopso_answers_get_window (answer->answers), NULL,
                         explained_cb, answer);
  gtk_widget_grab_focus (answer->entry);
}

static void
decline_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoAnswers *self = HOPSO_ANSWERS (user_data);
  Answer *answer = answer_new (self, g_variant_get_string (parameter, NULL), "declined");

  answer->alert = hopso_alert_new (_ ("Report your absence?"),
                                   _ ("The secretary and the chair will see your reason."),
                                   _ ("_Report absence"));
  ask_why (answer);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Answer) answer = user_data;

  HopsoWorkspace *workspace = answer->answers->workspace;
  HopsoPerson *person;
  g_autofree char *heading = NULL;

  answer->substitute_id = hopso_people_dialog_choose_finish (result, NULL);
  person = hopso_workspace_lookup_person (workspace, answer->substitute_id);
  if (person == NULL)
    return;
  heading = g_strdup_printf (_ ("Send %s as your substitute?"), hopso_person_get_name (person));
  answer->alert = hopso_alert_new (heading,
                                   _ ("Your substitute, the secretary and the chair will see your "
                                      "reason. Your substitute has to agree."),
                                   _ ("_Send as substitute"));
  ask_why (g_steal_pointer (&answer));
}

static char *
describe_person (HopsoPerson *person, gpointer workspace)
{
  return hopso_person_words_title (person, hopso_workspace_lookup_organization (
                                               workspace, hopso_person_get_organization (person)));
}

/* Nobody goes in their own place. */
static gboolean
is_somebody_else (HopsoPerson *person, gpointer workspace)
{
  return person != hopso_workspace_get_person (workspace);
}

static void
substitute_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HopsoAnswers *self = HOPSO_ANSWERS (user_data);
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  g_autoptr (GListModel) persons = hopso_workspace_list_persons (self->workspace);
  const HopsoPeoplePrompt prompt = {
    .title = _ ("Name your substitute"),
    .verb = _ ("_Choose"),
    .persons = persons,
    .organization = me != NULL ? hopso_person_get_organization (me) : NULL,
    .describe = describe_person,
    .accepts = is_somebody_else,
    .data = g_object_ref (self->workspace),
    .free_data = g_object_unref,
  };

  hopso_people_dialog_choose_async (
      &prompt, hopso_answers_get_window (self), NULL, chosen_cb,
      answer_new (self, g_variant_get_string (parameter, NULL), "delegated"));
}

static void
hopso_answers_dispose (GObject *object)
{
  HopsoAnswers *self = HOPSO_ANSWERS (object);

  g_clear_weak_pointer (&self->toasts);
  g_clear_object (&self->workspace);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (hopso_answers_parent_class)->dispose (object);
}

static void
hopso_answers_class_init (HopsoAnswersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_answers_dispose;
}

static void
hopso_answers_init (HopsoAnswers *self)
{
  static const GActionEntry entries[] = {
    { .name = "accept", .activate = accept_cb, .parameter_type = "s" },
    { .name = "decline", .activate = decline_cb, .parameter_type = "s" },
    { .name = "substitute", .activate = substitute_cb, .parameter_type = "s" },
    { .name = "undo", .activate = undo_cb, .parameter_type = "(ssss)" },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  hopso_answers_add_others (self);
}

/**
 * hopso_answers_new:
 * @workspace: whose invitations are answered
 * @toasts: where results are shown
 *
 * Returns: (transfer full): the actions for one window
 */
HopsoAnswers *
hopso_answers_new (HopsoWorkspace *workspace, AdwToastOverlay *toasts)
{
  HopsoAnswers *self = g_object_new (HOPSO_TYPE_ANSWERS, NULL);

  self->workspace = g_object_ref (workspace);
  g_set_weak_pointer (&self->toasts, toasts);
  return self;
}

/**
 * hopso_answers_get_actions:
 * @self: the actions
 *
 * They work as long as @self lives.
 *
 * Returns: (transfer none): to be inserted as "answers"
 */
GActionGroup *
hopso_answers_get_actions (HopsoAnswers *self)
{
  g_return_val_if_fail (HOPSO_IS_ANSWERS (self), NULL);

  return G_ACTION_GROUP (self->actions);
}
