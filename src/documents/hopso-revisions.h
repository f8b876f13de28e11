/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-client.h"
#include "hopso-pdf-document.h"
#include "hopso-pdf-text.h"
#include "hopso-signature-report.h"

G_BEGIN_DECLS

/**
 * HopsoRevisionChange:
 * @page: counted from 0
 * @box: the place, the same in both revisions
 * @is_allowed: whether the signer had left it open
 * @before: (nullable): what is read there in the signed revision
 * @after: (nullable): what is read there now
 *
 * One place where a document looks different from what was signed.
 */
typedef struct
{
  guint page;
  HopsoPdfBox box;
  gboolean is_allowed;
  char *before; /* owned, nullable */
  char *after;  /* owned, nullable */
} HopsoRevisionChange;

/**
 * HopsoRevisions:
 *
 * What somebody signed, and what the file shows now: two documents, each drawn from its own bytes
 * by processes of its own. Signals: "opened" when both can be shown; "compared" with how many
 * pages have been, and of how many; "changed" when the list of changes has grown.
 */
#define HOPSO_TYPE_REVISIONS (hopso_revisions_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRevisions, hopso_revisions, HOPSO, REVISIONS, GObject)

HopsoRevisions *hopso_revisions_new (const HopsoPdfOriginal *original,
                                     HopsoSignatureResult *result,
                                     GError **error);
void hopso_revisions_compare_async (HopsoRevisions *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
hopso_revisions_compare_finish (HopsoRevisions *self, GAsyncResult *result, GError **error);

HopsoSignatureResult *hopso_revisions_get_result (HopsoRevisions *self);
HopsoPdfDocument *hopso_revisions_get_before (HopsoRevisions *self);
HopsoPdfDocument *hopso_revisions_get_after (HopsoRevisions *self);
guint hopso_revisions_get_n_changes (HopsoRevisions *self);
const HopsoRevisionChange *hopso_revisions_get_change (HopsoRevisions *self, guint position);

G_END_DECLS
