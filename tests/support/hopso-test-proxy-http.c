/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests and answers of one connection, one after the other, as HTTP/1.1 frames them (RFC 9112):
 * read, passed on, and spoilt where that is wanted. It knows only what the client and the server of
 * the tests send. On the threads of the connections. */

#include "hopso-test-proxy-private.h"

#include <string.h>

#define WINDOW_SIZE 16384
#define NO_LENGTH   G_MAXUINT64

/* The beginning of a request or an answer. */
typedef struct
{
  char *first;        /* owned */
  GPtrArray *headers; /* owned: whole lines without their ends; elements owned */
  guint64 length;     /* of the body; NO_LENGTH: not said */
  gboolean is_chunked;
} Head;

typedef struct
{
  HopsoTestProxy *proxy;
  GIOStream *client;
  GDataInputStream *from_client;
  HopsoTestWire *server;
  GDataInputStream *from_server; /* owned, nullable: not connected */
  HopsoTestHarm harm;            /* of this exchange */
  HopsoTestExchange *exchange;
} Relay;

static void
head_free (Head *head)
{
  g_free (head->first);
  g_ptr_array_unref (head->headers);
  g_free (head);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Head, head_free)

static GDataInputStream *
read_lines (GIOStream *stream)
{
  GDataInputStream *lines = g_data_input_stream_new (g_io_stream_get_input_stream (stream));

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (lines), WINDOW_SIZE);
  return lines;
}

static const char *
get_value (const char *line, const char *name)
{
  gsize length = strlen (name);

  return g_ascii_strncasecmp (line, name, length) == 0 && line[length] == ':'
             ? line + length + 1 + strspn (line + length + 1, " ")
             : NULL;
}

static const char *
find_header (const Head *head, const char *name)
{
  for (guint i = 0; i < head->headers->len; i++)
    {
      const char *value = get_value (head->headers->pdata[i], name);

      if (value != NULL)
        return value;
    }
  return NULL;
}

static Head *
read_head (GDataInputStream *from)
{
  g_autoptr (Head) head = g_new0 (Head, 1);
  const char *value;
  char *line;

  head->headers = g_ptr_array_new_with_free_func (g_free);
  head->first = g_data_input_stream_read_line (from, NULL, NULL, NULL);
  if (head->first == NULL)
    return NULL;
  while ((line = g_data_input_stream_read_line (from, NULL, NULL, NULL)) != NULL && *line != '\0')
    g_ptr_array_add (head->headers, line);
  if (line == NULL)
    return NULL;
  g_free (line);
  value = find_header (head, "Content-Length");
  head->length = value != NULL ? g_ascii_strtoull (value, NULL, 10) : NO_LENGTH;
  value = find_header (head, "Transfer-Encoding");
  head->is_chunked = value != NULL && g_ascii_strcasecmp (value, "chunked") == 0;
  return g_steal_pointer (&head);
}

static gboolean
write_text (GOutputStream *to, const char *text, gsize size)
{
  return g_output_stream_write_all (to, text, size, NULL, NULL, NULL);
}

static gboolean
write_head (GOutputStream *to, const Head *head)
{
  g_autoptr (GString) text = g_string_new (head->first);

  g_string_append (text, "\r\n");
  for (guint i = 0; i < head->headers->len; i++)
    g_string_append_printf (text, "%s\r\n", (const char *) head->headers->pdata[i]);
  g_string_append (text, "\r\n");
  return write_text (to, text->str, text->len);
}

static GBytes *
read_body (GDataInputStream *from, guint64 size)
{
  g_autofree guint8 *bytes = g_malloc (MAX (size, 1));
  gsize n_read = 0;

  if (!g_input_stream_read_all (G_INPUT_STREAM (from), bytes, (gsize) size, &n_read, NULL, NULL) ||
      n_read < size)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), (gsize) size);
}

/* Sends @size bytes of a body on, or all until the end. */
static gboolean
pass_bytes (Relay *relay, guint64 *offset, guint64 size)
{
  GOutputStream *to = g_io_stream_get_output_stream (relay->client);
  g_autofree guint8 *window = g_malloc (WINDOW_SIZE);

  while (size > 0)
    {
      gsize wanted = (gsize) MIN (size, WINDOW_SIZE);
      gssize n =
          g_input_stream_read (G_INPUT_STREAM (relay->from_server), window, wanted, NULL, NULL);

      if (n <= 0)
        return size == NO_LENGTH && n == 0;
      if (!hopso_test_proxy_write (relay->proxy, to, &relay->harm, *offset, window, (gsize) n))
        return FALSE;
      hopso_test_proxy_note_sent (relay->proxy, relay->exchange, (guint64) n);
      *offset += (guint64) n;
      if (size != NO_LENGTH)
        size -= (guint64) n;
    }
  return TRUE;
}

