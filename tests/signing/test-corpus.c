/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that other programs made, in the folder signing/ of what HOPSO_CORPUS names, and what its
 * index.tsv expects of each. Every certificate that a file brings along is trusted here, so that
 * no attack is turned away only because its signer is unknown. What we say of each file stands in
 * tests/fixtures/signing/corpus.tsv, with what pdfsig says and, where we argue with the index, why:
 * another answer than that is a change to be looked at. HOPSO_TEST_TABLE=FILE writes it anew. */

#include "corpus-trust.h"
#include "signing-world.h"

#include "hopso-sign-refusal.h"

#include <fcntl.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#define MAX_SECONDS 60
#else
#define MAX_SECONDS 5
#endif

/* The time of validation: certificates end, and what is found must not change with the day. */
#define NOW G_GINT64_CONSTANT (1795305600) /* 2026-11-22 */

typedef struct
{
  SigningWorld *world; /* owned, nullable: there is no corpus */
  char *folder;        /* owned, nullable */
  char **lines;        /* owned, nullable: of index.tsv */
  GHashTable *table;   /* owned, nullable: file → columns of corpus.tsv */
  GString *written;    /* owned: the table as it is today */
  guint n_signed;
  guint n_refused;
} Fixture;

/* Columns of corpus.tsv. */
enum
{
  FILE_NAME,
  EXPECTED, /* by the index */
  HELD,     /* what we hold it to, the same unless we argue */
  OURS,
  PDFSIG, /* of poppler 22.12 */
  WHY,
  N_COLUMNS
};

static void
read_table (Fixture *f)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("HOPSO_FIXTURES"), "signing", "corpus.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  f->written = g_string_new (NULL);
  g_string_append_printf (f->written, "%s\n", lines[0]);
  f->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      char **columns = g_strsplit (lines[i], "\t", -1);

      g_assert_cmpuint (g_strv_length (columns), ==, N_COLUMNS);
      g_hash_table_insert (f->table, g_strdup (columns[FILE_NAME]), columns);
    }
}

/* What we said of a file is what the table has. */
static void
compare_with_table (Fixture *f, const char *file, const char *expected, const char *ours)
{
  char **row = g_hash_table_lookup (f->table, file);
  const char *held = row != NULL ? row[HELD] : expected;

  g_string_append_printf (f->written, "%s\t%s\t%s\t%s\t%s\t%s\n", file, expected, held, ours,
                          row != NULL ? row[PDFSIG] : "", row != NULL ? row[WHY] : "");
  if (g_getenv ("HOPSO_TEST_TABLE") != NULL)
    return;
  g_assert_nonnull (row);
  g_assert_cmpstr (row[EXPECTED], ==, expected);
  g_assert_cmpstr (row[OURS], ==, ours);
  /* An argument has a reason. */
  g_assert_true (g_str_equal (row[HELD], row[EXPECTED]) || *row[WHY] != '\0');
}

static void
set_up (Fixture *f, gconstpointer data)
{
  const char *corpus = g_getenv ("HOPSO_CORPUS");
  g_autofree char *index = NULL;
  g_autofree char *text = NULL;

  if (corpus == NULL)
    {
      g_test_skip ("HOPSO_CORPUS names no folder");
      return;
    }
  f->folder = g_build_filename (corpus, "signing", NULL);
  index = g_build_filename (f->folder, "index.tsv", NULL);
  g_assert_true (g_file_get_contents (index, &text, NULL, NULL));
  f->lines = g_strsplit (text, "\n", -1);
  read_table (f);
  f->world = signing_world_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  const char *table = g_getenv ("HOPSO_TEST_TABLE");
  g_autofree char *part =
      table != NULL ? g_strdup_printf ("%s.%s", table, (const char *) data) : NULL;

  if (part != NULL && f->written != NULL)
    g_assert_true (g_file_set_contents (part, f->written->str, -1, NULL));
  if (f->written != NULL)
    g_string_free (f->written, TRUE);
  g_clear_pointer (&f->table, g_hash_table_unref);
  g_clear_pointer (&f->world, signing_world_free);
  g_strfreev (f->lines);
  g_free (f->folder);
}

