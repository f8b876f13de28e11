/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-facts.h"
#include "hopso-page-fields.h"
#include "hopso-page-history.h"
#include "hopso-page-layout.h"
#include "hopso-page-pictures.h"
#include "hopso-page-selection.h"
#include "hopso-page-view.h"

G_BEGIN_DECLS

/* How far one press of an arrow key scrolls. */
#define HOPSO_PAGE_SCROLL_STEP 48.0

struct _HopsoPageView
{
  GtkWidget parent_instance;

  HopsoPdfDocument *document;    /* owned, nullable */
  HopsoPageLayout *layout;       /* owned, nullable: there is one with the document */
  HopsoPagePictures *pictures;   /* owned, nullable: there is one with the document */
  HopsoPageFacts *facts;         /* owned, nullable: there are some with the document */
  HopsoPageHistory *history;     /* owned */
  GtkAdjustment *adjustments[2]; /* owned, nullable; by GtkOrientation */
  GtkScrollablePolicy policies[2];
  HopsoPageLayer *layer; /* owned by being a child, nullable */
  guint n_layers;        /* that are children, the one above included */
  GtkWidget *retry;      /* owned by being a child */
  GtkLabel *retry_label; /* borrowed: in retry */
  HopsoPageMode mode;
  HopsoPageFit fit;
  guint rotation;
  HopsoPageSpot spot; /* what is in the upper middle of the view */
  guint page;
  gboolean is_settled; /* what was seen first has been drawn, or cannot be */
  guint settling;      /* source, or 0: that is told when it fires */
  int travel;          /* 1 downwards, -1 upwards */
  gboolean is_passing; /* by scrolling, not by going somewhere */
  guint slow;          /* source, or 0: previews are asked for when it fires */
  guint is_placing;    /* the view moves the adjustments itself */
  gboolean is_night;
  gboolean is_ink_awaited; /* to fit what is printed, once a picture tells what is */

  double pinch_zoom; /* the zoom when a pinch began */
  double pointer_x;
  double pointer_y;
  double pan_x; /* of the adjustments when a pan began */
  double pan_y;
  gboolean is_space_down;
  gboolean is_panning;
  gboolean has_panned; /* since the space bar went down */
  double turn_sum;     /* of the wheel, at the end of a page */
  guint32 turned_at;   /* by the wheel, its event's time in milliseconds; 0 never */

  HopsoPageSelection selection;
  gboolean has_caret; /* whether the selection's focus is somewhere */
  gboolean is_caret_mode;
  gboolean is_selecting;
  guint select_tick; /* while the pointer drags, or 0 */

  GArray *hits; /* owned: of HopsoPageRange, in the order of the document */
  HopsoPageRange current_hit;
  gboolean has_current_hit;
  HopsoPageRange awaited; /* to be revealed once the text of its page is known */
  gboolean is_reveal_awaited;

  guint link_page; /* of the link that has the keyboard's focus */
  int link_index;  /* of it on its page, or -1 */

  HopsoPageFields *fields; /* owned, nullable: of a form that is filled */
  GtkWidget *entry;        /* owned by being a child, nullable: of the field that is filled now */
  int field;               /* that one, or where the next Tab begins; -1 nowhere */
  gboolean is_past_fields; /* Tab is on its way out of them */
};

void hopso_page_view_set_page (HopsoPageView *self, guint page);
void hopso_page_view_notify_history (HopsoPageView *self);

