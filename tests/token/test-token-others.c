/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tokens of other makes and other keys: several at once, on two readers and two modules; NSS's
 * software token beside SoftHSM's; RSA up to 4096 bits and P-384, with each hash. */

#include "hopso-test-token.h"
#include "test-token-common.h"

#include <glib/gstdio.h>
#include <string.h>

#define NSS_MODULE "libsoftokn3.so"

static HopsoTestPki *pki;     /* owned by main */
static HopsoTestToken *token; /* owned by main */

static void run (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
run (const char *format, ...)
{
  g_autofree char *out = NULL, *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (!g_spawn_command_line_sync (command, &out, &err, &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s%s%s", command, error->message, out, err);
}

/* --- keys of all sizes ----------------------------------------------------------------------- */

static const struct
{
  const char *name, *algorithm, *id;
} keys[] = {
  { "rsa-3072", "RSA -pkeyopt rsa_keygen_bits:3072", "31" },
  { "rsa-4096", "RSA -pkeyopt rsa_keygen_bits:4096", "41" },
  { "p384", "EC -pkeyopt ec_paramgen_curve:P-384", "51" },
  { "rsa-1024", "RSA -pkeyopt rsa_keygen_bits:1024", "61" },
};

static void
make_keys (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    hopso_test_token_add_key (token, pki, "first", keys[i].name, keys[i].algorithm, keys[i].id);
}

/* --- NSS ------------------------------------------------------------------------------------- */

static void
write_file (const char *path, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* As an administrator would make p11-kit know it. */
static void
make_nss (void)
{
  const char *folder = hopso_test_pki_get_folder (pki);
  g_autofree char *db = hopso_test_pki_dup_path (pki, "nss");
  g_autofree char *pin = hopso_test_pki_dup_path (pki, "nss-pin");
  g_autofree char *module =
      g_build_filename (g_get_user_config_dir (), "pkcs11", "modules", "nss.module", NULL);
  g_autofree char *soft =
      g_build_filename (g_get_user_config_dir (), "pkcs11", "modules", "soft.module", NULL);
  g_autofree char *soft_text = g_strdup_printf ("module: %s\n", hopso_test_token_find_module ());
  g_autofree char *text = g_strdup_printf ("module: /usr/lib/x86_64-linux-gnu/" NSS_MODULE "\n"
                                           "x-init-reserved: configdir='sql:%s' flags=\n",
                                           db);

  g_mkdir (db, 0700);
  write_file (pin, HOPSO_TEST_TOKEN_PIN "\n");
  run ("certutil -N -d sql:%s -f %s", db, pin);
  run ("openssl pkcs12 -export -inkey %s/signer-rsa.key -in %s/signer-rsa.pem -name rsa "
       "-out %s/nss.p12 -passout pass:x",
       folder, folder, folder);
  run ("pk12util -i %s/nss.p12 -d sql:%s -k %s -W x", folder, db, pin);
  run ("openssl pkcs12 -export -inkey %s/signer-ec.key -in %s/signer-ec.pem -name ec "
       "-out %s/nss-ec.p12 -passout pass:x",
       folder, folder, folder);
  run ("pk12util -i %s/nss-ec.p12 -d sql:%s -k %s -W x", folder, db, pin);
  write_file (module, text);
  write_file (soft, soft_text);
}

/* --- the tests ------------------------------------------------------------------------------- */

typedef struct
{
  HopsoTokenMonitor *monitor;
  GListModel *tokens;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->monitor = hopso_token_monitor_new (NULL);
  f->tokens = hopso_token_monitor_get_tokens (f->monitor);
  g_assert_true (refresh (f->monitor, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->monitor);
}

/* The token whose certificates have one that is called @name. */
static HopsoToken *
find (Fixture *f, const char *label, const char *name, HopsoTokenCertificate **certificate)
{
  g_autoptr (HopsoCertificate) wanted = hopso_test_pki_dup_certificate (pki, name);

  for (guint i = 0; i < g_list_model_get_n_items (f->tokens); i++)
    {
      g_autoptr (HopsoToken) one = g_list_model_get_item (f->tokens, i);
      g_autoptr (GError) error = NULL;

      if (label != NULL && !g_str_equal (hopso_token_get_label (one), label))
        continue;
      g_autoptr (GPtrArray) all = list (one, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < all->len; j++)
        if (hopso_certificate_equal (hopso_token_certificate_get_certificate (all->pdata[j]),
                                     wanted))
          {
            *certificate = g_object_ref (all->pdata[j]);
            return g_steal_pointer (&one);
          }
    }
  g_error ("%s is on no token", name);
}

static void
sign_and_verify (HopsoTokenSession *session,
                 const char *name,
                 HopsoSignatureScheme scheme,
                 HopsoHash hash)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("to be signed", 12);
  g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = sign (session, scheme, hash, text, &error);

  g_assert_no_error (error);
  g_autoptr (GBytes) der = scheme == HOPSO_SIGNATURE_SCHEME_ECDSA
                               ? hopso_signature_ecdsa_to_der (value, &error)
                               : g_bytes_ref (value);
  g_autoptr (GBytes) digest = hopso_digest_bytes (hash, text);
  g_assert_true (hopso_signature_verify (signer, scheme, hash, digest, der, &error));
  g_assert_no_error (error);
}

static void
sign_each_way (Fixture *f, const char *label, const char *name)
{
  static const HopsoHash hashes[] = { HOPSO_HASH_SHA256, HOPSO_HASH_SHA384, HOPSO_HASH_SHA512 };
  static const HopsoSignatureScheme schemes[] = { HOPSO_SIGNATURE_SCHEME_RSA_PSS,
                                                  HOPSO_SIGNATURE_SCHEME_RSA_PKCS1,
                                                  HOPSO_SIGNATURE_SCHEME_ECDSA };
  g_autoptr (HopsoTokenCertificate) certificate = NULL;
  g_autoptr (HopsoToken) one = find (f, label, name, &certificate);
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTokenSession) session =
      open_session (one, certificate, HOPSO_PIN_PROMPT (prompt), &error);
  guint n = 0;

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (hashes); j++)
      if (hopso_token_session_supports (session, schemes[i]))
        {
          g_test_message ("%s %s: scheme %u, hash %u", hopso_token_get_label (one), name,
                          schemes[i], hashes[j]);
          sign_and_verify (session, name, schemes[i], hashes[j]);
          n++;
        }
  g_assert_cmpuint (n, ==,
                    hopso_certificate_get_key_type (
                        hopso_token_certificate_get_certificate (certificate)) == HOPSO_KEY_TYPE_RSA
                        ? 6
                        : 3);
  g_assert_cmpuint (hopso_test_prompt_get_n_asked (prompt), ==, 1);
}

static void
test_all_are_seen_at_once (Fixture *f, gconstpointer data)
{
  guint n_first = 0, n_second = 0, n_nss = 0;

  for (guint i = 0; i < g_list_model_get_n_items (f->tokens); i++)
    {
      g_autoptr (HopsoToken) one = g_list_model_get_item (f->tokens, i);

      n_first += g_str_equal (hopso_token_get_label (one), "first");
      n_second += g_str_equal (hopso_token_get_label (one), "second");
      n_nss += strstr (hopso_token_get_manufacturer (one), "Mozilla") != NULL;
    }
  g_assert_cmpuint (n_first, ==, 1);
  g_assert_cmpuint (n_second, ==, 1);
  g_assert_cmpuint (n_nss, >=, 1);
}

/* Two sessions at once, on two tokens of one module and on a third of another. */
static void
test_each_signs_for_itself (Fixture *f, gconstpointer data)
{
  static const char *const labels[] = { "first", "second" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autoptr (HopsoTokenCertificate) certificate = NULL;
      g_autoptr (HopsoToken) one = find (f, labels[i], "signer-ec", &certificate);
      g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);

      g_ptr_array_add (sessions,
                       open_session (one, certificate, HOPSO_PIN_PROMPT (prompt), &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < sessions->len; j++)
      sign_and_verify (sessions->pdata[j], "signer-ec", HOPSO_SIGNATURE_SCHEME_ECDSA,
                       HOPSO_HASH_SHA256);
  /* Closing one leaves the other. */
  hopso_token_session_close (sessions->pdata[0]);
  sign_and_verify (sessions->pdata[1], "signer-ec", HOPSO_SIGNATURE_SCHEME_ECDSA,
                   HOPSO_HASH_SHA256);
}

static void
test_keys_of_all_sizes_sign (Fixture *f, gconstpointer data)
{
  sign_each_way (f, "first", "rsa-3072");
  sign_each_way (f, "first", "rsa-4096");
  sign_each_way (f, "first", "p384");
  sign_each_way (f, "second", "signer-rsa");
  sign_each_way (f, "second", "signer-ec");
}

static const char *
get_nss_label (Fixture *f)
{
  for (guint i = 0; i < g_list_model_get_n_items (f->tokens); i++)
    {
      g_autoptr (HopsoToken) one = g_list_model_get_item (f->tokens, i);
      g_autoptr (GPtrArray) all = list (one, NULL);

      if (strstr (hopso_token_get_manufacturer (one), "Mozilla") != NULL && all != NULL &&
          all->len > 0)
        return hopso_token_get_label (one); /* the list keeps it */
    }
  g_assert_not_reached ();
}

static void
test_nss_signs (Fixture *f, gconstpointer data)
{
  sign_each_way (f, get_nss_label (f), "signer-rsa");
  sign_each_way (f, get_nss_label (f), "signer-ec");
}

static void
test_nss_says_that_a_pin_is_wrong (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTokenCertificate) certificate = NULL;
  g_autoptr (HopsoToken) one = find (f, get_nss_label (f), "signer-rsa", &certificate);
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new ("7777777");
  g_autoptr (GError) error = NULL;

  g_assert_null (open_session (one, certificate, HOPSO_PIN_PROMPT (prompt), &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_PIN_INCORRECT);
  g_clear_error (&error);
  g_assert_true (change_pin (one, HOPSO_TEST_TOKEN_PIN, "9876543", &error));
  g_assert_no_error (error);
  g_assert_true (change_pin (one, "9876543", HOPSO_TEST_TOKEN_PIN, &error));
  g_assert_no_error (error);
}

static void
test_a_weak_key_cannot_be_chosen (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTokenCertificate) certificate = NULL;
  g_autoptr (HopsoToken) one = find (f, "first", "rsa-1024", &certificate);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpint (hopso_token_certificate_get_fitness (certificate, now), ==,
                   HOPSO_TOKEN_FITNESS_WEAK_KEY);
}

static void
test_a_revoked_one_cannot_be_chosen (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTokenCertificate) certificate = NULL;
  g_autoptr (HopsoToken) one = find (f, "first", "p384", &certificate);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpint (hopso_token_certificate_get_fitness (certificate, now), ==,
                   HOPSO_TOKEN_FITNESS_OK);
  hopso_token_certificate_set_revoked (certificate, TRUE);
  g_assert_cmpint (hopso_token_certificate_get_fitness (certificate, now), ==,
                   HOPSO_TOKEN_FITNESS_REVOKED);
}

static void
test_new_pins_have_limits (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoTokenCertificate) certificate = NULL;
  g_autoptr (HopsoToken) one = find (f, "first", "p384", &certificate);
  guint least, most;

  hopso_token_get_pin_limits (one, &least, &most);
  g_assert_cmpuint (least, ==, 4);
  g_assert_cmpuint (most, ==, 255);
  g_assert_false (hopso_token_takes_pin_of (one, 3));
  g_assert_true (hopso_token_takes_pin_of (one, 4));
  g_assert_false (hopso_token_takes_pin_of (one, 256));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  g_autofree char *config = hopso_test_pki_dup_path (pki, "config");
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  token = hopso_test_token_new (pki, "first");
  hopso_test_token_add (token, pki, "second");
  make_keys ();
  make_nss ();
#define ADD(name, func) g_test_add ("/token/others/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("all-are-seen-at-once", test_all_are_seen_at_once);
  ADD ("each-signs-for-itself", test_each_signs_for_itself);
  ADD ("keys-of-all-sizes-sign", test_keys_of_all_sizes_sign);
  ADD ("nss-signs", test_nss_signs);
  ADD ("nss-says-that-a-pin-is-wrong", test_nss_says_that_a_pin_is_wrong);
  ADD ("a-weak-key-cannot-be-chosen", test_a_weak_key_cannot_be_chosen);
  ADD ("a-revoked-one-cannot-be-chosen", test_a_revoked_one_cannot_be_chosen);
  ADD ("new-pins-have-limits", test_new_pins_have_limits);
  int status = g_test_run ();
  hopso_test_token_free (token);
  hopso_test_pki_free (pki);
  return status;
}
