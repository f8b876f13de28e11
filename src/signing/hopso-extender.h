/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"
#include "hopso-timestamp-client.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

/**
 * HopsoExtender:
 *
 * Brings signatures that are there to a higher level, and renews the archive timestamp
 * (ETSI EN 319 142-1, 6). Main thread only.
 */
#define HOPSO_TYPE_EXTENDER (hopso_extender_get_type ())
G_DECLARE_FINAL_TYPE (HopsoExtender, hopso_extender, HOPSO, EXTENDER, GObject)

/**
 * HopsoExtendOrder:
 * @fd: the signed document; opened again
 * @password: (nullable): of a protected document
 * @output_path: (nullable): where the extended document shall appear, whole or not at all; without
 *   it the result stays in memory
 * @level: %HOPSO_SIGNATURE_LEVEL_B_T or higher; with %HOPSO_SIGNATURE_LEVEL_B_LTA always one more
 *   archive timestamp comes
 * @tsa_url: (nullable): the timestamp authority, without it the one that is configured
 * @tried: (nullable): called for each try to get a timestamp
 * @data: for @tried
 *
 * Copied as far as it is needed.
 */
typedef struct
{
  int fd;
  HopsoSecret *password;
  const char *output_path;
  HopsoSignatureLevel level;
  const char *tsa_url;
  HopsoTimestampTried tried;
  gpointer data;
} HopsoExtendOrder;

HopsoExtender *hopso_extender_new (HopsoVerifier *verifier, HopsoTimestampClient *client);
void hopso_extender_extend_async (HopsoExtender *self,
                                  const HopsoExtendOrder *order,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
HopsoFd hopso_extender_extend_finish (HopsoExtender *self,
                                      GAsyncResult *result,
                                      HopsoSignatureReport **report,
                                      GError **error);

G_END_DECLS
