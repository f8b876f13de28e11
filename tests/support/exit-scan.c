/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a program and keeps what it and every process below it leave in memory: each is stopped in
 * the moment of its end (ptrace), and the pages it could write, without the empty ones, go to
 * FOLDER/PID-NAME.memory, its environment to .environ, its command line to .cmdline. For tests that
 * look for secrets. The exit status is the program's.
 * Usage: exit-scan FOLDER PROGRAM [ARGUMENT…] */

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

static const char *folder;
static GHashTable *known; /* threads that have stopped before */
static pid_t program;

static char *
read_proc (pid_t pid, const char *name, gsize *size)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int) pid, name);
  char *text = NULL;

  return g_file_get_contents (path, &text, size, NULL) ? text : NULL;
}

static gboolean
is_leader (pid_t tid)
{
  g_autofree char *status = read_proc (tid, "status", NULL);
  const char *line = status == NULL ? NULL : strstr (status, "\nTgid:");

  return line != NULL && atoi (line + strlen ("\nTgid:")) == (int) tid;
}

static void
keep (pid_t pid, const char *name, const char *ending, const void *bytes, gsize size)
{
  g_autofree char *path = g_strdup_printf ("%s/%d-%s.%s", folder, (int) pid, name, ending);

  if (!g_file_set_contents (path, bytes, (gssize) size, NULL))
    g_error ("%s cannot be written", path);
}

static gboolean
is_empty (const char *page)
{
  return page[0] == 0 && memcmp (page, page + 1, PAGE - 1) == 0;
}

static void
append_range (GByteArray *kept, int memory, guint64 first, guint64 end)
{
  char page[PAGE];

  for (guint64 at = first; at < end; at += PAGE)
    if (pread (memory, page, PAGE, (off_t) at) == PAGE && !is_empty (page))
      g_byte_array_append (kept, (const guint8 *) page, PAGE);
}

static void
keep_memory (pid_t pid, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/mem", (int) pid);
  g_autofree char *maps = read_proc (pid, "maps", NULL);
  g_auto (GStrv) lines = g_strsplit (maps == NULL ? "" : maps, "\n", -1);
  g_autoptr (GByteArray) kept = g_byte_array_new ();
  int memory = open (path, O_RDONLY | O_CLOEXEC);

  if (memory < 0)
    g_error ("The memory of %s cannot be read: %s", name, g_strerror (errno));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      unsigned long first;
      unsigned long end;
      char rights[5];

      if (sscanf (lines[i], "%lx-%lx %4s", &first, &end, rights) == 3 && rights[1] == 'w')
        append_range (kept, memory, first, end);
    }
  close (memory);
  keep (pid, name, "memory", kept->data, kept->len);
}

static void
keep_all (pid_t pid)
{
  g_autofree char *name = read_proc (pid, "comm", NULL);
  static const char *const others[] = { "environ", "cmdline" };

  g_strdelimit (g_strchomp (name), "/ ", '_');
  keep_memory (pid, name);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      gsize size = 0;
      g_autofree char *bytes = read_proc (pid, others[i], &size);
      keep (pid, name, others[i], bytes == NULL ? "" : bytes, size);
    }
}

static void
go_on (pid_t tid, int status)
{
  int number = WSTOPSIG (status);
  int event = status >> 16;

  if (event == PTRACE_EVENT_EXIT && is_leader (tid))
    keep_all (tid);
  /* What ptrace itself stops with, and the first stop of a new thread, are no signals. */
  if (event != 0 || (number == SIGSTOP && g_hash_table_add (known, GINT_TO_POINTER (tid))))
    number = 0;
  ptrace (PTRACE_CONT, tid, NULL, (void *) (gintptr) number);
}

/* Who tells us to end means the program. */
static void
forward (int number)
{
  kill (program, number);
}

static int
watch (void)
{
  const long options = PTRACE_O_TRACEEXIT | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                       PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
  int result = 125;
  int status;
  pid_t tid;

  if (waitpid (program, &status, 0) != program || !WIFSTOPPED (status) ||
      ptrace (PTRACE_SETOPTIONS, program, NULL, (void *) options) != 0)
    g_error ("The program cannot be watched: %s", g_strerror (errno));
  go_on (program, status);
  while ((tid = waitpid (-1, &status, __WALL)) > 0 || errno == EINTR)
    {
      if (tid < 0)
        continue;
      if (WIFSTOPPED (status))
        go_on (tid, status);
      else if (tid == program)
        result = WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
    }
  return result;
}

int
main (int argc, char **argv)
{
  if (argc < 3)
    g_error ("usage: exit-scan FOLDER PROGRAM [ARGUMENT…]");
  folder = argv[1];
  known = g_hash_table_new (NULL, NULL);

  program = fork ();
  if (program == 0)
    {
      ptrace (PTRACE_TRACEME, 0, NULL, NULL);
      raise (SIGSTOP);
      execvp (argv[2], argv + 2);
      _exit (127);
    }
  signal (SIGTERM, forward);
  signal (SIGINT, forward);
  return watch ();
}
