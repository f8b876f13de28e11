/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-workspace.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HopsoCliAccount:
 *
 * Which account a command works with, as options say. Initialise it by
 * %HOPSO_CLI_ACCOUNT_INIT, put %HOPSO_CLI_ACCOUNT_ENTRIES among the command's options, and clear it
 * by g_auto.
 */
typedef struct
{
  char *server;
  char *user;
  char *passphrase_file;
  int passphrase_fd;
  gboolean as_json;
} HopsoCliAccount;

#define HOPSO_CLI_ACCOUNT_INIT \
  { \
    .passphrase_fd = -1 \
  }

#define HOPSO_CLI_ACCOUNT_ENTRIES(options) \
  { \
    "server", 0, 0, G_OPTION_ARG_STRING, &(options).server, N_ ("Address of the server"), N_ ("URL") \
  }, \
      { "user", 0, 0, G_OPTION_ARG_STRING, &(options).user, N_ ("Name of the account"), N_ ("NAME") }, \
      { "passphrase-file", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &(options).passphrase_file, \
        N_ ("File with the passphrase of this machine’s keys"), \
        N_ ("FILE") }, \
      { "passphrase-fd", \
        0, \
        0, \
        G_OPTION_ARG_INT, \
        &(options).passphrase_fd, \
        N_ ("Descriptor to read the passphrase from"), \
        N_ ("NUMBER") }, \
  { \
    "json", 0, 0, G_OPTION_ARG_NONE, &(options).as_json, N_ ("Print JSON"), NULL \
  }

void hopso_cli_account_clear (HopsoCliAccount *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoCliAccount, hopso_cli_account_clear)

HopsoWorkspace *hopso_cli_account_open (const HopsoCliAccount *self, GError **error);
void hopso_cli_account_close (HopsoWorkspace *workspace);
gboolean hopso_cli_account_wait_in_sync (HopsoWorkspace *workspace, GError **error);

HopsoRecord *hopso_cli_account_find (HopsoWorkspace *workspace,
                                     HopsoKindId kind,
                                     const char *id,
                                     GError **error);
void hopso_cli_account_add_record (JsonBuilder *builder, HopsoRecord *record);
char *hopso_cli_account_format_time (gint64 unix_seconds);

G_END_DECLS
