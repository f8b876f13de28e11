/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The signers of the submit window: added from the people, put into order by dragging or keys,
 * removed with a way back. Main thread. */

#include "hopso-submit-window-private.h"

#include "hopso-people-dialog.h"
#include "hopso-request-words.h"
#include "hopso-workspace-requests.h"

#include <glib/gi18n.h>

HopsoSubmitRow *
hopso_submit_window_get_row (HopsoSubmitWindow *self, int index)
{
  return (HopsoSubmitRow *) gtk_list_box_get_row_at_index (self->list, index);
}

static void
number_rows (HopsoSubmitWindow *self)
{
  HopsoSubmitRow *row;

  for (int i = 0; (row = hopso_submit_window_get_row (self, i)) != NULL; i++)
    hopso_submit_row_set_number (row, (guint) i + 1);
  hopso_submit_window_update (self);
}

static void
move_to (HopsoSubmitWindow *self, HopsoSubmitRow *row, int index)
{
  g_autoptr (HopsoSubmitRow) held = g_object_ref (row);

  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_list_box_insert (self->list, GTK_WIDGET (row), index);
  number_rows (self);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
move_cb (HopsoSubmitRow *row, int step, HopsoSubmitWindow *self)
{
  int index = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + step;

  if (index >= 0 && hopso_submit_window_get_row (self, index) != NULL)
    move_to (self, row, index);
}

static void
take_cb (HopsoSubmitRow *row, HopsoSubmitRow *other, HopsoSubmitWindow *self)
{
  if (gtk_widget_get_parent (GTK_WIDGET (other)) == GTK_WIDGET (self->list))
    move_to (self, other, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)));
}

static void
remove_cb (HopsoSubmitRow *row, HopsoSubmitWindow *self)
{
  g_autofree char *words =
      g_markup_printf_escaped (_ ("%s has been removed"), hopso_submit_row_get_title (row));
  AdwToast *toast = adw_toast_new (words);

  g_set_object (&self->removed, row);
  self->removed_from = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  gtk_list_box_remove (self->list, GTK_WIDGET (row));
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "submit.undo");
  adw_toast_overlay_add_toast (self->toasts, toast);
  number_rows (self);
  gtk_widget_grab_focus (self->add_button);
}

/* Puts the signer back who was removed last. */
void
hopso_submit_window_undo (HopsoSubmitWindow *self)
{
  g_autoptr (HopsoSubmitRow) row = g_steal_pointer (&self->removed);

  if (row == NULL)
    return;
  gtk_list_box_insert (self->list, GTK_WIDGET (row), self->removed_from);
  number_rows (self);
}

/**
 * hopso_submit_window_add_signer:
 * @person_id: who shall sign, after the others
 * @action: what is asked
 */
void
hopso_submit_window_add_signer (HopsoSubmitWindow *self, const char *person_id, const char *action)
{
  GtkWidget *row;

  g_return_if_fail (HOPSO_IS_SUBMIT_WINDOW (self));

  row = hopso_submit_row_new (self->workspace, person_id, action);
  g_signal_connect_object (row, "move", G_CALLBACK (move_cb), self, 0);
  g_signal_connect_object (row, "take", G_CALLBACK (take_cb), self, 0);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  g_signal_connect_object (row, "changed", G_CALLBACK (hopso_submit_window_update), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
  number_rows (self);
}

/* --- asking who ----------------------------------------------------------------------------------
 */

static char *
describe_person (HopsoPerson *person, gpointer data)
{
  HopsoSubmitWindow *self = data;

  return hopso_request_words_person (self->workspace, hopso_record_get_id (HOPSO_RECORD (person)));
}

/* Nobody signs twice. */
static gboolean
is_not_there (HopsoPerson *person, gpointer data)
{
  HopsoSubmitWindow *self = data;
  HopsoSubmitRow *row;

  for (int i = 0; (row = hopso_submit_window_get_row (self, i)) != NULL; i++)
    if (g_strcmp0 (hopso_submit_row_get_person_id (row),
                   hopso_record_get_id (HOPSO_RECORD (person))) == 0)
      return FALSE;
  return TRUE;
}

/* What this person is most likely asked: what their office lets them do. */
static const char *
choose_action (HopsoSubmitWindow *self, const char *person_id)
{
  HopsoPerson *person = hopso_workspace_lookup_person (self->workspace, person_id);

  if (person == NULL || hopso_sign_policy_may_sign (person, HOPSO_SIGN_ASK_APPROVE))
    return HOPSO_SIGN_ASK_APPROVE;
  if (hopso_sign_policy_may_sign (person, HOPSO_SIGN_ASK_AGENCY))
    return HOPSO_SIGN_ASK_AGENCY;
  return HOPSO_SIGN_ASK_INITIAL;
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSubmitWindow) self = user_data;
  g_autofree char *person = hopso_people_dialog_choose_finish (result, NULL);

  if (person == NULL || self->workspace == NULL)
    return;
  hopso_submit_window_add_signer (self, person, choose_action (self, person));
  gtk_widget_grab_focus (self->add_button);
}

/* Asks who else shall sign. */
void
hopso_submit_window_ask_signer (HopsoSubmitWindow *self)
{
  HopsoPerson *me = hopso_workspace_get_person (self->workspace);
  g_autoptr (GListModel) persons = hopso_workspace_list_persons (self->workspace);
  const HopsoPeoplePrompt prompt = {
    .title = _ ("Who shall sign?"),
    .verb = _ ("_Add"),
    .persons = persons,
    .organization = me != NULL ? hopso_person_get_organization (me) : NULL,
    .describe = describe_person,
    .accepts = is_not_there,
    .data = g_object_ref (self),
    .free_data = g_object_unref,
  };

  hopso_people_dialog_choose_async (&prompt, GTK_WINDOW (self), NULL, chosen_cb,
                                    g_object_ref (self));
}