/* Whether some signature is refused for what was done to the file, not for its certificate. */
static gboolean
is_seen_through (HopsoSignatureReport *report)
{
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);

      for (guint j = 0; j < hopso_signature_result_get_n_reasons (result); j++)
        if (hopso_signature_result_get_reason (result, j) <=
                HOPSO_SIGNATURE_REASON_CHANGES_UNKNOWN &&
            hopso_signature_result_get_reason (result, j) != HOPSO_SIGNATURE_REASON_ALGORITHM &&
            hopso_signature_result_get_reason (result, j) !=
                HOPSO_SIGNATURE_REASON_ALGORITHM_NO_POE)
          return TRUE;
    }
  return FALSE;
}

static gboolean
all_persons_intact (HopsoSignatureReport *report)
{
  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      const HopsoSignatureFacts *facts =
          hopso_signature_result_get_facts (hopso_signature_report_get_result (report, i));

      if (!facts->is_intact && !facts->is_document_timestamp)
        return FALSE;
    }
  return hopso_signature_report_get_n_results (report) > 0;
}

/* The verdict, and each reason once. */
static char *
describe (HopsoSignatureReport *report)
{
  GString *text;
  gboolean is_first = TRUE;

  if (report == NULL)
    return g_strdup ("refused");
  text = g_string_new (hopso_verdict_get_name (hopso_signature_report_get_verdict (report)));
  for (guint reason = 0; reason < HOPSO_N_SIGNATURE_REASONS; reason++)
    for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
      if (hopso_signature_result_has_reason (hopso_signature_report_get_result (report, i), reason))
        {
          g_string_append_printf (text, "%s %s", is_first ? ":" : ",",
                                  hopso_signature_reason_get_name (reason));
          is_first = FALSE;
          break;
        }
  return g_string_free (text, FALSE);
}

static void
judge (const char *file, const char *expected, HopsoSignatureReport *report)
{
  HopsoVerdict verdict =
      report != NULL ? hopso_signature_report_get_verdict (report) : HOPSO_VERDICT_INVALID;

  g_test_message ("%s: %s, expected %s", file,
                  report != NULL ? hopso_verdict_get_name (verdict) : "refused", expected);
  if (g_str_has_prefix (expected, "invalid") || g_str_equal (expected, "not-covered") ||
      g_str_equal (expected, "modified-after"))
    {
      g_assert_cmpint (verdict, !=, HOPSO_VERDICT_VALID);
      if (!g_str_equal (expected, "invalid-timestamp"))
        g_assert_true (report == NULL || is_seen_through (report));
    }
  else if (g_str_has_prefix (expected, "valid") || g_str_has_prefix (expected, "B-"))
    {
      g_assert_nonnull (report);
      g_assert_cmpint (verdict, !=, HOPSO_VERDICT_INVALID);
      g_assert_true (all_persons_intact (report));
    }
}

static const char *
hold (Fixture *f, const char *file, const char *expected)
{
  char **row = g_hash_table_lookup (f->table, file);

  return row != NULL ? row[HELD] : expected;
}

static void
verify_file (Fixture *f, const char *file, const char *expected)
{
  g_autofree char *path = g_build_filename (f->folder, file, NULL);
  g_autoptr (HopsoTrustList) trust = corpus_trust_what_is_in (path);
  g_autoptr (HopsoClock) clock = hopso_clock_new_fixed (NOW);
  g_autoptr (HopsoVerifier) verifier =
      hopso_verifier_new (signing_world_get_pdf_client (f->world), NULL, trust, clock);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (HopsoSignatureReport) report =
      signing_world_try_verify_path (verifier, path, HOPSO_VERIFY_OFFLINE);

  g_autofree char *ours = describe (report);

  g_assert_cmpint (g_get_monotonic_time () - begin, <, MAX_SECONDS * G_USEC_PER_SEC);
  judge (file, hold (f, file, expected), report);
  compare_with_table (f, file, expected, ours);
}

/* A line of the index: file, where from, path there, class, what is expected, note, … */
typedef void (*Visit) (Fixture *f, const char *file, const char *expected);

