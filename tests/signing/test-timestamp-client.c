/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What timestamp authorities can do, right and wrong: only a timestamp that is one for these very
 * bytes by a trusted authority comes through, the words say what was wrong, and nobody waits longer
 * than he wants to. */

#include "hopso-digest.h"
#include "hopso-http.h"
#include "hopso-signing-error.h"
#include "hopso-test-authorities.h"
#include "hopso-timestamp-client.h"
#include "hopso-timestamp.h"

#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* How far this program's monotonic clock, and with it every timer, has been moved on. */
static gint64 seconds_ahead;

int
clock_gettime (clockid_t clock, struct timespec *now)
{
  int status = (int) syscall (SYS_clock_gettime, clock, now);

  if (clock == CLOCK_MONOTONIC)
    now->tv_sec += __atomic_load_n (&seconds_ahead, __ATOMIC_RELAXED);
  return status;
}

typedef struct
{
  HopsoTestAuthorities *authorities; /* owned */
  HopsoPdfClient *pdf_client;        /* owned */
  HopsoVerifier *verifier;           /* owned */
  HopsoTimestampClient *client;      /* owned */
  GBytes *digest;                    /* owned */
  GCancellable *cancellable;         /* owned */
  guint cancel_at;                   /* the try that is cancelled, 0 none */
  guint n_tries;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoTrustList) trust = hopso_trust_list_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoHttp) http = hopso_http_new (NULL, &error);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("stamped", 7);

  g_assert_no_error (error);
  f->authorities = hopso_test_authorities_new ();
  g_autoptr (HopsoCertificate) root =
      hopso_test_pki_dup_certificate (hopso_test_authorities_get_pki (f->authorities), "root");
  hopso_trust_list_add_certificate (trust, root);
  f->pdf_client = hopso_pdf_client_new ();
  f->verifier = hopso_verifier_new (f->pdf_client, http, trust, clock);
  f->client = hopso_timestamp_client_new (f->verifier);
  hopso_timestamp_client_set_patience (f->client, 30, 3, 10);
  f->digest = hopso_digest_bytes (HOPSO_HASH_SHA256, bytes);
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->cancellable);
  g_bytes_unref (f->digest);
  g_object_unref (f->client);
  g_object_unref (f->verifier);
  g_object_unref (f->pdf_client);
  hopso_test_authorities_free (f->authorities);
}

static void
tried (guint number, gpointer data)
{
  Fixture *f = data;

  f->n_tries++;
  g_assert_cmpuint (number, ==, f->n_tries);
  if (number == f->cancel_at)
    g_cancellable_cancel (f->cancellable);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GBytes *
stamp_at (Fixture *f, const char *url, GError **error)
{
  const HopsoTimestampWish wish = { url, HOPSO_HASH_SHA256, f->digest, tried, f };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  f->n_tries = 0;
  hopso_timestamp_client_stamp_async (f->client, &wish, f->cancellable, done_cb, &pending);
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = pending;
  return hopso_timestamp_client_stamp_finish (f->client, result, error);
}

static GBytes *
stamp (Fixture *f, const char *path, GError **error)
{
  g_autofree char *url = hopso_test_authorities_dup_url (f->authorities, path);

  return stamp_at (f, url, error);
}

static void
check_token (Fixture *f, GBytes *token)
{
  HopsoTestPki *pki = hopso_test_authorities_get_pki (f->authorities);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTimestamp) timestamp = hopso_timestamp_parse (token, &error);
  HopsoTimestampFindings findings;
  g_autofree char *hex = hopso_digest_to_hex (f->digest);
  g_autofree char *command =
      g_strdup_printf ("ts -verify -digest %s -token_in -in token.der -CAfile root.pem -untrusted "
                       "sub.pem",
                       hex);

  g_assert_no_error (error);
  g_assert_true (hopso_timestamp_verify (timestamp, f->digest, &findings));
  hopso_test_pki_write (pki, "token.der", token);
  hopso_test_pki_run (pki, command);
}

