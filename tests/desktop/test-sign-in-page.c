/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in asks for what is needed and no more, and says what to do when it fails. */

#include "hopso-application.h"
#include "hopso-remote.h"
#include "hopso-sign-in-page.h"
#include "hopso-test-account.h"
#include "hopso-test-province.h"
#include "hopso-test-window.h"

#include <glib/gi18n.h>

typedef struct
{
  HopsoWorkspace *workspace; /* owned */
  GtkWidget *page;
  GtkWindow *window;
  guint n_opened;
} World;

static void
opened_cb (GtkWidget *page, HopsoWorkspace *workspace, World *world)
{
  world->n_opened++;
}

static void
set_up (World *world, gconstpointer data)
{
  if (data != NULL)
    hopso_test_account_remember ("https://hop.anhoa.gov.vn", data);
  world->workspace = hopso_test_province_new ();
  world->page = hopso_sign_in_page_new ();
  g_signal_connect (world->page, "opened", G_CALLBACK (opened_cb), world);
  world->window = hopso_test_window_show (world->page, 1000, 720);
}

static void
tear_down (World *world, gconstpointer data)
{
  gtk_window_destroy (world->window);
  g_clear_object (&world->workspace);
  hopso_test_account_reset ();
}

static gboolean
has_title (GtkWidget *row, gpointer title)
{
  return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title) == 0;
}

static GtkWidget *
find_row (World *world, const char *title)
{
  return hopso_test_window_find (world->page, ADW_TYPE_PREFERENCES_ROW, has_title,
                                 (gpointer) title);
}

