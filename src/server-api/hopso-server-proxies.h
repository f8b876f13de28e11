/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * HopsoServerProxies:
 *
 * The reverse proxies that are believed when they say for whom they ask.
 */
typedef struct _HopsoServerProxies HopsoServerProxies;

HopsoServerProxies *hopso_server_proxies_new (void);
gboolean hopso_server_proxies_trust (HopsoServerProxies *self, const char *network, GError **error);
gboolean hopso_server_proxies_contain (HopsoServerProxies *self, GInetAddress *address);
char *hopso_server_proxies_choose (HopsoServerProxies *self,
                                   GInetAddress *peer,
                                   const char *forwarded_for);
char *hopso_server_proxies_dup_address (HopsoServerProxies *self, SoupServerMessage *message);
void hopso_server_proxies_free (HopsoServerProxies *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerProxies, hopso_server_proxies_free)

G_END_DECLS
