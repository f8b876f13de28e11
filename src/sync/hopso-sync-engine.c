/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the rooms above see of the sync: its state, its switch, and what makes it begin a round. The
 * rounds themselves are in hopso-sync-rounds.c. Main thread. */

#define G_LOG_DOMAIN "hopso-sync"

#include "hopso-sync-engine.h"

#include "hopso-sync-engine-private.h"

#define FIRST_WAIT_MS 2000
#define MOST_WAIT_MS  60000

enum
{
  PROP_0,
  PROP_STATE,
  PROP_OFFLINE_SINCE,
  PROP_N_WAITING,
  PROP_MESSAGE,
  PROP_N_REFUSED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint notice_signal;
static guint upload_signal;

G_DEFINE_FINAL_TYPE (HopsoSyncEngine, hopso_sync_engine, G_TYPE_OBJECT)

static void
hopso_sync_engine_dispose (GObject *object)
{
  HopsoSyncEngine *self = HOPSO_SYNC_ENGINE (object);

  hopso_sync_engine_stop (self);
  g_clear_object (&self->live);
  g_clear_object (&self->fetcher);
  g_clear_object (&self->store);
  g_clear_object (&self->remote);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (hopso_sync_engine_parent_class)->dispose (object);
}

static void
hopso_sync_engine_finalize (GObject *object)
{
  HopsoSyncEngine *self = HOPSO_SYNC_ENGINE (object);

  g_clear_pointer (&self->status, hopso_sync_status_free);
  g_free (self->message);
  g_free (self->uploading);
  G_OBJECT_CLASS (hopso_sync_engine_parent_class)->finalize (object);
}

static void
hopso_sync_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HopsoSyncEngine *self = HOPSO_SYNC_ENGINE (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_OFFLINE_SINCE:
      g_value_set_int64 (value, self->offline_since);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, hopso_sync_engine_get_n_waiting (self));
      break;
    case PROP_N_REFUSED:
      g_value_set_uint (value, self->status != NULL ? self->status->refused->len : 0);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
hopso_sync_engine_class_init (HopsoSyncEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = hopso_sync_engine_dispose;
  object_class->finalize = hopso_sync_engine_finalize;
  object_class->get_property = hopso_sync_engine_get_property;
  props[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, HOPSO_TYPE_SYNC_STATE, HOPSO_SYNC_OFFLINE, flags);
  props[PROP_OFFLINE_SINCE] =
      g_param_spec_int64 ("offline-since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  props[PROP_N_REFUSED] = g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  upload_signal = g_signal_new ("upload-changed", HOPSO_TYPE_SYNC_ENGINE, G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  notice_signal = g_signal_new ("notice", HOPSO_TYPE_SYNC_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hopso_sync_engine_init (HopsoSyncEngine *self)
{
  self->back_off = (HopsoBackOff){ .first_ms = FIRST_WAIT_MS, .most_ms = MOST_WAIT_MS };
  self->state = HOPSO_SYNC_OFFLINE;
}

void
hopso_sync_engine_set_state (HopsoSyncEngine *self, HopsoSyncState state, const char *message)
{
  gint64 since = self->offline_since;

  if (state == HOPSO_SYNC_OFFLINE && since == 0)
    since = hopso_clock_now (self->clock);
  else if (state != HOPSO_SYNC_OFFLINE)
    since = 0;
  g_object_freeze_notify (G_OBJECT (self));
  if (since != self->offline_since)
    {
      self->offline_since = since;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OFFLINE_SINCE]);
    }
  if (g_strcmp0 (message, self->message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MESSAGE]);
    }
  if (state != self->state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
live_state_cb (HopsoLiveStream *live, const char *state, HopsoSyncEngine *self)
{
  if (self->back_off.attempts == 0)
    hopso_sync_engine_run (self);
}

/* Between the last round and the stream something may have changed, or the server be gone. */
static void
live_alive_cb (HopsoLiveStream *live, gboolean is_alive, HopsoSyncEngine *self)
{
  hopso_sync_engine_hurry (self);
}

/* The round that follows finds out, and says so. */
static void
signed_out_cb (HopsoRemote *remote, HopsoSyncEngine *self)
{
  if (self->state != HOPSO_SYNC_SIGNED_OUT)
    hopso_sync_engine_run (self);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean is_available, HopsoSyncEngine *self)
{
  if (self->state == HOPSO_SYNC_OFFLINE || self->state == HOPSO_SYNC_ERROR)
    hopso_sync_engine_hurry (self);
}

void
hopso_sync_engine_set_status (HopsoSyncEngine *self, HopsoSyncStatus *status)
{
  guint before = hopso_sync_engine_get_n_waiting (self);
  guint n_refused = self->status != NULL ? self->status->refused->len : 0;

  g_clear_pointer (&self->status, hopso_sync_status_free);
  self->status = status;
  if (status->n_waiting != before)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_WAITING]);
  if (status->refused->len != n_refused)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_REFUSED]);
}

