/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-http-remote.h"
#include "hopso-http.h"

G_BEGIN_DECLS

struct _HopsoHttpRemote
{
  GObject parent_instance;

  HopsoHttp *http;       /* owned */
  char *base;            /* owned: no slash at the end */
  HopsoSecret *access;   /* owned, nullable: must be fetched */
  HopsoSecret *refresh;  /* owned, nullable: signed out */
  gint64 access_until;   /* monotonic, microseconds */
  gint64 server_time;    /* Unix seconds, 0: it has not said */
  gint64 server_time_at; /* monotonic, microseconds: when it said so */
  GPtrArray *waiting;    /* owned: tasks that wait for the access token; elements owned */
  gboolean is_refreshing;
  HopsoTokenLoader loader; /* nullable: the token is what we hold */
  gpointer loader_data;    /* borrowed: who loads closes the remote before it goes */
};

char *hopso_http_remote_make_uri (HopsoHttpRemote *self, const char *path);
gboolean hopso_http_remote_has_access (HopsoHttpRemote *self);
void hopso_http_remote_forget_access (HopsoHttpRemote *self, HopsoSecret *used);

/* Gets an access token for @task, which is taken; then calls hopso_http_remote_transmit() or
 * returns the error in it. */
void hopso_http_remote_wait_for_access (HopsoHttpRemote *self, GTask *task);
void hopso_http_remote_transmit (HopsoHttpRemote *self, GTask *task);

gboolean hopso_http_remote_take_headers (HopsoHttpRemote *self, HopsoHttpResponse *response);
GError *hopso_http_remote_read_error (HopsoHttpResponse *response, gboolean has_body);

G_END_DECLS
