/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-job.h"
#include "hopso-signature-report.h"
#include "hopso-token-certificate.h"
#include "hopso-token.h"

G_BEGIN_DECLS

char *hopso_sign_words_error (const GError *error);
const char *hopso_sign_words_state (HopsoSignState state);
const char *hopso_sign_words_fitness (HopsoTokenFitness fitness);
char *hopso_sign_words_pin (HopsoPinState state, gboolean has_pin_pad, guint n_documents);

const char *hopso_sign_words_icon (HopsoVerdict verdict);

G_END_DECLS
