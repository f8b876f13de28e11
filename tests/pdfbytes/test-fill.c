/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms that are filled: what comes out is one sound revision that holds the values, passes the
 * application's own check and, where it is installed, qpdf's; what is forbidden is refused, and
 * what is not as planned is found. */

#include "fill-world.h"

#include <string.h>

static void
assert_values (GBytes *whole, const char *name, const char *one, const char *two)
{
  g_autoptr (HopsoPdfFile) file = fill_world_open (whole);
  g_autoptr (GPtrArray) list = hopso_pdf_file_list_fill_fields (file, NULL);
  const char *const expected[] = { one, two, NULL };

  for (guint i = 0; i < list->len; i++)
    {
      const HopsoPdfFillField *field = list->pdata[i];

      if (strcmp (field->name, name) == 0)
        {
          g_assert_cmpstrv (field->values, expected);
          return;
        }
    }
  g_assert_not_reached ();
}

static HopsoPdfObject *
dup_object (GBytes *whole, guint32 number)
{
  g_autoptr (HopsoPdfFile) file = fill_world_open (whole);

  return hopso_pdf_file_dup_object (file, (HopsoPdfReference){ number, 0 }, NULL);
}

static void
test_kinds (gconstpointer data)
{
  const FillShape shape = { .has_stream = GPOINTER_TO_INT (data) };
  g_autoptr (GBytes) original = fill_world_form (&shape);
  g_autoptr (HopsoPdfFillPlan) plan = fill_world_plan ();
  g_autoptr (GBytes) whole = fill_world_fill (original, plan, N_LOOKS);
  g_autoptr (HopsoPdfObject) lines = dup_object (whole, 6);
  g_autoptr (HopsoPdfObject) agree = dup_object (whole, 8);
  g_autoptr (HopsoPdfObject) bare = dup_object (whole, 9);
  g_autoptr (HopsoPdfObject) left = dup_object (whole, 11);
  g_autoptr (HopsoPdfObject) right = dup_object (whole, 12);
  g_autoptr (HopsoPdfObject) days = dup_object (whole, 14);

  assert_values (whole, "name", "Nguyễn Thị Đẵng", NULL);
  assert_values (whole, "lines", "one\ntwo", NULL);
  assert_values (whole, "cells", "12345", NULL);
  assert_values (whole, "agree", "Yes", NULL);
  assert_values (whole, "side", "left", NULL);
  assert_values (whole, "town", "hue", NULL);
  assert_values (whole, "days", "two", "three");
  assert_values (whole, "fixed", "stays", NULL);
  g_assert_false (hopso_pdf_object_has (lines, "RV"));
  g_assert_true (hopso_pdf_object_is_name (hopso_pdf_object_get (agree, "AS"), "Yes"));
  g_assert_true (hopso_pdf_object_is_name (hopso_pdf_object_get (bare, "AS"), "Yes"));
  g_assert_true (
      hopso_pdf_object_has (hopso_pdf_object_get (hopso_pdf_object_get (bare, "AP"), "N"), "Off"));
  g_assert_true (hopso_pdf_object_is_name (hopso_pdf_object_get (left, "AS"), "left"));
  g_assert_true (hopso_pdf_object_is_name (hopso_pdf_object_get (right, "AS"), "Off"));
  g_assert_cmpuint (hopso_pdf_object_get_length (hopso_pdf_object_get (days, "I")), ==, 2);
}

/* The fonts that the looks share come once. */
static void
test_shared (void)
{
  const FillShape shape = { NULL };
  g_autoptr (GBytes) original = fill_world_form (&shape);
  g_autoptr (HopsoPdfFillPlan) one = hopso_pdf_fill_plan_new ();
  g_autoptr (HopsoPdfFillPlan) all = fill_world_plan ();
  g_autoptr (GBytes) small = NULL;
  g_autoptr (GBytes) large = NULL;

  fill_world_add (one, "name", "x", NULL);
  small = fill_world_fill (original, one, 1);
  large = fill_world_fill (original, all, N_LOOKS);
  g_assert_cmpuint (g_bytes_get_size (large) - g_bytes_get_size (original), <,
                    3 * (g_bytes_get_size (small) - g_bytes_get_size (original)));
}

