/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-request.h"

G_BEGIN_DECLS

/* What is taken from somebody whose session has not been looked up. */
#define HOPSO_SERVER_ARRIVAL_STRANGER_BODY (8 * 1024)

void hopso_server_arrival_begin (HopsoServerApi *api,
                                 SoupServerMessage *message,
                                 const HopsoServerRoute *route);
void
hopso_server_arrival_refuse (SoupServerMessage *message, HopsoServerProblem problem, gint64 wait);

G_END_DECLS
