/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What went wrong with a document, in words for people. What the processes themselves say is for
 * those who look for faults in us, and may come from a hostile file. */

#include "hopso-pdf-document.h"

#include <glib/gi18n-lib.h>

/**
 * hopso_pdf_client_error_get_words:
 * @error: from this room, or passed on by it
 *
 * Returns: a sentence that says what happened and, where there is something, what to do
 */
const char *
hopso_pdf_client_error_get_words (const GError *error)
{
  if (error->domain != HOPSO_PDF_CLIENT_ERROR)
    return error->message;

  switch ((HopsoPdfClientError) error->code)
    {
    case HOPSO_PDF_CLIENT_ERROR_ENCRYPTED:
      return _ ("The document is protected. Enter its password.");
    case HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD:
      return _ ("This is not the document’s password. Enter another one.");
    case HOPSO_PDF_CLIENT_ERROR_DAMAGED:
      return _ ("The document is damaged or is not a PDF. Ask the sender for another copy.");
    case HOPSO_PDF_CLIENT_ERROR_TIMED_OUT:
      return _ ("The page took too long to draw. Try again.");
    case HOPSO_PDF_CLIENT_ERROR_CRASHED:
      return _ ("The page could not be drawn. Try again.");
    case HOPSO_PDF_CLIENT_ERROR_TOO_LARGE:
      return _ ("The document is too large to be shown.");
    case HOPSO_PDF_CLIENT_ERROR_REFUSED:
      return _ ("There is no such page, or it cannot be drawn at this size.");
    default:
      return error->message;
    }
}
