/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing with a real, if soft, token. */

#include "hopso-test-token.h"
#include "hopso-token-uri.h"
#include "test-token-common.h"

#include <string.h>

static HopsoTestPki *pki;     /* owned by main */
static HopsoTestToken *token; /* owned by main */

typedef struct
{
  HopsoTokenMonitor *monitor;
  HopsoToken *token;
  GPtrArray *certificates;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *const modules[] = { hopso_test_token_find_module (), NULL };
  g_autoptr (GError) error = NULL;

  f->monitor = hopso_token_monitor_new (modules);
  g_assert_true (refresh (f->monitor, &error));
  g_assert_no_error (error);
  f->token = g_list_model_get_item (hopso_token_monitor_get_tokens (f->monitor), 0);
  g_assert_nonnull (f->token);
  f->certificates = list (f->token, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_ptr_array_unref (f->certificates);
  g_object_unref (f->token);
  g_assert_finalize_object (f->monitor);
}

static HopsoTokenCertificate *
find (Fixture *f, const char *name)
{
  g_autoptr (HopsoCertificate) wanted = hopso_test_pki_dup_certificate (pki, name);

  for (guint i = 0; i < f->certificates->len; i++)
    if (hopso_certificate_equal (
            hopso_token_certificate_get_certificate (f->certificates->pdata[i]), wanted))
      return f->certificates->pdata[i];
  g_assert_not_reached ();
}

static HopsoTokenSession *
log_in (Fixture *f, const char *name, const char *pin, GError **error)
{
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (pin);
  HopsoTokenSession *session =
      open_session (f->token, find (f, name), HOPSO_PIN_PROMPT (prompt), error);

  g_assert_cmpuint (hopso_test_prompt_get_n_asked (prompt), ==, 1);
  return session;
}

static void
test_is_found_once (Fixture *f, gconstpointer data)
{
  GListModel *tokens = hopso_token_monitor_get_tokens (f->monitor);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, 1);
  g_assert_cmpstr (hopso_token_get_label (f->token), ==, "Chữ ký công vụ");
  g_assert_cmpstr (hopso_token_get_manufacturer (f->token), ==, "SoftHSM project");
  g_assert_cmpuint (strlen (hopso_token_get_serial (f->token)), >, 0);
  g_assert_cmpint (hopso_token_get_pin_state (f->token), ==, HOPSO_PIN_STATE_OK);
  g_assert_false (hopso_token_has_pin_pad (f->token));

  /* Another look finds the same object. */
  g_assert_true (refresh (f->monitor, &error));
  g_autoptr (HopsoToken) again = g_list_model_get_item (tokens, 0);
  g_assert_true (again == f->token);
  g_assert_cmpuint (g_list_model_get_n_items (tokens), ==, 1);
}

static void
test_tells_which_certificates_can_sign (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name;
    HopsoTokenFitness fitness;
  } expected[] = {
    { "signer-rsa", HOPSO_TOKEN_FITNESS_OK },     { "signer-ec", HOPSO_TOKEN_FITNESS_OK },
    { "expired", HOPSO_TOKEN_FITNESS_EXPIRED },   { "encrypt", HOPSO_TOKEN_FITNESS_WRONG_USAGE },
    { "revoked", HOPSO_TOKEN_FITNESS_WRONG_KEY }, { "sub", HOPSO_TOKEN_FITNESS_NO_KEY },
  };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpuint (f->certificates->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s", expected[i].name);
      g_assert_cmpint (hopso_token_certificate_get_fitness (find (f, expected[i].name), now), ==,
                       expected[i].fitness);
    }
  g_assert_cmpint (hopso_token_certificate_get_fitness (find (f, "signer-ec"), 0), ==,
                   HOPSO_TOKEN_FITNESS_NOT_YET_VALID);
}

static const struct
{
  const char *name;
  HopsoSignatureScheme scheme;
  HopsoHash hash;
} ways[] = {
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, HOPSO_HASH_SHA256 },
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, HOPSO_HASH_SHA512 },
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PKCS1, HOPSO_HASH_SHA3_256 },
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PSS, HOPSO_HASH_SHA256 },
  { "signer-rsa", HOPSO_SIGNATURE_SCHEME_RSA_PSS, HOPSO_HASH_SHA384 },
  { "signer-ec", HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA256 },
  { "signer-ec", HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA512 },
};

