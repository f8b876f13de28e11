/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The new file of one signature: a copy of the document whose digest is remembered while it is
 * made, then the update that an inspector prepared and that is checked here on its own bytes, then
 * the signature in its hole, then the last look at the whole. What is signed is the copy, so that
 * nobody can change the document under the signer's hands. Never on the main thread. */

#include "hopso-sign-draft-private.h"

#include "hopso-digest.h"
#include "hopso-file-copy.h"
#include "hopso-pdf-prepare.h"
#include "hopso-sign-look-private.h"
#include "hopso-sign-rules-private.h"

#include <string.h>

#define MAX_UPDATE_SIZE  (64 * 1024 * 1024)
#define SIGNED_FILE_MODE 0644

struct _HopsoSignDraft
{
  const HopsoSignOrder *order; /* borrowed: the job outlives its draft */
  HopsoCertificate *signer;    /* owned */
  char *signer_name;           /* owned */
  gint64 signing_time;

  HopsoFileCopy *copy; /* owned, nullable before the first step */
  HopsoSignLook look;  /* owned */
  HopsoFd mark;        /* owned: -1 for an invisible signature */
  guint64 hole_offset;
  gsize hole_size;
  gsize wanted_hole;   /* in bytes of CMS, 0 as usual */
  guint64 signed_size; /* of the file with the signature, 0 before */
};

/* Begins nothing yet; the job of the order must outlive the draft. */
HopsoSignDraft *
hopso_sign_draft_new (const HopsoSignOrder *order, HopsoCertificate *signer, gint64 signing_time)
{
  HopsoSignDraft *self = g_new0 (HopsoSignDraft, 1);

  self->order = order;
  self->signer = g_object_ref (signer);
  self->signer_name = hopso_certificate_dup_subject_common_name (signer);
  self->signing_time = signing_time;
  self->mark = -1;
  return self;
}

/* Throws away what was not finished. */
void
hopso_sign_draft_free (HopsoSignDraft *self)
{
  g_clear_pointer (&self->copy, hopso_file_copy_free);
  hopso_fd_close (self->mark);
  hopso_sign_look_clear (&self->look);
  g_free (self->signer_name);
  g_object_unref (self->signer);
  g_free (self);
}

static gboolean
check_expected (HopsoSignDraft *self, GError **error)
{
  g_autoptr (GBytes) original = hopso_file_copy_dup_digest (self->copy, NULL, 0, NULL, 0);
  g_autofree char *digest = hopso_digest_to_hex (original);

  if (self->order->expected_digest == NULL || strcmp (digest, self->order->expected_digest) == 0)
    return TRUE;
  g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_CHANGED,
                       "The document is not the one that was shown");
  return FALSE;
}

/* What is wrong with the document itself is told as such. */
static void
propagate (GError **error, GError *problem)
{
  HopsoSigningError code = HOPSO_SIGNING_ERROR_DOCUMENT;

  if (problem->domain != HOPSO_PDF_ERROR)
    {
      g_propagate_error (error, g_error_copy (problem));
      return;
    }
  if (problem->code == HOPSO_PDF_ERROR_ENCRYPTED || problem->code == HOPSO_PDF_ERROR_WRONG_PASSWORD)
    code = HOPSO_SIGNING_ERROR_PASSWORD;
  else if (problem->code == HOPSO_PDF_ERROR_DAMAGED)
    code = HOPSO_SIGNING_ERROR_DAMAGED;
  g_set_error_literal (error, HOPSO_SIGNING_ERROR, (int) code, problem->message);
}

static gboolean
draw_mark (HopsoSignDraft *self, GError **error)
{
  const HopsoSignLookFacts facts = { .order = self->order,
                                     .signer = self->signer,
                                     .time = self->signing_time,
                                     .document = hopso_file_copy_get_reader (self->copy) };
  g_autoptr (GError) problem = NULL;

  if (!hopso_sign_look_make (&self->look, &facts, &problem))
    {
      propagate (error, problem);
      return FALSE;
    }
  if (self->look.pdf == NULL)
    return TRUE;
  self->mark = hopso_fd_new_sealed ("hopso-mark", g_bytes_get_data (self->look.pdf, NULL),
                                    g_bytes_get_size (self->look.pdf), error);
  return self->mark >= 0;
}

