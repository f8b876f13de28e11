/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ways from a certificate to a trusted one (RFC 5280, 6). Names are not unique and
 * authorities renew their keys, so every candidate issuer is tried; OpenSSL judges each chain that
 * is complete: constraints of names, of policies, of depth, key usage. Revocation is not looked
 * at. Any thread. */

#include "hopso-path-search-private.h"

#include "hopso-algorithm-policy.h"
#include "hopso-openssl-private.h"

#include <openssl/err.h>

#define MAX_DEPTH  10
#define MAX_TRIALS 200
#define MAX_ENDS   20

void
hopso_path_search_init (HopsoPathSearch *self,
                        HopsoTrustList *list,
                        GPtrArray *candidates,
                        gint64 at_time)
{
  *self = (HopsoPathSearch){ .list = list, .candidates = candidates, .at_time = at_time };
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  self->dead_ends = g_ptr_array_new_with_free_func (g_object_unref);
}

void
hopso_path_search_clear (HopsoPathSearch *self)
{
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->dead_ends, g_ptr_array_unref);
  g_clear_error (&self->why_not);
}

static gboolean
holds (GPtrArray *certificates, HopsoCertificate *certificate)
{
  for (guint i = 0; i < certificates->len; i++)
    if (hopso_certificate_equal (certificates->pdata[i], certificate))
      return TRUE;
  return FALSE;
}

static HopsoTrustError
reason_of (int code)
{
  switch (code)
    {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return HOPSO_TRUST_ERROR_EXPIRED;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return HOPSO_TRUST_ERROR_NOT_YET_VALID;
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return HOPSO_TRUST_ERROR_BAD_SIGNATURE;
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_INVALID_EXTENSION:
    case X509_V_ERR_INVALID_POLICY_EXTENSION:
    case X509_V_ERR_NO_EXPLICIT_POLICY:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
      return HOPSO_TRUST_ERROR_CONSTRAINT;
    default:
      return HOPSO_TRUST_ERROR_FAILED;
    }
}

static gboolean
run_checks (X509_STORE_CTX *context,
            X509_STORE *store,
            const HopsoPathSearch *search,
            STACK_OF (X509) * chain)
{
  X509 *leaf = sk_X509_value (chain, 0);
  X509 *anchor = sk_X509_value (chain, sk_X509_num (chain) - 1);
  /* What an administrator trusts need not be a root. */
  unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK;

  if (X509_STORE_add_cert (store, anchor) != 1 ||
      X509_STORE_CTX_init (context, store, leaf, chain) != 1)
    return FALSE;
  X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param (context);
  if (search->ignores_dates)
    flags |= X509_V_FLAG_NO_CHECK_TIME;
  else
    X509_VERIFY_PARAM_set_time (parameters, (time_t) search->at_time);
  X509_VERIFY_PARAM_set_depth (parameters, MAX_DEPTH);
  /* 6.1.1 (c): any policy will do for us; where a path demands one, there must be one. */
  if (X509_VERIFY_PARAM_add0_policy (parameters, OBJ_nid2obj (NID_any_policy)) != 1)
    return FALSE;
  return X509_VERIFY_PARAM_set_flags (parameters, flags) == 1 && X509_verify_cert (context) == 1;
}

static gboolean
is_weak (const HopsoPathSearch *search, HopsoCertificate *certificate)
{
  return !hopso_algorithm_policy_was_well_made (certificate) ||
         hopso_algorithm_policy_get_key_end (certificate) < search->at_time;
}

/* RFC 5280, 6.1 for the chain that was found. */
static gboolean
check_chain (const HopsoPathSearch *search, GError **error)
{
  g_autoptr (X509_STORE) store = X509_STORE_new ();
  g_autoptr (X509_STORE_CTX) context = X509_STORE_CTX_new ();
  STACK_OF (X509) *chain = sk_X509_new_null ();

  for (guint i = 0; i < search->chain->len; i++)
    sk_X509_push (chain, hopso_certificate_get_x509 (search->chain->pdata[i]));
  gboolean is_good = run_checks (context, store, search, chain);
  sk_X509_free (chain);
  ERR_clear_error ();
  if (!is_good)
    {
      int code = X509_STORE_CTX_get_error (context);

      g_set_error_literal (error, HOPSO_TRUST_ERROR, (int) reason_of (code),
                           X509_verify_cert_error_string (code));
      return FALSE;
    }
  /* The anchor is trusted for itself, whatever signed it. */
  for (guint i = 0; i + 1 < search->chain->len || i == 0; i++)
    if (!search->ignores_dates && is_weak (search, search->chain->pdata[i]))
      {
        g_set_error_literal (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_WEAK,
                             "a key or a hash in the chain is too weak");
        return FALSE;
      }
  return TRUE;
}

