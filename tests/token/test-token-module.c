/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Modules that hang and crash, tokens that are locked or pulled out. */

#include "hopso-test-token.h"
#include "hopso-token-module-private.h"
#include "test-token-common.h"

#include <glib/gstdio.h>
#include <string.h>

#define DEADLINE_MS 400

static HopsoTestPki *pki; /* owned by main */

static HopsoTokenMonitor *
monitor_new (const char *file, const char *way)
{
  const char *const modules[] = { file, NULL };
  HopsoTokenMonitor *monitor = hopso_token_monitor_new (modules);

  g_setenv ("HOPSO_FAKE_MODULE", way, TRUE);
  return monitor;
}

static HopsoTokenMonitor *
fake_new (const char *way)
{
  return monitor_new (g_getenv ("HOPSO_TEST_FAKE_MODULE"), way);
}

static HopsoToken *
dup_token (HopsoTokenMonitor *monitor)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (monitor, &error));
  g_assert_no_error (error);
  HopsoToken *token = g_list_model_get_item (hopso_token_monitor_get_tokens (monitor), 0);
  g_assert_nonnull (token);
  return token;
}

/* With the only certificate that the fake shows. */
static HopsoTokenSession *
open_only (HopsoToken *token, HopsoTestPrompt *prompt, GError **error)
{
  g_autoptr (GPtrArray) certificates = list (token, error);

  g_assert_no_error (*error);
  g_assert_cmpuint (certificates->len, ==, 1);
  g_assert_true (hopso_token_certificate_has_key (certificates->pdata[0]));
  return open_session (token, certificates->pdata[0], HOPSO_PIN_PROMPT (prompt), error);
}

static GBytes *
sign_text (HopsoTokenSession *session, GError **error)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("to be signed", 12);

  return sign (session, HOPSO_SIGNATURE_SCHEME_ECDSA, HOPSO_HASH_SHA256, text, error);
}

