/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of what a locked process must not be able to do: each row is one raw system call, so
 * that it may be tried in a signal handler. Arguments are such that a call that is let through
 * fails for another reason, or does no harm. */

#include "hopso-test-attempt-private.h"

#include <fcntl.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define P(pointer) ((long) (pointer))
#define NOWHERE    P ("/nonexistent/file")
#define HERE       AT_FDCWD
#define BUS        3

/* Numbers that are the same on every architecture, and newer than Debian 12's headers may be. */
#define CALL_CACHESTAT        451
#define CALL_MAP_SHADOW_STACK 453
#define CALL_STATMOUNT        457
#define CALL_LISTMOUNT        458
#define CALL_LSM_SET_SELF     460
#define CALL_SETXATTRAT       463
#define CALL_NOT_INVENTED     999

static char byte;
static struct rlimit high_limit = { 1024, 1024 };
static const char *no_strings[] = { NULL };

static const char FILES[] = "Files and names";
static const char NET[] = "Network and sockets";
static const char PROCESS[] = "Processes and programs";
static const char SIGNAL[] = "Signals to others";
static const char OTHERS[] = "Looking into others";
static const char MEMORY[] = "Memory that runs";
static const char UNDO[] = "Undoing the lock";
static const char RIGHTS[] = "Rights and owners";
static const char SPACES[] = "Mounts and namespaces";
static const char KEYS[] = "Keys of the kernel";
static const char ENGINES[] = "Engines in the kernel";
static const char IPC[] = "Shared memory and queues";
static const char DEVICES[] = "Descriptors beyond their purpose";
static const char MACHINE[] = "The machine";
static const char ODD[] = "Other ways to call";

#define R HOPSO_TEST_REFUSED
#define M HOPSO_TEST_MISSING
#define F HOPSO_TEST_FATAL

