/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-account.h"

#include <glib/gstdio.h>

static void
test_remembers_accounts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = hopso_account_list ();

  g_assert_cmpuint (before->len, ==, 0);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (HopsoAccount) account =
          hopso_account_new ("https://hop.example.vn/", i == 0 ? "vanthu" : "chutich");

      hopso_account_set_person (account, "3d3a9a4e-4f0f-4b0e-9d4c-1d1f6f0a0001", "Nguyễn Văn A");
      g_assert_true (hopso_account_save (account, &error));
      g_assert_no_error (error);
    }

  g_autoptr (GPtrArray) accounts = hopso_account_list ();
  g_assert_cmpuint (accounts->len, ==, 2);
  g_assert_cmpstr (hopso_account_get_login (accounts->pdata[0]), ==, "chutich");
  g_assert_cmpstr (hopso_account_get_server_url (accounts->pdata[0]), ==, "https://hop.example.vn");
  g_assert_cmpstr (hopso_account_get_person_name (accounts->pdata[1]), ==, "Nguyễn Văn A");
  g_assert_null (hopso_account_get_ca_file (accounts->pdata[1]));

  g_autoptr (HopsoAccount) found = hopso_account_find ("https://hop.example.vn//", "vanthu");
  g_assert_nonnull (found);
  g_assert_null (hopso_account_find ("https://other.example.vn", NULL));
  g_assert_true (hopso_account_erase (found, &error));
  g_assert_true (hopso_account_erase (found, &error));
  g_assert_no_error (error);
  g_assert_null (hopso_account_find ("https://hop.example.vn", "vanthu"));
}

static void
test_passes_over_foreign_folders (void)
{
  g_autofree char *folder =
      g_build_filename (g_get_user_data_dir (), "hopso", "accounts", "not-ours", NULL);
  g_autofree char *file = g_build_filename (folder, "account.ini", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "[account]\nserver=x\nlogin=y\n", -1, NULL));

  g_autoptr (GPtrArray) accounts = hopso_account_list ();
  g_assert_cmpuint (accounts->len, ==, 0);
}

static void
test_refuses_a_ca_file_without_certificate (void)
{
  g_autoptr (HopsoAccount) account = hopso_account_new ("https://hop.example.vn", "vanthu");
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "empty.pem", NULL);

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "hello\n", -1, NULL));
  g_assert_false (hopso_account_install_ca (account, path, &error));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_assert_null (hopso_account_get_ca_file (account));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/workspace/account/remembers-accounts", test_remembers_accounts);
  g_test_add_func ("/workspace/account/passes-over-foreign-folders",
                   test_passes_over_foreign_folders);
  g_test_add_func ("/workspace/account/refuses-a-ca-file-without-certificate",
                   test_refuses_a_ca_file_without_certificate);
  return g_test_run ();
}
