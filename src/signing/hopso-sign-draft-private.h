/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"
#include "hopso-pdf-client.h"
#include "hopso-sign-job-private.h"
#include "hopso-signature-report.h"

G_BEGIN_DECLS

/*
 * HopsoSignDraft: the new file of one job while it is made, step by step. Every step may take long
 * and belongs on the signer's thread; one step at a time.
 */
typedef struct _HopsoSignDraft HopsoSignDraft;

HopsoSignDraft *
hopso_sign_draft_new (const HopsoSignOrder *order, HopsoCertificate *signer, gint64 signing_time);
void hopso_sign_draft_free (HopsoSignDraft *self);

gboolean hopso_sign_draft_copy (HopsoSignDraft *self, GCancellable *cancellable, GError **error);
int hopso_sign_draft_get_reader (HopsoSignDraft *self);
HopsoPdfOriginal hopso_sign_draft_get_original (HopsoSignDraft *self);
int hopso_sign_draft_get_mark (HopsoSignDraft *self);
void hopso_sign_draft_set_hole_size (HopsoSignDraft *self, gsize size);
GVariant *hopso_sign_draft_dup_parameters (HopsoSignDraft *self);
GBytes *hopso_sign_draft_append (HopsoSignDraft *self,
                                 HopsoPdfPreparedUpdate *update,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean hopso_sign_draft_fill (HopsoSignDraft *self, GBytes *cms, GError **error);
int hopso_sign_draft_get_target (HopsoSignDraft *self);
gboolean hopso_sign_draft_absorb (HopsoSignDraft *self, GError **error);
HopsoSignatureResult *
hopso_sign_draft_find_own (HopsoSignDraft *self, HopsoSignatureReport *report);
gboolean
hopso_sign_draft_check (HopsoSignDraft *self, HopsoSignatureReport *report, GError **error);
HopsoFd hopso_sign_draft_finish (HopsoSignDraft *self, GError **error);
HopsoSigningError hopso_sign_draft_judge (const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSignDraft, hopso_sign_draft_free)

G_END_DECLS
