/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A signed document to be attacked. What was written for the attack before it was signed is in it:
 * somebody else made the file, our signer only signed it. */

#include "tampered.h"

#include "hopso-pdf-update.h"

#include <stdio.h>
#include <string.h>

static void
add_object (GString *pdf, guint64 *offsets, guint number, const char *body)
{
  offsets[number] = pdf->len;
  g_string_append_printf (pdf, "%u 0 obj\n%s\nendobj\n", number, body);
}

static void
add_stream (GString *pdf, guint64 *offsets, guint number, const char *keys, const char *data)
{
  g_autofree char *body = g_strdup_printf (
      "<<%s/Length %" G_GSIZE_FORMAT ">>\nstream\n%s\nendstream", keys, strlen (data), data);

  add_object (pdf, offsets, number, body);
}

static GString *
make_document (guint64 *shadow)
{
  GString *pdf = g_string_new ("%PDF-1.7\n");
  guint64 offsets[9] = { 0 };
  gsize xref;

  add_object (pdf, offsets, CATALOG,
              "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]/DA(/F 9 Tf)>>>>");
  add_object (pdf, offsets, PAGES, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>");
  add_object (pdf, offsets, PAGE,
              "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[6 0 R 7 0 R]"
              "/Resources<</XObject<</O 5 0 R>>>>>>");
  add_stream (pdf, offsets, CONTENT, "", "1 0 0 rg 9 9 500 500 re f");
  *shadow = offsets[CONTENT];
  add_stream (pdf, offsets, CONTENT, "", "0 0 1 rg 9 9 300 300 re f /O Do");
  add_stream (pdf, offsets, OVERLAY, "/Type/XObject/Subtype/Form/BBox[0 0 595 842]",
              "1 1 1 rg 0 0 595 842 re f");
  add_object (pdf, offsets, LINK, "<</Type/Annot/Subtype/Link/Rect[9 9 99 99]>>");
  add_object (pdf, offsets, FIELD,
              "<</Type/Annot/Subtype/Widget/FT/Tx/T(Sum)/V(1000)/Rect[9 700 200 720]"
              "/AP<</N 8 0 R>>/P 3 0 R>>");
  add_stream (pdf, offsets, LOOK, "/Type/XObject/Subtype/Form/BBox[0 0 191 20]",
              "0 g 0 0 99 9 re f");
  xref = pdf->len;
  g_string_append (pdf, "xref\n0 9\n0000000000 65535 f \n");
  for (guint i = 1; i < G_N_ELEMENTS (offsets); i++)
    g_string_append_printf (pdf, "%010" G_GUINT64_FORMAT " 00000 n \n", offsets[i]);
  g_string_append_printf (
      pdf, "trailer\n<</Root 1 0 R/Size 9>>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", xref);
  return pdf;
}

char *
tampered_find_last (GByteArray *file, const char *text)
{
  gsize size = strlen (text);

  for (char *at = (char *) file->data + file->len - size; at > (char *) file->data; at--)
    if (memcmp (at, text, size) == 0)
      return at;
  g_assert_not_reached ();
}

static void
read_range (GByteArray *file, guint64 range[4])
{
  g_assert_cmpint (sscanf (tampered_find_last (file, "/ByteRange"),
                           "/ByteRange%*[^0-9]%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
                           " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT,
                           &range[0], &range[1], &range[2], &range[3]),
                   ==, 4);
}

void
tampered_restore (Tampered *f)
{
  g_byte_array_set_size (f->file, 0);
  g_byte_array_append (f->file, f->good->data, f->good->len);
}

void
tampered_set_up (Tampered *f)
{
  g_autoptr (GString) pdf = make_document (&f->shadow);
  g_autoptr (GBytes) bytes = NULL;

  f->world = signing_world_new ();
  signing_world_write (f->world, "in.pdf", pdf->str, pdf->len);
  signing_world_sign_file (f->world, "in.pdf", "good.pdf", "signer-rsa");
  bytes = signing_world_read (f->world, "good.pdf");
  f->good = g_byte_array_new ();
  f->file = g_byte_array_new ();
  g_byte_array_append (f->good, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  read_range (f->good, f->range);
}

void
tampered_tear_down (Tampered *f)
{
  g_byte_array_unref (f->good);
  g_byte_array_unref (f->file);
  signing_world_free (f->world);
}

HopsoSignatureReport *
tampered_verify (Tampered *f, HopsoVerifyFlags flags)
{
  signing_world_write (f->world, "bad.pdf", f->file->data, f->file->len);
  return signing_world_try_verify (f->world, "bad.pdf", flags);
}

void
tampered_describe (HopsoSignatureReport *report)
{
  for (guint i = 0; report != NULL && i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);

      for (guint j = 0; j < hopso_signature_result_get_n_reasons (result); j++)
        g_test_message (
            "  %u: %s, %s", i,
            hopso_signature_reason_get_name (hopso_signature_result_get_reason (result, j)),
            hopso_signature_result_get_detail (result, j));
    }
}

/* No signature of the file is valid; proven wrong, unless nothing can be read at all. */
void
tampered_assert_rejected (Tampered *f, const char *name)
{
  g_autoptr (HopsoSignatureReport) report = tampered_verify (f, HOPSO_VERIFY_NORMAL);
  HopsoSignatureResult *first;

  g_test_message ("%s: %s", name,
                  report != NULL
                      ? hopso_verdict_get_name (hopso_signature_report_get_verdict (report))
                      : "refused");
  tampered_describe (report);
  if (report == NULL || hopso_signature_report_get_n_results (report) == 0)
    return;
  first = hopso_signature_report_get_result (report, 0);
  /* What claims to be of a kind that nobody knows is not looked into. */
  if (hopso_signature_result_has_reason (first, HOPSO_SIGNATURE_REASON_UNSUPPORTED))
    g_assert_false (hopso_signature_result_get_facts (first)->is_intact);
  else
    g_assert_cmpint (hopso_signature_result_get_verdict (first), ==, HOPSO_VERDICT_INVALID);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), !=, HOPSO_VERDICT_VALID);
}

