/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One submission as it may reach an official: valid, undetermined, broken, altered after signing,
 * signed twice. Whatever goes wrong here is a programmer's mistake and ends the test. */

#include "hopso-test-signed.h"

#include "hopso-pdf-update.h"
#include "hopso-test-recipe.h"
#include "hopso-typeset-document.h"

#include <string.h>

/* Over "1.250 tỷ đồng" in the third paragraph and the sum of the table. */
static const char new_sum[] = "q 1 1 1 rg 466 516 34 13 re f 0 0 0 rg BT /HopsoTest 14 Tf "
                              "467.8 519 Td (1.520) Tj ET Q\n"
                              "q 1 1 1 rg 521 412 29 11 re f 0 0 0 rg BT /HopsoTest 12 Tf "
                              "522.3 414.3 Td (1.520) Tj ET Q\n";

/* The only use of this word in the document, in its title, which is not compressed. */
static const char title[] = "HopSo test submission";

static void
add_table (HopsoTypesetDocument *document)
{
  static const char *const rows[][5] = {
    { "1", "Giao thông", "310", "420", NULL },
    { "2", "Thủy lợi, đê điều", "540", "380", NULL },
    { "3", "Giáo dục, y tế", "400", "450", NULL },
    { "", "Cộng", "1.250", "1.250", NULL },
  };
  HopsoTypesetTable *table = hopso_typeset_table_new ();

  hopso_typeset_table_add_column (table, "STT", 0.5, HOPSO_TYPESET_CENTRE);
  hopso_typeset_table_add_column (table, "Nhóm dự án", 2.5, HOPSO_TYPESET_START);
  hopso_typeset_table_add_column (table, "Giảm", 1, HOPSO_TYPESET_END);
  hopso_typeset_table_add_column (table, "Tăng", 1, HOPSO_TYPESET_END);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    hopso_typeset_table_add_row (table, rows[i]);
  hopso_typeset_document_add_table (document, table);
}

static GBytes *
typeset (void)
{
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_NAMED);
  g_autoptr (GError) error = NULL;
  GBytes *pdf;

  hopso_typeset_document_set_title (document, title);
  hopso_typeset_document_set_agency (document, "UBND TỈNH", "SỞ KẾ HOẠCH");
  hopso_typeset_document_set_number (document, "15", "TTr-SKH");
  hopso_typeset_document_set_date (document, "An Hòa", "ngày 20 tháng 11 năm 2026");
  hopso_typeset_document_set_name (document, "TỜ TRÌNH",
                                   "Về việc điều chỉnh kế hoạch đầu tư công năm 2026");
  hopso_typeset_document_add_addressee (document, "Ủy ban nhân dân tỉnh");
  hopso_typeset_document_add_heading (document, "1. Kết quả thực hiện");
  hopso_typeset_document_add_paragraph (
      document, "Đến hết ngày 31 tháng 10 năm 2026, toàn tỉnh giải ngân được 71,4% kế hoạch, tăng "
                "6,2 điểm phần trăm so với cùng kỳ.");
  hopso_typeset_document_add_heading (document, "2. Nội dung điều chỉnh");
  hopso_typeset_document_add_paragraph (
      document, "Điều chỉnh giảm vốn của bảy dự án chậm tiến độ, bổ sung cho bốn dự án có khối "
                "lượng hoàn thành vượt kế hoạch, với tổng số vốn điều chỉnh là 1.250 tỷ đồng.");
  add_table (document);
  hopso_typeset_document_add_paragraph (document, "Sở Kế hoạch kính trình xem xét, quyết định.");
  hopso_typeset_document_set_signer (document, "GIÁM ĐỐC", "Trần Quốc Đạt");
  pdf = hopso_typeset_document_write_bytes (document, NULL, &error);
  g_assert_no_error (error);
  return pdf;
}

static HopsoPdfReference
add_stream (HopsoPdfUpdate *update, const char *text)
{
  g_autoptr (HopsoPdfObject) dictionary = hopso_pdf_object_new_dictionary ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (HopsoPdfObject) stream = hopso_pdf_object_new_stream (dictionary, bytes);

  return hopso_pdf_update_add (update, stream);
}

/* The page's own content between two streams of ours. */
static HopsoPdfObject *
wrap_content (HopsoPdfUpdate *update, HopsoPdfObject *content)
{
  g_autofree char *after = g_strconcat (" Q\n", new_sum, NULL);
  HopsoPdfObject *const items[] = {
    hopso_pdf_object_new_reference (add_stream (update, "q ")),
    hopso_pdf_object_ref (content),
    hopso_pdf_object_new_reference (add_stream (update, after)),
  };

  return hopso_pdf_object_new_array (items, G_N_ELEMENTS (items));
}