static void
assert_fails (HopsoTokenMonitor *monitor, HopsoTokenError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (refresh (monitor, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, (int) code);
  g_assert_cmpuint (g_list_model_get_n_items (hopso_token_monitor_get_tokens (monitor)), ==, 0);
  g_assert_cmpuint (count_children (), ==, 0);

  g_autoptr (GPtrArray) modules = hopso_token_monitor_dup_modules (monitor);
  HopsoTokenModuleInfo *info = g_ptr_array_index (modules, 0);
  g_assert_error (info->error, HOPSO_TOKEN_ERROR, (int) code);
}

static void
test_a_hanging_module_is_ended (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("hangs:initialize");
  gint64 start = g_get_monotonic_time ();

  hopso_token_monitor_set_deadline (monitor, DEADLINE_MS);
  assert_fails (monitor, HOPSO_TOKEN_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, DEADLINE_MS * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * DEADLINE_MS * 1000);
}

static void
test_closing_does_not_wait_for_a_hanging_module (void)
{
  HopsoTokenMonitor *monitor = fake_new ("hangs:initialize");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Await wait = { NULL };
  g_autoptr (GError) error = NULL;

  hopso_token_monitor_refresh_async (monitor, cancellable, await_cb, &wait);
  g_cancellable_cancel (cancellable);
  g_assert_false (hopso_token_monitor_refresh_finish (monitor, await (&wait), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&wait.result);
  g_assert_finalize_object (monitor);
  g_assert_cmpuint (count_children (), ==, 0);
}

static void
test_a_crashing_module_takes_only_itself (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("crashes:initialize");

  assert_fails (monitor, HOPSO_TOKEN_ERROR_MODULE_FAILED);
  /* And can be tried again. */
  g_setenv ("HOPSO_FAKE_MODULE", "behaves", TRUE);
  g_autoptr (HopsoToken) token = dup_token (monitor);
  g_assert_cmpstr (hopso_token_get_label (token), ==, "Fake");
  g_autoptr (GPtrArray) modules = hopso_token_monitor_dup_modules (monitor);
  HopsoTokenModuleInfo *info = g_ptr_array_index (modules, 0);
  g_assert_no_error (info->error);
  g_assert_cmpstr (info->manufacturer, ==, "Fake Works");
}

static void
test_a_file_that_is_no_module_is_refused (void)
{
  g_autofree char *text = hopso_test_pki_dup_path (pki, "root.pem");
  g_autofree char *missing = hopso_test_pki_dup_path (pki, "missing.so");
  const char *const files[] = { text, missing, "/lib/x86_64-linux-gnu/libm.so.6" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (HopsoTokenMonitor) monitor = monitor_new (files[i], "");

      assert_fails (monitor, HOPSO_TOKEN_ERROR_MODULE_FAILED);
    }
}

static void
test_no_token_is_no_failure (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("is-empty");
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (monitor, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (hopso_token_monitor_get_tokens (monitor)), ==, 0);
}

static void
test_one_bad_module_does_not_hide_another (void)
{
  const char *const modules[] = { "/nowhere/bad.so", g_getenv ("HOPSO_TEST_FAKE_MODULE"), NULL };
  g_autoptr (HopsoTokenMonitor) monitor = hopso_token_monitor_new (modules);

  g_setenv ("HOPSO_FAKE_MODULE", "behaves", TRUE);
  g_autoptr (HopsoToken) token = dup_token (monitor);
  g_assert_cmpstr (hopso_token_get_label (token), ==, "Fake");
}

typedef struct
{
  HopsoTokenMonitor *monitor;
  GListModel *tokens;
  char *plug;
} Plug;

static void
set_up_plug (Plug *p, gconstpointer data)
{
  p->plug = hopso_test_pki_dup_path (pki, "plug");
  g_setenv ("HOPSO_FAKE_PLUG", p->plug, TRUE);
  p->monitor = fake_new ("behaves");
  p->tokens = hopso_token_monitor_get_tokens (p->monitor);
}

static void
tear_down_plug (Plug *p, gconstpointer data)
{
  g_unsetenv ("HOPSO_FAKE_PLUG");
  g_unlink (p->plug);
  g_free (p->plug);
  g_assert_finalize_object (p->monitor);
}

static void
plug_in (Plug *p)
{
  g_assert_true (g_file_set_contents (p->plug, "", 0, NULL));
}

static void
test_tokens_come_and_go (Plug *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (p->monitor, &error));
  g_assert_cmpuint (g_list_model_get_n_items (p->tokens), ==, 0);
  plug_in (p);
  g_assert_true (refresh (p->monitor, &error));
  g_assert_cmpuint (g_list_model_get_n_items (p->tokens), ==, 1);
  g_unlink (p->plug);
  g_assert_true (refresh (p->monitor, &error));
  g_assert_cmpuint (g_list_model_get_n_items (p->tokens), ==, 0);
  g_assert_no_error (error);
}

static void
test_watching_sees_a_token_come (Plug *p, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (refresh (p->monitor, &error));
  hopso_token_monitor_set_watching (p->monitor, TRUE);
  plug_in (p);
  while (g_list_model_get_n_items (p->tokens) == 0)
    g_main_context_iteration (NULL, TRUE);
  hopso_token_monitor_set_watching (p->monitor, FALSE);
  /* The look that found it ends in an idle moment of its own. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static guint
count_calls (const char *log, const char *call)
{
  g_autofree char *text = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    n += call == NULL ? **line != '\0' : g_str_equal (*line, call);
  return n;
}

/* Asks which slots are taken, and nothing else, while nothing happens. */
static void
test_watching_does_not_touch_the_token (Plug *p, gconstpointer data)
{
  g_autofree char *log = hopso_test_pki_dup_path (pki, "calls");
  g_autoptr (GError) error = NULL;

  plug_in (p);
  g_assert_true (refresh (p->monitor, &error));
  /* From now on: the running process reads its environment no more, a new one does. */
  g_setenv ("HOPSO_FAKE_LOG", log, TRUE);
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("behaves");
  g_assert_true (refresh (monitor, &error));
  g_unsetenv ("HOPSO_FAKE_LOG");
  guint n_slots = count_calls (log, "slots");
  guint n_others = count_calls (log, NULL) - n_slots;

  /* Two who watch ask no more than one. */
  hopso_token_monitor_set_watching (monitor, TRUE);
  hopso_token_monitor_set_watching (monitor, TRUE);
  while (count_calls (log, "slots") < n_slots + 4)
    g_main_context_iteration (NULL, TRUE);
  hopso_token_monitor_set_watching (monitor, FALSE);
  hopso_token_monitor_set_watching (monitor, FALSE);
  g_assert_cmpuint (count_calls (log, NULL) - count_calls (log, "slots"), ==, n_others);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_unlink (log);
}

/* The fake aborts if a locked token is asked at all. */
static void
test_a_locked_token_is_not_asked (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("is-locked");
  g_autoptr (HopsoToken) token = dup_token (monitor);
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (hopso_token_get_pin_state (token), ==, HOPSO_PIN_STATE_LOCKED);
  g_assert_null (open_only (token, prompt, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_PIN_LOCKED);
  g_assert_cmpuint (hopso_test_prompt_get_n_asked (prompt), ==, 0);
}

static void
test_the_last_try_is_announced (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("has-one-try");
  g_autoptr (HopsoToken) token = dup_token (monitor);
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (open_only (token, prompt, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (hopso_test_prompt_get_last_state (prompt), ==, HOPSO_PIN_STATE_FINAL_TRY);
}

/* The fake aborts if a PIN comes through software. */
static void
test_a_pin_pad_gets_no_pin (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("has-pad");
  g_autoptr (HopsoToken) token = dup_token (monitor);
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);
  g_autoptr (GError) error = NULL;

  g_assert_true (hopso_token_has_pin_pad (token));
  g_autoptr (HopsoTokenSession) session = open_only (token, prompt, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) value = sign_text (session, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (value), ==, 64);
}

/* The fake refuses to sign without the PIN before each signature. */
static void
test_a_key_that_always_authenticates_gets_its_pin (void)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new ("always-authenticates");
  g_autoptr (HopsoToken) token = dup_token (monitor);
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTokenSession) session = open_only (token, prompt, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) value = sign_text (session, &error);

      g_assert_no_error (error);
      g_assert_nonnull (value);
    }
  g_assert_cmpuint (hopso_test_prompt_get_n_asked (prompt), ==, 1);
}

static void
assert_signing_fails (const char *way, HopsoTokenError code)
{
  g_autoptr (HopsoTokenMonitor) monitor = fake_new (way);
  g_autoptr (HopsoToken) token = dup_token (monitor);
  g_autoptr (HopsoTestPrompt) prompt = hopso_test_prompt_new (HOPSO_TEST_TOKEN_PIN);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoTokenSession) session = open_only (token, prompt, &error);

  g_assert_no_error (error);
  g_assert_null (sign_text (session, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, (int) code);
  g_clear_error (&error);
  g_assert_cmpuint (count_children (), ==, 0);

  /* The session is over, even when the token is back; a new one is not. */
  g_setenv ("HOPSO_FAKE_MODULE", "behaves", TRUE);
  g_autoptr (HopsoToken) again = dup_token (monitor);
  g_assert_null (sign_text (session, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_REMOVED);
  g_clear_error (&error);
  g_autoptr (HopsoTokenSession) fresh = open_only (again, prompt, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) value = sign_text (fresh, &error);
  g_assert_no_error (error);
  g_assert_nonnull (value);
}

static void
test_a_token_pulled_out_ends_the_session (void)
{
  assert_signing_fails ("removed:sign", HOPSO_TOKEN_ERROR_REMOVED);
}

static void
test_a_crash_while_signing_is_reported (void)
{
  assert_signing_fails ("crashes:sign", HOPSO_TOKEN_ERROR_MODULE_FAILED);
}

static void
show_certificate (void)
{
  g_autofree char *path = hopso_test_pki_dup_path (pki, "shown.der");

  hopso_test_pki_run (pki, "x509 -in signer-ec.pem -outform DER -out shown.der");
  g_setenv ("HOPSO_FAKE_CERTIFICATE", path, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  pki = hopso_test_pki_new ();
  show_certificate ();
  g_test_add_func ("/token/module/a-hanging-one-is-ended", test_a_hanging_module_is_ended);
  g_test_add_func ("/token/module/closing-does-not-wait-for-a-hanging-one",
                   test_closing_does_not_wait_for_a_hanging_module);
  g_test_add_func ("/token/module/a-crashing-one-takes-only-itself",
                   test_a_crashing_module_takes_only_itself);
  g_test_add_func ("/token/module/a-file-that-is-none-is-refused",
                   test_a_file_that_is_no_module_is_refused);
  g_test_add_func ("/token/module/no-token-is-no-failure", test_no_token_is_no_failure);
  g_test_add_func ("/token/module/one-bad-does-not-hide-another",
                   test_one_bad_module_does_not_hide_another);
  g_test_add ("/token/monitor/tokens-come-and-go", Plug, NULL, set_up_plug, test_tokens_come_and_go,
              tear_down_plug);
  g_test_add ("/token/monitor/watching-sees-a-token-come", Plug, NULL, set_up_plug,
              test_watching_sees_a_token_come, tear_down_plug);
  g_test_add ("/token/monitor/watching-does-not-touch-the-token", Plug, NULL, set_up_plug,
              test_watching_does_not_touch_the_token, tear_down_plug);
  g_test_add_func ("/token/module/a-locked-token-is-not-asked", test_a_locked_token_is_not_asked);
  g_test_add_func ("/token/module/the-last-try-is-announced", test_the_last_try_is_announced);
  g_test_add_func ("/token/module/a-pin-pad-gets-no-pin", test_a_pin_pad_gets_no_pin);
  g_test_add_func ("/token/module/a-key-that-always-authenticates-gets-its-pin",
                   test_a_key_that_always_authenticates_gets_its_pin);
  g_test_add_func ("/token/module/a-token-pulled-out-ends-the-session",
                   test_a_token_pulled_out_ends_the_session);
  g_test_add_func ("/token/module/a-crash-while-signing-is-reported",
                   test_a_crash_while_signing_is_reported);
  int status = g_test_run ();
  hopso_test_pki_free (pki);
  return status;
}
