/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-timestamp-client.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

/* What one file is to be brought to. */
typedef struct
{
  int fd;                /* borrowed: for writing; nobody else writes */
  int reader;            /* borrowed: the same file for reading */
  HopsoSecret *password; /* borrowed, nullable: of the file */
  HopsoSignatureLevel level;
  gboolean has_time;   /* its signature carries a timestamp */
  const char *tsa_url; /* nullable */
  HopsoTimestampTried tried;
  gpointer data; /* for @tried */
} HopsoExtensionOrder;

/* Brings the signatures of a file to a level by appending to it: time where it is missing,
 * evidence, a timestamp over both; with B-LTA always one more of these. When it fails the file is
 * as far as it came, and sound. The verifier outlives it. */
void hopso_extension_run_async (HopsoVerifier *verifier,
                                HopsoTimestampClient *client,
                                const HopsoExtensionOrder *order,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* What a verification says of the file then, by what it carries along. */
HopsoSignatureReport *
hopso_extension_run_finish (HopsoVerifier *verifier, GAsyncResult *result, GError **error);

/* Whether @result is a person's PAdES signature that is intact: what levels are about. */
gboolean hopso_extension_concerns (HopsoSignatureResult *result);

G_END_DECLS
