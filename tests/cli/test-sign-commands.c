/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl sign and hopsoctl verify as a script sees them, with a real token. */

#include "hopso-cli.h"
#include "hopso-test-soak.h"
#include "sign-world.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static void
test_signed_files_verify (void)
{
  g_autoptr (SignWorld) world = sign_world_new ();
  g_autofree char *json = NULL;
  g_autofree char *words = NULL;
  g_autofree char *said = NULL;

  g_assert_cmpint (sign_world_run (world, WITH_KEY "-o one.pdf paper.pdf", NULL), ==,
                   HOPSO_CLI_YES);
  g_assert_cmpint (
      sign_world_run (world,
                      "$SIGN --serial $SERIAL --pin-fd 7 --pkcs1 --page 2 --rect 10,10,50,30 "
                      "--reason 'Đồng ý' --location 'An Hòa' --chain sub.pem "
                      "-o two.pdf one.pdf 7<pin",
                      NULL),
      ==, HOPSO_CLI_YES);
  /* In its own place, and over what was there. */
  g_assert_cmpint (sign_world_run (world, WITH_KEY "--json -o two.pdf two.pdf", &json), ==,
                   HOPSO_CLI_YES);
  g_assert_nonnull (strstr (json, "\"output\" : \"two.pdf\""));
  g_assert_cmpint (
      sign_world_run (world, "pdfsig -nocert two.pdf | grep -c 'Signature is Valid'", &words), ==,
      0);
  g_assert_cmpstr (words, ==, "3\n");

  g_assert_cmpint (sign_world_run (world, "$VERIFY --trust root.pem two.pdf", NULL), ==,
                   HOPSO_CLI_UNDETERMINED);
  g_assert_cmpint (sign_world_run (world, "$VERIFY paper.pdf", NULL), ==, HOPSO_CLI_NO);
  g_assert_cmpint (
      sign_world_run (world, "sed 's/Page 1/Page 7/' two.pdf >bad.pdf; $VERIFY bad.pdf", NULL), ==,
      HOPSO_CLI_NO);
  g_assert_cmpint (
      sign_world_run (world, "$VERIFY two.pdf | grep -c 'Only further signatures'", &said), ==, 0);
  g_assert_cmpstr (said, ==, "2\n");
  /* The worst of several counts. */
  g_assert_cmpint (sign_world_run (world, "$VERIFY two.pdf bad.pdf", NULL), ==, HOPSO_CLI_NO);
  g_assert_cmpint (sign_world_run (world, "$VERIFY two.pdf bad.pdf nothing.pdf", NULL), ==,
                   HOPSO_CLI_FAILED);
}

/* One PIN for all; one bad file does not stop the others; programs read what became of each. */
static void
test_a_batch_has_a_result_per_file (void)
{
  g_autoptr (SignWorld) world = sign_world_new ();
  g_autofree char *said = NULL;
  g_autofree char *read = NULL;

  g_assert_cmpint (
      sign_world_run (world, "mkdir out && for i in 1 2 3; do cp paper.pdf $i.pdf; done", NULL), ==,
      0);
  g_assert_cmpint (sign_world_run (world,
                                   "cat pin | " WITH_BARE_KEY
                                   "--pin-fd 0 --json --out-dir out 1.pdf pin "
                                   "2.pdf nothing.pdf 3.pdf >said.json",
                                   &said),
                   ==, HOPSO_CLI_NO);
  g_assert_nonnull (strstr (said, "nothing.pdf"));
  g_assert_nonnull (strstr (said, "2 documents were not signed"));
  g_assert_cmpint (sign_world_run (world, CHECK_JSON "signed failed signed failed signed", &read),
                   ==, 0);
  g_assert_cmpint (
      sign_world_run (world,
                      "for i in 1 2 3; do cmp -n $(stat -c %s $i.pdf) $i.pdf out/$i.pdf && "
                      "pdfsig -nocert out/$i.pdf | grep -q 'Signature is Valid' || exit 1; done; "
                      "test $(ls -A out | wc -l) = 3",
                      NULL),
      ==, 0);
  g_assert_cmpint (
      sign_world_run (world,
                      "sha256sum <out/1.pdf | cut -c -64 >sum && grep -q \"$(cat sum)\" said.json",
                      NULL),
      ==, 0);
}

