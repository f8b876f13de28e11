/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What commands need that sign or extend at a level: its name, the timestamp authority, and who
 * judges what comes out. Main thread. */

#include "hopso-cli-levels.h"

#include "hopso-cli-trust.h"
#include "hopso-http.h"

/**
 * hopso_cli_read_level:
 * @words: such as "B-LT" or "lt"
 * @level: (out): what it means
 *
 * Returns: whether it is a level
 */
gboolean
hopso_cli_read_level (const char *words, HopsoSignatureLevel *level)
{
  for (guint i = HOPSO_SIGNATURE_LEVEL_B_B; i <= HOPSO_SIGNATURE_LEVEL_B_LTA; i++)
    {
      const char *name = hopso_signature_level_get_name ((HopsoSignatureLevel) i);

      *level = (HopsoSignatureLevel) i;
      if (g_ascii_strcasecmp (words, name) == 0 || g_ascii_strcasecmp (words, name + 2) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_cli_dup_timestamp_url:
 * @typed: (nullable): by the person
 *
 * Returns: (transfer full) (nullable): the timestamp authority that was named, by the person or by
 *   the administrator
 */
char *
hopso_cli_dup_timestamp_url (const char *typed)
{
  g_autoptr (HopsoTrustStore) store = NULL;

  if (typed != NULL)
    return g_strdup (typed);
  store = hopso_trust_store_new_configured ();
  return g_strdup (hopso_trust_store_get_timestamp_url (store));
}

/**
 * hopso_cli_add_trust:
 * @files: (nullable) (array zero-terminated=1): of authorities to trust
 *
 * Returns: %FALSE with @error when one cannot be read
 */
gboolean
hopso_cli_add_trust (HopsoTrustList *trust, char **files, GError **error)
{
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    if (!hopso_trust_list_add_pem_file (trust, files[i], error))
      {
        if ((*error)->domain != G_FILE_ERROR)
          g_prefix_error (error, "%s: ", files[i]);
        return FALSE;
      }
  return TRUE;
}

/**
 * hopso_cli_make_verifier:
 * @trusted: (nullable) (array zero-terminated=1): files of authorities to trust as well
 *
 * Returns: (transfer full): what judges by the authorities of this computer and fetches what it
 *   lacks, or %NULL with @error
 */
HopsoVerifier *
hopso_cli_make_verifier (HopsoPdfClient *pdf_client, char **trusted, GError **error)
{
  g_autoptr (HopsoTrustStore) store = hopso_trust_store_new_configured ();
  g_autoptr (HopsoTrustList) trust = hopso_trust_store_make_list (store);
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoHttp) http = NULL;
  HopsoVerifier *verifier;

  hopso_cli_print_trust_faults (store);
  if (!hopso_cli_add_trust (trust, trusted, error))
    return NULL;
  http = hopso_http_new (NULL, error);
  if (http == NULL)
    return NULL;
  verifier = hopso_verifier_new (pdf_client, http, trust, clock);
  hopso_verifier_add_known_hosts (verifier, hopso_trust_store_get_known_hosts (store));
  return verifier;
}
