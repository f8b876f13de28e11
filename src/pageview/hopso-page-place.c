/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a document was left, as a value and as words for the settings. What is read back was written
 * by an older or newer us, or by nobody: it is checked. Pure. */

#include "hopso-page-place.h"

#include "hopso-page-layout.h"

#include <math.h>

G_DEFINE_ENUM_TYPE (HopsoPageMode,
                    hopso_page_mode,
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_MODE_CONTINUOUS, "continuous"),
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_MODE_SINGLE, "single"),
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_MODE_DUAL, "dual"),
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_MODE_DUAL_COVER, "dual-cover"),
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_MODE_PRESENTATION, "presentation"))

G_DEFINE_ENUM_TYPE (HopsoPageFit,
                    hopso_page_fit,
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_FIT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_FIT_WIDTH, "width"),
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_FIT_PAGE, "page"),
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_FIT_READING, "reading"),
                    G_DEFINE_ENUM_VALUE (HOPSO_PAGE_FIT_VISIBLE, "visible"))

/* A spot may lie beside its page, but not out of this world. */
#define FURTHEST 100.0

enum
{
  WORD_PAGE,
  WORD_X,
  WORD_Y,
  WORD_ZOOM,
  WORD_FIT,
  WORD_MODE,
  WORD_ROTATION,
  N_WORDS,
};

static const char *
enum_to_word (GType type, int value)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value (class, value);

  return found != NULL ? found->value_nick : "";
}

static gboolean
enum_from_word (GType type, const char *word, int *value)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value_by_nick (class, word);

  if (found == NULL)
    return FALSE;
  *value = found->value;
  return TRUE;
}

static char *
number_to_word (double number)
{
  char word[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (word, sizeof word, "%.4f", number));
}

static gboolean
number_from_word (const char *word, double least, double most, double *number)
{
  char *end;

  *number = g_ascii_strtod (word, &end);
  return end != word && *end == '\0' && *number >= least && *number <= most;
}

/**
 * hopso_page_place_to_string:
 *
 * Returns: (transfer full): words that hopso_page_place_from_string() understands
 */
char *
hopso_page_place_to_string (const HopsoPagePlace *self)
{
  g_autofree char *x = number_to_word (self->spot.x);
  g_autofree char *y = number_to_word (self->spot.y);
  g_autofree char *zoom = number_to_word (self->zoom);

  return g_strdup_printf ("%u %s %s %s %s %s %u", self->spot.page, x, y, zoom,
                          enum_to_word (HOPSO_TYPE_PAGE_FIT, (int) self->fit),
                          enum_to_word (HOPSO_TYPE_PAGE_MODE, (int) self->mode), self->rotation);
}

/**
 * hopso_page_place_from_string:
 * @self: (out caller-allocates): set only if it could be read
 * @text: (nullable): what was kept
 *
 * Returns: whether it is a place
 */
gboolean
hopso_page_place_from_string (HopsoPagePlace *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", N_WORDS + 1);
  HopsoPagePlace place;
  guint64 page;
  guint64 rotation;
  int fit;
  int mode;

  if (g_strv_length (words) != N_WORDS ||
      !g_ascii_string_to_unsigned (words[WORD_PAGE], 10, 0, G_MAXUINT, &page, NULL) ||
      !number_from_word (words[WORD_X], -FURTHEST, FURTHEST, &place.spot.x) ||
      !number_from_word (words[WORD_Y], -FURTHEST, FURTHEST, &place.spot.y) ||
      !number_from_word (words[WORD_ZOOM], HOPSO_PAGE_ZOOM_MIN, HOPSO_PAGE_ZOOM_MAX, &place.zoom) ||
      !enum_from_word (HOPSO_TYPE_PAGE_FIT, words[WORD_FIT], &fit) ||
      !enum_from_word (HOPSO_TYPE_PAGE_MODE, words[WORD_MODE], &mode) ||
      !g_ascii_string_to_unsigned (words[WORD_ROTATION], 10, 0, 270, &rotation, NULL) ||
      rotation % 90 != 0)
    return FALSE;
  place.spot.page = (guint) page;
  place.fit = (HopsoPageFit) fit;
  place.mode = (HopsoPageMode) mode;
  place.rotation = (guint) rotation;
  *self = place;
  return TRUE;
}

/**
 * hopso_page_spot_turn:
 * @self: a spot on a page that is turned by @from degrees
 * @from: 0, 90, 180 or 270
 * @to: 0, 90, 180 or 270
 *
 * Makes it the same spot on the page when that is turned by @to degrees.
 */
void
hopso_page_spot_turn (HopsoPageSpot *self, guint from, guint to)
{
  const guint quarters = (to / 90 + 4 - from / 90) % 4;

  for (guint i = 0; i < quarters; i++)
    {
      const double x = self->x;

      self->x = 1 - self->y;
      self->y = x;
    }
}
