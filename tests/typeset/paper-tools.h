/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-typeset-document.h"

#include <gio/gio.h>

/* A page as pixels: 8 bits of grey each. */
typedef struct
{
  int width;
  int height;
  guint8 *pixels; /* owned */
} Picture;

void picture_free (Picture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

char *pdf_run (GBytes *pdf, const char *tool, const char *const *options);
char *pdf_text (GBytes *pdf);
Picture *pdf_draw (GBytes *pdf, guint page, int dpi);
gboolean picture_is_empty (
    Picture *picture, int dpi, double page_height, double x, double y, double width, double height);
void pdf_assert_sound (GBytes *pdf);
