/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What goes wrong in a network between a person and the real server, one thing after another: the
 * person is told in plain words, is not asked to be patient twice, and loses nothing. */

#include "hopso-flow-network.h"
#include "hopso-remote-error.h"

#define PORTAL "<html><title>Wi-Fi</title>Please sign in</html>"
#define HTML   "Content-Type: text/html\r\n"
#define YEAR   (365 * 24 * 60 * 60)

typedef HopsoFlowNetwork World;

/* --- connections that break, and bytes that come late ------------------------------------ */

static void
test_whatever_breaks_is_made_good (World *world, gconstpointer data)
{
  static const HopsoTestFault faults[] = {
    { HOPSO_TEST_FAULT_CUT, "/v1/participants", .amount = 0, .times = 2 },
    { HOPSO_TEST_FAULT_CUT, "/v1/participants", .amount = 17, .times = 1 },
    { HOPSO_TEST_FAULT_CUT_REQUEST, "/v1/participants", .amount = 0, .times = 1 },
    { HOPSO_TEST_FAULT_CUT_REQUEST, "/v1/participants", .amount = 9, .times = 1 },
    { HOPSO_TEST_FAULT_CUT, "/v1/changes", .amount = 30, .times = 1 },
    { HOPSO_TEST_FAULT_TRUNCATE, "/v1/", .amount = 40, .times = 1 },
    { HOPSO_TEST_FAULT_CORRUPT, "/v1/", .amount = 1, .times = 1 },
    { HOPSO_TEST_FAULT_DELAY, "/v1/", .amount = 300, .times = 2 },
    { HOPSO_TEST_FAULT_THROTTLE, "/v1/", .amount = 8000, .times = 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      const char *answer;

      g_test_message ("fault %" G_GSIZE_FORMAT, i);
      hopso_test_proxy_add_fault (world->proxy, &faults[i]);
      answer = hopso_flow_network_change (world);
      while (hopso_test_proxy_get_n_faults (world->proxy) > 0)
        {
          hopso_workspace_sync_now (world->delegate);
          hopso_flow_network_iterate (50);
        }
      hopso_workspace_sync_now (world->delegate);
      hopso_flow_network_wait_arrived (world, answer);
    }
}

/* In the handshake and in the first records, in both directions. */
static void
test_ciphertext_may_break_anywhere (World *world, gconstpointer data)
{
  static const struct
  {
    HopsoTestFaultType type;
    guint64 amount;
  } harm[] = {
    { HOPSO_TEST_FAULT_CUT, 0 },           { HOPSO_TEST_FAULT_CUT, 900 },
    { HOPSO_TEST_FAULT_CUT_REQUEST, 600 }, { HOPSO_TEST_FAULT_CORRUPT, 1500 },
    { HOPSO_TEST_FAULT_CORRUPT, 2300 },
  };
  const char *answer;

  hopso_test_proxy_set_blind (world->proxy, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (harm); i++)
    {
      const HopsoTestFault fault = { harm[i].type, .amount = harm[i].amount, .times = 1 };

      hopso_test_proxy_add_fault (world->proxy, &fault);
      answer = hopso_flow_network_change (world);
      hopso_test_proxy_hang_up (world->proxy);
      hopso_workspace_sync_now (world->delegate);
      hopso_flow_wait_until (hopso_test_proxy_get_n_faults (world->proxy) == 0);
      hopso_flow_network_wait_mended (world);
      hopso_flow_network_wait_arrived (world, answer);
    }
}

/* Somebody on the way sends what we sent once more. */
static void
test_what_arrives_twice_is_done_once (World *world, gconstpointer data)
{
  const HopsoTestFault fault = { HOPSO_TEST_FAULT_REPEAT, "/v1/participants", .amount = 2 };
  g_autoptr (GPtrArray) exchanges = NULL;

  hopso_test_proxy_add_fault (world->proxy, &fault);
  for (guint i = 0; i < 3; i++)
    hopso_flow_network_wait_arrived (world, hopso_flow_network_change (world));
  exchanges = hopso_test_proxy_list (world->proxy, "/v1/participants");
  g_assert_cmpuint (exchanges->len, ==, 3);
  for (guint i = 0; i < exchanges->len; i++)
    g_assert_cmpuint (((HopsoTestExchange *) exchanges->pdata[i])->status, ==, 200);
  hopso_test_proxy_mend (world->proxy);
}

/* --- answers that are no help -------------------------------------------------------------- */

static gint64
find_first_try_after (World *world, gint64 moment)
{
  g_autoptr (GPtrArray) exchanges = hopso_test_proxy_list (world->proxy, "/v1/");

  for (guint i = 0; i < exchanges->len; i++)
    {
      const HopsoTestExchange *exchange = exchanges->pdata[i];

      if (exchange->at > moment && !g_str_has_prefix (exchange->path, "/v1/live"))
        return exchange->at;
    }
  return 0;
}

static gint64
get_last_try (World *world)
{
  g_autoptr (GPtrArray) exchanges = hopso_test_proxy_list (world->proxy, "/v1/");

  g_assert_cmpuint (exchanges->len, >, 0);
  return ((HopsoTestExchange *) exchanges->pdata[exchanges->len - 1])->at;
}

static void
test_a_server_in_trouble_is_named (World *world, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *words;
  } troubles[] = {
    { 500, "Máy chủ gặp lỗi (500)" },
    { 502, "tạm thời không hoạt động (502)" },
    { 503, "tạm thời không hoạt động (503)" },
    { 504, "tạm thời không hoạt động (504)" },
    { 429, "quá nhiều yêu cầu" },
  };
  const char *answer = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      const HopsoTestFault fault = { HOPSO_TEST_FAULT_ANSWER, "/v1/",
                                     .status = troubles[i].status };

      hopso_test_proxy_add_fault (world->proxy, &fault);
      answer = hopso_flow_network_change (world);
      hopso_flow_network_wait_told (world, troubles[i].words);
      g_assert_cmpuint (hopso_workspace_get_n_waiting (world->delegate), ==, 1);
      hopso_flow_network_wait_mended (world);
      hopso_flow_network_wait_arrived (world, answer);
    }
}