void
hopso_sync_engine_notice (HopsoSyncEngine *self, const char *notice)
{
  g_signal_emit (self, notice_signal, 0, notice);
}

/**
 * hopso_sync_engine_new:
 * @store: this machine's records
 * @remote: the server
 * @clock: what time it is
 *
 * Returns: (transfer full): an engine at rest
 */
HopsoSyncEngine *
hopso_sync_engine_new (HopsoStore *store, HopsoRemote *remote, HopsoClock *clock)
{
  HopsoSyncEngine *self = g_object_new (HOPSO_TYPE_SYNC_ENGINE, NULL);

  self->store = g_object_ref (store);
  self->remote = g_object_ref (remote);
  self->clock = g_object_ref (clock);
  self->live = hopso_live_stream_new (remote);
  self->fetcher = hopso_blob_fetcher_new (remote, hopso_store_get_blobs (store));
  g_signal_connect_object (self->live, "state", G_CALLBACK (live_state_cb), self, 0);
  g_signal_connect_object (self->live, "alive", G_CALLBACK (live_alive_cb), self, 0);
  g_signal_connect_object (remote, "signed-out", G_CALLBACK (signed_out_cb), self, 0);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, 0);
  return self;
}

/**
 * hopso_sync_engine_start:
 *
 * Begins, or begins again after the person has signed in.
 */
void
hopso_sync_engine_start (HopsoSyncEngine *self)
{
  g_return_if_fail (HOPSO_IS_SYNC_ENGINE (self));

  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  hopso_sync_engine_read_status (self);
  hopso_sync_engine_run (self);
}

/**
 * hopso_sync_engine_stop:
 *
 * Ends all that is under way. What has arrived is kept. May be called twice.
 */
void
hopso_sync_engine_stop (HopsoSyncEngine *self)
{
  g_return_if_fail (HOPSO_IS_SYNC_ENGINE (self));

  if (self->cancellable == NULL)
    return;

  g_autoptr (GCancellable) cancellable = g_steal_pointer (&self->cancellable);
  g_cancellable_cancel (cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->prefetch, g_source_remove);
  hopso_live_stream_stop (self->live);
  hopso_blob_fetcher_stop (self->fetcher);
}

/**
 * hopso_sync_engine_sync_now:
 *
 * Begins a round at once, because a person wants it; nothing is postponed in it.
 */
void
hopso_sync_engine_sync_now (HopsoSyncEngine *self)
{
  g_return_if_fail (HOPSO_IS_SYNC_ENGINE (self));

  hopso_back_off_reset (&self->back_off);
  self->is_urgent = TRUE;
  hopso_sync_engine_run (self);
}

/**
 * hopso_sync_engine_note_local_change:
 *
 * Says that something new is in the outbox.
 */
void
hopso_sync_engine_note_local_change (HopsoSyncEngine *self)
{
  g_return_if_fail (HOPSO_IS_SYNC_ENGINE (self));

  hopso_sync_engine_read_status (self);
  if (self->state == HOPSO_SYNC_IDLE || self->state == HOPSO_SYNC_SYNCING)
    hopso_sync_engine_run (self);
}

