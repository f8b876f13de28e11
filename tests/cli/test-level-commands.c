/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl sign --level and hopsoctl extend as a script sees them, with authorities that answer. */

#include "hopso-cli.h"
#include "hopso-test-authorities.h"
#include "sign-world.h"

#include <string.h>

typedef struct
{
  HopsoTestAuthorities *authorities; /* owned */
  SignWorld *world;                  /* owned */
} Fixture;

static void
name_address (Fixture *f, const char *variable, const char *path)
{
  g_autofree char *url = hopso_test_authorities_dup_url (f->authorities, path);

  g_setenv (variable, url, TRUE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *extend = g_strdup_printf ("%s extend --trust root.pem", g_getenv ("HOPSOCTL"));

  f->authorities = hopso_test_authorities_new ();
  f->world = sign_world_new_for (hopso_test_authorities_get_pki (f->authorities));
  name_address (f, "TSA", "/tsa/good");
  name_address (f, "BROKEN", "/tsa/nonce");
  g_setenv ("EXTEND", extend, TRUE);
  g_autofree char *folder =
      hopso_test_pki_dup_path (hopso_test_authorities_get_pki (f->authorities), "due-data");
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  sign_world_free (f->world);
  hopso_test_authorities_free (f->authorities);
}

static void
assert_run (Fixture *f, const char *command, int status)
{
  g_assert_cmpint (sign_world_run (f->world, command, NULL), ==, status);
}

/* The first signature of FILE is at LEVEL, and valid without a network and without memory. */
#define CHECK(level, file) \
  "XDG_CACHE_HOME=$PWD/none $VERIFY --json --trust root.pem " file " >said.json && " \
  "grep -q '\"level\" : \"" level "\"' said.json"

static void
test_sign (Fixture *f, gconstpointer data)
{
  assert_run (f, WITH_KEY "--level B-LTA --tsa $TSA --trust root.pem -o lta.pdf paper.pdf", 0);
  assert_run (f, CHECK ("B-LTA", "lta.pdf"), 0);
  assert_run (f, "qpdf --check lta.pdf", 0);
  assert_run (f, WITH_KEY "--level B-LT --tsa $BROKEN --trust root.pem -o no.pdf paper.pdf",
              HOPSO_CLI_FAILED);
  g_assert_false (sign_world_has_file (f->world, "no.pdf"));
  assert_run (f,
              WITH_KEY "--level lt --tsa $BROKEN --timestamp-later --trust root.pem "
                       "-o due.pdf paper.pdf",
              HOPSO_CLI_UNDETERMINED);
  assert_run (f, "pdfsig -nocert due.pdf | grep -q 'Signature is Valid'", 0);
  assert_run (f, WITH_KEY "--level B-X -o no.pdf paper.pdf", HOPSO_CLI_USAGE);
}

static void
test_extend (Fixture *f, gconstpointer data)
{
  g_autofree char *json = NULL;

  assert_run (f, WITH_KEY "-o b.pdf paper.pdf && cp b.pdf before.pdf", 0);
  assert_run (f, "$EXTEND --tsa $TSA --level B-T -o t.pdf b.pdf", 0);
  assert_run (f, "$EXTEND --tsa $TSA --level B-LT -o lt.pdf b.pdf", 0);
  assert_run (f, CHECK ("B-LT", "lt.pdf"), 0);
  g_assert_cmpint (sign_world_run (f->world, "$EXTEND --json --tsa $TSA -o lta.pdf lt.pdf", &json),
                   ==, 0);
  g_assert_nonnull (strstr (json, "\"level\" : \"B-LTA\""));
  assert_run (f, CHECK ("B-LTA", "lta.pdf"), 0);
  /* Once more, in its own place: another archive timestamp. */
  assert_run (f, "cp lta.pdf renewed.pdf && $EXTEND --tsa $TSA -o renewed.pdf renewed.pdf", 0);
  assert_run (f, CHECK ("B-LTA", "renewed.pdf"), 0);
  assert_run (f,
              "test $(grep -ac /DocTimeStamp renewed.pdf) = $(expr 1 + $(grep -ac /DocTimeStamp "
              "lta.pdf))",
              0);
  /* Only appended, and the original untouched. */
  assert_run (f,
              "cmp before.pdf b.pdf && for p in 'b t' 'b lt' 'lt lta' 'lta renewed'; do set $p; "
              "cmp -n $(stat -c %s $1.pdf) $1.pdf $2.pdf && qpdf --check $2.pdf || exit 1; done",
              0);
  assert_run (f, "pdfsig -nocert renewed.pdf | grep -q 'Signature is Valid'", 0);
}

static void
test_extend_fails (Fixture *f, gconstpointer data)
{
  assert_run (f, WITH_KEY "-o b.pdf paper.pdf", 0);
  assert_run (f, "$EXTEND --tsa $BROKEN -o no.pdf b.pdf", HOPSO_CLI_FAILED);
  assert_run (f, "$EXTEND --tsa $TSA -o no.pdf paper.pdf", HOPSO_CLI_FAILED);
  assert_run (f, "$EXTEND --tsa $TSA --level B-B -o no.pdf b.pdf", HOPSO_CLI_USAGE);
  assert_run (f, "$EXTEND --tsa $TSA b.pdf", HOPSO_CLI_USAGE);
  /* Nobody trusts the signer: evidence about him cannot be judged. */
  assert_run (f, "$HOPSOCTL extend --tsa $TSA --level B-LT -o no.pdf b.pdf", HOPSO_CLI_FAILED);
  hopso_test_authorities_go (f->authorities, FALSE);
  assert_run (f, "$EXTEND --tsa http://127.0.0.1:9/ --level B-T -o no.pdf b.pdf", HOPSO_CLI_FAILED);
  g_assert_false (sign_world_has_file (f->world, "no.pdf"));
}

static void
kill_while_waiting (Fixture *f)
{
  g_autofree char *root = hopso_test_pki_dup_path (f->world->pki, "root.pem");
  guint before = hopso_test_authorities_count (f->authorities);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("HOPSOCTL"), "extend", "--trust",
                        root, "--due", NULL);

  g_assert_no_error (error);
  while (hopso_test_authorities_count (f->authorities) == before)
    g_usleep (1000);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (process));
}