/* Copies the document, remembers its digest, refuses another one than was shown, draws the mark. */
gboolean
hopso_sign_draft_copy (HopsoSignDraft *self, GCancellable *cancellable, GError **error)
{
  self->copy = hopso_file_copy_begin (self->order->output_path, SIGNED_FILE_MODE, error);
  return self->copy != NULL &&
         hopso_file_copy_take (self->copy, self->order->document, cancellable, error) &&
         check_expected (self, error) && draw_mark (self, error);
}

/* The copy, for the inspector; borrowed. */
int
hopso_sign_draft_get_reader (HopsoSignDraft *self)
{
  return hopso_file_copy_get_reader (self->copy);
}

/* The new file, and what opens it as it opened the old one; borrowed. */
HopsoPdfOriginal
hopso_sign_draft_get_original (HopsoSignDraft *self)
{
  return (HopsoPdfOriginal){ hopso_file_copy_get_reader (self->copy), self->order->password };
}

/* The mark as a PDF, with what comes along on further pages; -1 for none; borrowed. */
int
hopso_sign_draft_get_mark (HopsoSignDraft *self)
{
  return self->mark;
}

static const HopsoPdfLock pdf_locks[] = {
  [HOPSO_SIGN_LOCK_NONE] = HOPSO_PDF_LOCK_NONE,
  [HOPSO_SIGN_LOCK_ALL] = HOPSO_PDF_LOCK_ALL,
  [HOPSO_SIGN_LOCK_INCLUDE] = HOPSO_PDF_LOCK_INCLUDE,
  [HOPSO_SIGN_LOCK_EXCLUDE] = HOPSO_PDF_LOCK_EXCLUDE,
};

static void
fill_plan (HopsoSignDraft *self, HopsoPdfSignaturePlan *plan)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, self->signing_time);

  *plan = (HopsoPdfSignaturePlan){
    .page = self->look.place.page,
    .x = self->look.place.x,
    .y = self->look.place.y,
    .width = self->look.place.width,
    .height = self->look.place.height,
    .field_name = self->look.field,
    .name = self->signer_name,
    .reason = self->look.reason,
    .location = self->order->location,
    .signing_time = self->signing_time,
    .hole_size = self->wanted_hole,
    .certification = self->order->certification,
    .filling = self->look.filling,
    .lock = pdf_locks[self->order->lock],
    .locked_fields = (const char *const *) self->order->locked_fields,
    .certificate = hopso_certificate_get_der (self->signer),
    .password = self->order->password,
    .utc_offset = interval < 0 ? 0 : g_time_zone_get_offset (zone, interval) / 60,
  };
}

/* How many bytes of CMS must fit; 0 as usual. */
void
hopso_sign_draft_set_hole_size (HopsoSignDraft *self, gsize size)
{
  self->wanted_hole = size;
}

/* What the inspector is asked to prepare. */
GVariant *
hopso_sign_draft_dup_parameters (HopsoSignDraft *self)
{
  HopsoPdfSignaturePlan plan;

  fill_plan (self, &plan);
  return hopso_pdf_signature_plan_to_variant (&plan);
}

static gboolean
check_update (HopsoSignDraft *self,
              HopsoPdfPreparedUpdate *update,
              GBytes *appended,
              GError **error)
{
  g_autoptr (HopsoPdfSource) original = NULL;
  g_autoptr (HopsoPdfSource) mark = NULL;
  g_autoptr (GError) local = NULL;
  HopsoPdfSignaturePlan plan;

  fill_plan (self, &plan);
  original = hopso_pdf_source_new_fd (hopso_file_copy_get_reader (self->copy), error);
  if (original == NULL)
    return FALSE;
  if (self->mark >= 0)
    {
      mark = hopso_pdf_source_new_fd (self->mark, error);
      if (mark == NULL)
        return FALSE;
      plan.mark = mark;
    }
  if (hopso_pdf_check_update (original, appended, &plan, update->byte_range, update->hole_offset,
                              update->hole_size, &local))
    return TRUE;
  g_set_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_PREPARED, "%s", local->message);
  return FALSE;
}

/* Checks the inspector's update against what was asked, appends it, and gives the SHA-256 of the
 * ranges that the signature covers: the document as it was copied, and what is appended around the
 * hole. The check has found that the hole lies there and nowhere else. */
