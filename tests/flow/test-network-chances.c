/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Anything that can go wrong in a network, by chance and together, again and again: what was
 * changed arrives when it is over, and whoever waits does not make a loop of it. The quick run is a
 * taste. */

#include "hopso-flow-network.h"
#include "hopso-test-soak.h"

#include <math.h>

typedef HopsoFlowNetwork World;

#define MOST_REQUESTS 30 /* in a minute in which nothing works */

static const char *const paths[] = { NULL,         "/v1/",    "/v1/changes", "/v1/participants",
                                     "/v1/blobs/", "/v1/live" };

static const guint statuses[] = { 200, 302, 401, 403, 404, 412, 429, 500, 502, 503, 504, 511 };

/* Long delays belong to the long run alone. */
static guint64
draw_amount (GRand *chances, HopsoTestFaultType type)
{
  switch (type)
    {
    case HOPSO_TEST_FAULT_CUT:
    case HOPSO_TEST_FAULT_CUT_REQUEST:
    case HOPSO_TEST_FAULT_TRUNCATE:
    case HOPSO_TEST_FAULT_CORRUPT:
      return (guint64) exp (g_rand_double_range (chances, 0.0, 13.0)) - 1;
    case HOPSO_TEST_FAULT_DELAY:
      return (guint64) g_rand_int_range (chances, 0, (gint32) hopso_test_soak_rounds (200, 3000));
    case HOPSO_TEST_FAULT_THROTTLE:
      return (guint64) g_rand_int_range (chances, 8000, 64000);
    case HOPSO_TEST_FAULT_REPEAT:
      return (guint64) g_rand_int_range (chances, 1, 4);
    case HOPSO_TEST_FAULT_ANSWER:
    case HOPSO_TEST_N_FAULTS:
    default:
      return 0;
    }
}

static void
break_something (World *world, GRand *chances)
{
  gint32 type = g_rand_int_range (chances, 0, HOPSO_TEST_N_FAULTS);
  const HopsoTestFault fault = {
    .type = (HopsoTestFaultType) type,
    .path = paths[g_rand_int_range (chances, 0, G_N_ELEMENTS (paths))],
    .amount = draw_amount (chances, (HopsoTestFaultType) type),
    .times = (guint) g_rand_int_range (chances, 0, 4),
    .status = statuses[g_rand_int_range (chances, 0, G_N_ELEMENTS (statuses))],
    .headers = g_rand_boolean (chances) ? "Content-Type: text/html\r\n" : "Retry-After: 1\r\n",
    .body = "<html>?</html>",
  };

  hopso_test_proxy_add_fault (world->proxy, &fault);
}

static gboolean
has_arrived (World *world, const char *answer)
{
  g_autoptr (HopsoServerStore) store = NULL;
  g_autoptr (HopsoRecord) record = NULL;

  hopso_test_proxy_set_blind (world->proxy, FALSE);
  hopso_flow_network_wait_mended (world);
  store = hopso_flow_open_data (world->server);
  record = hopso_test_server_get (store, HOPSO_KIND_PARTICIPANT, HOPSO_TEST_PART);
  hopso_server_store_close (store);
  return g_strcmp0 (hopso_participant_get_partstat (HOPSO_PARTICIPANT (record)), answer) == 0 &&
         g_strcmp0 (hopso_flow_get_answer (world->delegate, HOPSO_TEST_PART), answer) == 0;
}

static gboolean
try_once (World *world, GRand *chances)
{
  gint32 n_faults = g_rand_int_range (chances, 1, 4);
  const char *answer;

  hopso_test_proxy_set_blind (world->proxy, g_rand_int_range (chances, 0, 4) == 0);
  for (gint32 i = 0; i < n_faults; i++)
    break_something (world, chances);
  answer = hopso_flow_network_change (world);
  hopso_workspace_download_meeting (world->delegate, HOPSO_TEST_MEETING);
  hopso_flow_network_iterate ((guint) g_rand_int_range (chances, 0, 700));
  if (g_rand_boolean (chances))
    hopso_test_proxy_hang_up (world->proxy);
  hopso_workspace_sync_now (world->delegate);
  hopso_flow_network_iterate ((guint) g_rand_int_range (chances, 0, 300));
  return has_arrived (world, answer);
}

static gboolean
has_papers (World *world)
{
  return hopso_workspace_get_paper_state (world->delegate, HOPSO_TEST_PAPER, NULL) ==
             HOPSO_PAPER_READY &&
         hopso_workspace_get_paper_state (world->delegate, HOPSO_TEST_LONG_PAPER, NULL) ==
             HOPSO_PAPER_READY;
}

