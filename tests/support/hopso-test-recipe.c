/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signed files of every level, by recipe. Whatever goes wrong here is a programmer's mistake and
 * ends the test. */

#include "hopso-test-recipe-private.h"

#include "hopso-cms-builder.h"
#include "hopso-pdf-update.h"

#include <string.h>

#define RANGE_DIGITS 12
#define BARE_HOLE    1024

static const char one_page[] =
    "%PDF-1.7\n"
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>>>\nendobj\n"
    "4 0 obj\n<</Length 28>>\nstream\n0 0 1 rg 100 100 200 50 re f\nendstream\nendobj\n"
    "xref\n0 5\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    "0000000127 00000 n \n0000000199 00000 n \n"
    "trailer\n<</Root 1 0 R/Size 5>>\nstartxref\n275\n%%EOF\n";

static const char tsa_configuration[] = "[tsa]\n"
                                        "serial = tsa.serial\n"
                                        "crypto_device = builtin\n"
                                        "signer_digest = sha256\n"
                                        "default_policy = 1.2.3.4\n"
                                        "digests = sha256, sha384, sha512\n"
                                        "accuracy = secs:1\n"
                                        "ess_cert_id_chain = no\n"
                                        "ess_cert_id_alg = sha256\n";

/**
 * hopso_test_recipe_new:
 * @pki: who signs and stamps; outlives the recipe
 * @pdf: (nullable): what is signed; without it a page with a blue rectangle
 *
 * Returns: (transfer full): a recipe without a step
 */
HopsoTestRecipe *
hopso_test_recipe_new (HopsoTestPki *pki, GBytes *pdf)
{
  HopsoTestRecipe *self = g_new0 (HopsoTestRecipe, 1);
  g_autoptr (GBytes) configuration =
      g_bytes_new_static (tsa_configuration, strlen (tsa_configuration));

  self->pki = pki;
  self->tsa = g_strdup ("tsa");
  self->bytes = g_byte_array_new ();
  if (pdf != NULL)
    g_byte_array_append (self->bytes, g_bytes_get_data (pdf, NULL), (guint) g_bytes_get_size (pdf));
  else
    g_byte_array_append (self->bytes, (const guint8 *) one_page, (guint) strlen (one_page));
  hopso_test_pki_write (pki, "recipe-tsa.cnf", configuration);
  return self;
}

/**
 * hopso_test_recipe_new_of_level:
 * @certificate: who signs
 *
 * Returns: (transfer full): a page, signed at that level at the time of the PKI
 */
HopsoTestRecipe *
hopso_test_recipe_new_of_level (HopsoTestPki *pki, const char *certificate, HopsoTestLevel level)
{
  const HopsoTestMaterial all =
      HOPSO_TEST_MATERIAL_OCSP | HOPSO_TEST_MATERIAL_CRL | HOPSO_TEST_MATERIAL_VRI;
  HopsoTestRecipe *self = hopso_test_recipe_new (pki, NULL);

  hopso_test_recipe_sign (self, certificate, level >= HOPSO_TEST_LEVEL_T);
  if (level >= HOPSO_TEST_LEVEL_LT)
    hopso_test_recipe_add_material (self, all, certificate, self->tsa, NULL);
  if (level >= HOPSO_TEST_LEVEL_LTA)
    hopso_test_recipe_stamp_document (self);
  for (guint i = 0; i < 2 && level >= HOPSO_TEST_LEVEL_RENEWED; i++)
    {
      hopso_test_recipe_add_material (self, all, self->tsa, NULL);
      hopso_test_recipe_stamp_document (self);
    }
  return self;
}

void
hopso_test_recipe_free (HopsoTestRecipe *self)
{
  g_byte_array_unref (self->bytes);
  g_clear_pointer (&self->contents, g_bytes_unref);
  g_clear_pointer (&self->token, g_bytes_unref);
  g_free (self->tsa);
  g_free (self);
}

/**
 * hopso_test_recipe_set_tsa:
 * @certificate: who stamps from here on; "tsa" at first
 */
