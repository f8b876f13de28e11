/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoSignatureBanner:
 *
 * The verdict on the open document, outside the scroller, the first thing seen. Signal "details":
 * the person wants to know more.
 */
#define HOPSO_TYPE_SIGNATURE_BANNER (hopso_signature_banner_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoSignatureBanner, hopso_signature_banner, HOPSO, SIGNATURE_BANNER, GtkWidget)

GtkWidget *hopso_signature_banner_new (void);
void hopso_signature_banner_set_report (HopsoSignatureBanner *self, HopsoSignatureReport *report);

G_END_DECLS
