/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

GPtrArray *hopso_meeting_merge (GPtrArray *originals, GPtrArray *change);

G_END_DECLS
