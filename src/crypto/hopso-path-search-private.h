/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-list.h"

G_BEGIN_DECLS

/* Called with each chain that stands, leaf first, anchor last; %TRUE ends the search. */
typedef gboolean (*HopsoPathVisit) (GPtrArray *path, gpointer user_data);

/* One search. The chain grows and shrinks while issuers are tried. */
typedef struct
{
  HopsoTrustList *list;  /* borrowed */
  GPtrArray *candidates; /* borrowed, nullable: HopsoCertificate that may be issuers */
  gint64 at_time;
  gboolean ignores_dates; /* of certificates; terms of trust always count */
  HopsoPathVisit visit;   /* or %NULL: the first one is enough */
  gpointer user_data;     /* for visit */

  GPtrArray *chain;     /* owned, elements owned: leaf first */
  GPtrArray *dead_ends; /* owned, elements owned: those whose issuer was not found */
  GError *why_not;      /* owned, nullable: what spoke against the first complete chain */
  guint trials;
  gboolean saw_bad_signature;
} HopsoPathSearch;

void hopso_path_search_init (HopsoPathSearch *self,
                             HopsoTrustList *list,
                             GPtrArray *candidates,
                             gint64 at_time);
void hopso_path_search_clear (HopsoPathSearch *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPathSearch, hopso_path_search_clear)

/* Whether a visit ended it; the chain is then the one that was visited last. */
gboolean hopso_path_search_run (HopsoPathSearch *self, HopsoCertificate *leaf);
void hopso_path_search_take_error (HopsoPathSearch *self, GError **error);

GPtrArray *hopso_trust_list_get_intermediates (HopsoTrustList *self);
gboolean
hopso_trust_list_trusts_at (HopsoTrustList *self, HopsoCertificate *certificate, gint64 time);

G_END_DECLS
