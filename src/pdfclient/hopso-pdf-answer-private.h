/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-target.h"

G_BEGIN_DECLS

/* What is believed of a drawing process at most. */
#define HOPSO_PDF_MAX_CHARS (8 * 1024 * 1024)
#define HOPSO_PDF_MAX_LIST  20000u
#define HOPSO_PDF_MAX_WORDS 65536u

gboolean hopso_pdf_answer_disbelieve (GError **error, const char *why);
void
hopso_pdf_answer_get_box (const gint32 *numbers, double width, double height, HopsoPdfBox *box);
void
hopso_pdf_answer_get_variant_box (GVariant *numbers, double width, double height, HopsoPdfBox *box);
gboolean
hopso_pdf_answer_get_target (GVariant *said, guint n_pages, HopsoPdfTarget *target, GError **error);
gboolean hopso_pdf_answer_check_words (const char *words, GError **error);
gboolean hopso_pdf_answer_check_list (GVariant *list, GError **error);

G_END_DECLS
