/* SPDX-License-Identifier: GPL-3.0-or-later */

/* People of many places who are invited together. An immutable record. */

#include "hopso-group.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoGroup, hopso_group, HOPSO_KIND_GROUP)

/**
 * hopso_group_get_name:
 *
 * Returns: (transfer none): what it is called
 */
const char *
hopso_group_get_name (HopsoGroup *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_GROUP_NAME);
}

/**
 * hopso_group_get_organization:
 *
 * Returns: (transfer none): the id of the organization whose clerks keep it
 */
const char *
hopso_group_get_organization (HopsoGroup *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_GROUP_ORGANIZATION);
}

/**
 * hopso_group_get_members:
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the ids of the persons
 */
const char *const *
hopso_group_get_members (HopsoGroup *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_GROUP_MEMBERS);
}

/**
 * hopso_group_get_order_key:
 *
 * Returns: (transfer none) (nullable): sorts it among the groups
 */
const char *
hopso_group_get_order_key (HopsoGroup *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_GROUP_ORDER_KEY);
}
