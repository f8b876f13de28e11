/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-recipe.h"
#include "hopso-verifier.h"

G_BEGIN_DECLS

#define DAY  (24 * 3600)
#define YEAR (365 * DAY)
#define T0   G_GINT64_CONSTANT (1622505600) /* 2021-06-01 */

#define ALL_MATERIAL (HOPSO_TEST_MATERIAL_OCSP | HOPSO_TEST_MATERIAL_CRL | HOPSO_TEST_MATERIAL_VRI)

typedef struct
{
  HopsoTestPki *pki;            /* borrowed */
  HopsoPdfClient *pdf_client;   /* owned */
  HopsoTrustList *trust;        /* owned */
  HopsoVerifier *verifier;      /* owned */
  HopsoSignatureReport *report; /* owned, nullable: the last one */
  HopsoVerifyFlags flags;
} Times;

void times_trust (Times *f, const char *name);
void times_set_up (Times *f, gconstpointer data);
void times_tear_down (Times *f, gconstpointer data);
void times_verify (Times *f, HopsoTestRecipe *recipe, gint64 at);
HopsoSignatureResult *times_check (Times *f, HopsoVerdict verdict, HopsoSignatureLevel level);
void times_check_doubt (Times *f, HopsoSignatureLevel level, HopsoSignatureReason reason);
void times_reissue (
    Times *f, const char *name, const char *extensions, const char *from, const char *until);
void times_renew (HopsoTestRecipe *recipe, Times *f, gint64 at, HopsoTestMaterial kinds);
void times_revoke (Times *f, const char *name, gint64 at, const char *reason);
void times_begin (void);
void times_end (void);

G_END_DECLS
