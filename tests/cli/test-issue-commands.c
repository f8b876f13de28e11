/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hopsoctl reserve and hopsoctl sign --as, as a records clerk's script uses them, with a real
 * token: from the draft to the issued document, attachments, copies and arrivals. */

#include "hopso-cli.h"
#include "hopso-test-token.h"
#include "hopso-typeset-document.h"

#include <math.h>
#include <string.h>
#include <sys/wait.h>

#define MM         (72 / 25.4)
#define PAGE_WIDTH (210 * MM)

static HopsoTestPki *pki;     /* owned by main */
static HopsoTestToken *token; /* owned by main */

/* With or without gaps between what is printed already, as other programs leave them. */
static void
write_letter (const char *name, const char *number, const char *date)
{
  g_autoptr (HopsoTypesetDocument) document = hopso_typeset_document_new (HOPSO_TYPESET_DECISION);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GError) error = NULL;

  hopso_typeset_document_set_agency (document, "ỦY BAN NHÂN DÂN\nTỈNH AN HÒA", "SỞ Y TẾ");
  hopso_typeset_document_set_number (document, number, "QĐ-SYT");
  hopso_typeset_document_set_date (document, "An Hòa", date);
  hopso_typeset_document_set_name (document, "QUYẾT ĐỊNH", "Về việc thử nghiệm");
  hopso_typeset_document_set_decider (document, "GIÁM ĐỐC SỞ Y TẾ");
  hopso_typeset_document_add_paragraph (document, "Văn bản này dùng để thử nghiệm.");
  hopso_typeset_document_add_recipient (document, "Như trên");
  hopso_typeset_document_set_signer (document, "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "Nguyễn Văn Đẵng");
  pdf = hopso_typeset_document_write_bytes (document, NULL, &error);
  g_assert_no_error (error);
  hopso_test_pki_write (pki, name, pdf);
}

static void
set_key (const char *variable, const char *name)
{
  g_autoptr (HopsoCertificate) certificate = hopso_test_pki_dup_certificate (pki, name);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (certificate);
  g_autofree char *command =
      g_strdup_printf ("%s sign --module %s --serial %s --pin-file pin --chain sub.pem",
                       g_getenv ("HOPSOCTL"), hopso_test_token_find_module (), serial);

  g_setenv (variable, command, TRUE);
}

static void
set_up (void)
{
  g_autoptr (GBytes) pin = g_bytes_new (HOPSO_TEST_TOKEN_PIN "\n", sizeof HOPSO_TEST_TOKEN_PIN);

  pki = hopso_test_pki_new ();
  token = hopso_test_token_new (pki, "cli");
  hopso_test_token_add_agency (token, pki, "cli");
  hopso_test_pki_write (pki, "pin", pin);
  set_key ("DIRECTOR", "signer-rsa");
  set_key ("AGENCY", "agency");
  write_letter ("plain.pdf", NULL, NULL);
  write_letter ("gaps.pdf", "         ", "ngày        tháng 11 năm 2026");
  write_letter ("blank.pdf", "         ", "ngày        tháng        năm 2026");
  write_letter ("printed.pdf", "15", "ngày 22 tháng 11 năm 2026");
}

static int
run (const char *command, char **said)
{
  const char *argv[] = { "/bin/sh", "-c", command, NULL };
  g_autofree char *printed = NULL;
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_spawn_sync (hopso_test_pki_get_folder (pki), (char **) argv, NULL, 0, NULL, NULL, &printed,
                &complaints, &status, &error);
  g_assert_no_error (error);
  g_test_message ("%s\n%s%s", command, printed, complaints);
  if (said != NULL)
    *said = g_strconcat (printed, complaints, NULL);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
assert_runs (const char *command)
{
  g_assert_cmpint (run (command, NULL), ==, HOPSO_CLI_YES);
}

static void
assert_says (const char *command, int status, const char *words)
{
  g_autofree char *said = NULL;

  g_assert_cmpint (run (command, &said), ==, status);
  g_assert_nonnull (strstr (said, words));
}

static double
read_edge (const char *line, const char *edge)
{
  return g_ascii_strtod (strstr (line, edge) + strlen (edge) + 2, NULL);
}

/* Left, upper, right and lower edge of a word that begins so. */
static void
find_word (const char *file, const char *start, double edges[4])
{
  g_autofree char *command = g_strdup_printf ("pdftotext -bbox %s -", file);
  g_autofree char *wanted = g_strdup_printf (">%s", start);
  g_autofree char *said = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_cmpint (run (command, &said), ==, 0);
  lines = g_strsplit (said, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "<word") != NULL && strstr (lines[i], wanted) != NULL)
      {
        edges[0] = read_edge (lines[i], "xMin");
        edges[1] = read_edge (lines[i], "yMin");
        edges[2] = read_edge (lines[i], "xMax");
        edges[3] = read_edge (lines[i], "yMax");
        return;
      }
  g_error ("%s is not there", start);
}

