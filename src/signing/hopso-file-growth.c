/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Revisions that are put after a signed file: evidence, document timestamps. Each comes from a
 * process that need not be trusted and is held against its plan before a byte of it is written.
 * Never on the main thread. */

#include "hopso-file-growth-private.h"

#include "hopso-digest.h"
#include "hopso-fd.h"
#include "hopso-signing-error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define MAX_UPDATE_SIZE (64 * 1024 * 1024)

/* What was checked against the plan and failed must not be blamed on the document. */
static gboolean
blame (GError **error, GError *reason)
{
  g_autoptr (GError) owned = reason;

  g_set_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_PREPARED, "%s", owned->message);
  return FALSE;
}

static gboolean
append (HopsoFileGrowth *self, GBytes *update, GError **error)
{
  return hopso_fd_write_at (self->fd, self->size, g_bytes_get_data (update, NULL),
                            g_bytes_get_size (update), error);
}

/* Puts evidence after the file. */
gboolean
hopso_file_growth_add_evidence (HopsoFileGrowth *self,
                                GBytes *update,
                                const HopsoPdfEvidencePlan *plan,
                                GError **error)
{
  g_autoptr (HopsoPdfSource) original = hopso_pdf_source_new_fd (self->reader, error);
  GError *local = NULL;

  if (original == NULL)
    return FALSE;
  if (!hopso_pdf_check_evidence (original, update, plan, self->password, &local))
    return blame (error, local);
  if (!append (self, update, error))
    return FALSE;
  self->size += g_bytes_get_size (update);
  return TRUE;
}

/* Puts a document timestamp with an empty hole after the file; gives what is to be stamped. */
GBytes *
hopso_file_growth_add_hole (HopsoFileGrowth *self,
                            HopsoPdfPreparedUpdate *update,
                            const HopsoPdfSignaturePlan *plan,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (HopsoPdfSource) original = hopso_pdf_source_new_fd (self->reader, error);
  g_autoptr (GBytes) appended = NULL;
  GBytes *digest = NULL;
  GError *local = NULL;

  if (original == NULL)
    return NULL;
  appended = hopso_fd_read_all (update->fd, MAX_UPDATE_SIZE, error);
  if (appended == NULL)
    return NULL;
  if (!hopso_pdf_check_update (original, appended, plan, update->byte_range, update->hole_offset,
                               update->hole_size, &local))
    {
      blame (error, local);
      return NULL;
    }
  if (!append (self, appended, error) ||
      !hopso_digest_fd (self->reader, update->byte_range, 2, HOPSO_HASH_SHA256, &digest,
                        cancellable, error))
    return NULL;
  self->hole_offset = update->hole_offset;
  self->hole_size = update->hole_size;
  return digest;
}

/* Writes the token into the hole, once; the revision is sound then. */
gboolean
hopso_file_growth_fill_hole (HopsoFileGrowth *self, GBytes *token, GError **error)
{
  g_autofree char *digits = hopso_digest_to_hex (token);
  gsize n_digits = strlen (digits);

  if (n_digits > self->hole_size)
    {
      g_set_error_literal (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_TOO_LARGE,
                           "The timestamp does not fit the place kept for it");
      return FALSE;
    }
  return hopso_fd_write_at (self->fd, self->hole_offset, digits, n_digits, error) &&
         hopso_fd_get_size (self->reader, &self->size, error);
}

/* Takes back what is not sound. */
gboolean
hopso_file_growth_roll_back (HopsoFileGrowth *self, GError **error)
{
  if (ftruncate (self->fd, (off_t) self->size) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s", g_strerror (errno));
  return FALSE;
}
