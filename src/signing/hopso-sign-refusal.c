/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Why a document was not taken for signing, in words for people who can do something about it. The
 * process that refuses speaks English and may be taken over by the document, so what it says is
 * only compared with what it can say. Any thread. */

#include "hopso-sign-refusal.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *said; /* exactly as pdfbytes says it */
  const char *words;
} Refusal;

static const Refusal refusals[] = {
  { "The document is protected otherwise than by a password",
    N_ ("The document is protected for certain recipients only. Ask for a copy without this "
        "protection.") },
  { "The document is protected in a way that is not known",
    N_ ("The document is protected in a way that this program does not know. Ask for a copy "
        "without this protection.") },
  { "The document forbids to fill in its fields without the owner's password",
    N_ ("The document’s author allows no signature without the owner’s password. Enter that "
        "password, or ask for a copy without this restriction.") },
  { "The document forbids new fields without the owner's password",
    N_ ("The document’s author allows signatures only in the fields made for them. Choose such a "
        "field, or enter the owner’s password.") },
  { "A certification forbids every change",
    N_ ("The document is certified and nothing in it may change any more, so nobody can sign after "
        "this. Ask for the version before the certification.") },
  { "A certification must be the first signature",
    N_ ("Only the first signature can certify a document, and this one is signed already. Sign it "
        "without certifying.") },
  { "An earlier signature locked the field",
    N_ ("An earlier signature has closed this field. Choose another one.") },
  { "The field asks for another kind of signature",
    N_ ("The field asks for another kind of signature than this one. Choose another field, or "
        "another reason.") },
  { "The field asks for another certificate",
    N_ ("The field takes only certain certificates. Choose another certificate, or another "
        "field.") },
  { "The field is signed already", N_ ("The field is signed already. Choose another one.") },
  { "The field is not for signatures",
    N_ ("The field is not for signatures. Choose another one.") },
};

/**
 * hopso_sign_refusal_get_words:
 * @error: of one job
 *
 * Returns: (transfer none) (nullable): what hinders and what to do, if the document itself is the
 *   reason and it is known
 */
const char *
hopso_sign_refusal_get_words (const GError *error)
{
  if (g_error_matches (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_PASSWORD))
    return g_str_equal (error->message, "The password is another one")
               ? _ ("This is not the document’s password. Enter another one.")
               : _ ("The document is protected. Enter its password.");
  if (g_error_matches (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_DAMAGED))
    return _ ("The file is damaged: every program guesses for itself what stands in it, so it "
              "cannot be signed as it is. If nobody has signed it yet, save it anew as PDF with "
              "the program that it comes from; otherwise ask for a new copy.");
  if (!g_error_matches (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_DOCUMENT))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (refusals[i].said, error->message))
      return _ (refusals[i].words);
  return NULL;
}
