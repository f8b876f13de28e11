/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-update.h"

G_BEGIN_DECLS

/* An object of the update. */
typedef struct
{
  HopsoPdfReference reference;
  HopsoPdfObject *object; /* owned, nullable */
  GBytes *raw;            /* owned, nullable: its body in bytes, instead of @object */
  guint64 offset;         /* in the whole file, once written */
  guint64 body_offset;
} HopsoPdfSlot;

struct _HopsoPdfUpdate
{
  HopsoPdfFile *file; /* owned */
  GTree *slots;       /* owned: number → HopsoPdfSlot */
  guint32 next_number;
  GBytes *identity; /* owned, nullable */
  guint64 base;     /* size of the file */
};

HopsoPdfSlot *hopso_pdf_update_renew_slot (HopsoPdfUpdate *self, HopsoPdfReference reference);

/* hopso-pdf-update-section.c: the cross-reference at the end of it. */
gboolean hopso_pdf_update_write_table (HopsoPdfUpdate *self, GByteArray *output, GError **error);
void hopso_pdf_update_write_stream (HopsoPdfUpdate *self, GByteArray *output);

G_END_DECLS
