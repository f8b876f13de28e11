/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents, certificate and PIN prompt of one go. Main thread only. */

#include "hopso-sign-batch-private.h"

struct _HopsoSignBatch
{
  GObject parent_instance;

  HopsoToken *token;                  /* owned */
  HopsoTokenCertificate *certificate; /* owned */
  HopsoPinPrompt *prompt;             /* owned */
  GListStore *jobs;                   /* owned; HopsoSignJob */
  GPtrArray *chain;                   /* owned; elements owned */
  HopsoSignPadding padding;
  HopsoSignatureLevel level;
  char *tsa_url; /* owned, nullable: the one that is configured */
  gboolean may_come_later;
  GCancellable *waiting; /* owned: of the time stamps that are waited for */
  HopsoDueList *due;     /* owned, nullable: nobody is told */
};

G_DEFINE_FINAL_TYPE (HopsoSignBatch, hopso_sign_batch, G_TYPE_OBJECT)

static void
hopso_sign_batch_finalize (GObject *object)
{
  HopsoSignBatch *self = HOPSO_SIGN_BATCH (object);

  g_object_unref (self->token);
  g_object_unref (self->certificate);
  g_object_unref (self->prompt);
  g_object_unref (self->jobs);
  g_ptr_array_unref (self->chain);
  g_free (self->tsa_url);
  g_object_unref (self->waiting);
  g_clear_object (&self->due);
  G_OBJECT_CLASS (hopso_sign_batch_parent_class)->finalize (object);
}

static void
hopso_sign_batch_class_init (HopsoSignBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hopso_sign_batch_finalize;
}

static void
hopso_sign_batch_init (HopsoSignBatch *self)
{
  self->jobs = g_list_store_new (HOPSO_TYPE_SIGN_JOB);
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  self->level = HOPSO_SIGNATURE_LEVEL_B_B;
  self->waiting = g_cancellable_new ();
}

/**
 * hopso_sign_batch_new:
 * @token: (transfer none): where the key is
 * @certificate: (transfer none): whose key signs
 * @prompt: (transfer none): asks for the PIN, once for all documents
 *
 * Returns: (transfer full): a batch without documents
 */
HopsoSignBatch *
hopso_sign_batch_new (HopsoToken *token, HopsoTokenCertificate *certificate, HopsoPinPrompt *prompt)
{
  HopsoSignBatch *self = g_object_new (HOPSO_TYPE_SIGN_BATCH, NULL);

  self->token = g_object_ref (token);
  self->certificate = g_object_ref (certificate);
  self->prompt = g_object_ref (prompt);
  return self;
}

/**
 * hopso_sign_batch_add_job:
 * @job: (transfer none): the next document
 */
void
hopso_sign_batch_add_job (HopsoSignBatch *self, HopsoSignJob *job)
{
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (self));

  g_list_store_append (self->jobs, job);
}

/**
 * hopso_sign_batch_get_jobs:
 *
 * Returns: (transfer none): the documents, in the order in which they are signed
 */
GListModel *
hopso_sign_batch_get_jobs (HopsoSignBatch *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_BATCH (self), NULL);

  return G_LIST_MODEL (self->jobs);
}

/**
 * hopso_sign_batch_add_chain_certificate:
 * @certificate: (transfer none): an authority's certificate to embed, so that others can follow
 *   the path from the signer to a root that they trust
 */
void
hopso_sign_batch_add_chain_certificate (HopsoSignBatch *self, HopsoCertificate *certificate)
{
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (self));

  g_ptr_array_add (self->chain, g_object_ref (certificate));
}

/**
 * hopso_sign_batch_set_padding:
 * @padding: how an RSA key signs; without it as the rules ask, if the token can
 */
void
hopso_sign_batch_set_padding (HopsoSignBatch *self, HopsoSignPadding padding)
{
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (self));

  self->padding = padding;
}

