/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "events": every account listens. Then one of them writes something that all see, again and
 * again, and each arrival is timed from the moment the write was sent. Then, if asked, it says
 * "ready" and waits until it is cut off: all come back at once, without waiting a moment.
 * Arguments: CLIENTS TOKENS PARTICIPANTS EVENTS SECONDS-OF-PATIENCE [storm] */

#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum
{
  GATHERING,
  WRITING,
  WAITING, /* to be cut off */
  COMING_BACK,
} Phase;

typedef struct
{
  Phase phase;
  GPtrArray *tokens;       /* owned */
  GPtrArray *participants; /* owned */
  LoadConnection *writer;  /* borrowed */
  guint n_clients;
  guint n_events;
  guint n_written;
  gboolean is_answered; /* the write */
  gboolean has_storm;
  gint64 patience; /* microseconds */
  guint n_lost;    /* listeners that were not told in time */
  guint n_wrong;
  guint n_cut;
  guint n_here; /* told in this phase */
  gint64 began; /* this phase, or the write */
  LoadFigures gathering;
  LoadFigures events;
  LoadFigures writes;
  LoadFigures coming_back;
} Events;

typedef struct
{
  guint heard; /* of which write it was told last */
} Listener;

static void
ask_for_events (LoadConnection *connection)
{
  Events *self = connection->loop->data;
  g_autofree char *text = g_strdup_printf (
      "GET /v1/live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
      (char *) self->tokens->pdata[connection->index % self->tokens->len]);

  load_connection_send (connection, text);
}

static void
ask_for_participant (LoadConnection *writer)
{
  Events *self = writer->loop->data;
  g_autofree char *text = g_strdup_printf (
      "GET /v1/participants/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
      (char *) self->participants->pdata[0], (char *) self->tokens->pdata[0]);

  load_connection_send (writer, text);
}

static void
opened (LoadConnection *connection)
{
  Events *self = connection->loop->data;

  if (connection != self->writer)
    ask_for_events (connection);
  else
    ask_for_participant (connection);
}

/* The first account changes its answer to the meeting of all. */
static void
write_next (Events *self)
{
  static const char *const answers[] = { "accepted", "declined" };
  g_autofree char *body = g_strdup_printf ("{\"partstat\":\"%s\"}", answers[self->n_written % 2]);
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *text = g_strdup_printf (
      "PATCH /v1/participants/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
      "Content-Type: application/json\r\nContent-Length: %zu\r\nIdempotency-Key: %s\r\n"
      "If-Match: %s\r\n\r\n%s",
      (char *) self->participants->pdata[0], (char *) self->tokens->pdata[0], strlen (body), key,
      self->writer->etag, body);

  self->n_written++;
  self->n_here = 0;
  self->is_answered = FALSE;
  self->began = g_get_monotonic_time ();
  load_connection_send (self->writer, text);
}

/* Not before it is needed: a server does not wait for ever for who says nothing. */
static void
begin_writing (Events *self)
{
  self->phase = WRITING;
  self->began = g_get_monotonic_time ();
  load_connection_open (self->writer);
}

static void
end_writing (LoadLoop *loop)
{
  Events *self = loop->data;

  loop->is_done = !self->has_storm;
  self->phase = WAITING;
  self->n_here = 0;
  load_connection_close (self->writer);
  printf ("ready\n");
  fflush (stdout);
}

static void
all_told (LoadLoop *loop)
{
  Events *self = loop->data;

  if (self->phase == COMING_BACK)
    loop->is_done = TRUE;
  else if (self->n_written < self->n_events)
    write_next (self);
  else
    end_writing (loop);
}

/* The listeners may hear of a write before the writer does. */
static void
go_on (LoadLoop *loop)
{
  Events *self = loop->data;

  if (self->n_here < self->n_clients || (self->phase == WRITING && !self->is_answered))
    return;
  if (self->phase == GATHERING)
    begin_writing (self);
  else
    all_told (loop);
}

