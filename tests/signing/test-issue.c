/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A letter is issued: places are reserved, the director approves, number, date and seal come in one
 * revision of the agency. It looks as the decree wants it, every program finds both signatures in
 * order, and whatever else is tried is refused or found out. */

#include "issue-world.h"

#include "hopso-pdf-form.h"
#include "hopso-pdf-update.h"
#include "hopso-verdict-words.h"

#include <math.h>
#include <string.h>

#define MM (72 / 25.4)

static SigningWorld *world; /* owned by main */
static IssueLetter letter;

static void
assert_near (double value, double wanted, double tolerance)
{
  if (fabs (value - wanted) > tolerance)
    g_error ("%.2f instead of %.2f", value, wanted);
}

static HopsoSignatureResult *
get_result (HopsoSignatureReport *report, guint position)
{
  HopsoSignatureResult *result = hopso_signature_report_get_result (report, position);

  for (guint i = 0; i < hopso_signature_result_get_n_reasons (result); i++)
    g_test_message ("%u: %s: %s", position,
                    hopso_signature_reason_get_name (hopso_signature_result_get_reason (result, i)),
                    hopso_signature_result_get_detail (result, i));
  return result;
}

/* The whole way once; the tests look at what it left. */
static void
make_files (void)
{
  g_autoptr (HopsoSignJob) job = NULL;
  g_autoptr (GError) error = NULL;

  issue_world_typeset (world, "plain.pdf", &letter);
  issue_world_reserve (world, "plain.pdf", "reserved.pdf", &letter, &error);
  g_assert_no_error (error);
  issue_world_approve (world, "reserved.pdf", "approved.pdf");
  job = issue_world_make_issue (world, "approved.pdf", "issued.pdf");
  issue_world_run_job (world, job, "agency", &error);
  g_assert_no_error (error);
}

static void
test_both_signatures_are_valid (void)
{
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (world, "issued.pdf", HOPSO_VERIFY_NORMAL);
  HopsoSignatureResult *leader = get_result (report, 0);
  HopsoSignatureResult *seal = get_result (report, 1);
  g_autofree char *sentence = hopso_verdict_words_sentence (report);
  g_autofree char *said = NULL;

  g_assert_nonnull (strstr (sentence, "only number, date and seal were added"));
  g_assert_cmpuint (hopso_signature_result_get_n_notes (seal), ==, 0);
  g_assert_cmpuint (hopso_signature_report_get_n_results (report), ==, 2);
  g_assert_cmpint (hopso_signature_result_get_verdict (leader), ==, HOPSO_VERDICT_VALID);
  g_assert_cmpint (hopso_signature_result_get_verdict (seal), ==, HOPSO_VERDICT_VALID);
  g_assert_cmpint (hopso_signature_result_get_facts (leader)->changes, ==,
                   HOPSO_CHANGES_AFTER_ALLOWED);
  g_assert_false (hopso_signature_result_get_facts (leader)->is_of_agency);
  g_assert_true (hopso_signature_result_get_facts (seal)->is_of_agency);
  g_assert_true (hopso_signature_result_get_facts (seal)->covers_whole_file);
  g_assert_cmpstr (hopso_signature_result_get_facts (seal)->field_name, ==, "HopSo.Seal");
  g_assert_cmpuint (hopso_signature_result_get_n_changes (leader), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (hopso_signature_result_get_change (leader, i)->kind, ==,
                     HOPSO_CHANGE_RESERVED_PLACE);

  g_assert_true (signing_world_run (world, NULL, "qpdf --check issued.pdf"));
  g_assert_true (signing_world_run (world, NULL, "qpdf --check reserved.pdf"));
  g_assert_true (signing_world_run (world, &said, "pdfsig -nocert issued.pdf"));
  g_assert_nonnull (strstr (said, "Signature #2"));
  g_assert_null (strstr (said, "Signature is Invalid"));
  g_assert_nonnull (strstr (said, "Total document signed"));
}

/* Beside the words that were printed, on their line, in their size. */
static void
test_number_and_date_stand_on_their_lines (void)
{
  IssueWord so, number, symbol, place, day, year;

  g_assert_true (issue_world_find_word (world, "plain.pdf", "Số:", &so));
  g_assert_true (issue_world_find_word (world, "plain.pdf", "/SYT-VP", &symbol));
  g_assert_true (issue_world_find_word (world, "plain.pdf", "Hòa,", &place));
  g_assert_false (issue_world_find_word (world, "approved.pdf", "15", &number));
  g_assert_true (issue_world_find_word (world, "issued.pdf", "ngày", &day));
  g_assert_true (issue_world_find_word (world, "issued.pdf", "2026", &year));
  if (!issue_world_find_word (world, "issued.pdf", "15", &number))
    g_assert_true (issue_world_find_word (world, "issued.pdf", "15/SYT-VP", &number));
  else
    assert_near (number.right, symbol.left, 2.5);
  g_assert_cmpfloat (number.left, >, so.right);
  assert_near (number.top, symbol.top, 0.8);
  assert_near (number.bottom, symbol.bottom, 0.8);
  assert_near (day.top, place.top, 0.8);
  assert_near (day.bottom, place.bottom, 0.8);
  g_assert_cmpfloat (day.left, >, place.right);
  g_assert_cmpfloat (day.left - place.right, <, 8);
  g_assert_cmpfloat (year.right, <, (210 - 15) * MM + 1);
}

static void
test_fonts_are_embedded (void)
{
  g_autofree char *said = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (signing_world_run (world, &said, "pdffonts issued.pdf | tail -n +3"));
  lines = g_strsplit (g_strchomp (said), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "LiberationSerif") == NULL || strstr (lines[i], "yes yes") == NULL)
      g_error ("%s", lines[i]);
}

