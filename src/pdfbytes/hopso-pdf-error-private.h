/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-error.h"

G_BEGIN_DECLS

gboolean
hopso_pdf_fail (GError **error, HopsoPdfError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

#define hopso_pdf_fail_damaged(error, ...) \
  hopso_pdf_fail (error, HOPSO_PDF_ERROR_DAMAGED, __VA_ARGS__)

G_END_DECLS
