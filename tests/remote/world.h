/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-http-remote.h"
#include "hopso-test-tls.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define ID     "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0001"
#define KEY    "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a00ff"
#define DIGEST "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct
{
  HopsoTestTls *tls;
  SoupServer *server;
  HopsoHttpRemote *remote;
  GPtrArray *refresh_keys; /* the Idempotency-Key of each renewal */
  GByteArray *uploaded;
  char *if_match;
  char *since;
  char *blob;
  guint n_renewals;
  guint n_lost;        /* replies to renewals to lose */
  guint n_turned_away; /* requests to answer with 401 */
  guint n_token_changes;
  guint n_signed_out;
  guint n_live;
  const char *live_type; /* of the event stream, NULL: as it must be */
  const char *live_text; /* NULL: an event */
  char *last_event_id;   /* of the latest request for it */
  gboolean is_spent;
} World;

void world_set_up (World *world, gconstpointer data);
void world_tear_down (World *world, gconstpointer data);
void world_sign_in (World *world);
void world_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *world_wait_for (GAsyncResult **result);

G_END_DECLS
