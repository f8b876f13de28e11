/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps one event stream open for as long as it is wanted: reads events, comes back after a break
 * with growing, drawn waits and the id of the last event. A break of a few seconds is told to
 * nobody. It fetches nothing itself. Main thread. */

#define G_LOG_DOMAIN "hopso-remote"

#include "hopso-live-stream.h"

#include "hopso-back-off.h"
#include "hopso-http-lines.h"
#include "hopso-wire-event.h"

#include <string.h>

#define FIRST_WAIT_MS      1000
#define MOST_WAIT_MS       60000
#define UNNOTICED_BREAK_MS 5000
#define LASTING_SECONDS    10 /* a stream that breaks sooner was no success */

struct _HopsoLiveStream
{
  GObject parent_instance;

  HopsoRemote *remote;          /* owned */
  GCancellable *cancellable;    /* owned, nullable: not wanted */
  HopsoHttpLines *lines;        /* owned, nullable: not connected */
  HopsoWireEventReader *reader; /* owned, nullable: not connected */
  char *last_id;                /* owned, nullable */
  HopsoBackOff back_off;
  gint64 opened_at;        /* monotonic, microseconds */
  gint64 left_alone_until; /* monotonic, microseconds: the server asked for it */
  guint retry;             /* source id */
  guint notice;            /* source id */
  gboolean is_alive;
};

enum
{
  STATE,
  ALIVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HopsoLiveStream, hopso_live_stream, G_TYPE_OBJECT)

static void connect_now (HopsoLiveStream *self);

static void
disconnect (HopsoLiveStream *self)
{
  if (self->lines != NULL)
    hopso_http_lines_stop (self->lines);
  g_clear_object (&self->lines);
  g_clear_pointer (&self->reader, hopso_wire_event_reader_free);
  g_clear_handle_id (&self->retry, g_source_remove);
}

static void
hopso_live_stream_dispose (GObject *object)
{
  HopsoLiveStream *self = HOPSO_LIVE_STREAM (object);

  hopso_live_stream_stop (self);
  g_clear_object (&self->remote);
  G_OBJECT_CLASS (hopso_live_stream_parent_class)->dispose (object);
}

static void
hopso_live_stream_finalize (GObject *object)
{
  g_free (HOPSO_LIVE_STREAM (object)->last_id);
  G_OBJECT_CLASS (hopso_live_stream_parent_class)->finalize (object);
}

