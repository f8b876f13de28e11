/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-cli.h"

#include "hopso-fd.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static int
run_sample (int argc, char **argv)
{
  return argc == 2 && g_str_equal (argv[1], "yes") ? HOPSO_CLI_YES : HOPSO_CLI_NO;
}

static const HopsoCliCommand commands[] = {
  { "sample", "A sample", run_sample },
  { NULL },
};

static int
run (const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  return hopso_cli_main (commands, (int) g_strv_length (words), words);
}

static void
test_runs_the_command (void)
{
  g_assert_cmpint (run ("hopsoctl sample yes"), ==, HOPSO_CLI_YES);
  g_assert_cmpint (run ("hopsoctl sample"), ==, HOPSO_CLI_NO);
  g_assert_cmpint (run ("hopsoctl sampl"), ==, HOPSO_CLI_USAGE);
}

static gboolean
parse (const char *line, gboolean *flag, int *argc_out, char **first)
{
  const HopsoCliUsage usage = { "FILE", "A sample", 1, 2 };
  const GOptionEntry entries[] = {
    { "flag", 0, 0, G_OPTION_ARG_NONE, flag, "A flag", NULL },
    { NULL },
  };
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  g_autofree char **argv_owned = g_memdup2 (words, (g_strv_length (words) + 1) * sizeof (char *));
  char **argv = argv_owned;
  int argc = (int) g_strv_length (words);

  if (!hopso_cli_parse (&usage, entries, &argc, &argv))
    return FALSE;
  *argc_out = argc;
  *first = g_strdup (argv[1]);
  return TRUE;
}

static void
test_reads_options_and_counts_arguments (void)
{
  gboolean flag = FALSE;
  int argc = 0;
  g_autofree char *first = NULL;
  g_autofree char *dashed = NULL;

  g_assert_true (parse ("sample a --flag b", &flag, &argc, &first));
  g_assert_true (flag);
  g_assert_cmpint (argc, ==, 3);
  g_assert_cmpstr (first, ==, "a");
  g_assert_true (parse ("sample -- --flag", &flag, &argc, &dashed));
  g_assert_cmpstr (dashed, ==, "--flag");
  g_assert_false (parse ("sample", &flag, &argc, &first));
  g_assert_false (parse ("sample a b c", &flag, &argc, &first));
  g_assert_false (parse ("sample --unknown a", &flag, &argc, &first));
}

static void
test_reads_a_secret_from_a_file (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "hopso-cli-secret-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (HopsoFd) fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (hopso_fd_write_at (fd, 0, "Mật khẩu 1\nsecond\n", 22, &error));

  g_autoptr (HopsoSecret) secret = hopso_cli_read_secret ("?", path, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hopso_secret_get_string (secret), ==, "Mật khẩu 1");
  g_unlink (path);
  g_assert_null (hopso_cli_read_secret ("?", path, -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_takes_only_its_line_from_a_descriptor (void)
{
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (write (ends[1], "one\ntwo", 7), ==, 7);
  close (ends[1]);

  g_autoptr (HopsoSecret) one = hopso_cli_read_secret ("?", NULL, ends[0], &error);
  g_autoptr (HopsoSecret) two = hopso_cli_read_secret ("?", NULL, ends[0], &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hopso_secret_get_string (one), ==, "one");
  g_assert_cmpstr (hopso_secret_get_string (two), ==, "two");
  close (ends[0]);
}

static void
test_refuses_an_endless_secret (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hopso_cli_read_secret ("?", "/dev/zero", -1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

static void
return_later (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_int (task, 42);
}

static void
test_runs_a_call_to_its_end (void)
{
  g_autoptr (HopsoCliCall) call = hopso_cli_call_new ();
  g_autoptr (GTask) task =
      g_task_new (NULL, hopso_cli_call_get_cancellable (call), hopso_cli_call_done_cb, call);
  g_autoptr (GAsyncResult) result = NULL;

  g_task_run_in_thread (task, return_later);
  result = hopso_cli_call_wait (call);
  g_assert_cmpint (g_task_propagate_int (G_TASK (result), NULL), ==, 42);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/cli/frame/runs-the-command", test_runs_the_command);
  g_test_add_func ("/cli/frame/reads-options-and-counts-arguments",
                   test_reads_options_and_counts_arguments);
  g_test_add_func ("/cli/frame/reads-a-secret-from-a-file", test_reads_a_secret_from_a_file);
  g_test_add_func ("/cli/frame/takes-only-its-line-from-a-descriptor",
                   test_takes_only_its_line_from_a_descriptor);
  g_test_add_func ("/cli/frame/refuses-an-endless-secret", test_refuses_an_endless_secret);
  g_test_add_func ("/cli/frame/runs-a-call-to-its-end", test_runs_a_call_to_its_end);
  return g_test_run ();
}
