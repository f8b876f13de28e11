/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-form.h"
#include "hopso-pdf-signature.h"

G_BEGIN_DECLS

/* hopso-pdf-oddity.c */
void hopso_pdf_signature_find_oddities (HopsoPdfSignature *self,
                                        HopsoPdfFile *file,
                                        const HopsoPdfField *field,
                                        HopsoPdfObject *dictionary);

G_END_DECLS
