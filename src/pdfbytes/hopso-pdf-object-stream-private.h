/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"
#include "hopso-pdf-xref-private.h"

G_BEGIN_DECLS

typedef struct _HopsoPdfObjectStreams HopsoPdfObjectStreams;

HopsoPdfObjectStreams *hopso_pdf_object_streams_new (void);
void hopso_pdf_object_streams_free (HopsoPdfObjectStreams *self);
gboolean hopso_pdf_object_streams_load (HopsoPdfObjectStreams *self,
                                        HopsoPdfFile *file,
                                        HopsoPdfReference reference,
                                        GError **error);
HopsoPdfObject *hopso_pdf_object_streams_read (HopsoPdfObjectStreams *self,
                                               const HopsoPdfEntry *entry,
                                               guint64 *work,
                                               guint *n_objects,
                                               GError **error);

G_END_DECLS
