/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-substitution.h"
#include "hopso-wire-json.h"

G_BEGIN_DECLS

/* Of a digest each; a meeting has fewer papers. */
#define HOPSO_WIRE_RECEIPTS_MAX 500

/**
 * HopsoWireSubstitution:
 * @type: what is done
 * @person: (owned) (nullable): with a proposal: who shall come instead
 * @reason: (owned) (nullable): why
 *
 * The body of `POST /v1/participants/{id}/substitute`.
 */
typedef struct
{
  HopsoSubstitutionActType type;
  char *person;
  char *reason;
} HopsoWireSubstitution;

void hopso_wire_substitution_free (HopsoWireSubstitution *self);
JsonObject *hopso_wire_substitution_to_json (const HopsoWireSubstitution *self);
HopsoWireSubstitution *hopso_wire_substitution_from_json (JsonObject *object, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireSubstitution, hopso_wire_substitution_free)

/**
 * HopsoWireReceipts:
 * @received: (owned) (element-type utf8): SHA-256 of versions that are on the person's machine
 * @read: (owned) (element-type utf8): of versions that the person has opened
 *
 * The body of `POST /v1/meetings/{id}/receipts`. What was said before need not be said again.
 */
typedef struct
{
  GPtrArray *received;
  GPtrArray *read;
} HopsoWireReceipts;

HopsoWireReceipts *hopso_wire_receipts_new (void);
void hopso_wire_receipts_free (HopsoWireReceipts *self);
gboolean hopso_wire_receipts_add (GPtrArray *digests, const char *digest);
JsonObject *hopso_wire_receipts_to_json (const HopsoWireReceipts *self);
HopsoWireReceipts *hopso_wire_receipts_from_json (JsonObject *object, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWireReceipts, hopso_wire_receipts_free)

G_END_DECLS
