/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The certificates in a file that came from outside, in any of the forms in which authorities give
 * them out: PEM, DER, or the shell of a CMS signature without a signer (p7b, p7c; RFC 5652, 5.1).
 * Keys and whatever else stands between them is passed over. Pure; any thread. */

#include "hopso-certificate.h"

#include "hopso-cms-asn1-private.h"
#include "hopso-der-private.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#define MAX_SIZE         (8 * 1024 * 1024)
#define MAX_CERTIFICATES 1000

static gboolean
fail (GError **error, const char *what)
{
  hopso_crypto_take_error (error, HOPSO_CRYPTO_ERROR_MALFORMED, what);
  return FALSE;
}

static gboolean
take (GPtrArray *all, GBytes *der, GError **error)
{
  HopsoCertificate *certificate;

  if (all->len >= MAX_CERTIFICATES)
    return fail (error, "there are too many certificates");
  certificate = hopso_certificate_new_from_der (der, error);
  if (certificate == NULL)
    return FALSE;
  g_ptr_array_add (all, certificate);
  return TRUE;
}

static gboolean
take_from_choices (GPtrArray *all, const STACK_OF (ASN1_TYPE) * choices, GError **error)
{
  for (int i = 0; i < sk_ASN1_TYPE_num (choices); i++)
    {
      const ASN1_TYPE *choice = sk_ASN1_TYPE_value (choices, i);

      /* The other choices of 10.2.2 are attribute certificates and the like. */
      if (choice->type != V_ASN1_SEQUENCE)
        continue;

      const ASN1_STRING *string = choice->value.sequence;
      g_autoptr (GBytes) der =
          g_bytes_new (ASN1_STRING_get0_data (string), (gsize) ASN1_STRING_length (string));
      if (!take (all, der, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_shell (GPtrArray *all, GBytes *bytes, GError **error)
{
  gsize consumed, size;
  gboolean was_der;
  g_autoptr (GBytes) der = hopso_der_normalise (bytes, &consumed, &was_der, error);

  if (der == NULL)
    return FALSE;
  const guint8 *start = g_bytes_get_data (der, &size);
  const guint8 *end = start;
  g_autoptr (HopsoContentInfo) info = d2i_HopsoContentInfo (NULL, &end, (long) size);
  if (info == NULL || end != start + size || consumed != g_bytes_get_size (bytes) ||
      OBJ_obj2nid (info->type) != NID_pkcs7_signed)
    return fail (error, "this holds no certificates");
  return take_from_choices (all, info->data->certificates, error);
}

/* A certificate and a shell begin alike, with a SEQUENCE. */
static gboolean
take_der (GPtrArray *all, GBytes *bytes, GError **error)
{
  g_autoptr (HopsoCertificate) certificate = hopso_certificate_new_from_der (bytes, NULL);

  return certificate != NULL ? take (all, bytes, error) : take_shell (all, bytes, error);
}

static gboolean
take_block (GPtrArray *all, const char *name, const guint8 *data, long size, GError **error)
{
  g_autoptr (GBytes) der = g_bytes_new (data, (gsize) MAX (size, 0));

  if (g_str_equal (name, PEM_STRING_X509) || g_str_equal (name, PEM_STRING_X509_OLD))
    return take (all, der, error);
  if (g_str_equal (name, PEM_STRING_PKCS7) || g_str_equal (name, PEM_STRING_CMS))
    return take_shell (all, der, error);
  return TRUE;
}

static gboolean
take_pem (GPtrArray *all, const char *text, gsize size, GError **error)
{
  g_autoptr (BIO) bio = BIO_new_mem_buf (text, (int) size);
  char *name = NULL, *header = NULL;
  guint8 *data = NULL;
  gboolean is_good = TRUE;
  long n;

  while (is_good && bio != NULL && PEM_read_bio (bio, &name, &header, &data, &n) == 1)
    {
      is_good = take_block (all, name, data, n, error);
      OPENSSL_free (name);
      OPENSSL_free (header);
      OPENSSL_free (data);
    }
  return is_good;
}

/**
 * hopso_certificate_dup_all:
 * @file: the whole of a file: PEM, DER, or a shell of CMS around certificates in either form
 *
 * Returns: (transfer container) (element-type HopsoCertificate): at least one certificate, or
 *   %NULL with %HOPSO_CRYPTO_ERROR_MALFORMED
 */
GPtrArray *
hopso_certificate_dup_all (GBytes *file, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  gsize size;
  const char *text = g_bytes_get_data (file, &size);

  if (size > MAX_SIZE)
    {
      fail (error, "the file is too large for certificates");
      return NULL;
    }
  /* PEM never begins with the digit 0. */
  gboolean is_der = size > 0 && text[0] == HOPSO_DER_SEQUENCE;
  if (!(is_der ? take_der (all, file, error) : take_pem (all, text, size, error)))
    return NULL;
  if (all->len == 0)
    {
      fail (error, "no certificate was found");
      return NULL;
    }
  ERR_clear_error ();
  return g_steal_pointer (&all);
}
