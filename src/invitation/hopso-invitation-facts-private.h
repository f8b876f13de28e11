/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-agenda-item.h"
#include "hopso-meeting.h"
#include "hopso-organization.h"
#include "hopso-participant.h"
#include "hopso-person.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoInvitationFacts:
 * @meeting: what people are invited to
 * @organization: who invites
 * @parent: what is above it
 * @chair: who presides
 * @guests: those invited, besides who presides, in the order of protocol
 * @items: the agenda, each part after its whole
 * @numbers: theirs, as printed
 *
 * What an invitation is made of, found among many records. All records are borrowed.
 */
typedef struct
{
  GHashTable *by_id; /* owned */
  HopsoMeeting *meeting;
  HopsoOrganization *organization;
  HopsoOrganization *parent; /* nullable */
  HopsoPerson *chair;        /* nullable */
  HopsoPerson *secretary;    /* nullable */
  GPtrArray *guests;         /* owned, of borrowed HopsoParticipant */
  GPtrArray *items;          /* owned, of borrowed HopsoAgendaItem */
  GPtrArray *numbers;        /* owned, of owned strings */
} HopsoInvitationFacts;

gboolean hopso_invitation_facts_find (HopsoInvitationFacts *self,
                                      const char *meeting_id,
                                      GPtrArray *records,
                                      GError **error);
void hopso_invitation_facts_clear (HopsoInvitationFacts *self);
gpointer
hopso_invitation_facts_lookup (const HopsoInvitationFacts *self, HopsoKindId kind, const char *id);
const char *
hopso_invitation_facts_get_name (const HopsoInvitationFacts *self, HopsoParticipant *guest);
char *
hopso_invitation_facts_dup_position (const HopsoInvitationFacts *self, HopsoParticipant *guest);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoInvitationFacts, hopso_invitation_facts_clear)

G_END_DECLS
