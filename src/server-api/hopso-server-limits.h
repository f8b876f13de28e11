/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HopsoServerLimit:
 * @HOPSO_SERVER_LIMIT_ADDRESS: all requests from one address
 * @HOPSO_SERVER_LIMIT_SESSION: signing in and refreshing from one address
 * @HOPSO_SERVER_LIMIT_PERSON: all requests of one person
 * @HOPSO_SERVER_LIMIT_UPLOAD: parts of uploads of one person
 * @HOPSO_SERVER_LIMIT_RECOVERY: asking for and keeping the wrapped account key, of one person
 */
typedef enum
{
  HOPSO_SERVER_LIMIT_ADDRESS,
  HOPSO_SERVER_LIMIT_SESSION,
  HOPSO_SERVER_LIMIT_PERSON,
  HOPSO_SERVER_LIMIT_UPLOAD,
  HOPSO_SERVER_LIMIT_RECOVERY,
  HOPSO_SERVER_N_LIMITS
} HopsoServerLimit;

/* Of whom each limit remembers at most so many. */
#define HOPSO_SERVER_LIMITS_MAX_NAMES 20000

/**
 * HopsoServerLimits:
 *
 * How often who may ask. May be used from any thread.
 */
typedef struct _HopsoServerLimits HopsoServerLimits;

HopsoServerLimits *hopso_server_limits_new (void);
gboolean hopso_server_limits_set (HopsoServerLimits *self, const char *text, GError **error);
gint64 hopso_server_limits_take (HopsoServerLimits *self,
                                 HopsoServerLimit limit,
                                 const char *name,
                                 gint64 now);
guint hopso_server_limits_count (HopsoServerLimits *self, HopsoServerLimit limit);
void hopso_server_limits_free (HopsoServerLimits *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoServerLimits, hopso_server_limits_free)

G_END_DECLS
