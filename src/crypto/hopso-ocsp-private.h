/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-openssl-private.h"

#include <openssl/ocsp.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OCSP_BASICRESP, OCSP_BASICRESP_free)

/* The answer inside, %NULL where there is none; nothing may stand behind it. */
OCSP_BASICRESP *hopso_ocsp_parse (GBytes *bytes);

G_END_DECLS
