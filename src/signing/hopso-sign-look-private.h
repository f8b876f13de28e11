/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-certificate.h"
#include "hopso-pdf-prepare.h"
#include "hopso-sign-job-private.h"
#include "hopso-sign-preview.h"

G_BEGIN_DECLS

/* What a signature looks like, where it stands and what comes with it. */
typedef struct
{
  HopsoSignPlace place;      /* width 0: it is not seen */
  char *field;               /* owned, nullable */
  char *reason;              /* owned, nullable */
  HopsoPdfFillPlan *filling; /* owned, nullable */
  GPtrArray *marks;          /* owned, nullable: of HopsoSignMark; the signature's first */
  GBytes *pdf;               /* owned, nullable: the marks, a page each */
} HopsoSignLook;

/* What it is made from. */
typedef struct
{
  const HopsoSignOrder *order; /* borrowed */
  HopsoCertificate *signer;    /* borrowed, nullable: not chosen yet */
  gint64 time;                 /* claimed, seconds since 1970 */
  int document;                /* borrowed: as it is signed */
  gboolean is_preview;         /* what is not said yet is left empty */
} HopsoSignLookFacts;

/* hopso-sign-look.c */
gboolean
hopso_sign_look_make (HopsoSignLook *self, const HopsoSignLookFacts *facts, GError **error);
void hopso_sign_look_clear (HopsoSignLook *self);
HopsoPdfFile *hopso_sign_look_open (const HopsoSignLookFacts *facts, GError **error);
void hopso_sign_look_add (HopsoSignLook *self,
                          const HopsoSignPlace *place,
                          const HopsoTypesetMark *mark);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoSignLook, hopso_sign_look_clear)

/* hopso-sign-print.c: what is printed in marks. */
char *hopso_sign_dup_time (gint64 time);
char **hopso_sign_dup_information (const HopsoSignLookFacts *facts);
char **hopso_sign_dup_attachment (const HopsoSignLookFacts *facts);
char **hopso_sign_dup_copy (const HopsoSignLookFacts *facts);
char **hopso_sign_dup_arrival (const HopsoSignDeed *deed);

/* hopso-sign-issue.c */
gboolean hopso_sign_look_issue (HopsoSignLook *self,
                                const HopsoSignLookFacts *facts,
                                HopsoPdfFile *file,
                                GError **error);
gboolean hopso_sign_look_find_place (HopsoSignLook *self, HopsoPdfFile *file, GError **error);

/* With words for people. */
#define hopso_sign_fail_rule(error, ...) \
  g_set_error (error, HOPSO_SIGNING_ERROR, HOPSO_SIGNING_ERROR_RULE, __VA_ARGS__)

G_END_DECLS
