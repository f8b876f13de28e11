/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-evidence.h"
#include "hopso-verify-steps-private.h"

G_BEGIN_DECLS

/* What a document should carry along so that its signatures can be verified later. */
typedef struct
{
  HopsoPdfEvidencePlan *plan; /* owned */
  guint n_new;                /* pieces that are not in its store yet */
} HopsoGathered;

HopsoGathered *hopso_verify_gather (const HopsoVerifyContext *context, GPtrArray *signatures);
void hopso_gathered_free (HopsoGathered *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoGathered, hopso_gathered_free)

G_END_DECLS
