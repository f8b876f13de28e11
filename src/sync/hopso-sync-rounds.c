/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rounds: send what waits, fetch what changed, then listen; come back after a failure with
 * growing, drawn waits, at once when something says that the network is back. Decides when, not
 * what: that is in the plan. Main thread. */

#define G_LOG_DOMAIN "hopso-sync"

#include "hopso-sync-engine-private.h"

#include "hopso-paper.h"
#include "hopso-sync-pull.h"
#include "hopso-sync-push.h"

#include <glib/gi18n-lib.h>

#define POLL_SECONDS       60  /* when the server does not tell us */
#define SAFETY_SECONDS     600 /* when it does */
#define PREFETCH_SPREAD_MS 5000
#define HURRY_MS           1000 /* a network that comes and goes does not make a loop */
#define UNNOTICED_OFFSET   300  /* seconds by which the clock here may be wrong */

static gboolean
timer_cb (gpointer user_data)
{
  HopsoSyncEngine *self = user_data;

  self->timer = 0;
  hopso_sync_engine_run (self);
  return G_SOURCE_REMOVE;
}

static void
run_in (HopsoSyncEngine *self, guint milliseconds)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (milliseconds, timer_cb, self);
  self->due = g_get_monotonic_time () + (gint64) milliseconds * 1000;
}

static void
run_sooner (HopsoSyncEngine *self, guint milliseconds)
{
  if (self->timer == 0 || self->due > g_get_monotonic_time () + (gint64) milliseconds * 1000)
    run_in (self, milliseconds);
}

void
hopso_sync_engine_hurry (HopsoSyncEngine *self)
{
  if (self->back_off.attempts == 0)
    hopso_sync_engine_run (self);
  else if (!self->is_running && self->cancellable != NULL && self->state != HOPSO_SYNC_SIGNED_OUT &&
           g_get_monotonic_time () > self->left_alone_until)
    run_sooner (self, (guint) g_random_int_range (HURRY_MS / 2, HURRY_MS));
}

/* A clock that is wrong does no harm to the sync, but to meetings and signatures. */
static char *
compare_clocks (HopsoSyncEngine *self)
{
  gint64 there = hopso_remote_get_server_time (self->remote);
  gint64 here = hopso_clock_now (self->clock);

  if (there == 0 || ABS (there - here) < UNNOTICED_OFFSET)
    return NULL;

  g_autoptr (GDateTime) here_local = g_date_time_new_from_unix_local (here);
  g_autoptr (GDateTime) there_local = g_date_time_new_from_unix_local (there);
  /* Translators: a date and a time of day, as strftime writes them. */
  g_autofree char *here_text = g_date_time_format (here_local, _ ("%Y-%m-%d %H:%M"));
  g_autofree char *there_text = g_date_time_format (there_local, _ ("%Y-%m-%d %H:%M"));
  return g_strdup_printf (_ ("This machine’s clock is wrong: it shows %s, the server says %s. Set "
                             "the clock, or meetings are shown at the wrong time."),
                          here_text, there_text);
}

/* All is well, but for what people should know all the same. */
static void
set_idle (HopsoSyncEngine *self)
{
  g_autofree char *clock = compare_clocks (self);
  const char *trouble = self->status != NULL ? self->status->trouble : NULL;

  hopso_sync_engine_set_state (self, HOPSO_SYNC_IDLE, clock != NULL ? clock : trouble);
}

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSyncEngine) self = user_data;
  g_autoptr (GError) error = NULL;
  HopsoSyncStatus *status = hopso_sync_status_read_finish (HOPSO_STORE (source), result, &error);

  if (status == NULL)
    {
      g_debug ("The outbox could not be read: %s", error->message);
      return;
    }
  hopso_sync_engine_set_status (self, status);
  if (self->state == HOPSO_SYNC_IDLE)
    set_idle (self);
  if (self->cancellable != NULL && !self->is_running && self->back_off.attempts == 0 &&
      status->next_wait > 0)
    run_sooner (self, (guint) MIN (status->next_wait, SAFETY_SECONDS) * 1000);
}

void
hopso_sync_engine_read_status (HopsoSyncEngine *self)
{
  hopso_sync_status_read_async (self->store, hopso_clock_now (self->clock), self->cancellable,
                                status_cb, g_object_ref (self));
}

static void
prefetch_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSyncEngine) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) papers =
      hopso_sync_list_prefetch_finish (HOPSO_STORE (source), result, &error);

  if (papers == NULL)
    {
      g_debug ("The papers to fetch could not be listed: %s", error->message);
      return;
    }
  for (guint i = 0; i < papers->len && self->fetcher != NULL; i++)
    hopso_blob_fetcher_want (self->fetcher, hopso_paper_get_digest (papers->pdata[i]),
                             (guint64) hopso_paper_get_size (papers->pdata[i]));
}

