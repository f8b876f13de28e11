/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl extend: signatures that are there, with what is needed to verify them later. */

#include "hopso-cli-commands.h"

#include "hopso-cli-levels.h"
#include "hopso-cli-pdf.h"
#include "hopso-cli-words.h"
#include "hopso-cli.h"
#include "hopso-due-runner.h"
#include "hopso-extender.h"
#include "hopso-signing-error.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* What was asked for. */
typedef struct
{
  char *output;          /* owned, nullable */
  char *words;           /* owned, nullable: the level */
  char *tsa;             /* owned, nullable */
  char **trusted;        /* owned, nullable */
  char *password_file;   /* owned, nullable */
  HopsoSecret *password; /* owned, nullable: of a protected file */
  int password_fd;
  gboolean as_json;
  gboolean is_due; /* all files that were signed with --timestamp-later */
  HopsoSignatureLevel level;
} Wish;

static void
wish_clear (Wish *self)
{
  g_free (self->output);
  g_free (self->words);
  g_free (self->tsa);
  g_strfreev (self->trusted);
  g_free (self->password_file);
  g_clear_pointer (&self->password, hopso_secret_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static void
tried (guint number, gpointer data)
{
  if (isatty (STDERR_FILENO) || number > 1)
    g_printerr (_ ("Asking the timestamp authority, try %u\n"), number);
}

static HopsoSignatureReport *
extend (const Wish *wish, const char *input, GError **error)
{
  g_auto (HopsoFd) fd = hopso_cli_open_file (input, error);
  g_autoptr (HopsoPdfClient) pdf_client = NULL;
  g_autoptr (HopsoVerifier) verifier = NULL;
  g_autofree char *tsa = hopso_cli_dup_timestamp_url (wish->tsa);
  HopsoSignatureReport *report = NULL;

  if (fd < 0)
    return NULL;
  pdf_client = hopso_pdf_client_new_inspecting (G_MAXUINT);
  verifier = hopso_cli_make_verifier (pdf_client, wish->trusted, error);
  if (verifier == NULL)
    return NULL;

  g_autoptr (HopsoTimestampClient) client = hopso_timestamp_client_new (verifier);
  g_autoptr (HopsoExtender) extender = hopso_extender_new (verifier, client);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  const HopsoExtendOrder order = { .fd = fd,
                                   .password = wish->password,
                                   .output_path = wish->output,
                                   .level = wish->level,
                                   .tsa_url = tsa,
                                   .tried = tried };
  hopso_extender_extend_async (extender, &order, hopso_cli_call_get_cancellable (call),
                               hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  g_auto (HopsoFd) extended = hopso_extender_extend_finish (extender, result, &report, error);
  return report;
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *sound = g_utf8_make_valid (value != NULL ? value : "", -1);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, sound);
}

static void
tell_signature (JsonBuilder *builder, const HopsoSignatureFacts *facts, gboolean as_json)
{
  json_builder_begin_object (builder);
  add_string (builder, "field", facts->field_name);
  add_string (builder, "signer", facts->signer_name);
  add_string (builder, "level", hopso_signature_level_get_name (facts->level));
  json_builder_end_object (builder);
  if (!as_json)
    g_print ("%s\t%s\t%s\n", hopso_signature_level_get_name (facts->level), facts->field_name,
             facts->signer_name != NULL ? facts->signer_name : "");
}

static void
tell (const Wish *wish, const char *input, HopsoSignatureReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "file", input);
  add_string (builder, "output", wish->output);
  add_string (builder, "sha256", hopso_signature_report_get_digest (report));
  json_builder_set_member_name (builder, "signatures");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      const HopsoSignatureFacts *facts =
          hopso_signature_result_get_facts (hopso_signature_report_get_result (report, i));

      if (!facts->is_document_timestamp)
        tell_signature (builder, facts, wish->as_json);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (wish->as_json)
    hopso_cli_print_json (builder);
}

/* What another try later may mend is told apart. */
static int
fail (const GError *error)
{
  hopso_cli_fail_in_words (error);
  return g_error_matches (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_NO_TIMESTAMP) ||
                 g_error_matches (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_LEVEL)
             ? HOPSO_CLI_UNDETERMINED
             : HOPSO_CLI_FAILED;
}

/* Those that were kept without what their level needs. */
static int
extend_due (const Wish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfClient) pdf_client = hopso_pdf_client_new_inspecting (G_MAXUINT);
  g_autoptr (HopsoVerifier) verifier = hopso_cli_make_verifier (pdf_client, wish->trusted, &error);
  guint n_done = 0, n_left = 0;

  if (verifier == NULL)
    return hopso_cli_fail (error);

  g_autoptr (HopsoTimestampClient) client = hopso_timestamp_client_new (verifier);
  g_autoptr (HopsoExtender) extender = hopso_extender_new (verifier, client);
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoDueList) list = hopso_due_list_new_own ();
  g_autoptr (HopsoDueRunner) runner = hopso_due_runner_new (list, extender, clock, NULL);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  hopso_due_runner_run_async (runner, TRUE, hopso_cli_call_get_cancellable (call),
                              hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  if (!hopso_due_runner_run_finish (runner, result, &n_done, &n_left, &error))
    return hopso_cli_fail (error);
  if (wish->as_json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "extended");
      json_builder_add_int_value (builder, n_done);
      json_builder_set_member_name (builder, "due");
      json_builder_add_int_value (builder, n_left);
      json_builder_end_object (builder);
      hopso_cli_print_json (builder);
    }
  else
    g_print (_ ("Extended: %u. Still due: %u.\n"), n_done, n_left);
  return n_left == 0 ? HOPSO_CLI_YES : HOPSO_CLI_UNDETERMINED;
}

