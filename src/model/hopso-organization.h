/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoOrganizationField:
 *
 * The numbers of the fields of a #HopsoOrganization.
 */
typedef enum
{
  HOPSO_ORGANIZATION_NAME,           /* its full official name */
  HOPSO_ORGANIZATION_SHORT_NAME,     /* as in lists, such as "Sở Y tế" */
  HOPSO_ORGANIZATION_CLASSIFICATION, /* "province", "department", "commune" or "unit" */
  HOPSO_ORGANIZATION_PARENT,         /* the id of the organization above */
  HOPSO_ORGANIZATION_IDENTIFIER,     /* the official identifier (mã định danh) */
  HOPSO_ORGANIZATION_ORDER_KEY       /* sorts it among its siblings */
} HopsoOrganizationField;

/**
 * HopsoOrganization:
 *
 * An agency or one of its units: the tree is data, whatever tiers a province has.
 */
#define HOPSO_TYPE_ORGANIZATION (hopso_organization_get_type ())
G_DECLARE_FINAL_TYPE (HopsoOrganization, hopso_organization, HOPSO, ORGANIZATION, HopsoRecord)

const char *hopso_organization_get_name (HopsoOrganization *self);
const char *hopso_organization_get_short_name (HopsoOrganization *self);
const char *hopso_organization_get_classification (HopsoOrganization *self);
const char *hopso_organization_get_parent (HopsoOrganization *self);
const char *hopso_organization_get_identifier (HopsoOrganization *self);
const char *hopso_organization_get_order_key (HopsoOrganization *self);

G_END_DECLS
