/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's part in news: where a notification leads, and whether there are any. Main thread. */

#include "hopso-window-private.h"

static void
notifications_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  HopsoWindow *self = HOPSO_WINDOW (user_data);

  if (self->notifier == NULL)
    return;
  hopso_notifier_set_on (self->notifier, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

void
hopso_window_add_news_actions (HopsoWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "notifications", .state = "true", .change_state = notifications_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* Somebody is in: they are told what happens. */
void
hopso_window_start_news (HopsoWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "notifications");

  self->notifier = hopso_notifier_new (application != NULL ? G_APPLICATION (application) : NULL,
                                       self->workspace, self->clock);
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_boolean (hopso_notifier_is_on (self->notifier)));
}

/* What lies above the main view goes. */
static gboolean
come_home (HopsoWindow *self)
{
  if (self->main_view == NULL)
    return FALSE;
  hopso_window_leave_reading (self);
  hopso_window_leave_verify (self);
  return TRUE;
}

/**
 * hopso_window_show_meeting:
 * @self: a window
 * @meeting_id: a meeting; one that is not there any more is passed over
 *
 * Where a notification leads.
 */
void
hopso_window_show_meeting (HopsoWindow *self, const char *meeting_id)
{
  g_return_if_fail (HOPSO_IS_WINDOW (self));

  if (come_home (self))
    hopso_main_view_open_meeting (self->main_view, meeting_id);
}

/**
 * hopso_window_show_section:
 * @self: a window
 * @section: "today", "signing" or another of the main view
 *
 * Where a notification leads.
 */
void
hopso_window_show_section (HopsoWindow *self, const char *section)
{
  g_return_if_fail (HOPSO_IS_WINDOW (self));

  if (come_home (self))
    hopso_main_view_show_section (self->main_view, section);
}
