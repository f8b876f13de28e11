/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-form.h"
#include "hopso-pdf-fill.h"

G_BEGIN_DECLS

/* Fills every field of a document that can be filled, in this process: the update, which has passed
 * the check, or NULL when there is nothing to fill or it is refused. */
GBytes *fill_all (HopsoPdfSource *source, const char *text, guint *n_fields);

G_END_DECLS
