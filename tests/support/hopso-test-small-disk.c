/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Disks that are small, full, or cannot be written to, which only this process and its children
 * see: anybody may make them in a name space of their own, where the system allows one. */

#include "hopso-test-small-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define FILLER "filler"

static gboolean
write_text (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean is_written = fd >= 0 && write (fd, text, strlen (text)) == (ssize_t) strlen (text);

  if (fd >= 0)
    close (fd);
  return is_written;
}

/**
 * hopso_test_small_disk_enter:
 *
 * Before there is a second thread.
 *
 * Returns: %FALSE when this system lets nobody have mounts of their own: skip the test
 */
gboolean
hopso_test_small_disk_enter (void)
{
  g_autofree char *users = g_strdup_printf ("0 %u 1", (guint) getuid ());
  g_autofree char *groups = g_strdup_printf ("0 %u 1", (guint) getgid ());

  return unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_text ("/proc/self/uid_map", users) &&
         write_text ("/proc/self/setgroups", "deny") && write_text ("/proc/self/gid_map", groups) &&
         mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/**
 * hopso_test_small_disk_mount:
 * @folder: where
 * @kibibytes: how large
 *
 * Returns: %FALSE when it cannot be made
 */
gboolean
hopso_test_small_disk_mount (const char *folder, guint kibibytes)
{
  g_autofree char *options = g_strdup_printf ("size=%uk", kibibytes);

  return mount ("none", folder, "tmpfs", 0, options) == 0;
}

/**
 * hopso_test_small_disk_unmount:
 * @folder: where a disk is
 *
 * Takes it away, also when something on it is still open.
 */
void
hopso_test_small_disk_unmount (const char *folder)
{
  g_assert_cmpint (umount2 (folder, MNT_DETACH), ==, 0);
}

/**
 * hopso_test_small_disk_make_read_only:
 * @folder: a mount, or a folder that becomes one
 *
 * Returns: %FALSE when it cannot be made so
 */
gboolean
hopso_test_small_disk_make_read_only (const char *folder)
{
  return mount (folder, folder, NULL, MS_BIND | MS_REC, NULL) == 0 &&
         mount ("none", folder, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) == 0;
}

/**
 * hopso_test_small_disk_fill:
 * @folder: a small disk
 * @free_bytes: how much shall be left
 *
 * Leaves that much space, whatever was left before.
 */
void
hopso_test_small_disk_fill (const char *folder, guint64 free_bytes)
{
  g_autofree char *path = g_build_filename (folder, FILLER, NULL);
  struct statvfs status;

  hopso_test_small_disk_empty (folder);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  g_assert_cmpint (fd, >=, 0);
  /* Somebody may take some of the space meanwhile. */
  for (;;)
    {
      g_assert_cmpint (statvfs (folder, &status), ==, 0);
      guint64 available = (guint64) status.f_bavail * status.f_frsize;

      if (available <= free_bytes || posix_fallocate (fd, 0, (off_t) (available - free_bytes)) == 0)
        break;
    }
  close (fd);
}

/**
 * hopso_test_small_disk_empty:
 * @folder: a small disk
 *
 * There is space again.
 */
void
hopso_test_small_disk_empty (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, FILLER, NULL);

  g_assert_true (g_unlink (path) == 0 || errno == ENOENT);
}
