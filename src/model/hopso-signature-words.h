/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HopsoVerdict:
 * @HOPSO_VERDICT_VALID: everything was checked and holds (TOTAL-PASSED of EN 319 102-1)
 * @HOPSO_VERDICT_INVALID: something is proven wrong (TOTAL-FAILED)
 * @HOPSO_VERDICT_UNDETERMINED: something could not be checked (INDETERMINATE)
 * @HOPSO_VERDICT_UNSIGNED: there is no signature
 */
typedef enum
{
  HOPSO_VERDICT_VALID,
  HOPSO_VERDICT_INVALID,
  HOPSO_VERDICT_UNDETERMINED,
  HOPSO_VERDICT_UNSIGNED
} HopsoVerdict;

/**
 * HopsoChangesAfter:
 * @HOPSO_CHANGES_AFTER_NONE: the signature covers the file to its end
 * @HOPSO_CHANGES_AFTER_SIGNATURES: only further signatures, timestamps and validation data came
 * @HOPSO_CHANGES_AFTER_ALLOWED: form fields or annotations that the signer left open were filled,
 *   such as number, date and seal
 * @HOPSO_CHANGES_AFTER_ALTERED: the document was changed in another way
 * @HOPSO_CHANGES_AFTER_UNKNOWN: it could not be told what was changed
 *
 * What was done to the document after a signature.
 */
typedef enum
{
  HOPSO_CHANGES_AFTER_NONE,
  HOPSO_CHANGES_AFTER_SIGNATURES,
  HOPSO_CHANGES_AFTER_ALLOWED,
  HOPSO_CHANGES_AFTER_ALTERED,
  HOPSO_CHANGES_AFTER_UNKNOWN
} HopsoChangesAfter;

/**
 * HopsoChangeKind:
 *
 * What one change after a signature touched.
 */
typedef enum
{
  HOPSO_CHANGE_SIGNATURE,       /* a further signature */
  HOPSO_CHANGE_TIMESTAMP,       /* a document timestamp */
  HOPSO_CHANGE_VALIDATION_DATA, /* certificates and answers about revocation */
  HOPSO_CHANGE_FORM_VALUE,      /* a form field was filled */
  HOPSO_CHANGE_ANNOTATION,
  HOPSO_CHANGE_PAGE,           /* a page was added, removed or turned */
  HOPSO_CHANGE_CONTENT,        /* what a page shows */
  HOPSO_CHANGE_RESERVED_PLACE, /* number, date or seal in the place that was kept for them */
  HOPSO_CHANGE_OTHER,
  HOPSO_N_CHANGES
} HopsoChangeKind;

/**
 * HopsoSignatureReason:
 *
 * Why a signature is not simply valid. The order is that of the checks.
 */
typedef enum
{
  HOPSO_SIGNATURE_REASON_STRUCTURE,           /* the file hides or contradicts what is signed */
  HOPSO_SIGNATURE_REASON_FORMAT,              /* the signature itself cannot be read */
  HOPSO_SIGNATURE_REASON_DIGEST,              /* the signed bytes were changed */
  HOPSO_SIGNATURE_REASON_NO_CERTIFICATE,      /* the signer's certificate is nowhere to be had */
  HOPSO_SIGNATURE_REASON_VALUE,               /* the value does not fit its certificate */
  HOPSO_SIGNATURE_REASON_BINDING,             /* another certificate was put in the place */
  HOPSO_SIGNATURE_REASON_ATTRIBUTES,          /* what its format demands is missing */
  HOPSO_SIGNATURE_REASON_ALGORITHM,           /* too weak already at the proven time */
  HOPSO_SIGNATURE_REASON_ALGORITHM_NO_POE,    /* too weak today, and no earlier time is proven */
  HOPSO_SIGNATURE_REASON_ALTERED,             /* the document was changed after signing */
  HOPSO_SIGNATURE_REASON_CHANGES_UNKNOWN,     /* it cannot be told what was changed after it */
  HOPSO_SIGNATURE_REASON_UNTRUSTED,           /* no path to a trusted authority */
  HOPSO_SIGNATURE_REASON_CHAIN,               /* a path, but one that breaks its own rules */
  HOPSO_SIGNATURE_REASON_NOT_YET_VALID,       /* signed before the certificate was valid */
  HOPSO_SIGNATURE_REASON_EXPIRED,             /* the certificate has ended; older is not proven */
  HOPSO_SIGNATURE_REASON_EXPIRED_NOT_REVOKED, /* likewise, but it was not revoked until its end */
  HOPSO_SIGNATURE_REASON_REVOKED,             /* the certificate was revoked before signing */
  HOPSO_SIGNATURE_REASON_REVOKED_NO_POE,      /* revoked; signing before that is not proven */
  HOPSO_SIGNATURE_REASON_REVOKED_AUTHORITY,   /* an authority of the path is revoked */
  HOPSO_SIGNATURE_REASON_REVOCATION_UNKNOWN,  /* whether it was revoked cannot be checked */
  HOPSO_SIGNATURE_REASON_REVOCATION_NO_POE,   /* the answer is there, but its age is not proven */
  HOPSO_SIGNATURE_REASON_USAGE,               /* the certificate is not meant for signing */
  HOPSO_SIGNATURE_REASON_TIMESTAMP,           /* a timestamp that is not over this signature */
  HOPSO_SIGNATURE_REASON_TIMESTAMP_ORDER,     /* timestamps that contradict each other */
  HOPSO_SIGNATURE_REASON_NO_POE,              /* nothing proves when something existed */
  HOPSO_SIGNATURE_REASON_UNSUPPORTED,         /* a kind of signature that we do not check */
  HOPSO_SIGNATURE_REASON_TIMED_OUT,           /* it took too long */
  HOPSO_N_SIGNATURE_REASONS
} HopsoSignatureReason;

