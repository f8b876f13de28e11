/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The menu by which a clerk changes, postpones, cancels or copies a published meeting. A change is
 * prepared in the composer, and nobody sees it before it is published. Main thread. */

#include "hopso-meeting-clerk.h"

#include "hopso-alert.h"
#include "hopso-composer-ask.h"
#include "hopso-composer-moment.h"
#include "hopso-composer-start.h"
#include "hopso-meeting-words.h"
#include "hopso-workspace-compose.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _HopsoMeetingClerk
{
  GtkWidget parent_instance;

  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  char *id;                  /* owned: of the meeting */
  GtkWidget *button;         /* owned: child */
  GtkWidget *moment;         /* owned, nullable: while it is asked when */
  GtkWidget *reason;         /* owned, nullable: while it is asked why */
};

G_DEFINE_FINAL_TYPE (HopsoMeetingClerk, hopso_meeting_clerk, GTK_TYPE_WIDGET)

static HopsoMeeting *
get_meeting (HopsoMeetingClerk *self)
{
  return (HopsoMeeting *) hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_MEETING,
                                                         self->id);
}

static void
update (HopsoMeetingClerk *self)
{
  HopsoMeeting *meeting = get_meeting (self);

  gtk_widget_set_visible (GTK_WIDGET (self),
                          meeting != NULL && !hopso_meeting_is_draft (meeting) &&
                              hopso_composer_start_is_allowed (self->workspace) &&
                              hopso_meeting_words_get_phase (
                                  meeting, hopso_clock_now (self->clock)) == HOPSO_MEETING_COMING);
}

/* --- acts ----------------------------------------------------------------------------------------
 */

static char *
finish (HopsoMeetingClerk *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  char *id = hopso_workspace_course_finish (self->workspace, result, &error);
  g_autofree char *words = NULL;

  if (id != NULL)
    return id;
  words = g_strdup_printf (_ ("That was not possible: %s"), error->message);
  g_signal_emit_by_name (self->workspace, "notice", words);
  return NULL;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoMeetingClerk) self = user_data;
  g_autofree char *id = NULL;

  if (self->workspace != NULL)
    id = finish (self, result);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoMeetingClerk) self = user_data;
  g_autofree char *id = NULL;

  if (self->workspace != NULL)
    id = finish (self, result);
  if (id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.compose", "s", id);
}

static void
revise_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoMeetingClerk *self = HOPSO_MEETING_CLERK (widget);

  hopso_workspace_revise_async (self->workspace, self->id, opened_cb, g_object_ref (self));
}

static void
copied_name_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoMeetingClerk) self = user_data;
  g_autofree char *name = hopso_composer_ask_finish (result);
  const HopsoMeetingCopy copy = { .name = name };

  if (name != NULL && self->workspace != NULL)
    hopso_workspace_copy_meeting_async (self->workspace, self->id, &copy, opened_cb,
                                        g_object_ref (self));
}

static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoMeetingClerk *self = HOPSO_MEETING_CLERK (widget);
  HopsoMeeting *meeting = get_meeting (self);
  const HopsoComposerQuestion question = {
    .heading = _ ("Copy the meeting"),
    .body = _ ("Agenda and people are taken over, papers and answers are not."),
    .verb = _ ("_Copy"),
    .title = _ ("Name"),
    .text = meeting != NULL ? hopso_meeting_get_name (meeting) : NULL,
    .is_required = TRUE,
  };

  hopso_composer_ask_async (&question, widget, copied_name_cb, g_object_ref (self));
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoMeetingClerk) self = user_data;
  g_autofree char *reason = hopso_composer_ask_finish (result);

  if (reason != NULL && self->workspace != NULL)
    hopso_workspace_cancel_async (self->workspace, self->id, reason, done_cb, g_object_ref (self));
}

static void
cancel_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const HopsoComposerQuestion question = {
    .heading = _ ("Cancel the meeting?"),
    .body = _ ("Everybody who is invited is told, with your reason. It cannot be taken back."),
    .verb = _ ("_Cancel the meeting"),
    .title = _ ("Reason"),
    .is_required = TRUE,
    .is_destructive = TRUE,
  };

  hopso_composer_ask_async (&question, widget, cancelled_cb, g_object_ref (widget));
}

/* --- postponing ----------------------------------------------------------------------------------
 */

