/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-digest.h"

G_BEGIN_DECLS

/**
 * HopsoDigestPass:
 *
 * Digests of several parts of one file that is read once. Each part is two ranges, as signatures
 * in PDF cover them: from the start of the file, and from behind a hole.
 */
typedef struct _HopsoDigestPass HopsoDigestPass;

HopsoDigestPass *hopso_digest_pass_new (HopsoHash hash, guint64 file_size);
void hopso_digest_pass_add (HopsoDigestPass *self, const guint64 range[4]);
gboolean
hopso_digest_pass_run (HopsoDigestPass *self, int fd, GCancellable *cancellable, GError **error);
GBytes *hopso_digest_pass_get_whole (HopsoDigestPass *self);
GBytes *hopso_digest_pass_lookup (HopsoDigestPass *self, HopsoHash hash, const guint64 range[4]);
void hopso_digest_pass_free (HopsoDigestPass *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoDigestPass, hopso_digest_pass_free)

G_END_DECLS
