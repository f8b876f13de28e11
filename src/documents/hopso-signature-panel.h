/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoSignaturePanel:
 *
 * The signatures of the open document, beside its pages. Signal "details" when somebody wants to
 * know everything.
 */
#define HOPSO_TYPE_SIGNATURE_PANEL (hopso_signature_panel_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignaturePanel, hopso_signature_panel, HOPSO, SIGNATURE_PANEL, AdwBin)

GtkWidget *hopso_signature_panel_new (void);
void hopso_signature_panel_set_report (HopsoSignaturePanel *self, HopsoSignatureReport *report);

G_END_DECLS
