/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-bounded-xml-private.h"
#include "hopso-certificate.h"

G_BEGIN_DECLS

/* Must be called before anything of the XML libraries is used; again does no harm. */
void hopso_xml_signature_prepare (void);

/*
 * The certificate whose key signed the whole of @tree, by the one signature below its root. With
 * @fingerprint (nullable) it must be the one of that SHA-256.
 */
HopsoCertificate *
hopso_xml_signature_verify (xmlDoc *tree, const char *fingerprint, GError **error);

G_END_DECLS
