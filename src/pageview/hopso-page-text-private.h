/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-page-text.h"

G_BEGIN_DECLS

/* A line as the document's text has it, without its line feed. */
typedef struct
{
  guint start;
  guint end;
  HopsoPdfBox box; /* of its characters that are seen; empty when there are none */
} HopsoPageLine;

struct _HopsoPageText
{
  HopsoPdfText *text; /* owned */
  GArray *lines;      /* owned: of HopsoPageLine, at least one */
};

const HopsoPageLine *hopso_page_text_get_line (HopsoPageText *self, guint index);
guint hopso_page_text_find_line_index (HopsoPageText *self, guint offset);
gboolean hopso_page_box_is_empty (const HopsoPdfBox *box);

G_END_DECLS
