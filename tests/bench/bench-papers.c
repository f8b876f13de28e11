/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes the papers of the sample province into a folder, for the other programs to work on.
 * Usage: bench-papers SAMPLE-FOLDER OUT-FOLDER */

#include "hopso-fd.h"
#include "hopso-paper.h"
#include "hopso-sample.h"

#include <fcntl.h>
#include <stdio.h>

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    return 2;

  g_autoptr (HopsoSample) sample =
      hopso_sample_load (argv[1], g_get_real_time () / G_USEC_PER_SEC, &error);

  for (guint i = 0; sample != NULL && i < hopso_sample_get_n_papers (sample); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%02u.pdf", argv[2], i);
      g_auto (HopsoFd) fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
      g_autoptr (HopsoRecord) record =
          fd >= 0 ? hopso_sample_write_paper (sample, i, fd, &error) : NULL;

      if (record == NULL)
        g_error ("%s: %s", path, error != NULL ? error->message : g_strerror (errno));
      printf ("%s %d\n", path, (int) hopso_paper_get_pages (HOPSO_PAPER (record)));
    }
  if (sample == NULL)
    g_error ("%s", error->message);
  return 0;
}
