/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-form.h"
#include "hopso-pdf-prepare-private.h"
#include "hopso-pdf-signature.h"

G_BEGIN_DECLS

/* One check under way. */
typedef struct
{
  const HopsoPdfSignaturePlan *plan; /* borrowed, nullable: it is no signature */
  HopsoPdfFile *before;              /* owned */
  HopsoPdfFile *after;               /* owned */
  guint64 base;                      /* where the update begins */
  guint32 first_new;                 /* the first number that the original does not know */
  GHashTable *explained;             /* owned: numbers of objects that are as they must be */
  GPtrArray *signatures;             /* owned: of HopsoPdfSignature, afterwards */
  HopsoPdfSignature *signature;      /* borrowed from @signatures: the new one */
  GPtrArray *old_fields;             /* owned: of HopsoPdfField */
  GPtrArray *new_fields;             /* owned: of HopsoPdfField */
  HopsoPdfField *old_field;          /* borrowed, nullable: the field when it was there before */
  HopsoPdfField *field;              /* borrowed */
  HopsoPdfMarks marks;               /* owned */
} HopsoPdfCheck;

/* hopso-pdf-check.c */
gboolean hopso_pdf_check_open (HopsoPdfCheck *self,
                               HopsoPdfSource *original,
                               GBytes *appended,
                               HopsoSecret *password,
                               GError **error);
void hopso_pdf_check_clear (HopsoPdfCheck *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPdfCheck, hopso_pdf_check_clear)

#define hopso_pdf_fail_lie(error, ...) \
  hopso_pdf_fail (error, HOPSO_PDF_ERROR_NOT_AS_PLANNED, __VA_ARGS__)

/* hopso-pdf-check-layout.c: the bytes and the cross-reference. */
gboolean hopso_pdf_check_numbers (HopsoPdfSource *original,
                                  GBytes *appended,
                                  const guint64 byte_range[4],
                                  guint64 hole_offset,
                                  gsize hole_size,
                                  GError **error);
gboolean hopso_pdf_check_layout (HopsoPdfCheck *self, GError **error);
gboolean hopso_pdf_check_explained (HopsoPdfCheck *self, GError **error);

/* hopso-pdf-check-fill.c */
gboolean hopso_pdf_check_filled_marks (HopsoPdfCheck *self, GError **error);

/* hopso-pdf-check-objects.c: the document's objects that may change. */
gboolean hopso_pdf_check_page (HopsoPdfCheck *self, GError **error);
gboolean hopso_pdf_check_catalog (HopsoPdfCheck *self, GError **error);
gboolean hopso_pdf_check_explain (HopsoPdfCheck *self, HopsoPdfObject *reference, GError **error);

G_END_DECLS
