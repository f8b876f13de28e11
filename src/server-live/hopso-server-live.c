/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Event streams (Server-Sent Events): after each commit every person who sees something of it is
 * told the new state. A listener that reads too slowly is told the latest state only. A comment
 * now and then keeps the line alive and finds the dead ones. A stream ends with the session it
 * belongs to. Main thread. */

#include "hopso-server-live.h"

#include "hopso-server-accounts.h"
#include "hopso-wire-event.h"

#include <string.h>

#define HEARTBEAT_SECONDS 15
/* After everybody was told, what happens next is told together. */
#define PAUSE_MS       100
#define MAX_STREAMS    20000
#define MAX_PER_PERSON 16

typedef struct
{
  HopsoServerLive *live;      /* borrowed: outlives self */
  SoupServerMessage *message; /* owned */
  char *person;               /* owned */
  char *device;               /* owned */
  gint64 expires;
  gboolean is_behind; /* is to be told the latest state when the line is free */
  gboolean is_busy;
  gboolean is_ending;
} Stream;

struct _HopsoServerLive
{
  GObject parent_instance;

  HopsoServerStore *store; /* owned */
  GHashTable *by_person;   /* owned: id → array of streams, elements owned */
  char *latest;            /* owned, nullable: no commit seen yet */
  GBytes *event;           /* owned, nullable: tells the latest state */
  guint n_streams;
  guint heartbeat; /* source id */
  guint pause;     /* source id, 0: whoever is behind may be told at once */
};

G_DEFINE_FINAL_TYPE (HopsoServerLive, hopso_server_live, G_TYPE_OBJECT)

static void
stream_free (Stream *stream)
{
  g_signal_handlers_disconnect_by_data (stream->message, stream);
  g_object_unref (stream->message);
  g_free (stream->person);
  g_free (stream->device);
  g_free (stream);
}

static void
send_bytes (Stream *stream, GBytes *bytes)
{
  SoupMessageBody *body = soup_server_message_get_response_body (stream->message);

  if (stream->is_ending)
    return;
  stream->is_busy = TRUE;
  soup_message_body_append_bytes (body, bytes);
  soup_server_message_unpause (stream->message);
}

static void
send_text (Stream *stream, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  send_bytes (stream, bytes);
}

static GBytes *
make_event (const char *state)
{
  const HopsoWireEvent event = { (char *) state, (char *) HOPSO_WIRE_EVENT_STATE, (char *) state };
  char *text = hopso_wire_event_print (&event);

  return g_bytes_new_take (text, strlen (text));
}

static void
end_stream (Stream *stream)
{
  if (stream->is_ending)
    return;
  stream->is_ending = TRUE;
  soup_message_body_complete (soup_server_message_get_response_body (stream->message));
  soup_server_message_unpause (stream->message);
}

/* Nothing is told any more when the token is over. */
static gboolean
is_over (Stream *stream)
{
  return stream->expires <= hopso_clock_now (hopso_server_store_get_clock (stream->live->store));
}

/* Whoever reads slowly, and whoever is told too often, is told the latest state only. */
static void
catch_up (Stream *stream)
{
  if (!stream->is_behind || stream->is_busy || stream->live->pause != 0)
    return;
  stream->is_behind = FALSE;
  if (is_over (stream))
    end_stream (stream);
  else
    send_bytes (stream, stream->live->event);
}

static void
wrote_chunk_cb (SoupServerMessage *message, gpointer user_data)
{
  Stream *stream = user_data;

  stream->is_busy = FALSE;
  catch_up (stream);
}

static void
forget (Stream *stream)
{
  HopsoServerLive *self = stream->live;
  GPtrArray *streams = g_hash_table_lookup (self->by_person, stream->person);

  self->n_streams--;
  if (streams->len == 1)
    {
      g_autofree char *person = g_strdup (stream->person);
      g_hash_table_remove (self->by_person, person);
    }
  else
    g_ptr_array_remove_fast (streams, stream);
}

static void
finished_cb (SoupServerMessage *message, gpointer user_data)
{
  forget (user_data);
}

static gboolean pause_over_cb (gpointer user_data);

