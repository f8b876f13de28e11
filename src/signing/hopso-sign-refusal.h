/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signing-error.h"

G_BEGIN_DECLS

const char *hopso_sign_refusal_get_words (const GError *error);

G_END_DECLS