void
hopso_test_recipe_set_tsa (HopsoTestRecipe *self, const char *certificate)
{
  g_free (self->tsa);
  self->tsa = g_strdup (certificate);
}

/**
 * hopso_test_recipe_set_token:
 * @token: (nullable): a token that signatures get from here on, whatever it is over; %NULL for one
 *   of their own again
 *
 * Lets somebody copy a time stamp.
 */
void
hopso_test_recipe_set_token (HopsoTestRecipe *self, GBytes *token)
{
  g_clear_pointer (&self->token, g_bytes_unref);
  self->token = token != NULL ? g_bytes_ref (token) : NULL;
}

/**
 * hopso_test_recipe_dup_token:
 *
 * Returns: (transfer full): the token that was made last, by any recipe of this PKI
 */
GBytes *
hopso_test_recipe_dup_token (HopsoTestRecipe *self)
{
  return hopso_test_pki_read (self->pki, "recipe.tst");
}

/* Takes @value over. */
void
hopso_test_recipe_put (HopsoPdfObject **dictionary, const char *key, HopsoPdfObject *value)
{
  HopsoPdfObject *changed = hopso_pdf_object_dup_with (*dictionary, key, value);

  hopso_pdf_object_unref (value);
  hopso_pdf_object_unref (*dictionary);
  *dictionary = changed;
}

/* What follows "openssl". */
void
hopso_test_recipe_run (HopsoTestRecipe *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hopso_test_pki_run (self->pki, command);
}

HopsoPdfFile *
hopso_test_recipe_open (HopsoTestRecipe *self)
{
  g_autoptr (GBytes) bytes = hopso_test_recipe_dup_bytes (self);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (bytes);
  g_autoptr (GError) error = NULL;
  HopsoPdfFile *file = hopso_pdf_file_open (source, &error);

  g_assert_no_error (error);
  return file;
}

GBytes *
hopso_test_recipe_dup_bytes (HopsoTestRecipe *self)
{
  return g_bytes_new (self->bytes->data, self->bytes->len);
}

void
hopso_test_recipe_write (HopsoTestRecipe *self, const char *path)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) self->bytes->data, (gssize) self->bytes->len, &error);
  g_assert_no_error (error);
}

/**
 * hopso_test_recipe_append:
 * @update: what hopso_pdf_update_finish() gave for the file so far, or anything else
 */
void
hopso_test_recipe_append (HopsoTestRecipe *self, GByteArray *update)
{
  g_byte_array_append (self->bytes, update->data, update->len);
}

/* --- the hole -------------------------------------------------------------------------------- */