static char *
make_http_date (gint64 moment)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (moment);

  return g_date_time_format (date, "%a, %d %b %Y %H:%M:%S GMT");
}

/* A wait that the server asks for holds for everything that is not asked for by a person: the
 * outbox, the event stream, the next round. */
static void
assert_left_alone (World *world, guint status, const char *header, gint64 microseconds)
{
  const HopsoTestFault fault = { HOPSO_TEST_FAULT_ANSWER, "/v1/", .status = status,
                                 .headers = header };
  const char *answer;
  gint64 refused;

  hopso_test_proxy_add_fault (world->proxy, &fault);
  answer = hopso_flow_network_change (world);
  hopso_flow_wait_until (hopso_workspace_get_sync_state (world->delegate) == HOPSO_SYNC_ERROR);
  refused = get_last_try (world);
  hopso_test_proxy_mend (world->proxy);
  hopso_flow_network_wait_arrived (world, answer);
  g_assert_cmpint (find_first_try_after (world, refused) - refused, >=, microseconds);
}

static void
test_a_wait_that_was_asked_for_is_kept (World *world, gconstpointer data)
{
  g_autofree char *date = NULL;
  g_autofree char *header = NULL;

  assert_left_alone (world, 503, "Retry-After: 2\r\n", 2 * G_USEC_PER_SEC);
  hopso_test_proxy_set_date_offset (world->proxy, -YEAR);
  date = make_http_date (g_get_real_time () / G_USEC_PER_SEC - YEAR + 3);
  header = g_strdup_printf ("Retry-After: %s\r\n", date);
  assert_left_alone (world, 429, header, 3 * G_USEC_PER_SEC / 2);
  hopso_test_proxy_set_date_offset (world->proxy, 0);
}

/* --- networks that answer themselves -------------------------------------------------------- */

