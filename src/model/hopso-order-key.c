/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys that sort things which people put in order: read as the digits of a fraction to the base of
 * 36, compared as bytes. Between any two is room for another, so that moving one thing changes
 * nothing but that thing. Two people who put something into the same place at once get different
 * keys: the last two digits are drawn. */

#include "hopso-order-key.h"

#include <string.h>

#define BASE 36

static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/* What the digit at @i is worth; after the last one come zeros. */
static int
get_digit (const char *key, gsize i)
{
  const char *found;

  if (key == NULL || i >= strlen (key))
    return 0;
  found = strchr (digits, key[i]);
  return found != NULL ? (int) (found - digits) : BASE - 1;
}

static void
append_drawn (GString *key)
{
  g_string_append_c (key, digits[g_random_int_range (0, BASE)]);
  g_string_append_c (key, digits[g_random_int_range (1, BASE)]);
}

/* At an end the step is small, so that keys stay short when one thing after the other is added. */
static int
choose (int low, int high, const char *before, const char *after)
{
  if (after == NULL)
    return low + 1;
  if (before == NULL)
    return high - 1;
  return (low + high) / 2;
}

/**
 * hopso_order_key_between:
 * @before: (nullable): the key of what stands before; %NULL: nothing
 * @after: (nullable): the key of what stands after; %NULL: nothing
 *
 * Returns: (transfer full): a key that sorts between them. When they are not in order, one that
 *   sorts after @before
 */
char *
hopso_order_key_between (const char *before, const char *after)
{
  g_autoptr (GString) key = g_string_new (NULL);
  const char *limit = before != NULL && g_strcmp0 (before, after) >= 0 ? NULL : after;
  gsize length = MAX (before != NULL ? strlen (before) : 0, limit != NULL ? strlen (limit) : 0);
  gboolean is_below = limit == NULL; /* what we have is below @after already */

  for (gsize i = 0; i <= length; i++)
    {
      int low = get_digit (before, i);
      int high = is_below ? BASE : get_digit (limit, i);

      if (high - low > 1)
        {
          g_string_append_c (key, digits[choose (low, high, before, limit)]);
          break;
        }
      g_string_append_c (key, digits[low]);
      is_below |= high > low;
    }
  append_drawn (key);
  return g_string_free (g_steal_pointer (&key), FALSE);
}
