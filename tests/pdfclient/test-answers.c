/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a drawing process may say that nobody can believe: each answer is refused or made harmless,
 * without a process. */

#include "hopso-pdf-document.h"
#include "hopso-pdf-facts.h"
#include "hopso-pdf-field.h"
#include "hopso-pdf-outline.h"
#include "hopso-pdf-target.h"
#include "hopso-pdf-text.h"

#include <math.h>
#include <string.h>

static GVariant *
say (const char *words)
{
  g_autoptr (GError) error = NULL;
  GVariant *said = g_variant_parse (NULL, words, NULL, NULL, &error);

  g_assert_no_error (error);
  return said;
}

static void
assert_refused (gboolean is_believed, GError **error)
{
  g_assert_false (is_believed);
  g_assert_error (*error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_REFUSED);
  g_clear_error (error);
}

static void
test_text_needs_as_many_places_as_characters (void)
{
  static const char *const rows[] = { "('ab', [1, 2, 3, 4])", "('a', [1, 2, 3])",
                                      "('', [1, 2, 3, 4])", "('đ', [1,2,3,4,5,6,7,8])" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GVariant) said = say (rows[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfText) text = hopso_pdf_text_new_from_reply (said, 100, 100, &error);

      assert_refused (text != NULL, &error);
    }
}

static void
test_places_are_near_the_page (void)
{
  g_autoptr (GVariant) said =
      say ("('ab', [-2147483648, 5000, 2147483647, 3000, 10000, 10000, 20000, 20000])");
  g_autoptr (HopsoPdfText) text = hopso_pdf_text_new_from_reply (said, 100, 100, NULL);
  const HopsoPdfBox *box = hopso_pdf_text_get_boxes (text);

  g_assert_cmpfloat (box->x1, ==, -1000);
  g_assert_cmpfloat (box->x2, ==, 1100);
  g_assert_cmpfloat (box->y2, ==, box->y1);
  g_assert_cmpfloat (box[1].x2, ==, 20);
}

static void
test_targets_are_of_known_kinds_and_pages (void)
{
  static const char *const rows[] = {
    "((uint32 7, uint32 0, uint32 0, uint32 0, 0.0, 0.0, 0.0, ''),)",
    "((uint32 0, uint32 3, uint32 0, uint32 0, 0.0, 0.0, 0.0, ''),)",
    "((uint32 0, uint32 0, uint32 4, uint32 0, 0.0, 0.0, 0.0, ''),)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GVariant) said = say (rows[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfTarget) target = hopso_pdf_target_new_from_reply (said, 3, &error);

      assert_refused (target != NULL, &error);
    }
}

static void
test_numbers_of_targets_are_finite (void)
{
  g_autoptr (GVariant) said = g_variant_ref_sink (
      g_variant_new ("((uuuuddds))", 0u, 2u, 0u, 7u, (double) NAN, 1e300, (double) INFINITY, ""));
  g_autoptr (HopsoPdfTarget) target = hopso_pdf_target_new_from_reply (said, 3, NULL);

  g_assert_nonnull (target);
  g_assert_false (target->has_x);
  g_assert_true (target->has_y);
  g_assert_cmpfloat (target->y, ==, HOPSO_FRAME_MAX_POINTS);
  g_assert_false (target->has_zoom);
}

#define LEAF "'a', false, (uint32 6, uint32 0, uint32 0, uint32 0, 0.0, 0.0, 0.0, '')"

static void
test_a_table_of_contents_has_no_holes (void)
{
  static const char *const rows[] = {
    "([(uint32 1, " LEAF ")],)",
    "([(uint32 0, " LEAF "), (uint32 2, " LEAF ")],)",
    "([(uint32 4000000000, " LEAF ")],)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GVariant) said = say (rows[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GListModel) items = hopso_pdf_outline_new_from_reply (said, 3, &error);

      assert_refused (items != NULL, &error);
    }
}

static void
test_lists_and_words_have_an_end (void)
{
  g_autofree char *word = g_strnfill (70000, 'x');
  g_autoptr (GError) error = NULL;
  GVariantBuilder layers;

  g_autoptr (GVariant) said = g_variant_ref_sink (g_variant_new (
      "(@a(ssxxx))", g_variant_new_parsed ("[(%s, '', int64 1, int64 0, int64 0)]", word)));
  g_autoptr (GPtrArray) attachments = hopso_pdf_attachment_list_from_reply (said, &error);
  assert_refused (attachments != NULL, &error);

  g_variant_builder_init (&layers, G_VARIANT_TYPE ("a(usbbu)"));
  for (guint i = 0; i < 30000; i++)
    g_variant_builder_add (&layers, "(usbbu)", 0u, "", TRUE, TRUE, 0u);
  g_autoptr (GVariant) many =
      g_variant_ref_sink (g_variant_new ("(@a(usbbu))", g_variant_builder_end (&layers)));
  g_autoptr (GPtrArray) list = hopso_pdf_layer_list_from_reply (many, &error);
  assert_refused (list != NULL, &error);
}

static void
test_fields_choose_what_there_is (void)
{
  static const char *const rows[] = {
    "([(1, (0, 0, 1, 1), uint32 4, uint32 0, uint32 0, 'n', '', '', ['a'], [uint32 1])],)",
    "([(1, (0, 0, 1, 1), uint32 7, uint32 0, uint32 0, 'n', '', '', ['a'], [uint32 0])],)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GVariant) said = say (rows[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) fields = hopso_pdf_field_list_from_reply (said, 100, 100, &error);

      assert_refused (fields != NULL, &error);
    }
}

static void
test_properties_of_other_types_are_not_said (void)
{
  g_autoptr (GVariant) said = say ("({'title': <5>, 'created': <'x'>, 'modified': <int64 "
                                   "9223372036854775807>, 'permissions': <uint32 4294967295>, "
                                   "'encrypted': <true>},)");
  g_autoptr (HopsoPdfProperties) properties = hopso_pdf_properties_from_reply (said, NULL);

  g_assert_nonnull (properties);
  g_assert_null (properties->title);
  g_assert_null (properties->created);
  g_assert_null (properties->modified);
  g_assert_cmpuint (properties->permissions, ==, HOPSO_PDF_MAY_ALL);
  g_assert_true (properties->is_encrypted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfclient/answers/text-needs-as-many-places-as-characters",
                   test_text_needs_as_many_places_as_characters);
  g_test_add_func ("/pdfclient/answers/places-are-near-the-page", test_places_are_near_the_page);
  g_test_add_func ("/pdfclient/answers/targets-are-of-known-kinds-and-pages",
                   test_targets_are_of_known_kinds_and_pages);
  g_test_add_func ("/pdfclient/answers/numbers-of-targets-are-finite",
                   test_numbers_of_targets_are_finite);
  g_test_add_func ("/pdfclient/answers/a-table-of-contents-has-no-holes",
                   test_a_table_of_contents_has_no_holes);
  g_test_add_func ("/pdfclient/answers/lists-and-words-have-an-end",
                   test_lists_and_words_have_an_end);
  g_test_add_func ("/pdfclient/answers/fields-choose-what-there-is",
                   test_fields_choose_what_there_is);
  g_test_add_func ("/pdfclient/answers/properties-of-other-types-are-not-said",
                   test_properties_of_other_types_are_not_said);
  return g_test_run ();
}
