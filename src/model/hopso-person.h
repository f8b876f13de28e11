/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-record.h"

G_BEGIN_DECLS

/**
 * HopsoPersonField:
 *
 * The numbers of the fields of a #HopsoPerson.
 */
typedef enum
{
  HOPSO_PERSON_NAME,         /* family name first, as in Vietnamese */
  HOPSO_PERSON_LOGIN,        /* the name of the account */
  HOPSO_PERSON_POSITION,     /* such as "Giám đốc" */
  HOPSO_PERSON_ORGANIZATION, /* the id of the organization or unit */
  HOPSO_PERSON_ROLES, /* of "official", "chair", "clerk", "signer", "records", "admin", "inspector"
                       */
  HOPSO_PERSON_EMAIL, /* address for letters */
  HOPSO_PERSON_ORDER_KEY /* protocol order in lists of people */
} HopsoPersonField;

/**
 * HopsoPerson:
 *
 * An account: who somebody is, where, and what they may do.
 */
#define HOPSO_TYPE_PERSON (hopso_person_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPerson, hopso_person, HOPSO, PERSON, HopsoRecord)

const char *hopso_person_get_name (HopsoPerson *self);
const char *hopso_person_get_login (HopsoPerson *self);
const char *hopso_person_get_position (HopsoPerson *self);
const char *hopso_person_get_organization (HopsoPerson *self);
const char *const *hopso_person_get_roles (HopsoPerson *self);
const char *hopso_person_get_email (HopsoPerson *self);
const char *hopso_person_get_order_key (HopsoPerson *self);

G_END_DECLS
