/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <poppler.h>

G_BEGIN_DECLS

/* Poppler 22.12 brings no cleanup functions of its own; later ones may, hence the other names. */
typedef PopplerDocument HopsoPopplerDocument;
typedef PopplerPage HopsoPopplerPage;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPopplerPage, g_object_unref)

G_END_DECLS
