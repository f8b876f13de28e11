/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-wire-json.h"

G_BEGIN_DECLS

/**
 * HopsoWireVersion:
 * @digest: (owned): SHA-256 of the new version, uploaded before
 * @size: its bytes
 * @file_name: (owned) (nullable): its file name; %NULL: as before
 * @sign_request: (owned) (nullable): the id of the request that this signature fulfils; %NULL: the
 *   one that waits for the person, if any
 * @replaces: whether it takes the place of the current version instead of continuing it
 *
 * The body of `POST /v1/papers/{id}/versions`.
 */
typedef struct
{
  char *digest;
  gint64 size;
  char *file_name;
  char *sign_request;
  gboolean replaces;
} HopsoWireVersion;

void hopso_wire_version_free (HopsoWireVersion *self);
JsonObject *hopso_wire_version_to_json (const HopsoWireVersion *self);
HopsoWireVersion *hopso_wire_version_from_json (JsonObject *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireVersion, hopso_wire_version_free)

G_END_DECLS
