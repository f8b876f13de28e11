/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"

G_BEGIN_DECLS

gboolean hopso_certificate_is_of_agency (HopsoCertificate *certificate);

G_END_DECLS
