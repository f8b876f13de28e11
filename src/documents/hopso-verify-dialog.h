/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-verifier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoVerifyDialog:
 *
 * The truth about one file: the verdict on the whole first, then signature by signature.
 */
#define HOPSO_TYPE_VERIFY_DIALOG (hopso_verify_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HopsoVerifyDialog, hopso_verify_dialog, HOPSO, VERIFY_DIALOG, AdwWindow)

HopsoVerifyDialog *
hopso_verify_dialog_new (HopsoVerifier *verifier, int fd, const char *title, GError **error);
void hopso_verify_dialog_check (HopsoVerifyDialog *self);
void hopso_verify_dialog_set_report (HopsoVerifyDialog *self, HopsoSignatureReport *report);

G_END_DECLS
