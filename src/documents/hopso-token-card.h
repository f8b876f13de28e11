/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token.h"
#include "hopso-verifier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoTokenCard:
 *
 * One token that is plugged in: its name, how its PIN stands, and its certificates. Emits
 * "change-pin" when a person wants to change it.
 */
#define HOPSO_TYPE_TOKEN_CARD (hopso_token_card_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTokenCard, hopso_token_card, HOPSO, TOKEN_CARD, AdwBin)

GtkWidget *hopso_token_card_new (HopsoToken *token, HopsoVerifier *verifier);
HopsoToken *hopso_token_card_get_token (HopsoTokenCard *self);

G_END_DECLS
