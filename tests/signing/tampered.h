/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"
#include "signing-world.h"

G_BEGIN_DECLS

/* The document: a page with a form XObject 5 above a text, a link 6, a text field 7; the field has
 * a look 8. Object 4, the content, is there twice: the first one is not in the cross-reference. */
#define CATALOG 1
#define PAGES   2
#define PAGE    3
#define CONTENT 4
#define OVERLAY 5
#define LINK    6
#define FIELD   7
#define LOOK    8

typedef struct
{
  SigningWorld *world; /* owned */
  GByteArray *good;    /* owned: signed by our signer */
  GByteArray *file;    /* owned: a copy to be attacked */
  guint64 range[4];
  guint64 shadow; /* where the content is that nobody saw */
} Tampered;

typedef struct
{
  guint32 number;
  const char *body;
} TamperedObject;

void tampered_set_up (Tampered *f);
void tampered_tear_down (Tampered *f);
void tampered_restore (Tampered *f);
void tampered_save_on (Tampered *f, const TamperedObject *objects, guint n);
char *tampered_find_last (GByteArray *file, const char *text);
HopsoSignatureReport *tampered_verify (Tampered *f, HopsoVerifyFlags flags);
void tampered_describe (HopsoSignatureReport *report);
void tampered_assert_rejected (Tampered *f, const char *name);

G_END_DECLS
