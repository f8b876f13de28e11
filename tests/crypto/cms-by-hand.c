/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The parts of a signature as DER, one inside the other, signed by the openssl program. */

#include "cms-by-hand.h"

#include "hopso-test-hex.h"

#include <string.h>

#define OID_DATA           "06092a864886f70d010701"
#define OID_SIGNED_DATA    "06092a864886f70d010702"
#define OID_CONTENT_TYPE   "06092a864886f70d010903"
#define OID_DIGEST         "06092a864886f70d010904"
#define OID_CERTIFICATE_V1 "060b2a864886f70d010910020c"
#define OID_CERTIFICATE_V2 "060b2a864886f70d010910022f"
#define OID_PROTECTION     "06092a864886f70d010934"
#define OID_ARCHIVE        "06092a864886f72f010108"
#define OID_REVOCATIONS    "060b2a864886f70d0109100218"
#define OID_CERTIFICATES   "060b2a864886f70d0109100217"

static HopsoTestPki *pki; /* borrowed: while one is made */

#define SEQUENCE 0x30
#define SET      0x31
#define OCTETS   0x04

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
  g_autoptr (GBytes) content = g_bytes_new_static (CMS_CONTENT, strlen (CMS_CONTENT));

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

/* Made beforehand: list.der, answer.der and what is inside the latter. */
static GBytes *
evidence (gboolean is_bare)
{
  g_autoptr (GBytes) answer = hopso_test_pki_read (pki, "answer.der");
  GBytes *inside = g_bytes_ref (answer);

  if (is_bare)
    {
      g_autoptr (GBytes) explicit = member (answer, 1);
      g_autoptr (GBytes) typed = member (explicit, 0);
      g_autoptr (GBytes) octets = member (typed, 1);

      g_bytes_unref (inside);
      inside = member (octets, 0);
    }
  return der (SEQUENCE,
              der (0xa0, der (SEQUENCE, hopso_test_pki_read (pki, "list.der"), NULL), NULL),
              der (0xa1, der (SEQUENCE, inside, NULL), NULL), NULL);
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
              protection (way, form),
              form == WITH_ARCHIVE ? attribute (OID_ARCHIVE, evidence (FALSE)) : empty (), NULL);
}

static GBytes *
certificate_der (const char *name)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);

  return g_bytes_ref (hopso_certificate_get_der (certificate));
}

static GBytes *
unsigned_attributes (const Way *way, Form form)
{
  if (form == DIGEST_UNSIGNED)
    return der (0xa1, message_digest (way), NULL);
  if (form == WITH_VALUES)
    return der (0xa1, attribute (OID_REVOCATIONS, evidence (TRUE)),
                attribute (OID_CERTIFICATES, der (SEQUENCE, certificate_der ("sub"), NULL)), NULL);
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

GBytes *
cms_by_hand_make (HopsoTestPki *used, const Way *way, Form form)
{
  pki = used;

  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, way->name);
  GBytes *inside =
      form == CONTENT_INSIDE
          ? der (0xa0, der (OCTETS, g_bytes_new_static (CMS_CONTENT, strlen (CMS_CONTENT)), NULL),
                 NULL)
          : empty ();
  GBytes *data =
      der (SEQUENCE, hopso_test_hex ("020101"), der (SET, hopso_test_hex (way->digest), NULL),
           der (SEQUENCE, hopso_test_hex (OID_DATA), inside, NULL),
           der (0xa0, g_bytes_ref (hopso_certificate_get_der (certificate)), NULL),
           form == WITH_LISTS ? der (0xa1, hopso_test_pki_read (pki, "list.der"), NULL) : empty (),
           der (SET, signer_info (way, form),
                form == TWO_SIGNERS ? signer_info (way, HONEST) : empty (), NULL),
           NULL);

  return der (SEQUENCE, hopso_test_hex (OID_SIGNED_DATA), der (0xa0, data, NULL), NULL);
}
