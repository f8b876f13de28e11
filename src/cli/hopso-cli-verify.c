/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl verify: the truth about the signatures of PDF files. */

#include "hopso-cli-commands.h"

#include "hopso-cli-levels.h"
#include "hopso-cli-pdf.h"
#include "hopso-cli-trust.h"
#include "hopso-cli-verify-print.h"
#include "hopso-cli-words.h"
#include "hopso-cli.h"
#include "hopso-fd.h"
#include "hopso-http.h"
#include "hopso-report-csv.h"
#include "hopso-report-json.h"
#include "hopso-typeset-verification.h"
#include "hopso-verifier.h"

#include <glib/gi18n-lib.h>

/* What was asked for. */
typedef struct
{
  char **trusted;        /* owned, nullable: files of authorities */
  char *at;              /* owned, nullable: when it is to be checked */
  char *paper;           /* owned, nullable: where the report goes */
  char *password_file;   /* owned, nullable */
  HopsoSecret *password; /* owned, nullable: of protected files */
  int password_fd;
  gboolean is_offline;
  gboolean as_json;
  gboolean as_csv;
} Wish;

/* What comes of all files. */
typedef struct
{
  HopsoVerifier *verifier; /* borrowed */
  const Wish *wish;        /* borrowed */
  JsonBuilder *json;       /* owned */
  GString *csv;            /* owned */
  int status;
} Run;

static void
wish_clear (Wish *self)
{
  g_strfreev (self->trusted);
  g_free (self->at);
  g_free (self->paper);
  g_free (self->password_file);
  g_clear_pointer (&self->password, hopso_secret_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static HopsoSignatureReport *
verify_fd (Run *run, int fd, GError **error)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  const HopsoPdfOriginal original = { fd, run->wish->password };

  hopso_verifier_verify_original_async (
      run->verifier, &original, run->wish->is_offline ? HOPSO_VERIFY_OFFLINE : HOPSO_VERIFY_NORMAL,
      hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_verifier_verify_finish (run->verifier, result, error);
}

/* The status of several files is that of the worst: failed, no, undetermined, yes. */
static int
worse_status (int a, int b)
{
  static const int order[] = { HOPSO_CLI_FAILED, HOPSO_CLI_NO, HOPSO_CLI_UNDETERMINED };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return HOPSO_CLI_YES;
}

static int
status_of (HopsoSignatureReport *report)
{
  switch (hopso_signature_report_get_verdict (report))
    {
    case HOPSO_VERDICT_VALID:
      return HOPSO_CLI_YES;
    case HOPSO_VERDICT_UNDETERMINED:
      return HOPSO_CLI_UNDETERMINED;
    case HOPSO_VERDICT_INVALID:
    case HOPSO_VERDICT_UNSIGNED:
    default:
      return HOPSO_CLI_NO;
    }
}

static gboolean
write_paper (Run *run, const char *file, int fd, HopsoSignatureReport *report, GError **error)
{
  g_autofree char *name = g_path_get_basename (file);
  HopsoTypesetVerification verification = { name, report, 0 };
  g_autoptr (GBytes) pdf = NULL;

  if (!hopso_fd_get_size (fd, &verification.file_size, error))
    return FALSE;
  pdf = hopso_typeset_verification (&verification, error);
  return pdf != NULL && g_file_set_contents (run->wish->paper, g_bytes_get_data (pdf, NULL),
                                             (gssize) g_bytes_get_size (pdf), error);
}

static gboolean
verify_file (Run *run, const char *file, GError **error)
{
  g_auto (HopsoFd) fd = hopso_cli_open_file (file, error);
  g_autoptr (HopsoSignatureReport) report = fd >= 0 ? verify_fd (run, fd, error) : NULL;

  if (report == NULL)
    return FALSE;
  run->status = worse_status (run->status, status_of (report));
  hopso_report_json_add (run->json, file, report);
  hopso_report_csv_add (run->csv, file, report);
  if (run->wish->paper != NULL && !write_paper (run, file, fd, report, error))
    return FALSE;
  if (!run->wish->as_json && !run->wish->as_csv)
    hopso_cli_verify_print (file, report);
  return TRUE;
}

static void
tell_failure (Run *run, const char *file, const GError *error)
{
  g_autofree char *words = hopso_cli_dup_words (error);

  if (g_str_has_prefix (words, file))
    g_printerr ("hopsoctl: %s\n", words);
  else
    g_printerr ("hopsoctl: %s: %s\n", file, words);
  hopso_report_json_add_failure (run->json, file, error);
  hopso_report_csv_add_failure (run->csv, file, words);
  run->status = worse_status (run->status, HOPSO_CLI_FAILED);
}

static int
verify_files (HopsoVerifier *verifier, char **files, const Wish *wish)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  GString *csv = hopso_report_csv_new ();
  Run run = { verifier, wish, json, csv, HOPSO_CLI_YES };

  json_builder_begin_array (json);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!verify_file (&run, files[i], &error))
        tell_failure (&run, files[i], error);
    }
  json_builder_end_array (json);
  if (wish->as_json)
    hopso_cli_print_json (json);
  if (wish->as_csv)
    g_print ("%s", csv->str);
  g_string_free (csv, TRUE);
  return run.status;
}

