/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-session.h"

G_BEGIN_DECLS

/**
 * HopsoServerActor:
 * @person: (nullable): the id of who did it; %NULL: the machine's administrator
 * @device: (nullable): the id of the device from which it was done
 */
typedef struct
{
  const char *person;
  const char *device;
} HopsoServerActor;

gboolean hopso_server_session_audit (HopsoServerSession *self,
                                     const HopsoServerActor *actor,
                                     const char *action,
                                     const char *object,
                                     const char *detail,
                                     GError **error);
gboolean hopso_server_session_check_audit (HopsoServerSession *self,
                                           gint64 *n_lines,
                                           char **last_hash,
                                           GError **error);

G_END_DECLS