static void
open_for_person (World *world, const char *paper)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_workspace_open_paper_async (world->delegate, paper, NULL, NULL, NULL, hopso_flow_done_cb,
                                    &pending);
  result = hopso_flow_wait_for (&pending);
  g_auto (HopsoFd) fd = hopso_workspace_open_paper_finish (world->delegate, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fd, >=, 0);
}

static void
test_nothing_is_lost (void)
{
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  guint n_worlds = hopso_test_soak_rounds (1, 20);
  guint n_rounds = hopso_test_soak_rounds (4, 25);
  guint n_lost = 0;
  guint n_missing = 0;

  for (guint i = 0; i < n_worlds; i++)
    {
      World world = { 0 };

      hopso_flow_network_set_up (&world, NULL);
      for (guint j = 0; j < n_rounds; j++)
        n_lost += try_once (&world, chances) ? 0 : 1;
      open_for_person (&world, HOPSO_TEST_PAPER);
      open_for_person (&world, HOPSO_TEST_LONG_PAPER);
      n_missing += has_papers (&world) ? 0 : 1;
      n_lost += hopso_workspace_get_n_refused (world.delegate);
      hopso_flow_network_tear_down (&world, NULL);
    }
  hopso_test_soak_report ("changes over a network that breaks by chance", n_worlds * n_rounds,
                          n_lost);
  hopso_test_soak_report ("papers over a network that breaks by chance", 2 * n_worlds, n_missing);
  g_assert_cmpuint (n_lost + n_missing, ==, 0);
}

/* What lasts for minutes: for each, what a client in trouble asks of the network. */
static const struct
{
  const char *name;
  HopsoTestFault fault;
} troubles[] = {
  { "an error of the server", { HOPSO_TEST_FAULT_ANSWER, NULL, .status = 500 } },
  { "a server that is away", { HOPSO_TEST_FAULT_ANSWER, NULL, .status = 503 } },
  { "a server that asks for a wait",
    { HOPSO_TEST_FAULT_ANSWER, NULL, .status = 429, .headers = "Retry-After: 20\r\n" } },
  { "a page of the network",
    { HOPSO_TEST_FAULT_ANSWER, NULL, .status = 200, .headers = "Content-Type: text/html\r\n" } },
  { "answers that are lost", { HOPSO_TEST_FAULT_CUT, NULL } },
  { "answers that are cut", { HOPSO_TEST_FAULT_CUT, NULL, .amount = 5 } },
  { "changes that fail", { HOPSO_TEST_FAULT_ANSWER, "/v1/participants", .status = 500 } },
  { "papers that fail", { HOPSO_TEST_FAULT_ANSWER, "/v1/blobs/", .status = 500 } },
  { "papers that come damaged", { HOPSO_TEST_FAULT_CORRUPT, "/v1/blobs/", .amount = 1500 } },
  { "a stream that ends at once", { HOPSO_TEST_FAULT_CUT, "/v1/live", .amount = 1 } },
  { "answers that are a minute late", { HOPSO_TEST_FAULT_DELAY, NULL, .amount = 60000 } },
  { "a line of 64 kbit/s", { HOPSO_TEST_FAULT_THROTTLE, NULL, .amount = 8000 } },
};

static void
test_nobody_makes_a_loop_of_it (void)
{
  guint n_troubles = hopso_test_soak_rounds (2, G_N_ELEMENTS (troubles));
  guint seconds = hopso_test_soak_rounds (2, 60);

  for (guint i = 0; i < n_troubles; i++)
    {
      g_autofree char *what = g_strdup_printf ("requests in %u s of %s", seconds, troubles[i].name);
      World world = { 0 };
      const char *answer;
      guint n_requests;

      hopso_flow_network_set_up (&world, NULL);
      hopso_test_proxy_add_fault (world.proxy, &troubles[i].fault);
      answer = hopso_flow_network_change (&world);
      hopso_workspace_download_meeting (world.delegate, HOPSO_TEST_MEETING);
      hopso_test_proxy_hang_up (world.proxy);
      hopso_test_proxy_forget (world.proxy);
      hopso_flow_network_iterate (seconds * 1000);
      n_requests = hopso_test_proxy_count (world.proxy, NULL);
      hopso_test_soak_report (what, n_requests, n_requests > MOST_REQUESTS ? 1 : 0);
      g_assert_cmpuint (n_requests, <=, MOST_REQUESTS);
      g_assert_true (has_arrived (&world, answer));
      hopso_flow_network_tear_down (&world, NULL);
    }
}

static void
add_tests (void)
{
  g_test_add_func ("/flow/network-chances/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func ("/flow/network-chances/nobody-makes-a-loop-of-it",
                   test_nobody_makes_a_loop_of_it);
}

int
main (int argc, char **argv)
{
  return hopso_flow_network_run (&argc, &argv, add_tests);
}
