/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

#define HOPSO_CHANGED_ITEM        "item"
#define HOPSO_CHANGED_PAPER       "paper"
#define HOPSO_CHANGED_PARTICIPANT "participant"
#define HOPSO_CHANGED_NAME        "name"
#define HOPSO_CHANGED_TIME        "time"
#define HOPSO_CHANGED_PLACE       "place"
#define HOPSO_CHANGED_ONLINE      "online"
#define HOPSO_CHANGED_CHAIR       "chair"
#define HOPSO_CHANGED_SECRETARY   "secretary"
#define HOPSO_CHANGED_NOTE        "note"

#define HOPSO_CHANGE_NEW      "new"
#define HOPSO_CHANGE_REMOVED  "removed"
#define HOPSO_CHANGE_CHANGED  "changed"
#define HOPSO_CHANGE_MOVED    "moved"
#define HOPSO_CHANGE_REPLACED "replaced" /* a paper: other bytes */

/**
 * HopsoMeetingChange:
 * @what: (owned): one of HOPSO_CHANGED_…
 * @how: (owned): one of HOPSO_CHANGE_…
 * @id: (owned) (nullable): the item, the paper, or the person who is invited; %NULL: the meeting
 *   itself, or a guest
 * @number: (owned) (nullable): of the item, or of the item that the paper belongs to, such as "2.1"
 * @position: of a paper among those of its item, from 1; 0: none
 * @name: (owned) (nullable): what it is called; of the time "START END START END" before and after,
 *   in seconds
 *
 * One thing in which a meeting differs from what was told before.
 */
typedef struct
{
  char *what;
  char *how;
  char *id;
  char *number;
  guint position;
  char *name;
} HopsoMeetingChange;

void hopso_meeting_change_free (HopsoMeetingChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoMeetingChange, hopso_meeting_change_free)

char *hopso_meeting_change_to_string (const HopsoMeetingChange *self);
HopsoMeetingChange *hopso_meeting_change_parse (const char *text);
GPtrArray *hopso_meeting_difference (GPtrArray *before, GPtrArray *after);

G_END_DECLS
