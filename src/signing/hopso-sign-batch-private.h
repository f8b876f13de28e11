/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-batch.h"

G_BEGIN_DECLS

HopsoToken *hopso_sign_batch_get_token (HopsoSignBatch *self);
HopsoTokenCertificate *hopso_sign_batch_get_certificate (HopsoSignBatch *self);
HopsoPinPrompt *hopso_sign_batch_get_prompt (HopsoSignBatch *self);
GPtrArray *hopso_sign_batch_get_chain (HopsoSignBatch *self);
HopsoSignPadding hopso_sign_batch_get_padding (HopsoSignBatch *self);
GCancellable *hopso_sign_batch_get_waiting (HopsoSignBatch *self);
HopsoDueList *hopso_sign_batch_get_due_list (HopsoSignBatch *self);

G_END_DECLS
