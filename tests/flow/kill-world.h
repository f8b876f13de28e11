/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-server.h"

G_BEGIN_DECLS

/* What the delegate of the small world has besides: for each number a meeting to answer to and a
 * paper to sign, and another to return; and one meeting with papers to fetch. */
#define KILL_WORLD_N_PAPERS 3u
#define KILL_WORLD_PAPERS   "00000000-0000-4000-9000-0000000000aa"

typedef enum
{
  KILL_WORLD_MEETING = 1,
  KILL_WORLD_PART,
  KILL_WORLD_PAPER,
  KILL_WORLD_REQUEST,
  KILL_WORLD_LARGE_PAPER,
  KILL_WORLD_DRAFT, /* a paper whose chain is the delegate's to end */
  KILL_WORLD_CHAIN,
  KILL_WORLD_STEP
} KillWorldThing;

char *kill_world_id (KillWorldThing thing, guint number);
HopsoTestServer *kill_world_new (guint n_things);

/* As somebody else would, while the server runs. */
void kill_world_rename_meeting (HopsoTestServer *server, const char *id, const char *name);
void kill_world_renew_papers (HopsoTestServer *server, guint round);

/* How often the server carried something out, by its audit log. */
gint64 kill_world_count_audited (HopsoTestServer *server, const char *action, const char *object);
gint64 kill_world_count (HopsoTestServer *server, const char *sql);

/* Database, blobs and audit log; then what nothing may be left of. */
void kill_world_assert_sound (HopsoTestServer *server);

G_END_DECLS
