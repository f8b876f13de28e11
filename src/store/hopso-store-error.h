/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HopsoStoreError:
 * @HOPSO_STORE_ERROR_FAILED: something broke that no caller can mend
 * @HOPSO_STORE_ERROR_WRONG_KEY: this key, passphrase or recovery code does not open it
 * @HOPSO_STORE_ERROR_DAMAGED: what is on the disk is not what was written
 * @HOPSO_STORE_ERROR_TOO_NEW: written by a later version of this application
 * @HOPSO_STORE_ERROR_BUSY: another process holds it; later it may work
 * @HOPSO_STORE_ERROR_FULL: no room is left on the disk; nothing was changed
 * @HOPSO_STORE_ERROR_NO_KEYRING: this machine offers no Secret Service: ask for a passphrase
 * @HOPSO_STORE_ERROR_ABSENT: it is not on this machine
 * @HOPSO_STORE_ERROR_READ_ONLY: the account's folder cannot be written to; nothing was changed
 */
typedef enum
{
  HOPSO_STORE_ERROR_FAILED,
  HOPSO_STORE_ERROR_WRONG_KEY,
  HOPSO_STORE_ERROR_DAMAGED,
  HOPSO_STORE_ERROR_TOO_NEW,
  HOPSO_STORE_ERROR_BUSY,
  HOPSO_STORE_ERROR_FULL,
  HOPSO_STORE_ERROR_NO_KEYRING,
  HOPSO_STORE_ERROR_ABSENT,
  HOPSO_STORE_ERROR_READ_ONLY
} HopsoStoreError;

#define HOPSO_STORE_ERROR (hopso_store_error_quark ())
GQuark hopso_store_error_quark (void);

G_END_DECLS