/**
 * HopsoSignatureNote:
 *
 * Things worth telling that do not change the verdict.
 */
typedef enum
{
  HOPSO_SIGNATURE_NOTE_LEGACY,               /* a format from before PAdES */
  HOPSO_SIGNATURE_NOTE_CLAIMED_AHEAD,        /* the claimed time is after the proven one */
  HOPSO_SIGNATURE_NOTE_TIMES_DIFFER,         /* two claimed times that differ */
  HOPSO_SIGNATURE_NOTE_NOT_DER,              /* not encoded as the standard wants it */
  HOPSO_SIGNATURE_NOTE_NO_BINDING,           /* a legacy signature that does not name its signer */
  HOPSO_SIGNATURE_NOTE_TIMESTAMP_UNTRUSTED,  /* a timestamp that proves nothing here */
  HOPSO_SIGNATURE_NOTE_WEAK_ALGORITHM,       /* good enough at the proven time, not today */
  HOPSO_SIGNATURE_NOTE_EXPIRED_SINCE,        /* the certificate has ended after the proven time */
  HOPSO_SIGNATURE_NOTE_REVOKED_SINCE,        /* it was revoked after the proven time */
  HOPSO_SIGNATURE_NOTE_OVERSIZE_RESERVATION, /* much more room than the signature needs */
  HOPSO_SIGNATURE_NOTE_PADDING,              /* the room behind it holds something */
  HOPSO_SIGNATURE_NOTE_UNSIGNED_FIELDS,      /* signature fields nobody has signed */
  HOPSO_SIGNATURE_NOTE_REMOVED,              /* an older revision had a signature more */
  HOPSO_SIGNATURE_NOTE_ODDITY,               /* another oddity of the structure */
  HOPSO_N_SIGNATURE_NOTES
} HopsoSignatureNote;

/**
 * HopsoSignatureLevel:
 * @HOPSO_SIGNATURE_LEVEL_NONE: no PAdES signature, or not a good one
 * @HOPSO_SIGNATURE_LEVEL_B_B: the signature alone
 * @HOPSO_SIGNATURE_LEVEL_B_T: with a proven time
 * @HOPSO_SIGNATURE_LEVEL_B_LT: and everything that a later verification needs
 * @HOPSO_SIGNATURE_LEVEL_B_LTA: and a document timestamp over that
 *
 * The levels of ETSI EN 319 142-1 §6, by what is there and holds.
 */
typedef enum
{
  HOPSO_SIGNATURE_LEVEL_NONE,
  HOPSO_SIGNATURE_LEVEL_B_B,
  HOPSO_SIGNATURE_LEVEL_B_T,
  HOPSO_SIGNATURE_LEVEL_B_LT,
  HOPSO_SIGNATURE_LEVEL_B_LTA
} HopsoSignatureLevel;

HopsoVerdict hopso_signature_reason_get_verdict (HopsoSignatureReason reason);
const char *hopso_signature_reason_get_name (HopsoSignatureReason reason);
const char *hopso_signature_reason_get_sub_indication (HopsoSignatureReason reason);
char *hopso_signature_reason_dup_text (HopsoSignatureReason reason);
char *hopso_signature_reason_dup_advice (HopsoSignatureReason reason);

const char *hopso_signature_note_get_name (HopsoSignatureNote note);
char *hopso_signature_note_dup_text (HopsoSignatureNote note);

const char *hopso_change_kind_get_name (HopsoChangeKind kind);
gboolean hopso_change_kind_from_name (const char *name, HopsoChangeKind *kind);
char *hopso_change_kind_dup_text (HopsoChangeKind kind);

const char *hopso_signature_level_get_name (HopsoSignatureLevel level);

const char *hopso_verdict_get_name (HopsoVerdict verdict);
const char *hopso_verdict_get_indication (HopsoVerdict verdict);
char *hopso_verdict_dup_text (HopsoVerdict verdict);

G_END_DECLS
