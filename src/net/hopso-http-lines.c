/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a stream line by line for as long as it lasts. A line that never ends, a stream that falls
 * silent for longer than the session's time-out, and one that says more than anybody could mean
 * end it. Everything else on the main thread goes first. */

#include "hopso-http-lines.h"

#define MAX_LINE  (64 * 1024)
#define READ_SIZE 4096

/* What may come in one second, and how many lines of it. */
#define MAX_FLOW       (256 * 1024)
#define MAX_FLOW_LINES 2000

struct _HopsoHttpLines
{
  GObject parent_instance;

  GInputStream *stream;      /* owned */
  GCancellable *cancellable; /* owned */
  GString *rest;             /* owned: of the last line so far */
  HopsoHttpLineFunc func;    /* nullable: stopped */
  gpointer user_data;        /* borrowed: the caller stops before it goes */
  gint64 second;             /* when the present second began, monotonic */
  guint flow;                /* bytes that came in it */
  guint n_lines;             /* and lines */
};

G_DEFINE_FINAL_TYPE (HopsoHttpLines, hopso_http_lines, G_TYPE_OBJECT)

static void
hopso_http_lines_finalize (GObject *object)
{
  HopsoHttpLines *self = HOPSO_HTTP_LINES (object);

  g_object_unref (self->stream);
  g_object_unref (self->cancellable);
  g_string_free (self->rest, TRUE);
  G_OBJECT_CLASS (hopso_http_lines_parent_class)->finalize (object);
}

static void
hopso_http_lines_class_init (HopsoHttpLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_http_lines_finalize;
}

static void
hopso_http_lines_init (HopsoHttpLines *self)
{
  self->cancellable = g_cancellable_new ();
  self->rest = g_string_new (NULL);
}

static void read_more (HopsoHttpLines *self);

static void
end (HopsoHttpLines *self)
{
  HopsoHttpLineFunc func = self->func;

  self->func = NULL;
  if (func != NULL)
    func (self, NULL, self->user_data);
}

/* Hands on every whole line; the func may stop the rest. */
static void
hand_on (HopsoHttpLines *self)
{
  char *newline;

  while (self->func != NULL && (newline = memchr (self->rest->str, '\n', self->rest->len)) != NULL)
    {
      gsize length = (gsize) (newline - self->rest->str);
      g_autofree char *line = g_strndup (self->rest->str, length);

      if (length > 0 && line[length - 1] == '\r')
        line[length - 1] = '\0';
      g_string_erase (self->rest, 0, (gssize) length + 1);
      self->n_lines++;
      self->func (self, line, self->user_data);
    }
}

/* Whether the server speaks faster than a server with something to say. */
static gboolean
is_flood (HopsoHttpLines *self, gsize size)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->second >= G_USEC_PER_SEC)
    {
      self->second = now;
      self->flow = 0;
      self->n_lines = 0;
    }
  self->flow += (guint) size;
  return self->flow > MAX_FLOW || self->n_lines > MAX_FLOW_LINES;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HopsoHttpLines) self = user_data;
  g_autoptr (GBytes) bytes =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (size > 0)
    g_string_append_len (self->rest, data, (gssize) size);
  hand_on (self);
  if (size == 0 || self->rest->len > MAX_LINE || is_flood (self, size))
    end (self);
  else if (self->func != NULL)
    read_more (self);
}

static void
read_more (HopsoHttpLines *self)
{
  /* Below drawing: a stream that never pauses must not stop the windows. */
  g_input_stream_read_bytes_async (self->stream, READ_SIZE, G_PRIORITY_DEFAULT_IDLE,
                                   self->cancellable, read_cb, g_object_ref (self));
}

/**
 * hopso_http_lines_new:
 * @stream: of a response that was opened with hopso_http_open_async()
 * @func: (scope notified): called for each line, and once with %NULL at the end, unless stopped
 *
 * Returns: (transfer full): the lines, already being read
 */
HopsoHttpLines *
hopso_http_lines_new (GInputStream *stream, HopsoHttpLineFunc func, gpointer user_data)
{
  HopsoHttpLines *self = g_object_new (HOPSO_TYPE_HTTP_LINES, NULL);

  self->stream = g_object_ref (stream);
  self->func = func;
  self->user_data = user_data;
  read_more (self);
  return self;
}

/**
 * hopso_http_lines_stop:
 *
 * After it the func is not called any more. May be called twice.
 */
void
hopso_http_lines_stop (HopsoHttpLines *self)
{
  g_return_if_fail (HOPSO_IS_HTTP_LINES (self));

  self->func = NULL;
  g_cancellable_cancel (self->cancellable);
}