static void
assert_near (double value, double wanted, double tolerance)
{
  if (fabs (value - wanted) > tolerance)
    g_error ("%.2f instead of %.2f", value, wanted);
}

/* --- issuing --------------------------------------------------------------------------------- */

#define SIGNATURE "--image \"$HOPSO_SAMPLE_DIR\"/signature.png "
#define SEAL      "--image \"$HOPSO_SAMPLE_DIR\"/seal.png "
#define ISSUE     "$AGENCY --as seal " SEAL

static void
test_a_draft_becomes_an_issued_document (void)
{
  double number[4], printed[4];

  assert_runs ("$HOPSOCTL reserve plain.pdf -o reserved.pdf --auto --json >places.json");
  assert_runs ("grep -q '\"page\" : 1' places.json && test $(grep -c width places.json) = 4");
  assert_runs ("$DIRECTOR --as approve " SIGNATURE "-o approved.pdf reserved.pdf");
  assert_runs (ISSUE "--number 15 --date 2026-11-22 -o issued.pdf approved.pdf");
  assert_says ("$HOPSOCTL verify --offline --trust root.pem issued.pdf", HOPSO_CLI_UNDETERMINED,
               "seal");
  assert_runs ("qpdf --check issued.pdf");
  assert_says ("pdfsig -nocert issued.pdf | grep -c 'Signature is Valid'", 0, "2\n");
  assert_runs ("test -z \"$(pdffonts issued.pdf | tail -n +3 | grep -v 'yes yes')\"");
  assert_runs ("pdftotext -layout issued.pdf - | grep -q 'ngày 22 tháng 11 năm 2026'");
  find_word ("issued.pdf", "15", number);
  find_word ("plain.pdf", "/QĐ-SYT", printed);
  assert_near (number[1], printed[1], 0.8);
  /* What is sealed stays as it is. */
  assert_says (ISSUE "--number 16 --date 2026-11-22 -o never.pdf issued.pdf", HOPSO_CLI_FAILED,
               "issued already");
  assert_says ("$HOPSOCTL fill issued.pdf -s HopSo.Number=16 -o never.pdf", HOPSO_CLI_FAILED, "");
  assert_says ("$HOPSOCTL reserve approved.pdf -o never.pdf --auto", HOPSO_CLI_FAILED,
               "signed already");
  assert_runs ("test ! -e never.pdf");
}

/* "Số:        /QĐ-SYT" and "ngày       tháng 11 năm 2026" as other programs print them. */
static void
test_gaps_of_other_programs_are_found (void)
{
  double day[4], month[4], word[4], number[4], symbol[4];

  assert_runs ("$HOPSOCTL reserve gaps.pdf -o gaps-reserved.pdf --auto");
  assert_runs ("$DIRECTOR --as approve " SIGNATURE "-o gaps-approved.pdf gaps-reserved.pdf");
  assert_runs (ISSUE "--number 15 --date 2026-11-07 -o gaps-issued.pdf gaps-approved.pdf");
  find_word ("gaps-issued.pdf", "07", day);
  find_word ("gaps.pdf", "ngày", word);
  find_word ("gaps.pdf", "tháng", month);
  find_word ("gaps-issued.pdf", "15", number);
  find_word ("gaps.pdf", "/QĐ-SYT", symbol);
  g_assert_cmpfloat (day[0], >, word[2]);
  g_assert_cmpfloat (day[2], <, month[0]);
  assert_near (day[1], month[1], 0.8);
  assert_near (day[3], month[3], 0.8);
  assert_near (number[2], symbol[0], 2.5);
  assert_near (number[1], symbol[1], 0.8);
  assert_says ("pdfsig -nocert gaps-issued.pdf | grep -c 'Signature is Valid'", 0, "2\n");
}

