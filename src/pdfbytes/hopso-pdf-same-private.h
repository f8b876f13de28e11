/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

gboolean
hopso_pdf_same_except (HopsoPdfObject *one, HopsoPdfObject *other, const char *const *keys);
gboolean hopso_pdf_same_graph (HopsoPdfFile *file,
                               HopsoPdfReference form,
                               HopsoPdfFile *mark,
                               guint rotation,
                               guint32 first_new,
                               GHashTable *explained);

G_END_DECLS