static void
test_again (void)
{
  const FillShape shape = { NULL };
  g_autoptr (GBytes) original = fill_world_form (&shape);
  g_autoptr (HopsoPdfFillPlan) first = fill_world_plan ();
  g_autoptr (HopsoPdfFillPlan) second = hopso_pdf_fill_plan_new ();
  g_autoptr (GBytes) once = fill_world_fill (original, first, N_LOOKS);
  g_autoptr (GBytes) twice = NULL;

  fill_world_add (second, "name", "", NULL);
  fill_world_add (second, "agree", "Off", NULL);
  fill_world_add (second, "bare", "Off", NULL);
  fill_world_add (second, "side", "right", NULL);
  fill_world_add (second, "days", NULL, NULL);
  /* The bare box has its looks by now. */
  twice = fill_world_fill (once, second, 2);
  assert_values (twice, "name", "", NULL);
  assert_values (twice, "agree", "Off", NULL);
  assert_values (twice, "side", "right", NULL);
  assert_values (twice, "days", NULL, NULL);
  assert_values (twice, "town", "hue", NULL);
}

static void
test_refused (void)
{
  const FillShape shape = { NULL };
  g_autoptr (GBytes) original = fill_world_form (&shape);

  fill_world_assert_refused (original, "fixed", "x", NULL, HOPSO_PDF_ERROR_FORBIDDEN);
  fill_world_assert_refused (original, "secret", "x", NULL, HOPSO_PDF_ERROR_UNSUPPORTED);
  fill_world_assert_refused (original, "nobody", "x", NULL, HOPSO_PDF_ERROR_FIELD);
  fill_world_assert_refused (original, "name", "x", "y", HOPSO_PDF_ERROR_FIELD);
  fill_world_assert_refused (original, "name", "two\nlines", NULL, HOPSO_PDF_ERROR_FIELD);
  fill_world_assert_refused (original, "name", "\xff", NULL, HOPSO_PDF_ERROR_FIELD);
  fill_world_assert_refused (original, "cells", "1234567", NULL, HOPSO_PDF_ERROR_FIELD);
  fill_world_assert_refused (original, "agree", "Maybe", NULL, HOPSO_PDF_ERROR_FIELD);
  fill_world_assert_refused (original, "side", "middle", NULL, HOPSO_PDF_ERROR_FIELD);
  fill_world_assert_refused (original, "town", "Huế", NULL, HOPSO_PDF_ERROR_FIELD);
  fill_world_assert_refused (original, "town", "hn", "hue", HOPSO_PDF_ERROR_FIELD);
  /* One look for two. */
  fill_world_assert_refused (original, "bare", "Yes", NULL, HOPSO_PDF_ERROR_UNSUPPORTED);
}

/* Whatever was prepared for another plan, or drawn in another way, is no answer to this one. */
static void
test_lies (void)
{
  const FillShape shape = { NULL };
  g_autoptr (GBytes) original = fill_world_form (&shape);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (original);
  g_autoptr (HopsoPdfFile) file = fill_world_open (original);
  g_autoptr (HopsoPdfSource) looks = fill_world_looks (2);
  g_autoptr (HopsoPdfSource) others = fill_world_looks (3);
  const char *const wishes[][3] = { { "name", "1000", "lines" },
                                    { "name", "9000", "lines" },
                                    { "name", "1000", "town" } };

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (wishes); j++)
      {
        g_autoptr (HopsoPdfFillPlan) made = hopso_pdf_fill_plan_new ();
        g_autoptr (HopsoPdfFillPlan) asked = hopso_pdf_fill_plan_new ();
        g_autoptr (GBytes) appended = NULL;
        g_autoptr (GError) error = NULL;

        fill_world_add (made, wishes[i][0], wishes[i][1], NULL);
        fill_world_add (made, wishes[i][2], "hn", NULL);
        fill_world_add (asked, wishes[j][0], wishes[j][1], NULL);
        fill_world_add (asked, wishes[j][2], "hn", NULL);
        made->looks = asked->looks = looks;
        appended = hopso_pdf_prepare_filling (file, made, &error);
        g_assert_no_error (error);
        g_assert_true (hopso_pdf_check_filling (source, appended, asked, NULL) == (i == j));
        asked->looks = others;
        g_assert_false (hopso_pdf_check_filling (source, appended, asked, NULL));
      }
}

