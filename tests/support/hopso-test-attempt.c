/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a locked process must not be able to do, each by one raw system call, so that it may be
 * tried in a signal handler. An attempt that works does no harm. */

#include "hopso-test-attempt.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pid_t the_asker;

static long
try_fork (void)
{
  long child = syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0);

  if (child == 0)
    syscall (SYS_exit_group, 0);
  return child;
}

static long
try_exec (void)
{
  /* A path that is not there: allowed, it fails with ENOENT, and nothing is lost. */
  const char *arguments[] = { "none", NULL };
  long result = syscall (SYS_execve, "/nonexistent/none", arguments, arguments + 1);

  return result < 0 && errno == ENOENT ? 0 : result;
}

static long
try_read_asker (void)
{
  char here;
  struct iovec local = { &here, 1 };
  struct iovec remote = { &the_asker, 1 };
  long result = syscall (SYS_process_vm_readv, the_asker, &local, 1, &remote, 1, 0);

  return result < 0 && errno == EFAULT ? 0 : result;
}

static long
try_raise_limit (void)
{
  struct rlimit limits = { 1024, 1024 };

  return syscall (SYS_setrlimit, RLIMIT_NOFILE, &limits);
}

/* A call that must be refused before its arguments are looked at: a bad argument is success. */
static long
reached (long result)
{
  return result < 0 && errno != EPERM && errno != EACCES && errno != ENOSYS ? 0 : result;
}

typedef enum
{
  OPEN_READ,
  OPEN_PROC,
  OPEN_WRITE,
  OPEN_CREATE,
  UNLINK,
  RENAME,
  SYMLINK,
  MKDIR,
  SOCKET_INET,
  SOCKET_UNIX,
  SOCKETPAIR,
  FORK,
  VFORK_NAMESPACE,
  CLONE3,
  EXEC,
  KILL_ASKER,
  TGKILL_ASKER,
  QUEUE_SIGNAL,
  PIDFD,
  PTRACE_ME,
  PTRACE_ASKER,
  READ_ASKER,
  KEYS,
  IO_URING,
  USERFAULTFD,
  BPF,
  PERF,
  MOUNT,
  UNSHARE,
  SETNS,
  CHROOT,
  EXECUTABLE_MEMORY,
  MEMORY_FILE,
  DUMPABLE,
  RAISE_LIMIT,
  SET_USER,
} Attempt;

static const char *const attempt_names[HOPSO_TEST_N_ATTEMPTS] = { "open a file for reading",
                                                                  "open /proc/self/maps",
                                                                  "open a file for writing",
                                                                  "create a file",
                                                                  "unlink",
                                                                  "rename",
                                                                  "symlink",
                                                                  "mkdir",
                                                                  "socket AF_INET",
                                                                  "socket AF_UNIX",
                                                                  "socketpair",
                                                                  "fork",
                                                                  "clone with a namespace",
                                                                  "clone3",
                                                                  "exec",
                                                                  "kill another process",
                                                                  "tgkill another process",
                                                                  "queue a signal",
                                                                  "pidfd_open",
                                                                  "ptrace me",
                                                                  "ptrace another process",
                                                                  "read another's memory",
                                                                  "keyctl",
                                                                  "io_uring",
                                                                  "userfaultfd",
                                                                  "bpf",
                                                                  "perf",
                                                                  "mount",
                                                                  "unshare",
                                                                  "setns",
                                                                  "chroot",
                                                                  "make memory executable",
                                                                  "memfd_create",
                                                                  "become dumpable",
                                                                  "raise a limit",
                                                                  "setuid" };

/**
 * hopso_test_attempt_get_name:
 *
 * Returns: what it is, in words
 */
const char *
hopso_test_attempt_get_name (guint attempt)
{
  return attempt_names[attempt];
}

