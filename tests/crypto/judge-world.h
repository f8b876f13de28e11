/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-pki.h"
#include "hopso-trust-judge.h"

G_BEGIN_DECLS

#define DAY  (24 * 3600)
#define T0   G_GINT64_CONSTANT (1622505600) /* 2021-06-01 */
#define LATE (T0 + 900 * DAY)

typedef struct
{
  HopsoTestPki *pki;                 /* borrowed */
  HopsoTrustList *trust;             /* owned */
  HopsoValidationMaterial *material; /* owned */
  HopsoTrustDecision *decision;      /* owned, nullable: the last one */
} JudgeWorld;

void judge_set_up (JudgeWorld *f, gconstpointer data);
void judge_tear_down (JudgeWorld *f, gconstpointer data);
void judge_make_authorities (void);
void judge_begin_anew (JudgeWorld *f);
void judge_run (JudgeWorld *f, const char *format, ...) G_GNUC_PRINTF (2, 3);
void judge_issue (
    JudgeWorld *f, const char *name, const char *issuer, const char *extensions, const char *until);
void
judge_issue_under (JudgeWorld *f, const char *name, const char *subject, const char *authority);
void judge_add_certificate (JudgeWorld *f, const char *name, guint64 end);
void judge_add_list (JudgeWorld *f, const char *authority, guint64 end);
void judge_add_answer_with (
    JudgeWorld *f, const char *name, const char *responder, guint64 end, const char *option);
void judge_add_answer (JudgeWorld *f, const char *name, const char *responder, guint64 end);
void judge_decide (JudgeWorld *f, const char *name, gint64 existed_at, gint64 now);
void judge_forget_authorities (void);

G_END_DECLS