/* 36 mm, red, over the left third of the blue picture's place. */
static void
test_the_seal_has_its_size_and_place (void)
{
  IssueInk seal = issue_world_find_ink (world, "issued.pdf", 0, issue_ink_is_red);
  IssueInk none = issue_world_find_ink (world, "approved.pdf", 0, issue_ink_is_red);
  IssueInk signature = issue_world_find_ink (world, "approved.pdf", 0, issue_ink_is_blue);
  const HopsoSignPlace *place = &letter.order.seal.place;
  double left = place->x + place->width - 50; /* of the mark, 150 points wide */

  g_assert_cmpuint (none.n, ==, 0);
  assert_near (seal.right - seal.left, 36 * MM, 2 * MM);
  assert_near (seal.bottom - seal.top, 36 * MM, 2 * MM);
  assert_near ((seal.left + seal.right) / 2, place->x + place->width / 2, 1 * MM);
  assert_near ((seal.top + seal.bottom) / 2, place->y + place->height / 2, 1 * MM);
  g_assert_cmpuint (signature.n, >, 100);
  g_assert_cmpfloat (signature.left, >=, left - 1);
  g_assert_cmpfloat (signature.right, <=, left + 151);
  assert_near ((signature.left + signature.right) / 2, left + 75, 3);
  assert_near (seal.right, left + 50, 1 * MM);
}

