/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-target.h"

G_BEGIN_DECLS

/**
 * HopsoPdfOutlineItem:
 *
 * An entry of a document's table of contents.
 */
#define HOPSO_TYPE_PDF_OUTLINE_ITEM (hopso_pdf_outline_item_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfOutlineItem, hopso_pdf_outline_item, HOPSO, PDF_OUTLINE_ITEM, GObject)

GListModel *hopso_pdf_outline_new_from_reply (GVariant *reply, guint n_pages, GError **error);
const char *hopso_pdf_outline_item_get_title (HopsoPdfOutlineItem *self);
const HopsoPdfTarget *hopso_pdf_outline_item_get_target (HopsoPdfOutlineItem *self);
gboolean hopso_pdf_outline_item_is_open (HopsoPdfOutlineItem *self);
GListModel *hopso_pdf_outline_item_get_children (HopsoPdfOutlineItem *self);

G_END_DECLS
