/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-material.h"

G_BEGIN_DECLS

/**
 * HopsoPdfEvidencePlan:
 *
 * What shall be in the document security store (ISO 32000-2, 12.8.4.3; ETSI EN 319 142-1, 5.4):
 * pieces, and which of them single signatures name. What is there already is not written again.
 */
typedef struct _HopsoPdfEvidencePlan HopsoPdfEvidencePlan;

HopsoPdfEvidencePlan *hopso_pdf_evidence_plan_new (void);
void hopso_pdf_evidence_plan_free (HopsoPdfEvidencePlan *self);
guint
hopso_pdf_evidence_plan_add (HopsoPdfEvidencePlan *self, HopsoPdfMaterialKind kind, GBytes *bytes);
void hopso_pdf_evidence_plan_name (HopsoPdfEvidencePlan *self, const char *signature, guint piece);
guint hopso_pdf_evidence_plan_get_n_pieces (const HopsoPdfEvidencePlan *self);
GVariant *hopso_pdf_evidence_plan_to_variant (const HopsoPdfEvidencePlan *self);
HopsoPdfEvidencePlan *hopso_pdf_evidence_plan_read (GVariant *variant, GError **error);

GBytes *
hopso_pdf_prepare_evidence (HopsoPdfFile *file, const HopsoPdfEvidencePlan *plan, GError **error);
gboolean hopso_pdf_check_evidence (HopsoPdfSource *original,
                                   GBytes *appended,
                                   const HopsoPdfEvidencePlan *plan,
                                   HopsoSecret *password,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfEvidencePlan, hopso_pdf_evidence_plan_free)

G_END_DECLS
