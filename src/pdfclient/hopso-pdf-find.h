/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

G_BEGIN_DECLS

/**
 * HopsoPdfHit:
 *
 * One place in a document where words were found.
 */
#define HOPSO_TYPE_PDF_HIT (hopso_pdf_hit_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfHit, hopso_pdf_hit, HOPSO, PDF_HIT, GObject)

guint hopso_pdf_hit_get_page (HopsoPdfHit *self);
guint hopso_pdf_hit_get_start (HopsoPdfHit *self);
guint hopso_pdf_hit_get_end (HopsoPdfHit *self);
const char *hopso_pdf_hit_get_before (HopsoPdfHit *self);
const char *hopso_pdf_hit_get_match (HopsoPdfHit *self);
const char *hopso_pdf_hit_get_after (HopsoPdfHit *self);

/**
 * HopsoPdfFind:
 *
 * Words that are being looked for in a document: a #GListModel of #HopsoPdfHit in the order of the
 * pages, which grows while pages are read.
 */
#define HOPSO_TYPE_PDF_FIND (hopso_pdf_find_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfFind, hopso_pdf_find, HOPSO, PDF_FIND, GObject)

HopsoPdfFind *hopso_pdf_find_new (HopsoPdfDocument *document, const char *words, guint first_page);
const char *hopso_pdf_find_get_words (HopsoPdfFind *self);
guint hopso_pdf_find_get_n_hits (HopsoPdfFind *self);
guint hopso_pdf_find_get_n_pages_read (HopsoPdfFind *self);
guint hopso_pdf_find_get_n_pages_failed (HopsoPdfFind *self);
gboolean hopso_pdf_find_is_done (HopsoPdfFind *self);
guint hopso_pdf_find_get_page (HopsoPdfFind *self, guint index);
gboolean hopso_pdf_find_get_range (HopsoPdfFind *self, guint page, guint *first, guint *n);
gboolean hopso_pdf_find_get_place (HopsoPdfFind *self, guint index, guint *start, guint *end);
gboolean hopso_pdf_find_get_nearest (HopsoPdfFind *self, guint page, guint *index);
void hopso_pdf_find_stop (HopsoPdfFind *self);
gboolean hopso_pdf_find_is_stopped (HopsoPdfFind *self);

G_END_DECLS
