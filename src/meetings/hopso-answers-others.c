/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The actions for what others ask of this person, and what this person says for others: coming
 * instead of somebody or not, approving a substitute or not (the invitation's id), and a clerk's
 * answer for somebody who has called (the invitation's id, the answer). Saying no needs a reason.
 * Main thread. */

#include "hopso-answers-private.h"

#include "hopso-workspace-people.h"

#include <glib/gi18n.h>

/* One word on its way through a question and the workspace. */
typedef struct
{
  HopsoAnswers *answers;         /* owned */
  char *participant;             /* owned */
  const char *done;              /* constant: what is said when it is done */
  const char *partstat;          /* constant, nullable: a clerk's answer for somebody */
  HopsoSubstitutionActType type; /* if it is none */
  HopsoAlert *alert;             /* owned, nullable: asks for the reason */
  GtkWidget *entry;              /* owned, nullable: where the reason is written */
} Word;

static void
word_free (Word *word)
{
  g_clear_object (&word->answers);
  g_clear_object (&word->alert);
  g_clear_object (&word->entry);
  g_free (word->participant);
  g_free (word);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Word, word_free)

static Word *
word_new (gpointer self, const char *participant, const char *done)
{
  Word *word = g_new0 (Word, 1);

  word->answers = g_object_ref (HOPSO_ANSWERS (self));
  word->participant = g_strdup (participant);
  word->done = done;
  return word;
}

static void
said_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Word) word = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (hopso_workspace_answer_finish (HOPSO_WORKSPACE (source), result, &error))
    {
      hopso_answers_add_toast (word->answers, word->done, NULL);
      return;
    }
  text = g_markup_printf_escaped (_ ("Your answer was not taken: %s"), error->message);
  hopso_answers_add_toast (word->answers, text, NULL);
}

/* Takes @word. */
static void
say (Word *word, const char *reason)
{
  HopsoWorkspace *workspace = word->answers->workspace;

  if (word->partstat != NULL)
    hopso_workspace_answer_for_async (workspace, word->participant, word->partstat, reason, said_cb,
                                      word);
  else
    hopso_workspace_substitute_async (workspace, word->participant, word->type, NULL, reason,
                                      said_cb, word);
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Word) word = user_data;
  g_autofree char *reason = NULL;

  if (!hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL))
    return;
  reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (word->entry))));
  say (g_steal_pointer (&word), reason);
}

/* Takes @word. */
static void
ask_why (Word *word, const char *heading, const char *body, const char *verb)
{
  word->alert = hopso_alert_new (heading, body, verb);
  word->entry = g_object_ref (hopso_answers_make_reason_entry (word->alert));
  hopso_alert_ask_async (word->alert, hopso_answers_get_window (word->answers), NULL, explained_cb,
                         word);
  gtk_widget_grab_focus (word->entry);
}

static void
accept_asked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Word *word = word_new (user_data, g_variant_get_string (parameter, NULL),
                         _ ("You have agreed to attend instead."));

  word->type = HOPSO_SUBSTITUTION_ACCEPT;
  say (word, NULL);
}

static void
decline_asked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Word *word = word_new (user_data, g_variant_get_string (parameter, NULL),
                         _ ("You have said that you cannot come."));

  word->type = HOPSO_SUBSTITUTION_DECLINE;
  ask_why (word, _ ("Say that you cannot come?"),
           _ ("Whoever asks you, the secretary and the chair will see your reason."),
           _ ("_Cannot come"));
}

static void
approve_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Word *word = word_new (user_data, g_variant_get_string (parameter, NULL),
                         _ ("You have approved the substitute."));

  word->type = HOPSO_SUBSTITUTION_APPROVE;
  say (word, NULL);
}

static void
refuse_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Word *word = word_new (user_data, g_variant_get_string (parameter, NULL),
                         _ ("You have not approved the substitute."));

  word->type = HOPSO_SUBSTITUTION_REFUSE;
  ask_why (word, _ ("Do not approve the substitute?"),
           _ ("Whoever is invited and the substitute will see your reason."),
           _ ("Do _not approve"));
}

static void
answer_for_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *participant;
  const char *partstat;
  Word *word;

  g_variant_get (parameter, "(&s&s)", &participant, &partstat);
  word = word_new (user_data, participant, _ ("The answer has been entered."));
  word->partstat = g_str_equal (partstat, "accepted") ? "accepted" : "declined";
  if (g_str_equal (word->partstat, "accepted"))
    say (word, NULL);
  else
    ask_why (word, _ ("Enter an absence?"), _ ("It is noted that you entered it."), _ ("_Enter"));
}

void
hopso_answers_add_others (HopsoAnswers *self)
{
  static const GActionEntry entries[] = {
    { .name = "accept-asked", .activate = accept_asked_cb, .parameter_type = "s" },
    { .name = "decline-asked", .activate = decline_asked_cb, .parameter_type = "s" },
    { .name = "approve-substitute", .activate = approve_cb, .parameter_type = "s" },
    { .name = "refuse-substitute", .activate = refuse_cb, .parameter_type = "s" },
    { .name = "answer-for", .activate = answer_for_cb, .parameter_type = "(ss)" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}
