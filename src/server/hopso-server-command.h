/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"
#include "hopso-server-store.h"

G_BEGIN_DECLS

/* Exit codes. */
enum
{
  HOPSO_SERVER_EXIT_DONE = 0,
  HOPSO_SERVER_EXIT_NO = 1, /* a check found something */
  HOPSO_SERVER_EXIT_USAGE = 2,
  HOPSO_SERVER_EXIT_FAILED = 3
};

int hopso_server_command_init (int argc, char **argv);
int hopso_server_command_serve (int argc, char **argv);
int hopso_server_command_user (int argc, char **argv);
int hopso_server_command_check (int argc, char **argv);
int hopso_server_command_backup (int argc, char **argv);
int hopso_server_command_restore (int argc, char **argv);
int hopso_server_command_routes (int argc, char **argv);

gboolean hopso_server_command_parse (const GOptionEntry *entries,
                                     const char *summary,
                                     int *argc,
                                     char ***argv);
HopsoServerStore *hopso_server_command_open (const char *folder, GError **error);
int hopso_server_command_fail (const GError *error);
HopsoSecret *hopso_server_command_read_password (const char *file, int fd, GError **error);

G_END_DECLS
