/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Begins to prepare a meeting: its name is asked, the rest is written in the composer, which the
 * window opens ("win.compose"). Main thread. */

#include "hopso-composer-start.h"

#include "hopso-composer-ask.h"
#include "hopso-workspace-compose.h"

#include <glib/gi18n.h>

/* A new meeting is proposed for a morning a week from now. */
#define DAYS_AHEAD 7
#define FIRST_HOUR 8
#define LENGTH     (3 * 3600 + 1800)

typedef struct
{
  GtkWidget *widget;         /* owned */
  HopsoWorkspace *workspace; /* owned */
  gint64 now;
} Start;

static void
start_free (Start *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->workspace);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Start, start_free)

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Start) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id =
      hopso_workspace_create_draft_finish (HOPSO_WORKSPACE (source), result, &error);

  if (id != NULL)
    gtk_widget_activate_action (self->widget, "win.compose", "s", id);
  else
    g_signal_emit_by_name (source, "notice", error->message);
}

static gint64
find_morning (gint64 now)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);
  g_autoptr (GDateTime) day = g_date_time_add_days (today, DAYS_AHEAD);
  g_autoptr (GDateTime) morning =
      g_date_time_new_local (g_date_time_get_year (day), g_date_time_get_month (day),
                             g_date_time_get_day_of_month (day), FIRST_HOUR, 0, 0);

  return g_date_time_to_unix (morning);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Start) self = user_data;
  g_autofree char *name = hopso_composer_ask_finish (result);
  HopsoWorkspace *workspace = self->workspace;
  const gint64 start = find_morning (self->now);
  const HopsoDraft draft = {
    .name = name, .kind = "phien-hop", .start = start, .end = start + LENGTH
  };

  if (name == NULL)
    return;
  hopso_workspace_create_draft_async (workspace, &draft, created_cb, g_steal_pointer (&self));
}

/**
 * hopso_composer_start_is_allowed:
 * @workspace: of somebody
 *
 * Returns: whether that person prepares meetings
 */
gboolean
hopso_composer_start_is_allowed (HopsoWorkspace *workspace)
{
  HopsoPerson *me = hopso_workspace_get_person (workspace);
  const char *const *roles = me != NULL ? hopso_person_get_roles (me) : NULL;

  return roles != NULL && g_strv_contains (roles, "clerk");
}

/**
 * hopso_composer_start:
 * @widget: where it was asked for
 * @workspace: of who prepares the meeting
 * @clock: tells the time
 */
void
hopso_composer_start (GtkWidget *widget, HopsoWorkspace *workspace, HopsoClock *clock)
{
  Start *self = g_new0 (Start, 1);
  const HopsoComposerQuestion question = {
    .heading = _ ("Prepare a meeting"),
    .body = _ ("Everything else can be written later. It is saved by itself."),
    .verb = _ ("_Prepare"),
    .title = _ ("Name of the meeting"),
    .is_required = TRUE,
  };

  self->widget = g_object_ref (widget);
  self->workspace = g_object_ref (workspace);
  self->now = hopso_clock_now (clock);
  hopso_composer_ask_async (&question, widget, named_cb, self);
}
