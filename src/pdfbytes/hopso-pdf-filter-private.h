/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-object.h"
#include "hopso-pdf-source.h"

G_BEGIN_DECLS

GBytes *
hopso_pdf_inflate (HopsoPdfSource *source, HopsoPdfSpan span, gsize max_size, GError **error);
GBytes *hopso_pdf_undo_predictor (GBytes *bytes, HopsoPdfObject *parameters, GError **error);

G_END_DECLS
