/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An account: who somebody is, where, and what they may do. An immutable record. */

#include "hopso-person.h"

#include "hopso-record-private.h"

HOPSO_DEFINE_RECORD (HopsoPerson, hopso_person, HOPSO_KIND_PERSON)

/**
 * hopso_person_get_name:
 *
 * Returns: (transfer none): family name first, as in Vietnamese
 */
const char *
hopso_person_get_name (HopsoPerson *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PERSON_NAME);
}

/**
 * hopso_person_get_login:
 *
 * Returns: (transfer none): the name of the account
 */
const char *
hopso_person_get_login (HopsoPerson *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PERSON_LOGIN);
}

/**
 * hopso_person_get_position:
 *
 * Returns: (transfer none) (nullable): such as "Giám đốc"
 */
const char *
hopso_person_get_position (HopsoPerson *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PERSON_POSITION);
}

/**
 * hopso_person_get_organization:
 *
 * Returns: (transfer none) (nullable): the id of the organization or unit
 */
const char *
hopso_person_get_organization (HopsoPerson *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PERSON_ORGANIZATION);
}

/**
 * hopso_person_get_roles:
 *
 * Returns: (transfer none) (nullable): of "official", "chair", "clerk", "signer", "records",
 * "admin", "inspector"
 */
const char *const *
hopso_person_get_roles (HopsoPerson *self)
{
  return hopso_record_get_strings (HOPSO_RECORD (self), HOPSO_PERSON_ROLES);
}

/**
 * hopso_person_get_email:
 *
 * Returns: (transfer none) (nullable): address for letters
 */
const char *
hopso_person_get_email (HopsoPerson *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PERSON_EMAIL);
}

/**
 * hopso_person_get_order_key:
 *
 * Returns: (transfer none) (nullable): protocol order in lists of people
 */
const char *
hopso_person_get_order_key (HopsoPerson *self)
{
  return hopso_record_get_string (HOPSO_RECORD (self), HOPSO_PERSON_ORDER_KEY);
}
