/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/**
 * HopsoPdfUpdate:
 *
 * New and changed objects that become one incremental update (ISO 32000-2, 7.5.6): bytes to put
 * after the file as it is, with a cross-reference of the same kind as the file's.
 */
typedef struct _HopsoPdfUpdate HopsoPdfUpdate;

HopsoPdfUpdate *hopso_pdf_update_new (HopsoPdfFile *file, GError **error);
void hopso_pdf_update_free (HopsoPdfUpdate *self);

HopsoPdfReference hopso_pdf_update_reserve (HopsoPdfUpdate *self);
guint32 hopso_pdf_update_get_next_number (HopsoPdfUpdate *self);
HopsoPdfReference hopso_pdf_update_add (HopsoPdfUpdate *self, HopsoPdfObject *object);
void
hopso_pdf_update_put (HopsoPdfUpdate *self, HopsoPdfReference reference, HopsoPdfObject *object);
void hopso_pdf_update_put_raw (HopsoPdfUpdate *self, HopsoPdfReference reference, GBytes *body);
HopsoPdfObject *
hopso_pdf_update_dup_object (HopsoPdfUpdate *self, HopsoPdfReference reference, GError **error);
HopsoPdfObject *hopso_pdf_update_protect (HopsoPdfUpdate *self,
                                          HopsoPdfReference reference,
                                          HopsoPdfObject *object,
                                          GError **error);
void hopso_pdf_update_renew_identity (HopsoPdfUpdate *self, const char *seed);
GByteArray *hopso_pdf_update_finish (HopsoPdfUpdate *self, GError **error);
guint64 hopso_pdf_update_get_body_offset (HopsoPdfUpdate *self, HopsoPdfReference reference);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfUpdate, hopso_pdf_update_free)

G_END_DECLS
