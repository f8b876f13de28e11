/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An inspector that was taken over: it prepares a signature as asked and then changes what it says,
 * in the way that LIE names. Linked with --wrap around the honest function. */

#include "hopso-inspect-process.h"
#include "hopso-inspector.h"

#include <string.h>

HopsoPdfPrepared *
__real_hopso_inspector_prepare (int fd, int mark_fd, GVariant *parameters, GError **error);
HopsoPdfPrepared *
__wrap_hopso_inspector_prepare (int fd, int mark_fd, GVariant *parameters, GError **error);

#define LIE_PAGE  1 /* an object more: another page in the place of the first */
#define LIE_RANGE 2 /* the last bytes are not covered */
#define LIE_HOLE  3 /* the signature shall be written into the document itself */
#define LIE_CUT   4 /* the end of the update is missing */

static GBytes *
append (GBytes *bytes, const char *more)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GByteArray) array = g_byte_array_new ();

  g_byte_array_append (array, data, (guint) size);
  g_byte_array_append (array, (const guint8 *) more, (guint) strlen (more));
  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

static void
lie (HopsoPdfPrepared *prepared)
{
  g_autoptr (GBytes) honest = g_steal_pointer (&prepared->appended);
  gsize size = g_bytes_get_size (honest);

  switch (LIE)
    {
    case LIE_PAGE:
      prepared->appended =
          append (honest, "3 0 obj\n<< /Type /Page /MediaBox [0 0 9 9] >>\nendobj\n"
                          "xref\n3 1\n0000000000 00000 n \ntrailer\n<< /Size 9 >>\n"
                          "startxref\n0\n%%EOF\n");
      prepared->byte_range[3] += g_bytes_get_size (prepared->appended) - size;
      break;
    case LIE_RANGE:
      prepared->appended = g_bytes_ref (honest);
      prepared->byte_range[3] -= 10;
      break;
    case LIE_HOLE:
      prepared->appended = g_bytes_ref (honest);
      prepared->hole_offset = 100;
      break;
    default:
      prepared->appended = g_bytes_new_from_bytes (honest, 0, size - 20);
      prepared->byte_range[3] -= 20;
      break;
    }
}

HopsoPdfPrepared *
__wrap_hopso_inspector_prepare (int fd, int mark_fd, GVariant *parameters, GError **error)
{
  HopsoPdfPrepared *prepared = __real_hopso_inspector_prepare (fd, mark_fd, parameters, error);

  if (prepared != NULL)
    lie (prepared);
  return prepared;
}

int
main (int argc, char **argv)
{
  return hopso_inspect_process_run (argc, argv);
}