/* One initials unseen, the director signs where a place is kept for it, the agency issues. */
static void
test_several_hands_stay_valid (void)
{
  IssueLetter kept = letter;
  g_autoptr (HopsoSignJob) initial = NULL;
  g_autoptr (HopsoSignJob) approve = NULL;
  g_autoptr (HopsoSignJob) issue = NULL;
  g_autoptr (HopsoSignatureReport) report = NULL;
  g_autoptr (GError) error = NULL;

  kept.order.signature = letter.signature;
  issue_world_reserve (world, "plain.pdf", "kept.pdf", &kept, &error);
  g_assert_no_error (error);
  initial =
      issue_world_make_job (world, "kept.pdf", "initialled.pdf", HOPSO_SIGN_ACTION_INITIAL, NULL);
  issue_world_run_job (world, initial, "signer-ec", &error);
  g_assert_no_error (error);
  approve = issue_world_make_job (world, "initialled.pdf", "both.pdf", HOPSO_SIGN_ACTION_NONE,
                                  "signature.png");
  hopso_sign_job_set_place (approve, &letter.signature.place);
  issue_world_run_job (world, approve, "signer-rsa", &error);
  g_assert_no_error (error);
  issue = issue_world_make_issue (world, "both.pdf", "all.pdf");
  issue_world_run_job (world, issue, "agency", &error);
  g_assert_no_error (error);
  report = signing_world_verify (world, "all.pdf", HOPSO_VERIFY_NORMAL);
  g_assert_cmpuint (hopso_signature_report_get_n_results (report), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (hopso_signature_result_get_verdict (get_result (report, i)), ==,
                     HOPSO_VERDICT_VALID);
  g_assert_cmpstr (hopso_signature_result_get_facts (get_result (report, 1))->field_name, ==,
                   "HopSo.Signature");
}

/* --- what is done to it afterwards ----------------------------------------------------------- */

typedef HopsoPdfObject *(*Change) (HopsoPdfObject *object);

static HopsoPdfObject *
write_another_number (HopsoPdfObject *field)
{
  g_autoptr (HopsoPdfObject) value = hopso_pdf_object_new_text ("16");

  return hopso_pdf_object_dup_with (field, "V", value);
}

static HopsoPdfObject *
take_the_look_away (HopsoPdfObject *field)
{
  return hopso_pdf_object_dup_with (field, "AP", NULL);
}

static HopsoPdfObject *
move_it (HopsoPdfObject *field)
{
  HopsoPdfObject *edges[4];
  g_autoptr (HopsoPdfObject) rect = NULL;

  for (guint i = 0; i < 4; i++)
    edges[i] = hopso_pdf_object_new_integer (100 + 50 * (i / 2));
  rect = hopso_pdf_object_new_array (edges, 4);
  return hopso_pdf_object_dup_with (field, "Rect", rect);
}

/* Somebody writes the field anew in a revision of the file. */
static void
tamper (const char *input, const char *field_name, Change change)
{
  g_autoptr (GBytes) bytes = signing_world_read (world, input);
  g_autoptr (HopsoPdfSource) source = hopso_pdf_source_new_bytes (bytes);
  g_autoptr (HopsoPdfFile) file = hopso_pdf_file_open (source, NULL);
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fields (file, NULL);
  g_autoptr (HopsoPdfUpdate) update = hopso_pdf_update_new (file, NULL);
  g_autoptr (GByteArray) appended = NULL;
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  for (guint i = 0; i < fields->len; i++)
    {
      const HopsoPdfField *field = fields->pdata[i];
      g_autoptr (HopsoPdfObject) changed = NULL;

      if (strcmp (field->name, field_name) != 0)
        continue;
      changed = change (field->dictionary);
      hopso_pdf_update_put (update, field->reference, changed);
    }
  appended = hopso_pdf_update_finish (update, NULL);
  g_byte_array_append (whole, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (whole, appended->data, appended->len);
  signing_world_write (world, "tampered.pdf", whole->data, whole->len);
}

static void
test_tampering_is_found_out (void)
{
  static const struct
  {
    const char *field;
    Change change;
  } rows[] = { { "HopSo.Number", write_another_number },
               { "HopSo.Date", take_the_look_away },
               { "HopSo.Number", move_it },
               { "HopSo.Seal", move_it },
               { "HopSo.Seal", take_the_look_away } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HopsoSignatureReport) report = NULL;

      g_test_message ("%u", i);
      tamper ("issued.pdf", rows[i].field, rows[i].change);
      report = signing_world_verify (world, "tampered.pdf", HOPSO_VERIFY_OFFLINE);
      g_assert_cmpint (hopso_signature_result_get_verdict (get_result (report, 0)), ==,
                       HOPSO_VERDICT_INVALID);
      g_assert_cmpint (hopso_signature_result_get_verdict (get_result (report, 1)), ==,
                       HOPSO_VERDICT_INVALID);
    }
}

/* What was filled in before the agency signs is not issued. */
static void
test_a_number_without_a_seal_is_not_issued (void)
{
  g_autoptr (HopsoSignJob) job = NULL;
  g_autoptr (GError) error = NULL;

  tamper ("approved.pdf", "HopSo.Number", write_another_number);
  job = issue_world_make_issue (world, "tampered.pdf", "never.pdf");
  g_assert_false (issue_world_run_job (world, job, "agency", &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE);
}

/* --- what is refused ------------------------------------------------------------------------- */

static void
assert_refused (HopsoSignJob *job,
                const char *certificate,
                HopsoSigningError code,
                const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (issue_world_run_job (world, job, certificate, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, HOPSO_SIGNING_ERROR, (int) code);
  if (words != NULL)
    g_assert_nonnull (strstr (error->message, words));
}

static void
test_a_person_does_not_issue (void)
{
  g_autoptr (HopsoSignJob) job = issue_world_make_issue (world, "approved.pdf", "never.pdf");

  assert_refused (job, "signer-rsa", HOPSO_SIGNING_ERROR_RULE, "Only an agency's certificate");
}

static void
test_nothing_unapproved_is_issued (void)
{
  g_autoptr (HopsoSignJob) job = issue_world_make_issue (world, "reserved.pdf", "never.pdf");

  assert_refused (job, "agency", HOPSO_SIGNING_ERROR_RULE, "Nobody in authority");
}

/* The agency's own signature is nobody's in authority. */
static void
test_the_agency_does_not_approve_for_itself (void)
{
  g_autoptr (HopsoSignJob) own =
      issue_world_make_job (world, "reserved.pdf", "own.pdf", HOPSO_SIGN_ACTION_NONE, NULL);
  g_autoptr (HopsoSignJob) job = NULL;
  g_autoptr (GError) error = NULL;

  issue_world_run_job (world, own, "agency", &error);
  g_assert_no_error (error);
  job = issue_world_make_issue (world, "own.pdf", "never.pdf");
  assert_refused (job, "agency", HOPSO_SIGNING_ERROR_RULE, "Nobody in authority");
}

static void
test_places_cannot_come_too_late (void)
{
  g_autoptr (HopsoSignJob) approve = issue_world_make_job (world, "plain.pdf", "signed-plain.pdf",
                                                           HOPSO_SIGN_ACTION_INITIAL, NULL);
  g_autoptr (HopsoSignJob) job = NULL;
  g_autoptr (GError) error = NULL;

  issue_world_run_job (world, approve, "signer-ec", &error);
  g_assert_no_error (error);
  job = issue_world_make_issue (world, "signed-plain.pdf", "never.pdf");
  assert_refused (job, "agency", HOPSO_SIGNING_ERROR_RULE, "without places");
  g_assert_false (issue_world_reserve (world, "signed-plain.pdf", "never.pdf", &letter, &error));
  g_assert_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE);
  g_clear_error (&error);
  g_assert_false (issue_world_reserve (world, "reserved.pdf", "never.pdf", &letter, &error));
  g_assert_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE);
}

static void
test_nothing_is_issued_twice_or_in_part (void)
{
  g_autoptr (HopsoSignJob) again = issue_world_make_issue (world, "issued.pdf", "never.pdf");
  g_autoptr (HopsoSignJob) undated = issue_world_make_job (world, "approved.pdf", "never.pdf",
                                                           HOPSO_SIGN_ACTION_ISSUE, "seal.png");
  g_autoptr (HopsoSignJob) bare =
      issue_world_make_job (world, "approved.pdf", "never.pdf", HOPSO_SIGN_ACTION_ISSUE, NULL);
  g_autoptr (HopsoSignJob) large = issue_world_make_issue (world, "approved.pdf", "never.pdf");
  g_autoptr (HopsoSignJob) wide = issue_world_make_issue (world, "approved.pdf", "never.pdf");

  assert_refused (again, "agency", HOPSO_SIGNING_ERROR_RULE, "issued already");
  hopso_sign_job_set_number (undated, "15");
  assert_refused (undated, "agency", HOPSO_SIGNING_ERROR_RULE, "date of issue");
  hopso_sign_job_set_number (bare, "15");
  hopso_sign_job_set_date (bare, 22, 11, 2026);
  assert_refused (bare, "agency", HOPSO_SIGNING_ERROR_RULE, "picture of the seal");
  hopso_sign_job_set_seal_diameter (large, 50);
  assert_refused (large, "agency", HOPSO_SIGNING_ERROR_RULE, "larger than the place");
  hopso_sign_job_set_number (wide, "1500000000");
  assert_refused (wide, "agency", HOPSO_SIGNING_ERROR_RULE, "larger than the place");
}

/* The inspector does not even prepare it. */
static void
test_no_mark_comes_beside_the_places (void)
{
  g_autoptr (HopsoSignJob) job = signing_world_make_job (world, "approved.pdf", "never.pdf");

  assert_refused (job, "signer-ec", HOPSO_SIGNING_ERROR_RULE, "break that signature");
}

/* Where number and date are printed already, the seal comes alone, over the mark that is there. */
static void
test_a_seal_alone_finds_its_place (void)
{
  g_autoptr (HopsoSignJob) approve = signing_world_make_job (world, "plain.pdf", "marked.pdf");
  g_autoptr (HopsoSignJob) job = NULL;
  g_autoptr (HopsoSignatureReport) report = NULL;
  g_autoptr (GError) error = NULL;
  IssueInk seal;

  issue_world_run_job (world, approve, "signer-ec", &error);
  g_assert_no_error (error);
  job =
      issue_world_make_job (world, "marked.pdf", "sealed.pdf", HOPSO_SIGN_ACTION_ISSUE, "seal.png");
  hopso_sign_job_set_seal_diameter (job, 30);
  issue_world_run_job (world, job, "agency", &error);
  g_assert_no_error (error);
  seal = issue_world_find_ink (world, "sealed.pdf", 0, issue_ink_is_red);
  assert_near (seal.right - seal.left, 30 * MM, 2 * MM);
  assert_near (seal.right, 320 + 150 / 3, 1 * MM);
  assert_near ((seal.top + seal.bottom) / 2, 420 + 60 / 2, 1 * MM);
  report = signing_world_verify (world, "sealed.pdf", HOPSO_VERIFY_NORMAL);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_VALID);
}

