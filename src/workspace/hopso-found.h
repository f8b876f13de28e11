/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoFound:
 *
 * One answer to a search: a meeting, an item or a paper by its name, or a page of a paper by its
 * text. Immutable.
 */
#define HOPSO_TYPE_FOUND (hopso_found_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFound, hopso_found, HOPSO, FOUND, GObject)

/* The page of what was found by its name. */
#define HOPSO_FOUND_NO_PAGE (-1)

HopsoFound *hopso_found_new (HopsoRecord *record, int page, const char *snippet, GArray *marks);
HopsoRecord *hopso_found_get_record (HopsoFound *self);
int hopso_found_get_page (HopsoFound *self);
const char *hopso_found_get_snippet (HopsoFound *self);
guint hopso_found_get_n_marks (HopsoFound *self);
void hopso_found_get_mark (HopsoFound *self, guint index, guint *start, guint *end);

G_END_DECLS
