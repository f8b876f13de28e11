/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures that the openssl program would not make, put together byte by byte and signed with
 * its keys: algorithms that its CMS does not know, and attributes that contradict each other. */

#include "hopso-cms.h"
#include "hopso-test-hex.h"
#include "hopso-test-pki.h"

#include <string.h>

#define CONTENT "Nghị quyết số 01"

#define OID_DATA           "06092a864886f70d010701"
#define OID_SIGNED_DATA    "06092a864886f70d010702"
#define OID_CONTENT_TYPE   "06092a864886f70d010903"
#define OID_DIGEST         "06092a864886f70d010904"
#define OID_CERTIFICATE_V1 "060b2a864886f70d010910020c"
#define OID_CERTIFICATE_V2 "060b2a864886f70d010910022f"
#define OID_PROTECTION     "06092a864886f70d010934"

#define SEQUENCE 0x30
#define SET      0x31
#define OCTETS   0x04

static HopsoTestPki *pki; /* owned by main */

/* One element with these contents, which it takes; %NULL ends them. */
static GBytes *
der (guint8 tag, ...)
{
  GByteArray *all = g_byte_array_new ();
  g_autoptr (GByteArray) inside = g_byte_array_new ();
  va_list parts;
  GBytes *part;

  va_start (parts, tag);
  while ((part = va_arg (parts, GBytes *)) != NULL)
    {
      g_byte_array_append (inside, g_bytes_get_data (part, NULL), (guint) g_bytes_get_size (part));
      g_bytes_unref (part);
    }
  va_end (parts);
  const guint8 head[] = { tag, 0x82, (guint8) (inside->len >> 8), (guint8) inside->len };
  const guint8 middle[] = { tag, 0x81, (guint8) inside->len };
  const guint8 brief[] = { tag, (guint8) inside->len };
  if (inside->len > 0xff)
    g_byte_array_append (all, head, sizeof head);
  else if (inside->len > 0x7f)
    g_byte_array_append (all, middle, sizeof middle);
  else
    g_byte_array_append (all, brief, sizeof brief);
  g_byte_array_append (all, inside->data, inside->len);
  return g_byte_array_free_to_bytes (all);
}

static GBytes *
empty (void)
{
  return g_bytes_new_static ("", 0);
}

/* The element at @position inside the element @outer. */
static GBytes *
member (GBytes *outer, guint position)
{
  gsize size;
  const guint8 *at = g_bytes_get_data (outer, &size);
  const guint8 *end = at + size;

  for (guint i = 0; at < end; i++)
    {
      guint n = at[1] < 0x80 ? 0 : at[1] & 0x7f;
      gsize length = at[1] & 0x7f;

      for (guint j = 0; j < n; j++)
        length = (j == 0 ? 0 : length << 8) | at[2 + j];
      if (i == 0 && at == (const guint8 *) g_bytes_get_data (outer, NULL))
        {
          at += 2 + n;
          i = G_MAXUINT;
          continue;
        }
      if (i == position)
        return g_bytes_new (at, 2 + n + length);
      at += 2 + n + length;
    }
  g_assert_not_reached ();
}

typedef enum
{
  HONEST,
  DIGEST_TWICE,
  TYPE_OF_SOMETHING_ELSE,
  NO_TYPE,
  DIGEST_UNSIGNED,
  BINDING_UNSIGNED,
  BINDING_TO_ANOTHER,
  BINDING_OF_TWO_KINDS,
  BINDING_CONTRADICTS,
  ISSUER_RIGHT,
  ISSUER_WRONG,
  PROTECTED,
  PROTECTED_OTHERWISE,
  CONTENT_INSIDE,
  TWO_SIGNERS,
} Form;

typedef struct
{
  const char *name;      /* of the certificate */
  const char *algorithm; /* of the signature, DER */
  const char *digest;    /* its algorithm, DER */
  HopsoHash hash;
  const char *command; /* signs signed-by-hand */
} Way;

#define SHA256 "300b0609608648016503040201"
#define SHA512 "300b0609608648016503040203"
#define RAW    "pkeyutl -sign -rawin -inkey %s.key -in by-hand -out by-hand.value"

static const Way rsa = { "signer-rsa", "300d06092a864886f70d0101010500", SHA256, HOPSO_HASH_SHA256,
                         RAW " -digest sha256" };