static GBytes *
dup_signed (HopsoTestRecipe *self, const guint64 range[4])
{
  g_autoptr (GByteArray) content = g_byte_array_new ();

  g_byte_array_append (content, self->bytes->data, (guint) range[1]);
  g_byte_array_append (content, self->bytes->data + range[2], (guint) range[3]);
  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

static void
fill (HopsoTestRecipe *self, const HopsoPdfPrepared *prepared, GBytes *contents)
{
  gsize size = g_bytes_get_size (contents);
  guint8 *padded = g_malloc0 (prepared->hole_size / 2);

  g_assert_cmpuint (2 * size, <=, prepared->hole_size);
  memcpy (padded, g_bytes_get_data (contents, NULL), size);
  for (gsize i = 0; i < prepared->hole_size / 2; i++)
    {
      char digits[3];

      g_snprintf (digits, sizeof digits, "%02X", padded[i]);
      memcpy (self->bytes->data + prepared->hole_offset + 2 * i, digits, 2);
    }
  g_clear_pointer (&self->contents, g_bytes_unref);
  self->contents = g_bytes_new_take (padded, prepared->hole_size / 2);
}

static HopsoPdfPrepared *
prepare (HopsoTestRecipe *self, const HopsoPdfSignaturePlan *plan)
{
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (self);
  g_autoptr (GError) error = NULL;
  HopsoPdfPrepared *prepared = hopso_pdf_prepare_signature (file, plan, &error);

  g_assert_no_error (error);
  g_byte_array_append (self->bytes, g_bytes_get_data (prepared->appended, NULL),
                       (guint) g_bytes_get_size (prepared->appended));
  return prepared;
}

/* --- what stands in it ----------------------------------------------------------------------- */

/* A token over @bytes, by the program that knows best. */
static GBytes *
stamp (HopsoTestRecipe *self, GBytes *bytes)
{
  hopso_test_pki_write (self->pki, "recipe.in", bytes);
  hopso_test_recipe_run (self, "ts -query -data recipe.in -sha256 -cert -no_nonce -out recipe.tsq");
  hopso_test_recipe_run (
      self,
      "ts -reply -config recipe-tsa.cnf -section tsa -queryfile recipe.tsq -signer %s.pem "
      "-inkey %s.key -chain %s.pem -token_out -out recipe.tst",
      self->tsa, self->tsa, hopso_test_pki_get_issuer (self->pki, self->tsa));
  return hopso_test_pki_read (self->pki, "recipe.tst");
}

/* The issuers below the root. */
static GPtrArray *
dup_issuers (HopsoTestRecipe *self, const char *certificate)
{
  GPtrArray *issuers = g_ptr_array_new_with_free_func (g_object_unref);
  const char *name = hopso_test_pki_get_issuer (self->pki, certificate);

  for (; name != NULL && hopso_test_pki_get_issuer (self->pki, name) != NULL;
       name = hopso_test_pki_get_issuer (self->pki, name))
    g_ptr_array_add (issuers, hopso_test_pki_dup_certificate (self->pki, name));
  return issuers;
}

static GBytes *
make_cms (HopsoTestRecipe *self, const char *certificate, gboolean is_stamped, GBytes *content)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (self->pki, certificate);
  g_autoptr (GPtrArray) issuers = dup_issuers (self, certificate);
  gboolean is_rsa = hopso_certificate_get_key_type (signer) == HOPSO_KEY_TYPE_RSA;
  HopsoSignatureScheme scheme =
      is_rsa ? HOPSO_SIGNATURE_SCHEME_RSA_PSS : HOPSO_SIGNATURE_SCHEME_ECDSA;
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCmsBuilder) builder =
      hopso_cms_builder_new (signer, issuers, HOPSO_HASH_SHA256, scheme, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) digest = hopso_digest_bytes (HOPSO_HASH_SHA256, content);
  hopso_cms_builder_set_message_digest (builder, digest);
  g_autoptr (GBytes) to_be_signed = hopso_cms_builder_dup_to_be_signed (builder);
  g_autoptr (GBytes) value =
      hopso_test_pki_sign (self->pki, certificate, scheme, HOPSO_HASH_SHA256, to_be_signed);

  if (is_stamped)
    {
      g_autoptr (GBytes) written =
          is_rsa ? g_bytes_ref (value) : hopso_signature_ecdsa_to_der (value, &error);
      g_autoptr (GBytes) token =
          self->token != NULL ? g_bytes_ref (self->token) : stamp (self, written);

      hopso_cms_builder_set_timestamp_token (builder, token);
    }
  GBytes *cms = hopso_cms_builder_finish (builder, value, &error);
  g_assert_no_error (error);
  return cms;
}

/* --- steps ----------------------------------------------------------------------------------- */

/**
 * hopso_test_recipe_sign_plan:
 * @certificate: who
 * @is_stamped: whether a token proves when
 * @plan: as for the application's own signatures; without a time the PKI's
 *
 * Signs with ETSI.CAdES.detached.
 */
void
hopso_test_recipe_sign_plan (HopsoTestRecipe *self,
                             const char *certificate,
                             gboolean is_stamped,
                             const HopsoPdfSignaturePlan *plan)
{
  HopsoPdfSignaturePlan timed = *plan;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) cms = NULL;

  if (timed.signing_time == 0)
    timed.signing_time = hopso_test_pki_get_time (self->pki);
  prepared = prepare (self, &timed);
  content = dup_signed (self, prepared->byte_range);
  cms = make_cms (self, certificate, is_stamped, content);
  fill (self, prepared, cms);
}

