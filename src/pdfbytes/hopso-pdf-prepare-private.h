/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-fill-private.h"
#include "hopso-pdf-form.h"
#include "hopso-pdf-object-private.h"
#include "hopso-pdf-prepare.h"
#include "hopso-pdf-signature.h"
#include "hopso-pdf-update.h"

G_BEGIN_DECLS

/* The marks of one signature: its own, and how number and date look that come with it. */
typedef struct
{
  HopsoPdfFillWork work; /* empty when nothing is filled in */
  HopsoPdfFile *file;    /* owned, nullable: nothing is drawn */
  GHashTable *numbers;   /* owned: number in @file → number in the document */
} HopsoPdfMarks;

/* One preparation under way. */
typedef struct
{
  HopsoPdfFile *file;
  const HopsoPdfSignaturePlan *plan;
  HopsoPdfUpdate *update;      /* owned */
  GPtrArray *fields;           /* owned: of HopsoPdfField, those of the file */
  const HopsoPdfField *field;  /* borrowed from @fields, nullable: the existing one to be signed */
  char *field_name;            /* owned */
  GHashTable *parts;           /* owned, nullable: numbers of the objects that are touched */
  HopsoPdfPage page;           /* where the widget is or comes */
  double rect[4];              /* of a new widget */
  HopsoPdfReference signature; /* the signature dictionary */
  HopsoPdfReference form;      /* the appearance; number 0 without one */
  HopsoPdfMarks marks;         /* owned */
  gsize range_position;        /* in the dictionary's body: where the numbers of ByteRange go */
  gsize hole_position;         /* likewise the first digit of Contents */
} HopsoPdfPreparation;

/* hopso-pdf-edit.c: what changes in the document. */
gboolean hopso_pdf_edit_document (HopsoPdfPreparation *self, GError **error);

/* hopso-pdf-plan.c: what a plan means. */
gboolean hopso_pdf_plan_is_timestamp (const HopsoPdfSignaturePlan *plan);
gboolean hopso_pdf_plan_is_visible (const HopsoPdfSignaturePlan *plan);
gsize hopso_pdf_plan_get_hole_size (const HopsoPdfSignaturePlan *plan);
const char *hopso_pdf_plan_get_sub_filter (const HopsoPdfSignaturePlan *plan);
char *hopso_pdf_plan_dup_time (const HopsoPdfSignaturePlan *plan);
gboolean hopso_pdf_plan_check (const HopsoPdfSignaturePlan *plan, GError **error);
gboolean hopso_pdf_plan_place (const HopsoPdfSignaturePlan *plan,
                               const HopsoPdfPage *page,
                               double rect[4],
                               GError **error);
void hopso_pdf_rotation_matrix (guint rotation, int matrix[4]);

/* hopso-pdf-transform.c: what a signature says that later revisions may not do. */
HopsoPdfObject *hopso_pdf_dup_transforms (HopsoPdfFile *file,
                                          const HopsoPdfSignaturePlan *plan,
                                          const HopsoPdfField *field,
                                          GError **error);

/* Several pages of one mark on their way into an update. */
typedef struct
{
  HopsoPdfUpdate *update; /* borrowed */
  HopsoPdfFile *mark;     /* borrowed */
  GHashTable *numbers;    /* borrowed: number in the mark → number in the update */
} HopsoPdfImport;

/* hopso-pdf-fill.c */
gboolean hopso_pdf_fill_write_change (const HopsoPdfImport *import,
                                      HopsoPdfFile *file,
                                      const HopsoPdfFillChange *change,
                                      GError **error);
gboolean hopso_pdf_fill_check_signatures (HopsoPdfFile *file, GBytes *appended, GError **error);

/* hopso-pdf-import.c: the mark. */
HopsoPdfFile *hopso_pdf_open_mark (HopsoPdfSource *mark, guint n_pages, GError **error);
HopsoPdfObject *hopso_pdf_mark_dup_content (HopsoPdfFile *mark, guint index, GError **error);
HopsoPdfObject *hopso_pdf_mark_dup_form_dictionary (HopsoPdfFile *mark,
                                                    guint index,
                                                    guint rotation,
                                                    GError **error);
gboolean hopso_pdf_import_mark (const HopsoPdfImport *self,
                                guint index,
                                guint rotation,
                                HopsoPdfReference *form,
                                GError **error);

/* hopso-pdf-issue.c: number and date that come with the seal. */
gboolean hopso_pdf_marks_begin (HopsoPdfMarks *self,
                                HopsoPdfFile *file,
                                const HopsoPdfSignaturePlan *plan,
                                GError **error);
void hopso_pdf_marks_clear (HopsoPdfMarks *self);
gboolean hopso_pdf_write_filling (HopsoPdfPreparation *self, GError **error);

/* hopso-pdf-rules.c: what the document itself allows. */
gboolean hopso_pdf_check_ahead (
    HopsoPdfFile *file, GPtrArray *fields, HopsoPdfReference page, guint32 last, GError **error);
gboolean hopso_pdf_check_rules (HopsoPdfFile *file,
                                const HopsoPdfSignaturePlan *plan,
                                const HopsoPdfField *field,
                                const char *field_name,
                                GError **error);
gboolean hopso_pdf_is_locked_by (HopsoPdfFile *file,
                                 const HopsoPdfSignature *signature,
                                 const char *field_name);
gboolean hopso_pdf_lock_covers (HopsoPdfFile *file, HopsoPdfObject *lock, const char *field_name);

G_END_DECLS
