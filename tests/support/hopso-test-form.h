/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A form of two pages: "name", "address" (lines), "number" (cells, at most 8), "agree" (a check
 * box), "side" (radio buttons "left" and "right"), "town" (hn, hue or sg; nothing else), "days"
 * (several of one, two, three), "total" (read-only, "0"), and on the second page "remark" and "job"
 * (clerk, chair, or what is typed). @entries goes into the form's dictionary. */
GBytes *hopso_test_form_new (const char *entries);

G_END_DECLS
