/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int hopso_time_words_days_between (gint64 from, gint64 to);

char *hopso_time_words_clock (gint64 time);
char *hopso_time_words_moment (gint64 time, gint64 now);
char *hopso_time_words_exact (gint64 time);
char *hopso_time_words_day (gint64 time, gint64 now);
char *hopso_time_words_day_short (gint64 time, gint64 now);
char *hopso_time_words_date (gint64 time);
char *hopso_time_words_date_short (gint64 time);
char *hopso_time_words_span (gint64 start, gint64 end);
char *hopso_time_words_minutes (gint64 minutes);
char *hopso_time_words_duration (gint64 minutes);
char *hopso_time_words_distance (gint64 time, gint64 now);
char *hopso_time_words_deadline (gint64 deadline, gint64 now);

G_END_DECLS
