/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A module that fails in each of its calls, in each way: it costs an error and nothing else, and
 * the next try is a new one. Then modules that lie about lengths and cut off what they give. */

#include "hopso-test-soak.h"
#include "hopso-test-token.h"
#include "test-token-common.h"

#define DEADLINE_MS  250
#define PATIENT_MS   20000
#define MANY_ROUNDS  40
#define MAX_CHILDREN 1

static HopsoTestPki *pki; /* owned by main */

static HopsoTokenMonitor *
fake_new (const char *way)
{
  const char *const modules[] = { g_getenv ("HOPSO_TEST_FAKE_MODULE"), NULL };

  g_setenv ("HOPSO_FAKE_MODULE", way, TRUE);
  return hopso_token_monitor_new (modules);
}

static void
set_literal (GError **error, const char *words)
{
  g_set_error_literal (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_NO_TOKEN, words);
}

static gboolean
sign_with (HopsoToken *token, HopsoTokenCertificate *certificate, GError **error)
{
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);
  g_autoptr (GBytes) text = g_bytes_new_static ("to be signed", 12);
  g_autoptr (HopsoTokenSession) session =
      open_session (token, certificate, HOPSO_PIN_PROMPT (prompt), error);
  g_autoptr (GBytes) value =
      session != NULL ? sign (session, HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA256, text, error)
                      : NULL;

  return value != NULL;
}

/* Everything that is ever asked of a token, up to the first error. */
static gboolean
travel (HopsoTokenMonitor *monitor, GError **error)
{
  if (!refresh (monitor, error))
    return FALSE;
  g_autoptr (HopsoToken) token =
      g_list_model_get_item (hopso_token_monitor_get_tokens (monitor), 0);
  if (token == NULL)
    {
      set_literal (error, "no token");
      return FALSE;
    }
  g_autoptr (GPtrArray) certificates = list (token, error);
  if (certificates == NULL)
    return FALSE;
  if (certificates->len == 0)
    {
      set_literal (error, "no certificate");
      return FALSE;
    }
  return sign_with (token, certificates->pdata[0], error) &&
         change_pin (token, HOPSO_TEST_TOKEN_PIN, "7654321", error);
}

/* The process that failed is gone; a new one reads the environment again. */
static void
assert_recovers (HopsoTokenMonitor *monitor)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("HOPSO_FAKE_MODULE", "behaves", TRUE);
  hopso_token_monitor_set_deadline (monitor, PATIENT_MS);
  g_assert_true (travel (monitor, &error));
  g_assert_no_error (error);
}

static const char *const calls[] = {
  "initialize", "info",  "slots", "token",     "mechanisms", "open", "search",
  "find",       "login", "close", "attribute", "prepare",    "sign", "set-pin",
};

static const struct
{
  const char *way;
  HopsoTokenError code;
} ways[] = {
  { "hangs", HOPSO_TOKEN_ERROR_TIMED_OUT },
  { "crashes", HOPSO_TOKEN_ERROR_MODULE_FAILED },
  { "removed", HOPSO_TOKEN_ERROR_REMOVED },
  { "fails", HOPSO_TOKEN_ERROR_MODULE_FAILED },
};

/* Whether an error in @call must come to light; the others may be overlooked: what cannot be read
 * is missing, what cannot be closed is gone. */
static gboolean
is_telling (const char *call)
{
  static const char *const overlooked[] = { "mechanisms", "close", "find",
                                            "attribute",  "token", NULL };

  return !g_strv_contains (overlooked, call);
}

/* The process of the monitor before may be ended by another thread yet. */
static void
assert_few_children (void)
{
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (count_children () > MAX_CHILDREN && g_get_monotonic_time () < end)
    g_usleep (1000);
  g_assert_cmpuint (count_children (), <=, MAX_CHILDREN);
}

