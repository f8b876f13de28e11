/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-sign-action-private.h"

G_BEGIN_DECLS

/* What was asked of one document. */
typedef struct
{
  HopsoFd document;      /* owned */
  char *expected_digest; /* owned, nullable */
  char *output_path;     /* owned, nullable: the result stays in memory */
  HopsoSignPlace place;
  GBytes *picture; /* owned, nullable */
  char **lines;    /* owned, nullable */
  char *reason;    /* owned, nullable */
  char *location;  /* owned, nullable */
  char *field;     /* owned, nullable */
  HopsoSignDeed deed;
  guint certification;
  HopsoSignLock lock;
  char **locked_fields;  /* owned, nullable */
  HopsoSecret *password; /* owned, nullable */
} HopsoSignOrder;

const HopsoSignOrder *hopso_sign_job_get_order (HopsoSignJob *self);
void hopso_sign_job_set_state (HopsoSignJob *self, HopsoSignState state);
void hopso_sign_job_fail (HopsoSignJob *self, const GError *error);
void hopso_sign_job_set_try (HopsoSignJob *self, guint number);
void hopso_sign_job_set_delay (HopsoSignJob *self, const GError *reason);
void hopso_sign_job_take_result (HopsoSignJob *self,
                                 HopsoFd fd,
                                 HopsoSignatureLevel level,
                                 HopsoSignatureReport *report);

G_END_DECLS
