/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields that a signature closes: by the lock that the field's author wrote, by that of the plan.
 */

#include "prepare-world.h"

#include "hopso-pdf-difference.h"

static void
test_a_lock_holds_other_fields (void)
{
  PrepareShape shape = { .catalog = "/AcroForm<</Fields[5 0 R 6 0 R]>>",
                         .page = "",
                         .objects = { "<</T(a)/FT/Sig/Lock<</Action/Exclude/Fields[(a)]>>>>",
                                      "<</T(b)/FT/Sig>>" } };
  g_autoptr (GBytes) original = prepare_make_shape (&shape);
  HopsoPdfSignaturePlan plan = { .field_name = "a" };
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);
  g_autoptr (HopsoPdfFile) file =
      hopso_test_open_bytes (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), NULL);
  g_autoptr (GError) error = NULL;

  plan.field_name = "b";
  g_assert_null (hopso_pdf_prepare_signature (file, &plan, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FORBIDDEN);
}

/* The plan closes fields as well; what it names is read by the same rules as a field's own lock. */
static void
test_a_plan_may_lock_fields (void)
{
  static const char *const names[] = { "Sở.Tên", NULL };
  PrepareShape shape = { .catalog = "/AcroForm<</Fields[5 0 R 6 0 R]>>",
                         .page = "",
                         .objects = { "<</T(a)/FT/Sig/Lock<</Action/Include/Fields[(b)]>>>>",
                                      "<</T<FEFF00531EDF>/FT/Sig/Kids[7 0 R]>>",
                                      "<</T<FEFF005400EA006E>/Parent 6 0 R>>" } };
  g_autoptr (GBytes) original = prepare_make_shape (&shape);
  HopsoPdfSignaturePlan plan = { .field_name = "a",
                                 .lock = HOPSO_PDF_LOCK_INCLUDE,
                                 .locked_fields = names };
  g_autoptr (GBytes) whole = prepare_sign (original, &plan);
  g_autoptr (HopsoPdfFile) file =
      hopso_test_open_bytes (g_bytes_get_data (whole, NULL), g_bytes_get_size (whole), NULL);
  HopsoPdfSignaturePlan next = { .field_name = names[0] };
  g_autoptr (GError) error = NULL;

  g_assert_null (hopso_pdf_prepare_signature (file, &next, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FORBIDDEN);
  /* Another field is open still. */
  next = (HopsoPdfSignaturePlan){ .lock = HOPSO_PDF_LOCK_ALL };
  g_clear_pointer (&whole, g_bytes_unref);
  whole = prepare_sign (original, &next);
}

/* Who closes every field leaves room for proof of time only, and breaks nothing by it. */
static void
test_a_time_stamp_breaks_no_lock (void)
{
  const PrepareShape shape = { .catalog = "", .page = "" };
  g_autoptr (GBytes) original = prepare_make_shape (&shape);
  HopsoPdfSignaturePlan plan = { .lock = HOPSO_PDF_LOCK_ALL };
  HopsoPdfSignaturePlan approval = { 0 };
  HopsoPdfSignaturePlan proof = { .sub_filter = "ETSI.RFC3161" };
  g_autoptr (GBytes) once = prepare_sign (original, &plan);
  g_autoptr (HopsoPdfFile) locked = prepare_open (once, NULL, NULL);
  g_autoptr (GBytes) twice = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfDifference) difference = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (hopso_pdf_prepare_signature (locked, &approval, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FORBIDDEN);
  twice = prepare_sign (once, &proof);
  file = prepare_open (twice, NULL, NULL);
  difference = hopso_pdf_file_compare_revision (file, 1, NULL);
  g_assert_cmpint (difference->change, ==, HOPSO_PDF_CHANGE_SIGNATURES);
  g_assert_true (difference->is_permitted);
}

static void
test_a_lock_without_names_is_refused (void)
{
  static const char *const none[] = { NULL };
  static const char *const names[] = { "a", NULL };
  const HopsoPdfSignaturePlan plans[] = {
    { .lock = HOPSO_PDF_LOCK_INCLUDE },
    { .lock = HOPSO_PDF_LOCK_EXCLUDE, .locked_fields = none },
    { .lock = HOPSO_PDF_LOCK_ALL, .locked_fields = names },
    { .lock = (HopsoPdfLock) 4 },
    { .lock = HOPSO_PDF_LOCK_ALL, .sub_filter = "ETSI.RFC3161" },
  };
  const PrepareShape bare = { .catalog = "", .page = "" };
  g_autoptr (GBytes) original = prepare_make_shape (&bare);
  g_autoptr (HopsoPdfFile) file =
      hopso_test_open_bytes (g_bytes_get_data (original, NULL), g_bytes_get_size (original), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (hopso_pdf_prepare_signature (file, &plans[i], &error));
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_FIELD);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(name, function) g_test_add_func ("/pdfbytes/lock/" name, function)
  ADD ("a-lock-holds-other-fields", test_a_lock_holds_other_fields);
  ADD ("a-plan-may-lock-fields", test_a_plan_may_lock_fields);
  ADD ("a-time-stamp-breaks-no-lock", test_a_time_stamp_breaks_no_lock);
  ADD ("a-lock-without-names-is-refused", test_a_lock_without_names_is_refused);
  return g_test_run ();
}
