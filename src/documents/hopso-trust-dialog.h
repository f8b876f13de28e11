/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-store.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoTrustDialog:
 *
 * The authorities that are relied on for signatures: to see, to add and to remove.
 */
#define HOPSO_TYPE_TRUST_DIALOG (hopso_trust_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTrustDialog, hopso_trust_dialog, HOPSO, TRUST_DIALOG, AdwWindow)

GtkWidget *hopso_trust_dialog_new (HopsoTrustStore *store);
void hopso_trust_dialog_import (HopsoTrustDialog *self, GFile *file);

G_END_DECLS
