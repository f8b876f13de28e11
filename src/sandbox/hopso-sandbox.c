/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One way only: a process that reads hostile files gives up everything it does not need to compute
 * and to answer on descriptors it already has. It is for processes that start nothing; it is no
 * container, and memory and processor time of the machine stay
 * shared. Called by the main thread
 * while it is the only one: Landlock and seccomp bind the calling thread and those it starts
 * afterwards. */

#include "hopso-sandbox.h"
#include "hopso-sandbox-private.h"

#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* More than the bus, the documents, slots and some fonts need. */
#define MAX_DESCRIPTORS 256

/* Libraries and fonts of others. */
#define MAX_LIBRARY_DESCRIPTORS 1024

/* A build whose own address space is larger than any limit. */
#if defined(__SANITIZE_ADDRESS__)
#define HAS_SHADOW_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SHADOW_MEMORY 1
#endif
#endif
#ifndef HAS_SHADOW_MEMORY
#define HAS_SHADOW_MEMORY 0
#endif

G_DEFINE_QUARK (hopso - sandbox - error - quark, hopso_sandbox_error)

/**
 * hopso_sandbox_fail:
 * @code: an errno
 * @step: what was tried
 *
 * Returns: %FALSE, with @error set
 */
gboolean
hopso_sandbox_fail (GError **error, int code, const char *step)
{
  gboolean missing = code == ENOSYS || code == EOPNOTSUPP;

  g_set_error (error, HOPSO_SANDBOX_ERROR,
               missing ? HOPSO_SANDBOX_ERROR_UNAVAILABLE : HOPSO_SANDBOX_ERROR_FAILED, "%s: %s",
               step, g_strerror (code));
  return FALSE;
}

static gboolean
is_alone (GError **error)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, error);
  guint n = 0;

  if (threads == NULL)
    return FALSE;
  while (g_dir_read_name (threads) != NULL)
    n++;
  if (n != 1)
    {
      g_set_error (error, HOPSO_SANDBOX_ERROR, HOPSO_SANDBOX_ERROR_NOT_ALONE,
                   "The process has %u threads already", n);
      return FALSE;
    }
  return TRUE;
}

static gboolean
limit (int resource, rlim_t most, GError **error)
{
  struct rlimit limits;

  if (getrlimit ((__rlimit_resource_t) resource, &limits) != 0)
    return hopso_sandbox_fail (error, errno, "Reading a resource limit");
  limits.rlim_cur = limits.rlim_max = MIN (limits.rlim_max, most);
  if (setrlimit ((__rlimit_resource_t) resource, &limits) != 0)
    return hopso_sandbox_fail (error, errno, "Setting a resource limit");
  return TRUE;
}

static gboolean
limit_resources (const HopsoSandboxPolicy *policy, GError **error)
{
  const gboolean has_libraries = policy->writable_folder != NULL;

  if (!limit (RLIMIT_CORE, 0, error) || !limit (RLIMIT_MSGQUEUE, 0, error) ||
      !limit (RLIMIT_NOFILE, has_libraries ? MAX_LIBRARY_DESCRIPTORS : MAX_DESCRIPTORS, error))
    return FALSE;
  if (policy->max_seconds > 0 && !limit (RLIMIT_CPU, policy->max_seconds, error))
    return FALSE;
  /* A sanitizer has to be able to report, into a file. */
  if (HAS_SHADOW_MEMORY)
    return TRUE;
  if (policy->max_address_space > 0 && !limit (RLIMIT_AS, policy->max_address_space, error))
    return FALSE;
  return limit (RLIMIT_FSIZE, policy->max_file_size, error);
}

/* Started by root, the process would otherwise be root inside of what is left. */
static gboolean
drop_capabilities (GError **error)
{
  struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
  const struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { 0 } };

  if (syscall (SYS_capset, &header, none) != 0)
    return hopso_sandbox_fail (error, errno, "Dropping capabilities");
  return TRUE;
}

/**
 * hopso_sandbox_enter:
 * @policy: what stays allowed
 * @error: which step failed
 *
 * Locks the process down for good: no new privileges, no files but those below the readable
 * folders and none for writing, no sockets, no processes, no signals to and no looking into
 * others, no kernel interfaces that computing does not need. Threads may still be started. Where
 * the policy names a writable folder, what is below it may be changed, and libraries be loaded.
 *
 * Returns: %FALSE with @error, and then the process must end
 */
gboolean
hopso_sandbox_enter (const HopsoSandboxPolicy *policy, GError **error)
{
  g_return_val_if_fail (policy != NULL, FALSE);

  if (!is_alone (error) || !drop_capabilities (error))
    return FALSE;
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return hopso_sandbox_fail (error, errno, "Hiding the process's memory");
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return hopso_sandbox_fail (error, errno, "Giving up new privileges");
  return hopso_sandbox_restrict_files (policy, error) && limit_resources (policy, error) &&
         hopso_sandbox_restrict_calls (policy, error);
}
