/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hopso_trust_row_new (HopsoTrustStore *store, HopsoTrustAnchor *anchor, gint64 now);
HopsoTrustAnchor *hopso_trust_row_get_anchor (GtkListBoxRow *row);
GtkWidget *hopso_trust_row_make_facts (HopsoTrustAnchor *anchor, const char *note, gsize n_groups);

G_END_DECLS
