/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The certificates that we trust, and the way from a signer's certificate to one of them (RFC
 * 5280, 6). Nothing is trusted that was not added here; the system's list is never asked. Names
 * are not unique and authorities renew their keys, so every candidate issuer is tried. Fill it
 * first; afterwards any thread may ask. Revocation is not looked at. */

#include "hopso-trust-list.h"

#include "hopso-openssl-private.h"

#include <openssl/err.h>

#define MAX_DEPTH  10
#define MAX_TRIALS 100

/* From 2017 on SHA-1 collisions could be bought. */
#define SHA1_END G_GINT64_CONSTANT (1483228800)

struct _HopsoTrustList
{
  GObject parent_instance;

  GPtrArray *anchors;       /* owned, elements owned */
  GArray *terms;            /* owned: when each of them is trusted */
  GPtrArray *intermediates; /* owned, elements owned: known, not trusted */
};

typedef struct
{
  HopsoCertificate *anchor; /* borrowed: one of the anchors */
  gint64 from;
  gint64 until; /* not any more */
} Term;

G_DEFINE_FINAL_TYPE (HopsoTrustList, hopso_trust_list, G_TYPE_OBJECT)
G_DEFINE_QUARK (hopso - trust - error - quark, hopso_trust_error)

static void
hopso_trust_list_finalize (GObject *object)
{
  HopsoTrustList *self = HOPSO_TRUST_LIST (object);

  g_array_unref (self->terms);
  g_ptr_array_unref (self->anchors);
  g_ptr_array_unref (self->intermediates);
  G_OBJECT_CLASS (hopso_trust_list_parent_class)->finalize (object);
}

static void
hopso_trust_list_class_init (HopsoTrustListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_trust_list_finalize;
}

