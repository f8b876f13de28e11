/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Why an office file was not converted, in words for people: what happened, and what to do. */

#include "hopso-office-run-private.h"

#include <glib/gi18n-lib.h>

/**
 * hopso_converter_fail:
 * @code: why
 *
 * Returns: %FALSE, with @error set in words for people
 */
gboolean
hopso_converter_fail (GError **error, HopsoConverterError code)
{
  const char *words = NULL;

  switch (code)
    {
    case HOPSO_CONVERTER_ERROR_MISSING:
      words = _ ("Office files cannot be converted here, since LibreOffice, or the part of it "
                 "for such files, is not installed. Save the file as PDF, or ask your "
                 "administrator to install it.");
      break;
    case HOPSO_CONVERTER_ERROR_UNSUPPORTED:
      words = _ ("Files of this kind cannot be converted. Save it as PDF, then add it.");
      break;
    case HOPSO_CONVERTER_ERROR_PROTECTED:
      words = _ ("This file is protected by a password. Remove the password, then add it again.");
      break;
    case HOPSO_CONVERTER_ERROR_BROKEN:
      words = _ ("This file is damaged, or is not what its name says. Open it, save it anew, and "
                 "add that file.");
      break;
    case HOPSO_CONVERTER_ERROR_TOO_LARGE:
      words = _ ("This file is too large to be converted. Divide it, or save it as PDF yourself.");
      break;
    case HOPSO_CONVERTER_ERROR_TOO_LONG:
      words = _ ("Converting this file takes too long. Save it as PDF yourself, then add it.");
      break;
    case HOPSO_CONVERTER_ERROR_FAILED:
    default:
      words = _ ("LibreOffice could not convert this file. Save it as PDF yourself, then add it.");
      break;
    }
  g_set_error_literal (error, HOPSO_CONVERTER_ERROR, (int) code, words);
  return FALSE;
}
