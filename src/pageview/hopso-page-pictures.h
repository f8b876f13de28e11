/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

#include <gdk/gdk.h>
#include <graphene.h>

G_BEGIN_DECLS

/**
 * HopsoPagePictures:
 *
 * What can be shown of a document's pages at once: the picture that was asked for, or an older one
 * of another size until it is there.
 */
#define HOPSO_TYPE_PAGE_PICTURES (hopso_page_pictures_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPagePictures, hopso_page_pictures, HOPSO, PAGE_PICTURES, GObject)

HopsoPagePictures *hopso_page_pictures_new (HopsoPdfDocument *document);
void hopso_page_pictures_set_budget (HopsoPagePictures *self, gsize bytes);
gsize hopso_page_pictures_get_budget (HopsoPagePictures *self);
gsize hopso_page_pictures_get_size (HopsoPagePictures *self);
void hopso_page_pictures_set_is_night (HopsoPagePictures *self, gboolean is_night);

void hopso_page_pictures_want (HopsoPagePictures *self,
                               const HopsoPdfView *view,
                               HopsoPdfPriority priority);
void hopso_page_pictures_want_preview (HopsoPagePictures *self, const HopsoPdfView *view);
void hopso_page_pictures_want_parts (HopsoPagePictures *self,
                                     guint page,
                                     const HopsoPdfView *views,
                                     guint n_views);
void hopso_page_pictures_keep_only (HopsoPagePictures *self, guint first, guint last);
void hopso_page_pictures_leave (HopsoPagePictures *self, guint first, guint last);
void hopso_page_pictures_set_shown (HopsoPagePictures *self, guint first, guint last);

gboolean hopso_page_pictures_has (HopsoPagePictures *self, const HopsoPdfView *view);
GdkTexture *hopso_page_pictures_get_page (HopsoPagePictures *self, guint page, HopsoPdfView *view);
guint hopso_page_pictures_get_n_parts (HopsoPagePictures *self, guint page);
GdkTexture *
hopso_page_pictures_get_part (HopsoPagePictures *self, guint page, guint index, HopsoPdfView *view);
gboolean hopso_page_pictures_find_ink (HopsoPagePictures *self, guint page, graphene_rect_t *ink);
gboolean hopso_page_pictures_prefers_large_parts (HopsoPagePictures *self, guint page);
const GError *hopso_page_pictures_get_error (HopsoPagePictures *self, guint page);
void hopso_page_pictures_retry (HopsoPagePictures *self);
void hopso_page_pictures_outdate (HopsoPagePictures *self);
void hopso_page_pictures_drop_all (HopsoPagePictures *self);

G_END_DECLS
