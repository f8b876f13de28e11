/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-find.h"

G_BEGIN_DECLS

HopsoPdfHit *hopso_pdf_hit_new (const char *text, guint page, guint start, guint end);

G_END_DECLS
