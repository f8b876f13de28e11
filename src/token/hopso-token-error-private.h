/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token.h"

G_BEGIN_DECLS

/* @rv: a CK_RV that is not CKR_OK */
void hopso_token_set_error_from_rv (GError **error, guint64 rv);

G_END_DECLS
