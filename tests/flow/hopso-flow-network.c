/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One person behind a bad network, as the tests of the network need it. */

#include "hopso-flow-network.h"

#include <libintl.h>
#include <locale.h>

/* The tests ask what people read, so they run in Vietnamese. */
int
hopso_flow_network_run (int *argc, char ***argv, void (*add) (void))
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("HOPSO_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ();
  return g_test_run ();
}

void
hopso_flow_network_set_up (HopsoFlowNetwork *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->server = hopso_test_server_new ();
  self->proxy = hopso_test_proxy_new (
      hopso_test_server_get_url (self->server), hopso_test_server_get_ca_file (self->server),
      hopso_test_server_get_tls (self->server)->server_file, G_SOCKET_FAMILY_IPV4);
  self->delegate = hopso_flow_sign_in_at (self->server, hopso_test_proxy_get_url (self->proxy),
                                          "daibieu", &error);
  g_assert_no_error (error);
  hopso_flow_wait_in_sync (self->delegate);
}

void
hopso_flow_network_tear_down (HopsoFlowNetwork *self, gconstpointer data)
{
  hopso_flow_close (self->delegate);
  hopso_test_proxy_free (self->proxy);
  hopso_test_server_free (self->server);
}

const char *
hopso_flow_network_change (HopsoFlowNetwork *self)
{
  const char *answer = self->n_answers++ % 2 == 0 ? "declined" : "accepted";

  hopso_flow_answer (self->delegate, HOPSO_TEST_MEETING, answer);
  hopso_flow_wait_until (hopso_workspace_get_n_waiting (self->delegate) > 0);
  return answer;
}

/* The server's own word: what its store holds. */
static char *
read_answer (HopsoFlowNetwork *self)
{
  g_autoptr (HopsoServerStore) store = hopso_flow_open_data (self->server);
  g_autoptr (HopsoRecord) record =
      hopso_test_server_get (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART);
  char *answer = g_strdup (hopso_participant_get_partstat (HOPSO_PARTICIPANT (record)));

  hopso_server_store_close (store);
  return answer;
}

void
hopso_flow_network_wait_arrived (HopsoFlowNetwork *self, const char *answer)
{
  g_autofree char *found = NULL;

  hopso_flow_wait_in_sync (self->delegate);
  found = read_answer (self);
  g_assert_cmpstr (found, ==, answer);
  g_assert_cmpstr (hopso_flow_get_answer (self->delegate, HOPSO_TEST_PART), ==, answer);
}

static gboolean
is_told (HopsoFlowNetwork *self, const char *words)
{
  const char *message = hopso_workspace_get_sync_message (self->delegate);

  return message != NULL && strstr (message, words) != NULL;
}

void
hopso_flow_network_wait_told (HopsoFlowNetwork *self, const char *words)
{
  hopso_workspace_sync_now (self->delegate);
  hopso_flow_wait_until (is_told (self, words));
}

void
hopso_flow_network_wait_mended (HopsoFlowNetwork *self)
{
  hopso_test_proxy_mend (self->proxy);
  hopso_workspace_sync_now (self->delegate);
  hopso_flow_wait_in_sync (self->delegate);
}

void
hopso_flow_network_fetch (HopsoFlowNetwork *self, const char *paper)
{
  hopso_workspace_download_meeting (self->delegate, HOPSO_TEST_MEETING);
  hopso_flow_wait_until (hopso_workspace_get_paper_state (self->delegate, paper, NULL) ==
                         HOPSO_PAPER_READY);
}

static gboolean
set_flag_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets time go by where the question is what happens in it. */
void
hopso_flow_network_iterate (guint milliseconds)
{
  gboolean is_over = FALSE;

  g_timeout_add (milliseconds, set_flag_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}
