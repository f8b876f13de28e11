/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-pdf.h"

#include "hopso-pdf-fill.h"

G_BEGIN_DECLS

#define FILL_WIDGET "/Type/Annot/Subtype/Widget/F 4/P 3 0 R"

/* name, lines, cells, town, days: one each; bare: on and off. */
#define N_LOOKS 7

typedef struct
{
  const char *form;    /* rest of the form */
  const char *catalog; /* rest of the catalogue */
  const char *field;   /* a signature field, object 18 */
  gboolean has_stream;
} FillShape;

GBytes *fill_world_form (const FillShape *shape);
HopsoPdfSource *fill_world_looks (guint n);
void fill_world_add (HopsoPdfFillPlan *plan, const char *name, const char *one, const char *two);
HopsoPdfFillPlan *fill_world_plan (void);
GBytes *fill_world_join (GBytes *original, GBytes *appended);
HopsoPdfFile *fill_world_open (GBytes *bytes);
GBytes *fill_world_fill (GBytes *original, HopsoPdfFillPlan *plan, guint n_looks);
void fill_world_assert_refused (
    GBytes *original, const char *name, const char *one, const char *two, int code);

G_END_DECLS