static void
type (World *world, const char *title, const char *text)
{
  GtkWidget *row = find_row (world, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
type_account (World *world)
{
  type (world, _ ("Server, such as hop.tinh.gov.vn"), "hop.anhoa.gov.vn");
  type (world, _ ("Account"), "chutich");
  type (world, _ ("Password"), "bi mat");
}

static void
press (World *world, const char *label)
{
  GtkWidget *button = hopso_test_window_find_button (world->page, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  hopso_test_window_settle ();
}

static gboolean
is_problem (GtkWidget *label, gpointer data)
{
  return gtk_widget_has_css_class (label, "problem");
}

static gboolean
shows_problem (World *world)
{
  return hopso_test_window_find (world->page, GTK_TYPE_LABEL, is_problem, NULL) != NULL;
}

static void
test_signs_in (World *world, gconstpointer data)
{
  hopso_test_account_will_open (world->workspace, NULL);
  hopso_test_window_save (GTK_WIDGET (world->window), "sign-in");
  type_account (world);
  press (world, _ ("Sign in"));
  g_assert_cmpstr (hopso_test_account_get_log (), ==, "sign-in chutich@https://hop.anhoa.gov.vn\n");
  g_assert_cmpuint (world->n_opened, ==, 1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (world, _ ("Password")))), ==, "");
}

static void
test_says_what_to_do (World *world, gconstpointer data)
{
  hopso_test_account_will_fail (HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_TLS, "tls");
  type_account (world);
  press (world, _ ("Sign in"));
  g_assert_true (shows_problem (world));
  g_assert_cmpuint (world->n_opened, ==, 0);
  hopso_test_window_save (GTK_WIDGET (world->window), "sign-in-problem");
}

static void
test_mistakes_are_not_sent (World *world, gconstpointer data)
{
  type_account (world);
  type (world, _ ("Server, such as hop.tinh.gov.vn"), "http://hop.anhoa.gov.vn");
  press (world, _ ("Sign in"));
  g_assert_true (shows_problem (world));
  g_assert_cmpstr (hopso_test_account_get_log (), ==, "");
}

static void
test_passphrase_when_needed (World *world, gconstpointer data)
{
  hopso_test_account_will_fail (HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NO_KEYRING,
                                "no keyring");
  hopso_test_account_will_open (world->workspace, NULL);
  g_assert_null (find_row (world, _ ("Passphrase of this computer")));
  type_account (world);
  press (world, _ ("Sign in"));
  type (world, _ ("Passphrase of this computer"), "cau dai");
  type (world, _ ("The passphrase again"), "cau khac");
  press (world, _ ("Sign in"));
  g_assert_true (shows_problem (world));
  g_assert_cmpuint (world->n_opened, ==, 0);
  type (world, _ ("The passphrase again"), "cau dai");
  press (world, _ ("Sign in"));
  g_assert_true (g_str_has_suffix (hopso_test_account_get_log (), " passphrase\n"));
  g_assert_cmpuint (world->n_opened, ==, 1);
}

static void
test_recovery_code_when_needed (World *world, gconstpointer data)
{
  hopso_test_account_will_fail (HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY,
                                "elsewhere");
  hopso_test_account_will_open (world->workspace, NULL);
  type_account (world);
  press (world, _ ("Sign in"));
  type (world, _ ("Recovery code"), "ABCD-EFGH");
  press (world, _ ("Sign in"));
  g_assert_true (g_str_has_suffix (hopso_test_account_get_log (), " recovery\n"));
  g_assert_cmpuint (world->n_opened, ==, 1);
}

static void
test_works_offline (World *world, gconstpointer data)
{
  GtkWidget *row = find_row (world, data);

  hopso_test_account_will_fail (HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NO_KEYRING,
                                "no keyring");
  hopso_test_account_will_open (world->workspace, NULL);
  g_assert_nonnull (row);
  hopso_test_window_save (GTK_WIDGET (world->window), "sign-in-offline");
  gtk_widget_activate (row);
  hopso_test_window_settle ();
  g_assert_null (find_row (world, _ ("The passphrase again")));
  type (world, _ ("Passphrase of this computer"), "cau dai");
  press (world, _ ("Sign in"));
  g_assert_cmpstr (hopso_test_account_get_log (), ==,
                   "open chanhvanphong\nopen chanhvanphong passphrase\n");
  g_assert_cmpuint (world->n_opened, ==, 1);
}

/* The key of a known account is gone from the keyring: only signing in with the code helps. */
static void
test_recovery_code_of_a_known_account (World *world, gconstpointer data)
{
  GtkWidget *row = find_row (world, data);

  hopso_test_account_will_fail (HOPSO_WORKSPACE_ERROR, HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY,
                                "Khóa không còn trên máy này");
  hopso_test_account_will_open (world->workspace, NULL);
  g_assert_nonnull (row);
  gtk_widget_activate (row);
  hopso_test_window_settle ();
  g_assert_nonnull (
      hopso_test_window_find_label (GTK_WIDGET (world->window), "Khóa không còn trên máy này"));
  hopso_test_window_save (GTK_WIDGET (world->window), "sign-in-key-gone");
  type (world, _ ("Password"), "mat khau");
  type (world, _ ("Recovery code"), "ABCD-EFGH");
  press (world, _ ("Sign in"));
  g_assert_true (g_str_has_suffix (hopso_test_account_get_log (), " recovery\n"));
  g_assert_cmpuint (world->n_opened, ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (World *, gconstpointer);
    const char *known_login;
  } tests[] = {
    { "signs-in", test_signs_in, NULL },
    { "says-what-to-do", test_says_what_to_do, NULL },
    { "mistakes-are-not-sent", test_mistakes_are_not_sent, NULL },
    { "passphrase-when-needed", test_passphrase_when_needed, NULL },
    { "recovery-code-when-needed", test_recovery_code_when_needed, NULL },
    { "works-offline", test_works_offline, "chanhvanphong" },
    { "recovery-code-of-a-known-account", test_recovery_code_of_a_known_account, "chanhvanphong" },
  };

  if (hopso_test_window_init (&argc, &argv))
    hopso_application_register ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/desktop/sign-in-page/", tests[i].name, NULL);

      g_test_add (path, World, tests[i].known_login, set_up, tests[i].test, tear_down);
    }
  return hopso_test_window_run ();
}
