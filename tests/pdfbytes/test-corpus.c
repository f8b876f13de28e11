/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that other programs made, in the folder that HOPSO_CORPUS names: reading/ and signing/,
 * the latter in classes, with what to expect of each in index.tsv. Nothing may take long; what can
 * be signed is; attacks are seen. */

#include "hopso-test-pdf.h"

#include "hopso-pdf-difference.h"
#include "hopso-pdf-prepare.h"
#include "hopso-pdf-signature.h"

#include <gio/gio.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#define MAX_SECONDS 60
#else
#define MAX_SECONDS 2
#endif

typedef struct
{
  char *path;     /* below the corpus */
  char *expected; /* nullable: a word of index.tsv */
  HopsoPdfSource *source;
  HopsoPdfFile *file; /* nullable */
  GError *error;      /* nullable */
} Document;

static void
document_clear (Document *self)
{
  g_free (self->path);
  g_free (self->expected);
  g_clear_object (&self->file);
  g_clear_pointer (&self->source, hopso_pdf_source_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Document, document_clear)

static void
open_document (Document *self, const char *full)
{
  char *bytes;
  gsize size;
  g_autoptr (GBytes) contents = NULL;

  g_assert_true (g_file_get_contents (full, &bytes, &size, NULL));
  contents = g_bytes_new_take (bytes, size);
  self->source = hopso_pdf_source_new_bytes (contents);
  self->file = hopso_pdf_file_open (self->source, &self->error);
}

/* The fifth column of the line that begins with the path below signing/. */
static char *
look_up (const char *corpus, const char *path)
{
  g_autofree char *index = g_build_filename (corpus, "signing", "index.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (index, &text, NULL, NULL))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);

      if (g_strv_length (columns) > 4 && g_str_has_suffix (path, columns[0]))
        return g_strdup (columns[4]);
    }
  return NULL;
}

typedef void (*Visit) (Document *document);

/* Visits every PDF of a folder; skips the test when there is no corpus. */
static void
visit (const char *folder, Visit function)
{
  const char *corpus = g_getenv ("HOPSO_CORPUS");
  g_autofree char *path = NULL;
  g_autoptr (GDir) directory = NULL;
  const char *name;

  if (corpus == NULL)
    {
      g_test_skip ("HOPSO_CORPUS names no folder");
      return;
    }
  path = g_build_filename (corpus, folder, NULL);
  directory = g_dir_open (path, 0, NULL);
  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, name, NULL);
      g_auto (Document) document = { .path = g_build_filename (folder, name, NULL) };
      gint64 start = g_get_monotonic_time ();

      if (!g_str_has_suffix (name, ".pdf"))
        continue;
      document.expected = look_up (corpus, document.path);
      open_document (&document, full);
      function (&document);
      if (g_get_monotonic_time () - start > MAX_SECONDS * G_USEC_PER_SEC)
        g_error ("%s took too long", name);
    }
}

static GPtrArray *
list_signatures (Document *document)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *signatures;

  if (document->file == NULL)
    return NULL;
  signatures = hopso_pdf_file_list_signatures (document->file, &error);
  g_assert_true ((signatures == NULL) == (error != NULL));
  return signatures;
}

static HopsoPdfDifference *
compare (Document *document, const HopsoPdfSignature *signature)
{
  g_autoptr (GError) error = NULL;
  HopsoPdfDifference *difference =
      hopso_pdf_file_compare_revision (document->file, signature->revision, &error);

  g_assert_true ((difference == NULL) == (error != NULL));
  return difference;
}

static void
visit_any (Document *document)
{
  g_autoptr (GPtrArray) signatures = list_signatures (document);
  guint n_pages;

  g_assert_true ((document->file == NULL) == (document->error != NULL));
  if (document->file != NULL)
    hopso_pdf_file_get_n_pages (document->file, &n_pages, NULL);
  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      g_autoptr (HopsoPdfDifference) difference = compare (document, signatures->pdata[i]);
    }
}

static void
test_nothing_hangs (void)
{
  static const char *const folders[] = { "reading",          "signing/algo",
                                         "signing/attack",   "signing/level",
                                         "signing/revision", "signing/structure-signed",
                                         "signing/signed",   "signing/bytecover" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    visit (folders[i], visit_any);
}

/* Good books and slides must open, or the parser is too strict to be of use. */
static void
visit_reading (Document *document)
{
  if (strstr (document->path, "/bad-") == NULL)
    g_assert_no_error (document->error);
}

static void
test_real_documents_open (void)
{
  visit ("reading", visit_reading);
}

static guint n_attacks, n_seen;

/* An attack is seen by a finding, by a change, or because the file does not even parse. What
 * remains is what only the signature's value can tell. */
static void
visit_attack (Document *document)
{
  g_autoptr (GPtrArray) signatures = list_signatures (document);
  gboolean is_seen = document->file == NULL;

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];
      g_autoptr (HopsoPdfDifference) difference = compare (document, signature);

      is_seen |= signature->findings != 0 || difference == NULL || !difference->is_permitted ||
                 difference->change > HOPSO_PDF_CHANGE_SIGNATURES;
    }
  if (!is_seen)
    g_test_message ("%s was not seen", document->path);
  n_attacks++;
  n_seen += is_seen;
}

static void
test_attacks_are_seen (void)
{
  visit ("signing/attack", visit_attack);
  g_assert_cmpuint (n_seen * 10, >=, n_attacks * 9);
}

