/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What bytes mean as objects, and which bytes mean nothing. */

#include "hopso-pdf-error.h"
#include "hopso-pdf-lexer-private.h"
#include "hopso-pdf-object-private.h"

#include <string.h>

static HopsoPdfObject *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (bytes);
  g_auto (HopsoPdfLexer) lexer = { 0 };

  hopso_pdf_lexer_init (&lexer, source, 0);
  return hopso_pdf_parse_object (&lexer, error);
}

static void
test_strings_mean_their_bytes (void)
{
  static const struct
  {
    const char *text, *bytes;
  } rows[] = {
    { "(plain)", "plain" },
    { "(a(b)c)", "a(b)c" },
    { "(a\\)b\\\\)", "a)b\\" },
    { "(\\101\\7x\\1234)", "A\ax"
                           "S4" },
    { "(line\\\nbreak)", "linebreak" },
    { "(cr\r\nlf\rx)", "cr\nlf\nx" },
    { "(\\n\\r\\t\\b\\f\\z)", "\n\r\t\b\fz" },
    { "<48 65\n6c6C6F>", "Hello" },
    { "<484>", "H@" },
    { "<>", "" },
    { "% comment\n (x)", "x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfObject) object = parse (rows[i].text, &error);
      GBytes *bytes;

      g_assert_no_error (error);
      bytes = hopso_pdf_object_get_string (object);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), rows[i].bytes,
                       strlen (rows[i].bytes));
    }
}

static void
test_numbers_mean_their_value (void)
{
  static const struct
  {
    const char *text;
    double value;
  } rows[] = { { "0", 0 },
               { "+17", 17 },
               { "-3", -3 },
               { "4.", 4 },
               { "-.002", -0.002 },
               { "34.5", 34.5 },
               { "123456789012", 123456789012.0 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoPdfObject) object = parse (rows[i].text, NULL);
      double value;

      g_assert_true (hopso_pdf_object_get_number (object, &value));
      g_assert_cmpfloat (value, ==, rows[i].value);
    }
}

static void
test_nonsense_is_refused (void)
{
  static const char *const rows[] = { "",
                                      "(open",
                                      "<12",
                                      "<1g>",
                                      "[1 2",
                                      "<</A 1",
                                      "<<1 2>>",
                                      "<</A>>",
                                      ")",
                                      "]",
                                      ">>",
                                      "}",
                                      "--1",
                                      "1.2.3",
                                      "1-2",
                                      "+",
                                      ".",
                                      "1e5",
                                      "9999999999999999999",
                                      "/A#0",
                                      "/A#00",
                                      "/A#zz",
                                      "word",
                                      "<</A 1 R>>",
                                      "<</A 0 0 R>>",
                                      "[1 0 R R]" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HopsoPdfObject) object = parse (rows[i], &error);

      if (object != NULL)
        g_test_message ("accepted: %s", rows[i]);
      g_assert_null (object);
      g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_DAMAGED);
    }
}

static void
test_deep_nesting_is_too_complex (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, i % 2 != 0 ? "[" : "<</A ");
  g_assert_null (parse (text->str, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_TOO_COMPLEX);
}

static void
test_long_arrays_are_too_complex (void)
{
  g_autoptr (GString) text = g_string_new ("[");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 600000; i++)
    g_string_append (text, "/ ");
  g_string_append_c (text, ']');
  g_assert_null (parse (text->str, &error));
  g_assert_error (error, HOPSO_PDF_ERROR, HOPSO_PDF_ERROR_TOO_COMPLEX);
}

static void
test_references_are_told_from_numbers (void)
{
  g_autoptr (HopsoPdfObject) array = parse ("[1 2 3 0 R 4 5]", NULL);
  HopsoPdfReference reference;

  g_assert_cmpuint (hopso_pdf_object_get_length (array), ==, 5);
  g_assert_true (hopso_pdf_object_get_reference (hopso_pdf_object_get_item (array, 2), &reference));
  g_assert_cmpuint (reference.number, ==, 3);
}

static void
test_duplicate_keys_are_noticed (void)
{
  g_autoptr (HopsoPdfObject) twice = parse ("<</A 1/B 2/#41 3>>", NULL);
  g_autoptr (HopsoPdfObject) once = parse ("<</A 1/B<</B 1/B 2>>>>", NULL);
  gint64 value;

  g_assert_true (hopso_pdf_object_has_duplicate_keys (twice));
  g_assert_true (hopso_pdf_object_get_integer (hopso_pdf_object_get (twice, "A"), &value));
  g_assert_cmpint (value, ==, 3);
  g_assert_false (hopso_pdf_object_has_duplicate_keys (once));
  g_assert_true (hopso_pdf_object_has_duplicate_keys (hopso_pdf_object_get (once, "B")));
}