static void
test_good (Fixture *f, gconstpointer data)
{
  static const char *const paths[] = { "/tsa/good", "/tsa/slow/1", "/tsa/third" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) token = stamp (f, paths[i], &error);

      g_assert_no_error (error);
      check_token (f, token);
      g_assert_cmpuint (f->n_tries, ==, i == 2 ? 3 : 1);
    }
}

static const struct
{
  const char *path;
  HopsoSigningError code;
  const char *words;
  guint n_tries;
} faults[] = {
  { "/tsa/nonce", HOPSO_SIGNING_ERROR_AUTHORITY, "nonce", 1 },
  { "/tsa/imprint", HOPSO_SIGNING_ERROR_AUTHORITY, "imprint", 1 },
  { "/tsa/garbage", HOPSO_SIGNING_ERROR_AUTHORITY, "no answer of a timestamp authority", 1 },
  { "/tsa/empty", HOPSO_SIGNING_ERROR_AUTHORITY, "no answer of a timestamp authority", 1 },
  { "/tsa/refused", HOPSO_SIGNING_ERROR_AUTHORITY, "The authority refused", 1 },
  { "/tsa/ahead/7200", HOPSO_SIGNING_ERROR_AUTHORITY, "differ by 1", 1 },
  { "/tsa/ahead/-7200", HOPSO_SIGNING_ERROR_AUTHORITY, "differ by 1", 1 },
  { "/tsa/endless", HOPSO_SIGNING_ERROR_AUTHORITY, "too large", 1 },
  { "/tsa/again/tsa-loose", HOPSO_SIGNING_ERROR_AUTHORITY, "not for timestamps alone", 1 },
  { "/tsa/again/tsa-mild", HOPSO_SIGNING_ERROR_AUTHORITY, "not for timestamps alone", 1 },
  { "/tsa/by/tsa-ended", HOPSO_SIGNING_ERROR_AUTHORITY, "has expired", 1 },
  { "/tsa/by/tsa-foreign", HOPSO_SIGNING_ERROR_AUTHORITY, "not trusted", 1 },
  { "/tsa/error", HOPSO_SIGNING_ERROR_NO_TIMESTAMP, "tried 3 times", 3 },
  { "/tsa/cut", HOPSO_SIGNING_ERROR_NO_TIMESTAMP, "tried 3 times", 3 },
};

static void
test_faults (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) token = stamp (f, faults[i].path, &error);

      g_test_message ("%s: %s", faults[i].path, error != NULL ? error->message : "no error");
      g_assert_null (token);
      g_assert_error (error, HOPSO_SIGNING_ERROR, (int) faults[i].code);
      g_assert_nonnull (strstr (error->message, faults[i].words));
      g_assert_cmpuint (f->n_tries, ==, faults[i].n_tries);
    }
}

static void
test_revoked (Fixture *f, gconstpointer data)
{
  HopsoTestPki *pki = hopso_test_authorities_get_pki (f->authorities);
  g_autoptr (GError) error = NULL;

  hopso_test_pki_run (pki, "ca -config ca.cnf -name sub -revoke tsa-online.pem -crl_reason "
                           "keyCompromise");
  hopso_test_pki_run (pki, "ca -config ca.cnf -name sub -gencrl -out sub.crl.pem");
  hopso_test_pki_run (pki, "crl -in sub.crl.pem -outform DER -out sub.crl");
  g_autoptr (GBytes) token = stamp (f, "/tsa/good", &error);
  g_assert_null (token);
  g_assert_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_AUTHORITY);
  g_assert_nonnull (strstr (error->message, "revoked"));
}

static void
test_nobody (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) forbidden = NULL;

  hopso_test_authorities_go (f->authorities, FALSE);
  g_assert_null (stamp (f, "/tsa/good", &refused));
  g_assert_error (refused, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_NO_TIMESTAMP);
  g_assert_cmpuint (f->n_tries, ==, 3);
  g_assert_null (stamp_at (f, "ftp://127.0.0.1/tsa", &forbidden));
  g_assert_error (forbidden, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_AUTHORITY);
  g_assert_cmpuint (f->n_tries, ==, 1);
}

