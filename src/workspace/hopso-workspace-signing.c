/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing and verifying, made when they are first asked for. Main thread. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include "hopso-http.h"
#include "hopso-signer.h"
#include "hopso-trust-folders.h"

/* Without trust nothing is valid, only undetermined: that is said, and not made up for. */
static HopsoTrustList *
load_trust (void)
{
  g_autoptr (GError) error = NULL;
  HopsoTrustList *trust = hopso_trust_list_load_configured (&error);

  if (trust != NULL)
    return trust;
  g_warning ("The trusted authorities could not be read: %s", error->message);
  return hopso_trust_list_new ();
}

/**
 * hopso_workspace_get_verifier:
 *
 * Returns: (transfer none): what judges signatures
 */
HopsoVerifier *
hopso_workspace_get_verifier (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  if (self->verifier == NULL)
    {
      g_autoptr (HopsoTrustList) trust = load_trust ();
      g_autoptr (HopsoHttp) http = hopso_http_new (NULL, NULL);

      self->verifier =
          hopso_verifier_new (hopso_workspace_get_pdf_client (self), http, trust, self->clock);
    }
  return self->verifier;
}

/**
 * hopso_workspace_get_signer:
 *
 * Returns: (transfer none): what signs
 */
HopsoSigner *
hopso_workspace_get_signer (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  if (self->signer == NULL)
    self->signer = hopso_signer_new (hopso_workspace_get_pdf_client (self),
                                     hopso_workspace_get_verifier (self), self->clock);
  return self->signer;
}
