/* SPDX-License-Identifier: GPL-3.0-or-later */

/* News as notifications of the desktop: one for each meeting, which a later one replaces, one for
 * all that waits for a signature, and one for everything when there is much of it. Which answers
 * are due is looked at now and then; each is told once. Clicking leads to the meeting by the
 * actions of the application. Main thread. */

#include "hopso-notifier.h"

#include "hopso-news-words.h"

#include <glib/gi18n.h>

#define SETTING      "notifications"    /* "off": none are shown */
#define DUE_SETTING  "told-answers-due" /* "meeting:moment", space-separated: told already */
#define MOST_DUE     50
#define LOOK_EVERY   600
#define MOST_AT_ONCE 3

struct _HopsoNotifier
{
  GObject parent_instance;

  GApplication *application; /* owned, nullable: a test has none */
  HopsoWorkspace *workspace; /* owned */
  HopsoClock *clock;         /* owned */
  guint look;                /* a source */
};

G_DEFINE_FINAL_TYPE (HopsoNotifier, hopso_notifier, G_TYPE_OBJECT)

static void
hopso_notifier_dispose (GObject *object)
{
  HopsoNotifier *self = HOPSO_NOTIFIER (object);

  g_clear_handle_id (&self->look, g_source_remove);
  g_clear_object (&self->application);
  g_clear_object (&self->workspace);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (hopso_notifier_parent_class)->dispose (object);
}

static void
hopso_notifier_class_init (HopsoNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_notifier_dispose;
}

static void
hopso_notifier_init (HopsoNotifier *self)
{
}

/* What is said of a meeting's course replaces what was said before. */
static char *
make_id (const HopsoNews *news)
{
  if (news->type == HOPSO_NEWS_SIGNATURE_ASKED)
    return g_strdup ("sign");
  if (news->type >= HOPSO_NEWS_SUBSTITUTE_ASKED)
    return g_strconcat ("substitute-", news->record, NULL);
  return g_strconcat ("meeting-", news->meeting, NULL);
}

static gboolean
is_urgent (const HopsoNews *news)
{
  return news->type == HOPSO_NEWS_CANCELLED || news->type == HOPSO_NEWS_POSTPONED ||
         news->type == HOPSO_NEWS_SUBSTITUTE_ASKED;
}

static void
send (HopsoNotifier *self, const HopsoNews *news)
{
  g_autofree char *title = hopso_news_words_title (self->workspace, news);
  g_autofree char *body =
      hopso_news_words_body (self->workspace, news, hopso_clock_now (self->clock));
  g_autofree char *id = make_id (news);
  g_autoptr (GNotification) notification = g_notification_new (title);

  if (body == NULL)
    return;
  g_notification_set_body (notification, body);
  if (is_urgent (news))
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  if (news->type == HOPSO_NEWS_SIGNATURE_ASKED)
    g_notification_set_default_action_and_target (notification, "app.show-section", "s", "signing");
  else
    g_notification_set_default_action_and_target (notification, "app.show-meeting", "s",
                                                  news->meeting);
  g_application_send_notification (self->application, id, notification);
}

static void
send_many (HopsoNotifier *self, guint n_news)
{
  g_autofree char *body = hopso_news_words_many (n_news);
  g_autoptr (GNotification) notification = g_notification_new ("HopSo");

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show-section", "s", "today");
  g_application_send_notification (self->application, "many", notification);
}

/* All requests to sign are one. */
static GPtrArray *
choose (GPtrArray *news)
{
  GPtrArray *chosen = g_ptr_array_new ();
  gboolean has_request = FALSE;

  for (guint i = 0; i < news->len; i++)
    {
      const HopsoNews *one = news->pdata[i];
      gboolean is_request = one->type == HOPSO_NEWS_SIGNATURE_ASKED;

      if (!is_request || !has_request)
        g_ptr_array_add (chosen, news->pdata[i]);
      has_request = has_request || is_request;
    }
  return chosen;
}

static void
tell (HopsoNotifier *self, GPtrArray *news)
{
  g_autoptr (GPtrArray) chosen = choose (news);

  if (self->application == NULL || !hopso_notifier_is_on (self))
    return;
  if (chosen->len > MOST_AT_ONCE)
    send_many (self, chosen->len);
  else
    for (guint i = 0; i < chosen->len; i++)
      send (self, chosen->pdata[i]);
}

/* --- answers that are due ---------------------------------------------------------------------
 */