static GBytes *
attribute (const char *oid, GBytes *value)
{
  return der (SEQUENCE, hopso_test_hex (oid), der (SET, value, NULL), NULL);
}

static GBytes *
certificate_id (HopsoCertificate *certificate, HopsoHash hash, const char *issuer_of)
{
  GBytes *digest = hopso_digest_bytes (hash, hopso_certificate_get_der (certificate));
  GBytes *issuer = empty ();

  if (issuer_of != NULL)
    {
      g_autoptr (HopsoCertificate) named = hopso_test_pki_dup_certificate (pki, issuer_of);
      g_autoptr (GBytes) tbs = member (hopso_certificate_get_der (named), 0);

      g_bytes_unref (issuer);
      issuer = der (SEQUENCE, der (SEQUENCE, der (0xa4, member (tbs, 3), NULL), NULL),
                    member (tbs, 1), NULL);
    }
  GBytes *id = der (SEQUENCE, der (OCTETS, digest, NULL), issuer, NULL);
  return der (SEQUENCE, der (SEQUENCE, id, NULL), NULL);
}

static GBytes *
binding (const Way *way, Form form)
{
  const char *issuer = form == ISSUER_RIGHT   ? way->name
                       : form == ISSUER_WRONG ? "other-root"
                                              : NULL;
  g_autoptr (HopsoCertificate) certificate =
      hopso_test_pki_dup_certificate (pki, form == BINDING_TO_ANOTHER ? "signer-ec" : way->name);

  return attribute (OID_CERTIFICATE_V2, certificate_id (certificate, HOPSO_HASH_SHA256, issuer));
}

static GBytes *
older_binding (const Way *way, Form form)
{
  g_autoptr (HopsoCertificate) certificate =
      hopso_test_pki_dup_certificate (pki, form == BINDING_CONTRADICTS ? "signer-ec" : way->name);

  if (form != BINDING_CONTRADICTS && form != BINDING_OF_TWO_KINDS)
    return empty ();
  return attribute (OID_CERTIFICATE_V1, certificate_id (certificate, HOPSO_HASH_SHA1, NULL));
}

static GBytes *
message_digest (const Way *way)
{
  g_autoptr (GBytes) content = g_bytes_new_static (CONTENT, strlen (CONTENT));

  return attribute (OID_DIGEST, der (OCTETS, hopso_digest_bytes (way->hash, content), NULL));
}

static GBytes *
protection (const Way *way, Form form)
{
  g_autoptr (GBytes) algorithm =
      hopso_test_hex (form == PROTECTED_OTHERWISE ? "300a06082a8648ce3d040302" : way->algorithm);
  gsize size;
  guint8 *tagged;

  if (form != PROTECTED && form != PROTECTED_OTHERWISE)
    return empty ();
  size = g_bytes_get_size (algorithm);
  tagged = g_memdup2 (g_bytes_get_data (algorithm, NULL), size);
  tagged[0] = 0xa1;
  return attribute (OID_PROTECTION, der (SEQUENCE, hopso_test_hex (way->digest),
                                         g_bytes_new_take (tagged, size), NULL));
}

static GBytes *
signed_attributes (const Way *way, Form form)
{
  GBytes *type = form == NO_TYPE
                     ? empty ()
                     : attribute (OID_CONTENT_TYPE,
                                  hopso_test_hex (form == TYPE_OF_SOMETHING_ELSE ? OID_SIGNED_DATA
                                                                                 : OID_DATA));

  return der (SET, type, message_digest (way),
              form == DIGEST_TWICE ? message_digest (way) : empty (),
              form == BINDING_UNSIGNED ? empty () : binding (way, form), older_binding (way, form),
              protection (way, form), NULL);
}

static GBytes *
unsigned_attributes (const Way *way, Form form)
{
  if (form == DIGEST_UNSIGNED)
    return der (0xa1, message_digest (way), NULL);
  return form == BINDING_UNSIGNED ? der (0xa1, binding (way, form), NULL) : empty ();
}

static GBytes *
sign (const Way *way, GBytes *bytes)
{
  g_autofree char *named = g_strdup_printf (RAW, way->name);
  g_autofree char *command = g_strconcat (named, way->command + strlen (RAW), NULL);

  hopso_test_pki_write (pki, "by-hand", bytes);
  hopso_test_pki_run (pki, command);
  return hopso_test_pki_read (pki, "by-hand.value");
}

