/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long a server may go on without coming to its answer. The session's time-out ends a silence
 * only: a byte now and then, or hints that an answer will come, would hold a request for ever, and
 * hints without a pause the whole main thread. Main thread. */

#include "hopso-http-private.h"

#define HEADERS_SECONDS 240 /* authorities of time were seen to take more than two minutes */
#define MAX_HINTS       20
#define PATIENCE        "hopso-http-patience"

typedef struct
{
  GCancellable *own;    /* owned: what the library is given */
  GCancellable *caller; /* owned, nullable */
  gulong connection;    /* to the caller's */
  guint timeout;        /* source id */
  guint n_hints;
  gboolean is_over;
} Patience;

static void
patience_free (gpointer data)
{
  Patience *self = data;

  g_cancellable_disconnect (self->caller, self->connection);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->caller);
  g_object_unref (self->own);
  g_free (self);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Patience *self = user_data;

  self->timeout = 0;
  self->is_over = TRUE;
  g_cancellable_cancel (self->own);
  return G_SOURCE_REMOVE;
}

/* Sending may take long on a poor line; waiting begins after it. */
static void
wrote_body_cb (SoupMessage *message, gpointer user_data)
{
  Patience *self = user_data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add_seconds (HEADERS_SECONDS, timeout_cb, self);
}

static void
got_informational_cb (SoupMessage *message, gpointer user_data)
{
  Patience *self = user_data;

  if (++self->n_hints <= MAX_HINTS)
    return;
  self->is_over = TRUE;
  g_cancellable_cancel (self->own);
}

static void
caller_cancelled_cb (GCancellable *caller, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Begins to count for @message; gives what it is to be sent with, borrowed. */
GCancellable *
hopso_http_patience_begin (SoupMessage *message, GCancellable *caller)
{
  Patience *self = g_new0 (Patience, 1);

  self->own = g_cancellable_new ();
  g_object_set_data_full (G_OBJECT (message), PATIENCE, self, patience_free);
  g_signal_connect (message, "wrote-body", G_CALLBACK (wrote_body_cb), self);
  g_signal_connect (message, "got-informational", G_CALLBACK (got_informational_cb), self);
  if (caller != NULL)
    {
      self->caller = g_object_ref (caller);
      self->connection =
          g_cancellable_connect (caller, G_CALLBACK (caller_cancelled_cb), self->own, NULL);
    }
  return self->own;
}

/* Headers have come, or never will: counts no more; says whether patience had an end. */
gboolean
hopso_http_patience_end (SoupMessage *message)
{
  Patience *self = g_object_get_data (G_OBJECT (message), PATIENCE);
  gboolean is_over = self != NULL && self->is_over;

  if (self != NULL)
    g_signal_handlers_disconnect_by_data (message, self);
  g_object_set_data (G_OBJECT (message), PATIENCE, NULL);
  return is_over;
}
