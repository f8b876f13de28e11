/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hopsoctl sign says: how far it has come while somebody watches, and what became of each
 * document, in words or as JSON by data/report/hopso-signing-1.schema.json. Main thread. */

#include "hopso-cli-sign-tell.h"

#include "hopso-cli-words.h"
#include "hopso-cli.h"
#include "hopso-signature-words.h"
#include "hopso-token.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/**
 * hopso_cli_signing_new:
 * @input: (transfer none): a document
 * @output: (transfer full): where it will be
 *
 * Returns: (transfer full): a document without job
 */
HopsoCliSigning *
hopso_cli_signing_new (const char *input, char *output)
{
  HopsoCliSigning *self = g_new0 (HopsoCliSigning, 1);

  self->input = input;
  self->output = output;
  return self;
}

/**
 * hopso_cli_signing_free:
 * @self: (transfer full): a document
 */
void
hopso_cli_signing_free (HopsoCliSigning *self)
{
  g_clear_object (&self->job);
  g_clear_error (&self->error);
  g_free (self->output);
  g_free (self);
}

/**
 * hopso_cli_signing_is_done:
 *
 * Returns: whether the signed file is in its place
 */
gboolean
hopso_cli_signing_is_done (const HopsoCliSigning *self)
{
  return self->job != NULL && hopso_sign_job_get_state (self->job) == HOPSO_SIGN_DONE;
}

/* --- progress -------------------------------------------------------------------------------- */

static guint
count_ended (GPtrArray *signings)
{
  guint n = 0;

  for (guint i = 0; i < signings->len; i++)
    {
      const HopsoCliSigning *signing = signings->pdata[i];

      n += hopso_cli_signing_is_done (signing) || signing->job == NULL ||
           hopso_sign_job_get_state (signing->job) == HOPSO_SIGN_FAILED;
    }
  return n;
}

/* One line that is written over again and gone at the end. */
static void
progressed_cb (HopsoSignJob *job, GParamSpec *spec, gpointer user_data)
{
  GPtrArray *signings = user_data;
  const guint n_ended = count_ended (signings);
  /* Translators: progress in a terminal: how many documents of how many are signed or not. */
  g_autofree char *line = g_strdup_printf (_ ("Signing: %u of %u"), n_ended, signings->len);

  g_printerr (n_ended < signings->len ? "\r%s\x1b[K" : "\r\x1b[K", line);
}

/**
 * hopso_cli_sign_watch:
 * @signings: (element-type HopsoCliSigning): outlives its jobs' work
 *
 * Shows how far they have come, if somebody sits there.
 */
void
hopso_cli_sign_watch (GPtrArray *signings)
{
  if (!isatty (STDERR_FILENO) || signings->len < 2)
    return;
  for (guint i = 0; i < signings->len; i++)
    {
      HopsoCliSigning *signing = signings->pdata[i];

      if (signing->job != NULL)
        g_signal_connect (signing->job, "notify::state", G_CALLBACK (progressed_cb), signings);
    }
}

/* --- results --------------------------------------------------------------------------------- */

static const GError *
find_reason (const HopsoCliSigning *self, const GError *stopped)
{
  if (self->job == NULL)
    return self->error != NULL ? self->error : stopped;
  if (hopso_sign_job_get_state (self->job) == HOPSO_SIGN_FAILED)
    return hopso_sign_job_get_error (self->job);
  return stopped;
}

static const char *
name_signing_error (int code)
{
  static const char *const names[] = {
    [HOPSO_SIGNING_ERROR_CHANGED] = "document-changed",
    [HOPSO_SIGNING_ERROR_DOCUMENT] = "document-unfit",
    [HOPSO_SIGNING_ERROR_PREPARED] = "preparation-refused",
    [HOPSO_SIGNING_ERROR_TOO_LARGE] = "signature-too-large",
    [HOPSO_SIGNING_ERROR_CERTIFICATE] = "certificate-unfit",
    [HOPSO_SIGNING_ERROR_CHECK] = "check-failed",
    [HOPSO_SIGNING_ERROR_MARK] = "mark-unfit",
    [HOPSO_SIGNING_ERROR_NO_TIMESTAMP] = "no-timestamp",
    [HOPSO_SIGNING_ERROR_AUTHORITY] = "authority-unfit",
    [HOPSO_SIGNING_ERROR_LEVEL] = "level-not-reached",
    [HOPSO_SIGNING_ERROR_RULE] = "rule-broken",
    [HOPSO_SIGNING_ERROR_PASSWORD] = "password-needed",
    [HOPSO_SIGNING_ERROR_DAMAGED] = "document-damaged",
  };

  return (gsize) code < G_N_ELEMENTS (names) ? names[code] : NULL;
}

static const char *
name_token_error (int code)
{
  static const char *const names[] = {
    [HOPSO_TOKEN_ERROR_NO_TOKEN] = "no-token",
    [HOPSO_TOKEN_ERROR_PIN_INCORRECT] = "pin-incorrect",
    [HOPSO_TOKEN_ERROR_PIN_LOCKED] = "pin-locked",
    [HOPSO_TOKEN_ERROR_CANCELLED] = "cancelled",
    [HOPSO_TOKEN_ERROR_REMOVED] = "token-removed",
    [HOPSO_TOKEN_ERROR_MODULE_FAILED] = "token-failed",
    [HOPSO_TOKEN_ERROR_TIMED_OUT] = "token-timed-out",
    [HOPSO_TOKEN_ERROR_UNSUPPORTED] = "token-unsupported",
  };

  return (gsize) code < G_N_ELEMENTS (names) ? names[code] : NULL;
}