static void
visit (Fixture *f, gboolean is_signed, Visit function)
{
  for (guint i = 1; f->lines != NULL && f->lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (f->lines[i], "\t", -1);

      if (g_strv_length (columns) > 5 && g_str_equal (columns[3], "unsigned-hard") != is_signed)
        function (f, columns[0], columns[4]);
    }
}

static void
test_signed_files_get_their_verdict (Fixture *f, gconstpointer data)
{
  visit (f, TRUE, verify_file);
}

/* What opens the protected files of the corpus, by their notes. */
static const char *
find_password (const char *file, const char *expected)
{
  if (g_str_equal (expected, "signable-after-password"))
    return "ownersecret";
  return strstr (file, "_protected.pdf") != NULL ? " " : "";
}

static HopsoSignJob *
make_job (Fixture *f, const char *input, const char *output, const char *word)
{
  g_autoptr (HopsoSecret) password = *word != '\0' ? hopso_secret_new_from_string (word) : NULL;
  HopsoSignJob *job = signing_world_make_job (f->world, input, output);

  hopso_sign_job_set_password (job, password);
  return job;
}

/* Puts the signature, with a mark or without, and asks everybody; NULL, or why it was refused. */
static const GError *
sign_once (Fixture *f, HopsoSignJob *job, gboolean has_mark)
{
  const HopsoSignPlace place = { 0, 10, 10, 60, 30 };
  const HopsoSignPlace none = { 0 };
  g_autoptr (HopsoSignBatch) batch =
      signing_world_make_batch (f->world, has_mark ? "signer-rsa" : "signer-ec", NULL);
  g_autoptr (GError) error = NULL;

  hopso_sign_job_set_place (job, has_mark ? &place : &none);
  hopso_sign_batch_set_padding (batch, HOPSO_SIGN_PADDING_PKCS1);
  hopso_sign_batch_add_job (batch, job);
  signing_world_sign (f->world, batch, &error);
  g_assert_no_error (error);
  return hopso_sign_job_get_error (job);
}

/* What was there is untouched; qpdf finds no more errors than before, pdfsig accepts as many
 * signatures and one more. */
static void
ask_others (Fixture *f, const char *before, const char *after, const char *password)
{
  g_autofree char *ask = g_strdup_printf (
      "check () { qpdf --password='%3$s' --check $1 2>&1; echo status $?; }; "
      "count () { pdfsig -nocert -upw '%3$s' -opw '%3$s' $1 2>&1 | "
      "grep -c 'Signature is Valid'; }; "
      "cmp -n $(stat -c %%s %1$s) %1$s %2$s && "
      "check %1$s | grep -ci -e error -e warning -e 'status [^0]' >one; "
      "check %2$s | grep -ci -e error -e warning -e 'status [^0]' >two; "
      "test $(cat two) -le $(cat one) && test $(count %2$s) -eq $(($(count %1$s) + 1))",
      before, after, password);

  g_assert_true (signing_world_run (f->world, NULL, ask));
}

static gboolean
is_signable (const char *expected)
{
  return g_str_has_prefix (expected, "signable") || g_str_has_prefix (expected, "see-note");
}

static void
verify_twice (Fixture *f)
{
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (f->world, "twice.pdf", HOPSO_VERIFY_NORMAL);

  g_assert_cmpuint (hopso_signature_report_get_n_results (report), >=, 2);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), !=, HOPSO_VERDICT_INVALID);
  g_assert_true (all_persons_intact (report));
}

/* In a field of its own; where only fields that are there may be filled, in the one that is. */
static const GError *
sign_first (Fixture *f, const char *password, HopsoSignJob **job)
{
  const GError *refusal;

  *job = make_job (f, "in.pdf", "once.pdf", password);
  refusal = sign_once (f, *job, FALSE);
  if (refusal == NULL || strstr (refusal->message, "new fields") == NULL)
    return refusal;
  g_object_unref (*job);
  *job = make_job (f, "in.pdf", "once.pdf", password);
  hopso_sign_job_set_field_name (*job, "Signature1");
  return sign_once (f, *job, FALSE);
}

