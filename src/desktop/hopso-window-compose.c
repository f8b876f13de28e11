/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The composer fills the window like the reader does; going back leads where one came from. Main
 * thread. */

#include "hopso-window-private.h"

#include "hopso-composer.h"
#include "hopso-meeting.h"
#include "hopso-sync-badge.h"

#define PAGE "composer"

gboolean
hopso_window_is_composing (HopsoWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), PAGE) == 0;
}

/* Back from a paper that was opened in the composer leads to the composer. */
gboolean
hopso_window_show_composer (HopsoWindow *self)
{
  if (gtk_stack_get_child_by_name (self->stack, PAGE) == NULL)
    return FALSE;
  gtk_stack_set_visible_child_name (self->stack, PAGE);
  hopso_window_enable_actions (self);
  return TRUE;
}

/* It is not open any more; TRUE: it was. */
gboolean
hopso_window_close_composer (HopsoWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, PAGE);
  const gboolean was_seen = hopso_window_is_composing (self);

  if (page == NULL)
    return FALSE;
  if (was_seen && self->main_view != NULL)
    gtk_stack_set_visible_child_name (self->stack, "main");
  gtk_stack_remove (self->stack, page);
  hopso_window_enable_actions (self);
  return TRUE;
}

static void
left_cb (HopsoWindow *self)
{
  hopso_window_close_composer (self);
}

/* Opens the draft with this id; FALSE: it is none, or not here. */
gboolean
hopso_window_compose (HopsoWindow *self, const char *meeting_id)
{
  HopsoRecord *meeting =
      hopso_workspace_lookup_record (self->workspace, HOPSO_KIND_MEETING, meeting_id);
  GtkWidget *badge;
  GtkWidget *page;

  if (meeting == NULL || !hopso_meeting_is_draft (HOPSO_MEETING (meeting)))
    return FALSE;
  hopso_window_close_composer (self);
  page = hopso_composer_new (self->workspace, self->clock, meeting_id);
  badge = g_object_new (HOPSO_TYPE_SYNC_BADGE, NULL);
  hopso_sync_badge_set_workspace (HOPSO_SYNC_BADGE (badge), self->workspace, self->clock);
  hopso_composer_set_badge (HOPSO_COMPOSER (page), badge);
  g_signal_connect_object (page, "left", G_CALLBACK (left_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_stack_add_named (self->stack, page, PAGE);
  gtk_stack_set_visible_child (self->stack, page);
  hopso_window_enable_actions (self);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
  return TRUE;
}

static void
compose_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  hopso_window_compose (HOPSO_WINDOW (user_data), g_variant_get_string (parameter, NULL));
}

void
hopso_window_add_compose_action (HopsoWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "compose", .activate = compose_cb, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
