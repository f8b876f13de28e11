/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-signature-report.h"

G_BEGIN_DECLS

/**
 * HopsoTypesetVerification:
 * @file_name: what people call the file
 * @file_size: its bytes
 * @report: what was found
 *
 * A verification that is put on paper.
 */
typedef struct
{
  const char *file_name;        /* borrowed */
  HopsoSignatureReport *report; /* borrowed */
  guint64 file_size;
} HopsoTypesetVerification;

GBytes *hopso_typeset_verification (const HopsoTypesetVerification *self, GError **error);

G_END_DECLS
