/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One item of a meeting's agenda, or a part of one. An immutable record. */

#include "hopso-agenda-item.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoAgendaItem, hopso_agenda_item, HOPSO_KIND_AGENDA_ITEM)

/**
 * hopso_agenda_item_get_meeting:
 *
 * Returns: (transfer none): the id of the meeting
 */
const char *
hopso_agenda_item_get_meeting (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_MEETING);
}

/**
 * hopso_agenda_item_get_parent:
 *
 * Returns: (transfer none) (nullable): the id of the item of which this is a part
 */
const char *
hopso_agenda_item_get_parent (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_PARENT);
}

/**
 * hopso_agenda_item_get_number:
 *
 * Returns: (transfer none) (nullable): as printed, such as "2.1"
 */
const char *
hopso_agenda_item_get_number (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_NUMBER);
}

/**
 * hopso_agenda_item_get_order_key:
 *
 * Returns: (transfer none): fractional order key: sorts it among its siblings
 */
const char *
hopso_agenda_item_get_order_key (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_ORDER_KEY);
}

/**
 * hopso_agenda_item_get_name:
 *
 * Returns: (transfer none): what is discussed
 */
const char *
hopso_agenda_item_get_name (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_NAME);
}

/**
 * hopso_agenda_item_get_presenter:
 *
 * Returns: (transfer none) (nullable): who presents it, in words
 */
const char *
hopso_agenda_item_get_presenter (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_PRESENTER);
}

/**
 * hopso_agenda_item_get_start:
 *
 * Returns: when it is planned to begin
 */
gint64
hopso_agenda_item_get_start (HopsoAgendaItem *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_START);
}

/**
 * hopso_agenda_item_get_duration:
 *
 * Returns: the time allotted, in minutes
 */
gint64
hopso_agenda_item_get_duration (HopsoAgendaItem *self)
{
  return hopso_record_get_integer (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_DURATION);
}

/**
 * hopso_agenda_item_get_state:
 *
 * Returns: (transfer none) (nullable): "waiting", "current" or "done"
 */
const char *
hopso_agenda_item_get_state (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_STATE);
}

/**
 * hopso_agenda_item_get_kind:
 *
 * Returns: (transfer none) (nullable): "information", "discussion" or "decision"
 */
const char *
hopso_agenda_item_get_kind (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_KIND);
}

/**
 * hopso_agenda_item_get_revises:
 *
 * Returns: (transfer none) (nullable): the id of the item that this one shall change
 */
const char *
hopso_agenda_item_get_revises (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_REVISES);
}

/**
 * hopso_agenda_item_get_expects_papers:
 *
 * Returns: whether it is not complete without a paper
 */
gboolean
hopso_agenda_item_get_expects_papers (HopsoAgendaItem *self)
{
  return hopso_record_get_boolean (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_EXPECTS_PAPERS);
}

/**
 * hopso_agenda_item_get_promised:
 *
 * Returns: when its papers are promised for
 */
gint64
hopso_agenda_item_get_promised (HopsoAgendaItem *self)
{
  return hopso_record_get_time (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_PROMISED);
}

/**
 * hopso_agenda_item_get_promised_by:
 *
 * Returns: (transfer none) (nullable): who promised them, in words
 */
const char *
hopso_agenda_item_get_promised_by (HopsoAgendaItem *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_AGENDA_ITEM_PROMISED_BY);
}
