/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-view-private.h"
#include "hopso-pdf-client-private.h"
#include "hopso-test-pages.h"
#include "hopso-test-window.h"

G_BEGIN_DECLS

/* A document in a view in a scroller in a window, all of them real. */
typedef struct
{
  HopsoPdfClient *client;
  HopsoPdfDocument *document;
  GtkWindow *window;
  HopsoPageView *view;
  GtkAdjustment *down;
} PageWorld;

gboolean page_world_is_sharp (gpointer data);
PageWorld page_world_new (GBytes *bytes);
PageWorld page_world_of_pages (guint n_pages);
void page_world_clear (PageWorld *world);
void page_world_press (PageWorld *world, guint keyval, GdkModifierType modifiers);
guint32 page_world_get_colour (PageWorld *world, guint page);

G_END_DECLS
