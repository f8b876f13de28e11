/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl login and logout. A province's own certification authority is used only after somebody
 * has compared its fingerprint, on the terminal or by an option. */

#include "hopso-cli-commands.h"

#include "hopso-certificate.h"
#include "hopso-cli-account.h"
#include "hopso-cli.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#define MAX_CA_SIZE (64 * 1024)

/* What only a sign-in takes. */
typedef struct
{
  char *password_file;
  int password_fd;
  char *ca_file;
  char *fingerprint;
  char *recovery_file;
  gboolean starts_anew;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->password_file);
  g_free (options->ca_file);
  g_free (options->fingerprint);
  g_free (options->recovery_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* Colons and spaces are how people write fingerprints. */
static gboolean
is_same_fingerprint (const char *typed, const char *hex)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = typed; *at != '\0'; at++)
    if (g_ascii_isxdigit (*at))
      g_string_append_c (plain, g_ascii_tolower (*at));
  return g_str_equal (plain->str, hex);
}

static HopsoCertificate *
load_authority (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  g_autoptr (GBytes) pem = NULL;

  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  if (size > MAX_CA_SIZE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                           _ ("The file holds no certificate"));
      return NULL;
    }
  pem = g_bytes_new (text, size);
  return hopso_certificate_new_from_pem (pem, error);
}

static gboolean
ask_on_terminal (const char *subject, const char *fingerprint)
{
  char answer[16] = "";

  if (!isatty (STDIN_FILENO))
    return FALSE;
  g_printerr (_ ("Authority: %s\nFingerprint (SHA-256): %s\n"
                 "Is it the one that your administrator gave you? Type “yes”: "),
              subject, fingerprint);
  return fgets (answer, sizeof answer, stdin) != NULL && g_str_equal (g_strstrip (answer), "yes");
}

static gboolean
confirm_authority (const Options *options, GError **error)
{
  g_autoptr (HopsoCertificate) certificate = NULL;
  g_autofree char *fingerprint = NULL;
  g_autofree char *subject = NULL;

  if (options->ca_file == NULL)
    return TRUE;
  certificate = load_authority (options->ca_file, error);
  if (certificate == NULL)
    return FALSE;
  fingerprint = hopso_certificate_dup_fingerprint (certificate);
  subject = hopso_certificate_dup_subject (certificate);
  if (options->fingerprint != NULL ? is_same_fingerprint (options->fingerprint, fingerprint)
                                   : ask_on_terminal (subject, fingerprint))
    return TRUE;
  g_set_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE,
               _ ("The authority was not confirmed. Its fingerprint (SHA-256) is %s: compare it "
                  "and give it by --ca-fingerprint."),
               fingerprint);
  return FALSE;
}

static gboolean
read_optional (const char *prompt, const char *file, int fd, HopsoSecret **secret, GError **error)
{
  if (file == NULL && fd < 0)
    return TRUE;
  *secret = hopso_cli_read_secret (prompt, file, fd, error);
  return *secret != NULL;
}

static HopsoWorkspace *
sign_in (const char *url, const HopsoCliAccount *account, const Options *options, GError **error)
{
  g_autoptr (HopsoSecret) password = NULL;
  g_autoptr (HopsoSecret) passphrase = NULL;
  g_autoptr (HopsoSecret) recovery_code = NULL;
  g_autoptr (HopsoCliCall) call = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  password =
      hopso_cli_read_secret (_ ("Password:"), options->password_file, options->password_fd, error);
  if (password == NULL ||
      !read_optional (_ ("Passphrase:"), account->passphrase_file, account->passphrase_fd,
                      &passphrase, error) ||
      !read_optional (_ ("Recovery code:"), options->recovery_file, -1, &recovery_code, error))
    return NULL;

  const HopsoSignIn sign_in = { .server_url = url,
                                .login = account->user,
                                .password = password,
                                .ca_file = options->ca_file,
                                .passphrase = passphrase,
                                .recovery_code = recovery_code,
                                .starts_anew = options->starts_anew };
  call = hopso_cli_call_new ();
  hopso_workspace_sign_in_async (&sign_in, hopso_cli_call_get_cancellable (call),
                                 hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  return hopso_workspace_sign_in_finish (result, error);
}

static void
report (HopsoWorkspace *workspace, gboolean as_json)
{
  HopsoAccount *account = hopso_workspace_get_account (workspace);
  g_autofree char *code = hopso_workspace_dup_recovery_code (workspace);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!as_json)
    {
      g_print (_ ("Signed in: %s\n"), hopso_account_get_person_name (account));
      if (code != NULL)
        g_print (_ ("Recovery code, shown only now: %s\nKeep it on paper. It brings your papers "
                    "back on another machine.\n"),
                 code);
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "account");
  json_builder_add_string_value (builder, hopso_account_get_id (account));
  json_builder_set_member_name (builder, "person");
  json_builder_add_string_value (builder, hopso_account_get_person_id (account));
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, hopso_account_get_person_name (account));
  if (code != NULL)
    {
      json_builder_set_member_name (builder, "recoveryCode");
      json_builder_add_string_value (builder, code);
    }
  json_builder_end_object (builder);
  hopso_cli_print_json (builder);
}

