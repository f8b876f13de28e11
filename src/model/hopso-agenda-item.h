/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoAgendaItemField:
 *
 * The numbers of the fields of a #HopsoAgendaItem.
 */
typedef enum
{
  HOPSO_AGENDA_ITEM_MEETING,        /* the id of the meeting */
  HOPSO_AGENDA_ITEM_PARENT,         /* the id of the item of which this is a part */
  HOPSO_AGENDA_ITEM_NUMBER,         /* as printed, such as "2.1" */
  HOPSO_AGENDA_ITEM_ORDER_KEY,      /* fractional order key: sorts it among its siblings */
  HOPSO_AGENDA_ITEM_NAME,           /* what is discussed */
  HOPSO_AGENDA_ITEM_PRESENTER,      /* who presents it, in words */
  HOPSO_AGENDA_ITEM_START,          /* when it is planned to begin */
  HOPSO_AGENDA_ITEM_DURATION,       /* the time allotted, in minutes */
  HOPSO_AGENDA_ITEM_STATE,          /* "waiting", "current" or "done" */
  HOPSO_AGENDA_ITEM_KIND,           /* "information", "discussion" or "decision" */
  HOPSO_AGENDA_ITEM_REVISES,        /* the id of the item that this one shall change */
  HOPSO_AGENDA_ITEM_EXPECTS_PAPERS, /* whether it is not complete without a paper */
  HOPSO_AGENDA_ITEM_PROMISED,       /* when its papers are promised for */
  HOPSO_AGENDA_ITEM_PROMISED_BY     /* who promised them, in words */
} HopsoAgendaItemField;

/**
 * HopsoAgendaItem:
 *
 * One item of a meeting's agenda, or a part of one.
 */
#define HOPSO_TYPE_AGENDA_ITEM (hopso_agenda_item_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAgendaItem, hopso_agenda_item, HOPSO, AGENDA_ITEM, HopsoRecord)

const char *hopso_agenda_item_get_meeting (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_parent (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_number (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_order_key (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_name (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_presenter (HopsoAgendaItem *self);
gint64 hopso_agenda_item_get_start (HopsoAgendaItem *self);
gint64 hopso_agenda_item_get_duration (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_state (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_kind (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_revises (HopsoAgendaItem *self);
gboolean hopso_agenda_item_get_expects_papers (HopsoAgendaItem *self);
gint64 hopso_agenda_item_get_promised (HopsoAgendaItem *self);
const char *hopso_agenda_item_get_promised_by (HopsoAgendaItem *self);

G_END_DECLS
