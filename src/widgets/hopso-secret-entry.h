/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hopso_secret_entry_guard (GtkEditable *entry);

G_END_DECLS
