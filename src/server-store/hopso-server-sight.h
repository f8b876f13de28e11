/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-session.h"

G_BEGIN_DECLS

/**
 * HopsoServerStanding:
 *
 * What a person is in a meeting.
 */
typedef enum
{
  HOPSO_SERVER_STANDING_NONE = 0,
  HOPSO_SERVER_STANDING_CHAIR = 1 << 0,
  HOPSO_SERVER_STANDING_SECRETARY = 1 << 1,
  HOPSO_SERVER_STANDING_CLERK = 1 << 2, /* of the organization that holds it */
} HopsoServerStanding;

gboolean hopso_server_session_may_see (HopsoServerSession *self,
                                       const char *person,
                                       const char *object,
                                       gboolean *may_see,
                                       GError **error);
gboolean hopso_server_session_has_seen (HopsoServerSession *self,
                                        const char *person,
                                        const char *object,
                                        gboolean *has_seen,
                                        GError **error);
gboolean hopso_server_session_may_read_blob (HopsoServerSession *self,
                                             const char *person,
                                             const char *digest,
                                             gboolean *may_read,
                                             GError **error);
gboolean hopso_server_session_get_standing (HopsoServerSession *self,
                                            const char *person,
                                            const char *meeting,
                                            HopsoServerStanding *standing,
                                            GError **error);
gboolean hopso_server_session_has_role (HopsoServerSession *self,
                                        const char *person,
                                        const char *role,
                                        gboolean *has_role,
                                        GError **error);
gboolean hopso_server_session_was_in (HopsoServerSession *self,
                                      const char *object,
                                      const char *meeting,
                                      gboolean *was_in,
                                      GError **error);
gboolean hopso_server_session_is_clerk_of (HopsoServerSession *self,
                                           const char *person,
                                           const char *organization,
                                           gboolean *is_clerk,
                                           GError **error);

G_END_DECLS
