/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-revocation-private.h"
#include "hopso-validation-material.h"

G_BEGIN_DECLS

/* Reads the OCSP answers and lists of a bag, each once. One thread at a time. */
typedef struct _HopsoEvidence HopsoEvidence;

HopsoEvidence *hopso_evidence_new (HopsoValidationMaterial *material);
void hopso_evidence_free (HopsoEvidence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoEvidence, hopso_evidence_free)

/* What @piece states about @certificate: borrowed, %NULL if it is no evidence. */
const HopsoRevocationStatement *hopso_evidence_ask (HopsoEvidence *self,
                                                    const HopsoMaterialPiece *piece,
                                                    HopsoCertificate *certificate,
                                                    HopsoCertificate *issuer);

G_END_DECLS
