/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form with every kind of field, looks for them, and a filling that must go well. */

#include "fill-world.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

/* Objects 5 …: every kind of field once. */
static const char *const fields[] = {
  "<<" FILL_WIDGET "/FT/Tx/T(name)/Rect[10 10 200 30]/DA(/Helv 12 Tf 0 g)>>",
  "<<" FILL_WIDGET "/FT/Tx/T(lines)/Ff 4096/Rect[10 40 200 90]/V(old)/RV(<b>old</b>)/MK<</R 90>>>>",
  "<<" FILL_WIDGET "/FT/Tx/T(cells)/Ff 16777216/MaxLen 6/Rect[10 100 200 120]>>",
  "<<" FILL_WIDGET
  "/FT/Btn/T(agree)/V/Off/AS/Off/Rect[10 130 20 140]/AP<</N<</Yes 15 0 R/Off 15 0 R>>>>>>",
  "<<" FILL_WIDGET "/FT/Btn/T(bare)/Rect[30 130 40 140]>>",
  "<</FT/Btn/T(side)/Ff 49152/Kids[11 0 R 12 0 R]>>",
  "<<" FILL_WIDGET "/Parent 10 0 R/Rect[50 130 60 140]/AS/Off/AP<</N<</left 15 0 R>>>>>>",
  "<<" FILL_WIDGET "/Parent 10 0 R/Rect[70 130 80 140]/AS/right/AP<</N<</right 15 0 R>>>>>>",
  "<<" FILL_WIDGET
  "/FT/Ch/T(town)/Ff 131072/Opt[[(hn)(H\\340 N\\364i)][(hue)(Hu\\352)]]/Rect[10 150 90 170]>>",
  "<<" FILL_WIDGET
  "/FT/Ch/T(days)/Ff 2097152/Opt[(one)(two)(three)]/I[0]/V(one)/Rect[10 180 90 220]>>",
};
static const char *const more_fields[] = {
  "<<" FILL_WIDGET "/FT/Tx/T(fixed)/Ff 1/V(stays)/Rect[100 10 200 30]>>",
  "<<" FILL_WIDGET "/FT/Tx/T(secret)/Ff 8192/Rect[100 40 200 60]>>",
};

GBytes *
fill_world_form (const FillShape *shape)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new ();
  g_autofree char *catalog = NULL;
  g_autofree char *page = NULL;
  const char *signature = shape->field != NULL ? " 18 0 R" : "";

  catalog = g_strdup_printf ("<</Type/Catalog/Pages 2 0 R%s/AcroForm<<%s/Fields[5 0 R 6 0 R 7 0 R "
                             "8 0 R 9 0 R 10 0 R 13 0 R 14 0 R 16 0 R 17 0 R%s]>>>>",
                             shape->catalog != NULL ? shape->catalog : "",
                             shape->form != NULL ? shape->form : "", signature);
  page = g_strdup_printf ("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<>>/Annots[5 0 R "
                          "6 0 R 7 0 R 8 0 R 9 0 R 11 0 R 12 0 R 13 0 R 14 0 R 16 0 R 17 0 R%s]>>",
                          signature);
  hopso_test_pdf_add (pdf, 1, catalog);
  hopso_test_pdf_add (pdf, 2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>");
  hopso_test_pdf_add (pdf, 3, page);
  hopso_test_pdf_add_stream (pdf, 4, "", "0 0 m", 5);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    hopso_test_pdf_add (pdf, 5 + i, fields[i]);
  hopso_test_pdf_add_stream (pdf, 15, "/Type/XObject/Subtype/Form/BBox[0 0 10 10]", "0 0 m", 5);
  for (guint i = 0; i < G_N_ELEMENTS (more_fields); i++)
    hopso_test_pdf_add (pdf, 16 + i, more_fields[i]);
  if (shape->field != NULL)
    hopso_test_pdf_add (pdf, 18, shape->field);
  if (shape->has_stream)
    hopso_test_pdf_end_with_stream (pdf, 19, HOPSO_TEST_TRAILER);
  else
    hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  return hopso_test_pdf_dup_bytes (pdf);
}

static cairo_status_t
append_cb (void *closure, const unsigned char *data, unsigned int size)
{
  g_byte_array_append (closure, data, size);
  return CAIRO_STATUS_SUCCESS;
}

