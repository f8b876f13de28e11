/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "writes": accounts answer the invitation to the meeting of all, so many of them each second
 * whether the server keeps up or not; a write's time counts from when it was due.
 * Arguments: CLIENTS TOKENS PARTICIPANTS PER-SECOND SECONDS */

#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  GPtrArray *tokens;       /* owned */
  GPtrArray *participants; /* owned */
  GQueue idle;             /* of connections */
  guint n_ready;           /* clients that know what they will change */
  guint n_due;
  guint n_sent;
  guint n_done;
  guint n_wrong;
  guint n_wanted;
  guint per_second;
  gint64 began;
  LoadFigures writes;
} Writes;

static void
opened (LoadConnection *connection)
{
  Writes *self = connection->loop->data;
  g_autofree char *text = g_strdup_printf (
      "GET /v1/participants/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
      (char *) self->participants->pdata[connection->index],
      (char *) self->tokens->pdata[connection->index]);

  load_connection_send (connection, text);
}

static gint64
due_at (Writes *self, guint number)
{
  return self->began + (gint64) number * G_USEC_PER_SEC / self->per_second;
}

static void
write_one (Writes *self, LoadConnection *connection)
{
  static const char *const answers[] = { "accepted", "declined" };
  guint *n_written = connection->data;
  g_autofree char *body = g_strdup_printf ("{\"partstat\":\"%s\"}", answers[*n_written % 2]);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *text = g_strdup_printf (
      "PATCH /v1/participants/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
      "Content-Type: application/json\r\nContent-Length: %zu\r\nIdempotency-Key: %s\r\n"
      "If-Match: %s\r\n\r\n%s",
      (char *) self->participants->pdata[connection->index],
      (char *) self->tokens->pdata[connection->index], strlen (body), key, connection->etag, body);

  (*n_written)++;
  load_connection_send (connection, text);
  connection->began = due_at (self, self->n_sent++);
}

static void
answered (LoadConnection *connection)
{
  Writes *self = connection->loop->data;
  guint *n_written = connection->data;

  self->n_wrong += connection->status != 200;
  if (connection->status != 200)
    g_printerr ("answered %u\n", connection->status);
  g_queue_push_tail (&self->idle, connection);
  if (*n_written > 0)
    {
      self->n_done++;
      load_figures_add (&self->writes, g_get_monotonic_time () - connection->began);
    }
  else if (++self->n_ready == connection->loop->connections->len)
    self->began = g_get_monotonic_time ();
  connection->loop->is_done = self->n_done == self->n_wanted;
}

static void
closed (LoadConnection *connection)
{
  g_error ("cut off in the middle");
}

static void
tick (LoadLoop *loop)
{
  Writes *self = loop->data;
  const gint64 now = g_get_monotonic_time ();

  while (self->began > 0 && self->n_sent < self->n_wanted && due_at (self, self->n_sent) <= now &&
         !g_queue_is_empty (&self->idle))
    write_one (self, g_queue_pop_head (&self->idle));
}

const LoadHandlers load_writes_handlers = { opened, NULL, answered, closed, tick };

/**
 * load_writes_run:
 *
 * Returns: the exit status
 */
int
load_writes_run (LoadLoop *loop, int argc, char **argv)
{
  const guint n_clients = (guint) atoi (argv[0]);
  Writes self = { .idle = G_QUEUE_INIT, .per_second = (guint) atoi (argv[3]) };

  self.n_wanted = self.per_second * (guint) atoi (argv[4]);
  self.tokens = load_read_lines (argv[1]);
  self.participants = load_read_lines (argv[2]);
  loop->data = &self;
  for (guint i = 0; i < n_clients; i++)
    {
      LoadConnection *connection = load_loop_add (loop);

      connection->data = g_new0 (guint, 1);
      load_connection_open (connection);
    }
  load_loop_run (loop);
  load_figures_print (&self.writes, "write");
  printf ("seconds %.3f\nwrites %u\nwrong %u\n",
          (double) (g_get_monotonic_time () - self.began) / G_USEC_PER_SEC, self.n_done,
          self.n_wrong);
  return self.n_wrong > 0 ? 1 : 0;
}