/* The files that are due survive a kill -9 at any time, and are extended in their places. */
static void
test_due (Fixture *f, gconstpointer data)
{
  g_autofree char *said = NULL;

  name_address (f, "MUTE", "/tsa/silent");
  assert_run (f, "cp paper.pdf two.pdf", 0);
  assert_run (f,
              WITH_KEY "--level B-LT --tsa $BROKEN --timestamp-later --trust root.pem "
                       "--out-dir . paper.pdf two.pdf",
              HOPSO_CLI_UNDETERMINED);
  assert_run (f, "test $(ls due-data/hopso/due | wc -l) = 2", 0);
  /* The authority is still out of order: nothing is lost. */
  assert_run (f, "sha256sum paper.pdf two.pdf >sums; $EXTEND --due; test $? = 4", 0);
  assert_run (f, "sha256sum -c sums && test $(ls due-data/hopso/due | wc -l) = 2", 0);
  /* It answers nothing, and the program is killed while it waits. */
  assert_run (f, "sed -i \"s,^authority=.*,authority=$MUTE,\" due-data/hopso/due/*.due", 0);
  kill_while_waiting (f);
  assert_run (f, "sha256sum -c sums && test $(ls due-data/hopso/due | wc -l) = 2", 0);
  /* It works again; but one of the files is another one by now. */
  assert_run (f,
              "sed -i \"s,^authority=.*,authority=$TSA,\" due-data/hopso/due/*.due && "
              "echo >>two.pdf",
              0);
  g_assert_cmpint (sign_world_run (f->world, "$EXTEND --due --json", &said), ==, 0);
  g_assert_nonnull (strstr (said, "\"extended\" : 1"));
  g_assert_nonnull (strstr (said, "\"due\" : 0"));
  assert_run (f, CHECK ("B-LT", "paper.pdf"), 0);
  assert_run (f, "test $(ls due-data/hopso/due | wc -l) = 0", 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/cli/levels/sign", Fixture, NULL, set_up, test_sign, tear_down);
  g_test_add ("/cli/levels/extend", Fixture, NULL, set_up, test_extend, tear_down);
  g_test_add ("/cli/levels/extend-fails", Fixture, NULL, set_up, test_extend_fails, tear_down);
  g_test_add ("/cli/levels/due", Fixture, NULL, set_up, test_due, tear_down);
  return g_test_run ();
}
