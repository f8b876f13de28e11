/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-fd.h"
#include "hopso-secret.h"
#include "hopso-signature-report.h"
#include "hopso-signature-words.h"
#include "hopso-signing-error.h"

G_BEGIN_DECLS

/**
 * HopsoSignState:
 * @HOPSO_SIGN_WAITING: not begun
 * @HOPSO_SIGN_PREPARING: the place for the signature is being made
 * @HOPSO_SIGN_SIGNING: the token is at work
 * @HOPSO_SIGN_TIMESTAMPING: what the level needs is being fetched: time stamps, evidence
 * @HOPSO_SIGN_CHECKING: the signed file is being verified
 * @HOPSO_SIGN_DONE: signed, verified, in its place
 * @HOPSO_SIGN_FAILED: not signed; hopso_sign_job_get_error() says why
 */
typedef enum
{
  HOPSO_SIGN_WAITING,
  HOPSO_SIGN_PREPARING,
  HOPSO_SIGN_SIGNING,
  HOPSO_SIGN_TIMESTAMPING,
  HOPSO_SIGN_CHECKING,
  HOPSO_SIGN_DONE,
  HOPSO_SIGN_FAILED,
} HopsoSignState;

/**
 * HopsoSignPlace:
 * @page: on which page, from 0
 * @x: left edge, in points from the left edge of the page as people see it
 * @y: upper edge, in points from the upper edge of that page, downwards
 * @width: in points; 0 makes an invisible signature
 * @height: in points
 */
typedef struct
{
  guint page;
  double x;
  double y;
  double width;
  double height;
} HopsoSignPlace;

/**
 * HopsoSignLock:
 * @HOPSO_SIGN_LOCK_NONE: no field
 * @HOPSO_SIGN_LOCK_ALL: every field
 * @HOPSO_SIGN_LOCK_INCLUDE: the fields that are named
 * @HOPSO_SIGN_LOCK_EXCLUDE: every field but those that are named
 *
 * Which fields of the form nobody may change after the signature.
 */
typedef enum
{
  HOPSO_SIGN_LOCK_NONE,
  HOPSO_SIGN_LOCK_ALL,
  HOPSO_SIGN_LOCK_INCLUDE,
  HOPSO_SIGN_LOCK_EXCLUDE,
} HopsoSignLock;

/**
 * HopsoSignJob:
 *
 * One document to be signed, what its signature shall look like, and how far it has come.
 * Properties "state" (#HopsoSignState as an int) and "try" notify. Main thread only.
 */
#define HOPSO_TYPE_SIGN_JOB (hopso_sign_job_get_type ())
G_DECLARE_FINAL_TYPE (HopsoSignJob, hopso_sign_job, HOPSO, SIGN_JOB, GObject)

HopsoSignJob *hopso_sign_job_new (int document_fd, const char *title, GError **error);
void hopso_sign_job_set_expected_digest (HopsoSignJob *self, const char *sha256);
void hopso_sign_job_set_output_path (HopsoSignJob *self, const char *path);
void hopso_sign_job_set_place (HopsoSignJob *self, const HopsoSignPlace *place);
void hopso_sign_job_set_picture (HopsoSignJob *self, GBytes *png);
void hopso_sign_job_set_lines (HopsoSignJob *self, const char *const *lines);
void hopso_sign_job_set_reason (HopsoSignJob *self, const char *reason);
void hopso_sign_job_set_location (HopsoSignJob *self, const char *location);
void hopso_sign_job_set_field_name (HopsoSignJob *self, const char *name);
void hopso_sign_job_set_certification (HopsoSignJob *self, guint level);
void
hopso_sign_job_set_lock (HopsoSignJob *self, HopsoSignLock lock, const char *const *field_names);
void hopso_sign_job_set_password (HopsoSignJob *self, HopsoSecret *password);

const char *hopso_sign_job_get_title (HopsoSignJob *self);
const HopsoSignPlace *hopso_sign_job_get_place (HopsoSignJob *self);
HopsoSignState hopso_sign_job_get_state (HopsoSignJob *self);
const GError *hopso_sign_job_get_error (HopsoSignJob *self);
HopsoSignatureLevel hopso_sign_job_get_level (HopsoSignJob *self);
gboolean hopso_sign_job_is_timestamp_due (HopsoSignJob *self);
guint hopso_sign_job_get_try (HopsoSignJob *self);
HopsoSignatureReport *hopso_sign_job_get_report (HopsoSignJob *self);
HopsoFd hopso_sign_job_dup_result (HopsoSignJob *self, GError **error);

G_END_DECLS
