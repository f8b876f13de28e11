/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is left of the kernel's calls, by seccomp: a list of what computing, threads, a main loop
 * and a D-Bus connection on an open socket need. Everything else fails with EPERM, which libraries
 * bear better than being killed; clone3, whose flags a filter cannot see, fails with ENOSYS, so
 * that glibc falls back to clone, whose flags it can. A crash may still be reported by abort(). */

#include "hopso-sandbox-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

typedef void HopsoFilter;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoFilter, seccomp_release)

static const int allowed_calls[] = {
  /* memory */
  SCMP_SYS (brk),
  SCMP_SYS (madvise),
  SCMP_SYS (membarrier),
  SCMP_SYS (mlock),
  SCMP_SYS (mremap),
  SCMP_SYS (munlock),
  SCMP_SYS (munmap),
  /* descriptors that are open */
  SCMP_SYS (close),
  SCMP_SYS (close_range),
  SCMP_SYS (dup),
  SCMP_SYS (dup2),
  SCMP_SYS (dup3),
  SCMP_SYS (fadvise64),
  SCMP_SYS (fstat),
  SCMP_SYS (fstatfs),
  SCMP_SYS (lseek),
  SCMP_SYS (pread64),
  SCMP_SYS (preadv),
  SCMP_SYS (pwrite64),
  SCMP_SYS (read),
  SCMP_SYS (readv),
  SCMP_SYS (write),
  SCMP_SYS (writev),
  /* looking at names, and opening for reading what Landlock leaves */
  SCMP_SYS (access),
  SCMP_SYS (faccessat),
  SCMP_SYS (faccessat2),
  SCMP_SYS (getcwd),
  SCMP_SYS (getdents64),
  SCMP_SYS (lstat),
  SCMP_SYS (newfstatat),
  SCMP_SYS (readlink),
  SCMP_SYS (readlinkat),
  SCMP_SYS (stat),
  SCMP_SYS (statfs),
  SCMP_SYS (statx),
  /* a main loop and a connection */
  SCMP_SYS (epoll_create1),
  SCMP_SYS (epoll_ctl),
  SCMP_SYS (epoll_pwait),
  SCMP_SYS (epoll_wait),
  SCMP_SYS (eventfd2),
  SCMP_SYS (getpeername),
  SCMP_SYS (getsockname),
  SCMP_SYS (getsockopt),
  SCMP_SYS (pipe2),
  SCMP_SYS (poll),
  SCMP_SYS (ppoll),
  SCMP_SYS (pselect6),
  SCMP_SYS (recvfrom),
  SCMP_SYS (recvmsg),
  SCMP_SYS (select),
  SCMP_SYS (sendmsg),
  SCMP_SYS (sendto),
  SCMP_SYS (shutdown),
  /* threads and signals within the process */
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  SCMP_SYS (futex),
  SCMP_SYS (get_robust_list),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (rseq),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigpending),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (rt_sigsuspend),
  SCMP_SYS (rt_sigtimedwait),
  SCMP_SYS (sched_get_priority_max),
  SCMP_SYS (sched_get_priority_min),
  SCMP_SYS (sched_getaffinity),
  SCMP_SYS (sched_getattr),
  SCMP_SYS (sched_getparam),
  SCMP_SYS (sched_getscheduler),
  SCMP_SYS (sched_yield),
  SCMP_SYS (set_robust_list),
  SCMP_SYS (set_tid_address),
  SCMP_SYS (sigaltstack),
  /* time, chance and who we are */
  SCMP_SYS (clock_getres),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (clock_nanosleep),
  SCMP_SYS (getegid),
  SCMP_SYS (geteuid),
  SCMP_SYS (getgid),
  SCMP_SYS (getpid),
  SCMP_SYS (getppid),
  SCMP_SYS (getrandom),
  SCMP_SYS (getrusage),
  SCMP_SYS (gettid),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (getuid),
  SCMP_SYS (nanosleep),
  SCMP_SYS (sysinfo),
  SCMP_SYS (time),
  SCMP_SYS (times),
  SCMP_SYS (uname),
};