static void
test_a_wrong_pin_stops_the_batch (void)
{
  g_autoptr (SignWorld) world = sign_world_new ();
  g_autofree char *said = NULL;

  g_assert_cmpint (
      sign_world_run (world,
                      "mkdir out; cp paper.pdf 2.pdf; " WITH_BARE_KEY
                      "--pin-file wrong --json --out-dir out paper.pdf 2.pdf >said.json",
                      &said),
      ==, HOPSO_CLI_FAILED);
  g_assert_nonnull (strstr (said, "PIN is wrong"));
  g_assert_cmpint (
      sign_world_run (world, CHECK_JSON "waiting:pin-incorrect waiting:pin-incorrect", NULL), ==,
      0);
  g_assert_cmpint (sign_world_run (world, "test -z \"$(ls -A out)\"", NULL), ==, 0);
}

static const struct
{
  const char *command;
  HopsoCliExit status;
  const char *words; /* nullable */
} refusals[] = {
  { "$SIGN paper.pdf", HOPSO_CLI_USAGE, "-o" },
  { "$SIGN -o out.pdf paper.pdf paper.pdf", HOPSO_CLI_USAGE, "--out-dir" },
  { "$SIGN -o out.pdf --out-dir . paper.pdf", HOPSO_CLI_USAGE, "--out-dir" },
  { "$SIGN --out-dir . paper.pdf ./paper.pdf", HOPSO_CLI_USAGE, "same place" },
  { "$SIGN --out-dir nowhere paper.pdf", HOPSO_CLI_FAILED, "nowhere" },
  { "$SIGN --uri pkcs11:token=cli --token cli -o out.pdf paper.pdf", HOPSO_CLI_USAGE, "--token" },
  { "$SIGN --uri pkcs12: -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "URI" },
  { "$SIGN --uri 'pkcs11:?pin-value=1' -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "everybody" },
  { "$SIGN --uri pkcs11:token=other -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "No certificate" },
  { WITH_KEY "--certify 4 -o out.pdf paper.pdf", HOPSO_CLI_USAGE, "--certify" },
  { WITH_KEY "--certify 1 -o certified.pdf paper.pdf && " WITH_KEY "-o out.pdf certified.pdf",
    HOPSO_CLI_FAILED, "certified" },
  { WITH_KEY "--password-file nothing -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "nothing" },
  { WITH_KEY "--sha256 00 -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "changed meanwhile" },
  { "$SIGN -o out.pdf", HOPSO_CLI_USAGE, NULL },
  { "$SIGN -o out.pdf --such-an-option paper.pdf", HOPSO_CLI_USAGE, NULL },
  { WITH_KEY "-o out.pdf --image pin paper.pdf", HOPSO_CLI_USAGE, "--rect" },
  { WITH_KEY "-o out.pdf --page 2 paper.pdf", HOPSO_CLI_USAGE, "--rect" },
  { WITH_KEY "-o out.pdf --page 0 --rect 1,1,9,9 paper.pdf", HOPSO_CLI_USAGE, "--page" },
  { WITH_KEY "-o out.pdf --rect 1,1,9 paper.pdf", HOPSO_CLI_USAGE, "--rect" },
  { WITH_KEY "-o out.pdf --rect 1,1,9,nan paper.pdf", HOPSO_CLI_USAGE, "--rect" },
  { WITH_KEY "-o out.pdf --rect 1,1,9,1e300 paper.pdf", HOPSO_CLI_USAGE, "--rect" },
  { WITH_KEY "-o out.pdf --rect 9000,1,90,30 paper.pdf", HOPSO_CLI_FAILED, "outside of the page" },
  { WITH_KEY "-o out.pdf --page 3 --rect 1,1,90,30 paper.pdf", HOPSO_CLI_FAILED, "no such page" },
  { WITH_KEY "-o out.pdf --rect 1,1,90,30 --image pin paper.pdf", HOPSO_CLI_FAILED, "PNG" },
  { WITH_KEY "-o out.pdf --rect 1,1,2,2 paper.pdf", HOPSO_CLI_FAILED, "not fit" },
  { WITH_KEY "-o out.pdf --chain pin paper.pdf", HOPSO_CLI_FAILED, "pin" },
  { WITH_KEY "-o out.pdf nothing.pdf", HOPSO_CLI_FAILED, "nothing.pdf" },
  { WITH_KEY "-o out.pdf pin", HOPSO_CLI_FAILED, "PDF" },
  { WITH_KEY "-o out.pdf .", HOPSO_CLI_FAILED, "no file" },
  { "mkfifo pipe; " WITH_KEY "-o out.pdf pipe", HOPSO_CLI_FAILED, "no file" },
  { WITH_KEY "-o nowhere/out.pdf paper.pdf", HOPSO_CLI_FAILED, "nowhere" },
  { WITH_KEY "-o . paper.pdf", HOPSO_CLI_FAILED, "no file" },
  { WITH_KEY "-o pipe paper.pdf", HOPSO_CLI_FAILED, "no file" },
  { "$SIGN --pin-file pin -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "--serial" },
  { "$SIGN --token other -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "No certificate" },
  { "$SIGN --serial 0123 -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "No certificate" },
  { "$SIGN --serial $EXPIRED --pin-file pin -o out.pdf paper.pdf", HOPSO_CLI_FAILED,
    "certificate cannot sign" },
  { "$SIGN --module /nothing.so -o out.pdf paper.pdf", HOPSO_CLI_FAILED, NULL },
  { "$SIGN --serial $SERIAL --pin-file nothing -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "nothing" },
  { "$SIGN --serial $SERIAL --pin-fd 77 -o out.pdf paper.pdf", HOPSO_CLI_FAILED, NULL },
  { "$SIGN --serial $SERIAL --pin-file empty -o out.pdf paper.pdf", HOPSO_CLI_FAILED, "empty" },
  /* The empty one was not tried: this is the first wrong one. */
  { "$SIGN --serial $SERIAL --pin-file wrong -o out.pdf paper.pdf 2>said; code=$?; "
    "cat said >&2; test $(wc -l <said) -eq 1 && exit $code",
    HOPSO_CLI_FAILED, "PIN is wrong" },
  { "$VERIFY", HOPSO_CLI_USAGE, NULL },
  { "$VERIFY --trust pin paper.pdf", HOPSO_CLI_FAILED, "pin" },
  { "$VERIFY --trust nothing paper.pdf", HOPSO_CLI_FAILED, "nothing" },
  { "$VERIFY pipe", HOPSO_CLI_FAILED, "no file" },
  { "$VERIFY pin", HOPSO_CLI_FAILED, "PDF" },
};

static void
test_refusals_say_why (void)
{
  g_autoptr (SignWorld) world = sign_world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *said = NULL;

      g_assert_cmpint (sign_world_run (world, refusals[i].command, &said), ==, refusals[i].status);
      g_assert_true (refusals[i].words == NULL || strstr (said, refusals[i].words) != NULL);
      g_assert_null (strstr (said, "CRITICAL"));
      g_assert_false (sign_world_has_file (world, "out.pdf"));
    }
  /* Nothing is left of what was begun. */
  g_assert_cmpint (sign_world_run (world, "! ls -A | grep '^[.]out'", NULL), ==, 0);
}

/* A disk that is full, as the kernel tells it, leaves what was there. */
static void
test_a_full_disk_leaves_the_old_file (void)
{
  g_autoptr (SignWorld) world = sign_world_new ();
  g_autofree char *said = NULL;

  g_assert_cmpint (sign_world_run (world,
                                   "echo old >out.pdf; ulimit -f 8; trap '' XFSZ; " WITH_KEY
                                   "-o out.pdf paper.pdf",
                                   &said),
                   ==, HOPSO_CLI_FAILED);
  g_assert_cmpint (
      sign_world_run (world, "test \"$(cat out.pdf)\" = old && ! ls -A | grep '^[.]out'", NULL), ==,
      0);
}

static GPid
start_signing (SignWorld *world)
{
  const char *argv[] = { "/bin/sh", "-c", "exec " WITH_KEY "-o out.pdf paper.pdf", NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async (hopso_test_pki_get_folder (world->pki), (char **) argv, NULL,
                 G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

/* Its helpers, too: they end by themselves when nobody asks them any more. */
static void
wait_for_all (void)
{
  while (waitpid (-1, NULL, 0) > 0)
    ;
  g_assert_cmpint (errno, ==, ECHILD);
}

static gint64
measure_signing (SignWorld *world)
{
  gint64 start = g_get_monotonic_time ();

  start_signing (world);
  wait_for_all ();
  g_assert_true (sign_world_has_file (world, "out.pdf"));
  return g_get_monotonic_time () - start;
}

/* What stands there is the old file, or a new one that is whole. */
static gboolean
is_signed_whole (SignWorld *world)
{
  if (sign_world_run (world, "test \"$(cat out.pdf)\" = old", NULL) == 0)
    return FALSE;
  g_assert_cmpint (sign_world_run (world, "$VERIFY --trust root.pem out.pdf", NULL), ==,
                   HOPSO_CLI_UNDETERMINED);
  g_assert_cmpint (
      sign_world_run (world, "pdfsig -nocert out.pdf | grep -q 'Signature is Valid'", NULL), ==, 0);
  return TRUE;
}

static void
test_a_kill_leaves_old_or_whole (void)
{
  const guint n_rounds = hopso_test_soak_rounds (8, 200);
  g_autoptr (GRand) chances = g_rand_new_with_seed (hopso_test_soak_seed ());
  g_autoptr (SignWorld) world = sign_world_new ();
  guint n_signed = 0;

  prctl (PR_SET_CHILD_SUBREAPER, 1);
  gint64 typical_us = measure_signing (world);
  for (guint i = 0; i < n_rounds; i++)
    {
      g_assert_cmpint (sign_world_run (world, "echo old >out.pdf", NULL), ==, 0);
      GPid pid = start_signing (world);
      /* Most of the time goes by before anything is written. */
      g_usleep ((gulong) (sqrt (g_rand_double (chances)) * 1.1 * (double) typical_us));
      kill (pid, SIGKILL);
      wait_for_all ();
      n_signed += is_signed_whole (world) ? 1 : 0;
    }
  prctl (PR_SET_CHILD_SUBREAPER, 0);
  g_test_message ("signing takes %d ms; kills: %u before the file was there, %u after",
                  (int) (typical_us / 1000), n_rounds - n_signed, n_signed);
  g_assert_cmpint (sign_world_run (world, "! ls -A | grep '^[.]out'", NULL), ==, 0);
  hopso_test_soak_report ("hopsoctl killed: signing a file", n_rounds, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/sign/signed-files-verify", test_signed_files_verify);
  g_test_add_func ("/cli/sign/a-batch-has-a-result-per-file", test_a_batch_has_a_result_per_file);
  g_test_add_func ("/cli/sign/a-wrong-pin-stops-the-batch", test_a_wrong_pin_stops_the_batch);
  g_test_add_func ("/cli/sign/refusals-say-why", test_refusals_say_why);
  g_test_add_func ("/cli/sign/a-full-disk-leaves-the-old-file",
                   test_a_full_disk_leaves_the_old_file);
  g_test_add_func ("/cli/sign/a-kill-leaves-old-or-whole", test_a_kill_leaves_old_or_whole);
  return g_test_run ();
}
