/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Updates from a process that lies: whatever is appended to a document of ours, what the check
 * accepts shows the same page and was signed for by nobody but the plan. */

#include "fuzz.h"
#include "hopso-pdf-difference.h"
#include "hopso-pdf-prepare.h"
#include "hopso-pdf-signature.h"

#include <string.h>

static const char original[] =
    "%PDF-1.4\n"
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n"
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    "0000000105 00000 n \ntrailer\n<</Root 1 0 R/Size 4>>\nstartxref\n166\n%%EOF\n";

/* Where the hole is said to be: at the first bracket after Contents. */
static gboolean
find_hole (const guint8 *bytes, gsize size, guint64 range[4], guint64 *offset, gsize *hole_size)
{
  const guint8 *at = memmem (bytes, size, "/Contents <", 11);
  const guint8 *end;

  if (at == NULL)
    return FALSE;
  at += 11;
  end = memchr (at, '>', size - (gsize) (at - bytes));
  if (end == NULL)
    return FALSE;
  *offset = strlen (original) + (gsize) (at - bytes);
  *hole_size = (gsize) (end - at);
  range[0] = 0;
  range[1] = *offset - 1;
  range[2] = *offset + *hole_size + 1;
  range[3] = strlen (original) + size - range[2];
  return TRUE;
}

static void
look_at_accepted (HopsoPdfSource *source, GBytes *appended)
{
  g_autoptr (HopsoPdfSource) whole = hopso_pdf_source_new_appended (source, appended);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (whole, NULL);
  g_autoptr (HopsoPdfDifference) difference = NULL;
  g_autoptr (GPtrArray) signatures = NULL;
  HopsoPdfSignature *signature;

  g_assert_nonnull (file);
  g_assert_cmpuint (hopso_pdf_file_get_n_revisions (file), ==, 2);
  difference = hopso_pdf_file_compare_revision (file, 0, NULL);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_SIGNATURES);
  signatures = hopso_pdf_file_list_signatures (file, NULL);
  g_assert_cmpuint (signatures->len, ==, 1);
  signature = signatures->pdata[0];
  g_assert_cmpint (signature->coverage, ==, HOPSO_PDF_COVERAGE_FILE);
  g_assert_cmpstr (signature->name, ==, "An");
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  HopsoPdfSignaturePlan plan = { .name = "An", .hole_size = HOPSO_PDF_HOLE_SIZE_MIN };
  g_autoptr (GBytes) document = g_bytes_new_static (original, strlen (original));
  g_autoptr (GBytes) appended = g_bytes_new (bytes, size);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document);
  guint64 range[4], offset;
  gsize hole_size;

  if (find_hole (bytes, size, range, &offset, &hole_size) &&
      hopso_pdf_check_update (source, appended, &plan, range, offset, hole_size, NULL))
    look_at_accepted (source, appended);
  return 0;
}
