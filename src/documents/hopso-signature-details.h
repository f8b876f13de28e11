/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hopso_signature_details_new (HopsoSignatureResult *result);

G_END_DECLS
