/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-blob-fetcher.h"

G_BEGIN_DECLS

/* A blob that is wanted, and who waits for it. */
typedef struct
{
  HopsoBlobFetcher *fetcher; /* owned while it is being fetched, else not set */
  char *digest;              /* owned */
  guint64 size;
  HopsoBlobState state;
  double fraction;
  double announced;
  GPtrArray *waiters; /* owned: tasks; elements owned */
  gint64 rest_until;  /* monotonic, microseconds: after a failure */
  guint n_failures;
  gboolean has_arrived; /* all its bytes; they are being made durable */
  gboolean was_damaged;
} HopsoBlobWant;

HopsoBlobWant *hopso_blob_want_new (const char *digest);
void hopso_blob_want_free (HopsoBlobWant *self);

/* Takes @task. When its cancellable is cancelled it returns; the blob goes on being fetched. */
void hopso_blob_want_add_waiter (HopsoBlobWant *self, GTask *task);

/* Everybody who waits is told: @error, or that the blob is here. */
void hopso_blob_want_answer (HopsoBlobWant *self, const GError *error);

/* It is not tried again by itself for a while, longer each time. */
void hopso_blob_want_note_failure (HopsoBlobWant *self);

G_END_DECLS
