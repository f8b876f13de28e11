/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which meeting a record belongs to. Pure; any thread. */

#include "hopso-record-meeting.h"

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"
#include "hopso-paper.h"
#include "hopso-participant.h"
#include "hopso-publication.h"
#include "hopso-receipt.h"

/**
 * hopso_record_get_meeting:
 * @self: a record of any kind
 *
 * Returns: (nullable): the id of the meeting that it is or belongs to
 */
const char *
hopso_record_get_meeting (HopsoRecord *self)
{
  g_return_val_if_fail (HOPSO_IS_RECORD (self), NULL);

  switch (hopso_record_get_kind (self)->id)
    {
    case HOPSO_KIND_MEETING:
      return hopso_record_get_id (self);
    case HOPSO_KIND_AGENDA_ITEM:
      return hopso_agenda_item_get_meeting (HOPSO_AGENDA_ITEM (self));
    case HOPSO_KIND_PARTICIPANT:
      return hopso_participant_get_meeting (HOPSO_PARTICIPANT (self));
    case HOPSO_KIND_PAPER:
      return hopso_paper_get_meeting (HOPSO_PAPER (self));
    case HOPSO_KIND_PUBLICATION:
      return hopso_publication_get_meeting (HOPSO_PUBLICATION (self));
    case HOPSO_KIND_RECEIPT:
      return hopso_receipt_get_meeting (HOPSO_RECEIPT (self));
    case HOPSO_KIND_ORGANIZATION:
    case HOPSO_KIND_PERSON:
    case HOPSO_KIND_SIGN_REQUEST:
    case HOPSO_KIND_SIGN_STEP:
    case HOPSO_KIND_GROUP:
    case HOPSO_N_KINDS:
    default:
      return NULL;
    }
}
