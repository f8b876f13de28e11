/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One document on its way to a signature: what is asked, how far it has come, what came out. A
 * job does nothing by itself; the signer conducts it. Main thread only, but its order may be read
 * by the signer's thread while the job runs, when nobody changes it. */

#include "hopso-sign-job-private.h"

struct _HopsoSignJob
{
  GObject parent_instance;

  char *title; /* owned */
  HopsoSignOrder order;
  HopsoSignState state;
  GError *error;                /* owned, nullable */
  HopsoFd result;               /* owned: -1 before it is done */
  HopsoSignatureReport *report; /* owned, nullable: before it is done */
  HopsoSignatureLevel level;
  guint number; /* of the try to get a time stamp, 0 before */
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_TRY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HopsoSignJob, hopso_sign_job, G_TYPE_OBJECT)
G_DEFINE_QUARK (hopso - signing - error, hopso_signing_error)

static void
hopso_sign_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_STATE)
    g_value_set_int (value, (int) HOPSO_SIGN_JOB (object)->state);
  else if (id == PROP_TRY)
    g_value_set_uint (value, HOPSO_SIGN_JOB (object)->number);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
hopso_sign_job_finalize (GObject *object)
{
  HopsoSignJob *self = HOPSO_SIGN_JOB (object);

  hopso_fd_close (self->result);
  g_clear_object (&self->report);
  hopso_fd_close (self->order.document);
  g_free (self->order.expected_digest);
  g_free (self->order.output_path);
  g_clear_pointer (&self->order.picture, g_bytes_unref);
  g_strfreev (self->order.lines);
  g_free (self->order.reason);
  g_free (self->order.location);
  g_free (self->order.field);
  hopso_sign_deed_clear (&self->order.deed);
  g_strfreev (self->order.locked_fields);
  g_clear_pointer (&self->order.password, hopso_secret_unref);
  g_clear_error (&self->error);
  g_free (self->title);
  G_OBJECT_CLASS (hopso_sign_job_parent_class)->finalize (object);
}

static void
hopso_sign_job_class_init (HopsoSignJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hopso_sign_job_get_property;
  object_class->finalize = hopso_sign_job_finalize;
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, HOPSO_SIGN_WAITING, HOPSO_SIGN_FAILED,
                        HOPSO_SIGN_WAITING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TRY] = g_param_spec_uint ("try", NULL, NULL, 0, G_MAXUINT, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hopso_sign_job_init (HopsoSignJob *self)
{
  self->order.document = -1;
  self->result = -1;
}

/**
 * hopso_sign_job_new:
 * @document_fd: the document that was shown; the job opens it again for itself
 * @title: what people call it
 *
 * Returns: (transfer full): a job for an invisible signature, its result kept in memory, or %NULL
 *   with @error when the file cannot be opened again
 */
HopsoSignJob *
hopso_sign_job_new (int document_fd, const char *title, GError **error)
{
  g_auto (HopsoFd) document = hopso_fd_reopen_read_only (document_fd, error);

  if (document < 0)
    return NULL;

  HopsoSignJob *self = g_object_new (HOPSO_TYPE_SIGN_JOB, NULL);
  self->order.document = hopso_fd_steal (&document);
  self->title = g_strdup (title);
  return self;
}

/**
 * hopso_sign_job_set_expected_digest:
 * @sha256: (nullable): of the bytes that were shown, lower-case hexadecimal; other bytes are not
 *   signed
 */
void
hopso_sign_job_set_expected_digest (HopsoSignJob *self, const char *sha256)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  g_free (self->order.expected_digest);
  self->order.expected_digest = g_strdup (sha256);
}

/**
 * hopso_sign_job_set_output_path:
 * @path: (nullable): where the signed file shall appear, whole or not at all; without it the
 *   result stays in memory
 */
void
hopso_sign_job_set_output_path (HopsoSignJob *self, const char *path)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  g_free (self->order.output_path);
  self->order.output_path = g_strdup (path);
}

/**
 * hopso_sign_job_set_place:
 * @place: where the mark stands
 */
void
hopso_sign_job_set_place (HopsoSignJob *self, const HopsoSignPlace *place)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  self->order.place = *place;
}

/**
 * hopso_sign_job_set_picture:
 * @png: (nullable): the picture of the signature
 */
void
hopso_sign_job_set_picture (HopsoSignJob *self, GBytes *png)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  g_clear_pointer (&self->order.picture, g_bytes_unref);
  self->order.picture = png != NULL ? g_bytes_ref (png) : NULL;
}

/**
 * hopso_sign_job_set_lines:
 * @lines: (nullable) (array zero-terminated=1): text beside the picture
 */
void
hopso_sign_job_set_lines (HopsoSignJob *self, const char *const *lines)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  g_strfreev (self->order.lines);
  self->order.lines = g_strdupv ((char **) lines);
}

/**
 * hopso_sign_job_set_reason:
 * @reason: (nullable): why it is signed, written into the signature
 */
void
hopso_sign_job_set_reason (HopsoSignJob *self, const char *reason)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  g_free (self->order.reason);
  self->order.reason = g_strdup (reason);
}

/**
 * hopso_sign_job_set_location:
 * @location: (nullable): where it is signed, written into the signature
 */
void
hopso_sign_job_set_location (HopsoSignJob *self, const char *location)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  g_free (self->order.location);
  self->order.location = g_strdup (location);
}

/**
 * hopso_sign_job_set_field_name:
 * @name: (nullable): an empty signature field to use, or how to call a new one
 */
