/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-view.h"
#include "hopso-pdf-find.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoFindBar:
 *
 * Looks for words in the document of a #HopsoPageView and lights where they are. Hidden until it
 * is opened. Properties "find": the #HopsoPdfFind of what is typed, or %NULL, and "current": which
 * of its places is chosen, or -1.
 */
#define HOPSO_TYPE_FIND_BAR (hopso_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (HopsoFindBar, hopso_find_bar, HOPSO, FIND_BAR, AdwBin)

GtkWidget *hopso_find_bar_new (void);
void hopso_find_bar_set_view (HopsoFindBar *self, HopsoPageView *view);
void hopso_find_bar_open (HopsoFindBar *self, const char *words);
gboolean hopso_find_bar_close (HopsoFindBar *self);
void hopso_find_bar_choose (HopsoFindBar *self, guint index);
HopsoPdfFind *hopso_find_bar_get_find (HopsoFindBar *self);
int hopso_find_bar_get_current (HopsoFindBar *self);
gboolean hopso_find_bar_get_is_open (HopsoFindBar *self);

G_END_DECLS