/* So many pages that share a font. */
HopsoPdfSource *
fill_world_looks (guint n)
{
  GByteArray *array = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, array, 100, 20);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("look %u", i);

      cairo_move_to (cr, 5, 15);
      cairo_show_text (cr, text);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  bytes = g_byte_array_free_to_bytes (array);
  return hopso_pdf_source_new_bytes (bytes);
}

void
fill_world_add (HopsoPdfFillPlan *plan, const char *name, const char *one, const char *two)
{
  const char *const values[] = { one, two, NULL };

  hopso_pdf_fill_plan_add (plan, name, values);
}

HopsoPdfFillPlan *
fill_world_plan (void)
{
  HopsoPdfFillPlan *plan = hopso_pdf_fill_plan_new ();

  fill_world_add (plan, "name", "Nguyễn Thị Đẵng", NULL);
  fill_world_add (plan, "lines", "one\ntwo", NULL);
  fill_world_add (plan, "cells", "12345", NULL);
  fill_world_add (plan, "agree", "Yes", NULL);
  fill_world_add (plan, "bare", "Yes", NULL);
  fill_world_add (plan, "side", "left", NULL);
  fill_world_add (plan, "town", "hue", NULL);
  fill_world_add (plan, "days", "two", "three");
  return plan;
}

GBytes *
fill_world_join (GBytes *original, GBytes *appended)
{
  GByteArray *whole = g_byte_array_new ();

  g_byte_array_append (whole, g_bytes_get_data (original, NULL),
                       (guint) g_bytes_get_size (original));
  g_byte_array_append (whole, g_bytes_get_data (appended, NULL),
                       (guint) g_bytes_get_size (appended));
  return g_byte_array_free_to_bytes (whole);
}

HopsoPdfFile *
fill_world_open (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfFile *file =
      hopso_test_open_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);

  g_assert_no_error (error);
  return file;
}

static void
assert_qpdf_is_content (GBytes *whole)
{
  g_autofree char *qpdf = g_find_program_in_path ("qpdf");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  if (qpdf == NULL)
    return;
  folder = g_dir_make_tmp ("hopso-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "filled.pdf", NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (whole, NULL),
                                      (gssize) g_bytes_get_size (whole), &error));
  process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, qpdf, "--check", path, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
}

/* Prepares and checks; gives the filled document. */
GBytes *
fill_world_fill (GBytes *original, HopsoPdfFillPlan *plan, guint n_looks)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (original);
  g_autoptr (HopsoPdfSource) looks = n_looks > 0 ? fill_world_looks (n_looks) : NULL;
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, &error);
  g_autoptr (HopsoPdfFile) filled = NULL;
  g_autoptr (GBytes) appended = NULL;
  g_autoptr (GBytes) whole = NULL;

  g_assert_no_error (error);
  plan->looks = looks;
  appended = hopso_pdf_prepare_filling (file, plan, &error);
  g_assert_no_error (error);
  hopso_pdf_check_filling (source, appended, plan, &error);
  g_assert_no_error (error);
  plan->looks = NULL;
  whole = fill_world_join (original, appended);
  filled = fill_world_open (whole);
  g_assert_cmpint (hopso_pdf_file_get_xref_kind (filled), ==, hopso_pdf_file_get_xref_kind (file));
  g_assert_cmpuint (hopso_pdf_file_get_n_revisions (filled), ==,
                    hopso_pdf_file_get_n_revisions (file) + 1);
  assert_qpdf_is_content (whole);
  return g_steal_pointer (&whole);
}

void
fill_world_assert_refused (
    GBytes *original, const char *name, const char *one, const char *two, int code)
{
  g_autoptr (HopsoPdfFile) file = fill_world_open (original);
  g_autoptr (HopsoPdfFillPlan) plan = hopso_pdf_fill_plan_new ();
  g_autoptr (HopsoPdfSource) looks = fill_world_looks (1);
  g_autoptr (GBytes) appended = NULL;
  g_autoptr (GError) error = NULL;

  fill_world_add (plan, name, one, two);
  plan->looks = looks;
  appended = hopso_pdf_prepare_filling (file, plan, &error);
  g_assert_error (error, HOPSO_PDF_ERROR, code);
  g_assert_null (appended);
}
