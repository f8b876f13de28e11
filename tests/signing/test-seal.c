/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A letter goes its way: places are reserved, the leader signs, number and date come with the
 * agency's seal. The leader's signature stays valid; under a person's certificate, or one that
 * nobody trusts, or in another place, it does not. */

#include "hopso-pdf-update.h"
#include "hopso-test-recipe.h"
#include "signing-world.h"

#include <string.h>

static const char letter[] =
    "1 0 obj\n<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/DA(/F 9 Tf)>>>>\nendobj\n"
    "2 0 obj\n<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2/MediaBox[0 0 595 842]>>\nendobj\n"
    "3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[6 0 R 7 0 R 8 0 R]>>\nendobj\n"
    "4 0 obj\n<</Length 22>>\nstream\n0 g 9 9 300 300 re f  \nendstream\nendobj\n"
    "5 0 obj\n<</T(HopSo)/Kids[6 0 R 7 0 R 8 0 R]>>\nendobj\n"
    "6 0 obj\n<</Parent 5 0 R/Subtype/Widget/FT/Tx/T(Number)/Rect[50 700 250 720]>>\nendobj\n"
    "7 0 obj\n<</Parent 5 0 R/Subtype/Widget/FT/Tx/T(Date)/Rect[300 700 500 720]>>\nendobj\n"
    "8 0 obj\n<</Parent 5 0 R/Subtype/Widget/FT/Sig/T(Seal)/Rect[300 100 400 200]>>\nendobj\n"
    "9 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n";

#define NUMBER "<</Parent 5 0 R/Subtype/Widget/FT/Tx/T(Number)"
#define HERE   "/Rect[50 700 250 720]"

static SigningWorld *world; /* owned by main */

typedef struct
{
  HopsoTestRecipe *recipe; /* owned: signed by the leader */
} Fixture;

static GBytes *
new_letter (void)
{
  GString *pdf = g_string_new ("%PDF-1.7\n");
  gsize xref;

  g_string_append (pdf, letter);
  xref = pdf->len;
  g_string_append (pdf, "xref\n0 10\n0000000000 65535 f \n");
  for (guint i = 1; i < 10; i++)
    {
      g_autofree char *head = g_strdup_printf ("\n%u 0 obj", i);

      g_string_append_printf (pdf, "%010u 00000 n \n",
                              (guint) (strstr (pdf->str, head) + 1 - pdf->str));
    }
  g_string_append_printf (
      pdf, "trailer\n<</Root 1 0 R/Size 10>>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", xref);
  return g_string_free_to_bytes (pdf);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = new_letter ();

  f->recipe = hopso_test_recipe_new (signing_world_get_pki (world), bytes);
  hopso_test_recipe_sign (f->recipe, "signer-rsa", FALSE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hopso_test_recipe_free (f->recipe);
}

static void
write_object (Fixture *f, guint32 number, const char *body)
{
  g_autoptr (HopsoPdfFile) file = hopso_test_recipe_open (f->recipe);
  g_autoptr (HopsoPdfUpdate) update = hopso_pdf_update_new (file, NULL);
  g_autoptr (GBytes) raw = g_bytes_new (body, strlen (body));
  g_autoptr (GByteArray) appended = NULL;

  hopso_pdf_update_put_raw (update, (HopsoPdfReference){ number, 0 }, raw);
  appended = hopso_pdf_update_finish (update, NULL);
  hopso_test_recipe_append (f->recipe, appended);
}

static void
seal (Fixture *f, const char *certificate)
{
  const HopsoPdfSignaturePlan plan = { .field_name = "HopSo.Seal" };

  hopso_test_recipe_sign_plan (f->recipe, certificate, FALSE, &plan);
}

static HopsoSignatureReport *
verify (Fixture *f)
{
  g_autofree char *path = signing_world_dup_path (world, "letter.pdf");

  hopso_test_recipe_write (f->recipe, path);
  return signing_world_verify (world, "letter.pdf", HOPSO_VERIFY_NORMAL);
}

static void
assert_leader (HopsoSignatureReport *report, HopsoVerdict verdict, HopsoChangesAfter changes)
{
  HopsoSignatureResult *leader = hopso_signature_report_get_result (report, 0);

  for (guint i = 0; i < hopso_signature_result_get_n_reasons (leader); i++)
    g_test_message ("%s: %s",
                    hopso_signature_reason_get_name (hopso_signature_result_get_reason (leader, i)),
                    hopso_signature_result_get_detail (leader, i));
  g_assert_cmpint (hopso_signature_result_get_verdict (leader), ==, verdict);
  g_assert_cmpint (hopso_signature_result_get_facts (leader)->changes, ==, changes);
}

static void
test_a_sealed_letter_stays_valid (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignatureReport) report = NULL;
  HopsoSignatureResult *leader;

  write_object (f, 6, NUMBER HERE "/V(15/SYT-VP)>>");
  write_object (f, 7, "<</Parent 5 0 R/Subtype/Widget/FT/Tx/T(Date)/Rect[300 700 500 720]/V(22)>>");
  seal (f, "agency");
  report = verify (f);
  assert_leader (report, HOPSO_VERDICT_VALID, HOPSO_CHANGES_AFTER_ALLOWED);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_VALID);
  leader = hopso_signature_report_get_result (report, 0);
  g_assert_cmpuint (hopso_signature_result_get_n_changes (leader), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const HopsoSignatureChange *change = hopso_signature_result_get_change (leader, i);

      g_assert_cmpint (change->kind, ==, HOPSO_CHANGE_RESERVED_PLACE);
      g_assert_cmpuint (change->page, ==, 1);
      g_assert_true (change->is_allowed);
    }
}

