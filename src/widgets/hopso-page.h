/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HopsoPage:
 *
 * A page of the main window: it has a title, and adapts when it is narrow.
 */
#define HOPSO_TYPE_PAGE (hopso_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (HopsoPage, hopso_page, HOPSO, PAGE, AdwBin)

struct _HopsoPageClass
{
  AdwBinClass parent_class;

  /* Time has passed while the page was seen: words such as "25 minutes left" are put anew. */
  void (*refresh) (HopsoPage *self);
};

void hopso_page_set_title (HopsoPage *self, const char *title);
void hopso_page_set_subtitle (HopsoPage *self, const char *subtitle);
const char *hopso_page_get_title (HopsoPage *self);
const char *hopso_page_get_subtitle (HopsoPage *self);
gboolean hopso_page_get_is_narrow (HopsoPage *self);
void hopso_page_refresh (HopsoPage *self);

G_END_DECLS
