/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"
#include "hopso-server-session.h"

G_BEGIN_DECLS

/* The scope of what everybody sees, and the scope of what inspectors and administrators see. */
#define HOPSO_SCOPE_PROVINCE "province"
#define HOPSO_SCOPE_WIDE     "wide"

struct _HopsoServerSession
{
  HopsoServerSql *sql; /* borrowed: outlives self */
  gint64 now;
  gint64 sequence;           /* of this commit; 0: nothing changed yet */
  GHashTable *dirty_objects; /* owned: ids whose scopes may have changed */
  GHashTable *dirty_scopes;  /* owned: scopes whose viewers may have changed */
  GHashTable *few_scopes;    /* owned: scopes of a few that depend on those */
  GHashTable *dirty_persons; /* owned: ids of persons whose rights may have changed */
  GHashTable *audience;      /* owned: ids of persons who gained or lost sight of something */
  GHashTable *told_scopes;   /* owned: whose viewers see something of this commit */
  GHashTable *ended;         /* owned: ids of devices and persons that are signed out */
  gboolean is_for_everybody; /* whether everybody sees something of this commit */
};

void hopso_server_session_init (HopsoServerSession *self, HopsoServerSql *sql, gint64 now);
void hopso_server_session_clear (HopsoServerSession *self);
gboolean
hopso_server_session_take_sequence (HopsoServerSession *self, gint64 *sequence, GError **error);
void hopso_server_session_touch (HopsoServerSession *self, HopsoRecord *old, HopsoRecord *record);
gboolean hopso_server_session_refresh_sight (HopsoServerSession *self, GError **error);
gboolean hopso_server_sight_add_viewers (
    HopsoServerSql *sql, const char *scope, gint64 since, GHashTable *persons, GError **error);

HopsoSecret *hopso_server_secret_to_token (HopsoSecret *secret);
char *hopso_server_hash_token (HopsoSecret *token);

G_END_DECLS
