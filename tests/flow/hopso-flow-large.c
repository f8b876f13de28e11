/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Large files for flow tests, and how much memory a test has needed. */

#include "hopso-flow-large.h"

#include <string.h>
#include <unistd.h>

/* A file that is nowhere alike. */
HopsoFd
hopso_flow_make_file (guint64 size)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "large-XXXXXX", NULL);
  g_autofree guint32 *block = g_malloc (1 << 20);
  HopsoFd fd = g_mkstemp (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (fd, >=, 0);
  unlink (path);
  for (guint64 done = 0; done < size; done += 1 << 20)
    {
      for (guint32 i = 0; i < (1 << 20) / sizeof *block; i++)
        block[i] = (guint32) (done >> 20) * 2654435761u ^ i * 2246822519u;
      g_assert_true (hopso_fd_write_at (fd, done, (const guint8 *) block, 1 << 20, &error));
    }
  g_assert_no_error (error);
  return fd;
}

guint64
hopso_flow_get_peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  peak = strstr (status, "VmHWM:");
  return peak != NULL ? g_ascii_strtoull (peak + 6, NULL, 10) : 0;
}
