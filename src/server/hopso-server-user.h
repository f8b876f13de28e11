/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"
#include "hopso-server-store.h"

G_BEGIN_DECLS

/**
 * HopsoServerUser:
 * @login: name of the account
 * @name: (nullable): name of the person
 * @position: (nullable): what the person is
 * @organization: (nullable): id or official identifier of the organization
 * @roles: (nullable) (array zero-terminated=1): the person's roles
 * @email: (nullable): address for letters
 * @password_hash: of hopso_scrypt_hash_password()
 */
typedef struct
{
  const char *login;
  const char *name;
  const char *position;
  const char *organization;
  const char *const *roles;
  const char *email;
  const char *password_hash;
} HopsoServerUser;

gboolean
hopso_server_user_add (HopsoServerSession *session, const HopsoServerUser *user, GError **error);
gboolean hopso_server_user_import (HopsoServerStore *store,
                                   const char *csv_file,
                                   const char *passwords_file,
                                   GError **error);
HopsoSecret *hopso_server_user_make_password (GError **error);

G_END_DECLS