/* A moment, or a day, which is meant until its end; both by the machine's own clock unless they
 * name a zone. 0 is now. */
static gboolean
read_time (const char *at, gint64 *seconds)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *day = at != NULL ? g_strconcat (at, "T23:59:59", NULL) : NULL;
  g_autoptr (GDateTime) time = NULL;

  *seconds = 0;
  if (at == NULL)
    return TRUE;
  time = g_date_time_new_from_iso8601 (at, zone);
  if (time == NULL)
    time = g_date_time_new_from_iso8601 (day, zone);
  if (time == NULL)
    return FALSE;
  *seconds = g_date_time_to_unix (time);
  return TRUE;
}

static HopsoTrustList *
load_trust (const Wish *wish, HopsoTrustStore *store, GError **error)
{
  g_autoptr (HopsoTrustList) trust = hopso_trust_store_make_list (store);

  hopso_cli_print_trust_faults (store);
  return hopso_cli_add_trust (trust, wish->trusted, error) ? g_steal_pointer (&trust) : NULL;
}

static int
verify (const Wish *wish, char **files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoTrustStore) store = NULL;
  g_autoptr (HopsoTrustList) trust = NULL;
  g_autoptr (HopsoHttp) http = NULL;
  g_autoptr (HopsoPdfClient) pdf_client = NULL;
  g_autoptr (HopsoVerifier) verifier = NULL;
  gint64 time;

  if (!read_time (wish->at, &time))
    return hopso_cli_fail_usage (_ ("The time must look like 2026-11-20T14:05:00+07:00 or "
                                    "2026-11-20"));
  if (wish->paper != NULL && files[1] != NULL)
    return hopso_cli_fail_usage (_ ("A report is about one file"));
  store = hopso_trust_store_new_configured ();
  trust = load_trust (wish, store, &error);
  http = trust != NULL ? hopso_http_new (NULL, &error) : NULL;
  if (http == NULL)
    return hopso_cli_fail (error);
  pdf_client = hopso_pdf_client_new_inspecting (g_strv_length (files));
  verifier = hopso_verifier_new (pdf_client, http, trust, clock);
  hopso_verifier_add_known_hosts (verifier, hopso_trust_store_get_known_hosts (store));
  hopso_verifier_set_time (verifier, time);
  return verify_files (verifier, files, wish);
}

/* hopsoctl verify: 0 all valid, 1 one is invalid or unsigned, 3 one cannot be read, 4 one cannot be
 * determined. */
int
hopso_cli_run_verify (int argc, char **argv)
{
  g_auto (Wish) wish = { .password_fd = -1 };
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "trust", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &wish.trusted,
      N_ ("Trust the authorities in this file as well"), N_ ("PEM") },
    { "at", 0, 0, G_OPTION_ARG_STRING, &wish.at, N_ ("Check as of this time"), N_ ("TIME") },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &wish.is_offline, N_ ("Fetch nothing"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &wish.as_json, N_ ("Print JSON"), NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &wish.as_csv, N_ ("Print a table for spreadsheets"), NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &wish.paper,
      N_ ("Write a report to print and to keep"), N_ ("PDF") },
    HOPSO_CLI_PDF_ENTRIES (wish),
    { NULL },
  };
  const HopsoCliUsage usage = { N_ ("FILE…"), N_ ("Verify the signatures of PDF files"), 1,
                                G_MAXINT };

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (wish.as_json && wish.as_csv)
    return hopso_cli_fail_usage (_ ("Choose either --json or --csv"));
  if (!hopso_cli_read_password (wish.password_file, wish.password_fd, &wish.password, &error))
    return hopso_cli_fail (error);
  return verify (&wish, argv + 1);
}