/* Tells all who are behind, then pauses; FALSE when there was nobody. */
static gboolean
tell (HopsoServerLive *self)
{
  gboolean is_anybody_behind = FALSE;
  GHashTableIter iter;
  gpointer streams;

  g_hash_table_iter_init (&iter, self->by_person);
  while (g_hash_table_iter_next (&iter, NULL, &streams))
    for (guint i = 0; i < ((GPtrArray *) streams)->len; i++)
      {
        Stream *stream = ((GPtrArray *) streams)->pdata[i];

        is_anybody_behind = is_anybody_behind || stream->is_behind;
        catch_up (stream);
      }
  if (is_anybody_behind)
    self->pause = g_timeout_add (PAUSE_MS, pause_over_cb, self);
  return is_anybody_behind;
}

static gboolean
pause_over_cb (gpointer user_data)
{
  HopsoServerLive *self = user_data;

  self->pause = 0;
  tell (self);
  return G_SOURCE_REMOVE;
}

static void
committed_cb (HopsoServerStore *store, const char *state, GHashTable *audience, gpointer user_data)
{
  HopsoServerLive *self = user_data;
  GHashTableIter iter;
  gpointer person;
  gpointer streams;

  g_free (self->latest);
  self->latest = g_strdup (state);
  g_clear_pointer (&self->event, g_bytes_unref);
  self->event = make_event (state);
  g_hash_table_iter_init (&iter, self->by_person);
  while (g_hash_table_iter_next (&iter, &person, &streams))
    if (audience == NULL || g_hash_table_contains (audience, person))
      for (guint i = 0; i < ((GPtrArray *) streams)->len; i++)
        ((Stream *) ((GPtrArray *) streams)->pdata[i])->is_behind = TRUE;
  if (self->pause == 0)
    tell (self);
}

/* Ends the streams whose device or person is in the set. */
static void
end_streams_of (HopsoServerLive *self, GHashTable *ended)
{
  GHashTableIter iter;
  gpointer streams;

  /* Asked for each new stream: thousands that come at once must not look at thousands each. */
  if (g_hash_table_size (ended) == 0)
    return;
  g_hash_table_iter_init (&iter, self->by_person);
  while (g_hash_table_iter_next (&iter, NULL, &streams))
    for (guint i = 0; i < ((GPtrArray *) streams)->len; i++)
      {
        Stream *stream = ((GPtrArray *) streams)->pdata[i];

        if (g_hash_table_contains (ended, stream->device) ||
            g_hash_table_contains (ended, stream->person))
          end_stream (stream);
      }
}

static GHashTable *
make_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static GHashTable *
list_devices (HopsoServerLive *self)
{
  GHashTable *devices = make_set ();
  GHashTableIter iter;
  gpointer streams;

  g_hash_table_iter_init (&iter, self->by_person);
  while (g_hash_table_iter_next (&iter, NULL, &streams))
    for (guint i = 0; i < ((GPtrArray *) streams)->len; i++)
      g_hash_table_add (devices, g_strdup (((Stream *) ((GPtrArray *) streams)->pdata[i])->device));
  return devices;
}

/* On the store's thread: leaves those that are signed out. */
static gpointer
keep_ended (HopsoServerSession *session, gpointer data, GError **error)
{
  GHashTableIter iter;
  gpointer device;
  gboolean is_signed_in;

  g_hash_table_iter_init (&iter, data);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    {
      if (!hopso_server_session_is_signed_in (session, device, &is_signed_in, error))
        return NULL;
      if (is_signed_in)
        g_hash_table_iter_remove (&iter);
    }
  return g_hash_table_ref (data);
}

static void
ended_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoServerLive) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) ended =
      hopso_server_store_run_finish (HOPSO_SERVER_STORE (source), result, &error);

  if (ended != NULL)
    end_streams_of (self, ended);
  else
    g_warning ("Looking for sessions that ended: %s", error->message);
}

/* Takes @devices. */
static void
check_devices (HopsoServerLive *self, GHashTable *devices)
{
  HopsoServerJob job = { .func = keep_ended,
                         .data = devices,
                         .data_free = (GDestroyNotify) g_hash_table_unref,
                         .result_free = (GDestroyNotify) g_hash_table_unref };

  hopso_server_store_run_async (self->store, &job, NULL, ended_found_cb, g_object_ref (self));
}

static void
signed_out_cb (HopsoServerStore *store, GHashTable *ended, gpointer user_data)
{
  if (ended != NULL)
    end_streams_of (user_data, ended);
  else
    check_devices (user_data, list_devices (user_data));
}

/**
 * hopso_server_live_beat:
 *
 * Shows every listener that the line is alive, and ends the streams whose time is over. Happens by
 * itself every 15 seconds.
 */
