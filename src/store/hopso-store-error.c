/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The errors of the store, for every file of the room. */

#include "hopso-store-error.h"

GQuark
hopso_store_error_quark (void)
{
  return g_quark_from_static_string ("hopso-store-error-quark");
}
