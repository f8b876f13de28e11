/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing and verifying, made when they are first asked for. Main thread. */

#define G_LOG_DOMAIN "hopso-workspace"

#include "hopso-workspace-private.h"

#include "hopso-http.h"
#include "hopso-signer.h"
#include "hopso-trust-store.h"

/**
 * hopso_workspace_get_trust_store:
 *
 * Returns: (transfer none): the authorities that are relied on
 */
HopsoTrustStore *
hopso_workspace_get_trust_store (HopsoWorkspace *self)
{
  g_return_val_if_fail (HOPSO_IS_WORKSPACE (self), NULL);

  if (self->trust_store == NULL)
    self->trust_store = hopso_trust_store_new_configured ();
  return self->trust_store;
}

static void
trust_changed_cb (HopsoVerifier *verifier, HopsoTrustStore *store)
{
  g_autoptr (HopsoTrustList) trust = hopso_trust_store_make_list (store);

  hopso_verifier_set_trust (verifier, trust);
}

/* It judges by what is relied on at the time, whoever changes that. */
static HopsoVerifier *
make_verifier (HopsoTrustStore *store, HopsoPdfClient *pdf_client, HopsoClock *clock)
{
  g_autoptr (HopsoTrustList) trust = hopso_trust_store_make_list (store);
  g_autoptr (HopsoHttp) http = hopso_http_new (NULL, NULL);
  HopsoVerifier *verifier = hopso_verifier_new (pdf_client, http, trust, clock);

  hopso_verifier_add_known_hosts (verifier, hopso_trust_store_get_known_hosts (store));
  hopso_trust_store_watch (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (trust_changed_cb), verifier,
                           G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (verifier), "hopso-trust-store", g_object_ref (store),
                          g_object_unref);
  return verifier;
}

/**
 * hopso_workspace_new_verifier:
 * @pdf_client: (transfer none): the PDF processes
 * @clock: (transfer none): the time of validation
 *
 * Returns: (transfer full): what judges signatures by the authorities of this computer; nobody
 * needs to have signed in
 */
HopsoVerifier *
hopso_workspace_new_verifier (HopsoPdfClient *pdf_client, HopsoClock *clock)
{
  g_autoptr (HopsoTrustStore) store = hopso_trust_store_new_configured ();

  return make_verifier (store, pdf_client, clock);
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
    self->verifier = make_verifier (hopso_workspace_get_trust_store (self),
                                    hopso_workspace_get_pdf_client (self), self->clock);
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
