/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOPSO_SERVER_STORE_ERROR (hopso_server_store_error_quark ())

/**
 * HopsoServerStoreError:
 * @HOPSO_SERVER_STORE_ERROR_FAILED: the disk or the database failed
 * @HOPSO_SERVER_STORE_ERROR_DAMAGED: what is on the disk is not what was put there
 * @HOPSO_SERVER_STORE_ERROR_TOO_NEW: written by a newer version of this program
 * @HOPSO_SERVER_STORE_ERROR_NOT_FOUND: no such thing
 * @HOPSO_SERVER_STORE_ERROR_EXISTS: there is one already
 * @HOPSO_SERVER_STORE_ERROR_STATE_GONE: a state from which changes cannot be told any more
 * @HOPSO_SERVER_STORE_ERROR_OFFSET: a part that does not begin where the one before ended
 * @HOPSO_SERVER_STORE_ERROR_DIGEST: bytes that do not have the digest they were said to have
 * @HOPSO_SERVER_STORE_ERROR_FULL: there is no space left on the disk
 */
typedef enum
{
  HOPSO_SERVER_STORE_ERROR_FAILED,
  HOPSO_SERVER_STORE_ERROR_DAMAGED,
  HOPSO_SERVER_STORE_ERROR_TOO_NEW,
  HOPSO_SERVER_STORE_ERROR_NOT_FOUND,
  HOPSO_SERVER_STORE_ERROR_EXISTS,
  HOPSO_SERVER_STORE_ERROR_STATE_GONE,
  HOPSO_SERVER_STORE_ERROR_OFFSET,
  HOPSO_SERVER_STORE_ERROR_DIGEST,
  HOPSO_SERVER_STORE_ERROR_FULL
} HopsoServerStoreError;

GQuark hopso_server_store_error_quark (void);

G_END_DECLS