/* A word for programs that stays the same. */
static const char *
name_reason (const GError *error)
{
  const char *name = NULL;

  if (error->domain == HOPSO_SIGNING_ERROR)
    name = name_signing_error (error->code);
  else if (error->domain == HOPSO_TOKEN_ERROR)
    name = name_token_error (error->code);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    name = "cancelled";
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    name = "disk-full";
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    name = "not-found";
  return name != NULL ? name : "failed";
}

/* Names in file systems are not always UTF-8; JSON is. */
static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *sound = g_utf8_make_valid (value, -1);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, sound);
}

static void
add_facts (JsonBuilder *builder, const HopsoCliSigning *self)
{
  HopsoSignatureReport *report = hopso_sign_job_get_report (self->job);
  const guint n = hopso_signature_report_get_n_results (report);
  const HopsoSignatureFacts *facts =
      hopso_signature_result_get_facts (hopso_signature_report_get_result (report, n - 1));

  add_string (builder, "output", self->output);
  add_string (builder, "sha256", hopso_signature_report_get_digest (report));
  if (facts->field_name != NULL)
    add_string (builder, "field", facts->field_name);
  add_string (builder, "level",
              hopso_signature_level_get_name (hopso_sign_job_get_level (self->job)));
  if (hopso_sign_job_is_timestamp_due (self->job))
    add_string (builder, "delay", name_reason (hopso_sign_job_get_error (self->job)));
}

static void
add_signing (JsonBuilder *builder, const HopsoCliSigning *self, const GError *stopped)
{
  const GError *reason = find_reason (self, stopped);
  const gboolean is_failed =
      self->error != NULL ||
      (self->job != NULL && hopso_sign_job_get_state (self->job) == HOPSO_SIGN_FAILED);

  json_builder_begin_object (builder);
  add_string (builder, "file", self->input);
  if (hopso_cli_signing_is_done (self))
    {
      add_string (builder, "state", "signed");
      add_facts (builder, self);
    }
  else
    {
      add_string (builder, "state", is_failed ? "failed" : "waiting");
      add_string (builder, "reason", reason != NULL ? name_reason (reason) : "failed");
      if (reason != NULL)
        add_string (builder, "error", reason->message);
    }
  json_builder_end_object (builder);
}

static void
print_json (GPtrArray *signings, const GError *stopped)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < signings->len; i++)
    add_signing (builder, signings->pdata[i], stopped);
  json_builder_end_array (builder);
  hopso_cli_print_json (builder);
}

/* A name that the message begins with is not said twice. */
static void
print_failure (const HopsoCliSigning *self, const GError *error)
{
  g_autofree char *words = hopso_cli_dup_words (error);

  if (g_str_has_prefix (words, self->input) || g_str_has_prefix (words, self->output))
    g_printerr ("hopsoctl: %s\n", words);
  else
    g_printerr ("hopsoctl: %s: %s\n", self->input, words);
}

/* Whether it was signed, but its level comes later; then it is said. */
static gboolean
print_delay (const HopsoCliSigning *self)
{
  g_autofree char *words = NULL;

  if (!hopso_sign_job_is_timestamp_due (self->job))
    return FALSE;
  words = hopso_cli_dup_words (hopso_sign_job_get_error (self->job));
  g_printerr (_ ("hopsoctl: %s: signed, but not yet with all evidence: %s\n"), self->output, words);
  return TRUE;
}

/**
 * hopso_cli_sign_tell:
 * @signings: (element-type HopsoCliSigning): all documents
 * @stopped: (nullable): why the rest was not begun
 * @as_json: for programs
 *
 * Returns: the exit status: 0 when all are signed, 4 when some of them not yet at the level that
 * was asked for, 1 when only some are signed, 3 when none is
 */
int
hopso_cli_sign_tell (GPtrArray *signings, const GError *stopped, gboolean as_json)
{
  guint n_signed = 0;
  guint n_due = 0;

  for (guint i = 0; i < signings->len; i++)
    {
      const HopsoCliSigning *signing = signings->pdata[i];
      const GError *reason = find_reason (signing, stopped);

      if (hopso_cli_signing_is_done (signing))
        {
          n_signed++;
          n_due += print_delay (signing);
        }
      else if (reason != NULL && reason != stopped)
        print_failure (signing, reason);
      if (hopso_cli_signing_is_done (signing) && !as_json)
        g_print (_ ("Signed: %s\n"), signing->output);
    }
  if (stopped != NULL)
    hopso_cli_fail_in_words (stopped);
  if (n_signed < signings->len && signings->len > 1)
    g_printerr (ngettext ("hopsoctl: %u document was not signed\n",
                          "hopsoctl: %u documents were not signed\n", signings->len - n_signed),
                signings->len - n_signed);
  if (as_json)
    print_json (signings, stopped);
  if (n_signed == signings->len)
    return n_due > 0 ? HOPSO_CLI_UNDETERMINED : HOPSO_CLI_YES;
  return n_signed > 0 ? HOPSO_CLI_NO : HOPSO_CLI_FAILED;
}
