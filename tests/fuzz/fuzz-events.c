/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's event stream from its bytes to its events: lines are found as a second, simpler
 * way finds them, and an id may be sent back as a header as it is. */

#include "fuzz.h"
#include "hopso-http-lines.h"
#include "hopso-wire-event.h"

#include <string.h>

typedef struct
{
  GPtrArray *expected; /* owned: the lines of the other way */
  HopsoWireEventReader *reader;
  guint n_lines;
  gboolean is_over;
} Listener;

static void
check_event (HopsoWireEvent *event)
{
  g_assert_nonnull (event->type);
  if (event->id == NULL)
    return;
  g_assert_cmpuint (strlen (event->id), <=, HOPSO_WIRE_EVENT_MAX_ID);
  for (const char *at = event->id; *at != '\0'; at++)
    g_assert_true (g_ascii_isgraph (*at));
}

static void
line_cb (HopsoHttpLines *lines, const char *line, gpointer user_data)
{
  Listener *listener = user_data;

  listener->is_over = line == NULL;
  if (line == NULL)
    return;
  g_assert_cmpuint (listener->n_lines, <, listener->expected->len);
  g_assert_cmpstr (line, ==, listener->expected->pdata[listener->n_lines]);
  listener->n_lines++;

  g_autoptr (HopsoWireEvent) event = hopso_wire_event_reader_feed (listener->reader, line);
  if (event != NULL)
    check_event (event);
}

static GPtrArray *
split (const guint8 *bytes, gsize size)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  gsize first = 0;

  for (gsize i = 0; i < size; i++)
    if (bytes[i] == '\n')
      {
        gsize end = i > first && bytes[i - 1] == '\r' ? i - 1 : i;

        g_ptr_array_add (lines, g_strndup ((const char *) bytes + first, end - first));
        first = i + 1;
      }
  return lines;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) raw = g_bytes_new (bytes, size);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (raw);
  Listener listener = { .expected = split (bytes, size), .reader = hopso_wire_event_reader_new () };
  g_autoptr (HopsoHttpLines) lines = hopso_http_lines_new (stream, line_cb, &listener);

  while (!listener.is_over)
    g_main_context_iteration (NULL, TRUE);
  g_ptr_array_unref (listener.expected);
  hopso_wire_event_reader_free (listener.reader);
  return 0;
}
