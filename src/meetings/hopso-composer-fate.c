/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a draft: it is published, with a reason where one is needed, copied, kept as a
 * template, or discarded. Main thread. */

#include "hopso-composer-private.h"

#include "hopso-alert.h"
#include "hopso-composer-ask.h"
#include "hopso-composition-private.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

static void
published_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hopso_workspace_course_finish (HOPSO_WORKSPACE (source), result, &error);

  self->is_publishing = FALSE;
  if (self->composition == NULL)
    return;
  if (id != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.leave", NULL);
      return;
    }
  g_autofree char *words = g_strdup_printf (_ ("It was not published: %s"), error->message);
  hopso_composition_tell (self->composition, words);
  hopso_composer_show_publish (self);
}

/* On its way to being published. */
typedef struct
{
  HopsoComposer *composer; /* owned */
  char *reason;            /* owned, nullable */
} Publishing;

static void
send_out (Publishing *publishing)
{
  HopsoComposer *self = publishing->composer;

  if (self->composition != NULL)
    hopso_workspace_publish_async (hopso_composition_get_workspace (self->composition),
                                   hopso_composition_get_id (self->composition), publishing->reason,
                                   published_cb, g_object_ref (self));
  g_object_unref (self);
  g_free (publishing->reason);
  g_free (publishing);
}

/* A failure is told by publishing itself, which looks at the same records. */
static void
numbered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  hopso_workspace_do_step_finish (HOPSO_WORKSPACE (source), result, NULL);
  send_out (user_data);
}

/* Numbers and planned times are written first. */
static void
publish (HopsoComposer *self, const char *reason)
{
  HopsoComposeStep *numbers = hopso_composition_make_numbers (self->composition);
  Publishing *publishing = g_new0 (Publishing, 1);

  publishing->composer = g_object_ref (self);
  publishing->reason = g_strdup (reason);
  self->is_publishing = TRUE;
  hopso_composer_show_publish (self);
  if (numbers != NULL)
    hopso_workspace_do_step_async (hopso_composition_get_workspace (self->composition), numbers,
                                   numbered_cb, publishing);
  else
    send_out (publishing);
}

static void
reason_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;
  g_autofree char *reason = hopso_composer_ask_finish (result);

  if (reason != NULL && self->composition != NULL)
    publish (self, reason);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;

  if (hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL) && self->composition != NULL)
    publish (self, NULL);
}

static void
publish_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposer *self = HOPSO_COMPOSER (widget);
  const guint n = g_list_model_get_n_items (hopso_composition_get_people (self->composition));
  g_autofree char *heading =
      g_strdup_printf (ngettext ("Publish to %u person?", "Publish to %u people?", n), n);
  g_autofree char *open = hopso_composer_side_describe_open (self->side_pane);
  const HopsoComposerQuestion question = {
    .heading = heading,
    .body = open,
    .verb = _ ("_Publish"),
    .title = _ ("Reason"),
    .is_required = TRUE,
  };

  if (hopso_composer_side_count (self->side_pane, FALSE) > 0)
    {
      hopso_composer_ask_async (&question, widget, reason_cb, g_object_ref (self));
      return;
    }
  g_autoptr (HopsoAlert) alert = hopso_alert_new (
      heading, _ ("They get the invitation, the agenda and the papers at once."), _ ("_Publish"));
  hopso_alert_ask_async (alert, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, confirmed_cb,
                         g_object_ref (self));
}

/* --- copies --------------------------------------------------------------------------------------
 */

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = hopso_workspace_course_finish (HOPSO_WORKSPACE (source), result, &error);
  g_autofree char *words = NULL;

  if (self->composition == NULL)
    return;
  if (id == NULL)
    words = g_strdup_printf (_ ("That was not possible: %s"), error->message);
  else
    words = g_strdup (_ ("The copy stands among the drafts and templates of the meetings."));
  hopso_composition_tell (self->composition, words);
}

static void
copy (HopsoComposer *self, const char *name, gboolean as_template)
{
  HopsoMeeting *meeting = hopso_composition_get_meeting (self->composition);
  const HopsoMeetingCopy wanted = {
    .name = name,
    .start = meeting != NULL && !as_template ? hopso_meeting_get_start (meeting) : 0,
    .with_papers = FALSE,
    .as_template = as_template,
  };

  hopso_workspace_copy_meeting_async (hopso_composition_get_workspace (self->composition),
                                      hopso_composition_get_id (self->composition), &wanted,
                                      copied_cb, g_object_ref (self));
}

static void
copy_named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;
  g_autofree char *name = hopso_composer_ask_finish (result);

  if (name != NULL && self->composition != NULL)
    copy (self, name, FALSE);
}

static void
template_named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;
  g_autofree char *name = hopso_composer_ask_finish (result);

  if (name != NULL && self->composition != NULL)
    copy (self, name, TRUE);
}

static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposer *self = HOPSO_COMPOSER (widget);
  HopsoMeeting *meeting = hopso_composition_get_meeting (self->composition);
  const gboolean as_template = g_str_equal (action, "composer.save-template");
  const HopsoComposerQuestion question = {
    .heading = as_template ? _ ("Save as a template") : _ ("Copy the meeting"),
    .body = _ ("Agenda and people are taken over, papers and answers are not."),
    .verb = as_template ? _ ("_Save") : _ ("_Copy"),
    .title = _ ("Name"),
    .text = meeting != NULL ? hopso_meeting_get_name (meeting) : NULL,
    .is_required = TRUE,
  };

  hopso_composer_ask_async (&question, widget, as_template ? template_named_cb : copy_named_cb,
                            g_object_ref (self));
}

/* --- discarding ----------------------------------------------------------------------------------
 */

static void
discarded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;
  g_autoptr (GError) error = NULL;

  g_autofree char *id = hopso_workspace_course_finish (HOPSO_WORKSPACE (source), result, &error);

  if (self->composition == NULL)
    return;
  if (id != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "composer.leave", NULL);
      return;
    }
  g_autofree char *words = g_strdup_printf (_ ("That was not possible: %s"), error->message);
  hopso_composition_tell (self->composition, words);
}

static void
discard_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoComposer) self = user_data;

  if (hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL) && self->composition != NULL)
    hopso_workspace_discard_draft_async (hopso_composition_get_workspace (self->composition),
                                         hopso_composition_get_id (self->composition), discarded_cb,
                                         g_object_ref (self));
}

static void
discard_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoComposer *self = HOPSO_COMPOSER (widget);
  g_autoptr (HopsoAlert) alert =
      hopso_alert_new (_ ("Discard the draft?"),
                       _ ("Agenda, people and papers of this draft go for everybody who prepares "
                          "it. What is published stays."),
                       _ ("_Discard"));

  hopso_alert_set_destructive (alert, TRUE);
  hopso_alert_ask_async (alert, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, discard_cb,
                         g_object_ref (self));
}

/* The actions, for the class. */
void
hopso_composer_add_fate (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "composer.publish", NULL, publish_action);
  gtk_widget_class_install_action (klass, "composer.copy", NULL, copy_action);
  gtk_widget_class_install_action (klass, "composer.save-template", NULL, copy_action);
  gtk_widget_class_install_action (klass, "composer.discard", NULL, discard_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Return, GDK_CONTROL_MASK, "composer.publish",
                                       NULL);
}
