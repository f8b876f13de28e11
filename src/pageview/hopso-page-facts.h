/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-text.h"
#include "hopso-pdf-reading.h"

G_BEGIN_DECLS

/**
 * HopsoPageFacts:
 *
 * What is known of a document's pages besides their pictures: text and links. Signal "changed" with
 * a page, when something of it has become known.
 */
#define HOPSO_TYPE_PAGE_FACTS (hopso_page_facts_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPageFacts, hopso_page_facts, HOPSO, PAGE_FACTS, GObject)

HopsoPageFacts *hopso_page_facts_new (HopsoPdfDocument *document);
void hopso_page_facts_want (HopsoPageFacts *self, guint page);
HopsoPageText *hopso_page_facts_get_text (HopsoPageFacts *self, guint page);
GPtrArray *hopso_page_facts_get_links (HopsoPageFacts *self, guint page);

G_END_DECLS
