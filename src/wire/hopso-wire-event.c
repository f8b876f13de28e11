/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Server-Sent Events (WHATWG HTML §9.2): printing one, and making them of the lines of a stream.
 * An event without data, or with data that is no JSON object, is passed over. Any thread. */

#include "hopso-wire-event.h"

#include <string.h>

/* Our events are short; a stream that sends more is not ours. */
#define MAX_DATA 4096

struct _HopsoWireEventReader
{
  char *id;      /* owned, nullable: stays until the next one */
  char *type;    /* owned, nullable: of the event being read */
  GString *data; /* owned: of the event being read */
};

/**
 * hopso_wire_event_free:
 * @self: (transfer full) (nullable): an event
 */
void
hopso_wire_event_free (HopsoWireEvent *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->type);
  g_free (self->state);
  g_free (self);
}

/**
 * hopso_wire_event_print:
 *
 * Returns: (transfer full): the event as it goes down the stream
 */
char *
hopso_wire_event_print (const HopsoWireEvent *self)
{
  g_autoptr (JsonObject) data = json_object_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->state != NULL)
    json_object_set_string_member (data, "state", self->state);
  if (self->id != NULL)
    g_string_append_printf (text, "id: %s\n", self->id);

  g_autofree char *json = hopso_wire_print_string (data);
  g_string_append_printf (text, "event: %s\ndata: %s\n\n", self->type, json);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * hopso_wire_event_reader_new:
 *
 * Returns: (transfer full): a reader at the start of a stream
 */
HopsoWireEventReader *
hopso_wire_event_reader_new (void)
{
  HopsoWireEventReader *self = g_new0 (HopsoWireEventReader, 1);

  self->data = g_string_new (NULL);
  return self;
}

/**
 * hopso_wire_event_reader_free:
 * @self: (transfer full): a reader
 */
void
hopso_wire_event_reader_free (HopsoWireEventReader *self)
{
  g_free (self->id);
  g_free (self->type);
  g_string_free (self->data, TRUE);
  g_free (self);
}

/* The event that an empty line completes. */
static HopsoWireEvent *
complete (HopsoWireEventReader *self)
{
  g_autoptr (GBytes) bytes = g_bytes_new (self->data->str, self->data->len);
  g_autofree char *type = g_steal_pointer (&self->type);
  gboolean is_empty = self->data->len == 0;

  g_string_truncate (self->data, 0);
  if (is_empty)
    return NULL;

  g_autoptr (JsonObject) data = hopso_wire_parse_object (bytes, MAX_DATA, NULL);
  g_autofree char *state = NULL;
  if (data == NULL || !hopso_wire_read_string (data, "state", FALSE, &state, NULL))
    return NULL;

  HopsoWireEvent *event = g_new0 (HopsoWireEvent, 1);
  event->id = g_strdup (self->id);
  event->type = type != NULL ? g_steal_pointer (&type) : g_strdup ("message");
  event->state = g_steal_pointer (&state);
  return event;
}

/* An id comes back to the server as a header: whatever cannot stand in one is not taken. */
static gboolean
is_id (const char *value)
{
  gsize size = strlen (value);

  for (gsize i = 0; i < size && size <= HOPSO_WIRE_EVENT_MAX_ID; i++)
    if (!g_ascii_isgraph (value[i]))
      return FALSE;
  return size <= HOPSO_WIRE_EVENT_MAX_ID;
}

static void
take_field (HopsoWireEventReader *self, const char *name, gsize name_size, const char *value)
{
  if (name_size == 2 && strncmp (name, "id", 2) == 0 && is_id (value))
    {
      g_free (self->id);
      self->id = *value == '\0' ? NULL : g_strdup (value);
    }
  else if (name_size == 5 && strncmp (name, "event", 5) == 0)
    {
      g_free (self->type);
      self->type = g_strdup (value);
    }
  else if (name_size == 4 && strncmp (name, "data", 4) == 0 && self->data->len <= MAX_DATA)
    {
      if (self->data->len > 0)
        g_string_append_c (self->data, '\n');
      g_string_append (self->data, value);
    }
}

/**
 * hopso_wire_event_reader_feed:
 * @line: the next line of the stream without its end
 *
 * Returns: (transfer full) (nullable): the event that @line completes; %NULL for most lines
 */
HopsoWireEvent *
hopso_wire_event_reader_feed (HopsoWireEventReader *self, const char *line)
{
  if (*line == '\0')
    return complete (self);
  if (*line == ':')
    return NULL;

  gsize name_size = strcspn (line, ":");
  const char *value = line + name_size;
  if (*value == ':')
    value++;
  if (*value == ' ')
    value++;
  take_field (self, line, name_size, value);
  return NULL;
}