/* A body that begins with a key is the catalogue as it is, with that one first. */
static GBytes *
dup_body (HopsoPdfFile *file, const TamperedObject *object)
{
  g_autoptr (HopsoPdfObject) catalog = NULL;
  g_autoptr (HopsoPdfObject) fields = NULL;
  g_autoptr (HopsoPdfObject) form = NULL;
  HopsoPdfReference field;

  if (*object->body != '/')
    return g_bytes_new (object->body, strlen (object->body));
  catalog = hopso_pdf_file_dup_catalog (file, NULL);
  form = hopso_pdf_file_resolve_key (file, catalog, "AcroForm", NULL);
  fields = hopso_pdf_file_resolve_key (file, form, "Fields", NULL);
  hopso_pdf_object_get_reference (hopso_pdf_object_get_item (fields, 1), &field);
  g_autofree char *body = g_strdup_printf (
      "<<%s/Type/Catalog/AcroForm<</Fields[7 0 R %u 0 R]/SigFlags 3/DA(/F 9 Tf)>>>>", object->body,
      field.number);
  return g_bytes_new (body, strlen (body));
}

void
tampered_save_on (Tampered *f, const TamperedObject *objects, guint n)
{
  g_autoptr (GBytes) bytes = g_bytes_new (f->file->data, f->file->len);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (bytes);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, NULL);
  g_autoptr (HopsoPdfUpdate) update = hopso_pdf_update_new (file, NULL);
  g_autoptr (GByteArray) appended = NULL;

  for (guint i = 0; i < n && objects[i].number != 0; i++)
    {
      g_autoptr (GBytes) body = dup_body (file, &objects[i]);

      while (hopso_pdf_update_get_next_number (update) <= objects[i].number)
        hopso_pdf_update_reserve (update);
      hopso_pdf_update_put_raw (update, (HopsoPdfReference){ objects[i].number, 0 }, body);
    }
  appended = hopso_pdf_update_finish (update, NULL);
  g_byte_array_append (f->file, appended->data, appended->len);
}