/* --- protected documents --------------------------------------------------------------------- */

#define PASSWORD "khoa-1"

static void
run_protected (HopsoSignJob *job, const char *certificate)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (PASSWORD);
  g_autoptr (GError) error = NULL;

  hopso_sign_job_set_password (job, password);
  issue_world_run_job (world, job, certificate, &error);
  g_assert_no_error (error);
}

static void
test_protected_documents_are_issued (void)
{
  g_autoptr (HopsoSecret) password = hopso_secret_new_from_string (PASSWORD);
  g_autoptr (HopsoSecret) wrong = hopso_secret_new_from_string ("sai");
  IssueLetter kept = letter;
  g_autoptr (GError) error = NULL;
  IssueWord word;

  g_assert_true (signing_world_run (world, NULL,
                                    "qpdf --encrypt " PASSWORD " chu 256 -- plain.pdf locked.pdf"));
  kept.order.password = wrong;
  g_assert_false (issue_world_reserve (world, "locked.pdf", "locked-kept.pdf", &kept, &error));
  g_assert_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_PASSWORD);
  g_clear_error (&error);
  kept.order.password = password;
  issue_world_reserve (world, "locked.pdf", "locked-kept.pdf", &kept, &error);
  g_assert_no_error (error);
  g_assert_true (
      signing_world_run (world, NULL, "qpdf --password=" PASSWORD " --check locked-kept.pdf"));

  g_autoptr (HopsoSignJob) approve = issue_world_make_job (
      world, "locked-kept.pdf", "locked-approved.pdf", HOPSO_SIGN_ACTION_APPROVE, "signature.png");
  run_protected (approve, "signer-rsa");
  g_autoptr (HopsoSignJob) issue =
      issue_world_make_issue (world, "locked-approved.pdf", "locked-issued.pdf");
  run_protected (issue, "agency");
  g_assert_true (signing_world_run (
      world, NULL, "qpdf --password=" PASSWORD " --decrypt locked-issued.pdf opened.pdf"));
  g_assert_true (issue_world_find_word (world, "opened.pdf", "15", &word));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  world = signing_world_new ();
  signing_world_add_agency (world);
  make_files ();
