/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"
#include "hopso-verifier.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoVerifyDialog:
 *
 * Whether a file can be relied upon: the verdict on the whole, its signatures, and what was changed
 * after them.
 */
#define HOPSO_TYPE_VERIFY_DIALOG (hopso_verify_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HopsoVerifyDialog, hopso_verify_dialog, HOPSO, VERIFY_DIALOG, AdwWindow)

HopsoVerifyDialog *
hopso_verify_dialog_new (HopsoVerifier *verifier, int fd, const char *title, GError **error);
void hopso_verify_dialog_set_report (HopsoVerifyDialog *self, HopsoSignatureReport *report);
void hopso_verify_dialog_set_password (HopsoVerifyDialog *self, HopsoSecret *password);
void hopso_verify_dialog_check (HopsoVerifyDialog *self);
void hopso_verify_dialog_show_over (HopsoVerifyDialog *self, GtkWindow *parent);

G_END_DECLS