GBytes *
hopso_sign_draft_append (HopsoSignDraft *self,
                         HopsoPdfPreparedUpdate *update,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GBytes) appended = hopso_fd_read_all (update->fd, MAX_UPDATE_SIZE, error);
  const guint64 *range = update->byte_range;
  const guint64 base = hopso_file_copy_get_original_size (self->copy);
  const guint8 *bytes;
  gsize size;

  if (appended == NULL || !check_update (self, update, appended, error))
    return NULL;
  bytes = g_bytes_get_data (appended, &size);
  g_assert (range[0] == 0 && range[1] >= base && range[2] >= range[1] &&
            range[2] + range[3] == base + size);
  if (!hopso_file_copy_write (self->copy, base, bytes, size, error))
    return NULL;
  self->hole_offset = update->hole_offset;
  self->hole_size = update->hole_size;
  return hopso_file_copy_dup_digest (self->copy, bytes, (gsize) (range[1] - base),
                                     bytes + (range[2] - base), (gsize) range[3]);
}

/* Writes the signature into its hole, once. */
gboolean
hopso_sign_draft_fill (HopsoSignDraft *self, GBytes *cms, GError **error)
{
  g_autofree char *digits = hopso_digest_to_hex (cms);
  gsize n_digits = strlen (digits);

  if (n_digits > self->hole_size)
    {
      g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_TOO_LARGE,
                           "The signature does not fit the place kept for it");
      return FALSE;
    }
  self->signed_size = hopso_file_copy_get_size (self->copy);
  return hopso_file_copy_write (self->copy, self->hole_offset, digits, n_digits, error);
}

/* The file that is being made, for who appends to it after the signature; borrowed. */
int
hopso_sign_draft_get_target (HopsoSignDraft *self)
{
  return hopso_file_copy_get_fd (self->copy);
}

/* Remembers what others have appended, who checked it. */
gboolean
hopso_sign_draft_absorb (HopsoSignDraft *self, GError **error)
{
  return hopso_file_copy_absorb (self->copy, error);
}

static gboolean
is_own_signature (HopsoSignDraft *self, HopsoSignatureResult *result)
{
  const HopsoSignatureFacts *facts = hopso_signature_result_get_facts (result);
  g_autofree char *serial = hopso_certificate_dup_serial_hex (self->signer);

  return !facts->is_document_timestamp && facts->signed_length == self->signed_size &&
         facts->is_intact && g_strcmp0 (facts->serial, serial) == 0 &&
         !hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_STRUCTURE) &&
         !hopso_signature_result_has_reason (result, HOPSO_SIGNATURE_REASON_ALTERED);
}

/* The new signature, intact and over all that was there when it was made; nullable, borrowed. */
HopsoSignatureResult *
hopso_sign_draft_find_own (HopsoSignDraft *self, HopsoSignatureReport *report)
{
  for (guint i = hopso_signature_report_get_n_results (report); i > 0; i--)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i - 1);

      if (is_own_signature (self, result))
        return result;
    }
  return NULL;
}

/* Whether the file as it was read from the disk is, byte by byte, the document that was copied with
 * what was written behind it, and the new signature is intact. */
gboolean
hopso_sign_draft_check (HopsoSignDraft *self, HopsoSignatureReport *report, GError **error)
{
  g_autoptr (GBytes) digest = hopso_file_copy_dup_whole_digest (self->copy);
  g_autofree char *expected = hopso_digest_to_hex (digest);

  if (hopso_sign_rules_need_report (self->order->deed.action) &&
      !hopso_sign_rules_keep_signatures (report, error))
    return FALSE;
  if (g_strcmp0 (hopso_signature_report_get_digest (report), expected) == 0 &&
      hopso_sign_draft_find_own (self, report) != NULL)
    return TRUE;
  g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_CHECK,
                       "The signed file did not pass its own verification");
  return FALSE;
}

/* Puts the file in its place, durably, or seals it in memory; gives it open for reading. */
HopsoFd
hopso_sign_draft_finish (HopsoSignDraft *self, GError **error)
{
  return hopso_file_copy_finish (self->copy, error);
}

/* What an inspector's refusal is for us. */
HopsoSigningError
hopso_sign_draft_judge (const GError *error)
{
  if (error->code == HOPSO_PDF_CLIENT_ERROR_ENCRYPTED ||
      error->code == HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD)
    return HOPSO_SIGNING_ERROR_PASSWORD;
  if (error->code == HOPSO_PDF_CLIENT_ERROR_DAMAGED)
    return HOPSO_SIGNING_ERROR_DAMAGED;
  return HOPSO_SIGNING_ERROR_DOCUMENT;
}