static void
test_a_page_of_the_network_is_named (World *world, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *headers;
  } pages[] = {
    { 200, HTML }, { 302, "Location: http://portal.example/\r\n" },
    { 511, HTML }, { 401, HTML },
    { 403, HTML }, { 404, HTML },
    { 410, HTML }, { 412, HTML },
  };
  const char *answer = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      const HopsoTestFault fault = { HOPSO_TEST_FAULT_ANSWER, "/v1/", .status = pages[i].status,
                                     .headers = pages[i].headers, .body = PORTAL };

      hopso_test_proxy_add_fault (world->proxy, &fault);
      answer = hopso_flow_network_change (world);
      hopso_flow_network_wait_told (world, "Mạng đang dùng trả lời thay cho máy chủ");
      g_assert_cmpint (hopso_workspace_get_sync_state (world->delegate), ==, HOPSO_SYNC_ERROR);
      g_assert_cmpuint (hopso_workspace_get_n_waiting (world->delegate), ==, 1);
      hopso_flow_network_wait_mended (world);
      hopso_flow_network_wait_arrived (world, answer);
    }
}

/* --- certificates and clocks ------------------------------------------------------------------ */

static void
test_a_wrong_certificate_is_explained (World *world, gconstpointer data)
{
  HopsoTestTls *tls = hopso_test_server_get_tls (world->server);
  const char *here = "IP:127.0.0.1";
  g_autoptr (HopsoTestTls) stranger = hopso_test_tls_new ();
  g_autofree char *other_host =
      hopso_test_tls_add_server (tls, "host", "DNS:other.example.vn", -1, 30);
  g_autofree char *expired = hopso_test_tls_add_server (tls, "old", here, -30, -2);
  g_autofree char *early = hopso_test_tls_add_server (tls, "early", here, 2, 30);
  g_autofree char *alone = hopso_test_tls_add_self_signed (tls);
  const struct
  {
    const char *file;
    const char *words;
  } wrong[] = {
    { other_host, "thuộc về địa chỉ khác. Hãy kiểm tra lại địa chỉ" },
    { expired, "đã hết hạn. Hãy báo cho người quản trị" },
    { early, "chưa có hiệu lực. Hãy kiểm tra đồng hồ" },
    { alone, "không tin cậy" },
    { stranger->server_file, "không tin cậy" },
  };
  const char *answer = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      hopso_test_proxy_set_certificate (world->proxy, wrong[i].file);
      answer = hopso_flow_network_change (world);
      hopso_flow_network_wait_told (world, wrong[i].words);
      g_assert_cmpint (hopso_workspace_get_sync_state (world->delegate), ==, HOPSO_SYNC_ERROR);
      hopso_test_proxy_set_certificate (world->proxy, tls->server_file);
      hopso_flow_network_wait_mended (world);
      hopso_flow_network_wait_arrived (world, answer);
      g_assert_null (hopso_workspace_get_sync_message (world->delegate));
    }
}

/* To a client it is the same whether its clock is a year behind, or everybody else's ahead. */
static void
test_a_clock_a_year_off_is_named (World *world, gconstpointer data)
{
  HopsoTestTls *tls = hopso_test_server_get_tls (world->server);
  g_autofree char *ahead = hopso_test_tls_add_server (tls, "ahead", "IP:127.0.0.1", 360, 370);
  g_autofree char *behind = hopso_test_tls_add_server (tls, "behind", "IP:127.0.0.1", -370, -360);
  const struct
  {
    const char *file;
    gint64 offset;
  } clocks[] = { { ahead, YEAR }, { behind, -YEAR } };
  const char *answer = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      gint64 there = g_get_real_time () / G_USEC_PER_SEC + clocks[i].offset;
      g_autoptr (GDateTime) there_local = g_date_time_new_from_unix_local (there);
      g_autofree char *day = g_date_time_format (there_local, "%d/%m/%Y");

      /* Nobody can be reached before the clock is right. */
      hopso_test_proxy_set_date_offset (world->proxy, clocks[i].offset);
      hopso_test_proxy_set_certificate (world->proxy, clocks[i].file);
      answer = hopso_flow_network_change (world);
      hopso_flow_network_wait_told (world, "Đồng hồ máy này có vẻ sai");
      g_assert_nonnull (strstr (hopso_workspace_get_sync_message (world->delegate), day));
      /* With a certificate that lasts everything works, and the clock is named all the same. */
      hopso_test_proxy_set_certificate (world->proxy, tls->server_file);
      hopso_flow_network_wait_told (world, "Đồng hồ máy này sai");
      hopso_flow_network_wait_arrived (world, answer);
      hopso_test_proxy_set_date_offset (world->proxy, 0);
      hopso_flow_network_wait_mended (world);
      hopso_flow_wait_until (hopso_workspace_get_sync_message (world->delegate) == NULL);
    }
}