/**
 * hopso_sign_batch_set_level:
 * @level: %HOPSO_SIGNATURE_LEVEL_B_B, which is what comes without, or a higher one
 *
 * Asks for time stamps and for what is needed to verify the signatures later
 * (ETSI EN 319 142-1, 6).
 */
void
hopso_sign_batch_set_level (HopsoSignBatch *self, HopsoSignatureLevel level)
{
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (self));
  g_return_if_fail (level != HOPSO_SIGNATURE_LEVEL_NONE);

  self->level = level;
}

/**
 * hopso_sign_batch_get_level:
 *
 * Returns: what was asked for
 */
HopsoSignatureLevel
hopso_sign_batch_get_level (HopsoSignBatch *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_BATCH (self), HOPSO_SIGNATURE_LEVEL_NONE);

  return self->level;
}

/**
 * hopso_sign_batch_set_tsa_url:
 * @url: (nullable): the time stamp authority to ask, by HTTP or HTTPS; without it the one that is
 *   configured
 */
void
hopso_sign_batch_set_tsa_url (HopsoSignBatch *self, const char *url)
{
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (self));

  g_free (self->tsa_url);
  self->tsa_url = g_strdup (url);
}

/**
 * hopso_sign_batch_get_tsa_url:
 *
 * Returns: (transfer none) (nullable): the time stamp authority to ask
 */
const char *
hopso_sign_batch_get_tsa_url (HopsoSignBatch *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_BATCH (self), NULL);

  return self->tsa_url;
}

/**
 * hopso_sign_batch_set_timestamp_later:
 * @may_come_later: whether a document is kept as signed when its time stamp, or what else its
 *   level needs, cannot be had now; hopso_sign_job_is_timestamp_due() then says so
 */
void
hopso_sign_batch_set_timestamp_later (HopsoSignBatch *self, gboolean may_come_later)
{
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (self));

  self->may_come_later = may_come_later;
}

/**
 * hopso_sign_batch_stop_waiting:
 *
 * From now on nobody waits for time stamps: what is signed is kept as it is, and its time stamp
 * comes later. For people who are tired of a slow authority.
 */
void
hopso_sign_batch_stop_waiting (HopsoSignBatch *self)
{
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (self));

  self->may_come_later = TRUE;
  g_cancellable_cancel (self->waiting);
}

/* For the signer; borrowed. */
GCancellable *
hopso_sign_batch_get_waiting (HopsoSignBatch *self)
{
  return self->waiting;
}

/**
 * hopso_sign_batch_get_timestamp_later:
 *
 * Returns: whether time stamps may come later
 */
gboolean
hopso_sign_batch_get_timestamp_later (HopsoSignBatch *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_BATCH (self), FALSE);

  return self->may_come_later;
}

/**
 * hopso_sign_batch_set_due_list:
 * @list: (transfer none) (nullable): where files are noted whose level comes later, before they
 *   appear; only those that have an output path
 */
void
hopso_sign_batch_set_due_list (HopsoSignBatch *self, HopsoDueList *list)
{
  g_return_if_fail (HOPSO_IS_SIGN_BATCH (self));

  g_set_object (&self->due, list);
}

/* For the signer; borrowed. */
HopsoToken *
hopso_sign_batch_get_token (HopsoSignBatch *self)
{
  return self->token;
}

HopsoTokenCertificate *
hopso_sign_batch_get_certificate (HopsoSignBatch *self)
{
  return self->certificate;
}

HopsoPinPrompt *
hopso_sign_batch_get_prompt (HopsoSignBatch *self)
{
  return self->prompt;
}

GPtrArray *
hopso_sign_batch_get_chain (HopsoSignBatch *self)
{
  return self->chain;
}

HopsoSignPadding
hopso_sign_batch_get_padding (HopsoSignBatch *self)
{
  return self->padding;
}

HopsoDueList *
hopso_sign_batch_get_due_list (HopsoSignBatch *self)
{
  return self->due;
}