static gboolean extend (HopsoPathSearch *search);

static gboolean
is_issuer (HopsoPathSearch *search, HopsoCertificate *issuer, HopsoCertificate *certificate)
{
  X509 *above = hopso_certificate_get_x509 (issuer);
  X509 *below = hopso_certificate_get_x509 (certificate);
  int answer = X509_check_issued (above, below);

  /* Without the right to sign certificates it is still the issuer; the checks will say so. */
  if (answer != X509_V_OK && answer != X509_V_ERR_KEYUSAGE_NO_CERTSIGN)
    return FALSE;
  if (search->trials >= MAX_TRIALS)
    return FALSE;
  search->trials++;
  EVP_PKEY *key = X509_get0_pubkey (above);
  gboolean is_signed = key != NULL && X509_verify (below, key) == 1;
  if (!is_signed)
    search->saw_bad_signature = TRUE;
  ERR_clear_error ();
  return is_signed;
}

/* How many issuers there are among @candidates; @is_done: one of them led to the end. */
static guint
try_issuers (HopsoPathSearch *search, GPtrArray *candidates, gboolean *is_done)
{
  HopsoCertificate *last = search->chain->pdata[search->chain->len - 1];
  guint found = 0;

  for (guint i = 0; candidates != NULL && i < candidates->len && !*is_done; i++)
    {
      HopsoCertificate *issuer = candidates->pdata[i];

      if (holds (search->chain, issuer) || !is_issuer (search, issuer, last))
        continue;
      found++;
      g_ptr_array_add (search->chain, g_object_ref (issuer));
      *is_done = extend (search);
      if (!*is_done)
        g_ptr_array_set_size (search->chain, (int) search->chain->len - 1);
    }
  return found;
}

/* Whether the chain, or one that it grows into, leads to an anchor, stands, and is enough. */
static gboolean
extend (HopsoPathSearch *search)
{
  HopsoCertificate *last = search->chain->pdata[search->chain->len - 1];
  gboolean is_anchor = hopso_trust_list_trusts_at (search->list, last, search->at_time);
  gboolean is_done = FALSE;

  if (is_anchor && check_chain (search, search->why_not == NULL ? &search->why_not : NULL) &&
      (search->visit == NULL || search->visit (search->chain, search->user_data)))
    return TRUE;
  if (search->chain->len >= MAX_DEPTH)
    return FALSE;
  guint found = try_issuers (search, hopso_trust_list_get_certificates (search->list), &is_done) +
                try_issuers (search, hopso_trust_list_get_intermediates (search->list), &is_done) +
                try_issuers (search, search->candidates, &is_done);
  if (found == 0 && !is_anchor && search->dead_ends->len < MAX_ENDS &&
      !holds (search->dead_ends, last))
    g_ptr_array_add (search->dead_ends, g_object_ref (last));
  return is_done;
}

gboolean
hopso_path_search_run (HopsoPathSearch *self, HopsoCertificate *leaf)
{
  g_ptr_array_set_size (self->chain, 0);
  g_ptr_array_add (self->chain, g_object_ref (leaf));
  return extend (self);
}

void
hopso_path_search_take_error (HopsoPathSearch *self, GError **error)
{
  if (self->why_not != NULL)
    g_propagate_error (error, g_steal_pointer (&self->why_not));
  else if (self->saw_bad_signature)
    g_set_error_literal (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_BAD_SIGNATURE,
                         "a certificate was not signed by the issuer that it names");
  else
    g_set_error_literal (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_NO_PATH,
                         "no chain leads to a trusted certificate");
}

/**
 * hopso_trust_list_dup_path:
 * @leaf: the certificate in question
 * @intermediates: (nullable) (element-type HopsoCertificate): what came along with it
 * @at_time: when it must have been good
 *
 * Returns: (transfer full) (element-type HopsoCertificate): from @leaf to a trusted certificate
 */
GPtrArray *
hopso_trust_list_dup_path (HopsoTrustList *self,
                           HopsoCertificate *leaf,
                           GPtrArray *intermediates,
                           gint64 at_time,
                           GError **error)
{
  g_auto (HopsoPathSearch) search = { 0 };

  g_return_val_if_fail (HOPSO_IS_TRUST_LIST (self), NULL);
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (leaf), NULL);

  hopso_path_search_init (&search, self, intermediates, at_time);
  if (hopso_path_search_run (&search, leaf))
    return g_steal_pointer (&search.chain);
  hopso_path_search_take_error (&search, error);
  return NULL;
}
