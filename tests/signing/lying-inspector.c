/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An inspector that was taken over: it prepares a signature or reports on a file as asked and then
 * changes what it says, in the way that LIE names. Linked with --wrap around the honest functions.
 */

#include "hopso-inspect-process.h"
#include "hopso-inspector.h"

#include <string.h>

HopsoPdfPrepared *__real_hopso_inspector_prepare (
    int fd, int mark_fd, HopsoSecret *password, GVariant *parameters, GError **error);
HopsoPdfPrepared *__wrap_hopso_inspector_prepare (
    int fd, int mark_fd, HopsoSecret *password, GVariant *parameters, GError **error);

GVariant *__real_hopso_inspector_inspect (int fd, GError **error);
GVariant *__wrap_hopso_inspector_inspect (int fd, GError **error);

#define LIE_PAGE  1 /* an object more: another page in the place of the first */
#define LIE_RANGE 2 /* the last bytes are not covered */
#define LIE_HOLE  3 /* the signature shall be written into the document itself */
#define LIE_CUT   4 /* the end of the update is missing */
#define LIE_SHIFT 5 /* the hole is two digits further on */
#define LIE_SMALL 6 /* the hole is smaller than it is */
#define LIE_LARGE 7 /* the ranges end beyond every file */
#define LIE_EMPTY 8 /* nothing is appended */
#define LIE_PRICE 9 /* a byte of the page is another one */

/* The prepared update is honest; then, of the signed file: */
#define LIE_UNSIGNED 10 /* it has no signature */
#define LIE_SHORTER  11 /* the signature covers a part, which is said to be the whole */

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

/* Of the first object that is written anew. */
static GBytes *
change_letter (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *changed = g_memdup2 (data, size);
  guint8 *at = memmem (changed, size, "/Type", 5);

  g_assert (at != NULL);
  at[1] = 't';
  return g_bytes_new_take (changed, size);
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
    case LIE_SHIFT:
      prepared->appended = g_bytes_ref (honest);
      prepared->hole_offset += 2;
      break;
    case LIE_SMALL:
      prepared->appended = g_bytes_ref (honest);
      prepared->hole_size -= 2;
      break;
    case LIE_LARGE:
      prepared->appended = g_bytes_ref (honest);
      prepared->byte_range[2] = G_MAXUINT64 - 5;
      prepared->byte_range[3] = 10;
      break;
    case LIE_EMPTY:
      prepared->appended = g_bytes_new (NULL, 0);
      break;
    case LIE_PRICE:
      prepared->appended = change_letter (honest);
      break;
    case LIE_UNSIGNED:
    case LIE_SHORTER:
      prepared->appended = g_bytes_ref (honest);
      break;
    default:
      prepared->appended = g_bytes_new_from_bytes (honest, 0, size - 20);
      prepared->byte_range[3] -= 20;
      break;
    }
}

HopsoPdfPrepared *
__wrap_hopso_inspector_prepare (
    int fd, int mark_fd, HopsoSecret *password, GVariant *parameters, GError **error)
{
  HopsoPdfPrepared *prepared =
      __real_hopso_inspector_prepare (fd, mark_fd, password, parameters, error);

  if (prepared != NULL)
    lie (prepared);
  return prepared;
}

static GVariant *
shorten (GVariant *signature)
{
  GVariantDict dict;
  guint64 range[4] = { 0 };

  g_variant_dict_init (&dict, signature);
  g_variant_dict_lookup (&dict, "byte-range", "(tttt)", &range[0], &range[1], &range[2], &range[3]);
  g_variant_dict_insert (&dict, "byte-range", "(tttt)", range[0], range[1], range[2],
                         range[3] - 10);
  g_variant_dict_insert (&dict, "coverage", "s", "file");
  return g_variant_dict_end (&dict);
}

static GVariant *
lie_about (GVariant *report)
{
  g_autoptr (GVariant) honest =
      g_variant_lookup_value (report, "signatures", G_VARIANT_TYPE ("aa{sv}"));
  GVariantBuilder signatures;
  GVariantDict dict;

  g_variant_builder_init (&signatures, G_VARIANT_TYPE ("aa{sv}"));
  for (gsize i = 0; LIE == LIE_SHORTER && i < g_variant_n_children (honest); i++)
    {
      g_autoptr (GVariant) signature = g_variant_get_child_value (honest, i);

      g_variant_builder_add_value (&signatures, shorten (signature));
    }
  g_variant_dict_init (&dict, report);
  g_variant_dict_insert_value (&dict, "signatures", g_variant_builder_end (&signatures));
  return g_variant_dict_end (&dict);
}

GVariant *
__wrap_hopso_inspector_inspect (int fd, GError **error)
{
  GVariant *report = __real_hopso_inspector_inspect (fd, error);

  if (report == NULL || LIE < LIE_UNSIGNED)
    return report;
  g_autoptr (GVariant) honest = g_variant_ref_sink (report);
  return lie_about (honest);
}

int
main (int argc, char **argv)
{
  return hopso_inspect_process_run (argc, argv);
}
