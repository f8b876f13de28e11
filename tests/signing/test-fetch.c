/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fetching what decisions lack, from a web server that openssl answers behind, and that can do
 * wrong in every way that web servers do. */

#include "fetch-world.h"

static void
assert_only (HopsoValidationMaterial *bag, HopsoMaterialKind kind, HopsoMaterialSource source)
{
  g_assert_cmpuint (hopso_validation_material_get_n (bag), ==, 1);
  g_assert_cmpint (hopso_validation_material_get (bag, 0)->kind, ==, kind);
  g_assert_cmpint (hopso_validation_material_get (bag, 0)->source, ==, source);
}

static void
test_a_responder_is_asked_first (FetchWorld *world)
{
  g_autoptr (HopsoValidationMaterial) bag = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);

  assert_only (bag, HOPSO_MATERIAL_OCSP, HOPSO_MATERIAL_FETCHED);
  g_assert_cmpuint (fetch_world_count (world, FETCH_POST), ==, 1);
  g_assert_cmpuint (fetch_world_count (world, FETCH_ALL), ==, 1);
}

static void
test_without_a_network_there_is_the_cache (FetchWorld *world)
{
  g_autoptr (HopsoValidationMaterial) nothing =
      fetch_world_ask (world, "signer", HOPSO_FETCH_OFFLINE);
  g_autoptr (HopsoValidationMaterial) online =
      fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);
  guint n = fetch_world_count (world, FETCH_ALL);

  fetch_world_restart (world);
  g_autoptr (HopsoValidationMaterial) offline =
      fetch_world_ask (world, "signer", HOPSO_FETCH_OFFLINE);
  g_assert_cmpuint (hopso_validation_material_get_n (nothing), ==, 0);
  assert_only (offline, HOPSO_MATERIAL_OCSP, HOPSO_MATERIAL_CACHE);
  /* Old answers tell about old signatures. */
  hopso_clock_advance (world->clock, 30 * 86400);
  g_autoptr (HopsoValidationMaterial) old = fetch_world_ask (world, "signer", HOPSO_FETCH_OFFLINE);
  assert_only (old, HOPSO_MATERIAL_OCSP, HOPSO_MATERIAL_CACHE);
  g_assert_cmpuint (fetch_world_count (world, FETCH_ALL), ==, n);
}

static void
test_what_is_fresh_is_not_asked_again (FetchWorld *world)
{
  g_autoptr (HopsoValidationMaterial) one = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);
  g_autoptr (HopsoValidationMaterial) two = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);

  assert_only (two, HOPSO_MATERIAL_OCSP, HOPSO_MATERIAL_CACHE);
  g_assert_cmpuint (fetch_world_count (world, FETCH_ALL), ==, 1);

  world->newer_than = hopso_clock_now (world->clock) + 1;
  g_autoptr (HopsoValidationMaterial) three = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);
  assert_only (three, HOPSO_MATERIAL_OCSP, HOPSO_MATERIAL_FETCHED);
  world->newer_than = 0;

  hopso_clock_advance (world->clock, 86400 + 1);
  g_autoptr (HopsoValidationMaterial) four = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);
  assert_only (four, HOPSO_MATERIAL_OCSP, HOPSO_MATERIAL_FETCHED);
  g_assert_cmpuint (fetch_world_count (world, FETCH_ALL), ==, 3);
}

static void
test_a_responder_without_nonces_is_asked_by_get (FetchWorld *world)
{
  world->responder = FETCH_NO_NONCE;
  g_autoptr (HopsoValidationMaterial) bag = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);

  assert_only (bag, HOPSO_MATERIAL_OCSP, HOPSO_MATERIAL_FETCHED);
  g_assert_cmpuint (fetch_world_count (world, FETCH_POST), ==, 1);
  g_assert_cmpuint (fetch_world_count (world, FETCH_ALL), ==, 2);
}

static void
test_a_bad_responder_is_no_obstacle (FetchWorld *world)
{
  static const FetchFault faults[] = { FETCH_GARBAGE, FETCH_EMPTY,     FETCH_PORTAL,
                                       FETCH_MISSING, FETCH_REPLAY,    FETCH_LOOP,
                                       FETCH_HUGE,    FETCH_NEIGHBOUR, FETCH_ANOTHER };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      fetch_world_forget (world);
      world->responder = faults[i];
      g_autoptr (HopsoValidationMaterial) bag =
          fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);

      g_test_message ("fault %u", faults[i]);
      assert_only (bag, HOPSO_MATERIAL_CRL, HOPSO_MATERIAL_FETCHED);
    }
}

static void
test_what_is_no_list_is_neither_used_nor_kept (FetchWorld *world)
{
  static const FetchFault faults[] = { FETCH_GARBAGE, FETCH_EMPTY, FETCH_PORTAL,    FETCH_MISSING,
                                       FETCH_LOOP,    FETCH_HUGE,  FETCH_NEIGHBOUR, FETCH_ANOTHER };

  world->responder = FETCH_MISSING;
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      fetch_world_forget (world);
      world->list = faults[i];
      g_autoptr (HopsoValidationMaterial) bag =
          fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);
      g_autoptr (HopsoValidationMaterial) kept =
          fetch_world_ask (world, "signer", HOPSO_FETCH_OFFLINE);

      g_test_message ("fault %u", faults[i]);
      g_assert_cmpuint (hopso_validation_material_get_n (bag), ==, 0);
      g_assert_cmpuint (hopso_validation_material_get_n (kept), ==, 0);
    }
}

