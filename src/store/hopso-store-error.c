/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The errors of the store, for every file of the room. */

#include "hopso-store-error.h"

G_DEFINE_QUARK (hopso - store - error - quark, hopso_store_error)
