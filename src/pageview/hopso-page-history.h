/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-place.h"

G_BEGIN_DECLS

/**
 * HopsoPageHistory:
 *
 * Where somebody has been in a document, to go back and forward between.
 */
typedef struct _HopsoPageHistory HopsoPageHistory;

HopsoPageHistory *hopso_page_history_new (void);
void hopso_page_history_free (HopsoPageHistory *self);
void hopso_page_history_clear (HopsoPageHistory *self);
void hopso_page_history_leave (HopsoPageHistory *self, const HopsoPageSpot *spot);
gboolean hopso_page_history_can_go (HopsoPageHistory *self, int by);
gboolean hopso_page_history_go (HopsoPageHistory *self, int by, HopsoPageSpot *spot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPageHistory, hopso_page_history_free)

G_END_DECLS
