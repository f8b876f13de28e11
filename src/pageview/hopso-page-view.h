/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-layer.h"
#include "hopso-pdf-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoPageFit:
 * @HOPSO_PAGE_FIT_NONE: the zoom stays as it was set
 * @HOPSO_PAGE_FIT_WIDTH: the widest page is as wide as the view
 * @HOPSO_PAGE_FIT_PAGE: the page is seen whole
 */
typedef enum
{
  HOPSO_PAGE_FIT_NONE,
  HOPSO_PAGE_FIT_WIDTH,
  HOPSO_PAGE_FIT_PAGE,
} HopsoPageFit;

#define HOPSO_TYPE_PAGE_FIT (hopso_page_fit_get_type ())
GType hopso_page_fit_get_type (void);

/**
 * HopsoPageView:
 *
 * A document's pages below each other, to be put into a #GtkScrolledWindow. Properties: "page" (the
 * current one, from 0), "n-pages", "zoom" (1 is one pixel per point), "fit", "is-night".
 */
#define HOPSO_TYPE_PAGE_VIEW (hopso_page_view_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPageView, hopso_page_view, HOPSO, PAGE_VIEW, GtkWidget)

GtkWidget *hopso_page_view_new (void);
void hopso_page_view_set_document (HopsoPageView *self, HopsoPdfDocument *document);
HopsoPdfDocument *hopso_page_view_get_document (HopsoPageView *self);
guint hopso_page_view_get_n_pages (HopsoPageView *self);
guint hopso_page_view_get_page (HopsoPageView *self);
void hopso_page_view_go_to_page (HopsoPageView *self, guint page);
double hopso_page_view_get_zoom (HopsoPageView *self);
void hopso_page_view_set_zoom (HopsoPageView *self, double zoom);
void hopso_page_view_zoom_in (HopsoPageView *self);
void hopso_page_view_zoom_out (HopsoPageView *self);
HopsoPageFit hopso_page_view_get_fit (HopsoPageView *self);
void hopso_page_view_set_fit (HopsoPageView *self, HopsoPageFit fit);
gboolean hopso_page_view_get_is_night (HopsoPageView *self);
void hopso_page_view_set_is_night (HopsoPageView *self, gboolean is_night);
void hopso_page_view_set_layer (HopsoPageView *self, HopsoPageLayer *layer);
gboolean hopso_page_view_get_page_bounds (HopsoPageView *self, guint page, graphene_rect_t *bounds);
gboolean hopso_page_view_is_sharp (HopsoPageView *self);
void hopso_page_view_retry (HopsoPageView *self);

G_END_DECLS
