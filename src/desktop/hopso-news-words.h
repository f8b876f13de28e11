/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-news.h"
#include "hopso-workspace.h"

G_BEGIN_DECLS

char *hopso_news_words_title (HopsoWorkspace *workspace, const HopsoNews *news);
char *hopso_news_words_body (HopsoWorkspace *workspace, const HopsoNews *news, gint64 now);
char *hopso_news_words_many (guint n_news);

G_END_DECLS
