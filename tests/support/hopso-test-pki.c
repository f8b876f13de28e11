/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The PKI of the tests. The openssl program makes it, so that our own reading of the standards
 * does not judge itself. */

#include "hopso-test-pki.h"

#include <glib/gstdio.h>
#include <string.h>

struct _HopsoTestPki
{
  char *folder;   /* owned */
  char *crl_base; /* owned: the address of the folder with the lists */
  char *ocsp_url; /* owned: who answers about the signers */
  gint64 time;    /* when the openssl program runs, 0 for now */
};

static const char configuration[] =
    "[req]\n"
    "distinguished_name = none\n"
    "string_mask = utf8only\n"
    "utf8 = yes\n"
    "[none]\n"
    "[policy]\n"
    "countryName = optional\n"
    "organizationName = optional\n"
    "organizationalUnitName = optional\n"
    "title = optional\n"
    "commonName = supplied\n"
    "[root]\n"
    "certificate = root.pem\nprivate_key = root.key\ndatabase = root.index\n"
    "new_certs_dir = .\nrand_serial = yes\npolicy = policy\ndefault_md = sha256\n"
    "unique_subject = no\ndefault_crl_days = 30\npreserve = yes\ncrlnumber = root.number\n"
    "[sub]\n"
    "certificate = sub.pem\nprivate_key = sub.key\ndatabase = sub.index\n"
    "new_certs_dir = .\nrand_serial = yes\npolicy = policy\ndefault_md = sha256\n"
    "unique_subject = no\ndefault_crl_days = 30\npreserve = yes\ncrlnumber = sub.number\n"
    "[signer-ec]\n"
    "certificate = signer-ec.pem\nprivate_key = signer-ec.key\ndatabase = signer-ec.index\n"
    "new_certs_dir = .\nrand_serial = yes\npolicy = policy\ndefault_md = sha256\n"
    "unique_subject = no\npreserve = yes\n"
    "[x_root]\n"
    "basicConstraints = critical,CA:TRUE\n"
    "keyUsage = critical,keyCertSign,cRLSign\n"
    "subjectKeyIdentifier = hash\n"
    "[x_sub]\n"
    "basicConstraints = critical,CA:TRUE,pathlen:0\n"
    "keyUsage = critical,keyCertSign,cRLSign\n"
    "subjectKeyIdentifier = hash\n"
    "authorityKeyIdentifier = keyid\n"
    "crlDistributionPoints = URI:$ENV::HOPSO_CRL_BASE/root.crl\n"
    "[x_signer]\n"
    "basicConstraints = critical,CA:FALSE\n"
    "keyUsage = critical,digitalSignature,nonRepudiation\n"
    "subjectKeyIdentifier = hash\n"
    "authorityKeyIdentifier = keyid\n"
    "crlDistributionPoints = URI:$ENV::HOPSO_CRL_BASE/sub.crl\n"
    "authorityInfoAccess = OCSP;URI:$ENV::HOPSO_OCSP_URL,"
    "caIssuers;URI:http://ca.example.vn/sub.crt\n"
    "[x_encrypt]\n"
    "keyUsage = critical,keyEncipherment\n"
    "[x_tsa]\n"
    "basicConstraints = critical,CA:FALSE\n"
    "keyUsage = critical,digitalSignature\n"
    "extendedKeyUsage = critical,timeStamping\n"
    "subjectKeyIdentifier = hash\n"
    "authorityKeyIdentifier = keyid\n";

#define RSA         "rsa:2048"
#define EC          "ec -pkeyopt ec_paramgen_curve:P-256"
#define ALWAYS      "-startdate 20200101000000Z -enddate 20491231235959Z"
#define ENDED       "-startdate 20200101000000Z -enddate 20210101000000Z"
#define SIGNER_NAME "/C=VN/O=UBND tỉnh Thanh Hóa/OU=Văn phòng/title=Chánh Văn phòng/CN="

static const struct
{
  const char *name, *key, *subject, *issuer, *extensions, *validity;
} certificates[] = {
  { "root", RSA, "/C=VN/O=Thử nghiệm/CN=CA gốc", NULL, "x_root", ALWAYS },
  { "other-root", EC, "/C=VN/O=Thử nghiệm/CN=CA khác", NULL, "x_root", ALWAYS },
  { "sub", EC, "/C=VN/O=Thử nghiệm/CN=CA cấp dưới", "root", "x_sub", ALWAYS },
  { "signer-rsa", RSA, SIGNER_NAME "Nguyễn Văn Đức", "sub", "x_signer", ALWAYS },
  { "signer-ec", EC, SIGNER_NAME "Lê Thị Ẵn", "sub", "x_signer", ALWAYS },
  { "revoked", EC, SIGNER_NAME "Trần Văn Cũ", "sub", "x_signer", ALWAYS },
  { "expired", EC, SIGNER_NAME "Phạm Văn Hết", "sub", "x_signer", ENDED },
  { "agency", EC, "/C=VN/O=UBND tỉnh Thanh Hóa/CN=Sở Y tế", "sub", "x_signer", ALWAYS },
  { "encrypt", EC, SIGNER_NAME "Đỗ Thị Mã", "sub", "x_encrypt", ALWAYS },
  { "tsa", EC, "/C=VN/O=Thử nghiệm/CN=Dấu thời gian", "sub", "x_tsa", ALWAYS },
  { "child", EC, SIGNER_NAME "Vũ Văn Con", "signer-ec", "x_signer", ALWAYS },
};

