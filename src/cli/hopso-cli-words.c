/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Why a document was not signed or not verified, in the person's language. The rooms below speak
 * English to each other, and one of them lives in a process without translations: what a person
 * can do something about is translated here, the rest is said in general and added for experts. */

#include "hopso-cli-words.h"

#include "hopso-cli.h"
#include "hopso-pdf-client.h"
#include "hopso-sign-refusal.h"

#include <glib/gi18n-lib.h>

/* Exactly as pdfbytes and typeset say it. */
static const char *const known[] = {
  N_ ("The document has no such page"),       N_ ("The field has no place on a page"),
  N_ ("The file does not begin as a PDF"),    N_ ("The mark is too small"),
  N_ ("The mark lies outside of the page"),   N_ ("The picture is not a PNG of at most 8 MiB"),
  N_ ("The text does not fit into the mark"),
};

static const char *
find_known (const char *message)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i], message))
      return _ (known[i]);
  return NULL;
}

/* What a failure means in general, NULL when the message itself is for people. */
static const char *
find_general (const GError *error)
{
  if (g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_TIMED_OUT) ||
      g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_TOO_LARGE))
    return _ ("This file is too large or too complex to be read.");
  if (g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_ENCRYPTED) ||
      g_error_matches (error, HOPSO_PDF_CLIENT_ERROR, HOPSO_PDF_CLIENT_ERROR_WRONG_PASSWORD))
    return hopso_pdf_client_error_get_words (error);
  if (error->domain == HOPSO_PDF_CLIENT_ERROR)
    return _ ("This file cannot be read: it is protected or damaged.");
  if (error->domain != HOPSO_SIGNING_ERROR)
    return NULL;
  switch ((HopsoSigningError) error->code)
    {
    case HOPSO_SIGNING_ERROR_PASSWORD:
    case HOPSO_SIGNING_ERROR_DAMAGED:
    case HOPSO_SIGNING_ERROR_DOCUMENT:
      return _ ("This file cannot be signed: it is protected or damaged. Ask for a new copy.");
    case HOPSO_SIGNING_ERROR_CERTIFICATE:
      return _ ("This certificate cannot sign. Choose another one.");
    case HOPSO_SIGNING_ERROR_MARK:
      return _ ("The picture of the signature cannot be used. Choose another one.");
    case HOPSO_SIGNING_ERROR_NO_TIMESTAMP:
      return _ ("The timestamp authority did not answer. Try again later.");
    case HOPSO_SIGNING_ERROR_AUTHORITY:
      return _ ("The timestamp authority gave an answer that must not be used. Tell your "
                "administrator.");
    case HOPSO_SIGNING_ERROR_LEVEL:
      return _ ("Evidence that the certificates are valid could not be had. Try again later.");
    case HOPSO_SIGNING_ERROR_CHANGED:
      return _ ("This is not the document that was read: it was changed meanwhile. Read it again "
                "before it is signed.");
    case HOPSO_SIGNING_ERROR_RULE:
      return NULL;
    case HOPSO_SIGNING_ERROR_PREPARED:
    case HOPSO_SIGNING_ERROR_TOO_LARGE:
    case HOPSO_SIGNING_ERROR_CHECK:
    default:
      return _ ("The signed file did not pass its check and was thrown away. Try once more.");
    }
}

/* What happened, in one or two sentences; to be freed. */
char *
hopso_cli_dup_words (const GError *error)
{
  const char *known_words = find_known (error->message);
  const char *words = known_words != NULL ? known_words : hopso_sign_refusal_get_words (error);
  const char *general = find_general (error);

  if (words != NULL)
    return g_strdup (words);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_strdup (_ ("The disk is full. Make room, then sign again."));
  if (general != NULL)
    return g_strdup_printf ("%s (%s)", general, error->message);
  return g_strdup (error->message);
}

/* Tells people why; the status to return. */
int
hopso_cli_fail_in_words (const GError *error)
{
  g_autofree char *words = hopso_cli_dup_words (error);

  g_printerr ("hopsoctl: %s\n", words);
  return HOPSO_CLI_FAILED;
}