static void
visit_level (Document *document)
{
  g_autoptr (GPtrArray) signatures = list_signatures (document);

  g_assert_nonnull (signatures);
  for (guint i = 0; i < signatures->len; i++)
    {
      HopsoPdfSignature *signature = signatures->pdata[i];
      g_autoptr (HopsoPdfDifference) difference = compare (document, signature);

      if (signature->findings != 0 || difference->change > HOPSO_PDF_CHANGE_SIGNATURES)
        g_error ("%s: %s is wronged", document->path, signature->field_name);
    }
}

static void
test_good_signatures_are_not_wronged (void)
{
  visit ("signing/level", visit_level);
  visit ("signing/algo", visit_level);
}

static void
visit_coverage (Document *document)
{
  g_autoptr (GPtrArray) signatures = list_signatures (document);
  guint findings = 0;

  g_assert_nonnull (signatures);
  for (guint i = 0; i < signatures->len; i++)
    findings |= ((HopsoPdfSignature *) signatures->pdata[i])->findings;
  g_test_message ("%s: %x", document->path, findings);
  if (g_strcmp0 (document->expected, "not-covered") == 0)
    g_assert_cmpuint (findings, !=, 0);
  if (g_strcmp0 (document->expected, "valid") == 0)
    g_assert_cmpuint (findings, ==, 0);
}

static void
test_coverage_is_judged (void)
{
  visit ("signing/bytecover", visit_coverage);
}

/* What qpdf --check says: 0 clean, 2 damaged, 3 warnings; -1 when it is not here. */
static int
ask_qpdf (Document *document, GBytes *appended)
{
  g_autofree char *qpdf = g_find_program_in_path ("qpdf");
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "asked.pdf", NULL);
  gsize size = (gsize) hopso_pdf_source_get_size (document->source);
  g_autoptr (GBytes) original = hopso_pdf_source_dup_bytes (document->source, 0, size, NULL);
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GSubprocess) process = NULL;

  if (qpdf == NULL)
    return -1;
  g_byte_array_append (whole, g_bytes_get_data (original, NULL), (guint) size);
  if (appended != NULL)
    g_byte_array_append (whole, g_bytes_get_data (appended, NULL),
                         (guint) g_bytes_get_size (appended));
  g_assert_true (g_file_set_contents (path, (char *) whole->data, (gssize) whole->len, NULL));
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              NULL, qpdf, "--check", path, NULL);
  g_subprocess_wait (process, NULL, NULL);
  return g_subprocess_get_exit_status (process);
}

static void
check_prepared (Document *document, const HopsoPdfSignaturePlan *plan, HopsoPdfPrepared *prepared)
{
  g_autoptr (GError) error = NULL;
  int before = ask_qpdf (document, NULL);
  int after;

  hopso_pdf_check_update (document->source, prepared->appended, plan, prepared->byte_range,
                          prepared->hole_offset, prepared->hole_size, &error);
  if (error != NULL)
    g_error ("%s is refused: %s", document->path, error->message);
  after = ask_qpdf (document, prepared->appended);
  g_assert_true (after <= 0 || after == before);
}

/* Only what is encrypted or not clean may be refused. */
static void
prepare (Document *document, const HopsoPdfSignaturePlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HopsoPdfPrepared) prepared = NULL;

  if (document->file != NULL)
    prepared = hopso_pdf_prepare_signature (document->file, plan, &error);
  else
    error = g_error_copy (document->error);
  if (prepared != NULL)
    {
      check_prepared (document, plan, prepared);
      return;
    }
  g_test_message ("%s: %s", document->path, error->message);
  g_assert_true (error->domain == HOPSO_PDF_ERROR);
  if (g_strcmp0 (document->expected, "signable") == 0 && error->code != HOPSO_PDF_ERROR_ENCRYPTED)
    g_assert_cmpint (ask_qpdf (document, NULL), !=, 0);
}

static void
visit_unsigned (Document *document)
{
  g_autoptr (GBytes) bytes = hopso_test_mark (150, 50);
  g_autoptr (HopsoPdfSource) mark = hopso_pdf_source_new_bytes (bytes);
  HopsoPdfSignaturePlan visible = { .x = 5,
                                    .y = 5,
                                    .width = 30,
                                    .height = 10,
                                    .mark = mark,
                                    .name = "Nguyễn Văn Đẵng",
                                    .signing_time = 1795350309,
                                    .utc_offset = 420 };
  HopsoPdfSignaturePlan invisible = { .name = "An" };

  prepare (document, &visible);
  prepare (document, &invisible);
}

static void
test_unsigned_documents_are_prepared (void)
{
  visit ("signing/unsigned-hard", visit_unsigned);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pdfbytes/corpus/nothing-hangs", test_nothing_hangs);
  g_test_add_func ("/pdfbytes/corpus/real-documents-open", test_real_documents_open);
  g_test_add_func ("/pdfbytes/corpus/attacks-are-seen", test_attacks_are_seen);
  g_test_add_func ("/pdfbytes/corpus/good-signatures-are-not-wronged",
                   test_good_signatures_are_not_wronged);
  g_test_add_func ("/pdfbytes/corpus/coverage-is-judged", test_coverage_is_judged);
  g_test_add_func ("/pdfbytes/corpus/unsigned-documents-are-prepared",
                   test_unsigned_documents_are_prepared);
  return g_test_run ();
}