static void
postponed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoMeetingClerk) self = user_data;
  const gboolean is_wanted = hopso_alert_ask_finish (HOPSO_ALERT (source), result, NULL);
  HopsoMeeting *meeting = self->workspace != NULL ? get_meeting (self) : NULL;
  g_autofree char *reason =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
  const gint64 start = hopso_composer_moment_get (HOPSO_COMPOSER_MOMENT (self->moment));

  g_clear_object (&self->reason);
  g_clear_object (&self->moment);
  if (!is_wanted || meeting == NULL)
    return;
  hopso_workspace_postpone_async (self->workspace, self->id, start,
                                  start + hopso_meeting_get_end (meeting) -
                                      hopso_meeting_get_start (meeting),
                                  reason, done_cb, g_object_ref (self));
}

static void
changed_cb (HopsoMeetingClerk *self, gpointer widget)
{
  HopsoAlert *alert = g_object_get_data (G_OBJECT (self), "alert");
  HopsoMeeting *meeting = get_meeting (self);
  g_autofree char *reason = NULL;

  if (self->reason == NULL || self->moment == NULL || meeting == NULL || alert == NULL)
    return;
  reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
  const gint64 start = hopso_composer_moment_get (HOPSO_COMPOSER_MOMENT (self->moment));
  hopso_alert_set_verb_enabled (alert, reason[0] != '\0' && start > hopso_clock_now (self->clock) &&
                                           start != hopso_meeting_get_start (meeting));
}

static GtkWidget *
make_fields (HopsoMeetingClerk *self, HopsoMeeting *meeting)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *row = adw_action_row_new ();

  g_clear_object (&self->moment);
  g_clear_object (&self->reason);
  self->moment = g_object_ref_sink (hopso_composer_moment_new (_ ("The meeting begins")));
  self->reason = g_object_ref_sink (adw_entry_row_new ());
  hopso_composer_moment_set (HOPSO_COMPOSER_MOMENT (self->moment),
                             hopso_meeting_get_start (meeting));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Begins"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->reason), _ ("Reason"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->moment);
  g_signal_connect_object (self->moment, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reason, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_list_box_append (GTK_LIST_BOX (list), self->reason);
  return list;
}

static void
postpone_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HopsoMeetingClerk *self = HOPSO_MEETING_CLERK (widget);
  HopsoMeeting *meeting = get_meeting (self);
  g_autoptr (HopsoAlert) alert = hopso_alert_new (
      _ ("Postpone the meeting"), _ ("It keeps its length. Everybody is asked to answer anew."),
      _ ("_Postpone"));

  if (meeting == NULL)
    return;
  hopso_alert_set_extra (alert, make_fields (self, meeting));
  hopso_alert_set_verb_enabled (alert, FALSE);
  g_object_set_data_full (G_OBJECT (self), "alert", g_object_ref (alert), g_object_unref);
  hopso_alert_ask_async (alert, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, postponed_cb,
                         g_object_ref (self));
}

/* --- the widget ----------------------------------------------------------------------------------
 */

static void
hopso_meeting_clerk_dispose (GObject *object)
{
  HopsoMeetingClerk *self = HOPSO_MEETING_CLERK (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->moment);
  g_clear_object (&self->reason);
  g_clear_object (&self->clock);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (hopso_meeting_clerk_parent_class)->dispose (object);
}

static void
hopso_meeting_clerk_finalize (GObject *object)
{
  g_free (HOPSO_MEETING_CLERK (object)->id);
  G_OBJECT_CLASS (hopso_meeting_clerk_parent_class)->finalize (object);
}

static void
hopso_meeting_clerk_class_init (HopsoMeetingClerkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hopso_meeting_clerk_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_meeting_clerk_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "clerk.revise", NULL, revise_action);
  gtk_widget_class_install_action (widget_class, "clerk.postpone", NULL, postpone_action);
  gtk_widget_class_install_action (widget_class, "clerk.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "clerk.copy", NULL, copy_action);
}

static void
hopso_meeting_clerk_init (HopsoMeetingClerk *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  g_menu_append (menu, _ ("_Change agenda, papers or people…"), "clerk.revise");
  g_menu_append (menu, _ ("_Postpone…"), "clerk.postpone");
  g_menu_append (menu, _ ("C_ancel the meeting…"), "clerk.cancel");
  g_menu_append (menu, _ ("Co_py the meeting…"), "clerk.copy");
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), _ ("Prepare"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->button), G_MENU_MODEL (menu));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
}

/**
 * hopso_meeting_clerk_new:
 * @workspace: where the meeting is
 * @clock: tells the time
 * @meeting_id: the meeting
 *
 * Returns: (transfer floating): a menu, hidden from whoever prepares no meetings
 */
GtkWidget *
hopso_meeting_clerk_new (HopsoWorkspace *workspace, HopsoClock *clock, const char *meeting_id)
{
  HopsoMeetingClerk *self = g_object_new (HOPSO_TYPE_MEETING_CLERK, NULL);

  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->id = g_strdup (meeting_id);
  g_signal_connect_object (workspace, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
