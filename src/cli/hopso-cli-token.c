/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl token pin: a new PIN for a token. The old one is asked for first and tried once; with a
 * PIN pad both are entered on the reader. */

#include "hopso-cli-commands.h"
#include "hopso-cli-pin.h"
#include "hopso-cli-tokens.h"
#include "hopso-token-pin.h"
#include "hopso-token-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char *module;
  char *label;
  char *pin_file;
  char *new_pin_file;
  int pin_fd;
  int new_pin_fd;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->module);
  g_free (options->label);
  g_free (options->pin_file);
  g_free (options->new_pin_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* The one token, or the one of the asked name. */
static HopsoToken *
choose_token (HopsoTokenMonitor *monitor, const char *label, GError **error)
{
  GListModel *tokens = hopso_token_monitor_get_tokens (monitor);
  g_autoptr (HopsoToken) chosen = NULL;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tokens); i++)
    {
      g_autoptr (HopsoToken) token = g_list_model_get_item (tokens, i);

      if (label != NULL && !g_str_equal (hopso_token_get_label (token), label))
        continue;
      g_set_object (&chosen, token);
      n++;
    }
  if (n == 1)
    return g_steal_pointer (&chosen);
  g_set_error_literal (error, G_IO_ERROR, n == 0 ? G_IO_ERROR_NOT_FOUND : G_IO_ERROR_FAILED,
                       n == 0 ? _ ("No such token is plugged in")
                              : _ ("Several tokens are plugged in; choose one with --token"));
  return NULL;
}

/* Through the same prompt as signing: it warns of the last try, and takes it from no script. */
static HopsoSecret *
ask_old_pin (HopsoToken *token, const Options *options, GError **error)
{
  g_autoptr (HopsoPinPrompt) prompt = hopso_cli_pin_new (options->pin_file, options->pin_fd);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_pin_prompt_ask_async (prompt, token, hopso_token_get_pin_state (token),
                              hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_pin_prompt_ask_finish (prompt, result, error);
}

static gboolean
check_new_pin (HopsoToken *token, HopsoSecret *pin, HopsoSecret *again, GError **error)
{
  gsize size;
  g_autofree char *limits = hopso_token_words_dup_pin_limits (token);
  const char *text = hopso_secret_get_string (pin);

  hopso_secret_get_bytes (pin, &size);
  if (strcmp (text, hopso_secret_get_string (again)) != 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _ ("The new PIN was not typed the same way twice"));
  else if (!hopso_token_takes_pin_of (token, size))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("The token does not take a PIN of this length: %s"),
                 limits != NULL ? limits : _ ("it is empty"));
  else
    return TRUE;
  return FALSE;
}

static HopsoSecret *
ask_new_pin (HopsoToken *token, const Options *options, GError **error)
{
  gboolean is_typed = options->new_pin_file == NULL && options->new_pin_fd < 0;
  g_autoptr (HopsoSecret) pin =
      hopso_cli_read_secret (_ ("New PIN:"), options->new_pin_file, options->new_pin_fd, error);
  g_autoptr (HopsoSecret) again = NULL;

  if (pin == NULL)
    return NULL;
  again = is_typed ? hopso_cli_read_secret (_ ("The new PIN once more:"), NULL, -1, error)
                   : hopso_secret_ref (pin);
  if (again == NULL || !check_new_pin (token, pin, again, error))
    return NULL;
  return g_steal_pointer (&pin);
}

static gboolean
can_change (HopsoToken *token, GError **error)
{
  HopsoPinState state = hopso_token_get_pin_state (token);

  if (state != HOPSO_PIN_STATE_LOCKED && state != HOPSO_PIN_STATE_NOT_SET)
    return TRUE;
  g_set_error_literal (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_PIN_LOCKED,
                       hopso_token_words_pin (state));
  return FALSE;
}

static gboolean
change_pin (HopsoToken *token, const Options *options, GError **error)
{
  g_autoptr (HopsoSecret) old_pin = NULL;
  g_autoptr (HopsoSecret) new_pin = NULL;
  g_autoptr (GError) reason = NULL;

  if (!can_change (token, error))
    return FALSE;
  old_pin = ask_old_pin (token, options, &reason);
  if (reason == NULL && !hopso_token_has_pin_pad (token))
    new_pin = ask_new_pin (token, options, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  hopso_token_change_pin_async (token, old_pin, new_pin, hopso_cli_call_get_cancellable (call),
                                hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_token_change_pin_finish (token, result, error);
}

static int
run_pin (int argc, char **argv)
{
  g_auto (Options) options = { .pin_fd = -1, .new_pin_fd = -1 };
  const GOptionEntry entries[] = {
    { "module", 0, 0, G_OPTION_ARG_FILENAME, &options.module,
      N_ ("Look only in this PKCS#11 module"), N_ ("FILE") },
    { "token", 0, 0, G_OPTION_ARG_STRING, &options.label, N_ ("The token that is called so"),
      N_ ("LABEL") },
    { "pin-file", 0, 0, G_OPTION_ARG_FILENAME, &options.pin_file, N_ ("Read the PIN from a file"),
      N_ ("FILE") },
    { "pin-fd", 0, 0, G_OPTION_ARG_INT, &options.pin_fd, N_ ("Read the PIN from a descriptor"),
      N_ ("NUMBER") },
    { "new-pin-file", 0, 0, G_OPTION_ARG_FILENAME, &options.new_pin_file,
      N_ ("Read the new PIN from a file"), N_ ("FILE") },
    { "new-pin-fd", 0, 0, G_OPTION_ARG_INT, &options.new_pin_fd,
      N_ ("Read the new PIN from a descriptor"), N_ ("NUMBER") },
    { NULL },
  };
  const HopsoCliUsage usage = { "", N_ ("Change the PIN of a token"), 0, 0 };
  g_autoptr (GError) error = NULL;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if ((options.pin_file != NULL && options.pin_fd >= 0) ||
      (options.new_pin_file != NULL && options.new_pin_fd >= 0))
    return hopso_cli_fail_usage (_ ("Give each PIN in a file or in a descriptor, not in both"));

  g_autoptr (HopsoTokenMonitor) monitor = hopso_cli_find_tokens (options.module, &error);
  g_autoptr (HopsoToken) token =
      monitor != NULL ? choose_token (monitor, options.label, &error) : NULL;
  if (token == NULL || !change_pin (token, &options, &error))
    return hopso_cli_fail (error);
  g_print (_ ("The PIN of “%s” has been changed.\n"), hopso_token_get_label (token));
  return HOPSO_CLI_YES;
}

/**
 * hopso_cli_run_token:
 *
 * Returns: %HOPSO_CLI_FAILED when the PIN is as it was
 */
int
hopso_cli_run_token (int argc, char **argv)
{
  if (argc > 1 && g_str_equal (argv[1], "pin"))
    {
      g_autofree char *name = g_strdup ("token pin");

      argv[1] = name;
      return run_pin (argc - 1, argv + 1);
    }
  g_printerr ("%s\n", _ ("Usage: hopsoctl token pin [OPTION…]"));
  return argc > 1 && g_str_equal (argv[1], "--help") ? HOPSO_CLI_YES : HOPSO_CLI_USAGE;
}
