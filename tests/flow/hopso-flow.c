/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the flow tests do again and again: people sign in, answer, wait for agreement. */

#include "hopso-flow.h"

#define DEADLINE_SECONDS 60

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("Waited too long for: %s", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

guint
hopso_flow_begin_wait (const char *what)
{
  return g_timeout_add_seconds (DEADLINE_SECONDS, too_late_cb, (gpointer) what);
}

void
hopso_flow_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GAsyncResult *
hopso_flow_wait_for (GAsyncResult **result)
{
  hopso_flow_wait_until (*result != NULL);
  return g_steal_pointer (result);
}

HopsoWorkspace *
hopso_flow_sign_in (HopsoTestServer *server, const char *login, GError **error)
{
  return hopso_flow_sign_in_at (server, hopso_test_server_get_url (server), login, error);
}

HopsoWorkspace *
hopso_flow_sign_in_at (HopsoTestServer *server, const char *url, const char *login, GError **error)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (HOPSO_TEST_PASSWORD);
  g_autoptr (HopsoSecret) passphrase = hopso_secret_new_from_string ("at home");
  const HopsoSignIn sign_in = { .server_url = url,
                                .login = login,
                                .password = password,
                                .passphrase = passphrase,
                                .ca_file = hopso_test_server_get_ca_file (server) };

  return hopso_flow_sign_in_with (&sign_in, error);
}

HopsoWorkspace *
hopso_flow_sign_in_with (const HopsoSignIn *sign_in, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_sign_in_async (sign_in, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_sign_in_finish (result, error);
}

HopsoWorkspace *
hopso_flow_open (HopsoAccount *account, GError **error)
{
  g_autoptr (HopsoSecret) passphrase = hopso_secret_new_from_string ("at home");
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_open_async (account, passphrase, NULL, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  return hopso_workspace_open_finish (result, error);
}

void
hopso_flow_close (HopsoWorkspace *workspace)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  hopso_workspace_close_async (workspace, hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  hopso_workspace_close_finish (workspace, result);
  g_object_unref (workspace);
}

void
hopso_flow_wait_in_sync (HopsoWorkspace *workspace)
{
  hopso_flow_wait_until (hopso_workspace_get_sync_state (workspace) == HOPSO_SYNC_IDLE &&
                         hopso_workspace_get_n_waiting (workspace) == 0 &&
                         hopso_workspace_get_person (workspace) != NULL);
}

void
hopso_flow_answer (HopsoWorkspace *workspace, const char *meeting, const char *partstat)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_answer_async (workspace, meeting, partstat, NULL,
                                g_str_equal (partstat, "declined") ? "Đi công tác" : NULL,
                                hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_true (hopso_workspace_answer_finish (workspace, result, &error));
  g_assert_no_error (error);
}

const char *
hopso_flow_get_answer (HopsoWorkspace *seen_by, const char *participant)
{
  HopsoRecord *seen = hopso_workspace_lookup_record (seen_by, HOPSO_KIND_PARTICIPANT, participant);

  return seen != NULL ? hopso_participant_get_partstat (HOPSO_PARTICIPANT (seen)) : NULL;
}

HopsoServerStore *
hopso_flow_open_data (HopsoTestServer *server)
{
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (GError) error = NULL;
  HopsoServerStore *store =
      hopso_server_store_open (hopso_test_server_get_data (server), clock, &error);

  g_assert_no_error (error);
  return store;
}
