/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that our own signer signed, then attacked: saved on, wrapped, stripped, shadowed, cut off,
 * with bits turned. None of them is valid, whatever stands in them. */

#include "hopso-test-soak.h"
#include "tampered.h"

#include <string.h>

/* --- incremental saving and shadows ---------------------------------------------------------- */

#define EVIL    "<</Length 25>>\nstream\n1 0 0 rg 9 9 500 500 re f\nendstream"
#define NOTHING "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 1>>\nstream\n \nendstream"
#define WHITE \
  "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 25>>\nstream\n1 1 1 rg 0 0 595 842 re " \
  "f\n" \
  "endstream"

static const struct
{
  const char *name;
  TamperedObject objects[4];
} savings[] = {
  { "content replaced", { { CONTENT, EVIL } } },
  { "content pointed elsewhere",
    { { PAGE, "<</Type/Page/Parent 2 0 R/Contents 60 0 R/Annots[6 0 R 7 0 R]/Resources<<>>>>" },
      { 60, EVIL } } },
  { "page added",
    { { PAGES, "<</Type/Pages/Kids[3 0 R 60 0 R]/Count 2/MediaBox[0 0 595 842]>>" },
      { 60, "<</Type/Page/Parent 2 0 R/Contents 61 0 R>>" },
      { 61, EVIL } } },
  { "page turned",
    { { PAGES, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]/Rotate 180>>" } } },
  { "page tree replaced",
    { { CATALOG, "/Pages 60 0 R" },
      { 60, "<</Type/Pages/Kids[61 0 R]/Count 1/MediaBox[0 0 595 842]>>" },
      { 61, "<</Type/Page/Parent 60 0 R>>" } } },
  { "annotation added",
    { { PAGE, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[6 0 R 7 0 R 60 0 R]"
              "/Resources<</XObject<</O 5 0 R>>>>>>" },
      { 60, "<</Type/Annot/Subtype/FreeText/Rect[9 9 500 500]/Contents(2000)>>" } } },
  { "opens with a program", { { CATALOG, "/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>" } } },
  /* Shadows: what was put there before it was signed is taken away, or shown. */
  { "shadow: hide", { { OVERLAY, NOTHING } } },
  { "shadow: replace the look of another field", { { LOOK, EVIL } } },
  { "shadow: replace by covering", { { LOOK, WHITE }, { OVERLAY, EVIL } } },
};

static void
test_incremental_saving (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  for (guint i = 0; i < G_N_ELEMENTS (savings); i++)
    {
      /* A look alone is a field filled in, which an approval signature leaves open. */
      gboolean is_filled = g_str_has_suffix (savings[i].name, "another field");
      g_autoptr (HopsoSignatureReport) report = NULL;

      tampered_restore (f);
      tampered_save_on (f, savings[i].objects, G_N_ELEMENTS (savings[i].objects));
      if (!is_filled)
        {
          tampered_assert_rejected (f, savings[i].name);
          continue;
        }
      report = tampered_verify (f, HOPSO_VERIFY_NORMAL);
      g_assert_cmpint (
          hopso_signature_result_get_facts (hopso_signature_report_get_result (report, 0))->changes,
          ==, HOPSO_CHANGES_AFTER_ALLOWED);
    }
}

/* Only the cross-reference is new: it shows the content that was there all the time. */
static void
test_hide_and_replace (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  g_autofree char *revision = NULL;
  guint64 previous = g_ascii_strtoull (tampered_find_last (f->file, "startxref") + 10, NULL, 10);
  g_autofree char *size = g_strndup (tampered_find_last (f->file, "/Size"), 9);

  tampered_restore (f);
  revision = g_strdup_printf ("xref\n4 1\n%010" G_GUINT64_FORMAT
                              " 00000 n \ntrailer\n<</Root 1 0 R/Size %u/Prev %" G_GUINT64_FORMAT
                              ">>\nstartxref\n%u\n%%%%EOF\n",
                              f->shadow, (guint) g_ascii_strtoull (size + 5, NULL, 10), previous,
                              f->file->len);
  g_byte_array_append (f->file, (const guint8 *) revision, (guint) strlen (revision));
  tampered_assert_rejected (f, "hide and replace");
}

/* Without a cross-reference, some readers rebuild one and find the last object of each number. */
static void
test_saving_without_cross_reference (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  static const char *const tails[] = {
    "4 0 obj\n" EVIL "\nendobj\n",
    "4 0 obj\n" EVIL "\nendobj\ntrailer\n<</Root 1 0 R/Size 9>>\n",
    "4 0 obj\n" EVIL "\nendobj\n%%EOF\n",
    "4 0 obj\n" EVIL "\nendobj\nstartxref\n0\n%%EOF\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      tampered_restore (f);
      g_byte_array_append (f->file, (const guint8 *) tails[i], (guint) strlen (tails[i]));
      tampered_assert_rejected (f, "saved without a cross-reference");
    }
}

/* The attacker signs what he altered: his own signature is as good as he is, the first is not. */
static void
test_altered_and_signed_again (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  g_autoptr (HopsoSignatureReport) report = NULL;

  tampered_restore (f);
  tampered_save_on (f, savings[0].objects, 1);
  signing_world_write (f->world, "altered.pdf", f->file->data, f->file->len);
  signing_world_sign_file (f->world, "altered.pdf", "bad.pdf", "signer-ec");
  report = signing_world_verify (f->world, "bad.pdf", HOPSO_VERIFY_NORMAL);
  g_assert_cmpuint (hopso_signature_report_get_n_results (report), ==, 2);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_INVALID);
  g_assert_true (hopso_signature_result_has_reason (hopso_signature_report_get_result (report, 0),
                                                    HOPSO_SIGNATURE_REASON_ALTERED));
  g_assert_cmpint (
      hopso_signature_result_get_verdict (hopso_signature_report_get_result (report, 1)), ==,
      HOPSO_VERDICT_VALID);
}

/* --- wrapping and universal forgery ---------------------------------------------------------- */

/* Objects from @from on are @by further back. */
static void
move_entries (char *section, guint64 from, gsize by)
{
  for (char *at = section; (at = strstr (at, " 00000 n ")) != NULL; at++)
    {
      g_autofree char *old = g_strndup (at - 10, 10);
      guint64 offset = g_ascii_strtoull (old, NULL, 10);
      g_autofree char *new = g_strdup_printf ("%010" G_GUINT64_FORMAT, offset + by);

      /* The new content stands where it is. */
      if (offset >= from && at != strstr (section, " 00000 n "))
        memcpy (at - 10, new, 10);
    }
}

/* What was signed behind the signature moves back, and the ranges are told again, in a second key.
 * Between them comes another content, and a cross-reference that leads to it just where the signed
 * end says that one is. */
static void
test_wrapping (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  guint64 second = f->range[2];
  gsize xref = (gsize) g_ascii_strtoull (tampered_find_last (f->good, "startxref") + 10, NULL, 10);
  gsize end = (gsize) (tampered_find_last (f->good, "startxref") - (char *) f->good->data);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GString) wrap = g_string_new (NULL);
      guint64 content;

      g_string_printf (wrap,
                       "%s[0 %10" G_GUINT64_FORMAT " %10u %10" G_GUINT64_FORMAT "]>>\nendobj\n",
                       i == 0 ? "/ByteRange" : "/RangeByte", f->range[1], 0u, f->range[3]);
      content = second + wrap->len;
      g_string_append (wrap, "4 0 obj\n" EVIL "\nendobj\n");
      g_assert_cmpuint (second + wrap->len, <, xref);
      while (second + wrap->len < xref)
        g_string_append_c (wrap, ' ');
      g_string_append_printf (wrap, "xref\n4 1\n%010" G_GUINT64_FORMAT " 00000 n \n", content);
      g_string_append_len (wrap, (const char *) f->good->data + xref + strlen ("xref\n"),
                           (gssize) (end - xref - strlen ("xref\n")));
      g_autofree char *moved =
          g_strdup_printf ("%10" G_GUINT64_FORMAT, second + (guint64) wrap->len);
      memcpy (wrap->str + strlen ("/ByteRange[0 0123456789 "), moved, strlen (moved));
      move_entries (wrap->str + (xref - second), second, wrap->len);

      tampered_restore (f);
      g_byte_array_set_size (f->file, (guint) second);
      g_byte_array_append (f->file, (const guint8 *) wrap->str, (guint) wrap->len);
      g_byte_array_append (f->file, f->good->data + second, (guint) f->range[3]);
      tampered_assert_rejected (f, "wrapped");
      g_assert_true (signing_world_run (f->world, NULL, "qpdf --check bad.pdf; test $? -ne 2"));
    }
}

