/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"
#include "hopso-server-sight.h"

G_BEGIN_DECLS

/**
 * HopsoServerRights:
 * @person: who
 * @standing: what the person is in the record's meeting, or for the agency of a group
 * @is_admin: whether the person is an administrator
 *
 * What a person brings along who wants to change a record.
 */
typedef struct
{
  const char *person;
  HopsoServerStanding standing;
  gboolean is_admin;
} HopsoServerRights;

/**
 * HopsoServerVerdict:
 */
typedef enum
{
  HOPSO_SERVER_VERDICT_ALLOWED,
  HOPSO_SERVER_VERDICT_OVERRIDE, /* allowed, and to be logged: another person's answer */
  HOPSO_SERVER_VERDICT_FORBIDDEN,
  HOPSO_SERVER_VERDICT_INVALID,
  HOPSO_SERVER_VERDICT_CLOSED
} HopsoServerVerdict;

HopsoServerVerdict hopso_server_rights_judge (const HopsoServerRights *rights,
                                              HopsoRecord *old,
                                              HopsoRecord *wanted,
                                              HopsoRecord *meeting);
HopsoRecord *hopso_server_rights_settle (
    HopsoRecord *old, HopsoRecord *wanted, HopsoRecord *meeting, const char *person, gint64 now);

G_END_DECLS
