/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "requests": each client asks for the same list of paths, one after another over one connection;
 * all clients at the same time. What the first clients get is held against the digest in the path.
 * Arguments: CLIENTS TOKENS PATHS CHECKED */

#include "load.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  GPtrArray *tokens; /* owned */
  GPtrArray *paths;  /* owned */
  guint n_checked;   /* clients */
  guint n_finished;
  guint n_wrong;
  guint n_verified;
  guint64 n_bytes;
  LoadFigures opening;
  LoadFigures answers;
} Requests;

typedef struct
{
  guint at;           /* which path */
  EVP_MD_CTX *digest; /* owned, nullable */
} Client;

static void
ask (LoadConnection *connection)
{
  Requests *self = connection->loop->data;
  Client *client = connection->data;
  g_autofree char *text =
      g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
                       (char *) self->paths->pdata[client->at],
                       (char *) self->tokens->pdata[connection->index % self->tokens->len]);

  if (client->digest != NULL)
    EVP_DigestInit_ex (client->digest, EVP_sha256 (), NULL);
  load_connection_send (connection, text);
}

static void
opened (LoadConnection *connection)
{
  Requests *self = connection->loop->data;

  load_figures_add (&self->opening, g_get_monotonic_time () - connection->began);
  ask (connection);
}

static void
body (LoadConnection *connection, const char *bytes, gsize size)
{
  Requests *self = connection->loop->data;
  Client *client = connection->data;

  self->n_bytes += size;
  if (client->digest != NULL)
    EVP_DigestUpdate (client->digest, bytes, size);
}

static gboolean
is_what_the_path_says (Client *client, const char *path)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  g_autoptr (GString) hex = g_string_new (NULL);
  guint size;

  EVP_DigestFinal_ex (client->digest, digest, &size);
  for (guint i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  return g_str_has_suffix (path, hex->str);
}

static void
answered (LoadConnection *connection)
{
  Requests *self = connection->loop->data;
  Client *client = connection->data;

  load_figures_add (&self->answers, g_get_monotonic_time () - connection->began);
  self->n_wrong += connection->status != 200;
  if (client->digest != NULL)
    self->n_verified += is_what_the_path_says (client, self->paths->pdata[client->at]);
  if (++client->at < self->paths->len)
    ask (connection);
  else
    {
      load_connection_close (connection);
      connection->loop->is_done = ++self->n_finished == connection->loop->connections->len;
    }
}

/* Said too early: the rest is asked for over another one. */
static void
closed (LoadConnection *connection)
{
  ((Requests *) connection->loop->data)->n_wrong++;
  load_connection_open (connection);
}

const LoadHandlers load_requests_handlers = { opened, body, answered, closed, NULL };

static void
print (LoadLoop *loop, Requests *self, gint64 took)
{
  load_figures_print (&self->opening, "open");
  load_figures_print (&self->answers, "answer");
  printf ("seconds %.3f\nanswers %u\nwrong %u\nverified %u\nrefused %u\nresumed %u\n",
          (double) took / G_USEC_PER_SEC, self->answers.values->len, self->n_wrong,
          self->n_verified, loop->n_refused, loop->n_resumed);
  printf ("body-bytes %" G_GUINT64_FORMAT "\nwire-in %" G_GUINT64_FORMAT
          "\nwire-out %" G_GUINT64_FORMAT "\n",
          self->n_bytes, loop->n_bytes_in, loop->n_bytes_out);
}

/**
 * load_requests_run:
 *
 * Returns: the exit status
 */
int
load_requests_run (LoadLoop *loop, int argc, char **argv)
{
  Requests self = { 0 };
  const guint n_clients = (guint) atoi (argv[0]);
  const gint64 began = g_get_monotonic_time ();

  self.tokens = load_read_lines (argv[1]);
  self.paths = load_read_lines (argv[2]);
  self.n_checked = (guint) atoi (argv[3]);
  loop->data = &self;
  for (guint i = 0; i < n_clients; i++)
    {
      LoadConnection *connection = load_loop_add (loop);
      Client *client = g_new0 (Client, 1);

      if (i < self.n_checked)
        client->digest = EVP_MD_CTX_new ();
      connection->data = client;
      load_connection_open (connection);
    }
  load_loop_run (loop);
  print (loop, &self, g_get_monotonic_time () - began);
  for (guint i = 0; i < n_clients; i++)
    {
      Client *client = ((LoadConnection *) loop->connections->pdata[i])->data;

      EVP_MD_CTX_free (client->digest);
      g_free (client);
    }
  return 0;
}