/* A person, somebody revoked, somebody whom nobody knows: none of them is the agency. */
static void
test_only_an_agency_seals (Fixture *f, gconstpointer data)
{
  static const char *const others[] = { "signer-ec", "revoked", "other-root" };
  g_autoptr (GBytes) signed_letter = hopso_test_recipe_dup_bytes (f->recipe);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (HopsoSignatureReport) report = NULL;

      hopso_test_recipe_free (f->recipe);
      f->recipe = hopso_test_recipe_new (signing_world_get_pki (world), signed_letter);
      write_object (f, 6, NUMBER HERE "/V(15/SYT-VP)>>");
      seal (f, others[i]);
      report = verify (f);
      g_test_message ("%s", others[i]);
      assert_leader (report, HOPSO_VERDICT_INVALID, HOPSO_CHANGES_AFTER_ALTERED);
      g_assert_false (
          hopso_signature_result_get_change (hopso_signature_report_get_result (report, 0), 0)
              ->is_allowed);
    }
}

/* What cannot be known of the seal is not known of what it seals. */
static void
test_an_unknown_seal_leaves_it_open (Fixture *f, gconstpointer data)
{
  g_autofree char *path = signing_world_dup_path (world, "letter.pdf");
  g_autoptr (HopsoTrustList) nobody = hopso_trust_list_new ();
  g_autoptr (HopsoClock) clock = hopso_clock_new_system ();
  g_autoptr (HopsoVerifier) verifier =
      hopso_verifier_new (signing_world_get_pdf_client (world), NULL, nobody, clock);
  g_autoptr (HopsoSignatureReport) report = NULL;

  write_object (f, 6, NUMBER HERE "/V(15/SYT-VP)>>");
  seal (f, "agency");
  hopso_test_recipe_write (f->recipe, path);
  report = signing_world_verify_with (world, verifier, "letter.pdf", HOPSO_VERIFY_OFFLINE);
  assert_leader (report, HOPSO_VERDICT_UNDETERMINED, HOPSO_CHANGES_AFTER_UNKNOWN);
  g_assert_true (hopso_signature_result_has_reason (hopso_signature_report_get_result (report, 0),
                                                    HOPSO_SIGNATURE_REASON_CHANGES_UNKNOWN));
}

static void
test_places_are_kept (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name;
    guint32 number;
    const char *body;
  } rows[] = {
    { "outside of the rectangle", 6, NUMBER "/Rect[50 400 550 720]/V(15)>>" },
    { "on another page", 9, "<</Type/Page/Parent 2 0 R/Annots[6 0 R]>>" },
    { "beside it", 3,
      "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[6 0 R 7 0 R 8 0 R"
      "<</Subtype/FreeText/Rect[9 9 99 99]/Contents(15)>>]>>" },
  };
  g_autoptr (GBytes) signed_letter = hopso_test_recipe_dup_bytes (f->recipe);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoSignatureReport) report = NULL;

      hopso_test_recipe_free (f->recipe);
      f->recipe = hopso_test_recipe_new (signing_world_get_pki (world), signed_letter);
      write_object (f, rows[i].number, rows[i].body);
      seal (f, "agency");
      report = verify (f);
      g_test_message ("%s", rows[i].name);
      assert_leader (report, HOPSO_VERDICT_INVALID, HOPSO_CHANGES_AFTER_ALTERED);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  world = signing_world_new ();
#define ADD(name, func) g_test_add ("/signing/seal/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-sealed-letter-stays-valid", test_a_sealed_letter_stays_valid);
  ADD ("only-an-agency-seals", test_only_an_agency_seals);
  ADD ("an-unknown-seal-leaves-it-open", test_an_unknown_seal_leaves_it_open);
  ADD ("places-are-kept", test_places_are_kept);
  status = g_test_run ();
  signing_world_free (world);
  return status;
}
