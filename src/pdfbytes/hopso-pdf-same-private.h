/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

gboolean
hopso_pdf_same_except (HopsoPdfObject *one, HopsoPdfObject *other, const char *const *keys);

/* Forms in a document that are held against pages of a mark. */
typedef struct
{
  HopsoPdfFile *file;    /* borrowed */
  HopsoPdfFile *mark;    /* borrowed */
  guint32 first_new;     /* only objects from this number on may belong to a form */
  GHashTable *explained; /* borrowed: numbers of objects; those of the forms are added, none of them
                            may be there yet */
  GHashTable *numbers;   /* borrowed: number in @mark → number in @file */
} HopsoPdfSame;

gboolean hopso_pdf_same_graph (const HopsoPdfSame *self,
                               HopsoPdfReference form,
                               guint index,
                               guint rotation);

G_END_DECLS