void
hopso_test_recipe_sign (HopsoTestRecipe *self, const char *certificate, gboolean is_stamped)
{
  const HopsoPdfSignaturePlan plan = { .name = certificate };

  hopso_test_recipe_sign_plan (self, certificate, is_stamped, &plan);
}

/**
 * hopso_test_recipe_stamp_document:
 *
 * Puts a document time stamp.
 */
void
hopso_test_recipe_stamp_document (HopsoTestRecipe *self)
{
  const HopsoPdfSignaturePlan plan = { .sub_filter = "ETSI.RFC3161" };
  g_autoptr (HopsoPdfPrepared) prepared = prepare (self, &plan);
  g_autoptr (GBytes) content = dup_signed (self, prepared->byte_range);
  g_autoptr (GBytes) token = stamp (self, content);

  fill (self, prepared, token);
}

/**
 * hopso_test_recipe_sign_by_command:
 * @sub_filter: what the signature says that it is
 * @command: what follows "openssl": makes recipe.out of recipe.in, the signed bytes, or of
 *   recipe.sha1, their SHA-1 digest
 *
 * Signs in any other way.
 */
void
hopso_test_recipe_sign_by_command (HopsoTestRecipe *self,
                                   const char *sub_filter,
                                   const char *command)
{
  const HopsoPdfSignaturePlan plan = { .sub_filter = sub_filter,
                                       .signing_time = hopso_test_pki_get_time (self->pki) };
  g_autoptr (HopsoPdfPrepared) prepared = prepare (self, &plan);
  g_autoptr (GBytes) content = dup_signed (self, prepared->byte_range);
  g_autoptr (GBytes) digest = hopso_digest_bytes (HOPSO_HASH_SHA1, content);
  g_autoptr (GBytes) made = NULL;

  hopso_test_pki_write (self->pki, "recipe.in", content);
  hopso_test_pki_write (self->pki, "recipe.sha1", digest);
  hopso_test_recipe_run (self, "%s", command);
  made = hopso_test_pki_read (self->pki, "recipe.out");
  fill (self, prepared, made);
}

/* --- the oldest kind ------------------------------------------------------------------------- */

/* ISO 32000-1, 12.8.3.2: the certificate stands in the dictionary, the bare value in Contents. */
static GBytes *
dup_bare_dictionary (HopsoTestRecipe *self, const char *certificate, gsize *range, gsize *hole)
{
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (self->pki, certificate);
  GBytes *der = hopso_certificate_get_der (signer);
  GString *body = g_string_new ("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.x509.rsa_sha1"
                                "/Cert<");
  g_autofree char *zeros = g_strnfill (2 * BARE_HOLE, '0');

  for (gsize i = 0; i < g_bytes_get_size (der); i++)
    g_string_append_printf (body, "%02X", ((const guint8 *) g_bytes_get_data (der, NULL))[i]);
  g_string_append (body, ">/ByteRange[0 ");
  *range = body->len;
  g_string_append_printf (body, "%*s]/Contents<", 3 * RANGE_DIGITS + 2, "");
  *hole = body->len;
  g_string_append_printf (body, "%s>>>", zeros);
  return g_string_free_to_bytes (body);
}

/* A field that is drawn nowhere; the document has no form yet. */
static void
add_bare_field (HopsoPdfFile *file, HopsoPdfUpdate *update, HopsoPdfReference signature)
{
  g_autoptr (HopsoPdfObject) catalog = hopso_pdf_file_dup_catalog (file, NULL);
  g_autoptr (HopsoPdfObject) field = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *form = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *fields[1];
  HopsoPdfReference root;

  g_assert_false (hopso_pdf_object_has (catalog, "AcroForm"));
  hopso_pdf_object_get_reference (hopso_pdf_object_get (hopso_pdf_file_get_trailer (file), "Root"),
                                  &root);
  hopso_test_recipe_put (&field, "FT", hopso_pdf_object_new_name ("Sig"));
  hopso_test_recipe_put (&field, "T", hopso_pdf_object_new_text ("Bare"));
  hopso_test_recipe_put (&field, "V", hopso_pdf_object_new_reference (signature));
  fields[0] = hopso_pdf_object_new_reference (hopso_pdf_update_add (update, field));
  hopso_test_recipe_put (&form, "Fields", hopso_pdf_object_new_array (fields, 1));
  hopso_test_recipe_put (&form, "SigFlags", hopso_pdf_object_new_integer (3));
  hopso_test_recipe_put (&catalog, "AcroForm", form);
  hopso_pdf_update_put (update, root, catalog);
}

