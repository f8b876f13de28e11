/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-evidence.h"

G_BEGIN_DECLS

typedef struct
{
  HopsoPdfMaterialKind kind;
  GBytes *bytes; /* owned */
} HopsoPdfEvidencePiece;

/* What one signature names. */
typedef struct
{
  char *signature; /* owned: SHA-1 of its Contents, in capitals */
  GArray *pieces;  /* owned: of guint, positions in the plan */
} HopsoPdfEvidenceEntry;

struct _HopsoPdfEvidencePlan
{
  GPtrArray *pieces;  /* owned: of HopsoPdfEvidencePiece */
  GPtrArray *entries; /* owned: of HopsoPdfEvidenceEntry */
};

/* All that a plan means for a document: computed once by who writes the update, and once more by
 * who checks it. */
typedef struct
{
  HopsoPdfObject *store;   /* owned: as it shall be */
  GPtrArray *fresh;        /* owned: of HopsoPdfEvidencePiece, borrowed: those that are written */
  guint32 first;           /* number of the first of them; the others follow */
  HopsoPdfReference root;  /* the catalogue */
  HopsoPdfReference place; /* of the store */
  gboolean is_placed;      /* the catalogue names it already */
} HopsoPdfEvidenceWork;

gboolean hopso_pdf_evidence_work_begin (HopsoPdfEvidenceWork *self,
                                        HopsoPdfFile *file,
                                        const HopsoPdfEvidencePlan *plan,
                                        GError **error);
void hopso_pdf_evidence_work_clear (HopsoPdfEvidenceWork *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPdfEvidenceWork, hopso_pdf_evidence_work_clear)

G_END_DECLS
