/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which meeting a record belongs to. Pure; any thread. */

#include "hopso-record-meeting.h"

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"

/**
 * hopso_record_get_meeting:
 * @self: a meeting, an item of its agenda or a paper
 *
 * Returns: (nullable): the id of the meeting that it is or belongs to
 */
const char *
hopso_record_get_meeting (HopsoRecord *self)
{
  g_return_val_if_fail (HOPSO_IS_RECORD (self), NULL);

  if (HOPSO_IS_MEETING (self))
    return hopso_record_get_id (self);
  if (HOPSO_IS_PAPER (self))
    return hopso_paper_get_meeting (HOPSO_PAPER (self));
  return HOPSO_IS_AGENDA_ITEM (self) ? hopso_agenda_item_get_meeting (HOPSO_AGENDA_ITEM (self))
                                     : NULL;
}
