/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What large libraries of others need of the kernel besides what our own processes do: loading more
 * of them, and changing files where Landlock lets them. What Landlock's second version does not see
 * stays refused: changing modes and times, and cutting files by name or while opening them for
 * reading. What such libraries try in good faith, a second process for example, is refused, not
 * punished. */

#include "hopso-sandbox-private.h"

#include <fcntl.h>
#include <seccomp.h>

static const int library_calls[] = {
  /* loading libraries */
  SCMP_SYS (mmap),
  SCMP_SYS (mprotect),
  SCMP_SYS (msync),
  SCMP_SYS (mincore),
  /* names, and changing what they stand for */
  SCMP_SYS (creat),
  SCMP_SYS (readlink),
  SCMP_SYS (readlinkat),
  SCMP_SYS (getcwd),
  SCMP_SYS (chdir),
  SCMP_SYS (fchdir),
  SCMP_SYS (mkdir),
  SCMP_SYS (mkdirat),
  SCMP_SYS (rmdir),
  SCMP_SYS (unlink),
  SCMP_SYS (unlinkat),
  SCMP_SYS (rename),
  SCMP_SYS (renameat),
  SCMP_SYS (renameat2),
  SCMP_SYS (umask),
  /* files that are open */
  SCMP_SYS (fcntl),
  SCMP_SYS (flock),
  SCMP_SYS (ftruncate),
  SCMP_SYS (fallocate),
  SCMP_SYS (fsync),
  SCMP_SYS (fdatasync),
  SCMP_SYS (getdents),
  SCMP_SYS (pipe),
  SCMP_SYS (sendfile),
  SCMP_SYS (copy_file_range),
  /* time and who we are */
  SCMP_SYS (alarm),
  SCMP_SYS (getitimer),
  SCMP_SYS (setitimer),
  SCMP_SYS (getpgrp),
  SCMP_SYS (getpgid),
  SCMP_SYS (getsid),
  SCMP_SYS (getresuid),
  SCMP_SYS (getresgid),
  SCMP_SYS (getgroups),
  SCMP_SYS (getcpu),
};

/* Opening for writing, which Landlock sees; for reading it was allowed already. */
static int
add_opening (void *filter)
{
  const struct
  {
    int call;
    struct scmp_arg_cmp flags;
  } rules[] = {
    { SCMP_SYS (open), SCMP_A1 (SCMP_CMP_MASKED_EQ, O_ACCMODE, O_WRONLY) },
    { SCMP_SYS (open), SCMP_A1 (SCMP_CMP_MASKED_EQ, O_ACCMODE, O_RDWR) },
    { SCMP_SYS (openat), SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE, O_WRONLY) },
    { SCMP_SYS (openat), SCMP_A2 (SCMP_CMP_MASKED_EQ, O_ACCMODE, O_RDWR) },
  };
  int result = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rules) && result == 0; i++)
    result = seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, rules[i].call, 1, &rules[i].flags);
  return result;
}

/**
 * hopso_sandbox_add_library_calls:
 * @filter: libseccomp's, that refuses everything else
 *
 * Returns: 0, or a negative errno
 */
int
hopso_sandbox_add_library_calls (void *filter)
{
  int result = add_opening (filter);

  for (gsize i = 0; i < G_N_ELEMENTS (library_calls) && result == 0; i++)
    result = seccomp_rule_add_array (filter, SCMP_ACT_ALLOW, library_calls[i], 0, NULL);
  return result;
}
