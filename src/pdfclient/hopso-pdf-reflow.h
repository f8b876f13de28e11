/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"

G_BEGIN_DECLS

/**
 * HopsoPdfBlockKind:
 * @HOPSO_PDF_BLOCK_PARAGRAPH: sentences
 * @HOPSO_PDF_BLOCK_HEADING: what stands over others
 * @HOPSO_PDF_BLOCK_ITEM: of a list: it begins with a dash, a letter or a number
 * @HOPSO_PDF_BLOCK_ROW: of a table: its cells have tabulators between them
 *
 * What a block of text is taken for.
 */
typedef enum
{
  HOPSO_PDF_BLOCK_PARAGRAPH,
  HOPSO_PDF_BLOCK_HEADING,
  HOPSO_PDF_BLOCK_ITEM,
  HOPSO_PDF_BLOCK_ROW,
} HopsoPdfBlockKind;

/**
 * HopsoPdfBlock:
 * @kind: what it is taken for
 * @start: the first character
 * @end: the one after the last
 *
 * A paragraph of a #HopsoPdfReflow, in characters of its string.
 */
typedef struct
{
  HopsoPdfBlockKind kind;
  guint start;
  guint end;
} HopsoPdfBlock;

/**
 * HopsoPdfReflow:
 * @string: UTF-8; each block ends with a line feed
 * @blocks: (element-type HopsoPdfBlock): in the order of reading
 * @places: (array length=n_places): where each character of the page's text stands in @string
 * @n_places: as many as the page's text has characters
 *
 * The text of a page as paragraphs that can be set in any width.
 */
typedef struct
{
  char *string;   /* owned */
  GArray *blocks; /* owned */
  guint *places;  /* owned */
  guint n_places;
} HopsoPdfReflow;

HopsoPdfReflow *hopso_pdf_reflow_new (HopsoPdfText *text);
void hopso_pdf_reflow_free (HopsoPdfReflow *self);
guint hopso_pdf_reflow_find_place (const HopsoPdfReflow *self, guint offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfReflow, hopso_pdf_reflow_free)

G_END_DECLS
