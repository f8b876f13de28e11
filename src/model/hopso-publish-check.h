/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-publish-rules.h"
#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoPublishCheckCode:
 * @HOPSO_PUBLISH_CHECK_TIME: it begins in the future, and ends after that
 * @HOPSO_PUBLISH_CHECK_NOTICE: enough working days lie between today and the meeting
 * @HOPSO_PUBLISH_CHECK_SECRETS: nothing in it is a state secret
 * @HOPSO_PUBLISH_CHECK_COMPOSITION: somebody presides, somebody keeps the minutes, somebody comes
 * @HOPSO_PUBLISH_CHECK_AGENDA: there is something to discuss, and time for it
 * @HOPSO_PUBLISH_CHECK_PAPERS: the items that need papers have them
 * @HOPSO_PUBLISH_CHECK_FILES: every paper can be read by everybody
 * @HOPSO_PUBLISH_CHECK_REVIEW: who was asked has approved
 * @HOPSO_PUBLISH_CHECK_VIRUSES: no file would harm who opens it
 *
 * What is looked at before a meeting is published, in the order in which it is shown.
 */
typedef enum
{
  HOPSO_PUBLISH_CHECK_TIME,
  HOPSO_PUBLISH_CHECK_NOTICE,
  HOPSO_PUBLISH_CHECK_SECRETS,
  HOPSO_PUBLISH_CHECK_COMPOSITION,
  HOPSO_PUBLISH_CHECK_AGENDA,
  HOPSO_PUBLISH_CHECK_PAPERS,
  HOPSO_PUBLISH_CHECK_FILES,
  HOPSO_PUBLISH_CHECK_REVIEW,
  HOPSO_PUBLISH_CHECK_VIRUSES,
  HOPSO_PUBLISH_CHECK_N_CODES
} HopsoPublishCheckCode;

/**
 * HopsoPublishSeverity:
 * @HOPSO_PUBLISH_GOOD: all is well
 * @HOPSO_PUBLISH_NOTE: worth knowing; nobody has to do anything
 * @HOPSO_PUBLISH_REASON: it may go out so, when somebody says why
 * @HOPSO_PUBLISH_BLOCKED: it cannot go out so
 */
typedef enum
{
  HOPSO_PUBLISH_GOOD,
  HOPSO_PUBLISH_NOTE,
  HOPSO_PUBLISH_REASON,
  HOPSO_PUBLISH_BLOCKED
} HopsoPublishSeverity;

/**
 * HopsoPublishCheck:
 *
 * What was found by one of the checks before a meeting is published. Immutable.
 */
#define HOPSO_TYPE_PUBLISH_CHECK (hopso_publish_check_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPublishCheck, hopso_publish_check, HOPSO, PUBLISH_CHECK, GObject)

HopsoPublishCheckCode hopso_publish_check_get_code (HopsoPublishCheck *self);
HopsoPublishSeverity hopso_publish_check_get_severity (HopsoPublishCheck *self);
const char *const *hopso_publish_check_get_records (HopsoPublishCheck *self);
guint hopso_publish_check_get_count (HopsoPublishCheck *self);
gint64 hopso_publish_check_get_latest (HopsoPublishCheck *self);
gboolean hopso_publish_check_equal (HopsoPublishCheck *a, HopsoPublishCheck *b);
const char *hopso_publish_check_code_to_string (HopsoPublishCheckCode code);

GPtrArray *hopso_publish_check_run (GPtrArray *records, const HopsoPublishRules *rules, gint64 now);
HopsoPublishSeverity hopso_publish_check_find_worst (GPtrArray *checks);

G_END_DECLS