static gboolean
is_due (HopsoNotifier *self, HopsoMeeting *meeting, gint64 now)
{
  const char *id = hopso_record_get_id (HOPSO_RECORD (meeting));
  HopsoParticipant *mine = hopso_workspace_lookup_my_participation (self->workspace, id);

  return mine != NULL && hopso_news_is_answer_due (meeting, mine, now);
}

/* Whether it was not told before; from now on it was. */
static gboolean
note_told (HopsoNotifier *self, HopsoMeeting *meeting)
{
  const char *told = hopso_workspace_get_setting (self->workspace, DUE_SETTING);
  g_auto (GStrv) all = g_strsplit (told != NULL ? told : "", " ", -1);
  guint n = g_strv_length (all);
  g_autofree char *one =
      g_strdup_printf ("%s:%" G_GINT64_FORMAT, hopso_record_get_id (HOPSO_RECORD (meeting)),
                       hopso_meeting_get_rsvp_until (meeting));
  g_autofree char *kept = NULL;
  g_autofree char *more = NULL;

  if (g_strv_contains ((const char *const *) all, one))
    return FALSE;
  kept = g_strjoinv (" ", all + (n >= MOST_DUE ? n - MOST_DUE + 1 : 0));
  more = kept[0] != '\0' ? g_strconcat (kept, " ", one, NULL) : g_strdup (one);
  hopso_workspace_set_setting (self->workspace, DUE_SETTING, more);
  return TRUE;
}

static void
look_for_due (HopsoNotifier *self)
{
  g_autoptr (GListModel) meetings = hopso_workspace_list_meetings (self->workspace);
  g_autoptr (GPtrArray) news = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_news_free);
  gint64 now = hopso_clock_now (self->clock);

  if (!hopso_notifier_is_on (self))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (meetings); i++)
    {
      g_autoptr (HopsoMeeting) meeting = g_list_model_get_item (meetings, i);
      const char *id = hopso_record_get_id (HOPSO_RECORD (meeting));

      if (is_due (self, meeting, now) && note_told (self, meeting))
        g_ptr_array_add (news, hopso_news_new (HOPSO_NEWS_ANSWER_DUE, id, id));
    }
  tell (self, news);
}

static gboolean
look_cb (gpointer user_data)
{
  look_for_due (HOPSO_NOTIFIER (user_data));
  return G_SOURCE_CONTINUE;
}

static void
synced_cb (HopsoNotifier *self)
{
  if (hopso_workspace_get_sync_state (self->workspace) == HOPSO_SYNC_IDLE)
    look_for_due (self);
}

/**
 * hopso_notifier_new:
 * @application: (nullable): who sends; %NULL: nobody
 * @workspace: whose news are told
 * @clock: tells the time
 *
 * Returns: (transfer full): what tells them, as long as it lives
 */
HopsoNotifier *
hopso_notifier_new (GApplication *application, HopsoWorkspace *workspace, HopsoClock *clock)
{
  HopsoNotifier *self = g_object_new (HOPSO_TYPE_NOTIFIER, NULL);

  g_set_object (&self->application, application);
  self->workspace = g_object_ref (workspace);
  self->clock = g_object_ref (clock);
  self->look = g_timeout_add_seconds (LOOK_EVERY, look_cb, self);
  g_signal_connect_object (workspace, "news", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::sync-state", G_CALLBACK (synced_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hopso_notifier_is_on:
 * @self: a notifier
 *
 * Returns: whether this person wants to be told
 */
gboolean
hopso_notifier_is_on (HopsoNotifier *self)
{
  g_return_val_if_fail (HOPSO_IS_NOTIFIER (self), FALSE);

  return g_strcmp0 (hopso_workspace_get_setting (self->workspace, SETTING), "off") != 0;
}

/**
 * hopso_notifier_set_on:
 * @self: a notifier
 * @is_on: whether this person wants to be told; remembered with the account
 */
void
hopso_notifier_set_on (HopsoNotifier *self, gboolean is_on)
{
  g_return_if_fail (HOPSO_IS_NOTIFIER (self));

  hopso_workspace_set_setting (self->workspace, SETTING, is_on ? NULL : "off");
}

/**
 * hopso_notifier_withdraw:
 * @self: a notifier
 * @meeting_id: a meeting that the person looks at
 *
 * What was told of it needs no telling any more.
 */
void
hopso_notifier_withdraw (HopsoNotifier *self, const char *meeting_id)
{
  g_autofree char *id = NULL;

  g_return_if_fail (HOPSO_IS_NOTIFIER (self));

  id = g_strconcat ("meeting-", meeting_id, NULL);
  if (self->application != NULL)
    g_application_withdraw_notification (self->application, id);
}
