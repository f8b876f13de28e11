/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOPSO_INVITATION_ERROR (hopso_invitation_error_quark ())
GQuark hopso_invitation_error_quark (void);

/**
 * HopsoInvitationError:
 * @HOPSO_INVITATION_ERROR_INCOMPLETE: there is no such meeting, or it has no time or organization
 *
 * The message is for people.
 */
typedef enum
{
  HOPSO_INVITATION_ERROR_INCOMPLETE,
} HopsoInvitationError;

/**
 * HopsoInvitationWords:
 * @now: when it is written, in seconds since 1970
 * @symbol: (nullable): of the document, such as "GM-UBND"; "GM" otherwise
 * @place: (nullable): where it is issued; taken from the agency's name otherwise
 * @authority: (nullable): lines above the signature; the position of who presides otherwise
 * @signer: (nullable): name below the signature; the name of who presides otherwise
 * @unit: (nullable): who keeps a copy besides the clerk's office
 * @contact: (nullable): the line at the foot of page 1
 *
 * What the records do not say. Members are borrowed.
 */
typedef struct
{
  gint64 now;
  const char *symbol;
  const char *place;
  const char *authority;
  const char *signer;
  const char *unit;
  const char *contact;
} HopsoInvitationWords;

GBytes *hopso_invitation_make (const char *meeting_id,
                               GPtrArray *records,
                               const HopsoInvitationWords *words,
                               GError **error);
char *hopso_invitation_make_calendar (const char *meeting_id,
                                      GPtrArray *records,
                                      gint64 now,
                                      GError **error);

G_END_DECLS
