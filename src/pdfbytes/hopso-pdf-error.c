/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The errors of this room, and the one way in which its files raise them. Any thread. */

#include "hopso-pdf-error-private.h"

G_DEFINE_QUARK (hopso - pdf - error - quark, hopso_pdf_error)

/**
 * hopso_pdf_fail:
 * @error: (out) (optional): where to put it
 * @code: what kind
 * @format: what happened, in English; never with contents of the document
 *
 * Returns: %FALSE, always, so that a check is one line
 */
gboolean
hopso_pdf_fail (GError **error, HopsoPdfError code, const char *format, ...)
{
  va_list arguments;

  if (error == NULL)
    return FALSE;
  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (HOPSO_PDF_ERROR, (int) code, format, arguments));
  va_end (arguments);
  return FALSE;
}
