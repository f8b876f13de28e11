/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sizes of documents as people read them, "3.1 MB", with the decimal sign of the language and not
 * of the locale. Pure functions, usable from any thread. */

#include "hopso-size-words.h"

#include <glib/gi18n.h>

#define KILO G_GUINT64_CONSTANT (1000)
#define MEGA (KILO * KILO)
#define GIGA (MEGA * KILO)

/* @bytes / @unit, rounded half up; never overflows. */
static guint64
rounded (guint64 bytes, guint64 unit)
{
  return bytes / unit + (bytes % unit >= unit / 2 ? 1 : 0);
}

static char *
with_tenths (guint64 tenths, const char *unit)
{
  /* Translators: a number with one decimal and its unit; translate the decimal sign only. */
  return g_strdup_printf (_ ("%u.%u %s"), (guint) MIN (tenths / 10, G_MAXUINT),
                          (guint) (tenths % 10), unit);
}

/**
 * hopso_size_words:
 * @bytes: a size
 *
 * Returns: (transfer full): such as "640 KB" or "3.1 MB", in powers of a thousand
 */
char *
hopso_size_words (guint64 bytes)
{
  if (bytes < KILO)
    return g_strdup_printf ("%u B", (guint) bytes);
  if (rounded (bytes, KILO) < KILO)
    return g_strdup_printf ("%u KB", (guint) rounded (bytes, KILO));
  if (rounded (bytes, MEGA / 10) < 10 * KILO)
    return with_tenths (rounded (bytes, MEGA / 10), "MB");
  return with_tenths (rounded (bytes, GIGA / 10), "GB");
}

/**
 * hopso_size_words_pages:
 * @pages: how many pages, or 0 when that is not known
 * @bytes: the size
 *
 * Returns: (transfer full): what stands beside every paper, such as "42 pages · 3.1 MB"
 */
char *
hopso_size_words_pages (gint64 pages, guint64 bytes)
{
  g_autofree char *size = hopso_size_words (bytes);
  g_autofree char *count = NULL;
  int n = (int) CLAMP (pages, 0, G_MAXINT);

  if (n == 0)
    return g_steal_pointer (&size);
  count = g_strdup_printf (ngettext ("%d page", "%d pages", (gulong) n), n);
  return g_strdup_printf ("%s · %s", count, size);
}
