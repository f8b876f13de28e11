/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-wire-record.h"

G_BEGIN_DECLS

/**
 * HopsoWireDestroyed:
 * @kind: what kind of object went
 * @id: (owned): which one
 * @purge: whether its bytes, text and pictures must be erased, and that acknowledged
 */
typedef struct
{
  HopsoKindId kind;
  char *id;
  gboolean purge;
} HopsoWireDestroyed;

HopsoWireDestroyed *hopso_wire_destroyed_new (HopsoKindId kind, const char *id, gboolean purge);
void hopso_wire_destroyed_free (HopsoWireDestroyed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireDestroyed, hopso_wire_destroyed_free)

/**
 * HopsoWireChanges:
 * @old_state: (owned) (nullable): from where; %NULL: from nothing
 * @new_state: (owned): to where; what to ask with next
 * @has_more: whether to ask again at once
 * @created: (element-type HopsoRecord) (owned): whole objects that came into sight
 * @updated: (element-type HopsoRecord) (owned): whole objects that differ
 * @destroyed: (element-type HopsoWireDestroyed) (owned): objects that went out of sight
 *
 * The reply of `GET /v1/changes`. A plain struct: fill it, or read it.
 */
typedef struct
{
  char *old_state;
  char *new_state;
  gboolean has_more;
  GPtrArray *created;
  GPtrArray *updated;
  GPtrArray *destroyed;
} HopsoWireChanges;

HopsoWireChanges *hopso_wire_changes_new (const char *old_state, const char *new_state);
void hopso_wire_changes_free (HopsoWireChanges *self);
JsonObject *hopso_wire_changes_to_json (const HopsoWireChanges *self);
HopsoWireChanges *hopso_wire_changes_from_json (JsonObject *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireChanges, hopso_wire_changes_free)

G_END_DECLS
