/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-evidence.h"
#include "hopso-test-pdf.h"

G_BEGIN_DECLS

/* Documents of every build with and without a store of validation data, and a plan for them. */

#define KEY   "00112233445566778899AABBCCDDEEFF00112233"
#define OTHER "00112233445566778899AABBCCDDEEFF00112234"

typedef enum
{
  TABLE,
  STREAM,
  HYBRID,
} Kind;

typedef enum
{
  WITHOUT,  /* no store yet */
  DIRECT,   /* in the catalogue */
  INDIRECT, /* every part in an object of its own */
} Store;

GBytes *evidence_new_document (Kind kind, Store store);
guint evidence_add (HopsoPdfEvidencePlan *plan, HopsoPdfMaterialKind kind, const char *text);
HopsoPdfEvidencePlan *evidence_new_plan (void);
HopsoPdfFile *evidence_open (GBytes *bytes);
GBytes *evidence_join (GBytes *original, GBytes *appended);
gboolean evidence_check (GBytes *original,
                         GBytes *appended,
                         const HopsoPdfEvidencePlan *plan,
                         GError **error);
GBytes *evidence_prepare (GBytes *original, const HopsoPdfEvidencePlan *plan);
gboolean evidence_holds (GPtrArray *pieces, HopsoPdfMaterialKind kind, const char *text);

G_END_DECLS
