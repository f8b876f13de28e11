/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-object.h"

G_BEGIN_DECLS

void hopso_pdf_write_object (GByteArray *output, HopsoPdfObject *object);
void hopso_pdf_write_format (GByteArray *output, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