static void
test_ipv6_alone_is_enough (World *world, gconstpointer data)
{
  HopsoTestTls *tls = hopso_test_server_get_tls (world->server);
  g_autoptr (HopsoTestProxy) proxy =
      hopso_test_proxy_new (hopso_test_server_get_url (world->server), tls->ca_file,
                            tls->server_file, G_SOCKET_FAMILY_IPV6);
  const char *url = hopso_test_proxy_get_url (proxy);
  g_autofree char *by_name = g_strconcat ("https://localhost", strrchr (url, ':'), NULL);
  const struct
  {
    const char *url;
    const char *login;
  } ways[] = { { url, "nguoila" }, { by_name, "thuky" } };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = NULL;
      HopsoWorkspace *person =
          hopso_flow_sign_in_at (world->server, ways[i].url, ways[i].login, &error);

      g_assert_no_error (error);
      hopso_flow_wait_in_sync (person);
      hopso_flow_close (person);
    }
}

/* --- the event stream --------------------------------------------------------------------------
 */

static void
test_the_event_stream_comes_back (World *world, gconstpointer data)
{
  const HopsoTestFault short_lived = { HOPSO_TEST_FAULT_CUT, "/v1/live", .amount = 1 };
  g_autoptr (GError) error = NULL;
  HopsoWorkspace *chair = hopso_flow_sign_in (world->server, "chutri", &error);
  guint n_streams;

  g_assert_no_error (error);
  hopso_flow_wait_in_sync (chair);
  n_streams = hopso_test_proxy_count (world->proxy, "/v1/live");
  hopso_test_proxy_hang_up (world->proxy);
  hopso_flow_wait_until (hopso_test_proxy_count (world->proxy, "/v1/live") > n_streams);
  hopso_flow_answer (chair, HOPSO_TEST_MEETING, "accepted");
  hopso_flow_wait_until (
      g_strcmp0 (hopso_flow_get_answer (world->delegate, HOPSO_TEST_PART_CHAIR), "accepted") == 0);
  /* A stream that ends as soon as it begins is no reason to begin again and again. */
  hopso_test_proxy_add_fault (world->proxy, &short_lived);
  hopso_test_proxy_hang_up (world->proxy);
  hopso_test_proxy_forget (world->proxy);
  hopso_flow_network_iterate (2500);
  g_assert_cmpuint (hopso_test_proxy_count (world->proxy, "/v1/live"), <=, 5);
  hopso_test_proxy_mend (world->proxy);
  hopso_flow_close (chair);
}

/* One person for all tests. */
static World shared;

static void
borrow (World *world, gconstpointer data)
{
  if (shared.server == NULL)
    hopso_flow_network_set_up (&shared, NULL);
  *world = shared;
  hopso_test_proxy_forget (world->proxy);
}

static void
give_back (World *world, gconstpointer data)
{
  shared = *world;
}

#define ADD(path, func) g_test_add ("/flow/network/" path, World, NULL, borrow, func, give_back)

static void
add_tests (void)
{
  ADD ("whatever-breaks-is-made-good", test_whatever_breaks_is_made_good);
  ADD ("what-arrives-twice-is-done-once", test_what_arrives_twice_is_done_once);
  ADD ("a-server-in-trouble-is-named", test_a_server_in_trouble_is_named);
  ADD ("a-wait-that-was-asked-for-is-kept", test_a_wait_that_was_asked_for_is_kept);
  ADD ("a-page-of-the-network-is-named", test_a_page_of_the_network_is_named);
  ADD ("a-wrong-certificate-is-explained", test_a_wrong_certificate_is_explained);
  ADD ("a-clock-a-year-off-is-named", test_a_clock_a_year_off_is_named);
  ADD ("ipv6-alone-is-enough", test_ipv6_alone_is_enough);
  ADD ("the-event-stream-comes-back", test_the_event_stream_comes_back);
  ADD ("ciphertext-may-break-anywhere", test_ciphertext_may_break_anywhere);
}

int
main (int argc, char **argv)
{
  int status = hopso_flow_network_run (&argc, &argv, add_tests);

  if (shared.server != NULL)
    hopso_flow_network_tear_down (&shared, NULL);
  return status;
}
