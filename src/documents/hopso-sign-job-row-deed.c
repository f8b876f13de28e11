/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the signature of a HopsoSignJobRow's document says, what it will look like, and where its
 * file goes. Main thread. */

#include "hopso-sign-job-row-private.h"

/**
 * hopso_sign_job_row_set_deed:
 * @deed: (transfer full): what the signature says
 */
void
hopso_sign_job_row_set_deed (HopsoSignJobRow *self, HopsoDeedFacts *deed)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_clear_pointer (&self->deed, hopso_deed_facts_free);
  self->deed = deed;
}

/**
 * hopso_sign_job_row_get_deed:
 *
 * Returns: (transfer none) (nullable): what the signature says, to be changed as it is typed
 */
HopsoDeedFacts *
hopso_sign_job_row_get_deed (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  return self->deed;
}

/**
 * hopso_sign_job_row_begin_look:
 *
 * Returns: (transfer full): of one more preview; the one before is not wanted any more
 */
GCancellable *
hopso_sign_job_row_begin_look (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  return g_object_ref (self->looking);
}

/**
 * hopso_sign_job_row_take_preview:
 * @preview: (transfer full) (nullable): what it will look like
 * @refusal: (nullable): why it cannot be signed like this
 */
void
hopso_sign_job_row_take_preview (HopsoSignJobRow *self,
                                 HopsoSignPreview *preview,
                                 const char *refusal)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_clear_pointer (&self->preview, hopso_sign_preview_free);
  self->preview = preview;
  g_free (self->refusal);
  self->refusal = g_strdup (refusal);
  if (self->job != NULL)
    hopso_sign_job_row_show (self);
}

/**
 * hopso_sign_job_row_get_preview:
 *
 * Returns: (transfer none) (nullable): what it will look like
 */
const HopsoSignPreview *
hopso_sign_job_row_get_preview (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  return self->preview;
}

/**
 * hopso_sign_job_row_get_refusal:
 *
 * Returns: (transfer none) (nullable): why it cannot be signed like this
 */
const char *
hopso_sign_job_row_get_refusal (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  return self->refusal;
}

/**
 * hopso_sign_job_row_set_need:
 * @need: (nullable): what is missing before it can be signed, in a few words that last
 */
void
hopso_sign_job_row_set_need (HopsoSignJobRow *self, const char *need)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  if (g_strcmp0 (self->need, need) == 0)
    return;
  self->need = need;
  if (self->job != NULL)
    hopso_sign_job_row_show (self);
}

/**
 * hopso_sign_job_row_get_need:
 *
 * Returns: (transfer none) (nullable): what is missing
 */
const char *
hopso_sign_job_row_get_need (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  return self->need;
}

/**
 * hopso_sign_job_row_set_saved:
 * @file: (nullable): what is signed; %NULL: the paper
 *
 * The signed document becomes a file instead of a version of the paper.
 */
void
hopso_sign_job_row_set_saved (HopsoSignJobRow *self, GFile *file)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_set_object (&self->file, file);
  self->is_saved = TRUE;
}

/**
 * hopso_sign_job_row_is_saved:
 *
 * Returns: whether the signed document becomes a file
 */
gboolean
hopso_sign_job_row_is_saved (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), FALSE);

  return self->is_saved;
}

/**
 * hopso_sign_job_row_get_file:
 *
 * Returns: (transfer none) (nullable): what is signed, when it is no paper
 */
GFile *
hopso_sign_job_row_get_file (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  return self->file;
}

/**
 * hopso_sign_job_row_set_output:
 * @path: where the signed file goes
 */
void
hopso_sign_job_row_set_output (HopsoSignJobRow *self, const char *path)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB_ROW (self));

  g_free (self->output);
  self->output = g_strdup (path);
}

/**
 * hopso_sign_job_row_get_output:
 *
 * Returns: (transfer none) (nullable): where the signed file goes
 */
const char *
hopso_sign_job_row_get_output (HopsoSignJobRow *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB_ROW (self), NULL);

  return self->output;
}
