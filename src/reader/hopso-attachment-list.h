/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoAttachmentList:
 *
 * The files that a document carries. They are saved, never opened. Property "n-items".
 */
#define HOPSO_TYPE_ATTACHMENT_LIST (hopso_attachment_list_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAttachmentList, hopso_attachment_list, HOPSO, ATTACHMENT_LIST, AdwBin)

GtkWidget *hopso_attachment_list_new (void);
void hopso_attachment_list_set_document (HopsoAttachmentList *self, HopsoPdfDocument *document);
guint hopso_attachment_list_get_n_items (HopsoAttachmentList *self);
void hopso_attachment_list_save (HopsoAttachmentList *self, guint index, const char *path);

G_END_DECLS