static int
run (const char *url, const HopsoCliAccount *account, const Options *options)
{
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace = NULL;

  if (confirm_authority (options, &error))
    workspace = sign_in (url, account, options, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  hopso_cli_account_wait_in_sync (workspace, &error);
  report (workspace, account->as_json);
  hopso_cli_account_close (workspace);
  return error != NULL ? hopso_cli_fail (error) : HOPSO_CLI_YES;
}

/**
 * hopso_cli_run_login:
 *
 * Returns: %HOPSO_CLI_YES when this machine is signed in and in sync
 */
int
hopso_cli_run_login (int argc, char **argv)
{
  const HopsoCliUsage usage = { N_ ("URL"), N_ ("Sign in to a server"), 1, 1 };
  g_auto (HopsoCliAccount) account = HOPSO_CLI_ACCOUNT_INIT;
  g_auto (Options) options = { .password_fd = -1 };
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (account),
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file,
      N_ ("File with the password"), N_ ("FILE") },
    { "password-fd", 0, 0, G_OPTION_ARG_INT, &options.password_fd,
      N_ ("Descriptor to read the password from"), N_ ("NUMBER") },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &options.ca_file,
      N_ ("The province’s own certification authority, PEM"), N_ ("FILE") },
    { "ca-fingerprint", 0, 0, G_OPTION_ARG_STRING, &options.fingerprint,
      N_ ("Its SHA-256 fingerprint, compared before"), N_ ("HEX") },
    { "recovery-code-file", 0, 0, G_OPTION_ARG_FILENAME, &options.recovery_file,
      N_ ("File with the recovery code"), N_ ("FILE") },
    { "start-anew", 0, 0, G_OPTION_ARG_NONE, &options.starts_anew,
      N_ ("The recovery code is lost: begin with a new key"), NULL },
    { NULL },
  };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (account.user == NULL)
    return hopso_cli_fail_usage (_ ("Say who signs in by --user"));
  return run (argv[1], &account, &options);
}

/**
 * hopso_cli_run_logout:
 *
 * Returns: %HOPSO_CLI_YES when this machine is signed out
 */
int
hopso_cli_run_logout (int argc, char **argv)
{
  const HopsoCliUsage usage = { NULL, N_ ("Sign out"), 0, 0 };
  g_auto (HopsoCliAccount) account = HOPSO_CLI_ACCOUNT_INIT;
  gboolean forget = FALSE;
  const GOptionEntry entries[] = {
    HOPSO_CLI_ACCOUNT_ENTRIES (account),
    { "forget", 0, 0, G_OPTION_ARG_NONE, &forget,
      N_ ("Erase everything of the account from this machine"), NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoWorkspace) workspace = NULL;
  g_autoptr (HopsoCliCall) call = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  workspace = hopso_cli_account_open (&account, &error);
  if (workspace == NULL)
    return hopso_cli_fail (error);
  call = hopso_cli_call_new ();
  hopso_workspace_sign_out_async (workspace, forget, hopso_cli_call_get_cancellable (call),
                                  hopso_cli_call_done_cb, call);
  result = hopso_cli_call_wait (call);
  if (!hopso_workspace_sign_out_finish (workspace, result, &error))
    return hopso_cli_fail (error);
  return HOPSO_CLI_YES;
}
