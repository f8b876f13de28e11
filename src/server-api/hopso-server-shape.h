/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

const char *hopso_server_shape_find_fault (HopsoRecord *old, HopsoRecord *wanted);

G_END_DECLS