void
hopso_sign_job_set_field_name (HopsoSignJob *self, const char *name)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  g_free (self->order.field);
  self->order.field = g_strdup (name);
}

/**
 * hopso_sign_job_set_certification:
 * @level: 1, 2 or 3: the signature certifies the document, and afterwards nothing may change, or
 *   only forms be filled and signatures added, or comments besides (ISO 32000-2, 12.8.2.2); 0: it
 *   approves
 */
void
hopso_sign_job_set_certification (HopsoSignJob *self, guint level)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));
  g_return_if_fail (level <= 3);

  self->order.certification = level;
}

/**
 * hopso_sign_job_set_lock:
 * @lock: which fields of the form nobody may change after the signature
 * @field_names: (nullable) (array zero-terminated=1): whole names, for a lock that names fields
 */
void
hopso_sign_job_set_lock (HopsoSignJob *self, HopsoSignLock lock, const char *const *field_names)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  self->order.lock = lock;
  g_strfreev (self->order.locked_fields);
  self->order.locked_fields = g_strdupv ((char **) field_names);
}

/**
 * hopso_sign_job_set_password:
 * @password: (nullable) (transfer none): of a document that is protected by one
 */
void
hopso_sign_job_set_password (HopsoSignJob *self, HopsoSecret *password)
{
  g_return_if_fail (HOPSO_IS_SIGN_JOB (self));

  g_clear_pointer (&self->order.password, hopso_secret_unref);
  self->order.password = password != NULL ? hopso_secret_ref (password) : NULL;
}

/**
 * hopso_sign_job_get_title:
 *
 * Returns: (transfer none): what people call the document
 */
const char *
hopso_sign_job_get_title (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), NULL);

  return self->title;
}

/**
 * hopso_sign_job_get_place:
 *
 * Returns: (transfer none): where the mark stands
 */
const HopsoSignPlace *
hopso_sign_job_get_place (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), NULL);

  return &self->order.place;
}

/**
 * hopso_sign_job_get_state:
 *
 * Returns: how far it has come
 */
HopsoSignState
hopso_sign_job_get_state (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), HOPSO_SIGN_FAILED);

  return self->state;
}

/**
 * hopso_sign_job_get_error:
 *
 * Returns: (transfer none) (nullable): why it failed; or, when it is done, why its time stamp comes
 *   later
 */
const GError *
hopso_sign_job_get_error (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), NULL);

  return self->error;
}

/**
 * hopso_sign_job_get_level:
 *
 * Returns: the level of the signature that was made, as verified; none before it is done
 */
HopsoSignatureLevel
hopso_sign_job_get_level (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), HOPSO_SIGNATURE_LEVEL_NONE);

  return self->level;
}

/**
 * hopso_sign_job_is_timestamp_due:
 *
 * Returns: whether it is signed, but not at the level that was asked for:
 *   hopso_sign_job_get_error() says why
 */
gboolean
hopso_sign_job_is_timestamp_due (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), FALSE);

  return self->state == HOPSO_SIGN_DONE && self->error != NULL;
}

/**
 * hopso_sign_job_get_try:
 *
 * Returns: which try to get a time stamp this is, from 1; 0 before the first
 */
guint
hopso_sign_job_get_try (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), 0);

  return self->number;
}

/**
 * hopso_sign_job_dup_result:
 *
 * Returns: the signed file, open for reading, or -1 with @error when it is not done
 */
HopsoFd
hopso_sign_job_dup_result (HopsoSignJob *self, GError **error)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), -1);

  if (self->result >= 0)
    return hopso_fd_dup (self->result, error);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The document is not signed yet");
  return -1;
}

/**
 * hopso_sign_job_get_report:
 *
 * Returns: (transfer none) (nullable): how the signed file verified before it got its name; its
 *   last signature is the new one. %NULL when it is not done
 */
HopsoSignatureReport *
hopso_sign_job_get_report (HopsoSignJob *self)
{
  g_return_val_if_fail (HOPSO_IS_SIGN_JOB (self), NULL);

  return self->report;
}

/* What was asked, for the signer. */
const HopsoSignOrder *
hopso_sign_job_get_order (HopsoSignJob *self)
{
  return &self->order;
}

/* What the official does, to be said by whoever makes the job. */
HopsoSignDeed *
hopso_sign_job_get_deed (HopsoSignJob *self)
{
  return &self->order.deed;
}

/* Tells everybody who watches how far the job has come. */
void
hopso_sign_job_set_state (HopsoSignJob *self, HopsoSignState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Ends the job without a signature. */
void
hopso_sign_job_fail (HopsoSignJob *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  hopso_sign_job_set_state (self, HOPSO_SIGN_FAILED);
}

/* Tells everybody who watches that an authority is asked again. */
void
hopso_sign_job_set_try (HopsoSignJob *self, guint number)
{
  if (self->number == number)
    return;
  self->number = number;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRY]);
}

/* What the level needs comes later; %NULL: that is not so, or not yet known. */
void
hopso_sign_job_set_delay (HopsoSignJob *self, const GError *reason)
{
  g_clear_error (&self->error);
  self->error = reason != NULL ? g_error_copy (reason) : NULL;
}

/* Ends the job with the signed file, whose descriptor is taken over. */
void
hopso_sign_job_take_result (HopsoSignJob *self,
                            HopsoFd fd,
                            HopsoSignatureLevel level,
                            HopsoSignatureReport *report)
{
  hopso_fd_close (self->result);
  g_set_object (&self->report, report);
  self->result = fd;
  self->level = level;
  hopso_sign_job_set_state (self, HOPSO_SIGN_DONE);
}
