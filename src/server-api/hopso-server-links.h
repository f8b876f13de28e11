/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-request.h"

G_BEGIN_DECLS

HopsoRecord *hopso_server_links_settle (HopsoServerSession *session,
                                        HopsoServerRequest *request,
                                        HopsoRecord *old,
                                        HopsoRecord *wanted,
                                        GError **error);

G_END_DECLS