/* The flags of open() that could change something. */
#define CHANGING_FLAGS (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY))

typedef struct
{
  int call;
  guint n_tests;
  struct scmp_arg_cmp tests[2];
} Condition;

static int
add_condition (scmp_filter_ctx filter, const Condition *condition)
{
  return seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, condition->call, condition->n_tests,
                                 condition->tests);
}

/* Allowed with some arguments only. */
static int
add_conditions (scmp_filter_ctx filter)
{
  const scmp_datum_t self = (scmp_datum_t) getpid ();
  const Condition conditions[] = {
    /* Opening for reading. */
    { SCMP_SYS (open), 1, { SCMP_A1 (SCMP_CMP_MASKED_EQ, CHANGING_FLAGS, O_RDONLY) } },
    { SCMP_SYS (openat), 1, { SCMP_A2 (SCMP_CMP_MASKED_EQ, CHANGING_FLAGS, O_RDONLY) } },
    /* New threads, but no new processes. */
    { SCMP_SYS (clone), 1, { SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD) } },
    /* abort() and the like, to our own threads. */
    { SCMP_SYS (tgkill), 1, { SCMP_A0 (SCMP_CMP_EQ, self) } },
    /* Memory is written or executed, never both. */
    { SCMP_SYS (mmap), 1, { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) } },
    { SCMP_SYS (mprotect), 1, { SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0) } },
    /* Names of threads. */
    { SCMP_SYS (prctl), 1, { SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME) } },
    { SCMP_SYS (prctl), 1, { SCMP_A0 (SCMP_CMP_EQ, PR_GET_NAME) } },
    /* Reading our own limits. */
    { SCMP_SYS (prlimit64), 2, { SCMP_A0 (SCMP_CMP_EQ, 0), SCMP_A2 (SCMP_CMP_EQ, 0) } },
    { SCMP_SYS (getrlimit), 0, { { 0 } } },
    /* What GIO needs of fcntl. */
    { SCMP_SYS (fcntl), 1, { SCMP_A1 (SCMP_CMP_EQ, F_GETFD) } },
    { SCMP_SYS (fcntl), 1, { SCMP_A1 (SCMP_CMP_EQ, F_SETFD) } },
    { SCMP_SYS (fcntl), 1, { SCMP_A1 (SCMP_CMP_EQ, F_GETFL) } },
    { SCMP_SYS (fcntl), 1, { SCMP_A1 (SCMP_CMP_EQ, F_SETFL) } },
    { SCMP_SYS (fcntl), 1, { SCMP_A1 (SCMP_CMP_EQ, F_DUPFD) } },
    { SCMP_SYS (fcntl), 1, { SCMP_A1 (SCMP_CMP_EQ, F_DUPFD_CLOEXEC) } },
  };
  int result = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (conditions) && result == 0; i++)
    result = add_condition (filter, &conditions[i]);
  return result;
}

static int
add_plain_calls (scmp_filter_ctx filter)
{
  int result = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (allowed_calls) && result == 0; i++)
    result = seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, allowed_calls[i], 0, NULL);
  if (result == 0)
    result = seccomp_rule_add_array (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0, NULL);
  return result;
}

/**
 * hopso_sandbox_restrict_calls:
 *
 * Returns: %FALSE with @error when the kernel does not know seccomp or refuses
 */
gboolean
hopso_sandbox_restrict_calls (GError **error)
{
  g_autoptr (HopsoFilter) filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  int result;

  if (filter == NULL)
    return hopso_sandbox_fail (error, ENOMEM, "Making a filter of calls");
  result = add_plain_calls (filter);
  if (result == 0)
    result = add_conditions (filter);
  if (result == 0)
    result = seccomp_load (filter);
  if (result != 0)
    return hopso_sandbox_fail (error, -result, "Filtering the kernel's calls");
  return TRUE;
}
