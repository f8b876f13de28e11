/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-secret.h"
#include "hopso-server-session.h"

G_BEGIN_DECLS

/* Seconds that an access token lasts, that a lost reply of a rotation may be asked for again, and
 * that a device may stay away. */
#define HOPSO_SERVER_ACCESS_LIFE  900
#define HOPSO_SERVER_REPLAY_GRACE 60
#define HOPSO_SERVER_DEVICE_LIFE  (90 * 86400)

/**
 * HopsoServerAccount:
 * @person: (owned): the id of the person
 * @login: (owned): the name
 * @password: (owned): the hash of the password
 * @is_disabled: whether nobody may sign in with it
 */
typedef struct
{
  char *person;
  char *login;
  char *password;
  gboolean is_disabled;
} HopsoServerAccount;

void hopso_server_account_free (HopsoServerAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerAccount, hopso_server_account_free)

/**
 * HopsoServerGrant:
 * @access: (owned): the access token
 * @refresh: (owned): the refresh token
 * @person: (owned): whose
 * @device: (owned): the device's id
 */
typedef struct
{
  HopsoSecret *access;
  HopsoSecret *refresh;
  char *person;
  char *device;
} HopsoServerGrant;

void hopso_server_grant_free (HopsoServerGrant *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerGrant, hopso_server_grant_free)

/**
 * HopsoServerCaller:
 * @person: (owned): who
 * @device: (owned): from which device
 * @expires: until when the access token lasts
 */
typedef struct
{
  char *person;
  char *device;
  gint64 expires;
} HopsoServerCaller;

void hopso_server_caller_free (HopsoServerCaller *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerCaller, hopso_server_caller_free)

gboolean hopso_server_session_add_account (HopsoServerSession *self,
                                           const char *person,
                                           const char *login,
                                           const char *password_hash,
                                           GError **error);
gboolean hopso_server_session_set_password (HopsoServerSession *self,
                                            const char *login,
                                            const char *password_hash,
                                            GError **error);
gboolean hopso_server_session_set_disabled (HopsoServerSession *self,
                                            const char *login,
                                            gboolean is_disabled,
                                            GError **error);
gboolean
hopso_server_session_remove_account (HopsoServerSession *self, const char *login, GError **error);
HopsoServerAccount *
hopso_server_session_find_account (HopsoServerSession *self, const char *login, GError **error);
GPtrArray *hopso_server_session_list_accounts (HopsoServerSession *self, GError **error);

HopsoServerGrant *hopso_server_session_sign_in (HopsoServerSession *self,
                                                const HopsoServerAccount *account,
                                                const char *device_name,
                                                GError **error);
HopsoServerGrant *hopso_server_session_refresh (HopsoServerSession *self,
                                                HopsoSecret *refresh,
                                                const char *key,
                                                gboolean *was_stolen,
                                                GError **error);
HopsoServerCaller *
hopso_server_session_find_caller (HopsoServerSession *self, HopsoSecret *access, GError **error);
gboolean hopso_server_session_is_signed_in (HopsoServerSession *self,
                                            const char *device,
                                            gboolean *is_signed_in,
                                            GError **error);
gboolean
hopso_server_session_sign_out (HopsoServerSession *self, const char *device, GError **error);

GBytes *
hopso_server_session_get_recovery (HopsoServerSession *self, const char *person, GError **error);
gboolean hopso_server_session_set_recovery (HopsoServerSession *self,
                                            const char *person,
                                            GBytes *wrapped,
                                            GError **error);

G_END_DECLS
