/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is left of the kernel's calls, by seccomp: a list of what computing, threads, a main loop
 * and a D-Bus connection on an open socket need. Everything else fails with EPERM, which libraries
 * bear better than being killed. What no library tries in good faith, and numbers of another
 * architecture, kill the process: who gets that far inside it shall not try a second time. clone3,
 * whose flags a filter cannot see, fails with ENOSYS, so that glibc falls back to clone, whose
 * flags it can. A crash may still be reported by abort(). */

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
  SCMP_SYS (getdents64),
  SCMP_SYS (lseek),
  SCMP_SYS (newfstatat), /* how the C library asks for what is open, too */
  SCMP_SYS (pread64),
  SCMP_SYS (preadv),
  SCMP_SYS (pwrite64),
  SCMP_SYS (read),
  SCMP_SYS (readv),
  SCMP_SYS (write),
  SCMP_SYS (writev),
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

/* Looking at names, and opening for reading what Landlock leaves. */
static const int calls_with_names[] = {
  SCMP_SYS (access), SCMP_SYS (faccessat), SCMP_SYS (faccessat2), SCMP_SYS (lstat),
  SCMP_SYS (stat),   SCMP_SYS (statfs),    SCMP_SYS (statx),
};

static const int fatal_calls[] = {
  /* other programs and processes */
  SCMP_SYS (execve),
  SCMP_SYS (execveat),
  SCMP_SYS (fork),
  SCMP_SYS (kcmp),
  SCMP_SYS (pidfd_getfd),
  SCMP_SYS (pidfd_open),
  SCMP_SYS (process_madvise),
  SCMP_SYS (process_mrelease),
  SCMP_SYS (process_vm_readv),
  SCMP_SYS (process_vm_writev),
  SCMP_SYS (ptrace),
  SCMP_SYS (vfork),
  /* mounts and namespaces */
  SCMP_SYS (chroot),
  SCMP_SYS (fsconfig),
  SCMP_SYS (fsmount),
  SCMP_SYS (fsopen),
  SCMP_SYS (fspick),
  SCMP_SYS (mount),
  SCMP_SYS (mount_setattr),
  SCMP_SYS (move_mount),
  SCMP_SYS (open_by_handle_at),
  SCMP_SYS (open_tree),
  SCMP_SYS (pivot_root),
  SCMP_SYS (setns),
  SCMP_SYS (umount2),
  SCMP_SYS (unshare),
  /* who we are, and the lock itself */
  SCMP_SYS (capset),
  SCMP_SYS (modify_ldt),
  SCMP_SYS (personality),
  SCMP_SYS (seccomp),
  SCMP_SYS (setfsgid),
  SCMP_SYS (setfsuid),
  SCMP_SYS (setgid),
  SCMP_SYS (setgroups),
  SCMP_SYS (setregid),
  SCMP_SYS (setresgid),
  SCMP_SYS (setresuid),
  SCMP_SYS (setreuid),
  SCMP_SYS (setuid),
  /* engines in the kernel, and its keys */
  SCMP_SYS (add_key),
  SCMP_SYS (bpf),
  SCMP_SYS (io_uring_enter),
  SCMP_SYS (io_uring_register),
  SCMP_SYS (io_uring_setup),
  SCMP_SYS (keyctl),
  SCMP_SYS (perf_event_open),
  SCMP_SYS (request_key),
  SCMP_SYS (userfaultfd),
  /* the machine */
  SCMP_SYS (acct),
  SCMP_SYS (adjtimex),
  SCMP_SYS (clock_adjtime),
  SCMP_SYS (clock_settime),
  SCMP_SYS (delete_module),
  SCMP_SYS (finit_module),
  SCMP_SYS (init_module),
  SCMP_SYS (ioperm),
  SCMP_SYS (iopl),
  SCMP_SYS (kexec_file_load),
  SCMP_SYS (kexec_load),
  SCMP_SYS (quotactl),
  SCMP_SYS (reboot),
  SCMP_SYS (sethostname),
  SCMP_SYS (setdomainname),
  SCMP_SYS (settimeofday),
  SCMP_SYS (swapoff),
  SCMP_SYS (swapon),
  SCMP_SYS (syslog),
};