static void
told (LoadConnection *connection)
{
  Events *self = connection->loop->data;
  Listener *listener = connection->data;
  const gint64 now = g_get_monotonic_time ();
  const guint number = self->phase == WRITING ? self->n_written : G_MAXUINT;

  if (listener->heard == number || self->phase == WAITING)
    return;
  listener->heard = number;
  self->n_here++;
  if (self->phase == GATHERING)
    load_figures_add (&self->gathering, now - self->began);
  else if (self->phase == WRITING)
    load_figures_add (&self->events, now - self->began);
  else
    load_figures_add (&self->coming_back, now - self->began);
  go_on (connection->loop);
}

static void
body (LoadConnection *connection, const char *bytes, gsize size)
{
  Events *self = connection->loop->data;

  /* An event is one chunk; comments keep the line alive. */
  if (connection != self->writer && size > 0 && bytes[0] != ':')
    told (connection);
}

static void
answered (LoadConnection *connection)
{
  Events *self = connection->loop->data;

  if (connection == self->writer)
    {
      if (connection->status != 200)
        g_error ("the writer was answered %u", connection->status);
      if (self->n_written == 0)
        write_next (self);
      else
        {
          load_figures_add (&self->writes, g_get_monotonic_time () - connection->began);
          self->is_answered = TRUE;
          go_on (connection->loop);
        }
      return;
    }
  if (connection->status != 200 && self->n_wrong++ == 0)
    g_printerr ("a listener was answered %u\n", connection->status);
  load_connection_close (connection);
  connection->loop->handlers->closed (connection);
}

static void
closed (LoadConnection *connection)
{
  Events *self = connection->loop->data;

  if (connection == self->writer || self->phase == WRITING)
    g_error ("cut off in the middle");
  if (self->phase == WAITING)
    {
      for (guint i = 0; i < connection->loop->connections->len; i++)
        {
          LoadConnection *other = connection->loop->connections->pdata[i];

          if (other != self->writer)
            ((Listener *) other->data)->heard = 0;
        }
      self->phase = COMING_BACK;
      self->began = g_get_monotonic_time ();
    }
  if (self->phase == COMING_BACK)
    self->n_cut++;
  else
    connection->loop->n_refused++;
  load_connection_open (connection);
}

/* Whoever was not told in time is given up. */
static void
tick (LoadLoop *loop)
{
  Events *self = loop->data;

  if (self->phase == WAITING || g_get_monotonic_time () - self->began < self->patience)
    return;
  self->n_lost += self->n_clients - self->n_here;
  if (self->phase == WRITING)
    all_told (loop);
  else
    loop->is_done = TRUE;
}

const LoadHandlers load_events_handlers = { opened, body, answered, closed, tick };

static void
print (LoadLoop *loop, Events *self)
{
  load_figures_print (&self->gathering, "gather");
  load_figures_print (&self->writes, "write");
  load_figures_print (&self->events, "event");
  load_figures_print (&self->coming_back, "back");
  printf ("lost %u\ncut %u\nrefused %u\nresumed %u\n", self->n_lost, self->n_cut, loop->n_refused,
          loop->n_resumed);
}

/**
 * load_events_run:
 *
 * Returns: the exit status
 */
int
load_events_run (LoadLoop *loop, int argc, char **argv)
{
  Events self = { .n_clients = (guint) atoi (argv[0]), .n_events = (guint) atoi (argv[3]) };

  self.tokens = load_read_lines (argv[1]);
  self.participants = load_read_lines (argv[2]);
  self.patience = atoi (argv[4]) * G_USEC_PER_SEC;
  self.has_storm = argc > 5;
  loop->data = &self;
  self.began = g_get_monotonic_time ();
  for (guint i = 0; i < self.n_clients; i++)
    {
      LoadConnection *connection = load_loop_add (loop);

      connection->data = g_new0 (Listener, 1);
      load_connection_open (connection);
    }
  self.writer = load_loop_add (loop);
  load_loop_run (loop);
  print (loop, &self);
  return self.n_lost > 0 ? 1 : 0;
}
