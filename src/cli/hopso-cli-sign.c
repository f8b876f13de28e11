/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl sign: PDFs, one token, one PIN, and for each a signed PDF in its place. A document that
 * cannot be signed does not stop the others. */

#include "hopso-cli-commands.h"

#include "hopso-cli-levels.h"
#include "hopso-cli-sign-key.h"
#include "hopso-cli-sign-options.h"
#include "hopso-cli-sign-tell.h"
#include "hopso-cli.h"
#include "hopso-signer.h"

#include <glib/gi18n-lib.h>

/* B-B needs nobody's word about the signer; higher levels are judged as others will judge them. */
static HopsoVerifier *
make_verifier (const HopsoCliSignOptions *options, HopsoPdfClient *pdf_client, GError **error)
{
  g_autoptr (HopsoTrustList) trust = NULL;
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();

  if (options->level > HOPSO_SIGNATURE_LEVEL_B_B)
    return hopso_cli_make_verifier (pdf_client, options->trusted, error);
  trust = hopso_trust_list_new ();
  return hopso_cli_add_trust (trust, options->trusted, error)
             ? hopso_verifier_new (pdf_client, NULL, trust, clock)
             : NULL;
}

static gboolean
sign (const HopsoCliSignOptions *options,
      HopsoPdfClient *pdf_client,
      HopsoSignBatch *batch,
      GError **error)
{
  g_autoptr (HopsoVerifier) verifier = make_verifier (options, pdf_client, error);

  if (verifier == NULL)
    return FALSE;
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoSigner) signer = hopso_signer_new (pdf_client, verifier, clock);
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();

  hopso_signer_sign_async (signer, batch, hopso_cli_call_get_cancellable (call),
                           hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = hopso_cli_call_wait (call);
  return hopso_signer_sign_finish (signer, result, error);
}

/* What can be told to be wrong is, before the PIN is asked for; the number of what is left. */
static guint
make_jobs (const HopsoCliSignOptions *options, char **inputs, GPtrArray *signings)
{
  guint n = 0;

  for (; *inputs != NULL; inputs++)
    {
      HopsoCliSigning *signing =
          hopso_cli_signing_new (*inputs, hopso_cli_sign_options_dup_output (options, *inputs));

      signing->job = hopso_cli_sign_options_make_job (options, signing->input, signing->output,
                                                      &signing->error);
      n += signing->job != NULL;
      g_ptr_array_add (signings, signing);
    }
  return n;
}

static gboolean
sign_all (const HopsoCliSignOptions *options, GPtrArray *signings, GError **error)
{
  /* Its processes start while the token is looked for. */
  g_autoptr (HopsoPdfClient) pdf_client = hopso_pdf_client_new_inspecting (2 * signings->len);
  g_autoptr (HopsoSignBatch) batch = hopso_cli_sign_make_batch (options, error);

  if (batch == NULL)
    return FALSE;
  for (guint i = 0; i < signings->len; i++)
    {
      HopsoCliSigning *signing = signings->pdata[i];

      if (signing->job != NULL)
        hopso_sign_batch_add_job (batch, signing->job);
    }
  hopso_cli_sign_watch (signings);
  return sign (options, pdf_client, batch, error);
}

/* hopsoctl sign: 0 when all signed files are in their places, 1 when some are, 3 when none is. */
int
hopso_cli_run_sign (int argc, char **argv)
{
  g_auto (HopsoCliSignOptions) options = HOPSO_CLI_SIGN_OPTIONS_INIT;
  g_autoptr (GPtrArray) signings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_cli_signing_free);
  g_autoptr (GError) stopped = NULL;

  if (!hopso_cli_sign_options_parse (&options, &argc, &argv))
    return HOPSO_CLI_USAGE;
  if (!hopso_cli_sign_options_load (&options, &stopped))
    return hopso_cli_fail (stopped);
  if (make_jobs (&options, argv + 1, signings) > 0)
    sign_all (&options, signings, &stopped);
  return hopso_cli_sign_tell (signings, stopped, options.as_json);
}
