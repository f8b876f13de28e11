/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a program of the PDF processes is told so that it makes processes and serves none. */
#define HOPSO_PDF_SEED_WORD "--seed"

gboolean hopso_pdf_growth_is_asked_for (int argc, char **argv);
int hopso_pdf_growth_run (int (*serve) (void));

G_END_DECLS
