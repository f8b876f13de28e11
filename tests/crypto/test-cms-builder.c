/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What we build, judged by the openssl program and by our own reading. */

#include "hopso-cms-builder.h"
#include "hopso-cms.h"
#include "hopso-crypto-error.h"
#include "hopso-test-pki.h"

#include <string.h>

static HopsoTestPki *pki; /* owned by main */

#define CONTENT "Nghị quyết số 01"

typedef struct
{
  const char *name;
  HopsoSignatureScheme scheme;
  HopsoHash hash;
} Way;

static const Way ways[] = {
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, HOPSO_HASH_SHA256 },
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, HOPSO_HASH_SHA512 },
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PSS, HOPSO_HASH_SHA256 },
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PSS, HOPSO_HASH_SHA384 },
  { "signer-ec", HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA256 },
  { "signer-ec", HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA3_256 },
};

static GBytes *
content_digest (HopsoHash hash)
{
  g_autoptr (GBytes) content = g_bytes_new_static (CONTENT, strlen (CONTENT));

  return hopso_digest_bytes (hash, content);
}

static HopsoCmsBuilder *
builder_new (const Way *way)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, way->name);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) digest = content_digest (way->hash);

  g_ptr_array_add (others, hopso_test_pki_dup_certificate (pki, way->name));
  g_ptr_array_add (others, hopso_test_pki_dup_certificate (pki, "sub"));
  HopsoCmsBuilder *builder = hopso_cms_builder_new (signer, others, way->hash, way->scheme, &error);
  g_assert_no_error (error);
  hopso_cms_builder_set_message_digest (builder, digest);
  return builder;
}

static GBytes *
sign (HopsoCmsBuilder *builder, const Way *way)
{
  g_autoptr (GBytes) to_be_signed = hopso_cms_builder_dup_to_be_signed (builder);

  return hopso_test_pki_sign (pki, way->name, way->scheme, way->hash, to_be_signed);
}

static GBytes *
build (const Way *way)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCmsBuilder) builder = builder_new (way);
  g_autoptr (GBytes) value = sign (builder, way);
  GBytes *cms = hopso_cms_builder_finish (builder, value, &error);

  g_assert_no_error (error);
  return cms;
}

static void
test_openssl_accepts_it (gconstpointer data)
{
  g_autoptr (GBytes) cms = build (data);
  g_autoptr (GBytes) content = g_bytes_new_static (CONTENT, strlen (CONTENT));

  hopso_test_pki_write (pki, "made.der", cms);
  hopso_test_pki_write (pki, "content", content);
  hopso_test_pki_run (pki, "cms -verify -cades -binary -inform DER -in made.der -content content "
                           "-CAfile root.pem -purpose any");
}

static void
test_we_accept_it (gconstpointer data)
{
  const Way *way = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = build (way);
  g_autoptr (GBytes) digest = content_digest (way->hash);
  g_autoptr (HopsoCms) cms = hopso_cms_parse (bytes, &error);
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, way->name);
  HopsoCmsFindings findings;
  HopsoSignatureScheme scheme;
  gint64 time;

  g_assert_no_error (error);
  g_assert_true (hopso_cms_verify (cms, digest, &findings));
  g_assert_cmpint (findings.content_type, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (findings.message_digest, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (findings.certificate_binding, ==, HOPSO_CHECK_PASSED);
  g_assert_cmpint (findings.signature_value, ==, HOPSO_CHECK_PASSED);
  g_assert_false (findings.is_weak);
  g_assert_true (hopso_cms_is_der (cms));
  g_assert_cmpuint (hopso_cms_get_padding (cms), ==, 0);
  g_assert_cmpint (hopso_cms_get_hash (cms), ==, way->hash);
  g_assert_true (hopso_cms_get_scheme (cms, &scheme));
  g_assert_cmpint (scheme, ==, way->scheme);
  g_assert_true (hopso_certificate_equal (hopso_cms_get_signer_certificate (cms), signer));
  /* The signer once, though it was given twice, and its issuer. */
  g_assert_cmpuint (hopso_cms_get_certificates (cms)->len, ==, 2);
  /* PAdES says the time elsewhere. */
  g_assert_false (hopso_cms_get_signing_time (cms, &time));
}

static void
test_refuses_a_foreign_value (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCmsBuilder) builder = builder_new (&ways[4]);
  g_autoptr (GBytes) to_be_signed = hopso_cms_builder_dup_to_be_signed (builder);
  g_autoptr (GBytes) foreign = hopso_test_pki_sign (pki, "revoked", HOPSO_SIGNATURE_SCHEME_ECDSA,
                                                    HOPSO_HASH_SHA256, to_be_signed);
  g_autoptr (GBytes) cms = hopso_cms_builder_finish (builder, foreign, &error);

  g_assert_null (cms);
  g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_MISMATCH);
}