static GBytes *
signer_info (const Way *way, Form form)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, way->name);
  g_autoptr (GBytes) tbs = member (hopso_certificate_get_der (certificate), 0);
  g_autoptr (GBytes) attributes = signed_attributes (way, form);
  GBytes *value = sign (way, attributes);
  guint8 *tagged = g_memdup2 (g_bytes_get_data (attributes, NULL), g_bytes_get_size (attributes));

  tagged[0] = 0xa0;
  return der (SEQUENCE, hopso_test_hex ("020101"),
              der (SEQUENCE, member (tbs, 3), member (tbs, 1), NULL), hopso_test_hex (way->digest),
              g_bytes_new_take (tagged, g_bytes_get_size (attributes)),
              hopso_test_hex (way->algorithm), der (OCTETS, value, NULL),
              unsigned_attributes (way, form), NULL);
}

static GBytes *
make (const Way *way, Form form)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, way->name);
  GBytes *inside =
      form == CONTENT_INSIDE
          ? der (0xa0, der (OCTETS, g_bytes_new_static (CONTENT, strlen (CONTENT)), NULL), NULL)
          : empty ();
  GBytes *data =
      der (SEQUENCE, hopso_test_hex ("020101"), der (SET, hopso_test_hex (way->digest), NULL),
           der (SEQUENCE, hopso_test_hex (OID_DATA), inside, NULL),
           der (0xa0, g_bytes_ref (hopso_certificate_get_der (certificate)), NULL),
           der (SET, signer_info (way, form),
                form == TWO_SIGNERS ? signer_info (way, HONEST) : empty (), NULL),
           NULL);

  return der (SEQUENCE, hopso_test_hex (OID_SIGNED_DATA), der (0xa0, data, NULL), NULL);
}

static gboolean
verify (const Way *way, Form form, HopsoCmsFindings *findings)
{
  g_autoptr (GBytes) bytes = make (way, form);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoCms) cms = hopso_cms_parse (bytes, &error);
  g_autoptr (GBytes) content = g_bytes_new_static (CONTENT, strlen (CONTENT));

  g_assert_no_error (error);
  g_autoptr (GBytes) digest = hopso_digest_bytes (hopso_cms_get_hash (cms), content);
  return hopso_cms_verify (cms, digest, findings);
}

static const struct
{
  const char *key;
  Way way;
} algorithms[] = {
  { "ed25519", { "k", "300506032b6570", SHA512, HOPSO_HASH_SHA512, RAW } },
  { "ed448", { "k", "300506032b6571", "300b060960864801650304020c", HOPSO_HASH_SHAKE256, RAW } },
  { "ec -pkeyopt ec_paramgen_curve:brainpoolP256r1",
    { "k", "300a06082a8648ce3d040302", SHA256, HOPSO_HASH_SHA256, RAW " -digest sha256" } },
  { "ec -pkeyopt ec_paramgen_curve:brainpoolP512r1",
    { "k", "300a06082a8648ce3d040304", SHA512, HOPSO_HASH_SHA512, RAW " -digest sha512" } },
  { "ec -pkeyopt ec_paramgen_curve:P-521",
    { "k", "300b060960864801650304030c", "300b060960864801650304020a", HOPSO_HASH_SHA3_512,
      RAW " -digest sha3-512" } },
  { "rsa:3072",
    { "k", "300b060960864801650304030e", "300b0609608648016503040208", HOPSO_HASH_SHA3_256,
      RAW " -digest sha3-256" } },
  { "rsa:2048",
    { "k",
      "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402010500a203020120",
      SHA256, HOPSO_HASH_SHA256,
      RAW " -digest sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:32" } },
};

static void
test_every_algorithm (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *command = g_strdup_printf (
          "req -x509 -config ca.cnf -nodes -subj /CN=k -addext basicConstraints=CA:FALSE -keyout "
          "k.key -out k.pem -newkey %s",
          algorithms[i].key);
      HopsoCmsFindings findings;

      hopso_test_pki_run (pki, command);
      g_test_message ("%s", algorithms[i].key);
      g_assert_true (verify (&algorithms[i].way, HONEST, &findings));
      g_assert_false (findings.is_weak);
      g_assert_cmpint (findings.certificate_binding, ==, HOPSO_CHECK_PASSED);
      g_assert_cmpint (findings.attributes, ==, HOPSO_CHECK_PASSED);
    }
}