static void
fail_once (const char *call, gsize way)
{
  g_autofree char *fault = g_strdup_printf ("%s:%s", ways[way].way, call);
  g_autoptr (HopsoTokenMonitor) monitor = fake_new (fault);
  g_autoptr (GError) error = NULL;
  /* A session is closed in the background, when the journey is over. */
  gboolean ends_process = way < 2 && !g_str_equal (call, "close");

  g_test_message ("%s", fault);
  if (way == 0)
    hopso_token_monitor_set_deadline (monitor, DEADLINE_MS);
  gboolean is_done = travel (monitor, &error);
  if (!is_done)
    g_assert_true (error->domain == HOPSO_TOKEN_ERROR);
  if (ends_process)
    g_assert_false (is_done);
  if (is_telling (call))
    g_assert_error (error, HOPSO_TOKEN_ERROR, (int) ways[way].code);
  assert_few_children ();
  /* One that only says that it failed runs on, and fails on. */
  if (ends_process || (is_telling (call) && ways[way].code == HOPSO_TOKEN_ERROR_REMOVED))
    assert_recovers (monitor);
}

static void
test_each_call_may_fail (gconstpointer data)
{
  gsize way = GPOINTER_TO_SIZE (data);
  guint rounds = hopso_test_soak_rounds (1, MANY_ROUNDS);
  guint n = 0;

  for (guint round = 0; round < rounds; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (calls); i++, n++)
      fail_once (calls[i], way);
  hopso_test_soak_report (ways[way].way, n, 0);
}

/* Told, even when the module hangs at the token and not at once. */
static void
test_a_hang_at_the_token_is_told (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("hangs:token");
  g_autoptr (GError) error = NULL;

  hopso_token_monitor_set_deadline (monitor, DEADLINE_MS);
  g_assert_false (refresh (monitor, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_TIMED_OUT);
  g_assert_cmpuint (count_children (), ==, 0);
}

/* Each costs at most an error; none is believed. */
static void
test_lies_are_not_believed (void)
{
  static const char *const lies[] = { "lies:slots",     "lies:token",         "lies:mechanisms",
                                      "lies:find",      "lies:sign",          "lies:attribute",
                                      "truncates:sign", "truncates:attribute" };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (HopsoTokenMonitor) monitor = fake_new (lies[i]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", lies[i]);
      gboolean is_done = travel (monitor, &error);
      /* A label that is no text is made one. */
      g_assert_cmpint (is_done, ==, g_str_equal (lies[i], "lies:token"));
      if (!is_done)
        g_assert_true (error->domain == HOPSO_TOKEN_ERROR);
    }
}

static void
test_a_label_is_text (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("lies:token");
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (monitor, &error));
  g_autoptr (HopsoToken) token =
      g_list_model_get_item (hopso_token_monitor_get_tokens (monitor), 0);
  g_assert_true (g_utf8_validate (hopso_token_get_label (token), -1, NULL));
  g_assert_true (g_str_has_prefix (hopso_token_get_label (token), "Fake"));
}

static void
test_a_signature_that_is_cut_off_is_none (void)
{
  static const char *const faults[] = { "truncates:sign", "lies:sign" };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (HopsoTokenMonitor) monitor = fake_new (faults[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (travel (monitor, &error));
      g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_MODULE_FAILED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  pki = hopso_test_pki_new ();
  g_autofree char *path = hopso_test_pki_dup_path (pki, "shown.der");
  hopso_test_pki_run (pki, "x509 -in signer-ec.pem -outform DER -out shown.der");
  g_setenv ("HOPSO_FAKE_CERTIFICATE", path, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *name = g_strdup_printf ("/token/faults/each-call/%s", ways[i].way);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_each_call_may_fail);
    }
  g_test_add_func ("/token/faults/a-hang-at-the-token-is-told", test_a_hang_at_the_token_is_told);
  g_test_add_func ("/token/faults/lies-are-not-believed", test_lies_are_not_believed);
  g_test_add_func ("/token/faults/a-label-is-text", test_a_label_is_text);
  g_test_add_func ("/token/faults/a-signature-that-is-cut-off-is-none",
                   test_a_signature_that_is_cut_off_is_none);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