#define ADD(name, func) g_test_add_func ("/signing/issue/" name, func)
  ADD ("both-signatures-are-valid", test_both_signatures_are_valid);
  ADD ("number-and-date-stand-on-their-lines", test_number_and_date_stand_on_their_lines);
  ADD ("fonts-are-embedded", test_fonts_are_embedded);
  ADD ("the-seal-has-its-size-and-place", test_the_seal_has_its_size_and_place);
  ADD ("several-hands-stay-valid", test_several_hands_stay_valid);
  ADD ("tampering-is-found-out", test_tampering_is_found_out);
  ADD ("a-number-without-a-seal-is-not-issued", test_a_number_without_a_seal_is_not_issued);
  ADD ("a-person-does-not-issue", test_a_person_does_not_issue);
  ADD ("nothing-unapproved-is-issued", test_nothing_unapproved_is_issued);
  ADD ("the-agency-does-not-approve-for-itself", test_the_agency_does_not_approve_for_itself);
  ADD ("places-cannot-come-too-late", test_places_cannot_come_too_late);
  ADD ("nothing-is-issued-twice-or-in-part", test_nothing_is_issued_twice_or_in_part);
  ADD ("no-mark-comes-beside-the-places", test_no_mark_comes_beside_the_places);
  ADD ("a-seal-alone-finds-its-place", test_a_seal_alone_finds_its_place);
  ADD ("protected-documents-are-issued", test_protected_documents_are_issued);
  status = g_test_run ();
  signing_world_free (world);
  return status;
}
