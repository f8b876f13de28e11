/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOPSO_WORKING_DAYS_MAX_NOTICE 30

/**
 * HopsoWorkingDays:
 *
 * On which days offices in Viet Nam work: the week, the public holidays and what was exchanged or
 * announced. A day is counted from 1970-01-01, in Vietnamese time.
 */
typedef struct _HopsoWorkingDays HopsoWorkingDays;

HopsoWorkingDays *hopso_working_days_new (void);
HopsoWorkingDays *hopso_working_days_copy (const HopsoWorkingDays *self);
void hopso_working_days_free (HopsoWorkingDays *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoWorkingDays, hopso_working_days_free)

gboolean hopso_working_days_set (HopsoWorkingDays *self, const char *date, gboolean is_working);
void hopso_working_days_append_rules (const HopsoWorkingDays *self, GString *rules);

gint64 hopso_working_days_get_day (gint64 seconds);
gint64 hopso_working_days_get_start (gint64 day);
gboolean hopso_working_days_is_working (const HopsoWorkingDays *self, gint64 day);
gint64
hopso_working_days_find_latest (const HopsoWorkingDays *self, gint64 meeting_day, guint notice);
guint hopso_working_days_count_between (const HopsoWorkingDays *self, gint64 from, gint64 to);

G_END_DECLS
