/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An agency or one of its units: the tree is data, whatever tiers a province has. An immutable
 * record. */

#include "hopso-organization.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoOrganization, hopso_organization, HOPSO_KIND_ORGANIZATION)

/**
 * hopso_organization_get_name:
 *
 * Returns: (transfer none): its full official name
 */
const char *
hopso_organization_get_name (HopsoOrganization *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_ORGANIZATION_NAME);
}

/**
 * hopso_organization_get_short_name:
 *
 * Returns: (transfer none) (nullable): as in lists, such as "Sở Y tế"
 */
const char *
hopso_organization_get_short_name (HopsoOrganization *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_ORGANIZATION_SHORT_NAME);
}

/**
 * hopso_organization_get_classification:
 *
 * Returns: (transfer none): "province", "department", "commune" or "unit"
 */
const char *
hopso_organization_get_classification (HopsoOrganization *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_ORGANIZATION_CLASSIFICATION);
}

/**
 * hopso_organization_get_parent:
 *
 * Returns: (transfer none) (nullable): the id of the organization above
 */
const char *
hopso_organization_get_parent (HopsoOrganization *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_ORGANIZATION_PARENT);
}

/**
 * hopso_organization_get_identifier:
 *
 * Returns: (transfer none) (nullable): the official identifier (mã định danh)
 */
const char *
hopso_organization_get_identifier (HopsoOrganization *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_ORGANIZATION_IDENTIFIER);
}

/**
 * hopso_organization_get_order_key:
 *
 * Returns: (transfer none) (nullable): sorts it among its siblings
 */
const char *
hopso_organization_get_order_key (HopsoOrganization *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_ORGANIZATION_ORDER_KEY);
}
