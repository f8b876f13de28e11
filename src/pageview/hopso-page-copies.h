/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-plate.h"

G_BEGIN_DECLS

/**
 * HopsoPageCopies:
 *
 * Small copies of the pictures of many pages.
 */
typedef struct _HopsoPageCopies HopsoPageCopies;

HopsoPageCopies *hopso_page_copies_new (void);
void hopso_page_copies_free (HopsoPageCopies *self);
void hopso_page_copies_keep (HopsoPageCopies *self, const HopsoPdfView *view, GBytes *pixels);
HopsoPagePlate *hopso_page_copies_lookup (HopsoPageCopies *self, guint page);
void hopso_page_copies_forget (HopsoPageCopies *self);

G_END_DECLS
