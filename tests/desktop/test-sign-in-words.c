/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Addresses as people type them, and what a failure means in words. */

#include "hopso-remote.h"
#include "hopso-sign-in-words.h"
#include "hopso-workspace.h"

static void
test_urls (void)
{
  static const char *const cases[][2] = {
    { "hop.tinh.gov.vn", "https://hop.tinh.gov.vn" },
    { "  https://hop.tinh.gov.vn/ ", "https://hop.tinh.gov.vn" },
    { "hop.tinh.gov.vn:8443//", "https://hop.tinh.gov.vn:8443" },
    { "https://hop.tinh.gov.vn/kho/a", "https://hop.tinh.gov.vn/kho/a" },
    { "http://hop.tinh.gov.vn", NULL },
    { "ftp://hop.tinh.gov.vn", NULL },
    { "https://", NULL },
    { "https://ten:mk@hop.tinh.gov.vn", NULL },
    { "hai từ", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = hopso_sign_in_words_url (cases[i][0]);

      g_assert_cmpstr (url, ==, cases[i][1]);
    }
}

static void
check_error (GQuark domain, int code, const char *says)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "raw");
  g_autofree char *words = hopso_sign_in_words_error (error);

  g_assert_nonnull (strstr (words, says));
}

static void
test_errors (void)
{
  check_error (HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_OFFLINE, "Check the network");
  check_error (HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED, "password is wrong");
  check_error (HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_TLS, "not trusted");
  check_error (HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_WRONG_KEY, "recovery code");
  check_error (G_IO_ERROR, G_IO_ERROR_FAILED, "raw");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desktop/sign-in-words/urls", test_urls);
  g_test_add_func ("/desktop/sign-in-words/errors", test_errors);
  return g_test_run ();
}
