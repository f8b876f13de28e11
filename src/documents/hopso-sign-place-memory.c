/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where this person signs documents of one kind, as the frame was last dragged: on which page,
 * counted from the end, and how far across and down it. Kept with the account. Main thread. */

#include "hopso-sign-place-memory.h"

#include <math.h>

#define SETTING "sign-place/"

static char *
dup_key (HopsoPaper *paper)
{
  const char *type = hopso_paper_get_paper_type (paper);

  return g_strconcat (SETTING, type != NULL && *type != '\0' ? type : "other", NULL);
}

/**
 * hopso_sign_place_remember:
 * @paper: a document of some kind
 * @place: where a person has put the mark on it
 */
void
hopso_sign_place_remember (HopsoWorkspace *workspace,
                           HopsoPaper *paper,
                           HopsoPdfDocument *document,
                           const HopsoSignPlace *place)
{
  guint n_pages = hopso_pdf_document_get_n_pages (document);
  g_autofree char *key = dup_key (paper);
  const double numbers[] = { 0, place->x, place->y, place->width, place->height };
  g_autoptr (GString) text = g_string_new (NULL);
  double width, height;

  if (place->page >= n_pages)
    return;
  hopso_pdf_document_get_page_size (document, place->page, &width, &height);
  g_string_append_printf (text, "%u", n_pages - 1 - place->page);
  for (gsize i = 1; i < G_N_ELEMENTS (numbers); i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      double share = numbers[i] / (i % 2 == 1 ? width : height);

      g_string_append_printf (text, ",%s", g_ascii_formatd (number, sizeof number, "%.5f", share));
    }
  hopso_workspace_set_setting (workspace, key, text->str);
}

static gboolean
read_shares (const char *text, guint *page, double shares[4])
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, ",", -1) : NULL;
  guint64 number;

  if (parts == NULL || g_strv_length (parts) != 5 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, G_MAXINT, &number, NULL))
    return FALSE;
  *page = (guint) number;
  for (gsize i = 0; i < 4; i++)
    {
      shares[i] = g_ascii_strtod (parts[i + 1], NULL);
      if (!(shares[i] >= 0 && shares[i] <= 1))
        return FALSE;
    }
  return shares[2] > 0 && shares[3] > 0;
}

/**
 * hopso_sign_place_recall:
 * @place: (out): where the person signs documents of this kind
 *
 * Returns: whether that is known, and @document has such a page
 */
gboolean
hopso_sign_place_recall (HopsoWorkspace *workspace,
                         HopsoPaper *paper,
                         HopsoPdfDocument *document,
                         HopsoSignPlace *place)
{
  guint n_pages = hopso_pdf_document_get_n_pages (document);
  g_autofree char *key = dup_key (paper);
  double shares[4], width, height;
  guint from_end;

  if (!read_shares (hopso_workspace_get_setting (workspace, key), &from_end, shares) ||
      from_end >= n_pages)
    return FALSE;
  place->page = n_pages - 1 - from_end;
  hopso_pdf_document_get_page_size (document, place->page, &width, &height);
  place->width = shares[2] * width;
  place->height = shares[3] * height;
  place->x = MIN (shares[0] * width, width - place->width);
  place->y = MIN (shares[1] * height, height - place->height);
  return place->x >= 0 && place->y >= 0;
}