static void
test_time_is_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  hopso_timestamp_client_set_patience (f->client, 1, 2, 10);
  g_assert_null (stamp (f, "/tsa/silent", &error));
  g_assert_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_NO_TIMESTAMP);
  g_assert_cmpuint (f->n_tries, ==, 2);
}

static void
move_on (guint seconds)
{
  __atomic_add_fetch (&seconds_ahead, seconds, __ATOMIC_RELAXED);
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
}

/* The patience that people get: three minutes for each of three tries, and not a second less, since
 * some authorities take that long. The clock moves, nobody waits. */
static void
test_three_minutes_of_silence (Fixture *f, gconstpointer data)
{
  g_autofree char *url = hopso_test_authorities_dup_url (f->authorities, "/tsa/silent");
  const HopsoTimestampWish wish = { url, HOPSO_HASH_SHA256, f->digest, tried, f };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_object_unref (f->client);
  f->client = hopso_timestamp_client_new (f->verifier);
  f->n_tries = 0;
  hopso_timestamp_client_stamp_async (f->client, &wish, f->cancellable, done_cb, &pending);
  for (guint number = 1; number <= 3; number++)
    {
      guint pause = 0;

      /* Only what has been asked can be silent. */
      while (hopso_test_authorities_count (f->authorities) < number)
        g_main_context_iteration (NULL, FALSE);
      g_assert_cmpuint (f->n_tries, ==, number);
      move_on (170);
      g_assert_null (pending);
      g_assert_cmpuint (f->n_tries, ==, number);
      for (; pending == NULL && f->n_tries == number; pause++)
        move_on (1);
      g_assert_cmpuint (pause, <=, 10 + 2 * number + 3);
    }
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  result = pending;
  g_assert_null (hopso_timestamp_client_stamp_finish (f->client, result, &error));
  g_assert_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_NO_TIMESTAMP);
  g_assert_cmpuint (f->n_tries, ==, 3);
}

/* While it is asked, and between two tries: both would take half an hour. */
static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) asked = NULL;
  g_autoptr (GError) between = NULL;

  hopso_timestamp_client_set_patience (f->client, 1800, 3, 1800 * 1000);
  f->cancel_at = 1;
  g_assert_null (stamp (f, "/tsa/silent", &asked));
  g_assert_error (asked, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_cancellable_reset (f->cancellable);
  f->cancel_at = 0;
  g_autofree char *url = hopso_test_authorities_dup_url (f->authorities, "/tsa/error");
  const HopsoTimestampWish wish = { url, HOPSO_HASH_SHA256, f->digest, tried, f };
  GAsyncResult *pending = NULL;
  guint before = hopso_test_authorities_count (f->authorities);
  f->n_tries = 0;
  hopso_timestamp_client_stamp_async (f->client, &wish, f->cancellable, done_cb, &pending);
  while (hopso_test_authorities_count (f->authorities) == before)
    g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < 200 && pending == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (pending);
  g_cancellable_cancel (f->cancellable);
  while (pending == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_autoptr (GAsyncResult) result = pending;
  g_assert_null (hopso_timestamp_client_stamp_finish (f->client, result, &between));
  g_assert_error (between, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (f->n_tries, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *f, gconstpointer data);
  } tests[] = {
    { "/signing/timestamp-client/good", test_good },
    { "/signing/timestamp-client/faults", test_faults },
    { "/signing/timestamp-client/revoked", test_revoked },
    { "/signing/timestamp-client/nobody", test_nobody },
    { "/signing/timestamp-client/three-minutes-of-silence", test_three_minutes_of_silence },
    { "/signing/timestamp-client/time-is-up", test_time_is_up },
    { "/signing/timestamp-client/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
