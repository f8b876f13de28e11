/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Papers on their way over a bad network: what came is not fetched again, what came damaged is
 * fetched once more, and a page of the network is not a paper. */

#include "hopso-flow-network.h"

#define PORTAL "<html><title>Wi-Fi</title>Please sign in</html>"
#define HTML   "Content-Type: text/html\r\n"

typedef HopsoFlowNetwork World;

static void
test_a_page_is_not_taken_for_a_paper (World *world, gconstpointer data)
{
  const HopsoTestFault fault = { HOPSO_TEST_FAULT_ANSWER, "/v1/blobs/", .status = 200,
                                 .headers = HTML, .body = PORTAL };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  hopso_test_proxy_add_fault (world->proxy, &fault);
  hopso_workspace_open_paper_async (world->delegate, HOPSO_TEST_PAPER, NULL, NULL, NULL,
                                    hopso_flow_done_cb, &pending);
  result = hopso_flow_wait_for (&pending);
  g_assert_cmpint (hopso_workspace_open_paper_finish (world->delegate, result, &error), <, 0);
  g_assert_nonnull (strstr (error->message, "Mạng đang dùng trả lời thay cho máy chủ"));
  hopso_test_proxy_mend (world->proxy);
  hopso_flow_network_fetch (world, HOPSO_TEST_PAPER);
}

/* The path of a paper's bytes. */
static char *
find_path (World *world, const char *id)
{
  HopsoPaper *paper = hopso_workspace_lookup_paper (world->delegate, id);

  return g_strconcat ("/v1/blobs/sha256/", hopso_paper_get_digest (paper), NULL);
}

/* How many bytes of it came, and how often to the end. */
static guint64
sum_bytes (World *world, const char *path, guint *n_whole)
{
  g_autoptr (GPtrArray) exchanges = hopso_test_proxy_list (world->proxy, path);
  guint64 sum = 0;

  *n_whole = 0;
  for (guint i = 0; i < exchanges->len; i++)
    {
      const HopsoTestExchange *exchange = exchanges->pdata[i];

      sum += exchange->n_bytes;
      if (exchange->is_whole)
        ++*n_whole;
    }
  return sum;
}

static void
test_a_download_goes_on_where_it_broke (World *world, gconstpointer data)
{
  const HopsoTestFault faults[] = {
    { HOPSO_TEST_FAULT_CUT, "/v1/blobs/", .amount = 500000, .times = 1 },
    { HOPSO_TEST_FAULT_CUT, "/v1/blobs/", .amount = 200000, .times = 1 },
  };
  g_autofree char *path = find_path (world, HOPSO_TEST_LONG_PAPER);
  guint n_whole = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      hopso_test_proxy_add_fault (world->proxy, &faults[i]);
      hopso_workspace_download_meeting (world->delegate, HOPSO_TEST_MEETING);
      hopso_flow_wait_until (hopso_test_proxy_get_n_faults (world->proxy) == 0);
    }
  /* Nobody asks for it: the queue comes back by itself. */
  hopso_flow_network_fetch (world, HOPSO_TEST_LONG_PAPER);
  g_assert_cmpuint (sum_bytes (world, path, &n_whole), <, 1000000 + 2 * 80000);
  g_assert_cmpuint (n_whole, ==, 1);
}

static void
test_a_damaged_download_comes_once_more (World *world, gconstpointer data)
{
  const HopsoTestFault once = { HOPSO_TEST_FAULT_CORRUPT, "/v1/blobs/", .amount = 1500,
                                .times = 1 };
  const HopsoTestFault always = { HOPSO_TEST_FAULT_CORRUPT, "/v1/blobs/", .amount = 900000 };
  g_autofree char *path = find_path (world, HOPSO_TEST_PAPER);
  g_autofree char *long_path = find_path (world, HOPSO_TEST_LONG_PAPER);
  guint n_whole = 0;

  hopso_test_proxy_add_fault (world->proxy, &always);
  hopso_test_proxy_add_fault (world->proxy, &once);
  hopso_flow_network_fetch (world, HOPSO_TEST_PAPER);
  hopso_flow_wait_until (hopso_workspace_get_paper_state (world->delegate, HOPSO_TEST_LONG_PAPER,
                                                          NULL) == HOPSO_PAPER_FAILED);
  sum_bytes (world, path, &n_whole);
  g_assert_cmpuint (n_whole, <=, 2);
  /* A paper that is damaged each time is not fetched for ever. */
  for (guint i = 0; i < 3; i++)
    {
      hopso_workspace_sync_now (world->delegate);
      hopso_workspace_download_meeting (world->delegate, HOPSO_TEST_MEETING);
      hopso_flow_network_iterate (200);
    }
  sum_bytes (world, long_path, &n_whole);
  g_assert_cmpuint (n_whole, <=, 2);
}

#define ADD(path, func) \
  g_test_add ("/flow/network-papers/" path, World, NULL, hopso_flow_network_set_up, func, \
              hopso_flow_network_tear_down)

static void
add_tests (void)
{
  ADD ("a-page-is-not-taken-for-a-paper", test_a_page_is_not_taken_for_a_paper);
  ADD ("a-download-goes-on-where-it-broke", test_a_download_goes_on_where_it_broke);
  ADD ("a-damaged-download-comes-once-more", test_a_damaged_download_comes_once_more);
}

int
main (int argc, char **argv)
{
  return hopso_flow_network_run (&argc, &argv, add_tests);
}