/* "ngày       tháng       năm 2026": one field, of which each half finds its gap. */
static void
test_a_date_without_day_and_month_is_found (void)
{
  double day[4], month[4], word[4], between[4], year[4];

  assert_runs ("$HOPSOCTL reserve blank.pdf -o blank-reserved.pdf --auto");
  assert_runs ("$DIRECTOR --as approve " SIGNATURE "-o blank-approved.pdf blank-reserved.pdf");
  assert_runs (ISSUE "--number 15 --date 2026-12-07 -o blank-issued.pdf blank-approved.pdf");
  assert_runs ("pdftotext -layout blank-issued.pdf - | grep -Eq 'ngày +07 +tháng +12 +năm 2026'");
  find_word ("blank-issued.pdf", "07", day);
  find_word ("blank-issued.pdf", "12", month);
  find_word ("blank.pdf", "ngày", word);
  find_word ("blank.pdf", "tháng", between);
  find_word ("blank.pdf", "năm", year);
  g_assert_cmpfloat (day[0], >, word[2]);
  g_assert_cmpfloat (day[2], <, between[0]);
  g_assert_cmpfloat (month[0], >, between[2]);
  g_assert_cmpfloat (month[2], <, year[0]);
  assert_near (day[1], between[1], 0.8);
  assert_near (month[3], between[3], 0.8);
  assert_says ("$HOPSOCTL verify --offline --trust root.pem blank-issued.pdf",
               HOPSO_CLI_UNDETERMINED, "seal");
  assert_says ("pdfsig -nocert blank-issued.pdf | grep -c 'Signature is Valid'", 0, "2\n");
}

static void
test_places_can_be_given (void)
{
  assert_runs ("$HOPSOCTL reserve printed.pdf -o given.pdf --seal 1,300,400,110,110");
  assert_says ("$HOPSOCTL reserve printed.pdf -o given.pdf --auto", HOPSO_CLI_FAILED, "--number");
  assert_says ("$HOPSOCTL reserve printed.pdf -o given.pdf --seal 300,400,110", HOPSO_CLI_USAGE,
               "four numbers");
  assert_says ("$HOPSOCTL reserve printed.pdf -o given.pdf", HOPSO_CLI_USAGE, "--seal");
  assert_says ("$HOPSOCTL reserve printed.pdf -o no/given.pdf --seal 1,1,99,99", HOPSO_CLI_FAILED,
               "");
}

/* --- text without a picture ------------------------------------------------------------------ */

/* Upper right, ten points, upright, nothing else. */
static void
check_text (const char *file, const char *first, guint n_lines)
{
  g_autofree char *images = g_strdup_printf ("test $(pdfimages -list %s | wc -l) = 2", file);
  g_autofree char *fonts =
      g_strdup_printf ("test -z \"$(pdffonts %s | tail -n +3 | grep -v 'yes yes')\"", file);
  double line[4], time[4];

  find_word (file, first, line);
  find_word (file, "20", time);
  assert_near (time[2], PAGE_WIDTH - 15 * MM, 1.5);
  assert_near (time[3] - time[1], 11.07, 0.3);
  assert_near (line[3] - line[1], 11.07, 0.3);
  assert_near (time[1] - line[1], (n_lines - 1) * 11.5, 2);
  g_assert_cmpfloat (line[1], >, 5 * MM);
  g_assert_cmpfloat (time[3], <, 20 * MM);
  assert_runs (images);
  assert_runs (fonts);
}

static void
test_attachments_show_number_and_time (void)
{
  assert_runs ("$AGENCY --as attachment --number 15/QĐ-SYT -o attachment.pdf printed.pdf");
  check_text ("attachment.pdf", "15/QĐ-SYT", 2);
  assert_runs ("pdftotext attachment.pdf - | "
               "grep -Eq '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+]07:00$'");
  assert_says ("$AGENCY --as attachment -o never.pdf printed.pdf", HOPSO_CLI_FAILED,
               "number and symbol");
  assert_says ("$AGENCY --as attachment --number 1 " SEAL "-o never.pdf printed.pdf",
               HOPSO_CLI_FAILED, "no picture");
  assert_says ("$DIRECTOR --as attachment --number 1 -o never.pdf printed.pdf", HOPSO_CLI_FAILED,
               "Only an agency");
}

