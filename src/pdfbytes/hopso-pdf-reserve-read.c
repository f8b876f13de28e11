/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the places for number, date and seal that a document keeps, whoever reserved them. Read
 * only; one thread at a time. */

#include "hopso-pdf-reserve.h"

#include "hopso-pdf-fill-private.h"

#include "hopso-pdf-object-private.h"

#include <string.h>

#define AT_END 2 /* Q, 12.7.4.3 */

/* "/Font size Tf" of a default appearance (12.7.4.3). */
static void
read_font (HopsoPdfFile *file, HopsoPdfObject *field, HopsoPdfReservedPlace *place)
{
  g_autoptr (HopsoPdfObject) value = hopso_pdf_fill_inherited (file, field, "DA");
  g_autofree char *words = value != NULL ? hopso_pdf_object_dup_text (value) : NULL;
  g_auto (GStrv) parts = g_strsplit_set (words != NULL ? words : "", " \t\r\n", -1);

  for (guint i = 2; i < g_strv_length (parts); i++)
    if (strcmp (parts[i], "Tf") == 0)
      {
        double size = g_ascii_strtod (parts[i - 1], NULL);

        place->font_size = size > 0 && size < 1000 ? size : 0;
        place->is_italic = strstr (parts[i - 2], "Italic") != NULL ||
                           strstr (parts[i - 2], "Oblique") != NULL ||
                           g_str_has_suffix (parts[i - 2], "It");
      }
}

static void
read_place (HopsoPdfFile *file,
            const HopsoPdfFillField *field,
            const HopsoPdfFillPlace *widget,
            HopsoPdfReservedPlace *place)
{
  const HopsoPdfPage *page = hopso_pdf_file_get_page (file, (guint) widget->page, NULL);
  g_autoptr (HopsoPdfObject) quadding = hopso_pdf_fill_inherited (file, field->dictionary, "Q");
  gint64 alignment = 0;
  double box[4];

  if (page == NULL)
    return;
  hopso_pdf_page_find_box (page, widget->rect, box);
  place->page = (guint) widget->page;
  place->x = box[0];
  place->y = box[1];
  place->width = box[2] - box[0];
  place->height = box[3] - box[1];
  if (quadding != NULL)
    hopso_pdf_object_get_integer (quadding, &alignment);
  place->is_at_end = alignment == AT_END;
  place->max_length = field->max_length;
  read_font (file, field->dictionary, place);
}

static gboolean
is_filled_in (const HopsoPdfFillField *field)
{
  HopsoPdfObject *value = hopso_pdf_object_get (field->dictionary, "V");
  GBytes *text = hopso_pdf_object_get_string (value);

  return !hopso_pdf_object_is_null (value) && (text == NULL || g_bytes_get_size (text) > 0);
}

/**
 * hopso_pdf_file_read_reservation:
 * @reservation: (out caller-allocates): the places that there are; width 0 for others
 * @is_filled: (out) (array fixed-size=4): whether there is something in them already
 *
 * Returns: %FALSE with @error when the form cannot be read
 */
gboolean
hopso_pdf_file_read_reservation (HopsoPdfFile *self,
                                 HopsoPdfReservation *reservation,
                                 gboolean is_filled[HOPSO_PDF_N_RESERVED],
                                 GError **error)
{
  g_autoptr (GPtrArray) fields = hopso_pdf_file_list_fill_fields (self, error);

  memset (reservation, 0, sizeof *reservation);
  memset (is_filled, 0, HOPSO_PDF_N_RESERVED * sizeof *is_filled);
  if (fields == NULL)
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    for (guint kind = 0; kind < HOPSO_PDF_N_RESERVED; kind++)
      {
        const HopsoPdfFillField *field = fields->pdata[i];
        const HopsoPdfFillPlace *widget;

        if (strcmp (field->name, hopso_pdf_reserved_kind_get_name ((HopsoPdfReservedKind) kind)) !=
                0 ||
            field->places->len != 1)
          continue;
        widget = field->places->pdata[0];
        is_filled[kind] = is_filled_in (field);
        if (widget->page >= 0 && widget->rect[0] < widget->rect[2] &&
            widget->rect[1] < widget->rect[3])
          read_place (self, field, widget, &reservation->places[kind]);
      }
  return TRUE;
}
