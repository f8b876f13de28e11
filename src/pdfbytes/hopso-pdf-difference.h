/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/**
 * HopsoPdfChange:
 * @HOPSO_PDF_CHANGE_NONE: nothing follows, or nothing that means anything
 * @HOPSO_PDF_CHANGE_SIGNATURES: only further signatures, document time stamps and material to
 *   verify them
 * @HOPSO_PDF_CHANGE_FORM: fields of the form were filled in as well
 * @HOPSO_PDF_CHANGE_ANNOTATIONS: annotations were added, changed or removed as well
 * @HOPSO_PDF_CHANGE_ALTERED: anything else; also what was not understood
 *
 * How far later revisions changed what a reader sees, each level including those before it.
 */
typedef enum
{
  HOPSO_PDF_CHANGE_NONE,
  HOPSO_PDF_CHANGE_SIGNATURES,
  HOPSO_PDF_CHANGE_FORM,
  HOPSO_PDF_CHANGE_ANNOTATIONS,
  HOPSO_PDF_CHANGE_ALTERED,
} HopsoPdfChange;

/**
 * HopsoPdfDifference:
 * @change: the worst that was found
 * @is_permitted: whether the certification and the field locks that stand in the older revision
 *   allow it
 * @explanation: (owned) (nullable): the first thing that made it @HOPSO_PDF_CHANGE_ALTERED or not
 *   permitted, for a log or an expert, in English
 * @changed_fields: (owned) (element-type utf8): names of the fields whose value or look changed
 */
typedef struct
{
  HopsoPdfChange change;
  gboolean is_permitted;
  char *explanation;
  GPtrArray *changed_fields;
} HopsoPdfDifference;

HopsoPdfDifference *
hopso_pdf_file_compare_revision (HopsoPdfFile *self, guint revision, GError **error);
void hopso_pdf_difference_free (HopsoPdfDifference *self);
const char *hopso_pdf_change_get_name (HopsoPdfChange change);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfDifference, hopso_pdf_difference_free)

G_END_DECLS