/* Chunks keep their frames (RFC 9112 §7.1); nobody here sends trailers. */
static gboolean
pass_chunks (Relay *relay)
{
  GOutputStream *to = g_io_stream_get_output_stream (relay->client);
  guint64 offset = 0;
  guint64 size = 1;

  while (size > 0)
    {
      g_autofree char *line = g_data_input_stream_read_line (relay->from_server, NULL, NULL, NULL);
      g_autofree char *frame = line != NULL ? g_strconcat (line, "\r\n", NULL) : NULL;
      g_autofree char *end = NULL;

      if (frame == NULL || !write_text (to, frame, strlen (frame)))
        return FALSE;
      size = g_ascii_strtoull (line, NULL, 16);
      if (!pass_bytes (relay, &offset, size))
        return FALSE;
      end = g_data_input_stream_read_line (relay->from_server, NULL, NULL, NULL);
      if (end == NULL || !write_text (to, "\r\n", 2))
        return FALSE;
    }
  return TRUE;
}

static void
replace_header (Head *head, const char *name, const char *value)
{
  for (guint i = 0; i < head->headers->len; i++)
    if (get_value (head->headers->pdata[i], name) != NULL)
      {
        g_free (head->headers->pdata[i]);
        head->headers->pdata[i] = g_strdup_printf ("%s: %s", name, value);
      }
}

static char *
format_date (gint64 moment)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (moment);
  g_autofree char *clock = g_date_time_format (date, "%H:%M:%S");

  return g_strdup_printf ("%s, %02d %s %d %s GMT", days[g_date_time_get_day_of_week (date) - 1],
                          g_date_time_get_day_of_month (date),
                          months[g_date_time_get_month (date) - 1], g_date_time_get_year (date),
                          clock);
}

static char *
make_date (HopsoTestProxy *proxy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&proxy->lock);

  return format_date (g_get_real_time () / G_USEC_PER_SEC + proxy->date_offset);
}

static gboolean
has_body (const Relay *relay, guint status)
{
  return !g_str_equal (relay->exchange->method, "HEAD") && status >= 200 && status != 204 &&
         status != 304;
}

static gboolean
pass_answer_body (Relay *relay, Head *head)
{
  guint64 offset = 0;

  if (!has_body (relay, relay->exchange->status))
    return TRUE;
  if (head->is_chunked)
    return pass_chunks (relay);
  if (relay->harm.truncate < head->length)
    return pass_bytes (relay, &offset, relay->harm.truncate) && FALSE;
  return pass_bytes (relay, &offset, head->length);
}

static gboolean
pass_answer (Relay *relay)
{
  g_autoptr (Head) head = read_head (relay->from_server);
  g_autofree char *date = make_date (relay->proxy);
  g_autofree char *length = NULL;
  gboolean is_whole;

  if (head == NULL)
    return FALSE;
  replace_header (head, "Date", date);
  if (relay->harm.truncate < head->length && head->length != NO_LENGTH)
    {
      length = g_strdup_printf ("%" G_GUINT64_FORMAT, relay->harm.truncate);
      replace_header (head, "Content-Length", length);
    }
  relay->exchange->status = (guint) g_ascii_strtoull (head->first + strlen ("HTTP/1.1 "), NULL, 10);
  if (!hopso_test_proxy_wait (relay->proxy, relay->harm.delay) || relay->harm.cut == 0 ||
      !write_head (g_io_stream_get_output_stream (relay->client), head))
    return FALSE;
  is_whole = pass_answer_body (relay, head);
  relay->exchange->is_whole = is_whole;
  return is_whole && (head->is_chunked || head->length != NO_LENGTH ||
                      !has_body (relay, relay->exchange->status));
}

