/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What signing and verifying say to people: what happened and what to do next. Pure functions. */

#include "hopso-sign-words.h"

#include "hopso-sign-refusal.h"

#include <glib/gi18n.h>

static const char *
token_error (int code)
{
  switch (code)
    {
    case HOPSO_TOKEN_ERROR_PIN_INCORRECT:
      return _ ("The PIN was wrong. Nothing was signed. Check it before you try again.");
    case HOPSO_TOKEN_ERROR_PIN_LOCKED:
      return _ ("The token is locked. Ask whoever issued it to unlock it.");
    case HOPSO_TOKEN_ERROR_REMOVED:
      return _ ("The token was pulled out. Plug it in again and continue.");
    case HOPSO_TOKEN_ERROR_TIMED_OUT:
      return _ ("The token did not answer. Plug it in again and try once more.");
    case HOPSO_TOKEN_ERROR_NO_TOKEN:
      return _ ("The token is not plugged in.");
    default:
      return _ ("The token's driver failed. Plug the token in again and try once more.");
    }
}

static const char *
signing_error (int code)
{
  switch (code)
    {
    case HOPSO_SIGNING_ERROR_CHANGED:
      return _ ("The document has changed since you opened it. Open it again, then sign.");
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
    default:
      return _ ("The signed file did not pass its check and was thrown away. Try once more.");
    }
}

/**
 * hopso_sign_words_error:
 * @error: why a document or a batch was not signed
 *
 * Returns: (transfer full): a sentence for people
 */
char *
hopso_sign_words_error (const GError *error)
{
  if (error->domain == HOPSO_TOKEN_ERROR)
    return g_strdup (token_error (error->code));
  if (g_error_matches (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE))
    return g_strdup (error->message);
  if (hopso_sign_refusal_get_words (error) != NULL)
    return g_strdup (hopso_sign_refusal_get_words (error));
  if (error->domain == HOPSO_SIGNING_ERROR)
    return g_strdup (signing_error (error->code));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return g_strdup (_ ("The disk is full. Make room, then sign again."));
  return g_strdup_printf (_ ("Not signed: %s"), error->message);
}

/**
 * hopso_sign_words_state:
 *
 * Returns: (transfer none): how far a document has come
 */
const char *
hopso_sign_words_state (HopsoSignState state)
{
  switch (state)
    {
    case HOPSO_SIGN_PREPARING:
      return _ ("Preparing");
    case HOPSO_SIGN_SIGNING:
      return _ ("The token is signing");
    case HOPSO_SIGN_TIMESTAMPING:
      return _ ("Waiting for the timestamp");
    case HOPSO_SIGN_CHECKING:
      return _ ("Checking the signature");
    case HOPSO_SIGN_DONE:
      return _ ("Signed");
    case HOPSO_SIGN_FAILED:
      return _ ("Not signed");
    case HOPSO_SIGN_WAITING:
    default:
      return _ ("Ready");
    }
}

/**
 * hopso_sign_words_fitness:
 *
 * Returns: (transfer none) (nullable): why a certificate cannot sign; %NULL when it can
 */
const char *
hopso_sign_words_fitness (HopsoTokenFitness fitness)
{
  switch (fitness)
    {
    case HOPSO_TOKEN_FITNESS_EXPIRED:
      return _ ("The certificate has expired");
    case HOPSO_TOKEN_FITNESS_NOT_YET_VALID:
      return _ ("The certificate is not valid yet");
    case HOPSO_TOKEN_FITNESS_NO_KEY:
      return _ ("The private key is not on this token");
    case HOPSO_TOKEN_FITNESS_WRONG_USAGE:
      return _ ("The certificate is not meant for signing");
    case HOPSO_TOKEN_FITNESS_WRONG_KEY:
      return _ ("The key on this token belongs to another certificate");
    case HOPSO_TOKEN_FITNESS_WEAK_KEY:
      return _ ("The key is too short for today's rules");
    case HOPSO_TOKEN_FITNESS_REVOKED:
      return _ ("The certificate has been revoked");
    case HOPSO_TOKEN_FITNESS_OK:
    default:
      return NULL;
    }
}

/**
 * hopso_sign_words_pin:
 *
 * Returns: (transfer full): what to know before the PIN is typed
 */
char *
hopso_sign_words_pin (HopsoPinState state, gboolean has_pin_pad, guint n_documents)
{
  if (state == HOPSO_PIN_STATE_LOCKED)
    return g_strdup (_ ("The token is locked. Ask whoever issued it to unlock it."));
  if (state == HOPSO_PIN_STATE_NOT_SET)
    return g_strdup (_ ("The token has no PIN yet. Set one with the issuer's program first."));
  if (state == HOPSO_PIN_STATE_FINAL_TRY)
    return g_strdup (_ ("Last try before the token is locked. If in doubt, choose Cancel."));
  if (state == HOPSO_PIN_STATE_LOW)
    return g_strdup (_ ("A wrong PIN was entered before. Type carefully."));
  if (has_pin_pad)
    return g_strdup (_ ("The PIN is entered on the reader."));
  if (n_documents < 2)
    return g_strdup (_ ("The PIN is forgotten as soon as the document is signed."));
  return g_strdup_printf (_ ("The PIN is asked once for all %u documents."), n_documents);
}

/**
 * hopso_sign_words_icon:
 *
 * Returns: (transfer none): the icon of a verdict, never shown without its word
 */
const char *
hopso_sign_words_icon (HopsoVerdict verdict)
{
  switch (verdict)
    {
    case HOPSO_VERDICT_VALID:
      return "emblem-ok-symbolic";
    case HOPSO_VERDICT_INVALID:
      return "dialog-error-symbolic";
    case HOPSO_VERDICT_UNDETERMINED:
      return "dialog-question-symbolic";
    case HOPSO_VERDICT_UNSIGNED:
    default:
      return "document-edit-symbolic";
    }
}
