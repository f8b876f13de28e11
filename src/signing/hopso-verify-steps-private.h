/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-cms.h"
#include "hopso-digest-pass.h"
#include "hopso-timestamp.h"
#include "hopso-trust-judge.h"
#include "hopso-verify-claims-private.h"

G_BEGIN_DECLS

/* How far clocks may differ before it is worth a word. */
#define HOPSO_VERIFY_CLOCK_SKEW 300

/* A timestamp: of the document, or of one signature. */
typedef struct
{
  HopsoTimestamp *token; /* owned, nullable: cannot be read */
  HopsoTimestampFindings findings;
  gboolean holds;               /* the authority of its certificate stated it for these bytes */
  HopsoTrustDecision *decision; /* owned, nullable: before the judgement */
  gint64 existed_at;            /* when the token itself is proven to have existed */
  gboolean is_out_of_order;     /* its time is after what proves it, or after now */
} HopsoCheckedStamp;

/* What the seal says that answers for number, date and itself. */
typedef enum
{
  HOPSO_SEAL_GOOD,    /* also where nothing is asked of it */
  HOPSO_SEAL_WRONG,   /* no agency's, or not valid */
  HOPSO_SEAL_UNKNOWN, /* an agency's that cannot be judged */
} HopsoSealAnswer;

/*
 * HopsoCheckedSignature: one signature while it is verified: what the bytes say of it, then what
 * is made of that.
 */
typedef struct
{
  GVariant *variant;        /* owned */
  HopsoVerifyClaims claims; /* owned parts; points into variant */
  guint number;             /* in order of signing, from 1 */
  guint64 end;              /* of the covered bytes; 0 if the ranges do not hold */
  gboolean is_supported;
  gboolean is_intact;
  gboolean was_in_time;     /* FALSE: there was no time to look at it */
  char *format_error;       /* owned, nullable */
  HopsoCms *cms;            /* owned, nullable */
  HopsoCertificate *signer; /* owned, nullable */
  HopsoCmsFindings findings;
  HopsoHash hash;           /* what the signature relies on */
  char *algorithm;          /* owned, nullable: such as "RSASSA-PSS 2048" */
  HopsoCheckedStamp *stamp; /* owned, nullable: it is a document timestamp */
  GPtrArray *stamps;        /* owned; HopsoCheckedStamp over its value */

  gint64 existed_at;            /* proven, or the time of validation */
  gint64 proven_time;           /* 0 if nothing proves it */
  char *proven_by;              /* owned, nullable */
  gboolean is_proof_embedded;   /* what is needed to believe the proof comes along */
  HopsoTrustDecision *decision; /* owned, nullable */
  HopsoSealAnswer seal;         /* about what came into reserved places after it */
  guint64 covered;              /* by a trusted document timestamp after it; 0 none */
} HopsoCheckedSignature;

void hopso_checked_signature_free (HopsoCheckedSignature *self);
HopsoCertificate *hopso_checked_stamp_get_signer (const HopsoCheckedStamp *self);

/* What all signatures of one file are checked against. */
typedef struct
{
  int fd;                            /* borrowed */
  guint64 size;                      /* of the file */
  HopsoValidationMaterial *material; /* borrowed: what comes along goes there */
  gint64 now;
  HopsoDigestPass *pass; /* nullable: digests of what the claims name */
} HopsoVerifyContext;

/* Everything about one signature that its bytes can tell; %NULL only if it was cancelled. */
HopsoCheckedSignature *hopso_verify_signature (const HopsoVerifyContext *context,
                                               GVariant *claims,
                                               guint number,
                                               GCancellable *cancellable);
/* One that there was no time for. */
HopsoCheckedSignature *hopso_verify_skip_signature (GVariant *claims, guint number);

/* Decides about all signatures of a file with what is known now: times, then trust. Can be asked
 * again when @material has grown. Returns what might help. What is not decided when @limit is
 * cancelled stays undecided. */
GPtrArray *hopso_verify_judge (GPtrArray *signatures,
                               HopsoTrustJudge *judge,
                               HopsoValidationMaterial *material,
                               gint64 now,
                               GCancellable *limit);

void hopso_verify_ask_seals (const HopsoVerifyContext *context, GPtrArray *signatures);

HopsoSignatureResult *hopso_verify_make_result (const HopsoVerifyContext *context,
                                                const HopsoCheckedSignature *signature);

G_END_DECLS
