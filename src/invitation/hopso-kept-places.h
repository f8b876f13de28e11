/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-typeset-document.h"

G_BEGIN_DECLS

GBytes *
hopso_kept_places_write (GBytes *document, const HopsoTypesetReport *report, GError **error);

G_END_DECLS
