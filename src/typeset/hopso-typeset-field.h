/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-typeset-mark.h"

G_BEGIN_DECLS

/**
 * HopsoTypesetFieldKind:
 * @HOPSO_TYPESET_FIELD_TEXT: one line
 * @HOPSO_TYPESET_FIELD_LINES: lines that are broken where the field ends
 * @HOPSO_TYPESET_FIELD_CELLS: each letter in a cell of its own
 * @HOPSO_TYPESET_FIELD_LIST: a list of which some lines are chosen
 * @HOPSO_TYPESET_FIELD_BUTTON: a sign, or none
 */
typedef enum
{
  HOPSO_TYPESET_FIELD_TEXT,
  HOPSO_TYPESET_FIELD_LINES,
  HOPSO_TYPESET_FIELD_CELLS,
  HOPSO_TYPESET_FIELD_LIST,
  HOPSO_TYPESET_FIELD_BUTTON,
} HopsoTypesetFieldKind;

/**
 * HopsoTypesetField:
 * @kind: what stands there
 * @width_pt: width of the page
 * @height_pt: its height
 * @text: (nullable): of a text
 * @n_cells: how many cells there are
 * @lines: (nullable) (array zero-terminated=1): of a list
 * @chosen: (nullable) (array zero-terminated=1): those of @lines that are chosen
 * @sign: of a button: 4 a tick, 8 a cross, l a disc, n a square, u a diamond, H a star, as Zapf
 *   Dingbats names them; 0 none
 * @is_round: whether a button is a circle
 * @font: (nullable): name of the font that the field asks for; a similar one is taken
 * @size: in points; 0 as large as fits
 * @colour: of text and sign, 0xRRGGBB
 * @alignment: of the text
 * @border: width of the border in points
 * @border_style: S solid, D dashed, B raised, I sunk, U underlined
 * @border_colour: 0xRRGGBB, or -1 for none
 * @background: likewise
 *
 * What a field of a form looks like.
 */
typedef struct
{
  HopsoTypesetFieldKind kind;
  double width_pt;
  double height_pt;
  const char *text; /* borrowed, nullable */
  guint n_cells;
  const char *const *lines;  /* borrowed, nullable */
  const char *const *chosen; /* borrowed, nullable */
  char sign;
  gboolean is_round;
  const char *font; /* borrowed, nullable */
  double size;
  guint32 colour;
  HopsoTypesetAlignment alignment;
  double border;
  char border_style;
  int border_colour;
  int background;
} HopsoTypesetField;

GBytes *hopso_typeset_fields (const HopsoTypesetField *fields, guint n_fields, GError **error);

G_END_DECLS
