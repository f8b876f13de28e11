/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-working-days.h"

G_BEGIN_DECLS

/**
 * HopsoPublishRules:
 * @notice: how many working days must lie between publishing and the meeting
 * @needs_review: whether every paper must be approved before it goes out
 * @needs_scan: whether every paper must have been looked at by a virus scanner
 * @days: (owned): which days are worked on
 *
 * What the administrator of the server decided about publishing.
 */
typedef struct
{
  guint notice;
  gboolean needs_review;
  gboolean needs_scan;
  HopsoWorkingDays *days;
} HopsoPublishRules;

HopsoPublishRules *hopso_publish_rules_new (void);
HopsoPublishRules *hopso_publish_rules_copy (const HopsoPublishRules *self);
void hopso_publish_rules_free (HopsoPublishRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPublishRules, hopso_publish_rules_free)

gboolean hopso_publish_rules_set (HopsoPublishRules *self, const char *rule, GError **error);
char *hopso_publish_rules_to_string (const HopsoPublishRules *self);

G_END_DECLS
