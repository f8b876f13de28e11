/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the doctor looks at for longer: who is trusted, whether a document can be examined, and
 * what is kept of the accounts. Looks only. */

#include "hopso-cli-doctor-looks.h"

#include "hopso-account.h"
#include "hopso-cli.h"
#include "hopso-fd.h"
#include "hopso-pdf-client.h"
#include "hopso-trust-store.h"
#include "hopso-trust-words.h"
#include "hopso-verifier.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define MIN_FREE_BYTES (200 * 1024 * 1024)

/* --- trust ----------------------------------------------------------------------------------- */

/* The administrator wrote down who it must be, and it is not there. */
static const char *
find_missing_role (HopsoTrustStore *store)
{
  for (int role = HOPSO_TRUST_ROLE_NATIONAL; role < HOPSO_TRUST_N_ROLES; role++)
    if (hopso_trust_store_expects (store, (HopsoTrustRole) role) &&
        hopso_trust_store_count_trusted (store, (HopsoTrustRole) role) == 0)
      return hopso_trust_words_role ((HopsoTrustRole) role);
  return NULL;
}

/**
 * hopso_cli_look_for_trust:
 * @detail: (out): what was found
 *
 * Returns: whether somebody is relied on, and everybody who should be
 */
gboolean
hopso_cli_look_for_trust (char **detail)
{
  g_autoptr (HopsoTrustStore) store = hopso_trust_store_new_configured ();
  guint n = hopso_trust_store_count_trusted (store, HOPSO_TRUST_ROLE_NONE);
  const char *const *faults = hopso_trust_store_get_faults (store);
  const char *missing = find_missing_role (store);

  if (faults[0] != NULL)
    *detail = g_strdup (faults[0]);
  else if (missing != NULL)
    *detail = g_strdup_printf (_ ("missing: %s"), missing);
  else
    *detail = g_strdup_printf (
        ngettext ("%u authority is relied on", "%u authorities are relied on", n), n);
  return n > 0 && faults[0] == NULL && missing == NULL;
}

/* --- verification ---------------------------------------------------------------------------- */

static const char paper[] =
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
    "0000000115 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n182\n%%EOF\n";

static HopsoSignatureReport *
verify (int fd, GError **error)
{
  g_autoptr (HopsoPdfClient) pdf_client = hopso_pdf_client_new ();
  g_autoptr (HopsoTrustList) trust = hopso_trust_list_new ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoVerifier) verifier = hopso_verifier_new (pdf_client, NULL, trust, clock);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_verifier_verify_async (verifier, fd, HOPSO_VERIFY_OFFLINE,
                               hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_verifier_verify_finish (verifier, result, error);
}

/**
 * hopso_cli_look_for_verification:
 * @detail: (out): what was found
 *
 * Examines a document of one empty page, from start to end.
 *
 * Returns: whether that came out as it should
 */
gboolean
hopso_cli_look_for_verification (char **detail)
{
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = hopso_fd_new_sealed ("doctor", paper, strlen (paper), &error);
  g_autoptr (HopsoSignatureReport) report = fd >= 0 ? verify (fd, &error) : NULL;

  if (report == NULL)
    {
      *detail = g_strdup (error->message);
      return FALSE;
    }
  *detail = hopso_verdict_dup_text (hopso_signature_report_get_verdict (report));
  return hopso_signature_report_get_verdict (report) == HOPSO_VERDICT_UNSIGNED;
}

/* --- store ----------------------------------------------------------------------------------- */

/* The nearest folder above that is there. */
static char *
find_existing (const char *path)
{
  g_autofree char *folder = g_strdup (path);

  while (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      char *above = g_path_get_dirname (folder);

      g_free (folder);
      folder = above;
    }
  return g_steal_pointer (&folder);
}

static HopsoAccount *
find_closed (GPtrArray *accounts)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      HopsoAccount *account = g_ptr_array_index (accounts, i);

      if (access (hopso_account_get_folder (account), R_OK | W_OK | X_OK) != 0)
        return account;
    }
  return NULL;
}

/**
 * hopso_cli_look_for_store:
 * @detail: (out): what was found
 *
 * Returns: whether meetings and papers can be kept on this machine
 */
gboolean
hopso_cli_look_for_store (char **detail)
{
  g_autoptr (GPtrArray) accounts = hopso_account_list ();
  HopsoAccount *closed = find_closed (accounts);
  g_autofree char *folder = find_existing (g_get_user_data_dir ());
  struct statvfs disk;
  g_autofree char *size = NULL;
  guint64 free_bytes;

  if (closed != NULL)
    {
      *detail = g_strdup_printf (_ ("cannot be written: %s"), hopso_account_get_folder (closed));
      return FALSE;
    }
  if (access (folder, W_OK | X_OK) != 0 || statvfs (folder, &disk) != 0)
    {
      *detail = g_strdup_printf (_ ("cannot be written: %s"), folder);
      return FALSE;
    }
  free_bytes = (guint64) disk.f_bavail * disk.f_frsize;
  size = g_format_size_full (free_bytes, G_FORMAT_SIZE_IEC_UNITS);
  *detail = g_strdup_printf (
      ngettext ("%u account, %s free", "%u accounts, %s free", accounts->len), accounts->len, size);
  return free_bytes >= MIN_FREE_BYTES;
}
