/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What signing and verifying say to people: what happened and what to do next. Pure functions. */

#include "hopso-sign-words.h"

#include "hopso-time-words.h"

#include <glib/gi18n.h>
#include <string.h>

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
    case HOPSO_TOKEN_FITNESS_OK:
    default:
      return NULL;
    }
}

/**
 * hopso_sign_words_pin:
 *
 * Returns: (transfer none): what to know before the PIN is typed
 */
const char *
hopso_sign_words_pin (HopsoPinState state, gboolean has_pin_pad, guint n_documents)
{
  if (state == HOPSO_PIN_STATE_LOCKED)
    return _ ("The token is locked. Ask whoever issued it to unlock it.");
  if (state == HOPSO_PIN_STATE_NOT_SET)
    return _ ("The token has no PIN yet. Set one with the issuer's program first.");
  if (state == HOPSO_PIN_STATE_FINAL_TRY)
    return _ ("Last try before the token is locked. If in doubt, choose Cancel.");
  if (state == HOPSO_PIN_STATE_LOW)
    return _ ("A wrong PIN was entered before. Type carefully.");
  if (has_pin_pad)
    return _ ("The PIN is entered on the reader.");
  return n_documents > 1 ? _ ("The PIN is asked once for all documents.")
                         : _ ("The PIN is forgotten as soon as the document is signed.");
}

/* The last signature of a person, which is what a reader asks for. */
static HopsoSignatureResult *
find_telling (HopsoSignatureReport *report)
{
  HopsoVerdict verdict = hopso_signature_report_get_verdict (report);
  HopsoSignatureResult *telling = NULL;

  for (guint i = 0; i < hopso_signature_report_get_n_results (report); i++)
    {
      HopsoSignatureResult *result = hopso_signature_report_get_result (report, i);

      if (hopso_signature_result_get_verdict (result) == verdict)
        telling = result;
    }
  return telling;
}

/**
 * hopso_sign_words_headline:
 *
 * Returns: (transfer full): the verdict on the whole file, in the law's words
 */
char *
hopso_sign_words_headline (HopsoSignatureReport *report)
{
  HopsoSignatureResult *telling = find_telling (report);

  if (telling != NULL &&
      hopso_signature_result_has_reason (telling, HOPSO_SIGNATURE_REASON_ALTERED))
    return g_strdup (_ ("Invalid: the document was altered after signing"));
  return hopso_verdict_dup_text (hopso_signature_report_get_verdict (report));
}

/* "Chánh Văn phòng" of "Văn phòng UBND tỉnh" is one office, said once. */
static char *
join_title (const char *title, const char *organization)
{
  for (const char *tail = title; tail != NULL; tail = strchr (tail, ' '))
    {
      tail += *tail == ' ' ? 1 : 0;
      gsize size = strlen (tail);

      if (strncmp (tail, organization, size) == 0 && strchr (" ", organization[size]) != NULL)
        return g_strdup_printf ("%.*s%s", (int) (tail - title), title, organization);
    }
  return g_strdup_printf ("%s %s", title, organization);
}

static char *
describe_signer (const HopsoSignatureFacts *facts)
{
  if (facts->signer_title != NULL && facts->signer_organization != NULL)
    return join_title (facts->signer_title, facts->signer_organization);
  if (facts->signer_name != NULL)
    return g_strdup (facts->signer_name);
  return g_strdup (_ ("Somebody unknown"));
}

static char *
describe_valid (const HopsoSignatureFacts *facts)
{
  g_autofree char *who = describe_signer (facts);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (facts->claimed_time);
  g_autofree char *moment =
      facts->claimed_time != 0 ? g_date_time_format (when, _ ("%H:%M on %d/%m/%Y")) : NULL;

  if (moment == NULL)
    return g_strdup_printf (_ ("%s signed it; it was not changed after signing"), who);
  if (facts->changes == HOPSO_CHANGES_AFTER_ALLOWED)
    return g_strdup_printf (
        _ ("%s signed it at %s; after that only number, date and seal were added"), who, moment);
  if (facts->changes == HOPSO_CHANGES_AFTER_SIGNATURES)
    return g_strdup_printf (_ ("%s signed it at %s; after that only others have signed"), who,
                            moment);
  return g_strdup_printf (_ ("%s signed it at %s; it was not changed after signing"), who, moment);
}

/**
 * hopso_sign_words_sentence:
 *
 * Returns: (transfer full): who, when, or why not, in one sentence
 */
char *
hopso_sign_words_sentence (HopsoSignatureReport *report)
{
  HopsoSignatureResult *telling = find_telling (report);

  if (telling == NULL)
    return g_strdup (_ ("This document has no digital signature"));
  if (hopso_signature_result_get_n_reasons (telling) == 0)
    return describe_valid (hopso_signature_result_get_facts (telling));
  if (hopso_signature_result_has_reason (telling, HOPSO_SIGNATURE_REASON_ALTERED))
    return g_strdup (_ ("Do not use this document; ask the sender to send it again"));
  return hopso_signature_reason_dup_text (hopso_signature_result_get_reason (telling, 0));
}

/**
 * hopso_sign_words_changes:
 *
 * Returns: (transfer none): what was done to the document after a signature
 */
const char *
hopso_sign_words_changes (HopsoChangesAfter changes)
{
  switch (changes)
    {
    case HOPSO_CHANGES_AFTER_NONE:
      return _ ("Not changed since");
    case HOPSO_CHANGES_AFTER_SIGNATURES:
      return _ ("Only further signatures");
    case HOPSO_CHANGES_AFTER_ALLOWED:
      return _ ("Only what the signer left open");
    case HOPSO_CHANGES_AFTER_ALTERED:
      return _ ("Altered after signing");
    case HOPSO_CHANGES_AFTER_UNKNOWN:
    default:
      return _ ("Cannot be told");
    }
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
