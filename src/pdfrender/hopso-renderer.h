/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-render-bus.h"

G_BEGIN_DECLS

#define HOPSO_TYPE_RENDERER (hopso_renderer_get_type ())
G_DECLARE_FINAL_TYPE (HopsoRenderer, hopso_renderer, HOPSO, RENDERER, HopsoPdfRender1Skeleton)

HopsoRenderer *hopso_renderer_new (void);

G_END_DECLS
