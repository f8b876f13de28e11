/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trying one row of the table, and telling the table to people. */

#include "hopso-test-attempt-private.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

static long
call_int80 (long number)
{
#ifdef __x86_64__
  long result;

  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory", "r8", "r9", "r10", "r11");
  return result;
#else
  return -1;
#endif
}

static gboolean
makes_a_child (long call)
{
#ifdef __x86_64__
  if (call == SYS_fork)
    return TRUE;
#endif
  return call == SYS_clone;
}

/**
 * hopso_test_attempt:
 * @attempt: a row of the table
 * @asker: another process, to be tried against
 *
 * Uses nothing but the call itself.
 *
 * Returns: 0 when the call succeeded, or its errno
 */
int
hopso_test_attempt (guint attempt, pid_t asker)
{
  const HopsoTestAttempt *row = &hopso_test_attempts[attempt];
  long a[6];
  long result;

  for (guint i = 0; i < 6; i++)
    a[i] = row->arguments[i] == HOPSO_TEST_ASKER ? asker : row->arguments[i];
  errno = 0;
  if (row->call == HOPSO_TEST_INT80)
    result = call_int80 (a[0]);
  else
    result = syscall (row->call, a[0], a[1], a[2], a[3], a[4], a[5]);
  if (result == 0 && makes_a_child (row->call))
    syscall (SYS_exit_group, 0);
  return result < 0 ? errno : 0;
}

/**
 * hopso_test_attempt_say:
 *
 * Returns: what is expected, in words
 */
const char *
hopso_test_attempt_say (HopsoTestExpected expected)
{
  static const char *const words[] = {
    [HOPSO_TEST_REFUSED] = "refused",
    [HOPSO_TEST_MISSING] = "not there",
    [HOPSO_TEST_FATAL] = "killed",
  };

  return words[expected];
}

static gboolean
is_first_of_group (guint attempt)
{
  for (guint i = 0; i < attempt; i++)
    {
      if (hopso_test_attempts[i].group == hopso_test_attempts[attempt].group)
        return FALSE;
    }
  return TRUE;
}

static void
append_names (GString *text, const char *group, gboolean fatal)
{
  const char *separator = "";

  for (guint i = 0; i < hopso_test_n_attempts; i++)
    {
      const HopsoTestAttempt *row = &hopso_test_attempts[i];

      if (row->group != group || (row->expected == HOPSO_TEST_FATAL) != fatal)
        continue;
      g_string_append_printf (text, "%s%s", separator, row->name);
      separator = ", ";
    }
}

/**
 * hopso_test_attempt_to_markdown:
 *
 * Returns: (transfer full): the table, a line for each group, as SECURITY.md shows it
 */
char *
hopso_test_attempt_to_markdown (void)
{
  GString *text =
      g_string_new ("| what | refused (EPERM, EACCES, ENOSYS) | the process is killed |\n"
                    "|--|--|--|\n");

  for (guint i = 0; i < hopso_test_n_attempts; i++)
    {
      const char *group = hopso_test_attempts[i].group;

      if (!is_first_of_group (i))
        continue;
      g_string_append_printf (text, "| %s | ", group);
      append_names (text, group, FALSE);
      g_string_append (text, " | ");
      append_names (text, group, TRUE);
      g_string_append (text, " |\n");
    }
  return g_string_free (text, FALSE);
}
