/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl sign on its bad days, at each of its steps: killed, out of room, without its token. The
 * document stays as it was, and what has a name is whole. */

#include "hopso-cli.h"
#include "hopso-test-small-disk.h"
#include "hopso-test-soak.h"
#include "sign-world.h"

#include <stdlib.h>

#define PAPER_IS_UNTOUCHED "cmp -s paper.pdf original.pdf"
#define IS_WHOLE(file) \
  "$VERIFY " file " >/dev/null; test $? = 4 && pdfsig -nocert " file " | grep -q 'is Valid'"

static gboolean has_disks;

static void
check (SignWorld *world, const char *command)
{
  g_assert_cmpint (sign_world_run (world, command, NULL), ==, 0);
}

static guint
read_number (SignWorld *world, const char *command)
{
  g_autofree char *said = NULL;

  g_assert_cmpint (sign_world_run (world, command, &said), ==, 0);
  return (guint) g_ascii_strtoull (said, NULL, 10);
}

/* --- killed ---------------------------------------------------------------------------------- */

/* What bears the name is the old file or a whole one, and so is what a kill may leave beside it. */
static gboolean
check_after_kill (SignWorld *world, gboolean is_told)
{
  gboolean is_old = sign_world_run (world, "test \"$(cat out.pdf)\" = old", NULL) == 0;

  check (world, PAPER_IS_UNTOUCHED);
  g_assert_false (is_old && is_told);
  if (!is_old)
    check (world, IS_WHOLE ("out.pdf"));
  check (world, "for f in .out.pdf.*; do test ! -e $f || { " IS_WHOLE ("$f") "; } || exit 1; "
                                                                             "rm -f $f; done");
  return !is_old;
}

/* Whichever of its processes and threads comes to this call that often is killed there. */
static guint
kill_at_each (SignWorld *world, const char *call, guint *n_signed)
{
  g_autofree char *count = g_strdup_printf (
      "strace -f -qq -o trace -e signal=none -e trace=%s " WITH_KEY "-o out.pdf paper.pdf >&2 && "
      "sed -n '/%s(/s/ .*//p' trace | sort | uniq -c | sort -n | tail -1 | awk '{ print $1 + 0 }'",
      call, call);
  guint n = read_number (world, count);

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *command =
          g_strdup_printf ("echo old >out.pdf; (strace -f -qq -o /dev/null -e trace=%s "
                           "-e inject=%s:signal=KILL:when=%u " WITH_KEY "-o out.pdf paper.pdf)",
                           call, call, i);

      *n_signed += check_after_kill (world, sign_world_run (world, command, NULL) == 0) ? 1 : 0;
    }
  return n;
}

static void
test_killed_at_each_step (void)
{
  /* What changes the disk first; the rest takes long and shall change nothing. */
  static const char *const calls[] = { "fsync",  "linkat",  "renameat2", "pwrite64", "fchmod",
                                       "openat", "sendmsg", "recvmsg",   "clone",    "read" };
  const guint n_calls = hopso_test_soak_rounds (5, G_N_ELEMENTS (calls));
  g_autoptr (SignWorld) world = NULL;
  guint n_tried = 0;
  guint n_signed = 0;

  if (system ("strace -qq -e trace=none true 2>/dev/null") != 0)
    {
      g_test_skip ("nothing can be traced here");
      return;
    }
  world = sign_world_new ();
  check (world, "cp paper.pdf original.pdf; echo old >out.pdf");
  for (guint i = 0; i < MIN (n_calls, G_N_ELEMENTS (calls)); i++)
    n_tried += kill_at_each (world, calls[i], &n_signed);
  g_test_message ("%u kills: %u before the file was there", n_tried, n_tried - n_signed);
  g_assert_cmpuint (n_tried, >=, 5);
  g_assert_cmpuint (n_signed, <, n_tried);
  hopso_test_soak_report ("hopsoctl sign killed at a step", n_tried, 0);
}