static gboolean
answer_instead (Relay *relay)
{
  const HopsoTestFault *answer = &relay->harm.answer;
  const char *body = answer->body != NULL ? answer->body : "";
  g_autofree char *date = make_date (relay->proxy);
  g_autofree char *text = g_strdup_printf (
      "HTTP/1.1 %u Other\r\nDate: %s\r\n%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
      answer->status, date, answer->headers != NULL ? answer->headers : "", strlen (body), body);

  relay->exchange->status = answer->status;
  if (!hopso_test_proxy_wait (relay->proxy, relay->harm.delay) ||
      !write_text (g_io_stream_get_output_stream (relay->client), text, strlen (text)))
    return FALSE;
  hopso_test_proxy_note_sent (relay->proxy, relay->exchange, strlen (body));
  return TRUE;
}

static gboolean
send_request (Relay *relay, const Head *head, GBytes *body)
{
  gsize size = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  GOutputStream *to = g_io_stream_get_output_stream (relay->server->stream);

  return write_head (to, head) && (size == 0 || write_text (to, bytes, size));
}

static gboolean
reach_server (Relay *relay)
{
  g_clear_object (&relay->from_server);
  if (!hopso_test_proxy_open (relay->proxy, relay->server))
    return FALSE;
  relay->from_server = read_lines (relay->server->stream);
  return TRUE;
}

/* The server may have closed a connection that was not used for long; then it heard nothing. */
static gboolean
ask_server (Relay *relay, const Head *head, GBytes *body)
{
  GBufferedInputStream *lines;

  for (guint i = 0; i < 2; i++)
    {
      if ((i > 0 || relay->from_server == NULL) && !reach_server (relay))
        return FALSE;
      lines = G_BUFFERED_INPUT_STREAM (relay->from_server);
      if (send_request (relay, head, body) &&
          (g_buffered_input_stream_get_available (lines) > 0 ||
           g_buffered_input_stream_fill (lines, -1, NULL, NULL) > 0))
        return TRUE;
    }
  return FALSE;
}

/* Once more before the time that counts: whole and alone, its answer for nobody. */
static gboolean
ask_in_vain (Relay *relay, const Head *head, GBytes *body)
{
  g_autoptr (Head) answer = NULL;
  g_autoptr (GBytes) ignored = NULL;

  if (!ask_server (relay, head, body))
    return FALSE;
  answer = read_head (relay->from_server);
  if (answer == NULL || answer->is_chunked)
    return FALSE;
  if (answer->length == NO_LENGTH || g_str_has_prefix (head->first, "HEAD "))
    return TRUE;
  ignored = read_body (relay->from_server, answer->length);
  return ignored != NULL;
}

static void
note_exchange (Relay *relay, const Head *head)
{
  HopsoTestExchange *exchange = g_new0 (HopsoTestExchange, 1);
  g_auto (GStrv) words = g_strsplit (head->first, " ", 3);

  exchange->method = g_strdup (words[0]);
  exchange->path = g_strdup (words[0] != NULL && words[1] != NULL ? words[1] : "");
  exchange->range = g_strdup (find_header (head, "Range"));
  exchange->at = g_get_monotonic_time ();
  relay->harm = hopso_test_proxy_take_harm (relay->proxy, exchange->path);
  relay->exchange = hopso_test_proxy_note (relay->proxy, exchange);
}

/* Whether the connection goes on. */
static gboolean
exchange (Relay *relay)
{
  g_autoptr (Head) head = read_head (relay->from_client);
  g_autoptr (GBytes) body = NULL;
  guint64 size;

  if (head == NULL)
    return FALSE;
  note_exchange (relay, head);
  size = head->length != NO_LENGTH ? head->length : 0;
  if (relay->harm.rate > 0 && !hopso_test_proxy_wait (relay->proxy, size * 1000 / relay->harm.rate))
    return FALSE;
  body = read_body (relay->from_client, MIN (size, relay->harm.cut_request));
  if (body == NULL || relay->harm.cut_request != G_MAXUINT64)
    return FALSE;
  if (relay->harm.answer.status != 0)
    return answer_instead (relay);
  for (guint64 i = 0; i < relay->harm.repeat; i++)
    if (!ask_in_vain (relay, head, body))
      return FALSE;
  return ask_server (relay, head, body) && pass_answer (relay);
}

void
hopso_test_proxy_serve (HopsoTestProxy *self, GIOStream *client, HopsoTestWire *server)
{
  g_autoptr (GDataInputStream) lines = read_lines (client);
  Relay relay = { .proxy = self, .client = client, .from_client = lines, .server = server };

  while (exchange (&relay))
    ;
  g_clear_object (&relay.from_server);
}
