/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-verify-list.h"
#include "hopso-verify-page.h"

G_BEGIN_DECLS

void hopso_verify_columns_fill (GtkColumnView *view);

G_END_DECLS