/* Something of the dictionary is gone or says nothing, in place. */
static void
test_universal_forgery (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  static const struct
  {
    const char *from, *to;
  } rows[] = {
    { "/Contents <", "/Kontents <" },
    { "/ByteRange [0", "/BiteRange [0" },
    { "/Contents <", "/Contents[<" },
    { "/Contents <", "/Contents 0" },
    { "/Contents <", "/Contents()" },
    { "/Filter /Adobe.PPKLite", "/Filter /Adobe.PPKNone" },
    { "/ByteRange [0", "/ByteRange [9" },
    { "/Type /Sig", "/Type /Sog" },
    { "ETSI.CAdES.detached", "ETSI.CAdES.disabled" },
    { "/FT /Sig", "/FT /Sog" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      tampered_restore (f);
      g_assert_cmpuint (strlen (rows[i].from), ==, strlen (rows[i].to));
      memcpy (tampered_find_last (f->file, rows[i].from), rows[i].to, strlen (rows[i].to));
      tampered_assert_rejected (f, rows[i].to);
    }
}

static void
test_empty_contents (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  static const char digits[] = { '0', 'f', ' ' };

  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    {
      tampered_restore (f);
      memset (f->file->data + f->range[1] + 1, digits[i], f->range[2] - f->range[1] - 2);
      tampered_assert_rejected (f, "empty contents");
    }
}

static void
test_truncated (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  const guint cuts[] = { 1,
                         7,
                         100,
                         (guint) f->range[3],
                         (guint) f->range[3] + 1,
                         (guint) (f->good->len - f->range[1]),
                         f->good->len / 2 };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      tampered_restore (f);
      /* The last line end is nobody's, if the signature says so: here it is signed. */
      g_byte_array_set_size (f->file, f->good->len - cuts[i]);
      tampered_assert_rejected (f, "truncated");
    }
}