/* clang-format off: a table is read by its columns. */
const HopsoTestAttempt hopso_test_attempts[] = {
  { FILES, "openat for reading", SYS_openat, { HERE, P ("/etc/passwd"), O_RDONLY }, R },
  { FILES, "openat of /proc/self/maps", SYS_openat, { HERE, P ("/proc/self/maps"), O_RDONLY }, R },
  { FILES, "openat of a folder", SYS_openat, { HERE, P ("/"), O_RDONLY | O_DIRECTORY }, R },
  { FILES, "openat of a name only", SYS_openat, { HERE, P ("/etc"), O_PATH }, R },
  { FILES, "openat for writing", SYS_openat, { HERE, P ("/dev/null"), O_WRONLY }, R },
  { FILES, "openat for reading and writing", SYS_openat, { HERE, P ("/dev/null"), O_RDWR }, R },
  { FILES, "openat that truncates", SYS_openat, { HERE, P ("/dev/null"), O_RDONLY | O_TRUNC }, R },
  { FILES, "openat that creates", SYS_openat, { HERE, NOWHERE, O_WRONLY | O_CREAT, 0600 }, R },
  { FILES, "openat that creates for reading", SYS_openat, { HERE, NOWHERE, O_CREAT, 0600 }, R },
  { FILES, "openat without a name", SYS_openat, { HERE, NOWHERE, O_TMPFILE | O_RDWR, 0600 }, R },
  { FILES, "openat2", SYS_openat2, { HERE, NOWHERE, 0, 0 }, R },
  { FILES, "unlinkat", SYS_unlinkat, { HERE, NOWHERE, 0 }, R },
  { FILES, "renameat2", SYS_renameat2, { HERE, NOWHERE, HERE, NOWHERE, 0 }, R },
  { FILES, "linkat", SYS_linkat, { HERE, NOWHERE, HERE, NOWHERE, 0 }, R },
  { FILES, "symlinkat", SYS_symlinkat, { P ("a"), HERE, NOWHERE }, R },
  { FILES, "mkdirat", SYS_mkdirat, { HERE, NOWHERE, 0700 }, R },
  { FILES, "mknodat", SYS_mknodat, { HERE, NOWHERE, S_IFIFO | 0600, 0 }, R },
  { FILES, "fchmodat", SYS_fchmodat, { HERE, NOWHERE, 0600 }, R },
  { FILES, "fchownat", SYS_fchownat, { HERE, NOWHERE, -1, -1, 0 }, R },
  { FILES, "utimensat", SYS_utimensat, { HERE, NOWHERE, 0, 0 }, R },
  { FILES, "truncate", SYS_truncate, { NOWHERE, 0 }, R },
  { FILES, "setxattr", SYS_setxattr, { NOWHERE, P ("user.a"), P (&byte), 1, 0 }, R },
  { FILES, "setxattrat", CALL_SETXATTRAT, { HERE, NOWHERE, 0, P ("user.a"), 0, 0 }, R },
  { FILES, "getxattr", SYS_getxattr, { NOWHERE, P ("user.a"), P (&byte), 1 }, R },
  { FILES, "chdir", SYS_chdir, { NOWHERE }, R },
  { FILES, "fchdir", SYS_fchdir, { -1 }, R },
  { FILES, "readlinkat", SYS_readlinkat, { HERE, P ("/proc/self/exe"), P (&byte), 1 }, R },
  { FILES, "name_to_handle_at", SYS_name_to_handle_at, { HERE, NOWHERE, 0, 0, 0 }, R },
  { FILES, "open_by_handle_at", SYS_open_by_handle_at, { -1, 0, 0 }, F },
  { FILES, "inotify_init1", SYS_inotify_init1, { -1 }, R },
  { FILES, "fanotify_init", SYS_fanotify_init, { -1, -1 }, R },

  { NET, "socket inet", SYS_socket, { AF_INET, SOCK_STREAM, 0 }, R },
  { NET, "socket inet6", SYS_socket, { AF_INET6, SOCK_DGRAM, 0 }, R },
  { NET, "socket unix", SYS_socket, { AF_UNIX, SOCK_STREAM, 0 }, R },
  { NET, "socket netlink", SYS_socket, { AF_NETLINK, SOCK_RAW, 0 }, R },
  { NET, "socket packet", SYS_socket, { AF_PACKET, SOCK_RAW, 0 }, R },
  { NET, "socket vsock", SYS_socket, { AF_VSOCK, SOCK_STREAM, 0 }, R },
  { NET, "socket alg", SYS_socket, { AF_ALG, SOCK_SEQPACKET, 0 }, R },
  { NET, "socketpair", SYS_socketpair, { AF_UNIX, SOCK_STREAM, 0, 0 }, R },
  { NET, "connect", SYS_connect, { -1, P (&byte), 1 }, R },
  { NET, "bind", SYS_bind, { -1, P (&byte), 1 }, R },
  { NET, "listen", SYS_listen, { -1, 1 }, R },
  { NET, "accept4", SYS_accept4, { -1, 0, 0, 0 }, R },
  { NET, "sendto an address", SYS_sendto, { -1, P (&byte), 1, 0, P (&byte), 1 }, R },
  { NET, "setsockopt", SYS_setsockopt, { -1, SOL_SOCKET, SO_PASSCRED, 0, 0 }, R },

  { PROCESS, "fork", SYS_clone, { SIGCHLD }, R },
  { PROCESS, "clone sharing memory", SYS_clone, { CLONE_VM | SIGCHLD }, R, TRUE },
  { PROCESS, "vfork by clone", SYS_clone, { CLONE_VM | CLONE_VFORK | SIGCHLD }, R, TRUE },
  { PROCESS, "clone into a user namespace", SYS_clone, { CLONE_NEWUSER | CLONE_FS }, R },
  { PROCESS,
    "clone a thread in its own mounts",
    SYS_clone,
    { CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_NEWNS },
    R,
    TRUE },
  { PROCESS,
    "clone a thread in its own network",
    SYS_clone,
    { CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_NEWNET },
    R,
    TRUE },
  { PROCESS,
    "clone a thread with its own files",
    SYS_clone,
    { CLONE_THREAD | CLONE_SIGHAND | CLONE_VM },
    R,
    TRUE },
  { PROCESS, "clone3", SYS_clone3, { 0, 0 }, M },
  { PROCESS, "execve", SYS_execve, { NOWHERE, P (no_strings), P (no_strings) }, F },
  { PROCESS,
    "execveat of a memory file",
    SYS_execveat,
    { -1, P (""), P (no_strings), P (no_strings), AT_EMPTY_PATH },
    F },
  { PROCESS, "memfd_create", SYS_memfd_create, { P ("probe"), 0 }, R },
  { PROCESS, "memfd_secret", SYS_memfd_secret, { -1 }, R },
  { PROCESS, "setsid", SYS_setsid, { 0 }, R, TRUE },
  { PROCESS, "setpgid", SYS_setpgid, { -1, -1 }, R },
  { PROCESS, "wait4", SYS_wait4, { -1, 0, WNOHANG, 0 }, R },

  { SIGNAL, "kill", SYS_kill, { HOPSO_TEST_ASKER, 0 }, R },
  { SIGNAL, "kill of everybody", SYS_kill, { -1, 0 }, R },
  { SIGNAL, "tkill", SYS_tkill, { HOPSO_TEST_ASKER, 0 }, R },
  { SIGNAL, "tgkill", SYS_tgkill, { HOPSO_TEST_ASKER, HOPSO_TEST_ASKER, 0 }, R },
  { SIGNAL, "rt_sigqueueinfo", SYS_rt_sigqueueinfo, { HOPSO_TEST_ASKER, 0, 0 }, R },
  { SIGNAL,
    "rt_tgsigqueueinfo",
    SYS_rt_tgsigqueueinfo,
    { HOPSO_TEST_ASKER, HOPSO_TEST_ASKER, 0, 0 },
    R },
  { SIGNAL, "pidfd_send_signal", SYS_pidfd_send_signal, { -1, 0, 0, 0 }, R },
  { SIGNAL, "fcntl F_SETOWN", SYS_fcntl, { BUS, F_SETOWN, 0 }, R },
  { SIGNAL, "fcntl F_SETSIG", SYS_fcntl, { BUS, F_SETSIG, -1 }, R },
  { SIGNAL, "timer_create", SYS_timer_create, { -1, 0, 0 }, R },

  { OTHERS, "ptrace of oneself by the parent", SYS_ptrace, { PTRACE_PEEKDATA, -1, 0, 0 }, F },
  { OTHERS, "ptrace of another", SYS_ptrace, { PTRACE_CONT, HOPSO_TEST_ASKER, 0, 0 }, F },
  { OTHERS, "process_vm_readv", SYS_process_vm_readv, { HOPSO_TEST_ASKER, 0, -1, 0, -1, 0 }, F },
  { OTHERS, "process_vm_writev", SYS_process_vm_writev, { HOPSO_TEST_ASKER, 0, -1, 0, -1, 0 }, F },
  { OTHERS, "process_madvise", SYS_process_madvise, { -1, 0, 0, 0, 0 }, F },
  { OTHERS, "process_mrelease", SYS_process_mrelease, { -1, 0 }, F },
  { OTHERS, "pidfd_open", SYS_pidfd_open, { HOPSO_TEST_ASKER, 0 }, F },
  { OTHERS, "pidfd_getfd", SYS_pidfd_getfd, { -1, -1, 0 }, F },
  { OTHERS, "kcmp", SYS_kcmp, { HOPSO_TEST_ASKER, HOPSO_TEST_ASKER, 0, 0, 0 }, F },
  { OTHERS, "move_pages", SYS_move_pages, { HOPSO_TEST_ASKER, 0, 0, 0, 0, 0 }, R },
  { OTHERS, "prlimit64 of another", SYS_prlimit64, { HOPSO_TEST_ASKER, RLIMIT_CORE, 0, 0 }, R },
  { OTHERS, "sched_setaffinity", SYS_sched_setaffinity, { HOPSO_TEST_ASKER, 0, 0 }, R },
  { OTHERS, "setpriority", SYS_setpriority, { -1, 0, 0 }, R },

  { MEMORY,
    "mmap executable",
    SYS_mmap,
    { 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0 },
    R },
  { MEMORY,
    "mmap writable and executable",
    SYS_mmap,
    { 0, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0 },
    R },
  { MEMORY, "mprotect executable", SYS_mprotect, { 0, 0, PROT_EXEC }, R },
  { MEMORY, "pkey_mprotect", SYS_pkey_mprotect, { 0, 0, PROT_EXEC, -1 }, R },
  { MEMORY, "remap_file_pages", SYS_remap_file_pages, { 0, 0, 0, 0, 0 }, R },
  { MEMORY, "map_shadow_stack", CALL_MAP_SHADOW_STACK, { 0, 0, -1 }, R },
  { MEMORY, "personality", SYS_personality, { 0xffffffff }, F },

  { UNDO, "prctl PR_SET_DUMPABLE", SYS_prctl, { PR_SET_DUMPABLE, 1, 0, 0, 0 }, R },
  { UNDO, "prctl PR_SET_NO_NEW_PRIVS", SYS_prctl, { PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0 }, R },
  { UNDO, "prctl PR_SET_PDEATHSIG", SYS_prctl, { PR_SET_PDEATHSIG, -1, 0, 0, 0 }, R },
  { UNDO, "prctl PR_SET_SECCOMP", SYS_prctl, { PR_SET_SECCOMP, -1, 0, 0, 0 }, R },
  { UNDO, "prctl PR_SET_PTRACER", SYS_prctl, { PR_SET_PTRACER, -2, 0, 0, 0 }, R },
  { UNDO, "prctl PR_SET_MM", SYS_prctl, { PR_SET_MM, -1, 0, 0, 0 }, R },
  { UNDO, "prctl PR_SET_CHILD_SUBREAPER", SYS_prctl, { PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0 }, R },
  { UNDO, "seccomp", SYS_seccomp, { SECCOMP_SET_MODE_FILTER, 0, 0 }, F },
  { UNDO, "landlock_create_ruleset", SYS_landlock_create_ruleset, { 0, 0, 1 }, R },
  { UNDO, "landlock_restrict_self", SYS_landlock_restrict_self, { -1, 0 }, R },
  { UNDO, "lsm_set_self_attr", CALL_LSM_SET_SELF, { 0, 0, 0, 0 }, R },
  { UNDO, "setrlimit", SYS_setrlimit, { RLIMIT_NOFILE, P (&high_limit) }, R },
  { UNDO, "prlimit64", SYS_prlimit64, { 0, RLIMIT_NOFILE, P (&high_limit), 0 }, R },

  { RIGHTS, "setresuid", SYS_setresuid, { -1, -1, -1 }, F },
  { RIGHTS, "setuid", SYS_setuid, { -1 }, F },
  { RIGHTS, "setgid", SYS_setgid, { -1 }, F },
  { RIGHTS, "setresgid", SYS_setresgid, { -1, -1, -1 }, F },
  { RIGHTS, "setgroups", SYS_setgroups, { -1, 0 }, F },
  { RIGHTS, "setfsuid", SYS_setfsuid, { -1 }, F },
  { RIGHTS, "capset", SYS_capset, { 0, 0 }, F },
  { RIGHTS, "prctl PR_CAP_AMBIENT", SYS_prctl, { PR_CAP_AMBIENT, -1, 0, 0, 0 }, R },

  { SPACES, "mount", SYS_mount, { 0, 0, 0, 0, 0 }, F },
  { SPACES, "umount2", SYS_umount2, { NOWHERE, -1 }, F },
  { SPACES, "fsopen", SYS_fsopen, { 0, -1 }, F },
  { SPACES, "fsconfig", SYS_fsconfig, { -1, 0, 0, 0, 0 }, F },
  { SPACES, "fsmount", SYS_fsmount, { -1, -1, -1 }, F },
  { SPACES, "fspick", SYS_fspick, { -1, NOWHERE, -1 }, F },
  { SPACES, "open_tree", SYS_open_tree, { HERE, NOWHERE, 0 }, F },
  { SPACES, "move_mount", SYS_move_mount, { -1, NOWHERE, -1, NOWHERE, -1 }, F },
  { SPACES, "mount_setattr", SYS_mount_setattr, { -1, NOWHERE, -1, 0, 0 }, F },
  { SPACES, "statmount", CALL_STATMOUNT, { 0, 0, 0, 0 }, R },
  { SPACES, "listmount", CALL_LISTMOUNT, { 0, 0, 0, 0 }, R },
  { SPACES, "pivot_root", SYS_pivot_root, { NOWHERE, NOWHERE }, F },
  { SPACES, "chroot", SYS_chroot, { NOWHERE }, F },
  { SPACES, "unshare", SYS_unshare, { -1 }, F },
  { SPACES, "setns", SYS_setns, { -1, 0 }, F },

  { KEYS, "keyctl", SYS_keyctl, { KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0 }, F },
  { KEYS, "add_key", SYS_add_key, { 0, 0, 0, 0, 0 }, F },
  { KEYS, "request_key", SYS_request_key, { 0, 0, 0, 0 }, F },

  { ENGINES, "io_uring_setup", SYS_io_uring_setup, { 0, 0 }, F },
  { ENGINES, "io_uring_enter", SYS_io_uring_enter, { -1, 0, 0, 0, 0, 0 }, F },
  { ENGINES, "io_uring_register", SYS_io_uring_register, { -1, 0, 0, 0 }, F },
  { ENGINES, "bpf", SYS_bpf, { -1, 0, 0 }, F },
  { ENGINES, "userfaultfd", SYS_userfaultfd, { -1 }, F },
  { ENGINES, "perf_event_open", SYS_perf_event_open, { 0, 0, -1, -1, 0 }, F },
  { ENGINES, "io_setup", SYS_io_setup, { 0, 0 }, R },

  { IPC, "shmget", SYS_shmget, { 0x686f7073, 0, 0 }, R },
  { IPC, "shmat", SYS_shmat, { -1, 0, 0100000 }, R },
  { IPC, "semget", SYS_semget, { 0x686f7073, 0, 0 }, R },
  { IPC, "msgget", SYS_msgget, { 0x686f7073, 0 }, R },
  { IPC, "mq_open", SYS_mq_open, { 0, 0, 0, 0 }, R },
  { IPC, "mq_unlink", SYS_mq_unlink, { P ("hopso-none") }, R },

  { DEVICES, "ioctl TIOCSTI", SYS_ioctl, { 0, TIOCSTI, P (&byte) }, R },
  { DEVICES, "ioctl TIOCLINUX", SYS_ioctl, { 0, TIOCLINUX, P (&byte) }, R },
  { DEVICES, "ftruncate", SYS_ftruncate, { -1, 0 }, R },
  { DEVICES, "fallocate", SYS_fallocate, { -1, 0, 0, 0 }, R },
  { DEVICES, "fchmod", SYS_fchmod, { -1, 0 }, R },
  { DEVICES, "fcntl F_ADD_SEALS", SYS_fcntl, { BUS, F_ADD_SEALS, 0 }, R },
  { DEVICES, "fcntl F_SETLEASE", SYS_fcntl, { BUS, F_SETLEASE, F_UNLCK }, R },
  { DEVICES, "fcntl F_SETPIPE_SZ", SYS_fcntl, { BUS, F_SETPIPE_SZ, 0 }, R },
  { DEVICES, "splice", SYS_splice, { -1, 0, -1, 0, 0, 0 }, R },
  { DEVICES, "copy_file_range", SYS_copy_file_range, { -1, 0, -1, 0, 0, 0 }, R },
  { DEVICES, "sendfile", SYS_sendfile, { -1, -1, 0, 0 }, R },
  { DEVICES, "cachestat", CALL_CACHESTAT, { -1, 0, 0, 0 }, R },

  { MACHINE, "init_module", SYS_init_module, { 0, 0, 0 }, F },
  { MACHINE, "finit_module", SYS_finit_module, { -1, 0, 0 }, F },
  { MACHINE, "delete_module", SYS_delete_module, { 0, 0 }, F },
  { MACHINE, "kexec_load", SYS_kexec_load, { 0, -1, 0, -1 }, F },
  { MACHINE, "swapon", SYS_swapon, { NOWHERE, 0 }, F },
  { MACHINE, "swapoff", SYS_swapoff, { NOWHERE }, F },
  { MACHINE, "reboot", SYS_reboot, { 0, 0, 0, 0 }, F },
  { MACHINE, "acct", SYS_acct, { NOWHERE }, F },
  { MACHINE, "quotactl", SYS_quotactl, { -1, 0, 0, 0 }, F },
  { MACHINE, "settimeofday", SYS_settimeofday, { 1, 1 }, F },
  { MACHINE, "clock_settime", SYS_clock_settime, { -1, 0 }, F },
  { MACHINE, "clock_adjtime", SYS_clock_adjtime, { -1, 0 }, F },
  { MACHINE, "adjtimex", SYS_adjtimex, { 0 }, F },
  { MACHINE, "sethostname", SYS_sethostname, { 0, -1 }, F },
  { MACHINE, "syslog", SYS_syslog, { -1, 0, 0 }, F },

  { ODD, "a call that is not invented yet", CALL_NOT_INVENTED, { 0 }, R },
#ifdef __x86_64__
  { FILES, "open for writing", SYS_open, { P ("/dev/null"), O_WRONLY }, R },
  { FILES, "creat", SYS_creat, { NOWHERE, 0600 }, R },
  { FILES, "readlink", SYS_readlink, { P ("/proc/self/exe"), P (&byte), 1 }, R },
  { PROCESS, "fork by its own number", SYS_fork, { 0 }, F },
  { PROCESS, "vfork by its own number", SYS_vfork, { 0 }, F, TRUE },
  { MEMORY, "modify_ldt", SYS_modify_ldt, { 0, P (&byte), 0 }, F },
  { MACHINE, "kexec_file_load", SYS_kexec_file_load, { -1, -1, 0, 0, -1 }, F },
  { MACHINE, "iopl", SYS_iopl, { 4 }, F },
  { MACHINE, "ioperm", SYS_ioperm, { 1 << 20, 1, 0 }, F },
  { ODD, "x32 numbers", SYS_getpid | 0x40000000, { 0 }, F },
  { ODD, "i386 by int 0x80", HOPSO_TEST_INT80, { 20 }, F, TRUE },
#endif
};
/* clang-format on */

const guint hopso_test_n_attempts = G_N_ELEMENTS (hopso_test_attempts);

G_STATIC_ASSERT (G_N_ELEMENTS (hopso_test_attempts) <= HOPSO_TEST_MAX_ATTEMPTS);
