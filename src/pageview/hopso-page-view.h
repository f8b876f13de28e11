/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-form-draft.h"
#include "hopso-page-layer.h"
#include "hopso-page-place.h"
#include "hopso-pdf-document.h"
#include "hopso-pdf-target.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HopsoPageArea:
 * @page: counted from 0
 * @rect: in points from the upper left corner of the page as it is shown when the view does not
 *   turn it, downwards
 *
 * A place of a page.
 */
typedef struct
{
  guint page;
  graphene_rect_t rect;
} HopsoPageArea;

/**
 * HopsoPageRange:
 * @page: counted from 0
 * @start: the first character
 * @end: the one after the last
 *
 * A part of the text of a page, in the characters of its #HopsoPdfText.
 */
typedef struct
{
  guint page;
  guint start;
  guint end;
} HopsoPageRange;

/**
 * HopsoPageView:
 *
 * A document's pages, to be put into a #GtkScrolledWindow. Properties: "page" (the current one,
 * from 0), "n-pages", "zoom" (1 is one pixel per point), "fit", "mode", "rotation", "is-night",
 * "can-go-back", "can-go-forward", "has-selection", "is-caret-mode". Signal "outside" with a
 * #HopsoPdfTarget, for links that the view does not follow itself.
 */
#define HOPSO_TYPE_PAGE_VIEW (hopso_page_view_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPageView, hopso_page_view, HOPSO, PAGE_VIEW, GtkWidget)

GtkWidget *hopso_page_view_new (void);
void hopso_page_view_set_document (HopsoPageView *self, HopsoPdfDocument *document);
HopsoPdfDocument *hopso_page_view_get_document (HopsoPageView *self);
guint hopso_page_view_get_n_pages (HopsoPageView *self);
guint hopso_page_view_get_page (HopsoPageView *self);

void hopso_page_view_go_to_page (HopsoPageView *self, guint page);
gboolean hopso_page_view_go_next (HopsoPageView *self);
gboolean hopso_page_view_go_previous (HopsoPageView *self);
void hopso_page_view_jump (HopsoPageView *self, guint page, double y);
void hopso_page_view_go_back (HopsoPageView *self);
void hopso_page_view_go_forward (HopsoPageView *self);
gboolean hopso_page_view_escape (HopsoPageView *self);
void hopso_page_view_get_place (HopsoPageView *self, HopsoPagePlace *place);
void hopso_page_view_set_place (HopsoPageView *self, const HopsoPagePlace *place);
void hopso_page_view_reveal (HopsoPageView *self, const HopsoPageArea *area);

void hopso_page_view_reveal_range (HopsoPageView *self, const HopsoPageRange *range);
void hopso_page_view_follow (HopsoPageView *self, const HopsoPdfTarget *target);

gboolean hopso_page_view_get_has_selection (HopsoPageView *self);
void hopso_page_view_clear_selection (HopsoPageView *self);
void hopso_page_view_select_all (HopsoPageView *self);
void hopso_page_view_read_selection_async (HopsoPageView *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
char *
hopso_page_view_read_selection_finish (HopsoPageView *self, GAsyncResult *result, GError **error);
void hopso_page_view_copy (HopsoPageView *self);
gboolean hopso_page_view_get_is_caret_mode (HopsoPageView *self);
void hopso_page_view_set_is_caret_mode (HopsoPageView *self, gboolean is_caret_mode);
void hopso_page_view_set_hits (HopsoPageView *self, const HopsoPageRange *hits, guint n_hits);
void hopso_page_view_set_current_hit (HopsoPageView *self, const HopsoPageRange *hit);

double hopso_page_view_get_zoom (HopsoPageView *self);
void hopso_page_view_set_zoom (HopsoPageView *self, double zoom);
void hopso_page_view_zoom_in (HopsoPageView *self);
void hopso_page_view_zoom_out (HopsoPageView *self);
HopsoPageFit hopso_page_view_get_fit (HopsoPageView *self);
void hopso_page_view_set_fit (HopsoPageView *self, HopsoPageFit fit);
HopsoPageMode hopso_page_view_get_mode (HopsoPageView *self);
void hopso_page_view_set_mode (HopsoPageView *self, HopsoPageMode mode);
guint hopso_page_view_get_rotation (HopsoPageView *self);
void hopso_page_view_set_rotation (HopsoPageView *self, guint rotation);
void hopso_page_view_turn_by (HopsoPageView *self, int quarters);
gboolean hopso_page_view_get_is_night (HopsoPageView *self);
void hopso_page_view_set_is_night (HopsoPageView *self, gboolean is_night);

void hopso_page_view_set_draft (HopsoPageView *self, HopsoFormDraft *draft);
void hopso_page_view_reveal_field (HopsoPageView *self, const char *name);

void hopso_page_view_set_layer (HopsoPageView *self, HopsoPageLayer *layer);
void hopso_page_view_add_layer (HopsoPageView *self, HopsoPageLayer *layer);
void hopso_page_view_remove_layer (HopsoPageView *self, HopsoPageLayer *layer);
gboolean hopso_page_view_get_page_bounds (HopsoPageView *self, guint page, graphene_rect_t *bounds);
gboolean hopso_page_view_get_area_bounds (HopsoPageView *self,
                                          const HopsoPageArea *area,
                                          graphene_rect_t *bounds);
gboolean hopso_page_view_find_point (
    HopsoPageView *self, double x, double y, guint *page, graphene_point_t *point);
void hopso_page_view_expect (HopsoPageView *self);
gboolean hopso_page_view_is_sharp (HopsoPageView *self);
void hopso_page_view_retry (HopsoPageView *self);

G_END_DECLS
