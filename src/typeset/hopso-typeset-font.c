/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether this machine has the typeface of official documents. Any thread. */

#include "hopso-typeset-font.h"

#include "hopso-typeset-pages-private.h"

#include <pango/pangocairo.h>

/**
 * hopso_typeset_has_font:
 * @family: (out) (transfer none): the typeface that documents are set in
 *
 * Returns: whether it is here; without it another takes its place, and lines break elsewhere
 */
gboolean
hopso_typeset_has_font (const char **family)
{
  g_auto (GStrv) names = g_strsplit (HOPSO_PAGE_FONT, ",", -1);
  PangoFontMap *fonts = pango_cairo_font_map_get_default ();

  *family = HOPSO_PAGE_FONT;
  /* The last one is generic: something always stands for it. */
  for (guint i = 0; names[i] != NULL && names[i + 1] != NULL; i++)
    if (pango_font_map_get_family (fonts, g_strstrip (names[i])) != NULL)
      return TRUE;
  return FALSE;
}
