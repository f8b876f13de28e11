/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * HopsoCliExit:
 * @HOPSO_CLI_YES: done, or the answer is yes
 * @HOPSO_CLI_NO: done, and the answer is no: a signature is invalid, something is missing
 * @HOPSO_CLI_USAGE: the command line makes no sense
 * @HOPSO_CLI_FAILED: it could not be done
 * @HOPSO_CLI_UNDETERMINED: the answer cannot be determined now
 *
 * What a script learns from a command.
 */
typedef enum
{
  HOPSO_CLI_YES = 0,
  HOPSO_CLI_NO = 1,
  HOPSO_CLI_USAGE = 2,
  HOPSO_CLI_FAILED = 3,
  HOPSO_CLI_UNDETERMINED = 4
} HopsoCliExit;

/**
 * HopsoCliCommand:
 * @name: what is typed after "hopsoctl"
 * @summary: one line, marked with N_()
 * @run: does it; argv[0] is the name. Returns a #HopsoCliExit
 */
typedef struct
{
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} HopsoCliCommand;

/**
 * HopsoCliUsage:
 * @arguments: such as "FILE…", marked with N_()
 * @summary: the same line as the command's
 * @min: how many arguments there must be besides options
 * @max: how many there may be
 */
typedef struct
{
  const char *arguments;
  const char *summary;
  int min;
  int max;
} HopsoCliUsage;

void hopso_cli_guard_terminal (void);
int hopso_cli_main (const HopsoCliCommand *commands, int argc, char **argv);

gboolean
hopso_cli_parse (const HopsoCliUsage *usage, const GOptionEntry *entries, int *argc, char ***argv);
int hopso_cli_fail (const GError *error);
int hopso_cli_fail_usage (const char *message);
void hopso_cli_print_json (JsonBuilder *builder);

HopsoSecret *hopso_cli_read_secret (const char *prompt, const char *file, int fd, GError **error);
gboolean hopso_cli_read_password (const char *file, int fd, HopsoSecret **password, GError **error);

/**
 * HopsoCliCall:
 *
 * One asynchronous call that a command runs to its end. Ctrl+C cancels it.
 */
typedef struct _HopsoCliCall HopsoCliCall;

HopsoCliCall *hopso_cli_call_new (void);
GCancellable *hopso_cli_call_get_cancellable (HopsoCliCall *self);
void hopso_cli_call_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *hopso_cli_call_wait (HopsoCliCall *self);
void hopso_cli_call_free (HopsoCliCall *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoCliCall, hopso_cli_call_free)

G_END_DECLS
