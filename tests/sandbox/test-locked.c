/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The released programs that read hostile files, asked from inside, in each of their threads, what
 * they can do to the machine. A row of the table is a test; a row that kills has a process of its
 * own. With --markdown the table is printed as SECURITY.md shows it. */

#include "hopso-fd.h"
#include "hopso-pdf-bus.h"
#include "hopso-pdf-inspect-bus.h"
#include "hopso-pdf-render-bus.h"
#include "hopso-test-attempt.h"
#include "hopso-test-pages.h"
#include "hopso-test-probe.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <unistd.h>

typedef struct
{
  GSubprocess *process;
  HopsoTestProbe *probe;
  GDBusConnection *bus; /* nullable: not a process with a bus */
  int line;             /* its socket, or -1: it is the bus's */
} Locked;

typedef struct
{
  const char *name;
  const char *variable;
  void (*work) (Locked *self);
  Locked asked; /* by all rows that are survived */
  guint n_threads;
} Program;

static pid_t
get_pid (const Locked *self)
{
  return atoi (g_subprocess_get_identifier (self->process));
}

static Locked
start (const char *program)
{
  Locked self = { .probe = hopso_test_probe_new () };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
  g_subprocess_launcher_take_fd (launcher, ends[1], HOPSO_PDF_BUS_FD);
  hopso_test_probe_load_into (self.probe, launcher);
  self.process = g_subprocess_launcher_spawn (launcher, &error, program, NULL);
  g_assert_no_error (error);
  g_subprocess_launcher_close (launcher);
  self.line = ends[0];
  return self;
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(GDBusConnection **) user_data = hopso_pdf_bus_connect_finish (result, &error);
  g_assert_no_error (error);
}