static void
test_copies_show_form_agency_and_time (void)
{
  assert_runs ("$AGENCY --as copy --copy-form extract --organization 'Sở Y tế tỉnh Đắk Nông, ẵ ữ' "
               "-o copy.pdf printed.pdf");
  check_text ("copy.pdf", "TRÍCH", 3);
  assert_runs ("pdftotext copy.pdf - | grep -q 'Sở Y tế tỉnh Đắk Nông, ẵ ữ'");
  assert_runs ("$AGENCY --as copy -o copy-2.pdf printed.pdf");
  assert_runs ("pdftotext copy-2.pdf - | grep -q 'SAO Y'");
  assert_runs ("pdftotext copy-2.pdf - | grep -q 'UBND tỉnh Thanh Hóa'");
  assert_says ("$DIRECTOR --as copy -o never.pdf printed.pdf", HOPSO_CLI_FAILED, "Only an agency");
}

static void
test_arrivals_are_stamped_where_nobody_signed (void)
{
  double word[4];

  assert_runs ("$DIRECTOR --as incoming --number 123 --date 2026-11-22 -o stamped.pdf printed.pdf");
  find_word ("stamped.pdf", "ĐẾN", word);
  assert_near (word[0], 30 * MM, 60);
  g_assert_cmpfloat (word[3], <, 20 * MM);
  assert_runs ("pdftotext stamped.pdf - | grep -q 'Ngày: 22/11/2026'");
  assert_runs ("$AGENCY --as copy -o came.pdf printed.pdf");
  assert_runs ("$DIRECTOR --as incoming --number 7 --date 2026-11-22 -o received.pdf came.pdf");
  g_assert_cmpint (run ("pdftotext received.pdf - | grep ĐẾN", NULL), !=, 0);
  assert_says ("pdfsig -nocert received.pdf | grep -c 'Signature is Valid'", 0, "2\n");
  assert_says ("$DIRECTOR --as incoming --number 7 -o never.pdf came.pdf", HOPSO_CLI_FAILED,
               "date of arrival");
}

static void
test_initials_and_information (void)
{
  double word[4];

  assert_runs ("$DIRECTOR --as initial -o initialled.pdf printed.pdf");
  assert_runs ("test $(pdfimages -list initialled.pdf | wc -l) = 2");
  assert_runs ("$DIRECTOR --as approve --info " SIGNATURE
               "--rect 300,500,220,70 -o informed.pdf printed.pdf");
  find_word ("informed.pdf", "Người", word);
  g_assert_cmpfloat (word[0], >, 300);
  assert_runs ("pdftotext -layout informed.pdf - | grep -q 'Thời gian ký: 20'");
  assert_says ("$DIRECTOR --as approve " SIGNATURE "-o never.pdf printed.pdf", HOPSO_CLI_FAILED,
               "Say where");
}

static void
test_wrong_options_are_told (void)
{
  assert_says ("$DIRECTOR --as everything -o never.pdf printed.pdf", HOPSO_CLI_USAGE, "--as takes");
  assert_says ("$DIRECTOR --number 15 -o never.pdf printed.pdf", HOPSO_CLI_USAGE, "need --as");
  assert_says ("$AGENCY --as seal --date 2026-02-30 -o never.pdf printed.pdf", HOPSO_CLI_USAGE,
               "a day that exists");
  assert_says ("$AGENCY --as copy --copy-form all -o never.pdf printed.pdf", HOPSO_CLI_USAGE,
               "--copy-form takes");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
#define ADD(name, func) g_test_add_func ("/cli/issue/" name, func)
  ADD ("a-draft-becomes-an-issued-document", test_a_draft_becomes_an_issued_document);
  ADD ("gaps-of-other-programs-are-found", test_gaps_of_other_programs_are_found);
  ADD ("a-date-without-day-and-month-is-found", test_a_date_without_day_and_month_is_found);
  ADD ("places-can-be-given", test_places_can_be_given);
  ADD ("attachments-show-number-and-time", test_attachments_show_number_and_time);
  ADD ("copies-show-form-agency-and-time", test_copies_show_form_agency_and_time);
  ADD ("arrivals-are-stamped-where-nobody-signed", test_arrivals_are_stamped_where_nobody_signed);
  ADD ("initials-and-information", test_initials_and_information);
  ADD ("wrong-options-are-told", test_wrong_options_are_told);
  status = g_test_run ();
  hopso_test_token_free (token);
  hopso_test_pki_free (pki);
  return status;
}
