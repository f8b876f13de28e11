/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_PAGE_CACHE (hopso_page_cache_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPageCache, hopso_page_cache, HOPSO, PAGE_CACHE, GObject)

HopsoPageCache *hopso_page_cache_new (gsize budget);
void hopso_page_cache_set_budget (HopsoPageCache *self, gsize budget);
gsize hopso_page_cache_get_size (HopsoPageCache *self);
void hopso_page_cache_add (HopsoPageCache *self,
                           guint64 document,
                           const HopsoPdfView *view,
                           GBytes *pixels);
GBytes *
hopso_page_cache_find_page (HopsoPageCache *self, guint64 document, guint page, HopsoPdfView *view);
GBytes *hopso_page_cache_lookup (HopsoPageCache *self, guint64 document, const HopsoPdfView *view);
void hopso_page_cache_forget (HopsoPageCache *self, guint64 document);

G_END_DECLS
