/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-digest.h"
#include "hopso-test-pki.h"

G_BEGIN_DECLS

/* Signatures over CMS_CONTENT, put together byte by byte: what is done to one of them, and how it
 * is signed. */
#define CMS_CONTENT "Nghị quyết số 01"

typedef enum
{
  HONEST,
  DIGEST_TWICE,
  TYPE_OF_SOMETHING_ELSE,
  NO_TYPE,
  DIGEST_UNSIGNED,
  BINDING_UNSIGNED,
  BINDING_TO_ANOTHER,
  BINDING_OF_TWO_KINDS,
  BINDING_CONTRADICTS,
  ISSUER_RIGHT,
  ISSUER_WRONG,
  PROTECTED,
  PROTECTED_OTHERWISE,
  CONTENT_INSIDE,
  TWO_SIGNERS,
  WITH_ARCHIVE,
  WITH_VALUES,
  WITH_LISTS,
} Form;

typedef struct
{
  const char *name;      /* of the certificate */
  const char *algorithm; /* of the signature, DER */
  const char *digest;    /* its algorithm, DER */
  HopsoHash hash;
  const char *command; /* signs signed-by-hand */
} Way;

#define SHA256 "300b0609608648016503040201"
#define SHA512 "300b0609608648016503040203"
#define RAW    "pkeyutl -sign -rawin -inkey %s.key -in by-hand -out by-hand.value"

GBytes *cms_by_hand_make (HopsoTestPki *pki, const Way *way, Form form);

G_END_DECLS
