/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-token-certificate.h"

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *hopso_token_certificate_row_new (HopsoTokenCertificate *certificate, gint64 now);

G_END_DECLS
