/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOPSO_TYPESET_ERROR (hopso_typeset_error_quark ())

/**
 * HopsoTypesetError:
 * @HOPSO_TYPESET_ERROR_FAILED: drawing failed, or there is no font
 * @HOPSO_TYPESET_ERROR_BAD_PICTURE: the picture is no PNG, or too large
 * @HOPSO_TYPESET_ERROR_TOO_LARGE: something does not fit its place or a page
 */
typedef enum
{
  HOPSO_TYPESET_ERROR_FAILED,
  HOPSO_TYPESET_ERROR_BAD_PICTURE,
  HOPSO_TYPESET_ERROR_TOO_LARGE,
} HopsoTypesetError;

GQuark hopso_typeset_error_quark (void);

typedef enum
{
  HOPSO_TYPESET_CENTRE,
  HOPSO_TYPESET_START,
  HOPSO_TYPESET_END,
  HOPSO_TYPESET_APART, /* marks only: two lines on one height, at both ends */
} HopsoTypesetAlignment;

/**
 * HopsoTypesetMark:
 * @width_pt: width of the one page
 * @height_pt: its height
 * @picture_png: (nullable): a PNG, fitted with its proportions kept
 * @lines: (nullable) (array zero-terminated=1): lines of text; none is broken
 * @font_size: in points; 0 is 10 points, or less where that does not fit. A size that is given
 *   is kept, and text too large for it is an error
 * @alignment: of the lines
 * @is_bold: whether the text is bold
 * @is_italic: whether the text is italic
 * @colour: of text and frame, 0xRRGGBB; 0 is black
 * @picture_size: longest side of the picture in points, as it is in life; 0 as large as fits
 * @has_frame: whether a frame runs around it
 *
 * What a signature, a stamp or the value of a field looks like. Picture and text together stand
 * side by side where the mark is wide, one above the other otherwise. A mark with text alone, made
 * as large as a rectangle of #HopsoTypesetReport and in that rectangle's font, stands on the line
 * that the rectangle was left free in.
 */
typedef struct
{
  double width_pt;
  double height_pt;
  GBytes *picture_png;      /* borrowed, nullable */
  const char *const *lines; /* borrowed, nullable */
  double font_size;
  HopsoTypesetAlignment alignment;
  gboolean is_bold;
  gboolean is_italic;
  guint32 colour;
  double picture_size;
  gboolean has_frame;
} HopsoTypesetMark;

GBytes *hopso_typeset_mark (const HopsoTypesetMark *mark, GError **error);
GBytes *hopso_typeset_marks (const HopsoTypesetMark *marks, guint n_marks, GError **error);
void hopso_typeset_mark_measure (const HopsoTypesetMark *mark, double *width, double *height);

G_END_DECLS
