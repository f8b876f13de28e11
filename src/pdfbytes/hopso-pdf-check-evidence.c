/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The application's own check of an update that extends the document security store, made by a
 * process it need not trust. The new bytes are parsed again; each object of theirs must be a piece
 * of the plan, byte by byte, or the store as the plan makes it, or the catalogue that names it.
 * One thread at a time. */

#include "hopso-pdf-check-private.h"
#include "hopso-pdf-evidence-private.h"

#include "hopso-pdf-error-private.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-same-private.h"

static gboolean
explain (HopsoPdfCheck *self, HopsoPdfReference reference, GError **error)
{
  g_autoptr (HopsoPdfObject) object = hopso_pdf_object_new_reference (reference);

  return hopso_pdf_check_explain (self, object, error);
}

/* A stream without anything that could make its bytes mean something else. */
static gboolean
check_piece (HopsoPdfCheck *self,
             const HopsoPdfEvidencePiece *piece,
             guint32 number,
             GError **error)
{
  static const char *const known[] = { "Length", NULL };
  const HopsoPdfReference reference = { number, 0 };
  g_autoptr (HopsoPdfObject) empty = hopso_pdf_object_new_dictionary ();
  g_autoptr (HopsoPdfObject) stream = hopso_pdf_file_dup_object (self->after, reference, error);
  g_autoptr (GBytes) bytes = NULL;

  if (stream == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (stream) != HOPSO_PDF_STREAM ||
      !hopso_pdf_same_except (empty, hopso_pdf_object_get_stream_dictionary (stream), known))
    return hopso_pdf_fail_lie (error, "A piece of evidence is no plain stream");
  bytes = hopso_pdf_file_decode_stream (self->after, stream, g_bytes_get_size (piece->bytes) + 1,
                                        error);
  if (bytes == NULL)
    return FALSE;
  if (!g_bytes_equal (bytes, piece->bytes))
    return hopso_pdf_fail_lie (error, "A piece of evidence is another one");
  return explain (self, reference, error);
}

static gboolean
check_store (HopsoPdfCheck *self, const HopsoPdfEvidenceWork *work, GError **error)
{
  g_autoptr (HopsoPdfObject) after = hopso_pdf_file_dup_object (self->after, work->place, error);

  if (after == NULL)
    return FALSE;
  if (hopso_pdf_object_get_kind (after) != HOPSO_PDF_DICTIONARY ||
      hopso_pdf_object_has_duplicate_keys (after) || !hopso_pdf_object_equal (after, work->store))
    return hopso_pdf_fail_lie (error, "The store of validation data is not as planned");
  return explain (self, work->place, error);
}

static gboolean
check_catalog (HopsoPdfCheck *self, const HopsoPdfEvidenceWork *work, GError **error)
{
  g_autoptr (HopsoPdfObject) expected = hopso_pdf_file_dup_catalog (self->before, error);
  g_autoptr (HopsoPdfObject) after = NULL;

  if (expected == NULL)
    return FALSE;
  after = hopso_pdf_file_dup_catalog (self->after, error);
  if (after == NULL)
    return FALSE;
  if (!work->is_placed)
    hopso_pdf_set_key (&expected, "DSS", hopso_pdf_object_new_reference (work->place));
  if (hopso_pdf_object_has_duplicate_keys (after) || !hopso_pdf_object_equal (after, expected))
    return hopso_pdf_fail_lie (error, "The catalogue is not as it was");
  return work->is_placed || explain (self, work->root, error);
}

/**
 * hopso_pdf_check_evidence:
 * @original: the document as it is
 * @appended: what is to be put after it
 * @plan: what its store shall hold
 * @password: (nullable): of a protected document
 *
 * Holds an update against the plan it was made for, trusting nobody.
 *
 * Returns: %FALSE with HOPSO_PDF_ERROR_NOT_AS_PLANNED, or another error of the document itself
 */
gboolean
hopso_pdf_check_evidence (HopsoPdfSource *original,
                          GBytes *appended,
                          const HopsoPdfEvidencePlan *plan,
                          HopsoSecret *password,
                          GError **error)
{
  g_auto (HopsoPdfCheck) self = { NULL };
  g_auto (HopsoPdfEvidenceWork) work = { NULL };

  if (!hopso_pdf_check_open (&self, original, appended, password, error) ||
      !hopso_pdf_check_layout (&self, error) ||
      !hopso_pdf_evidence_work_begin (&work, self.before, plan, error))
    return FALSE;
  for (guint i = 0; i < work.fresh->len; i++)
    if (!check_piece (&self, work.fresh->pdata[i], work.first + i, error))
      return FALSE;
  return check_store (&self, &work, error) && check_catalog (&self, &work, error) &&
         hopso_pdf_check_explained (&self, error);
}