/* RFC 4055, 3.1: what the parameters say is what is checked, and the trailer has one form only. */
static void
test_parameters_of_pss (void)
{
  static const struct
  {
    const char *title, *algorithm;
    HopsoCheck value;
  } rows[] = {
    { "another salt",
      "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402010500a203020114",
      HOPSO_CHECK_FAILED },
    { "another hash than the digest's",
      "304106092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402030500a203020120",
      HOPSO_CHECK_UNSUPPORTED },
    { "another mask",
      "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402030500a203020120",
      HOPSO_CHECK_UNSUPPORTED },
    { "another trailer",
      "304606092a864886f70d01010a3039a00f300d06096086480165030402010500a11c301a06092a864886f70d0101"
      "08300d06096086480165030402010500a203020120a303020102",
      HOPSO_CHECK_UNSUPPORTED },
    { "no parameters", "300b06092a864886f70d01010a", HOPSO_CHECK_UNSUPPORTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Way way = { "signer-rsa", rows[i].algorithm, SHA256, HOPSO_HASH_SHA256,
                  RAW " -digest sha256 -pkeyopt rsa_padding_mode:pss -pkeyopt rsa_pss_saltlen:32" };
      HopsoCmsFindings findings;

      g_test_message ("%s", rows[i].title);
      g_assert_false (verify (&way, HONEST, &findings));
      g_assert_cmpint (findings.signature_value, ==, rows[i].value);
    }
}

static const struct
{
  const char *title;
  Form form;
  gboolean holds;
  HopsoCheck attributes, binding, content_type;
} forms[] = {
  { "honest", HONEST, TRUE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED },
  { "digest twice", DIGEST_TWICE, FALSE, HOPSO_CHECK_FAILED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "another content type", TYPE_OF_SOMETHING_ELSE, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_FAILED },
  { "no content type", NO_TYPE, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED, HOPSO_CHECK_FAILED },
  { "digest unsigned", DIGEST_UNSIGNED, FALSE, HOPSO_CHECK_FAILED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "binding unsigned", BINDING_UNSIGNED, FALSE, HOPSO_CHECK_FAILED, HOPSO_CHECK_ABSENT,
    HOPSO_CHECK_PASSED },
  { "bound to another", BINDING_TO_ANOTHER, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_FAILED,
    HOPSO_CHECK_PASSED },
  { "bound in both ways", BINDING_OF_TWO_KINDS, TRUE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "the ways contradict", BINDING_CONTRADICTS, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_FAILED,
    HOPSO_CHECK_PASSED },
  { "issuer and serial", ISSUER_RIGHT, TRUE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "another issuer", ISSUER_WRONG, FALSE, HOPSO_CHECK_PASSED, HOPSO_CHECK_FAILED,
    HOPSO_CHECK_PASSED },
  { "algorithms protected", PROTECTED, TRUE, HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED,
    HOPSO_CHECK_PASSED },
  { "other algorithms protected", PROTECTED_OTHERWISE, FALSE, HOPSO_CHECK_FAILED,
    HOPSO_CHECK_PASSED, HOPSO_CHECK_PASSED },
};

static void
test_attributes_must_agree (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      HopsoCmsFindings findings;

      g_test_message ("%s", forms[i].title);
      g_assert_cmpint (verify (&rsa, forms[i].form, &findings), ==, forms[i].holds);
      g_assert_cmpint (findings.attributes, ==, forms[i].attributes);
      g_assert_cmpint (findings.certificate_binding, ==, forms[i].binding);
      g_assert_cmpint (findings.content_type, ==, forms[i].content_type);
      g_assert_cmpint (findings.signature_value, ==, HOPSO_CHECK_PASSED);
    }
}

static void
test_one_signer_and_no_content (void)
{
  static const Form refused[] = { CONTENT_INSIDE, TWO_SIGNERS };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GBytes) bytes = make (&rsa, refused[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (hopso_cms_parse (bytes, &error));
      g_assert_nonnull (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  g_test_add_func ("/crypto/cms-forms/every-algorithm", test_every_algorithm);
  g_test_add_func ("/crypto/cms-forms/parameters-of-pss", test_parameters_of_pss);
  g_test_add_func ("/crypto/cms-forms/attributes-must-agree", test_attributes_must_agree);
  g_test_add_func ("/crypto/cms-forms/one-signer-and-no-content", test_one_signer_and_no_content);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