/* A second one, with a mark, where a new field is allowed. */
static void
sign_second (Fixture *f, const char *password)
{
  g_autoptr (HopsoSignJob) job = make_job (f, "once.pdf", "twice.pdf", password);
  const GError *refusal = sign_once (f, job, TRUE);

  if (refusal != NULL && strstr (refusal->message, "new fields") != NULL)
    return;
  g_assert_no_error (refusal);
  ask_others (f, "once.pdf", "twice.pdf", password);
  if (*password == '\0')
    verify_twice (f);
}

static void
sign_file (Fixture *f, const char *file, const char *expected)
{
  g_autofree char *path = g_build_filename (f->folder, file, NULL);
  const char *password = find_password (file, hold (f, file, expected));
  g_autoptr (HopsoSignJob) first = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *ours = NULL;
  const GError *refusal;
  gsize size;

  g_test_message ("%s", file);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  signing_world_write (f->world, "in.pdf", bytes, size);
  refusal = sign_first (f, password, &first);
  if (refusal != NULL)
    {
      g_assert_nonnull (hopso_sign_refusal_get_words (refusal));
      ours = g_strdup_printf ("refused: %s", refusal->message);
      compare_with_table (f, file, expected, ours);
      return;
    }
  g_assert_true (is_signable (hold (f, file, expected)));
  ask_others (f, "in.pdf", "once.pdf", password);
  sign_second (f, password);
  compare_with_table (f, file, expected, "signed; qpdf and pdfsig agree");
}

/* How many signatures are intact, our own among them. */
static guint
count_intact (HopsoSignatureReport *report)
{
  guint n = 0;

  for (guint i = 0; report != NULL && i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);

      n += hopso_signature_result_get_facts (result)->is_intact &&
           !hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_STRUCTURE);
    }
  return n;
}

/* What is signed and sound takes one signature more, and loses none; or says why not. */
static void
sign_once_more (Fixture *f, const char *file, const char *expected)
{
  const char *held = hold (f, file, expected);
  g_autofree char *path = g_build_filename (f->folder, file, NULL);
  g_autoptr (HopsoSignJob) job = NULL;
  g_autoptr (HopsoSignatureReport) before = NULL;
  g_autoptr (HopsoSignatureReport) after = NULL;
  g_autofree char *bytes = NULL;
  const GError *refusal;
  gsize size;

  if (!g_str_has_prefix (held, "valid") && !g_str_has_prefix (held, "B-"))
    return;
  g_test_message ("%s", file);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  signing_world_write (f->world, "in.pdf", bytes, size);
  job = make_job (f, "in.pdf", "once.pdf", "");
  refusal = sign_once (f, job, FALSE);
  if (refusal != NULL)
    {
      f->n_refused++;
      g_test_message ("refused: %s", refusal->message);
      g_assert_nonnull (hopso_sign_refusal_get_words (refusal));
      return;
    }
  f->n_signed++;
  before = signing_world_verify (f->world, "in.pdf", HOPSO_VERIFY_OFFLINE);
  after = signing_world_verify (f->world, "once.pdf", HOPSO_VERIFY_OFFLINE);
  g_assert_cmpuint (count_intact (after), ==, count_intact (before) + 1);
  ask_others (f, "in.pdf", "once.pdf", "");
}

static void
test_signed_files_take_one_more (Fixture *f, gconstpointer data)
{
  visit (f, TRUE, sign_once_more);
  g_test_message ("signed %u, refused %u", f->n_signed, f->n_refused);
}

static void
test_unsigned_files_are_signed_or_refused (Fixture *f, gconstpointer data)
{
  visit (f, FALSE, sign_file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/signing/corpus/" name, Fixture, name, set_up, func, tear_down)
  ADD ("signed-files-get-their-verdict", test_signed_files_get_their_verdict);
  ADD ("signed-files-take-one-more", test_signed_files_take_one_more);
  ADD ("unsigned-files-are-signed-or-refused", test_unsigned_files_are_signed_or_refused);
  return g_test_run ();
}
