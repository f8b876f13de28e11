/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signatures as other programs see them, and what must not happen. */

#include "hopso-digest.h"
#include "hopso-fd.h"
#include "signing-world.h"

#include "hopso-sign-refusal.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  SigningWorld *world; /* owned */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->world = signing_world_new ();
  signing_world_typeset (f->world, "in.pdf");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  signing_world_free (f->world);
}

static void
test_others_accept_it (Fixture *f, gconstpointer certificate)
{
  g_autofree char *said = NULL;

  signing_world_sign_file (f->world, "in.pdf", "out.pdf", certificate);
  g_assert_true (signing_world_run (f->world, NULL, "qpdf --check out.pdf"));
  g_assert_true (signing_world_run (f->world, &said, "pdfsig -nocert out.pdf"));
  g_assert_nonnull (strstr (said, "Signature is Valid"));
  g_assert_nonnull (strstr (said, "Total document signed"));
  g_assert_nonnull (strstr (said, "ETSI.CAdES.detached"));
}

static void
test_the_original_stays_an_untouched_prefix (Fixture *f, gconstpointer data)
{
  signing_world_sign_file (f->world, "in.pdf", "out.pdf", "signer-rsa");
  g_autoptr (GBytes) in = signing_world_read (f->world, "in.pdf");
  g_autoptr (GBytes) out = signing_world_read (f->world, "out.pdf");
  gsize size = g_bytes_get_size (in);

  g_assert_cmpuint (g_bytes_get_size (out), >, size);
  g_assert_cmpuint (g_bytes_get_size (out), <, size + (64 + 25) * 1024);
  g_assert_cmpmem (g_bytes_get_data (out, NULL), size, g_bytes_get_data (in, NULL), size);
}

static void
test_a_second_signature_keeps_the_first (Fixture *f, gconstpointer data)
{
  signing_world_sign_file (f->world, "in.pdf", "one.pdf", "signer-rsa");
  signing_world_sign_file (f->world, "one.pdf", "two.pdf", "signer-ec");
  g_autoptr (HopsoSignatureReport) report =
      signing_world_verify (f->world, "two.pdf", HOPSO_VERIFY_NORMAL);
  g_autofree char *said = NULL;

  g_assert_cmpuint (hopso_signature_report_get_n_results (report), ==, 2);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_VALID);
  g_assert_true (signing_world_run (f->world, NULL, "qpdf --check two.pdf"));
  g_assert_true (signing_world_run (f->world, &said, "pdfsig -nocert two.pdf"));
  g_assert_null (strstr (said, "nvalid"));
}

static void
test_one_pin_signs_a_batch (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
  g_autoptr (GError) error = NULL;
  GListModel *jobs = hopso_sign_batch_get_jobs (batch);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (HopsoSignJob) job = signing_world_make_job (f->world, "in.pdf", NULL);

      hopso_sign_batch_add_job (batch, job);
    }
  g_assert_true (signing_world_sign (f->world, batch, &error));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (HopsoSignJob) job = g_list_model_get_item (jobs, i);
      g_auto (HopsoFd) result = hopso_sign_job_dup_result (job, &error);

      g_assert_no_error (error);
      g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_DONE);
      g_assert_cmpint (result, >=, 0);
    }
}

