/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One life of the client. */
typedef struct
{
  GPid pid;
  int input;              /* owned */
  GDataInputStream *said; /* owned */
} KillClient;

void kill_client_start (KillClient *client);
char *kill_client_read (KillClient *client);
gboolean kill_client_read_until (KillClient *client, char mark);
void kill_client_ask (KillClient *client, const char *line);
int kill_client_wait (KillClient *client);
void kill_client_end (KillClient *client);

G_END_DECLS