static void
test_signs_what_the_certificate_verifies (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("to be signed", 12);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoTokenSession) session =
          log_in (f, ways[i].name, HOPSO_TEST_TOKEN_PIN, &error);
      g_assert_no_error (error);
      g_assert_true (hopso_token_session_supports (session, ways[i].scheme));
      g_autoptr (GBytes) value = sign (session, ways[i].scheme, ways[i].hash, text, &error);
      g_assert_no_error (error);

      g_autoptr (GBytes) der = ways[i].scheme == HOPSO_SIGNATURE_SCHEME_ECDSA
                                   ? hopso_signature_ecdsa_to_der (value, &error)
                                   : g_bytes_ref (value);
      g_autoptr (GBytes) digest = hopso_digest_bytes (ways[i].hash, text);
      g_autoptr (HopsoCertificate) signer = hopso_test_pki_dup_certificate (pki, ways[i].name);
      g_assert_true (
          hopso_signature_verify (signer, ways[i].scheme, ways[i].hash, digest, der, &error));
      g_assert_no_error (error);
    }
}

static void
test_one_pin_serves_many_signatures (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);
  g_autoptr (HopsoTokenSession) session =
      open_session (f->token, find (f, "signer-ec"), HOPSO_PIN_PROMPT (prompt), &error);
  g_autoptr (GBytes) text = g_bytes_new_static ("to be signed", 12);

  g_assert_no_error (error);
  g_assert_cmpint (hopso_token_session_get_preferred_scheme (session), ==,
                   HOPSO_SIGNATURE_SCHEME_ECDSA);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GBytes) value =
          sign (session, HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA256, text, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (value), ==, 64);
    }
  g_assert_cmpuint (hopso_test_prompt_get_n_asked (prompt), ==, 1);
}

static void
test_prefers_pss (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTokenSession) session = log_in (f, "signer-rsa", HOPSO_TEST_TOKEN_PIN, &error);

  g_assert_no_error (error);
  g_assert_cmpint (hopso_token_session_get_preferred_scheme (session), ==,
                   HOPSO_SIGNATURE_SCHEME_RSA_PSS);
  g_assert_false (hopso_token_session_supports (session, HOPSO_SIGNATURE_SCHEME_ECDSA));
}

