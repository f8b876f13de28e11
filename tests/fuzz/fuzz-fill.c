/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hostile forms: whatever can be filled is filled, what was prepared for it passes the check, and
 * the outcome is one more revision that holds a form with the same fields. */

#include "fill-all.h"
#include "fuzz.h"

static guint
count_fields (HopsoPdfFile *file)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fill_fields (file, NULL);

  if (fields == NULL)
    g_error ("The form cannot be read again");
  return fields->len;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize size)
{
  g_autoptr (GBytes) document = g_bytes_new (bytes, size);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (document);
  guint n_fields;
  g_autoptr (GBytes) appended = fill_all (source, "Đẵng", &n_fields);
  g_autoptr (HopsoPdfSource) whole = NULL;
  g_autoptr (HopsoPdfFile) before = NULL;
  g_autoptr (HopsoPdfFile) after = NULL;

  if (appended == NULL)
    return 0;
  whole = hopso_pdf_source_new_appended (source, appended);
  before = hopso_pdf_file_open (source, NULL);
  after = hopso_pdf_file_open (whole, NULL);
  g_assert_cmpuint (hopso_pdf_file_get_n_revisions (after), ==,
                    hopso_pdf_file_get_n_revisions (before) + 1);
  g_assert_cmpuint (count_fields (after), ==, count_fields (before));
  return 0;
}
