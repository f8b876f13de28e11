/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-digest.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

/**
 * HopsoTimestampClient:
 *
 * Asks timestamp authorities (RFC 3161) and believes nothing before it is checked. Main thread
 * only.
 */
#define HOPSO_TYPE_TIMESTAMP_CLIENT (hopso_timestamp_client_get_type ())
G_DECLARE_FINAL_TYPE (
    HopsoTimestampClient, hopso_timestamp_client, HOPSO, TIMESTAMP_CLIENT, GObject)

/**
 * HopsoTimestampTried:
 * @number: which try begins, from 1
 * @data: as given
 */
typedef void (*HopsoTimestampTried) (guint number, gpointer data);

/**
 * HopsoTimestampWish:
 * @url: (nullable): the authority, by HTTP or HTTPS; without it the one that is configured
 * @hash: what @digest was made with
 * @digest: what shall be stamped
 * @tried: (nullable): called for each try
 * @data: for @tried
 *
 * Copied as far as it is needed.
 */
typedef struct
{
  const char *url;
  HopsoHash hash;
  GBytes *digest;
  HopsoTimestampTried tried;
  gpointer data;
} HopsoTimestampWish;

const char *hopso_timestamp_client_get_default_url (void);
HopsoTimestampClient *hopso_timestamp_client_new (HopsoVerifier *verifier);
void hopso_timestamp_client_set_patience (HopsoTimestampClient *self,
                                          guint max_seconds,
                                          guint n_tries,
                                          guint pause_milliseconds);
void hopso_timestamp_client_stamp_async (HopsoTimestampClient *self,
                                         const HopsoTimestampWish *wish,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GBytes *hopso_timestamp_client_stamp_finish (HopsoTimestampClient *self,
                                             GAsyncResult *result,
                                             GError **error);

G_END_DECLS