/* The file says that nobody signed it; it is told that somebody did. */
static void
test_a_signature_taken_away_is_told (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  const TamperedObject objects[] = { { CATALOG, "<</Type/Catalog/Pages 2 0 R>>" } };
  g_autoptr (HopsoSignatureReport) report = NULL;

  tampered_restore (f);
  report = tampered_verify (f, HOPSO_VERIFY_OFFLINE);
  g_assert_cmpuint (hopso_signature_report_get_n_notes (report), ==, 0);
  g_clear_object (&report);
  tampered_save_on (f, objects, 1);
  report = tampered_verify (f, HOPSO_VERIFY_OFFLINE);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_UNSIGNED);
  g_assert_cmpuint (hopso_signature_report_get_n_notes (report), ==, 1);
  g_assert_nonnull (strstr (hopso_signature_report_get_note (report, 0), "removed"));
}

/* --- chance ---------------------------------------------------------------------------------- */

static void
test_bits_of_what_was_signed (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  guint rounds = hopso_test_soak_rounds (60, 500);
  guint lost = 0;

  for (guint i = 0; i < rounds; i++)
    {
      guint at = (guint) g_test_rand_int_range (0, (gint32) (f->range[1] + f->range[3]));
      guint bit = (guint) g_test_rand_int_range (0, 8);
      g_autoptr (HopsoSignatureReport) report = NULL;

      if (at >= f->range[1])
        at += (guint) (f->range[2] - f->range[1]);
      tampered_restore (f);
      f->file->data[at] ^= (guint8) (1 << bit);
      report = tampered_verify (f, HOPSO_VERIFY_OFFLINE);
      if (report == NULL || hopso_signature_report_get_n_results (report) == 0 ||
          hopso_signature_report_get_verdict (report) == HOPSO_VERDICT_INVALID ||
          hopso_signature_result_has_reason (hopso_signature_report_get_result (report, 0),
                                             HOPSO_SIGNATURE_REASON_UNSUPPORTED))
        continue;
      lost++;
      g_test_message ("byte %u, bit %u", at, bit);
      tampered_describe (report);
    }
  hopso_test_soak_report ("bits of what was signed", rounds, lost);
  g_assert_cmpuint (lost, ==, 0);
}