/**
 * hopso_sync_engine_get_state:
 *
 * Returns: how this machine stands with the server
 */
HopsoSyncState
hopso_sync_engine_get_state (HopsoSyncEngine *self)
{
  return self->state;
}

/**
 * hopso_sync_engine_get_offline_since:
 *
 * Returns: since when, seconds since 1970-01-01T00:00:00Z, 0 when not offline
 */
gint64
hopso_sync_engine_get_offline_since (HopsoSyncEngine *self)
{
  return self->offline_since;
}

/**
 * hopso_sync_engine_get_n_waiting:
 *
 * Returns: how many changes the server has not got yet
 */
guint
hopso_sync_engine_get_n_waiting (HopsoSyncEngine *self)
{
  return self->status != NULL ? self->status->n_waiting : 0;
}

/**
 * hopso_sync_engine_get_refused:
 *
 * Returns: (transfer none) (element-type HopsoSyncRefusal) (nullable): what the server did not
 * take, until the next change; %NULL when that is not known yet
 */
GPtrArray *
hopso_sync_engine_get_refused (HopsoSyncEngine *self)
{
  return self->status != NULL ? self->status->refused : NULL;
}

/**
 * hopso_sync_engine_look_again:
 *
 * Says that something has gone from the outbox.
 */
void
hopso_sync_engine_look_again (HopsoSyncEngine *self)
{
  hopso_sync_engine_read_status (self);
}

/**
 * hopso_sync_engine_get_message:
 *
 * Returns: (transfer none) (nullable): what is wrong, for people
 */
const char *
hopso_sync_engine_get_message (HopsoSyncEngine *self)
{
  return self->message;
}

/**
 * hopso_sync_engine_is_waiting:
 * @kind: of a record
 * @id: of the record
 *
 * Returns: whether a change of it has not got to the server yet
 */
gboolean
hopso_sync_engine_is_waiting (HopsoSyncEngine *self, HopsoKindId kind, const char *id)
{
  g_autofree char *name = g_strconcat (hopso_kind_get (kind)->name, "/", id, NULL);

  return self->status != NULL && g_hash_table_contains (self->status->waiting, name);
}

/**
 * hopso_sync_engine_get_n_rounds:
 *
 * Returns: how many rounds ended with this machine and the server in agreement
 */
guint
hopso_sync_engine_get_n_rounds (HopsoSyncEngine *self)
{
  return self->n_rounds;
}

/**
 * hopso_sync_engine_get_next_round:
 *
 * Returns: in how many seconds the next round begins by itself, -1 when none is planned
 */
double
hopso_sync_engine_get_next_round (HopsoSyncEngine *self)
{
  if (self->timer == 0)
    return -1.0;
  return (double) MAX (self->due - g_get_monotonic_time (), 0) / G_USEC_PER_SEC;
}

void
hopso_sync_engine_note_upload (const char *paper, double fraction, gpointer data)
{
  HopsoSyncEngine *self = data;
  g_autofree char *before = g_steal_pointer (&self->uploading);

  self->uploading = g_strdup (paper);
  self->uploaded = fraction;
  if (before != NULL && g_strcmp0 (before, paper) != 0)
    g_signal_emit (self, upload_signal, 0, before);
  if (paper != NULL)
    g_signal_emit (self, upload_signal, 0, paper);
}

/**
 * hopso_sync_engine_get_upload:
 * @fraction: (out): how much of its bytes has arrived, from 0 to 1
 *
 * Returns: (transfer none) (nullable): the id of the paper whose bytes are sent now
 */
const char *
hopso_sync_engine_get_upload (HopsoSyncEngine *self, double *fraction)
{
  *fraction = self->uploaded;
  return self->uploading;
}

/**
 * hopso_sync_engine_get_fetcher:
 *
 * Returns: (transfer none): the queue of blobs
 */
HopsoBlobFetcher *
hopso_sync_engine_get_fetcher (HopsoSyncEngine *self)
{
  return self->fetcher;
}