/* The flags of open() that could change something. */
#define CHANGING_FLAGS \
  (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | O_PATH | (O_TMPFILE & ~O_DIRECTORY))

/* All flags with which the C library starts a thread, and no other: a thread with namespaces or
 * descriptors of its own is a way out. */
#define THREAD_FLAGS \
  (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | \
   CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

typedef struct
{
  int call;
  guint n_tests;
  struct scmp_arg_cmp tests[2];
} Condition;

static int
add_calls (scmp_filter_ctx filter, uint32_t action, const int *calls, gsize n_calls)
{
  int result = 0;

  for (gsize i = 0; i < n_calls && result == 0; i++)
    result = seccomp_rule_add_array (filter, action, calls[i], 0, NULL);
  return result;
}

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
    /* New threads, but no new processes. */
    { SCMP_SYS (clone), 1, { SCMP_A0 (SCMP_CMP_EQ, THREAD_FLAGS) } },
    /* abort() and the like, to our own threads. */
    { SCMP_SYS (tgkill), 1, { SCMP_A0 (SCMP_CMP_EQ, self) } },
    /* To whom the socket is connected. */
    { SCMP_SYS (sendto), 1, { SCMP_A4 (SCMP_CMP_EQ, 0) } },
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
add_names (scmp_filter_ctx filter)
{
  const Condition conditions[] = {
    { SCMP_SYS (open), 1, { SCMP_A1 (SCMP_CMP_MASKED_EQ, CHANGING_FLAGS, O_RDONLY) } },
    { SCMP_SYS (openat), 1, { SCMP_A2 (SCMP_CMP_MASKED_EQ, CHANGING_FLAGS, O_RDONLY) } },
  };
  int result =
      add_calls (filter, SCMP_ACT_ALLOW, calls_with_names, G_N_ELEMENTS (calls_with_names));

  for (gsize i = 0; i < G_N_ELEMENTS (conditions) && result == 0; i++)
    result = add_condition (filter, &conditions[i]);
  return result;
}

static int
build_filter (scmp_filter_ctx filter, const HopsoSandboxPolicy *policy)
{
  static const int missing_calls[] = { SCMP_SYS (clone3) };
  const gboolean has_libraries = policy->writable_folder != NULL;
  int result = seccomp_attr_set (filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);

  if (result == 0)
    result = add_calls (filter, SCMP_ACT_ALLOW, allowed_calls, G_N_ELEMENTS (allowed_calls));
  if (result == 0 && !has_libraries)
    result = add_calls (filter, SCMP_ACT_KILL_PROCESS, fatal_calls, G_N_ELEMENTS (fatal_calls));
  if (result == 0)
    result = add_calls (filter, SCMP_ACT_ERRNO (ENOSYS), missing_calls, 1);
  if (result == 0)
    result = add_conditions (filter);
  if (result == 0 && (policy->readable_folders != NULL || has_libraries))
    result = add_names (filter);
  return result == 0 && has_libraries ? hopso_sandbox_add_library_calls (filter) : result;
}

/**
 * hopso_sandbox_restrict_calls:
 * @policy: whether files may be looked at and opened, where Landlock lets them
 *
 * Returns: %FALSE with @error when the kernel does not know seccomp or refuses
 */
gboolean
hopso_sandbox_restrict_calls (const HopsoSandboxPolicy *policy, GError **error)
{
  g_autoptr (HopsoFilter) filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  int result;

  if (filter == NULL)
    return hopso_sandbox_fail (error, ENOMEM, "Making a filter of calls");
  result = build_filter (filter, policy);
  if (result == 0)
    result = seccomp_load (filter);
  if (result != 0)
    return hopso_sandbox_fail (error, -result, "Filtering the kernel's calls");
  return TRUE;
}
