/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-test-pdf.h"

#include "hopso-pdf-prepare.h"

G_BEGIN_DECLS

/* A document of one page, and what of it is not as in every other. */
typedef struct
{
  const char *name;
  const char *catalog;    /* rest of the catalogue */
  const char *page;       /* rest of the page */
  const char *objects[6]; /* bodies of objects 5 … */
  const char *field_name;
  gboolean has_stream;
} PrepareShape;

HopsoPdfSignaturePlan prepare_plan_with_mark (HopsoPdfSource *mark);
HopsoPdfSource *prepare_new_mark (void);
GBytes *prepare_make_shape (const PrepareShape *shape);

/* Prepares, checks, opens again: the new signature is the last one, covers the file and is all that
 * changed. */
GBytes *prepare_sign (GBytes *original, const HopsoPdfSignaturePlan *plan);
HopsoPdfFile *prepare_open (GBytes *bytes, HopsoSecret *password, GError **error);

/* qpdf as a tool and as a judge. */
GBytes *prepare_convert (GBytes *original, const char *const *options);
void prepare_assert_qpdf_is_content (GBytes *whole, HopsoSecret *password);

G_END_DECLS