static gboolean
prefetch_cb (gpointer user_data)
{
  HopsoSyncEngine *self = user_data;

  self->prefetch = 0;
  hopso_blob_fetcher_resume (self->fetcher);
  hopso_sync_list_prefetch_async (self->store, hopso_clock_now (self->clock), self->cancellable,
                                  prefetch_listed_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Three hundred people are told of a new paper at once; they do not fetch it at once. */
static void
prefetch_soon (HopsoSyncEngine *self)
{
  if (self->prefetch == 0)
    self->prefetch =
        g_timeout_add (self->n_rounds > 1 ? (guint) g_random_int_range (0, PREFETCH_SPREAD_MS) : 0,
                       prefetch_cb, self);
}

static void
end_round (HopsoSyncEngine *self)
{
  self->is_running = FALSE;
  hopso_sync_engine_read_status (self);
  if (self->must_run_again)
    {
      self->must_run_again = FALSE;
      hopso_sync_engine_run (self);
    }
}

static void
succeed (HopsoSyncEngine *self)
{
  guint seconds = hopso_live_stream_is_alive (self->live) ? SAFETY_SECONDS : POLL_SECONDS;

  hopso_back_off_reset (&self->back_off);
  self->left_alone_until = 0;
  self->n_rounds++;
  set_idle (self);
  hopso_live_stream_start (self->live);
  hopso_live_stream_hurry (self->live);
  run_in (self, seconds * 1000 + (guint) g_random_int_range (0, (gint32) seconds * 100));
  prefetch_soon (self);
  end_round (self);
}

static void
fail_round (HopsoSyncEngine *self, const GError *error)
{
  guint wait = hopso_back_off_next (&self->back_off, g_random_double ());
  gint64 asked = hopso_remote_error_get_retry_after (error);

  self->must_run_again = FALSE;
  self->left_alone_until = g_get_monotonic_time () + asked * G_USEC_PER_SEC;
  hopso_blob_fetcher_pause (self->fetcher);
  if (g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED))
    {
      g_clear_handle_id (&self->timer, g_source_remove);
      hopso_live_stream_stop (self->live);
      hopso_sync_engine_set_state (self, HOPSO_SYNC_SIGNED_OUT, error->message);
    }
  else
    {
      gboolean is_offline = g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE);

      g_debug ("The round failed: %s", error->message);
      hopso_sync_engine_set_state (self, is_offline ? HOPSO_SYNC_OFFLINE : HOPSO_SYNC_ERROR,
                                   is_offline ? NULL : error->message);
      run_in (self, MAX (wait, (guint) asked * 1000));
    }
  end_round (self);
}

static void
pulled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSyncEngine) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = hopso_sync_pull_finish (result, &error);

  if (self->cancellable == NULL)
    self->is_running = FALSE;
  else if (is_done)
    succeed (self);
  else
    fail_round (self, error);
}

static void
pushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoSyncEngine) self = user_data;
  g_autofree char *notice = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_done = hopso_sync_push_finish (result, &notice, &error);

  if (notice != NULL)
    hopso_sync_engine_notice (self, notice);
  hopso_sync_engine_note_upload (NULL, 0, self);
  if (self->cancellable == NULL)
    self->is_running = FALSE;
  else if (!is_done)
    fail_round (self, error);
  else
    hopso_sync_pull_async (self->store, self->remote, self->cancellable, pulled_cb,
                           g_object_ref (self));
}

/* A round that nobody needs to see is not shown: state and message stay until it has ended. */
void
hopso_sync_engine_run (HopsoSyncEngine *self)
{
  const HopsoSyncPush push = {
    self->store, self->remote, self->clock, self->is_urgent, hopso_sync_engine_note_upload, self
  };
  gboolean is_first = self->n_rounds == 0 && self->offline_since == 0;

  if (self->cancellable == NULL)
    return;
  if (self->is_running)
    {
      self->must_run_again = TRUE;
      return;
    }
  self->is_running = TRUE;
  self->is_urgent = FALSE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if ((self->state == HOPSO_SYNC_IDLE && hopso_sync_engine_get_n_waiting (self) > 0) ||
      (is_first && self->state == HOPSO_SYNC_OFFLINE) || self->state == HOPSO_SYNC_SIGNED_OUT)
    hopso_sync_engine_set_state (self, HOPSO_SYNC_SYNCING, NULL);
  hopso_sync_push_async (&push, self->cancellable, pushed_cb, g_object_ref (self));
}
