/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-server-request.h"

G_BEGIN_DECLS

HopsoRecord *hopso_server_inspection_apply (HopsoServerRequest *request, HopsoRecord *paper);

G_END_DECLS
