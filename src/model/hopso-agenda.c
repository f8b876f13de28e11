/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The agenda of a meeting as a tree: the numbers that its items have by their place. Pure; any
 * thread. */

#include "hopso-agenda.h"

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"

static int
by_order (gconstpointer a, gconstpointer b)
{
  HopsoAgendaItem *one = *(HopsoAgendaItem *const *) a;
  HopsoAgendaItem *two = *(HopsoAgendaItem *const *) b;
  int order =
      g_strcmp0 (hopso_agenda_item_get_order_key (one), hopso_agenda_item_get_order_key (two));

  return order != 0 ? order
                    : g_strcmp0 (hopso_record_get_id (HOPSO_RECORD (one)),
                                 hopso_record_get_id (HOPSO_RECORD (two)));
}

/* What hangs under an item that is not there stands at the top; what hangs in a circle nowhere. */
static void
number_below (
    GPtrArray *items, GHashTable *numbers, GHashTable *known, const char *parent, int depth)
{
  const char *prefix = parent != NULL ? g_hash_table_lookup (numbers, parent) : NULL;
  guint position = 0;

  if (depth > HOPSO_AGENDA_MAX_DEPTH)
    return;
  for (guint i = 0; i < items->len; i++)
    {
      const char *id = hopso_record_get_id (items->pdata[i]);
      const char *above = hopso_agenda_item_get_parent (items->pdata[i]);
      const char *printed = hopso_agenda_item_get_number (items->pdata[i]);

      if (above != NULL && !g_hash_table_contains (known, above))
        above = NULL;
      if (g_strcmp0 (above, parent) != 0 || g_hash_table_contains (numbers, id))
        continue;
      position++;
      g_hash_table_insert (numbers, g_strdup (id),
                           printed != NULL  ? g_strdup (printed)
                           : prefix != NULL ? g_strdup_printf ("%s.%u", prefix, position)
                                            : g_strdup_printf ("%u", position));
      number_below (items, numbers, known, id, depth + 1);
    }
}

/**
 * hopso_agenda_number:
 * @records: (element-type HopsoRecord): what belongs to a meeting; items count, the rest is passed
 *   over
 *
 * Returns: (transfer full) (element-type utf8 utf8): the number of each item by its id, such as
 *   "2.1": as it is printed, or by its place
 */
GHashTable *
hopso_agenda_number (GPtrArray *records)
{
  GHashTable *numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    if (HOPSO_IS_AGENDA_ITEM (records->pdata[i]))
      {
        g_ptr_array_add (items, records->pdata[i]);
        g_hash_table_add (known, (char *) hopso_record_get_id (records->pdata[i]));
      }
  g_ptr_array_sort (items, by_order);
  number_below (items, numbers, known, NULL, 1);
  return numbers;
}

/**
 * hopso_agenda_find_meeting:
 * @records: (element-type HopsoRecord): a meeting and what belongs to it
 *
 * Returns: (transfer none) (nullable): the meeting
 */
HopsoRecord *
hopso_agenda_find_meeting (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    if (HOPSO_IS_MEETING (records->pdata[i]))
      return records->pdata[i];
  return NULL;
}
