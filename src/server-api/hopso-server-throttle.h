/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoServerThrottle:
 *
 * Makes those wait who give wrong passwords: per account and per address.
 */
typedef struct _HopsoServerThrottle HopsoServerThrottle;

HopsoServerThrottle *hopso_server_throttle_new (void);
gint64 hopso_server_throttle_get_wait (HopsoServerThrottle *self,
                                       const char *login,
                                       const char *address,
                                       gint64 now);
gint64 hopso_server_throttle_begin (HopsoServerThrottle *self,
                                    const char *login,
                                    const char *address,
                                    gint64 now);
void
hopso_server_throttle_give_up (HopsoServerThrottle *self, const char *login, const char *address);
void hopso_server_throttle_fail (HopsoServerThrottle *self,
                                 const char *login,
                                 const char *address,
                                 gint64 now);
void
hopso_server_throttle_succeed (HopsoServerThrottle *self, const char *login, const char *address);
void hopso_server_throttle_free (HopsoServerThrottle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerThrottle, hopso_server_throttle_free)

G_END_DECLS
