/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoGroupField:
 *
 * The numbers of the fields of a #HopsoGroup.
 */
typedef enum
{
  HOPSO_GROUP_NAME,         /* what it is called */
  HOPSO_GROUP_ORGANIZATION, /* the id of the organization whose clerks keep it */
  HOPSO_GROUP_MEMBERS,      /* the ids of the persons */
  HOPSO_GROUP_ORDER_KEY     /* sorts it among the groups */
} HopsoGroupField;

/**
 * HopsoGroup:
 *
 * People of many places who are invited together.
 */
#define HOPSO_TYPE_GROUP (hopso_group_get_type ())
G_DECLARE_FINAL_TYPE (HopsoGroup, hopso_group, HOPSO, GROUP, HopsoRecord)

const char *hopso_group_get_name (HopsoGroup *self);
const char *hopso_group_get_organization (HopsoGroup *self);
const char *const *hopso_group_get_members (HopsoGroup *self);
const char *hopso_group_get_order_key (HopsoGroup *self);

G_END_DECLS
