/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hopso_page_size_words (double width_pt, double height_pt);

G_END_DECLS