static void
test_a_wrong_pin_stops_at_once (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", "999999");
  g_autoptr (HopsoSignJob) job = signing_world_make_job (f->world, "in.pdf", "out.pdf");
  g_autofree char *path = signing_world_dup_path (f->world, "out.pdf");
  g_autoptr (GError) error = NULL;

  hopso_sign_batch_add_job (batch, job);
  g_assert_false (signing_world_sign (f->world, batch, &error));
  g_assert_error (error, HOPSO_TOKEN_ERROR, HOPSO_TOKEN_ERROR_PIN_INCORRECT);
  g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_WAITING);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_another_document_is_not_signed (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
  g_autoptr (HopsoSignJob) job = signing_world_make_job (f->world, "in.pdf", "out.pdf");
  g_autofree char *path = signing_world_dup_path (f->world, "out.pdf");
  g_autofree char *zeros = g_strnfill (64, '0');
  g_autoptr (GError) error = NULL;

  hopso_sign_job_set_expected_digest (job, zeros);
  hopso_sign_batch_add_job (batch, job);
  g_assert_true (signing_world_sign (f->world, batch, &error));
  g_assert_cmpint (hopso_sign_job_get_state (job), ==, HOPSO_SIGN_FAILED);
  g_assert_error (hopso_sign_job_get_error (job), HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_CHANGED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

typedef struct
{
  int fd;      /* of the document */
  guint8 byte; /* as it was */
  int is_over; /* atomic */
} Swap;

/* Another byte in a comment, and back, all the time. */
static gpointer
swap_all_the_time (gpointer data)
{
  Swap *swap = data;

  for (guint8 i = 0; !g_atomic_int_get (&swap->is_over); i ^= 1)
    {
      guint8 byte = swap->byte ^ i;

      g_assert_true (hopso_fd_write_at (swap->fd, 10, &byte, 1, NULL));
    }
  return NULL;
}

/* While somebody changes the document under the signer's hands, either nothing is signed or what
 * was shown. */
static void
test_a_document_swapped_while_it_is_signed (Fixture *f, gconstpointer data)
{
  g_autofree char *path = signing_world_dup_path (f->world, "in.pdf");
  g_autoptr (GBytes) shown = signing_world_read (f->world, "in.pdf");
  g_autofree char *digest = hopso_sha256_hex (shown);
  gsize size;
  Swap swap = { .fd = g_open (path, O_RDWR | O_CLOEXEC, 0),
                .byte = ((const guint8 *) g_bytes_get_data (shown, &size))[10] };
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_cmpint (swap.fd, >=, 0);
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (HopsoSignJob) job = signing_world_make_job (f->world, "in.pdf", NULL);

      hopso_sign_job_set_expected_digest (job, digest);
      hopso_sign_batch_add_job (batch, job);
    }
  thread = g_thread_new ("swap", swap_all_the_time, &swap);
  g_assert_true (signing_world_sign (f->world, batch, &error));
  g_atomic_int_set (&swap.is_over, TRUE);
  g_thread_join (thread);
  hopso_fd_close (swap.fd);
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (HopsoSignJob) job = g_list_model_get_item (hopso_sign_batch_get_jobs (batch), i);

      if (hopso_sign_job_get_state (job) == HOPSO_SIGN_FAILED)
        {
          g_assert_error (hopso_sign_job_get_error (job), HOPSO_SIGNING_ERROR,
                          HOPSO_SIGNING_ERROR_CHANGED);
          continue;
        }
      g_auto (HopsoFd) result = hopso_sign_job_dup_result (job, &error);
      g_autoptr (GBytes) signed_bytes = hopso_fd_read_all (result, 1 << 24, &error);
      g_autoptr (GBytes) prefix = g_bytes_new_from_bytes (signed_bytes, 0, size);
      g_autofree char *found = hopso_sha256_hex (prefix);

      g_assert_cmpstr (found, ==, digest);
    }
}

static void
test_one_bad_document_does_not_stop_the_others (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
  g_autoptr (GError) error = NULL;

  signing_world_write (f->world, "bad.pdf", "%PDF-1.7\nnothing\n", 17);
  g_autoptr (HopsoSignJob) bad = signing_world_make_job (f->world, "bad.pdf", NULL);
  g_autoptr (HopsoSignJob) good = signing_world_make_job (f->world, "in.pdf", NULL);
  hopso_sign_batch_add_job (batch, bad);
  hopso_sign_batch_add_job (batch, good);
  g_assert_true (signing_world_sign (f->world, batch, &error));
  g_assert_cmpint (hopso_sign_job_get_state (bad), ==, HOPSO_SIGN_FAILED);
  g_assert_error (hopso_sign_job_get_error (bad), HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_DAMAGED);
  g_assert_cmpint (hopso_sign_job_get_state (good), ==, HOPSO_SIGN_DONE);
}

/* Signs "closed.pdf" and gives the error of the job, or NULL. */
static GError *
sign_closed (Fixture *f, const char *word)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
  g_autoptr (HopsoSignJob) job = signing_world_make_job (f->world, "closed.pdf", "signed.pdf");
  g_autoptr (HopsoSecret) password = word != NULL ? hopso_secret_new_from_string (word) : NULL;
  g_autoptr (GError) error = NULL;

  hopso_sign_job_set_password (job, password);
  hopso_sign_job_set_reason (job, "Agreed");
  hopso_sign_batch_add_job (batch, job);
  g_assert_true (signing_world_sign (f->world, batch, &error));
  return hopso_sign_job_get_error (job) != NULL ? g_error_copy (hopso_sign_job_get_error (job))
                                                : NULL;
}

static void
assert_refused (Fixture *f, const char *word, int code, const char *words)
{
  g_autoptr (GError) error = sign_closed (f, word);

  g_assert_error (error, HOPSO_SIGNING_ERROR, code);
  g_assert_nonnull (strstr (hopso_sign_refusal_get_words (error), words));
}

static void
test_a_protected_document_asks_for_its_password (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_assert_true (signing_world_run (
      f->world, NULL, "qpdf --encrypt user owner 256 --modify=form -- in.pdf closed.pdf"));
  assert_refused (f, NULL, HOPSO_SIGNING_ERROR_PASSWORD, "Enter its password");
  assert_refused (f, "pass", HOPSO_SIGNING_ERROR_PASSWORD, "not the document");
  assert_refused (f, "user", HOPSO_SIGNING_ERROR_DOCUMENT, "owner");
  error = sign_closed (f, "owner");
  g_assert_no_error (error);
  g_assert_true (signing_world_run (f->world, NULL, "qpdf --password=user --check signed.pdf"));
  g_assert_true (signing_world_run (f->world, &said, "pdfsig -nocert -upw user signed.pdf"));
  g_assert_nonnull (strstr (said, "Signature is Valid"));
  g_assert_nonnull (strstr (said, "Total document signed"));
  /* What the signature says is as secret as the document. */
  g_assert_true (signing_world_run (f->world, NULL, "! grep -q Agreed signed.pdf"));
}

