/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signed forms that are filled: what a certification or a lock forbids is refused, and what they
 * allow is called permitted afterwards. */

#include "fill-world.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-prepare.h"

static GBytes *
sign (GBytes *original, const char *field, guint certification)
{
  const HopsoPdfSignaturePlan plan = { .field_name = field,
                                       .signing_time = 1795350309,
                                       .certification = certification };
  g_autoptr (HopsoPdfFile) file = fill_world_open (original);
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = hopso_pdf_prepare_signature (file, &plan, &error);

  g_assert_no_error (error);
  return fill_world_join (original, prepared->appended);
}

static void
test_signed (void)
{
  const FillShape shape = { .form = "/NeedAppearances true/XFA(x)" };
  g_autoptr (GBytes) original = fill_world_form (&shape);

  for (guint level = 0; level <= 3; level++)
    {
      g_autoptr (GBytes) is_signed = sign (original, NULL, level);
      g_autoptr (HopsoPdfFillPlan) plan = fill_world_plan ();
      g_autoptr (GBytes) whole = NULL;
      g_autoptr (HopsoPdfFile) file = NULL;
      g_autoptr (HopsoPdfDifference) difference = NULL;
      g_autoptr (HopsoPdfObject) catalog = NULL;

      if (level == 1)
        {
          fill_world_assert_refused (is_signed, "name", "x", NULL, HOPSO_PDF_ERROR_FORBIDDEN);
          continue;
        }
      whole = fill_world_fill (is_signed, plan, N_LOOKS);
      file = fill_world_open (whole);
      difference = hopso_pdf_file_compare_revision (file, 1, NULL);
      g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_FORM);
      g_assert_true (difference->is_permitted);
      g_assert_cmpuint (difference->changed_fields->len, ==, 8);
      catalog = hopso_pdf_file_dup_catalog (file, NULL);
      g_assert_true (hopso_pdf_object_has (hopso_pdf_object_get (catalog, "AcroForm"), "XFA"));
    }
}

static void
test_locked (void)
{
  const FillShape include = { .field = "<<" FILL_WIDGET
                                       "/FT/Sig/T(sig)/Rect[0 0 0 0]/Lock<</Type/SigFieldLock"
                                       "/Action/Include/Fields[(name)(side)]>>>>" };
  const FillShape exclude = { .field = "<<" FILL_WIDGET
                                       "/FT/Sig/T(sig)/Rect[0 0 0 0]/Lock<</Type/SigFieldLock"
                                       "/Action/Exclude/Fields[(name)]>>>>" };
  g_autoptr (GBytes) some = fill_world_form (&include);
  g_autoptr (GBytes) most = fill_world_form (&exclude);
  g_autoptr (GBytes) some_signed = sign (some, "sig", 0);
  g_autoptr (GBytes) most_signed = sign (most, "sig", 0);
  g_autoptr (HopsoPdfFillPlan) town = hopso_pdf_fill_plan_new ();
  g_autoptr (HopsoPdfFillPlan) name = hopso_pdf_fill_plan_new ();
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) other = NULL;

  fill_world_assert_refused (some_signed, "name", "x", NULL, HOPSO_PDF_ERROR_FORBIDDEN);
  fill_world_assert_refused (some_signed, "side", "left", NULL, HOPSO_PDF_ERROR_FORBIDDEN);
  fill_world_assert_refused (most_signed, "town", "hn", NULL, HOPSO_PDF_ERROR_FORBIDDEN);
  fill_world_add (town, "town", "hn", NULL);
  one = fill_world_fill (some_signed, town, 1);
  fill_world_add (name, "name", "x", NULL);
  other = fill_world_fill (most_signed, name, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pdfbytes/fill/signed", test_signed);
  g_test_add_func ("/pdfbytes/fill/locked", test_locked);
  return g_test_run ();
}