static void
hopso_trust_list_init (HopsoTrustList *self)
{
  self->anchors = g_ptr_array_new_with_free_func (g_object_unref);
  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  self->intermediates = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * hopso_trust_list_new:
 *
 * Returns: (transfer full): a list that trusts nobody
 */
HopsoTrustList *
hopso_trust_list_new (void)
{
  return g_object_new (HOPSO_TYPE_TRUST_LIST, NULL);
}

static HopsoCertificate *
find (GPtrArray *certificates, HopsoCertificate *certificate)
{
  for (guint i = 0; i < certificates->len; i++)
    if (hopso_certificate_equal (certificates->pdata[i], certificate))
      return certificates->pdata[i];
  return NULL;
}

static gboolean
holds (GPtrArray *certificates, HopsoCertificate *certificate)
{
  return find (certificates, certificate) != NULL;
}

/* Gives the one that is held. */
static HopsoCertificate *
add_once (GPtrArray *certificates, HopsoCertificate *certificate)
{
  HopsoCertificate *held = find (certificates, certificate);

  if (held != NULL)
    return held;
  g_ptr_array_add (certificates, g_object_ref (certificate));
  return certificate;
}

static gboolean
is_anchor_at (HopsoTrustList *self, HopsoCertificate *certificate, gint64 time)
{
  HopsoCertificate *anchor = find (self->anchors, certificate);

  for (guint i = 0; anchor != NULL && i < self->terms->len; i++)
    {
      const Term *term = &g_array_index (self->terms, Term, i);

      if (term->anchor == anchor && term->from <= time && time < term->until)
        return TRUE;
    }
  return FALSE;
}

/**
 * hopso_trust_list_add_certificate:
 * @anchor: trusted from now on, root or not
 */
void
hopso_trust_list_add_certificate (HopsoTrustList *self, HopsoCertificate *anchor)
{
  hopso_trust_list_add_certificate_for (self, anchor, G_MININT64, G_MAXINT64);
}

/**
 * hopso_trust_list_add_certificate_for:
 * @anchor: trusted for a time, as a trust list says; several times add up
 * @from: the first second
 * @until: the first second that does not count any more
 */
void
hopso_trust_list_add_certificate_for (HopsoTrustList *self,
                                      HopsoCertificate *anchor,
                                      gint64 from,
                                      gint64 until)
{
  g_return_if_fail (HOPSO_IS_TRUST_LIST (self));
  g_return_if_fail (HOPSO_IS_CERTIFICATE (anchor));

  const Term term = { add_once (self->anchors, anchor), from, until };
  g_array_append_val (self->terms, term);
}

/**
 * hopso_trust_list_add_intermediate:
 * @certificate: of an authority; helps to find ways, is not trusted by itself
 */
void
hopso_trust_list_add_intermediate (HopsoTrustList *self, HopsoCertificate *certificate)
{
  g_return_if_fail (HOPSO_IS_TRUST_LIST (self));
  g_return_if_fail (HOPSO_IS_CERTIFICATE (certificate));
  add_once (self->intermediates, certificate);
}

/**
 * hopso_trust_list_add_pem_file:
 * @path: a file with certificates, PEM or DER
 *
 * Trusts all of them.
 *
 * Returns: whether the file held at least one
 */
gboolean
hopso_trust_list_add_pem_file (HopsoTrustList *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize size;

  g_return_val_if_fail (HOPSO_IS_TRUST_LIST (self), FALSE);

  if (!g_file_get_contents (path, &text, &size, error))
    return FALSE;
  g_autoptr (GBytes) pem = g_bytes_new_take (g_steal_pointer (&text), size);
  g_autoptr (GPtrArray) all = hopso_certificate_dup_all (pem, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    hopso_trust_list_add_certificate (self, all->pdata[i]);
  return TRUE;
}

/**
 * hopso_trust_list_get_certificates:
 *
 * Returns: (transfer none) (element-type HopsoCertificate): what is trusted
 */
GPtrArray *
hopso_trust_list_get_certificates (HopsoTrustList *self)
{
  g_return_val_if_fail (HOPSO_IS_TRUST_LIST (self), NULL);
  return self->anchors;
}

/* One search. The chain grows and shrinks while issuers are tried. */
typedef struct
{
  HopsoTrustList *list;     /* borrowed */
  GPtrArray *intermediates; /* borrowed, nullable */
  GPtrArray *chain;         /* owned, elements owned: leaf first */
  GError *why_not;          /* owned, nullable: what spoke against the first complete chain */
  gint64 at_time;
  guint trials;
  gboolean saw_bad_signature;
} Search;

static void
search_clear (Search *search)
{
  g_clear_pointer (&search->chain, g_ptr_array_unref);
  g_clear_error (&search->why_not);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

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
is_weak (HopsoCertificate *certificate)
{
  HopsoKeyType type = hopso_certificate_get_key_type (certificate);
  guint bits = hopso_certificate_get_key_bits (certificate);
  int hash = NID_undef;

  if ((type == HOPSO_KEY_TYPE_RSA && bits < 2048) || (type == HOPSO_KEY_TYPE_EC && bits < 224))
    return TRUE;
  X509_get_signature_info (hopso_certificate_get_x509 (certificate), &hash, NULL, NULL, NULL);
  return hash == NID_md5 || hash == NID_md4 || hash == NID_md2 ||
         (hash == NID_sha1 && hopso_certificate_get_not_before (certificate) >= SHA1_END);
}

static gboolean
run_checks (X509_STORE_CTX *context,
            X509_STORE *store,
            const Search *search,
            STACK_OF (X509) * chain)
{
  X509 *leaf = sk_X509_value (chain, 0);
  X509 *anchor = sk_X509_value (chain, sk_X509_num (chain) - 1);

  if (X509_STORE_add_cert (store, anchor) != 1 ||
      X509_STORE_CTX_init (context, store, leaf, chain) != 1)
    return FALSE;
  X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param (context);
  X509_VERIFY_PARAM_set_time (parameters, (time_t) search->at_time);
  X509_VERIFY_PARAM_set_depth (parameters, MAX_DEPTH);
  /* What an administrator trusts need not be a root. */
  return X509_VERIFY_PARAM_set_flags (parameters, X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
         X509_verify_cert (context) == 1;
}

/* RFC 5280, 6.1 for the chain that was found, at the asked time. */
static gboolean
check_chain (const Search *search, GError **error)
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
    if (is_weak (search->chain->pdata[i]))
      {
        g_set_error_literal (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_WEAK,
                             "a key or a hash in the chain is too weak");
        return FALSE;
      }
  return TRUE;
}

static gboolean extend (Search *search);

static gboolean
is_issuer (Search *search, HopsoCertificate *issuer, HopsoCertificate *certificate)
{
  X509 *above = hopso_certificate_get_x509 (issuer);
  X509 *below = hopso_certificate_get_x509 (certificate);
  int answer = X509_check_issued (above, below);

  /* Without the right to sign certificates it is still the issuer; the checks will say so. */
  if (answer != X509_V_OK && answer != X509_V_ERR_KEYUSAGE_NO_CERTSIGN)
    return FALSE;
  if (search->trials++ >= MAX_TRIALS)
    return FALSE;
  EVP_PKEY *key = X509_get0_pubkey (above);
  gboolean is_signed = key != NULL && X509_verify (below, key) == 1;
  if (!is_signed)
    search->saw_bad_signature = TRUE;
  ERR_clear_error ();
  return is_signed;
}

static gboolean
try_issuers (Search *search, GPtrArray *candidates)
{
  HopsoCertificate *last = search->chain->pdata[search->chain->len - 1];

  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    {
      HopsoCertificate *issuer = candidates->pdata[i];

      if (holds (search->chain, issuer) || !is_issuer (search, issuer, last))
        continue;
      g_ptr_array_add (search->chain, g_object_ref (issuer));
      if (extend (search))
        return TRUE;
      g_ptr_array_set_size (search->chain, (int) search->chain->len - 1);
    }
  return FALSE;
}

/* Whether the chain, or one that it grows into, leads to an anchor and stands. */
static gboolean
extend (Search *search)
{
  HopsoCertificate *last = search->chain->pdata[search->chain->len - 1];

  if (is_anchor_at (search->list, last, search->at_time) &&
      check_chain (search, search->why_not == NULL ? &search->why_not : NULL))
    return TRUE;
  if (search->chain->len >= MAX_DEPTH)
    return FALSE;
  return try_issuers (search, search->list->anchors) ||
         try_issuers (search, search->list->intermediates) ||
         try_issuers (search, search->intermediates);
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
  g_auto (Search) search = { self, intermediates, NULL, NULL, at_time, 0, FALSE };

  g_return_val_if_fail (HOPSO_IS_TRUST_LIST (self), NULL);
  g_return_val_if_fail (HOPSO_IS_CERTIFICATE (leaf), NULL);

  search.chain = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (search.chain, g_object_ref (leaf));
  if (extend (&search))
    return g_steal_pointer (&search.chain);

  if (search.why_not != NULL)
    g_propagate_error (error, g_steal_pointer (&search.why_not));
  else if (search.saw_bad_signature)
    g_set_error_literal (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_BAD_SIGNATURE,
                         "a certificate was not signed by the issuer that it names");
  else
    g_set_error_literal (error, HOPSO_TRUST_ERROR, HOPSO_TRUST_ERROR_NO_PATH,
                         "no chain leads to a trusted certificate");
  return NULL;
}