static long
attempt_files (Attempt attempt)
{
  switch ((int) attempt)
    {
    case OPEN_READ:
      return syscall (SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY, 0);
    case OPEN_PROC:
      return syscall (SYS_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY, 0);
    case OPEN_WRITE:
      return syscall (SYS_openat, AT_FDCWD, "/dev/null", O_WRONLY, 0);
    case OPEN_CREATE:
      return reached (
          syscall (SYS_openat, AT_FDCWD, "/nonexistent/file", O_WRONLY | O_CREAT, 0600));
    case UNLINK:
      return reached (syscall (SYS_unlinkat, AT_FDCWD, "/nonexistent/file", 0));
    case RENAME:
      return reached (syscall (SYS_renameat2, AT_FDCWD, "/nonexistent/a", AT_FDCWD, "/b", 0));
    case SYMLINK:
      return reached (syscall (SYS_symlinkat, "a", AT_FDCWD, "/nonexistent/b"));
    default:
      return reached (syscall (SYS_mkdirat, AT_FDCWD, "/nonexistent/a", 0700));
    }
}

static long
attempt_processes (Attempt attempt)
{
  const pid_t asker = the_asker;

  switch ((int) attempt)
    {
    case SOCKET_INET:
      return syscall (SYS_socket, AF_INET, SOCK_STREAM, 0);
    case SOCKET_UNIX:
      return syscall (SYS_socket, AF_UNIX, SOCK_STREAM, 0);
    case SOCKETPAIR:
      return reached (syscall (SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, NULL));
    case FORK:
      return try_fork ();
    case VFORK_NAMESPACE:
      return reached (syscall (SYS_clone, CLONE_NEWUSER | CLONE_FS, 0, 0, 0, 0));
    case CLONE3:
      return reached (syscall (SYS_clone3, NULL, 0));
    case EXEC:
      return try_exec ();
    case KILL_ASKER:
      return syscall (SYS_kill, asker, 0);
    case TGKILL_ASKER:
      return syscall (SYS_tgkill, asker, asker, 0);
    case QUEUE_SIGNAL:
      return reached (syscall (SYS_rt_sigqueueinfo, asker, 0, NULL));
    case PIDFD:
      return syscall (SYS_pidfd_open, asker, 0);
    case PTRACE_ME:
      return reached (syscall (SYS_ptrace, PTRACE_PEEKDATA, -1, 0, 0));
    case PTRACE_ASKER:
      return reached (syscall (SYS_ptrace, PTRACE_CONT, asker, 0, 0));
    default:
      return try_read_asker ();
    }
}

static long
attempt_kernel (Attempt attempt)
{
  switch ((int) attempt)
    {
    case KEYS:
      return reached (syscall (SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0));
    case IO_URING:
      return reached (syscall (SYS_io_uring_setup, 0, NULL));
    case USERFAULTFD:
      return reached (syscall (SYS_userfaultfd, -1));
    case BPF:
      return reached (syscall (SYS_bpf, -1, NULL, 0));
    case PERF:
      return reached (syscall (SYS_perf_event_open, NULL, 0, -1, -1, 0));
    case MOUNT:
      return reached (syscall (SYS_mount, NULL, NULL, NULL, 0, NULL));
    case UNSHARE:
      return reached (syscall (SYS_unshare, -1));
    case SETNS:
      return reached (syscall (SYS_setns, -1, 0));
    case CHROOT:
      return reached (syscall (SYS_chroot, "/nonexistent"));
    case EXECUTABLE_MEMORY:
      return syscall (SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                      0);
    case MEMORY_FILE:
      return syscall (SYS_memfd_create, "probe", 0);
    case DUMPABLE:
      return syscall (SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0);
    case RAISE_LIMIT:
      return try_raise_limit ();
    default:
      return syscall (SYS_setresuid, -1, -1, -1);
    }
}

/**
 * hopso_test_attempt:
 * @attempt: which, below HOPSO_TEST_N_ATTEMPTS
 * @asker: another process, to be tried against
 *
 * Returns: 0 when the attempt succeeded, or its errno
 */
int
hopso_test_attempt (guint attempt, pid_t asker)
{
  long result;

  the_asker = asker;
  errno = 0;
  if (attempt <= MKDIR)
    result = attempt_files ((Attempt) attempt);
  else if (attempt <= READ_ASKER)
    result = attempt_processes ((Attempt) attempt);
  else
    result = attempt_kernel ((Attempt) attempt);
  return result < 0 ? errno : 0;
}
