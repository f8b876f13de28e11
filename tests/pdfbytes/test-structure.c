/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A tagged document that is signed again: its structure names the new field. Nothing that it said
 * before changes, and nothing that is shown grows with it. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-difference.h"

/* Structure 5, its paragraph 6, its parent tree 7, the list of the page's content 8. The page takes
 * its annotations from 9 and its content from 10, which the structure claims as well if asked. */
#define ROOT    "<</Type/StructTreeRoot/K[6 0 R%s]/ParentTree 7 0 R/ParentTreeNextKey %u>>"
#define TREE    "<</Nums[0 8 0 R%s]>>"
#define ELEMENT "<</Type/StructElem/S/P/P 5 0 R/Pg 3 0 R/K 0%s>>"
#define FIELD   "<</Subtype/Widget/FT/Sig/T(new)/Rect[0 0 0 0]/StructParent 1/V<</Type/Sig>>>>"

static HopsoTestPdf *
first_revision (const char *kids)
{
  HopsoTestPdf *pdf = hopso_test_pdf_new_minimal ();
  g_autofree char *root = g_strdup_printf (ROOT, kids, 1u);
  g_autofree char *tree = g_strdup_printf (TREE, "");
  g_autofree char *element = g_strdup_printf (ELEMENT, "");

  hopso_test_pdf_add (pdf, 1,
                      "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R/MarkInfo<</Marked true>>"
                      "/AcroForm 11 0 R>>");
  hopso_test_pdf_add (pdf, 3,
                      "<</Type/Page/Parent 2 0 R/Contents 10 0 R/StructParents 0/Annots[]"
                      "/Resources<<>>>>");
  hopso_test_pdf_add (pdf, 5, root);
  hopso_test_pdf_add (pdf, 6, element);
  hopso_test_pdf_add (pdf, 7, tree);
  hopso_test_pdf_add (pdf, 8, "[6 0 R]");
  hopso_test_pdf_add (pdf, 10, "[4 0 R]");
  hopso_test_pdf_add (pdf, 11, "<</Fields[]/SigFlags 3>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  return pdf;
}

static void
compare (HopsoTestPdf *pdf, const char *name, HopsoPdfChange change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = NULL;
  g_autoptr (HopsoPdfDifference) difference = NULL;

  hopso_test_pdf_add (pdf, 11, "<</Fields[30 0 R]/SigFlags 3>>");
  hopso_test_pdf_add (pdf, 30, FIELD);
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  file = hopso_test_pdf_open (pdf, &error);
  g_assert_no_error (error);
  difference = hopso_pdf_file_compare_revision (file, 0, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s, %s", name, hopso_pdf_change_get_name (difference->change),
                  difference->explanation);
  g_assert_cmpstr (hopso_pdf_change_get_name (difference->change), ==,
                   hopso_pdf_change_get_name (change));
}

static void
test_it_grows_with_a_field (void)
{
  g_autoptr (HopsoTestPdf) pdf = first_revision ("");
  g_autofree char *root = g_strdup_printf (ROOT, " 31 0 R", 2u);
  g_autofree char *tree = g_strdup_printf (TREE, " 1 31 0 R");

  hopso_test_pdf_add (pdf, 5, root);
  hopso_test_pdf_add (pdf, 7, tree);
  hopso_test_pdf_add (pdf, 31,
                      "<</Type/StructElem/S/Form/P 5 0 R/K<</Type/OBJR/Obj 30 0 R/Pg 3 0 R>>>>");
  compare (pdf, "a field", HOPSO_PDF_CHANGE_SIGNATURES);
}

static void
test_what_it_said_stays (void)
{
  static const struct
  {
    guint number;
    const char *body;
  } rows[] = {
    { 6, "<</Type/StructElem/S/P/P 5 0 R/Pg 3 0 R/K 0/ActualText(9000)>>" },
    { 6, "<</Type/StructElem/S/H1/P 5 0 R/Pg 3 0 R/K 0>>" },
    { 6, "<</Type/StructElem/S/P/P 5 0 R/Pg 3 0 R/K[0 1]>>" },
    { 6, "<</Type/StructElem/S/P/P 5 0 R/Pg 3 0 R>>" },
    { 5, "<</Type/StructTreeRoot/K[31 0 R 6 0 R]/ParentTree 7 0 R/ParentTreeNextKey 2>>" },
    { 5, "<</Type/StructTreeRoot/K[6 0 R 4 0 R]/ParentTree 7 0 R/ParentTreeNextKey 2>>" },
    { 5, "<</Type/StructTreeRoot/K[6 0 R]/ParentTree 7 0 R/ParentTreeNextKey 0>>" },
    { 5, "<</Type/StructTreeRoot/K[6 0 R]/ParentTree 7 0 R/ParentTreeNextKey 1/RoleMap<</P/H>>>>" },
    { 7, "<</Nums[0 31 0 R]>>" },
    { 8, "[31 0 R]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoTestPdf) pdf = first_revision ("");

      hopso_test_pdf_add (pdf, rows[i].number, rows[i].body);
      hopso_test_pdf_add (pdf, 31, "<</Type/StructElem/S/P/P 5 0 R>>");
      compare (pdf, rows[i].body, HOPSO_PDF_CHANGE_ALTERED);
    }
}

/* The list of the page's contents is a part of the structure, too: it must not grow. */
static void
test_what_is_shown_does_not_grow (void)
{
  g_autoptr (HopsoTestPdf) pdf = first_revision (" 10 0 R");

  hopso_test_pdf_add (pdf, 10, "[4 0 R 31 0 R]");
  hopso_test_pdf_add_stream (pdf, 31, "", "1 0 0 rg 0 0 595 842 re f", 25);
  compare (pdf, "contents", HOPSO_PDF_CHANGE_ALTERED);
}

/* A tree of names that the catalogue uses pretends to be a part of the structure. */
static void
test_what_is_used_elsewhere_does_not_grow (void)
{
  g_autoptr (HopsoTestPdf) pdf = hopso_test_pdf_new_minimal ();

  hopso_test_pdf_add (pdf, 1,
                      "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 5 0 R/AcroForm 11 0 R"
                      "/Names<</JavaScript 7 0 R>>>>");
  hopso_test_pdf_add (pdf, 5, "<</Type/StructTreeRoot/IDTree 7 0 R>>");
  hopso_test_pdf_add (pdf, 7, "<</Kids 8 0 R>>");
  hopso_test_pdf_add (pdf, 8, "[9 0 R]");
  hopso_test_pdf_add (pdf, 9, "<</Names[]>>");
  hopso_test_pdf_add (pdf, 11, "<</Fields[]/SigFlags 3>>");
  hopso_test_pdf_end_with_table (pdf, HOPSO_TEST_TRAILER);
  hopso_test_pdf_add (pdf, 8, "[9 0 R 31 0 R]");
  hopso_test_pdf_add (pdf, 31, "<</Names[(x)<</S/JavaScript/JS(x)>>]>>");
  compare (pdf, "names", HOPSO_PDF_CHANGE_ALTERED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pdfbytes/structure/it-grows-with-a-field", test_it_grows_with_a_field);
  g_test_add_func ("/pdfbytes/structure/what-it-said-stays", test_what_it_said_stays);
  g_test_add_func ("/pdfbytes/structure/what-is-shown-does-not-grow",
                   test_what_is_shown_does_not_grow);
  g_test_add_func ("/pdfbytes/structure/what-is-used-elsewhere-does-not-grow",
                   test_what_is_used_elsewhere_does_not_grow);
  return g_test_run ();
}