static gboolean
run (HopsoTestPki *self, const char *command, char **message)
{
  g_autofree char *then = self->time != 0 ? g_strdup_printf ("LD_PRELOAD=" HOPSO_TEST_CLOCK_LIBRARY
                                                             " HOPSO_TEST_TIME=%" G_GINT64_FORMAT,
                                                             self->time)
                                          : g_strdup ("");
  g_autofree char *line = g_strdup_printf ("HOPSO_CRL_BASE=%s HOPSO_OCSP_URL=%s %s exec openssl %s",
                                           self->crl_base, self->ocsp_url, then, command);
  const char *argv[] = { "/bin/sh", "-c", line, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_spawn_sync (self->folder, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                     NULL, message, &status, &error))
    g_error ("openssl: %s", error->message);
  return g_spawn_check_wait_status (status, NULL);
}

/**
 * hopso_test_pki_set_time:
 * @time: seconds since 1970, 0 for the real time
 *
 * What the openssl program makes from here on, it makes then.
 */
void
hopso_test_pki_set_time (HopsoTestPki *self, gint64 time)
{
  self->time = time;
}

/**
 * hopso_test_pki_get_time:
 *
 * Returns: what the clock of the openssl program shows
 */
gint64
hopso_test_pki_get_time (HopsoTestPki *self)
{
  return self->time != 0 ? self->time : g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * hopso_test_pki_get_issuer:
 * @name: of a certificate
 *
 * Returns: (nullable): the name of its issuer, %NULL when that is itself
 */
const char *
hopso_test_pki_get_issuer (HopsoTestPki *self, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    if (g_str_equal (certificates[i].name, name))
      return certificates[i].issuer;
  g_assert_not_reached ();
}

/**
 * hopso_test_pki_try:
 * @command: what follows "openssl", as in a shell; the working folder is that of the PKI
 *
 * Returns: whether it succeeded
 */
gboolean
hopso_test_pki_try (HopsoTestPki *self, const char *command)
{
  g_autofree char *message = NULL;
  gboolean is_done = run (self, command, &message);

  if (!is_done)
    g_test_message ("openssl %s: %s", command, message);
  return is_done;
}

/**
 * hopso_test_pki_run:
 * @command: what follows "openssl"; must succeed
 */
void
hopso_test_pki_run (HopsoTestPki *self, const char *command)
{
  g_autofree char *message = NULL;

  if (!run (self, command, &message))
    g_error ("openssl %s: %s", command, message);
}

static void runf (HopsoTestPki *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
runf (HopsoTestPki *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hopso_test_pki_run (self, command);
}

static void
write_text (HopsoTestPki *self, const char *file, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  hopso_test_pki_write (self, file, bytes);
}

static void
make_certificate (HopsoTestPki *self, gsize i)
{
  const char *name = certificates[i].name, *issuer = certificates[i].issuer;
  g_autofree char *index = g_strdup_printf ("%s.index", name);
  g_autofree char *number = g_strdup_printf ("%s.number", name);

  write_text (self, index, "");
  write_text (self, number, "01\n");
  runf (self,
        "req -new -config ca.cnf -utf8 -newkey %s -nodes -keyout %s.key -subj '%s' -out %s.csr",
        certificates[i].key, name, certificates[i].subject, name);
  if (issuer == NULL)
    runf (
        self,
        "ca -batch -notext -utf8 -config ca.cnf -name root -selfsign -cert %s.pem -keyfile %s.key "
        "-extensions %s %s -in %s.csr -out %s.pem",
        name, name, certificates[i].extensions, certificates[i].validity, name, name);
  else
    runf (
        self,
        "ca -batch -notext -utf8 -config ca.cnf -name %s -extensions %s %s -in %s.csr -out %s.pem",
        issuer, certificates[i].extensions, certificates[i].validity, name, name);
}

/**
 * hopso_test_pki_new:
 *
 * Returns: (transfer full): a PKI whose lists nobody publishes; takes about half a second
 */
HopsoTestPki *
hopso_test_pki_new (void)
{
  return hopso_test_pki_new_published (HOPSO_TEST_PKI_CRL_BASE);
}

/**
 * hopso_test_pki_new_published:
 * @crl_base: the address of the folder where the certificates say that the lists are
 *
 * Returns: (transfer full): a PKI
 */
HopsoTestPki *
hopso_test_pki_new_published (const char *crl_base)
{
  return hopso_test_pki_new_answered (crl_base, "http://ocsp.example.vn/");
}

/**
 * hopso_test_pki_new_answered:
 * @crl_base: likewise
 * @ocsp_url: where the certificates of signers say that a responder is
 *
 * Returns: (transfer full): a PKI
 */
HopsoTestPki *
hopso_test_pki_new_answered (const char *crl_base, const char *ocsp_url)
{
  HopsoTestPki *self = g_new0 (HopsoTestPki, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("hopso-pki-XXXXXX", &error);
  g_assert_no_error (error);
  self->crl_base = g_strdup (crl_base);
  self->ocsp_url = g_strdup (ocsp_url);
  write_text (self, "ca.cnf", configuration);
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    make_certificate (self, i);
  runf (self, "ca -config ca.cnf -name sub -revoke revoked.pem -crl_reason keyCompromise");
  runf (self, "ca -config ca.cnf -name sub -gencrl -out sub.crl.pem");
  runf (self, "crl -in sub.crl.pem -outform DER -out sub.crl");
  runf (self, "ca -config ca.cnf -name root -gencrl -out root.crl.pem");
  runf (self, "crl -in root.crl.pem -outform DER -out root.crl");
  return self;
}

/**
 * hopso_test_pki_free:
 * @self: (transfer full): removed with its folder
 */
void
hopso_test_pki_free (HopsoTestPki *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = hopso_test_pki_dup_path (self, name);
      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->crl_base);
  g_free (self->ocsp_url);
  g_free (self->folder);
  g_free (self);
}

const char *
hopso_test_pki_get_folder (HopsoTestPki *self)
{
  return self->folder;
}

char *
hopso_test_pki_dup_path (HopsoTestPki *self, const char *file)
{
  return g_build_filename (self->folder, file, NULL);
}

GBytes *
hopso_test_pki_read (HopsoTestPki *self, const char *file)
{
  g_autofree char *path = hopso_test_pki_dup_path (self, file);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

void
hopso_test_pki_write (HopsoTestPki *self, const char *file, GBytes *bytes)
{
  g_autofree char *path = hopso_test_pki_dup_path (self, file);
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_file_set_contents (path, size > 0 ? data : "", (gssize) size, &error);
  g_assert_no_error (error);
}

/**
 * hopso_test_pki_dup_certificate:
 * @name: without ".pem"
 *
 * Returns: (transfer full): that certificate
 */
HopsoCertificate *
hopso_test_pki_dup_certificate (HopsoTestPki *self, const char *name)
{
  g_autofree char *file = g_strdup_printf ("%s.pem", name);
  g_autoptr (GBytes) pem = hopso_test_pki_read (self, file);
  g_autoptr (GError) error = NULL;
  HopsoCertificate *certificate = hopso_certificate_new_from_pem (pem, &error);

  g_assert_no_error (error);
  return certificate;
}

/* r and s, each of 32 bytes, as a token gives them. */
static GBytes *
ecdsa_to_raw (GBytes *der)
{
  const guint8 *at = g_bytes_get_data (der, NULL);
  guint8 raw[64] = { 0 };

  at += 2;
  for (guint i = 0; i < 2; i++)
    {
      gsize size = at[1];
      const guint8 *number = at + 2;

      at = number + size;
      if (size > 32)
        number += size - 32;
      size = MIN (size, 32);
      memcpy (raw + 32 * i + 32 - size, number, size);
    }
  return g_bytes_new (raw, sizeof raw);
}

/**
 * hopso_test_pki_sign:
 * @name: whose key, with ECDSA one of P-256
 *
 * Returns: (transfer full): the value that a token would give
 */
GBytes *
hopso_test_pki_sign (HopsoTestPki *self,
                     const char *name,
                     HopsoSignatureScheme scheme,
                     HopsoHash hash,
                     GBytes *to_be_signed)
{
  hopso_test_pki_write (self, "sign.in", to_be_signed);
  runf (self, "dgst -%s -sign %s.key %s -out sign.out sign.in", hopso_hash_get_name (hash), name,
        scheme == HOPSO_SIGNATURE_SCHEME_RSA_PSS
            ? "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest"
            : "");
  g_autoptr (GBytes) value = hopso_test_pki_read (self, "sign.out");
  return scheme == HOPSO_SIGNATURE_SCHEME_ECDSA ? ecdsa_to_raw (value) : g_bytes_ref (value);
}
