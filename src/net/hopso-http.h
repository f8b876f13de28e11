/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-http-response.h"

G_BEGIN_DECLS

/**
 * HopsoHttpReach:
 * @HOPSO_HTTP_REACH_ANYWHERE: who gave the address is trusted
 * @HOPSO_HTTP_REACH_INTERNET: anybody may have given it: machines of this network are not asked
 */
typedef enum
{
  HOPSO_HTTP_REACH_ANYWHERE,
  HOPSO_HTTP_REACH_INTERNET,
} HopsoHttpReach;

/**
 * HopsoHttpRequest:
 * @method: such as "GET"
 * @uri: the address; https, unless the caller may ask for what is public
 * @headers: (nullable) (array zero-terminated=1): names and values in turn
 * @content_type: (nullable): of @body
 * @body: (nullable): what is sent
 * @max_size: the most that a whole reply may have, in bytes
 * @reach: which machines may be asked
 * @max_seconds: how long a public request may take in all; 0: as long as others
 * @max_silence: for how many seconds a public server may say nothing; 0: as long as others
 *
 * One request. The struct is copied as far as it is needed.
 */
typedef struct
{
  const char *method;
  const char *uri;
  const char *const *headers;
  const char *content_type;
  GBytes *body;
  gsize max_size;
  HopsoHttpReach reach;
  guint max_seconds;
  guint max_silence;
} HopsoHttpRequest;

/**
 * HopsoHttp:
 *
 * One session with web servers and its policy.
 */
#define HOPSO_TYPE_HTTP (hopso_http_get_type ())
G_DECLARE_FINAL_TYPE (HopsoHttp, hopso_http, HOPSO, HTTP, GObject)

HopsoHttp *hopso_http_new (const char *ca_file, GError **error);
void hopso_http_abort (HopsoHttp *self);

void hopso_http_open_async (HopsoHttp *self,
                            const HopsoHttpRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
HopsoHttpResponse *hopso_http_open_finish (HopsoHttp *self, GAsyncResult *result, GError **error);

void hopso_http_send_async (HopsoHttp *self,
                            const HopsoHttpRequest *request,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
HopsoHttpResponse *hopso_http_send_finish (HopsoHttp *self, GAsyncResult *result, GError **error);

void hopso_http_send_public_async (HopsoHttp *self,
                                   const HopsoHttpRequest *request,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GBytes *hopso_http_send_public_finish (HopsoHttp *self, GAsyncResult *result, GError **error);

G_END_DECLS
