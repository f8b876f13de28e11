/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void hopso_pdf_process_begin (void);
void hopso_pdf_process_silence (void);
int hopso_pdf_process_fail (const GError *error);

G_END_DECLS
