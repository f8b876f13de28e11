/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A server that speaks nothing newer than TLS 1.1 gets no password. Its certificate is the right
 * one; the same server with TLS 1.2 is the proof that the version alone is refused. */

#include "hopso-flow.h"
#include "hopso-remote-error.h"
#include "hopso-test-tls.h"

static GSubprocess *
start_server (const HopsoTestTls *tls, const char *version, char **url)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *server = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, "openssl",
      "s_server", "-accept", "127.0.0.1:0", "-cert", tls->server_file, "-key", tls->server_file,
      "-cipher", "ALL:@SECLEVEL=0", "-rev", version, NULL);
  g_autoptr (GDataInputStream) lines = NULL;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  while (*url == NULL)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_has_prefix (line, "ACCEPT "))
        *url = g_strconcat ("https://", line + strlen ("ACCEPT "), NULL);
    }
  return server;
}

static void
try_to_sign_in (const char *version, GError **error)
{
  g_autoptr (HopsoTestTls) tls = hopso_test_tls_new ();
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (HOPSO_TEST_PASSWORD);
  g_autofree char *url = NULL;
  g_autoptr (GSubprocess) server = start_server (tls, version, &url);
  const HopsoSignIn sign_in = {
    .server_url = url, .login = "chutri", .password = password, .ca_file = tls->ca_file
  };

  g_assert_null (hopso_flow_sign_in_with (&sign_in, error));
  g_subprocess_force_exit (server);
  g_subprocess_wait (server, NULL, NULL);
}

static void
test_only_the_old_version_is_refused (void)
{
  g_autoptr (GError) old = NULL;
  g_autoptr (GError) current = NULL;

  try_to_sign_in ("-tls1_1", &old);
  g_assert_error (old, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_TLS);
  /* Understood as far as the encryption goes; what it says is no HTTP. */
  try_to_sign_in ("-tls1_2", &current);
  g_assert_nonnull (current);
  g_assert_false (g_error_matches (current, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_TLS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/flow/old-tls/only-the-old-version-is-refused",
                   test_only_the_old_version_is_refused);
  return g_test_run ();
}