/* --- no room --------------------------------------------------------------------------------- */

static void
test_a_disk_that_fills_up (void)
{
  const guint step = hopso_test_soak_rounds (24, 4) * 1024;
  g_autoptr (SignWorld) world = NULL;
  g_autofree char *disk = NULL;
  guint n_refused = 0;

  if (!has_disks)
    {
      g_test_skip ("no disks of one's own here");
      return;
    }
  world = sign_world_new ();
  disk = hopso_test_pki_dup_path (world->pki, "disk");
  check (world, "mkdir disk; cp paper.pdf original.pdf");
  g_assert_true (hopso_test_small_disk_mount (disk, 1024));
  for (guint64 room = 0;; room += step)
    {
      hopso_test_small_disk_empty (disk);
      hopso_test_small_disk_fill (disk, room);
      int status =
          sign_world_run (world, WITH_KEY "--json -o disk/out.pdf paper.pdf >said.json", NULL);
      check (world, PAPER_IS_UNTOUCHED);
      if (status == HOPSO_CLI_YES)
        break;
      n_refused++;
      check (world, CHECK_JSON "failed:disk-full");
      check (world, "test \"$(ls -A disk)\" = filler");
      g_assert_cmpuint (room, <, 1024 * 1024);
    }
  check (world, IS_WHOLE ("disk/out.pdf"));
  hopso_test_small_disk_unmount (disk);
  g_assert_cmpuint (n_refused, >=, 3);
  hopso_test_soak_report ("hopsoctl sign on a disk without room", n_refused + 1, 0);
}

/* --- the token ------------------------------------------------------------------------------- */

static const struct
{
  const char *how;
  int status;
  const char *states;
} faults[] = {
  { "removed", HOPSO_CLI_NO,
    "signed signed failed:token-removed waiting:token-removed waiting:token-removed" },
  { "crashes", HOPSO_CLI_NO,
    "signed signed failed:token-failed waiting:token-failed waiting:token-failed" },
  /* A wrong value is noticed before it is written; it is no reason to give up the others. */
  { "lies", HOPSO_CLI_NO, "signed signed failed signed signed" },
};

static void
test_a_token_that_fails_in_the_middle (void)
{
  g_autoptr (SignWorld) world = sign_world_new ();

  g_setenv ("HOPSO_REAL_MODULE", hopso_test_token_find_module (), TRUE);
  g_setenv ("HOPSO_FAIL_AT", "3", TRUE);
  check (world, "cp paper.pdf original.pdf; for i in 1 2 3 4 5; do cp paper.pdf $i.pdf; done");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *states = g_strconcat (CHECK_JSON, faults[i].states, NULL);

      g_setenv ("HOPSO_FAIL", faults[i].how, TRUE);
      check (world, "rm -rf out; mkdir out");
      g_assert_cmpint (sign_world_run (world,
                                       "$HOPSOCTL sign --module \"$HOPSO_FAILING_MODULE\" --serial "
                                       "$SERIAL --pin-file pin --json --out-dir out "
                                       "1.pdf 2.pdf 3.pdf 4.pdf 5.pdf >said.json",
                                       NULL),
                       ==, faults[i].status);
      check (world, states);
      check (world, "test $(ls -A out | wc -l) = $(grep -c '\"signed\"' said.json)");
      check (world, "for f in out/*; do { " IS_WHOLE ("$f") "; } || exit 1; done");
      check (world, "for i in 1 2 3 4 5; do cmp $i.pdf original.pdf || exit 1; done");
    }
}

int
main (int argc, char **argv)
{
  has_disks = hopso_test_small_disk_enter ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/sign/killed-at-each-step", test_killed_at_each_step);
  g_test_add_func ("/cli/sign/a-disk-that-fills-up", test_a_disk_that_fills_up);
  g_test_add_func ("/cli/sign/a-token-that-fails-in-the-middle",
                   test_a_token_that_fails_in_the_middle);
  return g_test_run ();
}