/* hopso-page-view-desk.c */
void hopso_page_view_lay_out (HopsoPageView *self, int width, int height);
void hopso_page_view_moved (HopsoPageView *self);
void hopso_page_view_scrolled_cb (GtkAdjustment *adjustment, HopsoPageView *self);
void hopso_page_view_place (HopsoPageView *self, const HopsoPageSpot *spot, double x, double y);
void hopso_page_view_find_spot (HopsoPageView *self, double x, double y, HopsoPageSpot *spot);
void hopso_page_view_apply_zoom (HopsoPageView *self, double zoom);
double hopso_page_view_get_fitting_zoom (HopsoPageView *self);
void hopso_page_view_scroll_by (HopsoPageView *self, double x, double y);
void hopso_page_view_get_box (HopsoPageView *self, guint page, HopsoPageBox *box);
gboolean hopso_page_view_get_shown (HopsoPageView *self, guint *first, guint *last);
double hopso_page_view_get_value (HopsoPageView *self, GtkOrientation orientation);

/* hopso-page-view-zoom.c */
void hopso_page_view_zoom_at (HopsoPageView *self, double zoom, double x, double y);
void hopso_page_view_double_at (HopsoPageView *self, double x, double y);

/* hopso-page-view-go.c */
void hopso_page_view_show_page (HopsoPageView *self, guint page, double y, double below);
gboolean hopso_page_view_turn (HopsoPageView *self, int by, gboolean is_to_end);

/* hopso-page-view-select.c */
gboolean hopso_page_view_is_text_at (HopsoPageView *self, double x, double y);
gboolean hopso_page_view_select_begin (HopsoPageView *self, int n_press, double x, double y);
gboolean hopso_page_view_select_column (HopsoPageView *self, double x, double y);
void hopso_page_view_select_to (HopsoPageView *self, double x, double y);
void hopso_page_view_select_drag (HopsoPageView *self, double x, double y);
void hopso_page_view_select_end (HopsoPageView *self);
void
hopso_page_view_select_step (HopsoPageView *self, HopsoPageStep step, int by, gboolean is_caret);

/* hopso-page-view-links.c */
void hopso_page_view_init_links (HopsoPageView *self);
const HopsoPdfLink *hopso_page_view_find_link (HopsoPageView *self, double x, double y);
char *hopso_page_view_dup_link_words (const HopsoPdfLink *link);
gboolean hopso_page_view_focus_link (HopsoPageView *self, int by);
void hopso_page_view_unfocus_link (HopsoPageView *self);
gboolean hopso_page_view_press_link (HopsoPageView *self);

/* hopso-page-view-fields.c */
void hopso_page_view_draw_fields (HopsoPageView *self, GtkSnapshot *snapshot, guint page);
int hopso_page_view_find_field (HopsoPageView *self, double x, double y);
gboolean hopso_page_view_is_in_entry (HopsoPageView *self, double x, double y);
void hopso_page_view_enter_field (HopsoPageView *self, int index);
void hopso_page_view_leave_field (HopsoPageView *self);
gboolean hopso_page_view_press_field (HopsoPageView *self, double x, double y);
gboolean hopso_page_view_focus_field (HopsoPageView *self, int by);
void hopso_page_view_allocate_entry (HopsoPageView *self);

/* hopso-page-view-marks.c */
void hopso_page_view_draw_marks (HopsoPageView *self, GtkSnapshot *snapshot, guint page);
void hopso_page_view_facts_changed_cb (HopsoPageFacts *facts, guint page, HopsoPageView *self);

/* hopso-page-view-properties.c */
void hopso_page_view_install_properties (GObjectClass *class);

/* hopso-page-view-want.c, hopso-page-view-draw.c */
void hopso_page_view_update_pictures (HopsoPageView *self);
void hopso_page_view_drop_pictures (HopsoPageView *self);
void hopso_page_view_draw (HopsoPageView *self, GtkSnapshot *snapshot);

/* hopso-page-view-keys.c, hopso-page-view-input.c */
double hopso_page_view_get_screenful (HopsoPageView *self);
void hopso_page_view_move (HopsoPageView *self, double by);
void hopso_page_view_bind_keys (GtkWidgetClass *class);
void hopso_page_view_init_input (HopsoPageView *self);

/* hopso-page-view-layers.c */
void hopso_page_view_remove_layers (HopsoPageView *self);

G_END_DECLS
