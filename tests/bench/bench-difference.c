/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to compare every signed revision of a file with what came after it, as the
 * inspector does. For each file a line: milliseconds, signatures, path.
 * Usage: bench-difference FILE… */

#include "hopso-fd.h"
#include "hopso-pdf-difference.h"
#include "hopso-pdf-signature.h"

#include <fcntl.h>

static guint
compare (const char *path)
{
  g_auto (HopsoFd) fd = open (path, O_RDONLY | O_CLOEXEC);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_fd (fd, NULL);
  g_autoptr (HopsoPdfFile) file = source != NULL ? hopso_pdf_file_open (source, NULL) : NULL;
  g_autoptr (GPtrArray) signatures =
      file != NULL ? hopso_pdf_file_list_signatures (file, NULL) : NULL;
  guint n = signatures != NULL ? signatures->len : 0;

  for (guint i = 0; i < n; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];
      g_autoptr (HopsoPdfDifference) difference =
          hopso_pdf_file_compare_revision (file, signature->revision, NULL);
    }
  return n;
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      guint n = compare (argv[i]);

      g_print ("%.3f %u %s\n", (double) (g_get_monotonic_time () - begin) / 1000, n, argv[i]);
    }
  return 0;
}
