/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words for what is told of a signature besides its verdict: notes, changes after it, levels.
 * Stable names for programs, sentences for people. Constant data. */

#include "hopso-signature-words.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *name;
  const char *text;
} NamedText;

static const NamedText notes[HOPSO_N_SIGNATURE_NOTES] = {
  [HOPSO_SIGNATURE_NOTE_LEGACY] = { "legacy", N_ ("The signature has an old format.") },
  [HOPSO_SIGNATURE_NOTE_CLAIMED_AHEAD] = { "claimed-ahead", N_ ("The signing time that the signer "
                                                                "states is later than the proven "
                                                                "one.") },
  [HOPSO_SIGNATURE_NOTE_TIMES_DIFFER] = { "times-differ",
                                          N_ ("The file states two different signing times.") },
  [HOPSO_SIGNATURE_NOTE_NOT_DER] = { "not-der", N_ ("The signature is not encoded as the standard "
                                                    "wants it.") },
  [HOPSO_SIGNATURE_NOTE_NO_BINDING] = { "no-binding", N_ ("The signature does not say by itself "
                                                          "which certificate belongs to "
                                                          "it.") },
  [HOPSO_SIGNATURE_NOTE_TIMESTAMP_UNTRUSTED] = { "timestamp-untrusted",
                                                 N_ ("A timestamp could not be confirmed and "
                                                     "proves nothing.") },
  [HOPSO_SIGNATURE_NOTE_WEAK_ALGORITHM] = { "weak-algorithm", N_ ("The algorithm was strong enough "
                                                                  "at the proven time, but is no "
                                                                  "longer today.") },
  [HOPSO_SIGNATURE_NOTE_EXPIRED_SINCE] = { "expired-since",
                                           N_ ("The certificate has expired after signing.") },
  [HOPSO_SIGNATURE_NOTE_REVOKED_SINCE] = { "revoked-since",
                                           N_ ("The certificate was revoked after signing.") },
  [HOPSO_SIGNATURE_NOTE_OVERSIZE_RESERVATION] = { "oversize-reservation",
                                                  N_ ("Much more room was kept for the signature "
                                                      "than it needs.") },
  [HOPSO_SIGNATURE_NOTE_PADDING] = { "padding",
                                     N_ ("The room behind the signature is not empty.") },
  [HOPSO_SIGNATURE_NOTE_UNSIGNED_FIELDS] = { "unsigned-fields",
                                             N_ ("The document has signature fields that nobody "
                                                 "has signed.") },
  [HOPSO_SIGNATURE_NOTE_REMOVED] = { "signature-removed",
                                     N_ ("An older version of the document was signed, and that "
                                         "signature was removed.") },
  [HOPSO_SIGNATURE_NOTE_ODDITY] = { "oddity", N_ ("The structure of the file is unusual.") },
};

static const NamedText changes[HOPSO_N_CHANGES] = {
  [HOPSO_CHANGE_SIGNATURE] = { "signature", N_ ("A further signature was added.") },
  [HOPSO_CHANGE_TIMESTAMP] = { "timestamp", N_ ("A timestamp was added.") },
  [HOPSO_CHANGE_VALIDATION_DATA] = { "validation-data",
                                     N_ ("Data for later verification was added.") },
  [HOPSO_CHANGE_FORM_VALUE] = { "form-value", N_ ("A form field was filled in.") },
  [HOPSO_CHANGE_ANNOTATION] = { "annotation", N_ ("A note or mark was added or changed.") },
  [HOPSO_CHANGE_PAGE] = { "page", N_ ("A page was added, removed or turned.") },
  [HOPSO_CHANGE_CONTENT] = { "content", N_ ("The content of a page was changed.") },
  [HOPSO_CHANGE_RESERVED_PLACE] = { "reserved-place",
                                    N_ ("Number, date or seal was put in its reserved place.") },
  [HOPSO_CHANGE_OTHER] = { "other", N_ ("Something else was changed.") },
};

/**
 * hopso_signature_note_get_name:
 *
 * Returns: (transfer none): a stable name for programs, such as "claimed-ahead"
 */
const char *
hopso_signature_note_get_name (HopsoSignatureNote note)
{
  g_return_val_if_fail (note < HOPSO_N_SIGNATURE_NOTES, NULL);

  return notes[note].name;
}

/**
 * hopso_signature_note_dup_text:
 *
 * Returns: (transfer full): a sentence for people, in their language
 */
char *
hopso_signature_note_dup_text (HopsoSignatureNote note)
{
  g_return_val_if_fail (note < HOPSO_N_SIGNATURE_NOTES, NULL);

  return g_strdup (_ (notes[note].text));
}

/**
 * hopso_change_kind_get_name:
 *
 * Returns: (transfer none): a stable name for programs, such as "form-value"
 */
const char *
hopso_change_kind_get_name (HopsoChangeKind kind)
{
  g_return_val_if_fail (kind < HOPSO_N_CHANGES, NULL);

  return changes[kind].name;
}

/**
 * hopso_change_kind_from_name:
 * @name: (nullable): such as "form-value"
 * @kind: (out): what it stands for
 *
 * Returns: whether there is such a kind
 */
gboolean
hopso_change_kind_from_name (const char *name, HopsoChangeKind *kind)
{
  for (guint i = 0; i < HOPSO_N_CHANGES; i++)
    if (g_strcmp0 (name, changes[i].name) == 0)
      {
        *kind = (HopsoChangeKind) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * hopso_change_kind_dup_text:
 *
 * Returns: (transfer full): a sentence for people, in their language
 */
char *
hopso_change_kind_dup_text (HopsoChangeKind kind)
{
  g_return_val_if_fail (kind < HOPSO_N_CHANGES, NULL);

  return g_strdup (_ (changes[kind].text));
}

/**
 * hopso_signature_level_get_name:
 *
 * Returns: (transfer none): "B-LT" and the like; "" for none
 */
const char *
hopso_signature_level_get_name (HopsoSignatureLevel level)
{
  static const char *const names[] = {
    [HOPSO_SIGNATURE_LEVEL_NONE] = "",       [HOPSO_SIGNATURE_LEVEL_B_B] = "B-B",
    [HOPSO_SIGNATURE_LEVEL_B_T] = "B-T",     [HOPSO_SIGNATURE_LEVEL_B_LT] = "B-LT",
    [HOPSO_SIGNATURE_LEVEL_B_LTA] = "B-LTA",
  };

  g_return_val_if_fail ((guint) level < G_N_ELEMENTS (names), NULL);

  return names[level];
}
