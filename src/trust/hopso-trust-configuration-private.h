/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-trust-anchor.h"

G_BEGIN_DECLS

/* What the administrator wrote down. */
typedef struct
{
  char **fingerprints[HOPSO_TRUST_N_ROLES]; /* owned, nullable: of official roots */
  char **known_hosts;                       /* owned, nullable: not read */
  char *timestamp_url;                      /* owned, nullable */
} HopsoTrustConfiguration;

void hopso_trust_configuration_clear (HopsoTrustConfiguration *self);

/* Reads the file, if there is one; adds to @faults (of strings) what makes no sense in it. */
void
hopso_trust_configuration_read (HopsoTrustConfiguration *self, const char *path, GPtrArray *faults);

HopsoTrustRole
hopso_trust_configuration_find_role (const HopsoTrustConfiguration *self, const char *fingerprint);

G_END_DECLS
