/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-reflow.h"
#include "hopso-text-page.h"

G_BEGIN_DECLS

/**
 * HopsoTextArrival:
 *
 * Where one arrives on a page: at its ends, or where it was looked at.
 */
typedef enum
{
  HOPSO_TEXT_ARRIVE_START,
  HOPSO_TEXT_ARRIVE_END,
  HOPSO_TEXT_ARRIVE_SPOT,
} HopsoTextArrival;

struct _HopsoTextPage
{
  AdwBin parent_instance;

  GtkLabel *page_label;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  AdwClampScrollable *clamp;
  GtkTextView *text;
  AdwStatusPage *problem_page;

  HopsoPageView *view;       /* owned, nullable */
  HopsoPdfText *source;      /* owned, nullable: of what is shown */
  HopsoPdfReflow *reflow;    /* owned, nullable: the same */
  HopsoPdfFind *find;        /* owned, nullable */
  GCancellable *cancellable; /* owned, nullable: of the reading under way */
  HopsoTextArrival arrival;
  HopsoTextSpacing spacing;
  guint size;
  guint page;        /* that is shown or being read */
  int current_hit;   /* -1: none */
  int arrived_place; /* of the cursor; -1: nothing was shown */
  gboolean is_active;
};

void hopso_text_page_put_cursor (HopsoTextPage *self, guint offset);
guint hopso_text_page_get_place (HopsoTextPage *self);
void hopso_text_page_tell_place (HopsoTextPage *self);
void hopso_text_page_arrive (HopsoTextPage *self);
void hopso_text_page_light_hits (HopsoTextPage *self);
void hopso_text_page_bind_keys (GtkWidgetClass *class);
void hopso_text_page_connect_keys (HopsoTextPage *self);

GtkTextTagTable *hopso_text_page_create_tags (void);
void hopso_text_page_style (GtkTextBuffer *buffer, guint percent, HopsoTextSpacing spacing);
void hopso_text_page_fill (GtkTextView *text, const HopsoPdfReflow *reflow, guint percent);
void hopso_text_page_light (GtkTextBuffer *buffer,
                            const HopsoPdfReflow *reflow,
                            HopsoPdfFind *find,
                            guint page,
                            int current);

G_END_DECLS
