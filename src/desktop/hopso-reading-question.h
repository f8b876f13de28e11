/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-reading-tabs.h"

G_BEGIN_DECLS

void hopso_reading_question_ask_async (HopsoReadingView *view,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean hopso_reading_question_ask_finish (HopsoReadingView *view, GAsyncResult *result);

gboolean hopso_reading_question_is_due (HopsoReadingTabs *tabs);
void hopso_reading_question_ask_all_async (HopsoReadingTabs *tabs,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean hopso_reading_question_ask_all_finish (HopsoReadingTabs *tabs, GAsyncResult *result);

G_END_DECLS
