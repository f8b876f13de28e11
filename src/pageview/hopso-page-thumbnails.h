/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-view.h"

G_BEGIN_DECLS

/**
 * HopsoPageThumbnails:
 *
 * The pages of the document of a #HopsoPageView, small, to choose from. The current page is
 * selected; choosing one shows it in the view.
 */
#define HOPSO_TYPE_PAGE_THUMBNAILS (hopso_page_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPageThumbnails, hopso_page_thumbnails, HOPSO, PAGE_THUMBNAILS, GtkWidget)

GtkWidget *hopso_page_thumbnails_new (void);
void hopso_page_thumbnails_set_view (HopsoPageThumbnails *self, HopsoPageView *view);
void hopso_page_thumbnails_set_labels (HopsoPageThumbnails *self, const char *const *labels);

G_END_DECLS