static void
test_an_old_list_is_given_but_not_kept (FetchWorld *world)
{
  world->responder = FETCH_MISSING;
  world->list = FETCH_EXPIRED;
  g_autoptr (HopsoValidationMaterial) bag = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);
  g_autoptr (HopsoValidationMaterial) kept = fetch_world_ask (world, "signer", HOPSO_FETCH_OFFLINE);

  assert_only (bag, HOPSO_MATERIAL_CRL, HOPSO_MATERIAL_FETCHED);
  g_assert_cmpuint (hopso_validation_material_get_n (kept), ==, 0);
}

static void
test_one_list_serves_all_who_wait (FetchWorld *world)
{
  g_autoptr (HopsoValidationMaterial) bag = NULL;

  world->responder = FETCH_MISSING;
  bag = fetch_world_ask (world, "signer clerk", HOPSO_FETCH_NORMAL);
  assert_only (bag, HOPSO_MATERIAL_CRL, HOPSO_MATERIAL_FETCHED);
  g_assert_cmpuint (fetch_world_count (world, FETCH_LISTS), ==, 1);
}

static void
test_who_does_not_answer_is_left_alone (FetchWorld *world)
{
  world->responder = FETCH_PORTAL;
  world->list = FETCH_PORTAL;
  g_autoptr (HopsoValidationMaterial) one = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);
  guint n = fetch_world_count (world, FETCH_ALL);
  g_autoptr (HopsoValidationMaterial) two = fetch_world_ask (world, "signer", HOPSO_FETCH_NORMAL);

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (fetch_world_count (world, FETCH_ALL), ==, n);
}

static void
test_who_gives_up_does_not_wait (FetchWorld *world)
{
  world->responder = FETCH_SILENT;
  world->list = FETCH_SILENT;
  g_assert_true (fetch_world_cancel (world, "signer"));
}

static void
test_an_issuer_is_found_among_others (FetchWorld *world)
{
  hopso_material_fetcher_add_known_host (world->fetcher, "127.0.0.1");
  g_autoptr (HopsoValidationMaterial) bag = fetch_world_ask_issuer (world, "signer");
  g_autoptr (HopsoCertificate) sub = hopso_test_pki_dup_certificate (world->pki, "sub");

  assert_only (bag, HOPSO_MATERIAL_CERTIFICATE, HOPSO_MATERIAL_FETCHED);
  g_assert_true (
      hopso_certificate_equal (hopso_validation_material_get (bag, 0)->certificate, sub));
}

static void
test_strangers_do_not_lead_to_machines_here (FetchWorld *world)
{
  g_autoptr (HopsoValidationMaterial) bag = fetch_world_ask_issuer (world, "signer");

  g_assert_cmpuint (hopso_validation_material_get_n (bag), ==, 0);
  g_assert_cmpuint (fetch_world_count (world, FETCH_ALL), ==, 0);
}

static FetchWorld *the_world; /* owned by main: one authority for all */

typedef struct
{
  const char *path;
  void (*func) (FetchWorld *world);
} Case;

static void
run_case (gconstpointer data)
{
  const Case *test = data;

  fetch_world_reset (the_world);
  test->func (the_world);
}

int
main (int argc, char **argv)
{
  static const Case cases[] = {
    { "/signing/fetch/a-responder-is-asked-first", test_a_responder_is_asked_first },
    { "/signing/fetch/without-a-network-there-is-the-cache",
      test_without_a_network_there_is_the_cache },
    { "/signing/fetch/what-is-fresh-is-not-asked-again", test_what_is_fresh_is_not_asked_again },
    { "/signing/fetch/a-responder-without-nonces-is-asked-by-get",
      test_a_responder_without_nonces_is_asked_by_get },
    { "/signing/fetch/a-bad-responder-is-no-obstacle", test_a_bad_responder_is_no_obstacle },
    { "/signing/fetch/what-is-no-list-is-neither-used-nor-kept",
      test_what_is_no_list_is_neither_used_nor_kept },
    { "/signing/fetch/an-old-list-is-given-but-not-kept", test_an_old_list_is_given_but_not_kept },
    { "/signing/fetch/one-list-serves-all-who-wait", test_one_list_serves_all_who_wait },
    { "/signing/fetch/who-does-not-answer-is-left-alone", test_who_does_not_answer_is_left_alone },
    { "/signing/fetch/who-gives-up-does-not-wait", test_who_gives_up_does_not_wait },
    { "/signing/fetch/an-issuer-is-found-among-others", test_an_issuer_is_found_among_others },
    { "/signing/fetch/strangers-do-not-lead-to-machines-here",
      test_strangers_do_not_lead_to_machines_here },
  };

  g_test_init (&argc, &argv, NULL);
  the_world = fetch_world_new ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], run_case);
  int status = g_test_run ();
  fetch_world_free (the_world);
  return status;
}
