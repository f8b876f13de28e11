/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOPSO_PDF_ERROR (hopso_pdf_error_quark ())

/**
 * HopsoPdfError:
 * @HOPSO_PDF_ERROR_DAMAGED: the bytes break the rules of the format
 * @HOPSO_PDF_ERROR_ENCRYPTED: what is asked needs a password
 * @HOPSO_PDF_ERROR_UNSUPPORTED: legal, but nothing that this room can work with
 * @HOPSO_PDF_ERROR_TOO_COMPLEX: a limit against hostile files was reached
 * @HOPSO_PDF_ERROR_FORBIDDEN: the document itself forbids the change (a certification, a seed
 * value)
 * @HOPSO_PDF_ERROR_FIELD: the plan names a page, place or field that cannot be used
 * @HOPSO_PDF_ERROR_NOT_AS_PLANNED: an update holds something else than was asked for
 * @HOPSO_PDF_ERROR_WRONG_PASSWORD: the document needs another password
 */
typedef enum
{
  HOPSO_PDF_ERROR_DAMAGED,
  HOPSO_PDF_ERROR_ENCRYPTED,
  HOPSO_PDF_ERROR_UNSUPPORTED,
  HOPSO_PDF_ERROR_TOO_COMPLEX,
  HOPSO_PDF_ERROR_FORBIDDEN,
  HOPSO_PDF_ERROR_FIELD,
  HOPSO_PDF_ERROR_NOT_AS_PLANNED,
  HOPSO_PDF_ERROR_WRONG_PASSWORD,
} HopsoPdfError;

GQuark hopso_pdf_error_quark (void);

G_END_DECLS