static void
hopso_live_stream_class_init (HopsoLiveStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hopso_live_stream_dispose;
  G_OBJECT_CLASS (klass)->finalize = hopso_live_stream_finalize;
  signals[STATE] = g_signal_new ("state", HOPSO_TYPE_LIVE_STREAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ALIVE] = g_signal_new ("alive", HOPSO_TYPE_LIVE_STREAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
hopso_live_stream_init (HopsoLiveStream *self)
{
  self->back_off = (HopsoBackOff){ .first_ms = FIRST_WAIT_MS, .most_ms = MOST_WAIT_MS };
}

static void
set_alive (HopsoLiveStream *self, gboolean is_alive)
{
  g_clear_handle_id (&self->notice, g_source_remove);
  if (self->is_alive == is_alive)
    return;
  self->is_alive = is_alive;
  g_signal_emit (self, signals[ALIVE], 0, is_alive);
}

static gboolean
notice_cb (gpointer user_data)
{
  HopsoLiveStream *self = user_data;

  self->notice = 0;
  set_alive (self, FALSE);
  return G_SOURCE_REMOVE;
}

static gboolean
retry_cb (gpointer user_data)
{
  HopsoLiveStream *self = user_data;

  self->retry = 0;
  connect_now (self);
  return G_SOURCE_REMOVE;
}

static void
come_back (HopsoLiveStream *self, gint64 retry_after)
{
  guint wait = hopso_back_off_next (&self->back_off, g_random_double ());

  disconnect (self);
  self->left_alone_until = g_get_monotonic_time () + retry_after * G_USEC_PER_SEC;
  if (self->is_alive && self->notice == 0)
    self->notice = g_timeout_add (UNNOTICED_BREAK_MS, notice_cb, self);
  self->retry = g_timeout_add (MAX (wait, (guint) retry_after * 1000), retry_cb, self);
}

/* A server that opens the stream and ends it at once is reached, and hurrying would not help. */
static void
end (HopsoLiveStream *self)
{
  gboolean has_lasted =
      g_get_monotonic_time () - self->opened_at > LASTING_SECONDS * G_USEC_PER_SEC;

  if (has_lasted)
    hopso_back_off_reset (&self->back_off);
  come_back (self, 0);
  if (!has_lasted)
    self->left_alone_until = G_MAXINT64;
}

static void
line_cb (HopsoHttpLines *lines, const char *line, gpointer user_data)
{
  HopsoLiveStream *self = user_data;

  if (line == NULL)
    {
      end (self);
      return;
    }

  g_autoptr (HopsoWireEvent) event = hopso_wire_event_reader_feed (self->reader, line);
  if (event == NULL)
    return;
  if (event->id != NULL)
    {
      g_free (self->last_id);
      self->last_id = g_strdup (event->id);
    }
  if (g_str_equal (event->type, HOPSO_WIRE_EVENT_STATE))
    g_signal_emit (self, signals[STATE], 0, event->state);
}

/* Whoever answers with something else, such as the sign-in page of a network, is not the server. */
static gboolean
is_event_stream (const HopsoRemoteReply *reply)
{
  static const char type[] = "text/event-stream";
  const char *said = reply->content_type;

  return said != NULL && g_ascii_strncasecmp (said, type, strlen (type)) == 0 &&
         strchr ("; ", said[strlen (type)]) != NULL;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoLiveStream) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoRemoteReply) reply =
      hopso_remote_send_finish (HOPSO_REMOTE (source), result, &error);

  if (self->cancellable == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      g_debug ("The event stream could not be opened: %s", error->message);
      if (g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED))
        hopso_live_stream_stop (self);
      else
        come_back (self, hopso_remote_error_get_retry_after (error));
      return;
    }
  if (!is_event_stream (reply))
    {
      come_back (self, 0);
      return;
    }
  self->opened_at = g_get_monotonic_time ();
  self->reader = hopso_wire_event_reader_new ();
  self->lines = hopso_http_lines_new (reply->stream, line_cb, self);
  set_alive (self, TRUE);
}

static void
connect_now (HopsoLiveStream *self)
{
  const char *const headers[] = { "Accept", "text/event-stream",
                                  self->last_id != NULL ? "Last-Event-ID" : NULL, self->last_id,
                                  NULL };
  const HopsoRemoteRequest request = {
    .method = "GET", .path = "/v1/live", .headers = headers, .as_stream = TRUE
  };

  hopso_remote_send_async (self->remote, &request, self->cancellable, opened_cb,
                           g_object_ref (self));
}

/**
 * hopso_live_stream_new:
 * @remote: a server
 *
 * Returns: (transfer full): its event stream, not opened yet
 */
HopsoLiveStream *
hopso_live_stream_new (HopsoRemote *remote)
{
  HopsoLiveStream *self = g_object_new (HOPSO_TYPE_LIVE_STREAM, NULL);

  self->remote = g_object_ref (remote);
  return self;
}

/**
 * hopso_live_stream_start:
 *
 * Opens the stream and keeps it open. May be called twice.
 */
void
hopso_live_stream_start (HopsoLiveStream *self)
{
  g_return_if_fail (HOPSO_IS_LIVE_STREAM (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  hopso_back_off_reset (&self->back_off);
  connect_now (self);
}

/**
 * hopso_live_stream_stop:
 *
 * Closes the stream. May be called twice.
 */
void
hopso_live_stream_stop (HopsoLiveStream *self)
{
  g_return_if_fail (HOPSO_IS_LIVE_STREAM (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  disconnect (self);
  set_alive (self, FALSE);
}

/**
 * hopso_live_stream_hurry:
 *
 * Comes back at once if it is waiting to, and the server has not asked for the wait: something says
 * that it can be reached again.
 */
void
hopso_live_stream_hurry (HopsoLiveStream *self)
{
  g_return_if_fail (HOPSO_IS_LIVE_STREAM (self));

  if (self->retry == 0 || g_get_monotonic_time () < self->left_alone_until)
    return;
  g_clear_handle_id (&self->retry, g_source_remove);
  connect_now (self);
}

/**
 * hopso_live_stream_is_alive:
 *
 * Returns: whether changes are told as they happen
 */
gboolean
hopso_live_stream_is_alive (HopsoLiveStream *self)
{
  g_return_val_if_fail (HOPSO_IS_LIVE_STREAM (self), FALSE);

  return self->is_alive;
}
