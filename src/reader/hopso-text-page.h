/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-view.h"
#include "hopso-pdf-find.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoTextSpacing:
 *
 * How far apart lines are.
 */
typedef enum
{
  HOPSO_TEXT_SPACING_CLOSE,
  HOPSO_TEXT_SPACING_WIDE,
  HOPSO_TEXT_SPACING_WIDEST,
} HopsoTextSpacing;

#define HOPSO_TYPE_TEXT_SPACING (hopso_text_spacing_get_type ())
GType hopso_text_spacing_get_type (void);

/* Percents of the usual letters. */
#define HOPSO_TEXT_SIZE_LEAST 80u
#define HOPSO_TEXT_SIZE_USUAL 125u
#define HOPSO_TEXT_SIZE_MOST  400u

/**
 * HopsoTextPage:
 *
 * The current page of a #HopsoPageView as text: paragraphs as wide as the window, in letters as
 * large as one likes, which a screen reader reads. Properties: "is-active" (only then does it read
 * the page), "size" (of the letters, in percent), "spacing" (a #HopsoTextSpacing).
 */
#define HOPSO_TYPE_TEXT_PAGE (hopso_text_page_get_type ())
G_DECLARE_FINAL_TYPE (HopsoTextPage, hopso_text_page, HOPSO, TEXT_PAGE, AdwBin)

void hopso_text_page_set_view (HopsoTextPage *self, HopsoPageView *view);
void hopso_text_page_set_is_active (HopsoTextPage *self, gboolean is_active);
gboolean hopso_text_page_get_is_active (HopsoTextPage *self);
void hopso_text_page_set_size (HopsoTextPage *self, guint percent);
guint hopso_text_page_get_size (HopsoTextPage *self);
void hopso_text_page_zoom (HopsoTextPage *self, int by);
void hopso_text_page_set_spacing (HopsoTextPage *self, HopsoTextSpacing spacing);
HopsoTextSpacing hopso_text_page_get_spacing (HopsoTextPage *self);
void hopso_text_page_set_find (HopsoTextPage *self, HopsoPdfFind *find, int current);
gboolean hopso_text_page_is_read (HopsoTextPage *self);

G_END_DECLS