static void
test_refuses_what_the_key_cannot (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTokenSession) session = log_in (f, "signer-rsa", HOPSO_TEST_TOKEN_PIN, &error);
  g_autoptr (GBytes) text = g_bytes_new_static ("to be signed", 12);

  g_assert_no_error (error);
  g_assert_null (sign (session, HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA256, text, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (sign (session, HOPSO_SIGNATURE_SCHEME_RSA_PSS, HOPSO_HASH_SHA3_256, text, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_UNSUPPORTED);
}

/* log_in() sees that the prompt was asked once only. */
static void
test_a_wrong_pin_is_not_tried_again (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (log_in (f, "signer-ec", "0000000", &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_PIN_INCORRECT);
  g_clear_error (&error);
  /* The token says so itself, and a person is told before the next try. */
  g_assert_cmpint (hopso_token_get_pin_state (f->token), ==, HOPSO_PIN_STATE_LOW);

  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);
  g_autoptr (HopsoTokenSession) session =
      open_session (f->token, find (f, "signer-ec"), HOPSO_PIN_PROMPT (prompt), &error);
  g_assert_no_error (error);
  g_assert_nonnull (session);
  g_assert_cmpint (hopso_test_prompt_get_last_state (prompt), ==, HOPSO_PIN_STATE_LOW);
  g_assert_cmpint (hopso_token_get_pin_state (f->token), ==, HOPSO_PIN_STATE_OK);
}

static void
test_giving_up_at_the_prompt_is_no_failure (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (log_in (f, "signer-ec", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (hopso_token_get_pin_state (f->token), ==, HOPSO_PIN_STATE_OK);
}

/* The certificate "revoked" carries the number of another one's key. */
static void
test_a_key_must_match_by_more_than_its_number (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (log_in (f, "revoked", HOPSO_TEST_TOKEN_PIN, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_NO_TOKEN);
}

static void
test_a_closed_session_ends_the_login (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  HopsoTokenSession *session = log_in (f, "signer-ec", HOPSO_TEST_TOKEN_PIN, &error);

  g_assert_no_error (error);
  hopso_token_session_close (session);
  g_object_unref (session);
  g_assert_null (log_in (f, "signer-ec", "0000000", &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_PIN_INCORRECT);
  g_clear_error (&error);
  /* Leaves the token as it was. */
  session = log_in (f, "signer-ec", HOPSO_TEST_TOKEN_PIN, &error);
  g_assert_no_error (error);
  g_object_unref (session);
}

static void
test_a_pin_can_be_changed (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (change_pin (f->token, HOPSO_TEST_TOKEN_PIN, "7654321", &error));
  g_assert_no_error (error);
  g_autoptr (HopsoTokenSession) session = log_in (f, "signer-ec", "7654321", &error);
  g_assert_no_error (error);
  hopso_token_session_close (session);
  g_assert_true (change_pin (f->token, "7654321", HOPSO_TEST_TOKEN_PIN, &error));
  g_assert_no_error (error);
}

static void
test_the_old_pin_must_be_right (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (change_pin (f->token, "0000000", "7654321", &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_PIN_INCORRECT);
  g_assert_cmpint (hopso_token_get_pin_state (f->token), ==, HOPSO_PIN_STATE_LOW);
  g_clear_error (&error);
  /* The token takes the old one still. */
  g_autoptr (HopsoTokenSession) session = log_in (f, "signer-ec", HOPSO_TEST_TOKEN_PIN, &error);
  g_assert_no_error (error);
  g_assert_nonnull (session);
}

/* What fits no URI is refused; a URI never fits more than it says. */
static void
test_uris_name_keys (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *uri;
    int n_matches; /* -1: refused */
  } table[] = {
    { "pkcs11:", -2 },
    { "pkcs11:id=%01", 1 },
    { "pkcs11:manufacturer=SoftHSM%20project;id=%01;type=cert", 1 },
    { "pkcs11:id=%01;type=private?module-path=/m.so&pin-source=file:/pin", 1 },
    { "pkcs11:id=%01;token=other", 0 },
    { "pkcs11:id=%01%02", 0 },
    { "pkcs11:id=%0", -1 },
    { "pkcs11:id=%01;id=%01", -1 },
    { "pkcs11:id", -1 },
    { "pkcs11:token=%ff", -1 },
    { "pkcs11:object=key", -1 },
    { "pkcs11:slot-id=1", -1 },
    { "pkcs11:?pin-value=1234", -1 },
    { "pkcs11:?pin-source=%7ccommand", -1 },
    { "PIN", -1 },
    { "", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoTokenUri) uri = hopso_token_uri_parse (table[i].uri, &error);
      int n = 0;

      g_assert_cmpint (uri != NULL, ==, table[i].n_matches != -1);
      for (guint j = 0; uri != NULL && j < f->certificates->len; j++)
        n += hopso_token_uri_matches (uri, f->token, f->certificates->pdata[j]);
      g_assert_cmpint (n, ==,
                       table[i].n_matches == -2 ? (int) f->certificates->len
                                                : MAX (table[i].n_matches, 0));
    }
}

static void
add (const char *path, void (*test) (Fixture *f, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  pki = hopso_test_pki_new ();
  token = hopso_test_token_new (pki, "Chữ ký công vụ");
  add ("/token/is-found-once", test_is_found_once);
  add ("/token/uris-name-keys", test_uris_name_keys);
  add ("/token/tells-which-certificates-can-sign", test_tells_which_certificates_can_sign);
  add ("/token/signs-what-the-certificate-verifies", test_signs_what_the_certificate_verifies);
  add ("/token/one-pin-serves-many-signatures", test_one_pin_serves_many_signatures);
  add ("/token/prefers-pss", test_prefers_pss);
  add ("/token/refuses-what-the-key-cannot", test_refuses_what_the_key_cannot);
  add ("/token/a-wrong-pin-is-not-tried-again", test_a_wrong_pin_is_not_tried_again);
  add ("/token/giving-up-at-the-prompt-is-no-failure", test_giving_up_at_the_prompt_is_no_failure);
  add ("/token/a-key-must-match-by-more-than-its-number",
       test_a_key_must_match_by_more_than_its_number);
  add ("/token/a-closed-session-ends-the-login", test_a_closed_session_ends_the_login);
  add ("/token/a-pin-can-be-changed", test_a_pin_can_be_changed);
  add ("/token/the-old-pin-must-be-right", test_the_old_pin_must_be_right);
  int status = g_test_run ();
  hopso_test_token_free (token);
  hopso_test_pki_free (pki);
  return status;
}
