/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "hopso-test-attempt.h"
#include "hopso-test-probe.h"

#include <errno.h>
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
  g_subprocess_launcher_take_fd (launcher, line[1], 4);
  hopso_test_probe_load_into (self.probe, launcher);
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

static gboolean
is_refusal (int result)
{
  return result == EPERM || result == EACCES || result == ENOSYS;
}

static void
test_every_thread_is_locked (void)
{
  Sandboxed self = start ("locked");
  const guint n = hopso_test_probe_ask (self.probe, wait_until_ready (&self));

  g_assert_cmpuint (n, >=, 4);
  for (guint thread = 0; thread < n; thread++)
    {
      for (guint i = 0; i < hopso_test_n_attempts; i++)
        {
          if (hopso_test_attempts[i].expected != HOPSO_TEST_FATAL &&
              !is_refusal (hopso_test_probe_get_result (self.probe, thread, i)))
            g_error ("Thread “%s”: %s", hopso_test_probe_get_thread (self.probe, thread),
                     hopso_test_attempts[i].name);
        }
    }
  g_assert_cmpint (finish (&self), ==, 0);
}

/* What some machines refuse to everybody who is not root, or do not have, tells nothing there. */
static gboolean
tells_everywhere (const char *name)
{
  static const char *const names[] = {
    "openat for reading",
    "openat of /proc/self/maps",
    "openat for writing",
    "openat that creates",
    "unlinkat",
    "socket inet",
    "socket unix",
    "socketpair",
    "fork",
    "execve",
    "memfd_create",
    "kill",
    "tgkill",
    "rt_sigqueueinfo",
    "fcntl F_SETOWN",
    "ptrace of another",
    "mmap executable",
    "prctl PR_SET_DUMPABLE",
    "prlimit64",
    "setresuid",
    "unshare",
    "seccomp",
    "ftruncate",
    "personality",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (names[i], name))
        return TRUE;
    }
  return FALSE;
}

/* The table can tell the difference: without the lock its rows are not refused. */
static void
test_an_open_process_could (void)
{
  Sandboxed self = start ("open");
  const pid_t pid = wait_until_ready (&self);
  const guint n = hopso_test_probe_ask (self.probe, pid);
  guint n_told = 0;
  guint n_tried = 0;

  g_assert_cmpuint (n, >=, 4);
  for (guint i = 0; i < hopso_test_n_attempts; i++)
    {
      const HopsoTestAttempt *row = &hopso_test_attempts[i];

      if (row->only_locked)
        continue;
      if (row->expected == HOPSO_TEST_FATAL)
        g_assert_true (hopso_test_probe_ask_fatal (self.probe, pid, i));
      n_tried++;
      if (!is_refusal (hopso_test_probe_get_result (self.probe, 0, i)))
        n_told++;
      else if (tells_everywhere (row->name))
        g_error ("An open process could not: %s", row->name);
      else
        g_test_message ("here this is refused to everybody: %s", row->name);
    }
  g_test_message ("%u rows of %u tell the difference here", n_told, n_tried);
  g_assert_cmpuint (n_told, >, n_tried / 2);
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
