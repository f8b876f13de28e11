/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-module-info.h"
#include "hopso-token.h"

G_BEGIN_DECLS

char *hopso_token_words_dup_usage (HopsoCertificate *certificate);
const char *hopso_token_words_pin (HopsoPinState state);
const char *hopso_token_words_source (HopsoTokenSource source);
char *hopso_token_words_dup_pin_limits (HopsoToken *token);

G_END_DECLS