static HopsoPdfObject *
with_font (HopsoPdfFile *file, HopsoPdfObject *page)
{
  g_autoptr (HopsoPdfObject) resources = hopso_pdf_file_resolve_key (file, page, "Resources", NULL);
  g_autoptr (HopsoPdfObject) fonts = hopso_pdf_file_resolve_key (file, resources, "Font", NULL);
  g_autoptr (HopsoPdfObject) bare = hopso_pdf_object_new_dictionary ();
  g_autoptr (HopsoPdfObject) type = hopso_pdf_object_new_name ("Font");
  g_autoptr (HopsoPdfObject) subtype = hopso_pdf_object_new_name ("Type1");
  g_autoptr (HopsoPdfObject) name = hopso_pdf_object_new_name ("Times-Roman");
  g_autoptr (HopsoPdfObject) typed = hopso_pdf_object_dup_with (bare, "Type", type);
  g_autoptr (HopsoPdfObject) kind = hopso_pdf_object_dup_with (typed, "Subtype", subtype);
  g_autoptr (HopsoPdfObject) font = hopso_pdf_object_dup_with (kind, "BaseFont", name);
  g_autoptr (HopsoPdfObject) all = hopso_pdf_object_dup_with (fonts, "HopsoTest", font);
  g_autoptr (HopsoPdfObject) other = hopso_pdf_object_dup_with (resources, "Font", all);

  return hopso_pdf_object_dup_with (page, "Resources", other);
}

static void
alter (HopsoTestRecipe *recipe)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (recipe);
  g_autoptr (HopsoPdfUpdate) update = hopso_pdf_update_new (file, &error);
  const HopsoPdfReference reference = hopso_pdf_file_get_page (file, 0, &error)->reference;
  g_autoptr (HopsoPdfObject) page = hopso_pdf_file_dup_object (file, reference, &error);
  g_autoptr (HopsoPdfObject) lettered = with_font (file, page);
  g_autoptr (HopsoPdfObject) content =
      wrap_content (update, hopso_pdf_object_get (page, "Contents"));
  g_autoptr (HopsoPdfObject) altered = hopso_pdf_object_dup_with (lettered, "Contents", content);
  g_autoptr (GByteArray) bytes = NULL;

  g_assert_no_error (error);
  hopso_pdf_update_put (update, reference, altered);
  bytes = hopso_pdf_update_finish (update, &error);
  g_assert_no_error (error);
  hopso_test_recipe_append (recipe, bytes);
}

static GBytes *
break_one_byte (GBytes *file)
{
  gsize size;
  guint8 *bytes = g_bytes_unref_to_data (file, &size);
  guint8 *place = memmem (bytes, size, title, strlen (title));

  g_assert_nonnull (place);
  *place = 'h';
  return g_bytes_new_take (bytes, size);
}

/**
 * hopso_test_signed_new:
 * @pki: who signs
 * @kind: what became of it
 * @signed_length: (out) (nullable): how many bytes the first signer signed
 *
 * Returns: (transfer full): the file
 */
GBytes *
hopso_test_signed_new (HopsoTestPki *pki, HopsoTestSigned kind, gsize *signed_length)
{
  g_autoptr (GBytes) pdf = typeset ();
  g_autoptr (HopsoTestRecipe) recipe = hopso_test_recipe_new (pki, pdf);
  const gboolean is_whole = kind != HOPSO_TEST_SIGNED_UNKNOWN;
  g_autoptr (GBytes) first = NULL;

  hopso_test_recipe_sign (recipe, "signer-rsa", is_whole);
  first = hopso_test_recipe_dup_bytes (recipe);
  if (signed_length != NULL)
    *signed_length = g_bytes_get_size (first);
  if (kind == HOPSO_TEST_SIGNED_TWICE)
    hopso_test_recipe_sign (recipe, "signer-ec", TRUE);
  if (is_whole)
    hopso_test_recipe_add_material (recipe, HOPSO_TEST_MATERIAL_CRL, "signer-rsa", "signer-ec",
                                    "tsa", NULL);
  if (kind == HOPSO_TEST_SIGNED_ALTERED)
    alter (recipe);
  if (kind == HOPSO_TEST_SIGNED_BROKEN)
    return break_one_byte (hopso_test_recipe_dup_bytes (recipe));
  return hopso_test_recipe_dup_bytes (recipe);
}

/**
 * hopso_test_signed_get_name:
 * @kind: what became of it
 *
 * Returns: (transfer none): a name for the file
 */
const char *
hopso_test_signed_get_name (HopsoTestSigned kind)
{
  static const char *const names[] = {
    [HOPSO_TEST_SIGNED_VALID] = "valid.pdf",   [HOPSO_TEST_SIGNED_UNKNOWN] = "unknown.pdf",
    [HOPSO_TEST_SIGNED_BROKEN] = "broken.pdf", [HOPSO_TEST_SIGNED_ALTERED] = "altered.pdf",
    [HOPSO_TEST_SIGNED_TWICE] = "twice.pdf",
  };

  return names[kind];
}
