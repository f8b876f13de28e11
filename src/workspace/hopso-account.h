/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoAccount:
 *
 * One person on one document server, as this machine remembers it: no secret is in it.
 */
#define HOPSO_TYPE_ACCOUNT (hopso_account_get_type ())
G_DECLARE_FINAL_TYPE (HopsoAccount, hopso_account, HOPSO, ACCOUNT, GObject)

GPtrArray *hopso_account_list (void);
HopsoAccount *hopso_account_find (const char *server_url, const char *login);
HopsoAccount *hopso_account_new (const char *server_url, const char *login);
gboolean hopso_account_make_folder (HopsoAccount *self, GError **error);
gboolean hopso_account_save (HopsoAccount *self, GError **error);
gboolean hopso_account_erase (HopsoAccount *self, GError **error);

const char *hopso_account_get_id (HopsoAccount *self);
const char *hopso_account_get_server_url (HopsoAccount *self);
const char *hopso_account_get_login (HopsoAccount *self);
const char *hopso_account_get_person_id (HopsoAccount *self);
const char *hopso_account_get_person_name (HopsoAccount *self);
const char *hopso_account_get_folder (HopsoAccount *self);
const char *hopso_account_get_ca_file (HopsoAccount *self);
void hopso_account_set_person (HopsoAccount *self, const char *id, const char *name);
gboolean hopso_account_install_ca (HopsoAccount *self, const char *path, GError **error);

G_END_DECLS
