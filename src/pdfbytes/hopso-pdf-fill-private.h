/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-fill.h"
#include "hopso-pdf-signature.h"

G_BEGIN_DECLS

/* One object of the document that a filling changes: a field, a widget, or both in one. */
typedef struct
{
  HopsoPdfReference reference;
  const HopsoPdfFillField *field; /* borrowed, nullable: when the value stands here */
  const HopsoPdfFillPlace *place; /* borrowed, nullable: when it is drawn here */
  HopsoPdfFillKind kind;
  char **values;     /* borrowed from the plan */
  const char *state; /* borrowed, nullable: of buttons: the name of the field's new state */
  guint first_look;  /* its pages of the looks */
} HopsoPdfFillChange;

/* All that a plan means for a document. */
typedef struct
{
  GPtrArray *fields; /* owned: of HopsoPdfFillField */
  GArray *changes;   /* owned: of HopsoPdfFillChange */
  guint n_looks;
  gboolean is_signed;
  gboolean is_drawn; /* afterwards every value has a look */
} HopsoPdfFillWork;

void hopso_pdf_fill_work_clear (HopsoPdfFillWork *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HopsoPdfFillWork, hopso_pdf_fill_work_clear)

/* hopso-pdf-fill-facts.c */
HopsoPdfObject *
hopso_pdf_fill_inherited (HopsoPdfFile *file, HopsoPdfObject *dictionary, const char *key);

/* hopso-pdf-fill-rules.c */
const HopsoPdfSignature *hopso_pdf_fill_find_obstacle (HopsoPdfFile *file,
                                                       GPtrArray *signatures,
                                                       GPtrArray *fields,
                                                       const char *field_name);

/* hopso-pdf-fill-plan.c */
gboolean hopso_pdf_fill_work_begin (HopsoPdfFillWork *self,
                                    HopsoPdfFile *file,
                                    const HopsoPdfFillPlan *plan,
                                    GError **error);

/* hopso-pdf-fill-apply.c */
HopsoPdfObject *hopso_pdf_fill_change_apply (const HopsoPdfFillChange *self,
                                             HopsoPdfObject *before,
                                             const HopsoPdfReference looks[2]);
HopsoPdfObject *hopso_pdf_fill_form_apply (const HopsoPdfFillWork *self, HopsoPdfObject *form);

G_END_DECLS
