/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"
#include "hopso-reserver.h"

G_BEGIN_DECLS

gboolean hopso_reserve_find_number (HopsoPdfText *text, double width, HopsoReservePlace *place);
gboolean hopso_reserve_find_date (HopsoPdfText *text, double width, HopsoReservePlace *place);
gboolean
hopso_reserve_find_seal (HopsoPdfText *text, guint page, double width, HopsoReserveOrder *order);

G_END_DECLS
