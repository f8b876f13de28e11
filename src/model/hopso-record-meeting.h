/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

const char *hopso_record_get_meeting (HopsoRecord *self);

G_END_DECLS