/* hopsoctl extend: 0 all signatures that can be have reached the level, 3 it cannot be done, 4 not
 * now. */
int
hopso_cli_run_extend (int argc, char **argv)
{
  g_auto (Wish) wish = { .level = HOPSO_SIGNATURE_LEVEL_B_LTA, .password_fd = -1 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &wish.output, N_ ("The extended file"),
      N_ ("FILE") },
    { "level", 0, 0, G_OPTION_ARG_STRING, &wish.words, N_ ("B-T, B-LT or B-LTA; without it B-LTA"),
      N_ ("LEVEL") },
    { "tsa", 0, 0, G_OPTION_ARG_STRING, &wish.tsa, N_ ("Ask this timestamp authority"),
      N_ ("URL") },
    { "trust", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &wish.trusted,
      N_ ("Trust the authorities in this file as well"), N_ ("PEM") },
    HOPSO_CLI_PDF_ENTRIES (wish),
    { "due", 0, 0, G_OPTION_ARG_NONE, &wish.is_due,
      N_ ("Extend all files that were signed with --timestamp-later"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &wish.as_json, N_ ("Print JSON"), NULL },
    { NULL },
  };
  const HopsoCliUsage usage = { N_ ("[FILE]"),
                                N_ ("Bring the signatures of a PDF to a higher level"), 0, 1 };
  g_autoptr (HopsoSignatureReport) report = NULL;
  g_autoptr (GError) error = NULL;

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (wish.is_due != (argc == 1))
    return hopso_cli_fail_usage (_ ("Name one file, or --due alone"));
  if (wish.is_due)
    return extend_due (&wish);
  if (wish.output == NULL)
    return hopso_cli_fail_usage (_ ("Say with -o where the extended file shall be"));
  if (wish.words != NULL &&
      (!hopso_cli_read_level (wish.words, &wish.level) || wish.level == HOPSO_SIGNATURE_LEVEL_B_B))
    return hopso_cli_fail_usage (_ ("--level takes B-T, B-LT or B-LTA"));
  if (!hopso_cli_read_password (wish.password_file, wish.password_fd, &wish.password, &error))
    return fail (error);
  report = extend (&wish, argv[1], &error);
  if (report == NULL)
    return fail (error);
  tell (&wish, argv[1], report);
  return HOPSO_CLI_YES;
}
