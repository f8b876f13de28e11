/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One person with several machines: the recovery code brings the account key to the next one. A
 * machine is a data folder; whoever goes to another puts the first aside. */

#include "hopso-flow.h"
#include "hopso-keyring.h"
#include "hopso-recovery.h"
#include "hopso-remote-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSPHRASE "at home"

typedef struct
{
  HopsoTestServer *server;
  char *code;       /* owned: what the first machine printed */
  HopsoSecret *key; /* owned: what the first machine keeps */
} World;

static char *
get_machine (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), name, NULL);
}

static void
move (const char *from, const char *to)
{
  g_autofree char *source = get_machine (from);
  g_autofree char *target = get_machine (to);

  g_assert_no_errno (g_rename (source, target));
}

static HopsoSecret *
read_account_key (HopsoAccount *account)
{
  g_autoptr (HopsoSecret) passphrase = hopso_secret_new_from_string (PASSPHRASE);
  g_autoptr (HopsoKeyring) keyring =
      hopso_keyring_new_passphrase (hopso_account_get_folder (account), passphrase);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  HopsoSecret *key;

  hopso_keyring_lookup_async (keyring, HOPSO_KEYRING_ACCOUNT_KEY, NULL, hopso_flow_done_cb,
                              &pending);
  result = hopso_flow_wait_for (&pending);
  key = hopso_keyring_lookup_finish (keyring, result, &error);
  g_assert_no_error (error);
  return key;
}

static gboolean
is_same (HopsoSecret *one, HopsoSecret *other)
{
  gsize one_size = 0;
  gsize other_size = 0;
  const guint8 *one_bytes = hopso_secret_get_bytes (one, &one_size);
  const guint8 *other_bytes = hopso_secret_get_bytes (other, &other_size);

  return one_size == other_size && memcmp (one_bytes, other_bytes, one_size) == 0;
}

static HopsoWorkspace *
sign_in (const World *world, const char *code, gboolean starts_anew, GError **error)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (HOPSO_TEST_PASSWORD);
  g_autoptr (HopsoSecret) passphrase = hopso_secret_new_from_string (PASSPHRASE);
  g_autoptr (HopsoSecret) typed = code != NULL ? hopso_secret_new_from_string (code) : NULL;
  const HopsoSignIn sign_in = { .server_url = hopso_test_server_get_url (world->server),
                                .login = "daibieu",
                                .password = password,
                                .ca_file = hopso_test_server_get_ca_file (world->server),
                                .passphrase = passphrase,
                                .recovery_code = typed,
                                .starts_anew = starts_anew };

  return hopso_flow_sign_in_with (&sign_in, error);
}

static HopsoWorkspace *
sign_in_well (const World *world, const char *code, gboolean starts_anew)
{
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *workspace = sign_in (world, code, starts_anew, &error);

  g_assert_no_error (error);
  hopso_flow_wait_in_sync (workspace);
  return workspace;
}

/* Nothing of a sign-in that failed stays behind, so that the next one is not taken for known. */
static void
assert_refused (const World *world, const char *code, HopsoWorkspaceError reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = NULL;

  g_assert_null (sign_in (world, code, FALSE, &error));
  g_assert_error (error, HOPSO_WORKSPACE_ERROR, (int) reason);
  accounts = hopso_workspace_list_accounts ();
  g_assert_cmpuint (accounts->len, ==, 0);
}

/* Leaves an empty machine; the first is in the folder "first". */
static void
set_up (World *world, gconstpointer data)
{
  HopsoWorkspace *first;

  world->server = hopso_test_server_new ();
  first = sign_in_well (world, NULL, FALSE);
  world->code = hopso_workspace_dup_recovery_code (first);
  g_assert_nonnull (world->code);
  world->key = read_account_key (hopso_workspace_get_account (first));
  hopso_flow_close (first);
  move ("hopso", "first");
}

static void
tear_down (World *world, gconstpointer data)
{
  g_clear_pointer (&world->key, hopso_secret_unref);
  g_clear_pointer (&world->code, g_free);
  hopso_test_server_free (world->server);
}

static void
test_only_the_code_opens_another_machine (World *world, gconstpointer data)
{
  g_autofree char *mistyped = g_strdup (world->code);
  g_autoptr (HopsoSecret) foreign = hopso_recovery_code_new (NULL);
  g_autoptr (HopsoSecret) key = NULL;
  HopsoWorkspace *second;

  mistyped[0] = mistyped[0] == 'A' ? 'B' : 'A';
  assert_refused (world, NULL, HOPSO_WORKSPACE_ERROR_NEEDS_RECOVERY);
  assert_refused (world, mistyped, HOPSO_WORKSPACE_ERROR_WRONG_KEY);
  assert_refused (world, hopso_secret_get_string (foreign), HOPSO_WORKSPACE_ERROR_WRONG_KEY);

  second = sign_in_well (world, world->code, FALSE);
  key = read_account_key (hopso_workspace_get_account (second));
  g_assert_true (is_same (key, world->key));
  g_assert_null (hopso_workspace_dup_recovery_code (second));
  g_assert_nonnull (hopso_workspace_lookup_record (second, HOPSO_KIND_MEETING, HOPSO_TEST_MEETING));
  g_assert_nonnull (
      hopso_workspace_lookup_record (second, HOPSO_KIND_AGENDA_ITEM, HOPSO_TEST_ITEM));
  g_assert_nonnull (hopso_workspace_lookup_paper (second, HOPSO_TEST_LONG_PAPER));
  hopso_flow_close (second);
}

/* The server counts answers; one more than before is one that has arrived. */
static gint64
count_answers (HopsoWorkspace *workspace)
{
  return hopso_participant_get_sequence (HOPSO_PARTICIPANT (
      hopso_workspace_lookup_record (workspace, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART)));
}

