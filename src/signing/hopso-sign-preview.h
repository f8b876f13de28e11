/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"
#include "hopso-sign-job.h"
#include "hopso-typeset-mark.h"

G_BEGIN_DECLS

/**
 * HopsoSignMark:
 * @place: where it stands
 * @mark: (owned): what it shows; without lines and picture it is a place that is still empty
 *
 * One thing that is seen of a signature.
 */
typedef struct
{
  HopsoSignPlace place;
  HopsoTypesetMark mark;
} HopsoSignMark;

/**
 * HopsoSignPreview:
 * @marks: (owned) (element-type HopsoSignMark): what will be seen, the signature's own first
 * @keeps_number: whether the document keeps a place for the number
 * @keeps_date: whether it keeps one for the date
 * @keeps_seal: whether it keeps one for the seal, which then stands nowhere else
 * @is_issued: whether an agency has filled it in
 * @n_signatures: how many signatures the document bears
 *
 * What a signature would look like, made as the signature is made; what is not said yet is left
 * empty.
 */
typedef struct
{
  GPtrArray *marks;
  gboolean keeps_number;
  gboolean keeps_date;
  gboolean keeps_seal;
  gboolean is_issued;
  guint n_signatures;
} HopsoSignPreview;

void hopso_sign_preview_free (HopsoSignPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoSignPreview, hopso_sign_preview_free)

HopsoSignMark *hopso_sign_mark_new (const HopsoSignPlace *place, const HopsoTypesetMark *mark);
void hopso_sign_mark_free (gpointer mark);

void hopso_sign_preview_async (HopsoSignJob *job,
                               HopsoCertificate *signer,
                               gint64 time,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
HopsoSignPreview *hopso_sign_preview_finish (GAsyncResult *result, GError **error);

G_END_DECLS
