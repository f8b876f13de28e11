/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

#define HOPSO_AGENDA_MAX_DEPTH 8

GHashTable *hopso_agenda_number (GPtrArray *records);
HopsoRecord *hopso_agenda_find_meeting (GPtrArray *records);

G_END_DECLS
