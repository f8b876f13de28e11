/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-document.h"

#include <graphene.h>

G_BEGIN_DECLS

GArray *hopso_page_night_find_photographs (GBytes *pixels, guint width, guint height);
GBytes *hopso_page_night_new (GBytes *pixels, const HopsoFramePart *part, GArray *photographs);

G_END_DECLS