/* Whoever answers on the bus is locked. */
static void
connect_bus (Locked *self)
{
  hopso_pdf_bus_connect_async (hopso_fd_steal (&self->line), NULL, connected_cb, &self->bus);
  while (self->bus == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static GUnixFDList *
make_document (int *handle)
{
  g_autoptr (GBytes) bytes = hopso_test_pages_new (1);
  GUnixFDList *fds = g_unix_fd_list_new ();
  g_auto (HopsoFd) fd =
      hopso_fd_new_sealed ("test", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);

  *handle = g_unix_fd_list_append (fds, fd, NULL);
  return fds;
}

static void
call (Locked *self, const char *path, const char *method, GVariant *parameters, GUnixFDList *fds)
{
  g_autoptr (GError) error = NULL;
  const char *interface =
      g_str_equal (path, HOPSO_PDF_RENDER_PATH) ? "vn.hopso.PdfRender1" : "vn.hopso.PdfInspect1";
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_sync (
      self->bus, NULL, path, interface, method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
      fds, NULL, NULL, &error);

  g_assert_no_error (error);
}

static void
draw (Locked *self)
{
  g_auto (HopsoFd) slot = hopso_fd_new_memory ("slot", NULL);
  g_autoptr (GUnixFDList) slots = g_unix_fd_list_new ();
  const int handle = g_unix_fd_list_append (slots, slot, NULL);

  g_assert_cmpint (ftruncate (slot, 200 * 300 * 4), ==, 0);
  call (self, HOPSO_PDF_RENDER_PATH, "Render",
        g_variant_new ("((u(uu)u(uuuu))h)", 0u, 200u, 300u, 0u, 0u, 0u, 200u, 300u, handle), slots);
}

static void
work_as_renderer (Locked *self)
{
  GVariant *no_password = g_variant_new_array (G_VARIANT_TYPE_HANDLE, NULL, 0);
  int handle;
  g_autoptr (GUnixFDList) fds = make_document (&handle);

  call (self, HOPSO_PDF_RENDER_PATH, "Open", g_variant_new ("(h@ahu)", handle, no_password, 0u),
        fds);
  draw (self);
}

static void
work_as_inspector (Locked *self)
{
  GVariant *no_password = g_variant_new_array (G_VARIANT_TYPE_HANDLE, NULL, 0);
  int handle;
  g_autoptr (GUnixFDList) fds = make_document (&handle);

  call (self, HOPSO_PDF_INSPECT_PATH, "Inspect", g_variant_new ("((h@ah))", handle, no_password),
        fds);
}

static void
clear (Locked *self)
{
  if (self->bus != NULL)
    g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_clear_object (&self->bus);
  hopso_fd_close (self->line);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_object_unref (self->process);
  g_clear_pointer (&self->probe, hopso_test_probe_free);
}

static Program programs[] = {
  { "pdf-render", "HOPSO_PDF_RENDER", work_as_renderer },
  { "pdf-inspect", "HOPSO_PDF_INSPECT", work_as_inspector },
};

/* Each row of the table for each program. */
typedef struct
{
  Program *program;
  guint attempt;
} Row;

/* All threads that its work needs are there when it is asked, and it can still work afterwards. */
static void
ask_once (Program *program)
{
  if (program->n_threads > 0)
    return;
  program->asked = start (g_getenv (program->variable));
  connect_bus (&program->asked);
  program->work (&program->asked);
  program->n_threads = hopso_test_probe_ask (program->asked.probe, get_pid (&program->asked));
  g_assert_cmpuint (program->n_threads, >=, 3);
}

static void
test_survived (gconstpointer data)
{
  const Row *row = data;
  const HopsoTestAttempt *attempt = &hopso_test_attempts[row->attempt];

  ask_once (row->program);
  for (guint thread = 0; thread < row->program->n_threads; thread++)
    {
      HopsoTestProbe *probe = row->program->asked.probe;
      const int result = hopso_test_probe_get_result (probe, thread, row->attempt);
      const gboolean is_right = attempt->expected == HOPSO_TEST_MISSING
                                    ? result == ENOSYS
                                    : result == EPERM || result == EACCES;

      if (!is_right)
        g_error ("Thread “%s”: %s is not %s (%s)", hopso_test_probe_get_thread (probe, thread),
                 attempt->name, hopso_test_attempt_say (attempt->expected),
                 result == 0 ? "it works" : g_strerror (result));
    }
}

static void
test_fatal (gconstpointer data)
{
  const Row *row = data;
  Locked self = start (g_getenv (row->program->variable));

  connect_bus (&self);
  g_assert_false (hopso_test_probe_ask_fatal (self.probe, get_pid (&self), row->attempt));
  g_assert_true (g_subprocess_wait (self.process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (self.process));
  /* A kernel without 32-bit programs has another way to end those who try. */
  if (strstr (hopso_test_attempts[row->attempt].name, "int 0x80") == NULL ||
      g_subprocess_get_term_sig (self.process) != SIGSEGV)
    g_assert_cmpint (g_subprocess_get_term_sig (self.process), ==, SIGSYS);
  clear (&self);
}

static char *
read_proc (const Locked *self, const char *file)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", get_pid (self), file);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
assert_limit (const char *limits, const char *name, const char *value)
{
  g_autofree char *pattern = g_strdup_printf ("%s +%s +%s", name, value, value);

  g_assert_true (g_regex_match_simple (pattern, limits, 0, 0));
}

static void
test_kernel_agrees (gconstpointer data)
{
  const Row *row = data;
  Locked *self = &row->program->asked;

  ask_once (row->program);
  g_autofree char *status = read_proc (self, "status");
  g_autofree char *limits = read_proc (self, "limits");
  g_assert_nonnull (strstr (status, "\nNoNewPrivs:\t1\n"));
  g_assert_nonnull (strstr (status, "\nSeccomp:\t2\n"));
  g_assert_nonnull (strstr (status, "\nCapPrm:\t0000000000000000\n"));
  g_assert_nonnull (strstr (status, "\nCapEff:\t0000000000000000\n"));
  g_assert_nonnull (strstr (status, "\nCapInh:\t0000000000000000\n"));
  assert_limit (limits, "Max core file size", "0");
  assert_limit (limits, "Max open files", "256");
  assert_limit (limits, "Max locked memory", "[0-9]+");
  assert_limit (limits, "Max msgqueue size", "0");
#ifndef __SANITIZE_ADDRESS__
  assert_limit (limits, "Max file size", "0");
  assert_limit (limits, "Max address space", "1073741824");
#endif
}

/* The document, the slot and what the main loop needs; nothing of the application's. */
static void
test_few_descriptors_are_open (gconstpointer data)
{
  const Row *row = data;

  ask_once (row->program);
  g_assert_cmpuint (hopso_test_probe_count_open (row->program->asked.probe), <=, 16);
}

/* Whatever the three standard descriptors were, nothing can be read from or written to them. */
static void
test_standard_descriptors_lead_nowhere (gconstpointer data)
{
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the sanitizer reports there");
#else
  const Row *row = data;

  ask_once (row->program);
  for (guint fd = 0; fd < 3; fd++)
    g_assert_cmpuint (hopso_test_probe_get_standard (row->program->asked.probe, fd), ==,
                      makedev (1, 3));
#endif
}

static void
test_it_still_works (gconstpointer data)
{
  const Row *row = data;

  ask_once (row->program);
  if (row->program->work == work_as_renderer)
    draw (&row->program->asked);
  else
    row->program->work (&row->program->asked);
}

/* It holds what a vendor wrote, which may do anything; what is promised is less. */
static void
test_token_host_keeps_its_promises (void)
{
  Locked self = start (g_getenv ("HOPSO_TOKEN_HOST"));
  /* A call that there is none of; who answers waits for the next one. */
  const guint8 nonsense[16] = { 0xff };
  guint8 answer[16];

  g_assert_cmpint (write (self.line, nonsense, sizeof nonsense), ==, sizeof nonsense);
  g_assert_cmpint (recv (self.line, answer, sizeof answer, MSG_WAITALL), ==, sizeof answer);
  hopso_test_probe_ask (self.probe, get_pid (&self));
  g_assert_true (hopso_test_probe_is_hidden (self.probe));
  g_assert_cmpint (hopso_test_probe_get_death_signal (self.probe), ==, SIGKILL);
  g_assert_cmpuint (hopso_test_probe_count_open (self.probe), ==, 4);

  g_autofree char *status = read_proc (&self, "status");
  g_autofree char *limits = read_proc (&self, "limits");
  g_assert_nonnull (strstr (status, "\nNoNewPrivs:\t1\n"));
  assert_limit (limits, "Max core file size", "0");
  clear (&self);
}

/* What is promised to people is what is tried. */
static void
test_security_md_shows_this_table (void)
{
  g_autofree char *table = hopso_test_attempt_to_markdown ();
  g_autofree char *text = NULL;

  if (!g_file_get_contents (g_getenv ("HOPSO_SECURITY_MD"), &text, NULL, NULL))
    {
      g_test_skip ("no SECURITY.md here");
      return;
    }
  g_assert_nonnull (strstr (text, table));
}

static void
add_rows (Program *program)
{
  static const struct
  {
    const char *name;
    GTestDataFunc test;
  } others[] = {
    { "kernel-agrees", test_kernel_agrees },
    { "standard-descriptors-lead-nowhere", test_standard_descriptors_lead_nowhere },
    { "few-descriptors-are-open", test_few_descriptors_are_open },
    { "it-still-works", test_it_still_works },
  };

  for (guint i = 0; i < hopso_test_n_attempts + G_N_ELEMENTS (others); i++)
    {
      const gboolean is_row = i < hopso_test_n_attempts;
      const HopsoTestAttempt *attempt = &hopso_test_attempts[MIN (i, hopso_test_n_attempts - 1)];
      g_autofree char *name = is_row ? g_strdup_printf ("%s-%s", attempt->group, attempt->name)
                                     : g_strdup (others[i - hopso_test_n_attempts].name);
      g_autofree char *path =
          g_strdup_printf ("/sandbox/%s/%s", program->name, g_strdelimit (name, " ,/", '-'));
      Row *row = g_new0 (Row, 1);

      row->program = program;
      row->attempt = i;
      g_test_add_data_func_full (path, row,
                                 !is_row ? others[i - hopso_test_n_attempts].test
                                 : attempt->expected == HOPSO_TEST_FATAL ? test_fatal
                                                                         : test_survived,
                                 g_free);
    }
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_str_equal (argv[1], "--markdown"))
    {
      g_autofree char *table = hopso_test_attempt_to_markdown ();

      fputs (table, stdout);
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    add_rows (&programs[i]);
  g_test_add_func ("/sandbox/token-host/keeps-its-promises", test_token_host_keeps_its_promises);
  g_test_add_func ("/sandbox/security-md-shows-this-table", test_security_md_shows_this_table);

  const int status = g_test_run ();
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      if (programs[i].n_threads > 0)
        clear (&programs[i].asked);
    }
  return status;
}