static void
test_both_machines_go_on (World *world, gconstpointer data)
{
  HopsoWorkspace *second = sign_in_well (world, world->code, FALSE);
  HopsoWorkspace *first;
  g_autoptr (HopsoAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  gint64 before = count_answers (second);
  hopso_flow_answer (second, HOPSO_TEST_MEETING, "declined");
  hopso_flow_wait_until (count_answers (second) > before);
  hopso_flow_close (second);
  move ("hopso", "second");
  move ("first", "hopso");

  account = hopso_account_find (hopso_test_server_get_url (world->server), "daibieu");
  first = hopso_flow_open (account, &error);
  g_assert_no_error (error);
  hopso_flow_wait_until (g_strcmp0 (hopso_flow_get_answer (first, HOPSO_TEST_PART), "declined") ==
                         0);
  hopso_flow_close (first);
}

static void
test_a_lost_code_is_replaced (World *world, gconstpointer data)
{
  HopsoWorkspace *second = sign_in_well (world, NULL, TRUE);
  HopsoWorkspace *third;
  g_autofree char *code = hopso_workspace_dup_recovery_code (second);
  g_autoptr (HopsoSecret) key = read_account_key (hopso_workspace_get_account (second));
  g_autoptr (HopsoSecret) again = NULL;

  g_assert_nonnull (code);
  g_assert_cmpstr (code, !=, world->code);
  g_assert_false (is_same (key, world->key));
  hopso_flow_close (second);
  move ("hopso", "second");

  assert_refused (world, world->code, HOPSO_WORKSPACE_ERROR_WRONG_KEY);
  third = sign_in_well (world, code, FALSE);
  again = read_account_key (hopso_workspace_get_account (third));
  g_assert_true (is_same (again, key));
  hopso_flow_close (third);
}

/* As somebody types it from paper: small letters, spaces, an o for a zero. */
static void
test_the_code_is_read_as_it_is_typed (World *world, gconstpointer data)
{
  g_auto (GStrv) groups = g_strsplit (world->code, "-", -1);
  g_autofree char *spaced = g_strjoinv ("  ", groups);
  g_autofree char *typed = g_strdup_printf ("\t%s \n", spaced);
  g_autoptr (HopsoSecret) key = NULL;
  HopsoWorkspace *second;

  for (char *at = typed; *at != '\0'; at++)
    *at = *at == '0' ? 'o' : g_ascii_tolower (*at);
  second = sign_in_well (world, typed, FALSE);
  key = read_account_key (hopso_workspace_get_account (second));
  g_assert_true (is_same (key, world->key));
  hopso_flow_close (second);
}

static void
test_a_slip_is_shown_in_its_group (World *world, gconstpointer data)
{
  g_autofree char *mistyped = g_strdup (world->code);
  g_autoptr (GError) error = NULL;

  mistyped[2 * 5] = mistyped[2 * 5] == 'A' ? 'B' : 'A';
  g_assert_null (sign_in (world, mistyped, FALSE, &error));
  g_assert_cmpstr (error->message, ==, "Group 3 of the recovery code is mistyped.");
  g_clear_error (&error);
  g_assert_null (sign_in (world, "7QK2", FALSE, &error));
  g_assert_cmpstr (error->message, ==,
                   "The recovery code has eight groups of four letters or digits.");
}

static gboolean
try_password (const World *world, const char *text, GError **error)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (text);
  g_autoptr (HopsoSecret) passphrase = hopso_secret_new_from_string (PASSPHRASE);
  g_autoptr (HopsoSecret) code = hopso_secret_new_from_string (world->code);
  const HopsoSignIn sign_in = { .server_url = hopso_test_server_get_url (world->server),
                                .login = "daibieu",
                                .password = password,
                                .ca_file = hopso_test_server_get_ca_file (world->server),
                                .passphrase = passphrase,
                                .recovery_code = code };
  HopsoWorkspace *workspace = hopso_flow_sign_in_with (&sign_in, error);

  if (workspace != NULL)
    hopso_flow_close (workspace);
  return workspace != NULL;
}

/* The code alone is worth nothing, and whoever has it cannot try passwords without end; the right
 * one waits too. */
static void
test_passwords_cannot_be_tried_without_end (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_heard = 0;

  for (; n_heard < 20; n_heard++)
    {
      g_clear_error (&error);
      g_assert_false (try_password (world, "sai mật khẩu", &error));
      if (!g_error_matches (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_UNAUTHORIZED))
        break;
    }
  g_assert_cmpuint (n_heard, >, 0);
  g_assert_cmpuint (n_heard, <, 20);
  g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER);
  g_assert_nonnull (strstr (error->message, "wait"));
  g_clear_error (&error);
  g_assert_false (try_password (world, HOPSO_TEST_PASSWORD, &error));
  g_assert_error (error, HOPSO_REMOTE_ERROR, HOPSO_REMOTE_ERROR_SERVER);
}

#define ADD(path, func) g_test_add ("/flow/machines/" path, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("only-the-code-opens-another-machine", test_only_the_code_opens_another_machine);
  ADD ("both-machines-go-on", test_both_machines_go_on);
  ADD ("a-lost-code-is-replaced", test_a_lost_code_is_replaced);
  ADD ("the-code-is-read-as-it-is-typed", test_the_code_is_read_as_it_is_typed);
  ADD ("a-slip-is-shown-in-its-group", test_a_slip_is_shown_in_its_group);
  ADD ("passwords-cannot-be-tried-without-end", test_passwords_cannot_be_tried_without_end);
  return g_test_run ();
}
