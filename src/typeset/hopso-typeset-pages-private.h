/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-typeset-document-private.h"

#include <cairo.h>
#include <pango/pangocairo.h>

G_BEGIN_DECLS

#define HOPSO_MM            (72.0 / 25.4)
#define HOPSO_PAGE_WIDTH    (210 * HOPSO_MM)
#define HOPSO_PAGE_HEIGHT   (297 * HOPSO_MM)
#define HOPSO_MARGIN_TOP    (20 * HOPSO_MM)
#define HOPSO_MARGIN_BOTTOM (20 * HOPSO_MM)
#define HOPSO_MARGIN_LEFT   (30 * HOPSO_MM)
#define HOPSO_MARGIN_RIGHT  (15 * HOPSO_MM)
#define HOPSO_TEXT_WIDTH    (HOPSO_PAGE_WIDTH - HOPSO_MARGIN_LEFT - HOPSO_MARGIN_RIGHT)
#define HOPSO_BODY_SIZE     14.0
#define HOPSO_FIRST_INDENT  (12.7 * HOPSO_MM)
#define HOPSO_PARAGRAPH_GAP 6.0
#define HOPSO_PAGE_FONT     "Times New Roman, Liberation Serif, serif"

/* How a piece of text looks. Zero-initialised: upright, from the left, lines close together. */
typedef struct
{
  double size;
  gboolean is_bold;
  gboolean is_italic;
  gboolean is_justified;
  PangoAlignment alignment;
  double indent;    /* of the first line; negative: of all others */
  double spacing;   /* line height as a factor; 0 is 1 */
  gsize label_size; /* bytes in front that are bold */
} HopsoTextStyle;

/* The sheets while they are written on; y runs downwards here. */
typedef struct
{
  GByteArray *bytes;        /* owned: the PDF so far */
  cairo_surface_t *surface; /* owned */
  cairo_t *cr;              /* owned */
  PangoContext *context;    /* owned */
  guint page;               /* the first is 0 */
  guint number;             /* as printed: an annex starts again at 1 */
  double y;                 /* where the next thing goes */
  double bottom;            /* where this page's text ends */
  gboolean is_empty;        /* no flowing text on this page yet */
} HopsoPages;

PangoContext *hopso_pages_create_context (void);
PangoLayout *hopso_pages_create_layout (PangoContext *context,
                                        const char *text,
                                        const HopsoTextStyle *style,
                                        double width);
double hopso_pages_get_height (PangoLayout *layout);
double hopso_pages_get_ink_width (PangoLayout *layout);

HopsoPages *hopso_pages_new (double width, double height);
void hopso_pages_free (HopsoPages *self);
gboolean hopso_pages_end (HopsoPages *self, GError **error);
void hopso_pages_break (HopsoPages *self);
void hopso_pages_restart_numbers (HopsoPages *self);
double hopso_pages_show (HopsoPages *self,
                         const char *text,
                         const HopsoTextStyle *style,
                         double x,
                         double y,
                         double width);
void hopso_pages_flow (
    HopsoPages *self, const char *text, const HopsoTextStyle *style, double before, double keep);
void hopso_pages_rule (HopsoPages *self, double x, double y, double width);
void hopso_pages_report (
    HopsoPages *self, HopsoTypesetRect *rect, double x, double y, double width, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPages, hopso_pages_free)

double hopso_typeset_draw_head (HopsoPages *pages,
                                HopsoTypesetDocument *document,
                                HopsoTypesetReport *report);
double hopso_typeset_measure_signature (HopsoPages *pages, HopsoTypesetDocument *document);
void hopso_typeset_draw_signature (HopsoPages *pages,
                                   HopsoTypesetDocument *document,
                                   HopsoTypesetReport *report);
gboolean hopso_typeset_draw_table (HopsoPages *pages, HopsoTypesetTable *table, GError **error);

G_END_DECLS
