/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"
#include "hopso-digest.h"

G_BEGIN_DECLS

gint64 hopso_algorithm_policy_get_hash_end (HopsoHash hash);
gint64 hopso_algorithm_policy_get_key_end (HopsoCertificate *certificate);
gboolean hopso_algorithm_policy_was_well_made (HopsoCertificate *certificate);

G_END_DECLS