void
hopso_server_live_beat (HopsoServerLive *self)
{
  GHashTableIter iter;
  gpointer streams;

  g_hash_table_iter_init (&iter, self->by_person);
  while (g_hash_table_iter_next (&iter, NULL, &streams))
    for (guint i = 0; i < ((GPtrArray *) streams)->len; i++)
      {
        Stream *stream = ((GPtrArray *) streams)->pdata[i];

        if (is_over (stream))
          end_stream (stream);
        else if (!stream->is_busy)
          send_text (stream, ": alive\n\n");
      }
}

static gboolean
heartbeat_cb (gpointer user_data)
{
  hopso_server_live_beat (user_data);
  return G_SOURCE_CONTINUE;
}

static void
hopso_server_live_finalize (GObject *object)
{
  HopsoServerLive *self = HOPSO_SERVER_LIVE (object);

  g_clear_handle_id (&self->heartbeat, g_source_remove);
  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_pointer (&self->event, g_bytes_unref);
  g_hash_table_unref (self->by_person);
  g_object_unref (self->store);
  g_free (self->latest);
  G_OBJECT_CLASS (hopso_server_live_parent_class)->finalize (object);
}

static void
hopso_server_live_class_init (HopsoServerLiveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_server_live_finalize;
}

static void
hopso_server_live_init (HopsoServerLive *self)
{
  self->by_person =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->heartbeat = g_timeout_add_seconds (HEARTBEAT_SECONDS, heartbeat_cb, self);
}

/**
 * hopso_server_live_new:
 * @store: whose commits are told
 *
 * Returns: (transfer full): without listeners yet
 */
HopsoServerLive *
hopso_server_live_new (HopsoServerStore *store)
{
  HopsoServerLive *self = g_object_new (HOPSO_TYPE_SERVER_LIVE, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "committed", G_CALLBACK (committed_cb), self, 0);
  g_signal_connect_object (store, "signed-out", G_CALLBACK (signed_out_cb), self, 0);
  return self;
}

static GPtrArray *
get_streams (HopsoServerLive *self, const char *person)
{
  GPtrArray *streams = g_hash_table_lookup (self->by_person, person);

  if (streams == NULL)
    {
      streams = g_ptr_array_new_with_free_func ((GDestroyNotify) stream_free);
      g_hash_table_insert (self->by_person, g_strdup (person), streams);
    }
  return streams;
}

static void
send_headers (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (headers, "text/event-stream", NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
}

/**
 * hopso_server_live_add:
 * @message: a paused request
 * @listener: who listens; is told the state at once unless it is known
 *
 * Returns: whether @message is a stream now; %FALSE when there are too many
 */
gboolean
hopso_server_live_add (HopsoServerLive *self,
                       SoupServerMessage *message,
                       const HopsoServerListener *listener)
{
  GPtrArray *streams = g_hash_table_lookup (self->by_person, listener->person);
  /* A commit may have come between the question for the state and now. */
  const char *state = self->latest != NULL ? self->latest : listener->state;

  if (self->n_streams >= MAX_STREAMS || (streams != NULL && streams->len >= MAX_PER_PERSON))
    return FALSE;

  Stream *stream = g_new0 (Stream, 1);
  stream->live = self;
  stream->message = g_object_ref (message);
  stream->person = g_strdup (listener->person);
  stream->device = g_strdup (listener->device);
  stream->expires = listener->expires;
  g_ptr_array_add (get_streams (self, listener->person), stream);
  self->n_streams++;
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (wrote_chunk_cb), stream);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), stream);
  send_headers (message);
  if (g_strcmp0 (listener->known_state, state) != 0)
    {
      g_autoptr (GBytes) event = make_event (state);
      send_bytes (stream, event);
    }
  else
    send_text (stream, ": welcome\n\n");

  /* The session may have ended between its check and now. */
  GHashTable *device = make_set ();
  g_hash_table_add (device, g_strdup (listener->device));
  check_devices (self, device);
  return TRUE;
}

/**
 * hopso_server_live_count:
 *
 * Returns: how many streams are open
 */
guint
hopso_server_live_count (HopsoServerLive *self)
{
  return self->n_streams;
}

/**
 * hopso_server_live_end:
 *
 * Ends all streams.
 */
void
hopso_server_live_end (HopsoServerLive *self)
{
  GHashTableIter iter;
  gpointer streams;

  g_hash_table_iter_init (&iter, self->by_person);
  while (g_hash_table_iter_next (&iter, NULL, &streams))
    for (guint i = 0; i < ((GPtrArray *) streams)->len; i++)
      end_stream (((GPtrArray *) streams)->pdata[i]);
}
