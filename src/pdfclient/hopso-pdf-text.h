/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoPdfBox:
 * @x1: left
 * @y1: top
 * @x2: right, not less than @x1
 * @y2: bottom, not less than @y1
 *
 * A place on a page, in points of the page as it is shown, from its top left corner.
 */
typedef struct
{
  double x1;
  double y1;
  double x2;
  double y2;
} HopsoPdfBox;

gboolean hopso_pdf_box_contains (const HopsoPdfBox *self, double x, double y);
GArray *
hopso_pdf_box_list_from_reply (GVariant *reply, double width, double height, GError **error);

#define HOPSO_TYPE_PDF_TEXT (hopso_pdf_text_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfText, hopso_pdf_text, HOPSO, PDF_TEXT, GObject)

HopsoPdfText *
hopso_pdf_text_new_from_reply (GVariant *reply, double width, double height, GError **error);
const char *hopso_pdf_text_get_string (HopsoPdfText *self);
guint hopso_pdf_text_get_n_chars (HopsoPdfText *self);
const gunichar *hopso_pdf_text_get_chars (HopsoPdfText *self);
const HopsoPdfBox *hopso_pdf_text_get_boxes (HopsoPdfText *self);
char *hopso_pdf_text_dup_range (HopsoPdfText *self, guint start, guint end);
GArray *hopso_pdf_text_list_areas (HopsoPdfText *self, guint start, guint end);

G_END_DECLS