static void
sign_bare (HopsoTestRecipe *self, const char *certificate)
{
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfUpdate) update = hopso_pdf_update_new (file, &error);
  HopsoPdfReference signature = hopso_pdf_update_reserve (update);
  gsize range_at, hole_at;
  g_autoptr (GBytes) body = dup_bare_dictionary (self, certificate, &range_at, &hole_at);
  HopsoPdfPrepared prepared = { .hole_size = 2 * BARE_HOLE };

  hopso_pdf_update_put_raw (update, signature, body);
  add_bare_field (file, update, signature);
  g_autoptr (GByteArray) appended = hopso_pdf_update_finish (update, &error);
  g_assert_no_error (error);
  guint64 at = hopso_pdf_update_get_body_offset (update, signature);
  hopso_test_recipe_append (self, appended);
  prepared.hole_offset = at + hole_at;
  prepared.byte_range[1] = prepared.hole_offset - 1;
  prepared.byte_range[2] = prepared.hole_offset + prepared.hole_size + 1;
  prepared.byte_range[3] = self->bytes->len - prepared.byte_range[2];
  g_autofree char *ranges =
      g_strdup_printf ("%*" G_GUINT64_FORMAT " %*" G_GUINT64_FORMAT " %*" G_GUINT64_FORMAT,
                       RANGE_DIGITS, prepared.byte_range[1], RANGE_DIGITS, prepared.byte_range[2],
                       RANGE_DIGITS, prepared.byte_range[3]);
  memcpy (self->bytes->data + at + range_at, ranges, strlen (ranges));

  g_autoptr (GBytes) content = dup_signed (self, prepared.byte_range);
  g_autoptr (GBytes) value = hopso_test_pki_sign (
      self->pki, certificate, HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, HOPSO_HASH_SHA1, content);
  g_autoptr (GByteArray) octets = g_byte_array_new ();
  const guint8 head[] = { 0x04, 0x82, (guint8) (g_bytes_get_size (value) >> 8),
                          (guint8) (g_bytes_get_size (value) & 0xff) };
  g_byte_array_append (octets, head, sizeof head);
  g_byte_array_append (octets, g_bytes_get_data (value, NULL), (guint) g_bytes_get_size (value));
  g_autoptr (GBytes) contents = g_byte_array_free_to_bytes (g_steal_pointer (&octets));
  fill (self, &prepared, contents);
}

/**
 * hopso_test_recipe_sign_legacy:
 * @certificate: who; an RSA key for adbe.x509.rsa_sha1, which must be the first signature
 * @sub_filter: adbe.pkcs7.detached, adbe.pkcs7.sha1 or adbe.x509.rsa_sha1
 *
 * Signs as it was done before PAdES.
 */
void
hopso_test_recipe_sign_legacy (HopsoTestRecipe *self,
                               const char *certificate,
                               const char *sub_filter)
{
  gboolean is_sha1 = g_str_equal (sub_filter, "adbe.pkcs7.sha1");
  g_autofree char *command = NULL;

  if (g_str_equal (sub_filter, "adbe.x509.rsa_sha1"))
    {
      sign_bare (self, certificate);
      return;
    }
  command = g_strdup_printf (
      "cms -sign -binary %s -outform DER -out recipe.out -signer %s.pem -inkey %s.key "
      "-certfile %s.pem",
      is_sha1 ? "-nodetach -md sha1 -in recipe.sha1" : "-md sha256 -in recipe.in", certificate,
      certificate, hopso_test_pki_get_issuer (self->pki, certificate));
  hopso_test_recipe_sign_by_command (self, sub_filter, command);
}