static void
test_large_dictionaries_find_their_keys (void)
{
  g_autoptr (GString) text = g_string_new ("<<");

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "/Key%u %u", i, i);
  g_string_append (text, ">>");

  g_autoptr (HopsoPdfObject) dictionary = parse (text->str, NULL);
  gint64 value;
  g_assert_cmpuint (hopso_pdf_object_get_n_keys (dictionary), ==, 2000);
  g_assert_true (
      hopso_pdf_object_get_integer (hopso_pdf_object_get (dictionary, "Key1999"), &value));
  g_assert_cmpint (value, ==, 1999);
  g_assert_true (hopso_pdf_object_is_null (hopso_pdf_object_get (dictionary, "Key2000")));
}

static void
test_a_change_leaves_the_old_object (void)
{
  g_autoptr (HopsoPdfObject) old = parse ("<</A 1/B 2/C 3>>", NULL);
  g_autoptr (HopsoPdfObject) name = hopso_pdf_object_new_name ("new");
  g_autoptr (HopsoPdfObject) changed = hopso_pdf_object_dup_with (old, "B", name);
  g_autoptr (HopsoPdfObject) shorter = hopso_pdf_object_dup_with (changed, "B", NULL);
  g_autoptr (HopsoPdfObject) expected = parse ("<</C 3/B null/A 1.0>>", NULL);

  g_assert_true (hopso_pdf_object_is_name (hopso_pdf_object_get (changed, "B"), "new"));
  g_assert_cmpstr (hopso_pdf_object_get_key (changed, 1, NULL), ==, "B");
  g_assert_false (hopso_pdf_object_equal (old, changed));
  g_assert_true (hopso_pdf_object_equal (shorter, expected));
  g_assert_cmpuint (hopso_pdf_object_get_n_keys (old), ==, 3);
}

static void
test_text_survives_both_ways (void)
{
  static const char *const rows[] = { "plain", "Đã ký bởi Nguyễn Văn Đẵng", "€ 😀", "" };
  g_autoptr (HopsoPdfObject) pdf_doc = parse ("(\\200 \\240 \\351)", NULL);
  g_autofree char *words = hopso_pdf_object_dup_text (pdf_doc);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoPdfObject) object = hopso_pdf_object_new_text (rows[i]);
      g_autofree char *text = hopso_pdf_object_dup_text (object);

      g_assert_cmpstr (text, ==, rows[i]);
    }
  g_assert_cmpstr (words, ==, "• € é");
}

static void
test_broken_text_is_still_utf8 (void)
{
  static const char *const rows[] = { "<feff d8>",  "<feffd800>", "<feffd8000041>",
                                      "<feffdc00>", "<efbbbfff>", "<00ff>" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoPdfObject) object = parse (rows[i], NULL);
      g_autofree char *text = hopso_pdf_object_dup_text (object);

      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

static void
test_reals_are_written_short (void)
{
  static const struct
  {
    double value;
    const char *text;
  } rows[] = { { 12.5, "12.5" }, { 0.33333333, "0.3333" }, { -0.5, "-0.5" } };
  g_autoptr (HopsoPdfObject) whole = hopso_pdf_object_new_real (3.0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoPdfObject) object = hopso_pdf_object_new_real (rows[i].value);

      g_assert_cmpstr (hopso_pdf_object_get_real_text (object), ==, rows[i].text);
    }
  g_assert_cmpint (hopso_pdf_object_get_kind (whole), ==, HOPSO_PDF_INTEGER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfbytes/object/strings-mean-their-bytes", test_strings_mean_their_bytes);
  g_test_add_func ("/pdfbytes/object/numbers-mean-their-value", test_numbers_mean_their_value);
  g_test_add_func ("/pdfbytes/object/nonsense-is-refused", test_nonsense_is_refused);
  g_test_add_func ("/pdfbytes/object/deep-nesting-is-too-complex",
                   test_deep_nesting_is_too_complex);
  g_test_add_func ("/pdfbytes/object/long-arrays-are-too-complex",
                   test_long_arrays_are_too_complex);
  g_test_add_func ("/pdfbytes/object/references-are-told-from-numbers",
                   test_references_are_told_from_numbers);
  g_test_add_func ("/pdfbytes/object/duplicate-keys-are-noticed", test_duplicate_keys_are_noticed);
  g_test_add_func ("/pdfbytes/object/large-dictionaries-find-their-keys",
                   test_large_dictionaries_find_their_keys);
  g_test_add_func ("/pdfbytes/object/a-change-leaves-the-old-object",
                   test_a_change_leaves_the_old_object);
  g_test_add_func ("/pdfbytes/object/text-survives-both-ways", test_text_survives_both_ways);
  g_test_add_func ("/pdfbytes/object/broken-text-is-still-utf8", test_broken_text_is_still_utf8);
  g_test_add_func ("/pdfbytes/object/reals-are-written-short", test_reals_are_written_short);
  return g_test_run ();
}
