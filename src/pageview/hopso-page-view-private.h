/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-layout.h"
#include "hopso-page-pictures.h"
#include "hopso-page-view.h"

G_BEGIN_DECLS

struct _HopsoPageView
{
  GtkWidget parent_instance;

  HopsoPdfDocument *document;    /* owned, nullable */
  HopsoPageLayout *layout;       /* owned, nullable: there is one with the document */
  HopsoPagePictures *pictures;   /* owned, nullable: there is one with the document */
  GtkAdjustment *adjustments[2]; /* owned, nullable; by GtkOrientation */
  GtkScrollablePolicy policies[2];
  HopsoPageLayer *layer; /* owned by being a child, nullable */
  GtkWidget *retry;      /* owned by being a child */
  GtkLabel *retry_label; /* borrowed: in retry */
  HopsoPageFit fit;
  HopsoPageSpot spot; /* what is in the upper middle of the view */
  guint page;
  int travel;       /* 1 downwards, -1 upwards */
  guint slow;       /* source, or 0: previews are asked for when it fires */
  guint is_placing; /* the view moves the adjustments itself */
  gboolean is_night;

  double pinch_zoom; /* the zoom when a pinch began */
  double pointer_x;
  double pointer_y;
};

void hopso_page_view_set_page (HopsoPageView *self, guint page);
void hopso_page_view_lay_out (HopsoPageView *self, int width, int height);
void hopso_page_view_moved (HopsoPageView *self);
void hopso_page_view_scrolled_cb (GtkAdjustment *adjustment, HopsoPageView *self);
void hopso_page_view_init_input (HopsoPageView *self);
void hopso_page_view_bind_keys (GtkWidgetClass *class);
void hopso_page_view_zoom_at (HopsoPageView *self, double zoom, double x, double y);
void hopso_page_view_scroll_by (HopsoPageView *self, double x, double y);
void hopso_page_view_get_box (HopsoPageView *self, guint page, HopsoPageBox *box);
gboolean hopso_page_view_get_shown (HopsoPageView *self, guint *first, guint *last);

void hopso_page_view_update_pictures (HopsoPageView *self);
void hopso_page_view_draw (HopsoPageView *self, GtkSnapshot *snapshot);

G_END_DECLS
