/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoSandboxError:
 * @HOPSO_SANDBOX_ERROR_NOT_ALONE: the process has more than one thread already
 * @HOPSO_SANDBOX_ERROR_UNAVAILABLE: the kernel lacks something that the lock is made of
 * @HOPSO_SANDBOX_ERROR_FAILED: the kernel refused a step
 *
 * After any of them the process must end: it may be locked in part.
 */
typedef enum
{
  HOPSO_SANDBOX_ERROR_NOT_ALONE,
  HOPSO_SANDBOX_ERROR_UNAVAILABLE,
  HOPSO_SANDBOX_ERROR_FAILED,
} HopsoSandboxError;

#define HOPSO_SANDBOX_ERROR (hopso_sandbox_error_quark ())
GQuark hopso_sandbox_error_quark (void);

/**
 * HopsoSandboxPolicy:
 * @readable_folders: (nullable) (array zero-terminated=1): files, and folders whose files may still
 *   be opened for reading; missing ones are skipped. Without any, no call that takes a name is
 * left, but the one that the C library looks at open descriptors with
 * @max_address_space: the most address space in bytes, or 0 for no limit. Builds with
 *   AddressSanitizer ignore it, since its shadow alone is larger.
 * @writable_folder: (nullable): a folder whose files may be changed. With one, libraries may still
 *   be loaded: such a process does the work of others' libraries
 * @max_file_size: of each file that is written, in bytes
 * @max_seconds: of a processor; 0 for no limit
 */
typedef struct
{
  const char *const *readable_folders;
  guint64 max_address_space;
  const char *writable_folder;
  guint64 max_file_size;
  guint max_seconds;
} HopsoSandboxPolicy;

gboolean hopso_sandbox_enter (const HopsoSandboxPolicy *policy, GError **error);

G_END_DECLS