/* A flip in the CMS makes it wrong, or changes nothing that counts: never another signer. */
static void
test_bits_of_the_signature (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  guint rounds = hopso_test_soak_rounds (60, 500);
  guint lost = 0;

  for (guint i = 0; i < rounds; i++)
    {
      gint32 size = (gint32) MIN (f->range[2] - f->range[1] - 2, 8000);
      guint at = (guint) f->range[1] + 1 + (guint) g_test_rand_int_range (0, size);
      g_autoptr (HopsoSignatureReport) report = NULL;
      const HopsoSignatureFacts *facts;

      tampered_restore (f);
      f->file->data[at] = (guint8) "0123456789abcdef"[g_test_rand_int_range (0, 16)];
      report = tampered_verify (f, HOPSO_VERIFY_OFFLINE);
      if (report == NULL || hopso_signature_report_get_n_results (report) == 0)
        continue;
      facts = hopso_signature_result_get_facts (hopso_signature_report_get_result (report, 0));
      if (facts->is_intact && g_strcmp0 (facts->signer_name, "Nguyễn Văn Đức") != 0)
        lost++;
    }
  hopso_test_soak_report ("bits of the signature", rounds, lost);
  g_assert_cmpuint (lost, ==, 0);
}

static void
test_padding_is_reported (gconstpointer data)
{
  Tampered *f = (Tampered *) data;
  g_autoptr (HopsoSignatureReport) report = NULL;
  HopsoSignatureResult *result;

  tampered_restore (f);
  memcpy (f->file->data + f->range[2] - 9, "c0ffee", 6);
  report = tampered_verify (f, HOPSO_VERIFY_NORMAL);
  result = hopso_signature_report_get_result (report, 0);
  tampered_describe (report);
  g_assert_true (hopso_signature_result_has_note (result, HOPSO_SIGNATURE_NOTE_PADDING) ||
                 hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_FORMAT));
}

int
main (int argc, char **argv)
{
  Tampered fixture = { 0 };
  int status;

  g_test_init (&argc, &argv, NULL);
  tampered_set_up (&fixture);
#define ADD(name, func) g_test_add_data_func ("/signing/tamper/" name, &fixture, func)
  ADD ("incremental-saving", test_incremental_saving);
  ADD ("hide-and-replace", test_hide_and_replace);
  ADD ("saving-without-cross-reference", test_saving_without_cross_reference);
  ADD ("altered-and-signed-again", test_altered_and_signed_again);
  ADD ("wrapping", test_wrapping);
  ADD ("universal-forgery", test_universal_forgery);
  ADD ("a-signature-taken-away-is-told", test_a_signature_taken_away_is_told);
  ADD ("empty-contents", test_empty_contents);
  ADD ("truncated", test_truncated);
  ADD ("bits-of-what-was-signed", test_bits_of_what_was_signed);
  ADD ("bits-of-the-signature", test_bits_of_the_signature);
  ADD ("padding-is-reported", test_padding_is_reported);
  status = g_test_run ();
  tampered_tear_down (&fixture);
  return status;
}
