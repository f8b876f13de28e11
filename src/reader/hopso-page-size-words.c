/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How large a page is, as people say it. Pure; any thread. */

#include "hopso-page-size-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MM_PER_POINT (25.4 / 72)

/* Printers and scanners are as exact. */
#define TOLERANCE_MM 2.0

static const struct
{
  const char *name;
  double width;
  double height;
} papers[] = {
  { "A0", 841, 1189 }, { "A1", 594, 841 },     { "A2", 420, 594 },    { "A3", 297, 420 },
  { "A4", 210, 297 },  { "A5", 148, 210 },     { "A6", 105, 148 },    { "B4", 250, 353 },
  { "B5", 176, 250 },  { "Letter", 216, 279 }, { "Legal", 216, 356 },
};

static const char *
find_paper (double width, double height)
{
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      if (fabs (MIN (width, height) - papers[i].width) <= TOLERANCE_MM &&
          fabs (MAX (width, height) - papers[i].height) <= TOLERANCE_MM)
        return papers[i].name;
    }
  return NULL;
}

/**
 * hopso_page_size_words:
 * @width_pt: in points
 * @height_pt: in points
 *
 * Returns: (transfer full): "210 × 297 mm (A4)"
 */
char *
hopso_page_size_words (double width_pt, double height_pt)
{
  const double width = width_pt * MM_PER_POINT;
  const double height = height_pt * MM_PER_POINT;
  const char *name = find_paper (width, height);

  if (name == NULL)
    return g_strdup_printf ("%.0f × %.0f mm", width, height);
  /* Translators: millimetres, the name of the paper. */
  return width > height ? g_strdup_printf (_ ("%.0f × %.0f mm (%s, wide)"), width, height, name)
                        : g_strdup_printf (_ ("%.0f × %.0f mm (%s)"), width, height, name);
}