/* Bytes of the update that are turned over are found, wherever they are but in the identity. */
static void
test_flips (void)
{
  const FillShape shape = { NULL };
  g_autoptr (GBytes) original = fill_world_form (&shape);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (original);
  g_autoptr (HopsoPdfFile) file = fill_world_open (original);
  g_autoptr (HopsoPdfSource) looks = fill_world_looks (1);
  g_autoptr (HopsoPdfFillPlan) plan = hopso_pdf_fill_plan_new ();
  g_autoptr (GBytes) appended = NULL;
  const char *text;
  gsize size, end;

  fill_world_add (plan, "name", "Nguyễn", NULL);
  plan->looks = looks;
  appended = hopso_pdf_prepare_filling (file, plan, NULL);
  text = g_bytes_get_data (appended, &size);
  for (end = size - 7; memcmp (text + end, "trailer", 7) != 0;)
    end--;
  for (gsize i = 0; i < end; i += 7)
    {
      g_autofree char *copy = g_memdup2 (text, size);
      g_autoptr (GBytes) flipped = NULL;

      if (copy[i] == '\n' || copy[i] == ' ')
        continue;
      copy[i] = (char) (copy[i] ^ 1);
      flipped = g_bytes_new_take (g_steal_pointer (&copy), size);
      if (hopso_pdf_check_filling (source, flipped, plan, NULL))
        g_error ("byte %" G_GSIZE_FORMAT " (%.20s) was not missed", i, text + i);
    }
}

/* Others are asked to draw until every value has a look. */
static void
test_need_appearances (void)
{
  const FillShape shape = { .form = "/NeedAppearances true/XFA(x)" };
  g_autoptr (GBytes) original = fill_world_form (&shape);
  g_autoptr (HopsoPdfFillPlan) some = hopso_pdf_fill_plan_new ();
  g_autoptr (GBytes) first = NULL;
  g_autoptr (HopsoPdfObject) catalog = NULL;
  HopsoPdfObject *form;

  fill_world_add (some, "name", "x", NULL);
  first = fill_world_fill (original, some, 1);
  catalog = dup_object (first, 1);
  form = hopso_pdf_object_get (catalog, "AcroForm");
  /* "fixed" holds a value and has no look. */
  g_assert_true (hopso_pdf_object_has (form, "NeedAppearances"));
  g_assert_false (hopso_pdf_object_has (form, "XFA"));
}

static void
test_described (void)
{
  const FillShape shape = { .form = "/NeedAppearances true/CO[5 0 R]" };
  g_autoptr (GBytes) original = fill_world_form (&shape);
  g_autoptr (HopsoPdfFile) file = fill_world_open (original);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) form = hopso_pdf_file_describe_form (file, &error);
  g_autoptr (GVariant) list = NULL;
  gboolean calculates = FALSE, needs = FALSE, has_xfa = TRUE;

  g_assert_no_error (error);
  g_variant_lookup (form, "calculates", "b", &calculates);
  g_variant_lookup (form, "need-looks", "b", &needs);
  g_variant_lookup (form, "xfa", "b", &has_xfa);
  g_assert_true (calculates && needs && !has_xfa);
  list = g_variant_lookup_value (form, "fields", NULL);
  g_assert_cmpuint (g_variant_n_children (list), ==, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/pdfbytes/fill/kinds/table", GINT_TO_POINTER (FALSE), test_kinds);
  g_test_add_data_func ("/pdfbytes/fill/kinds/stream", GINT_TO_POINTER (TRUE), test_kinds);
  g_test_add_func ("/pdfbytes/fill/shares-fonts", test_shared);
  g_test_add_func ("/pdfbytes/fill/again", test_again);
  g_test_add_func ("/pdfbytes/fill/refused", test_refused);
  g_test_add_func ("/pdfbytes/fill/lies", test_lies);
  g_test_add_func ("/pdfbytes/fill/flips", test_flips);
  g_test_add_func ("/pdfbytes/fill/need-appearances", test_need_appearances);
  g_test_add_func ("/pdfbytes/fill/described", test_described);
  return g_test_run ();
}