static void
test_refuses_impossible_values (void)
{
  static const gsize sizes[] = { 0, 1, 63, 64, 134 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoCmsBuilder) builder = builder_new (&ways[4]);
      g_autoptr (GBytes) value = g_bytes_new_take (g_malloc0 (sizes[i]), sizes[i]);
      g_autoptr (GBytes) cms = hopso_cms_builder_finish (builder, value, &error);

      g_assert_null (cms);
      g_assert_nonnull (error);
    }
}

static void
test_keeps_the_rules (void)
{
  static const Way forbidden[] = {
    { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, HOPSO_HASH_SHA1 },
    { "signer-rsa", HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA256 },
    { "signer-ec", HOPSO_SIGNATURE_SCHEME_RSA_PSS, HOPSO_HASH_SHA256 },
    { "signer-ec", HOPSO_SIGNATURE_SCHEME_EDDSA, HOPSO_HASH_SHA512 },
    { "weak", HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, HOPSO_HASH_SHA256 },
  };

  hopso_test_pki_run (pki, "req -x509 -newkey rsa:1024 -nodes -keyout weak.key -out weak.pem "
                           "-subj /CN=weak");
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, forbidden[i].name);
      g_autoptr (HopsoCmsBuilder) builder =
          hopso_cms_builder_new (signer, NULL, forbidden[i].hash, forbidden[i].scheme, &error);

      g_assert_null (builder);
      g_assert_error (error, HOPSO_CRYPTO_ERROR, HOPSO_CRYPTO_ERROR_UNSUPPORTED);
    }
}

static void
test_a_timestamp_can_follow (void)
{
  static const guint8 token_bytes[] = { 0x30, 0x03, 0x02, 0x01, 0x05 };
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCmsBuilder) builder = builder_new (&ways[4]);
  g_autoptr (GBytes) value = sign (builder, &ways[4]);
  g_autoptr (GBytes) token = g_bytes_new_static (token_bytes, sizeof token_bytes);
  g_autoptr (GBytes) digest = content_digest (HOPSO_HASH_SHA256);
  g_autoptr (GBytes) before = hopso_cms_builder_finish (builder, value, &error);

  g_assert_no_error (error);
  hopso_cms_builder_set_timestamp_token (builder, token);
  g_autoptr (GBytes) after = hopso_cms_builder_finish (builder, value, &error);
  g_autoptr (HopsoCms) bare = hopso_cms_parse (before, &error);
  g_autoptr (HopsoCms) stamped = hopso_cms_parse (after, &error);
  HopsoCmsFindings findings;

  g_assert_no_error (error);
  g_assert_null (hopso_cms_get_timestamp_token (bare));
  g_assert_true (g_bytes_equal (hopso_cms_get_timestamp_token (stamped), token));
  g_assert_true (g_bytes_equal (hopso_cms_get_signature_value (bare),
                                hopso_cms_get_signature_value (stamped)));
  g_assert_true (hopso_cms_verify (stamped, digest, &findings));
}

static void
add_for_each_way (const char *title, GTestDataFunc test)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strdup_printf ("/crypto/cms-builder/%s/%" G_GSIZE_FORMAT, title, i);

      g_test_add_data_func (path, &ways[i], test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  add_for_each_way ("openssl-accepts-it", test_openssl_accepts_it);
  add_for_each_way ("we-accept-it", test_we_accept_it);
  g_test_add_func ("/crypto/cms-builder/refuses-a-foreign-value", test_refuses_a_foreign_value);
  g_test_add_func ("/crypto/cms-builder/refuses-impossible-values", test_refuses_impossible_values);
  g_test_add_func ("/crypto/cms-builder/keeps-the-rules", test_keeps_the_rules);
  g_test_add_func ("/crypto/cms-builder/a-timestamp-can-follow", test_a_timestamp_can_follow);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
