/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Spots that were left by a jump, as in a web browser. Pure. */

#include "hopso-page-history.h"

#include <math.h>

/* More than anybody remembers. */
#define MAX_SPOTS 100u

struct _HopsoPageHistory
{
  GArray *ways[2]; /* owned: of HopsoPageSpot, the latest last; back and forward */
};

/**
 * hopso_page_history_new:
 *
 * Returns: (transfer full): nowhere been yet
 */
HopsoPageHistory *
hopso_page_history_new (void)
{
  HopsoPageHistory *self = g_new0 (HopsoPageHistory, 1);

  for (guint i = 0; i < 2; i++)
    self->ways[i] = g_array_new (FALSE, FALSE, sizeof (HopsoPageSpot));
  return self;
}

/**
 * hopso_page_history_free:
 * @self: (transfer full): a history
 */
void
hopso_page_history_free (HopsoPageHistory *self)
{
  for (guint i = 0; i < 2; i++)
    g_array_unref (self->ways[i]);
  g_free (self);
}

/**
 * hopso_page_history_clear:
 *
 * For another document.
 */
void
hopso_page_history_clear (HopsoPageHistory *self)
{
  for (guint i = 0; i < 2; i++)
    g_array_set_size (self->ways[i], 0);
}

static void
push (GArray *way, const HopsoPageSpot *spot)
{
  if (way->len > 0)
    {
      const HopsoPageSpot *last = &g_array_index (way, HopsoPageSpot, way->len - 1);

      if (last->page == spot->page && fabs (last->y - spot->y) < 0.01)
        return;
    }
  if (way->len >= MAX_SPOTS)
    g_array_remove_index (way, 0);
  g_array_append_val (way, *spot);
}

/**
 * hopso_page_history_leave:
 * @spot: from where somebody jumps elsewhere
 */
void
hopso_page_history_leave (HopsoPageHistory *self, const HopsoPageSpot *spot)
{
  push (self->ways[0], spot);
  g_array_set_size (self->ways[1], 0);
}

/**
 * hopso_page_history_can_go:
 * @by: -1 for back, 1 for forward
 *
 * Returns: whether there is somewhere to go
 */
gboolean
hopso_page_history_can_go (HopsoPageHistory *self, int by)
{
  return self->ways[by > 0 ? 1 : 0]->len > 0;
}

/**
 * hopso_page_history_go:
 * @by: -1 for back, 1 for forward
 * @spot: (inout): where somebody is, and where to go
 *
 * Returns: whether there is somewhere to go
 */
gboolean
hopso_page_history_go (HopsoPageHistory *self, int by, HopsoPageSpot *spot)
{
  GArray *from = self->ways[by > 0 ? 1 : 0];
  GArray *to = self->ways[by > 0 ? 0 : 1];
  const HopsoPageSpot here = *spot;

  if (from->len == 0)
    return FALSE;
  *spot = g_array_index (from, HopsoPageSpot, from->len - 1);
  g_array_set_size (from, from->len - 1);
  push (to, &here);
  return TRUE;
}
