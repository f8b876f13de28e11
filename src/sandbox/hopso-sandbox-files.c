/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is left of the file system, by Landlock in its second version, which is what Linux 6.1
 * knows: reading some files and below some folders, changing below one,
 * and nothing else. Descriptors that are open already are not
 * touched by it. */

#include "hopso-fd.h"
#include "hopso-sandbox-private.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LANDLOCK_NEEDED_ABI 2

/* All that version 2 can deny; what is not handled would stay allowed. */
#define ALL_ACCESS \
  (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | \
   LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
   LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | \
   LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | \
   LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER)

#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* What may be done to a file; the rest is for folders. */
#define OF_A_FILE (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE)

/* No devices, no sockets, no pipes and no links: nothing that leads out of the folder. */
#define CHANGING \
  (READING | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
   LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | \
   LANDLOCK_ACCESS_FS_REFER)

static gboolean
allow (int rules, const char *path, guint64 access, GError **error)
{
  g_auto (HopsoFd) fd = open (path, O_PATH | O_CLOEXEC);
  struct stat status;

  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == EACCES))
    return TRUE;
  if (fd < 0 || fstat (fd, &status) != 0)
    return hopso_sandbox_fail (error, errno, "Opening what stays allowed");

  struct landlock_path_beneath_attr rule = {
    .allowed_access = S_ISDIR (status.st_mode) ? access : access & OF_A_FILE,
    .parent_fd = fd,
  };
  if (syscall (SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
    return hopso_sandbox_fail (error, errno, "Allowing a file or folder");
  return TRUE;
}

static gboolean
allow_all (int rules, const char *const *paths, guint64 access, GError **error)
{
  for (gsize i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      if (!allow (rules, paths[i], access, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * hopso_sandbox_restrict_files:
 * @policy: what may still be read and changed
 *
 * Returns: %FALSE with @error when the kernel does not know Landlock or refuses
 */
gboolean
hopso_sandbox_restrict_files (const HopsoSandboxPolicy *policy, GError **error)
{
  const struct landlock_ruleset_attr attributes = { .handled_access_fs = ALL_ACCESS };
  const char *const writable[] = { policy->writable_folder, NULL };
  long abi = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

  if (abi < LANDLOCK_NEEDED_ABI)
    return hopso_sandbox_fail (error, abi < 0 ? errno : EOPNOTSUPP, "Asking for Landlock");

  g_auto (HopsoFd) rules =
      (int) syscall (SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (rules < 0)
    return hopso_sandbox_fail (error, errno, "Making Landlock's rules");
  if (!allow_all (rules, policy->readable_folders, READING, error) ||
      !allow_all (rules, writable, CHANGING, error))
    return FALSE;
  if (syscall (SYS_landlock_restrict_self, rules, 0) != 0)
    return hopso_sandbox_fail (error, errno, "Entering Landlock");
  return TRUE;
}