static void
test_certified_and_locked_for_good (Fixture *f, gconstpointer data)
{
  g_autoptr (HopsoSignBatch) batch = signing_world_make_batch (f->world, "signer-rsa", NULL);
  g_autoptr (HopsoSignJob) job = signing_world_make_job (f->world, "in.pdf", "certified.pdf");
  g_autoptr (HopsoSignBatch) again = signing_world_make_batch (f->world, "signer-ec", NULL);
  g_autoptr (HopsoSignJob) other = NULL;
  g_autoptr (HopsoSignatureReport) report = NULL;
  g_autofree char *said = NULL;

  hopso_sign_job_set_certification (job, 1);
  hopso_sign_job_set_lock (job, HOPSO_SIGN_LOCK_ALL, NULL);
  hopso_sign_batch_add_job (batch, job);
  g_assert_true (signing_world_sign (f->world, batch, NULL));
  g_assert_no_error (hopso_sign_job_get_error (job));
  g_assert_true (signing_world_run (f->world, &said, "qpdf --qdf certified.pdf -"));
  g_assert_nonnull (strstr (said, "/FieldMDP"));
  report = signing_world_verify (f->world, "certified.pdf", HOPSO_VERIFY_NORMAL);
  g_assert_cmpint (hopso_signature_report_get_verdict (report), ==, HOPSO_VERDICT_VALID);
  other = signing_world_make_job (f->world, "certified.pdf", NULL);
  hopso_sign_batch_add_job (again, other);
  g_assert_true (signing_world_sign (f->world, again, NULL));
  g_assert_nonnull (strstr (hopso_sign_refusal_get_words (hopso_sign_job_get_error (other)),
                            "nobody can sign after this"));
}

/* Text is text only in places: a zero byte does not end it. */
static const char *
find_last (GBytes *bytes, const char *word)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *found = NULL;
  const char *next = data;

  while ((next = memmem (next, size - (gsize) (next - data), word, strlen (word))) != NULL)
    found = next++;
  return found;
}

static void
test_openssl_agrees (Fixture *f, gconstpointer data)
{
  g_autofree char *anchor = hopso_test_pki_dup_path (signing_world_get_pki (f->world), "root.pem");
  g_autofree char *command = g_strdup_printf (
      "pdfsig -dump in-signed.pdf >/dev/null 2>&1; "
      "openssl cms -verify -binary -inform DER -in in-signed.pdf.sig0 -content signed.bin "
      "-CAfile '%s' -purpose any -out /dev/null",
      anchor);

  signing_world_sign_file (f->world, "in.pdf", "in-signed.pdf", "signer-rsa");
  g_autoptr (GBytes) out = signing_world_read (f->world, "in-signed.pdf");
  const char *text = g_bytes_get_data (out, NULL);
  const char *range = find_last (out, "/ByteRange");
  guint64 a = 0, b = 0, c = 0, d = 0;

  g_assert_nonnull (range);
  g_assert_cmpint (sscanf (range + strcspn (range, "["),
                           "[%" G_GUINT64_FORMAT "%" G_GUINT64_FORMAT "%" G_GUINT64_FORMAT
                           "%" G_GUINT64_FORMAT,
                           &a, &b, &c, &d),
                   ==, 4);
  g_assert_cmpuint (c + d, ==, g_bytes_get_size (out));
  g_autoptr (GByteArray) covered = g_byte_array_new ();
  g_byte_array_append (covered, (const guint8 *) text + a, (guint) b);
  g_byte_array_append (covered, (const guint8 *) text + c, (guint) d);
  signing_world_write (f->world, "signed.bin", covered->data, covered->len);
  g_assert_true (signing_world_run (f->world, NULL, command));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func) \
  g_test_add ("/signing/sign/" name, Fixture, data, set_up, func, tear_down)
  ADD ("others-accept-rsa", "signer-rsa", test_others_accept_it);
  ADD ("others-accept-ec", "signer-ec", test_others_accept_it);
  ADD ("openssl-agrees", NULL, test_openssl_agrees);
  ADD ("the-original-stays-an-untouched-prefix", NULL, test_the_original_stays_an_untouched_prefix);
  ADD ("a-second-signature-keeps-the-first", NULL, test_a_second_signature_keeps_the_first);
  ADD ("a-protected-document-asks-for-its-password", NULL,
       test_a_protected_document_asks_for_its_password);
  ADD ("certified-and-locked-for-good", NULL, test_certified_and_locked_for_good);
  ADD ("one-pin-signs-a-batch", NULL, test_one_pin_signs_a_batch);
  ADD ("a-wrong-pin-stops-at-once", NULL, test_a_wrong_pin_stops_at_once);
  ADD ("another-document-is-not-signed", NULL, test_another_document_is_not_signed);
  ADD ("a-document-swapped-while-it-is-signed", NULL, test_a_document_swapped_while_it_is_signed);
  ADD ("one-bad-document-does-not-stop-the-others", NULL,
       test_one_bad_document_does_not_stop_the_others);
  return g_test_run ();
}
