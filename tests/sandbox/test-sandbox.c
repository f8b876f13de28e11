/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-test-attempt.h"
#include "hopso-test-probe.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  GSubprocess *process;
  HopsoTestProbe *probe;
  int bus;
  int line;
} Sandboxed;

static Sandboxed
start (const char *mode)
{
  Sandboxed self = { .probe = hopso_test_probe_new () };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  int bus[2];
  int line[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, bus), ==, 0);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line), ==, 0);
  g_subprocess_launcher_take_fd (launcher, bus[1], 3);
  g_subprocess_launcher_take_fd (launcher, dup (hopso_test_probe_get_fd (self.probe)), 4);
  g_subprocess_launcher_take_fd (launcher, line[1], 5);
  self.process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("SANDBOXED"), mode, NULL);
  g_assert_no_error (error);
  g_subprocess_launcher_close (launcher);
  self.bus = bus[0];
  self.line = line[0];
  return self;
}

static pid_t
wait_until_ready (Sandboxed *self)
{
  char byte = 0;

  g_assert_cmpint (read (self->line, &byte, 1), ==, 1);
  return atoi (g_subprocess_get_identifier (self->process));
}

static int
finish (Sandboxed *self)
{
  int status;

  close (self->line);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (self->process));
  status = g_subprocess_get_exit_status (self->process);
  close (self->bus);
  g_object_unref (self->process);
  hopso_test_probe_free (self->probe);
  return status;
}

static void
test_every_thread_is_locked (void)
{
  Sandboxed self = start ("locked");
  const pid_t pid = wait_until_ready (&self);

  hopso_test_probe_assert_locked (self.probe, pid, 4);
  g_assert_cmpint (finish (&self), ==, 0);
}

/* The probe can tell the difference: without the lock most of it works. */
static void
test_an_open_process_could (void)
{
  static const char *const could[] = { "open a file for reading",
                                       "open a file for writing",
                                       "socket AF_INET",
                                       "fork",
                                       "exec",
                                       "kill another process",
                                       "ptrace another process",
                                       "make memory executable",
                                       "become dumpable" };
  Sandboxed self = start ("open");
  const guint n = hopso_test_probe_ask (self.probe, wait_until_ready (&self));

  g_assert_cmpuint (n, >=, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (could); i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < HOPSO_TEST_N_ATTEMPTS; k++)
        {
          if (g_str_equal (hopso_test_attempt_get_name (k), could[i]))
            {
              found = TRUE;
              g_assert_cmpint (hopso_test_probe_get_result (self.probe, 0, k), ==, 0);
            }
        }
      g_assert_true (found);
    }
  g_assert_cmpint (finish (&self), ==, 0);
}

static void
test_a_second_thread_forbids_the_lock (void)
{
  Sandboxed self = start ("crowded");

  g_assert_cmpint (finish (&self), ==, 3);
}

static void
test_memory_is_hidden_and_cores_are_off (void)
{
  Sandboxed self = start ("locked");
  const pid_t pid = wait_until_ready (&self);
  g_autofree char *path = g_strdup_printf ("/proc/%d/limits", pid);
  g_autofree char *limits = NULL;

  g_assert_true (g_file_get_contents (path, &limits, NULL, NULL));
  g_assert_true (g_regex_match_simple ("Max core file size +0 +0", limits, 0, 0));
  g_assert_cmpint (finish (&self), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/every-thread-is-locked", test_every_thread_is_locked);
  g_test_add_func ("/sandbox/an-open-process-could", test_an_open_process_could);
  g_test_add_func ("/sandbox/a-second-thread-forbids-the-lock",
                   test_a_second_thread_forbids_the_lock);
  g_test_add_func ("/sandbox/memory-is-hidden-and-cores-are-off",
                   test_memory_is_hidden_and_cores_are_off);
  return g_test_run ();
}
