/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-job.h"

G_BEGIN_DECLS

/* One document of the command line on its way. */
typedef struct
{
  const char *input; /* borrowed: of the command line */
  char *output;      /* owned */
  HopsoSignJob *job; /* owned, nullable: there was no document to sign */
  GError *error;     /* owned, nullable: why there is no job */
} HopsoCliSigning;

HopsoCliSigning *hopso_cli_signing_new (const char *input, char *output);
void hopso_cli_signing_free (HopsoCliSigning *self);
gboolean hopso_cli_signing_is_done (const HopsoCliSigning *self);

void hopso_cli_sign_watch (GPtrArray *signings);
int hopso_cli_sign_tell (GPtrArray *signings, const GError *stopped, gboolean as_json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoCliSigning, hopso_cli_signing_free)

G_END_DECLS
