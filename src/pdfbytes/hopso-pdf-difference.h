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
 * HopsoPdfTouchKind:
 * @HOPSO_PDF_TOUCH_SIGNATURE: somebody signed
 * @HOPSO_PDF_TOUCH_TIMESTAMP: a document time stamp
 * @HOPSO_PDF_TOUCH_VALIDATION_DATA: material to verify signatures
 * @HOPSO_PDF_TOUCH_FORM_VALUE: a field, its value or its look
 * @HOPSO_PDF_TOUCH_ANNOTATION: an annotation
 * @HOPSO_PDF_TOUCH_PAGE: a page itself: its place, size or rotation
 * @HOPSO_PDF_TOUCH_CONTENT: what a page shows
 * @HOPSO_PDF_TOUCH_RESERVED_PLACE: number, date or seal in the place that was reserved for it
 * @HOPSO_PDF_TOUCH_OTHER: anything else
 *
 * What a later revision touched.
 */
typedef enum
{
  HOPSO_PDF_TOUCH_SIGNATURE,
  HOPSO_PDF_TOUCH_TIMESTAMP,
  HOPSO_PDF_TOUCH_VALIDATION_DATA,
  HOPSO_PDF_TOUCH_FORM_VALUE,
  HOPSO_PDF_TOUCH_ANNOTATION,
  HOPSO_PDF_TOUCH_PAGE,
  HOPSO_PDF_TOUCH_CONTENT,
  HOPSO_PDF_TOUCH_RESERVED_PLACE,
  HOPSO_PDF_TOUCH_OTHER,
} HopsoPdfTouchKind;

/**
 * HopsoPdfTouch:
 * @kind: what it is
 * @page: on which page, from 0, -1 on none or an unknown one
 * @rect: where on the page, in default user space; all 0 when it has no place of its own
 * @field: (owned) (nullable): the form field
 * @seal: (owned) (nullable): for a reserved place the signature field that answers for it
 * @is_allowed: whether the older revision left it open
 *
 * One thing that later revisions touched.
 */
typedef struct
{
  HopsoPdfTouchKind kind;
  int page;
  double rect[4];
  char *field;
  char *seal;
  gboolean is_allowed;
} HopsoPdfTouch;

/**
 * HopsoPdfDifference:
 * @change: the worst that was found
 * @is_permitted: whether the certification and the field locks that stand in the older revision
 *   allow it
 * @explanation: (owned) (nullable): the first thing that made it @HOPSO_PDF_CHANGE_ALTERED or not
 *   permitted, for a log or an expert, in English
 * @changed_fields: (owned) (element-type utf8): names of the fields whose value or look changed
 * @touches: (owned) (element-type HopsoPdfTouch): everything that was touched, in the order of the
 *   search, each once; at most %HOPSO_PDF_MAX_TOUCHES
 */
typedef struct
{
  HopsoPdfChange change;
  gboolean is_permitted;
  char *explanation;
  GPtrArray *changed_fields;
  GPtrArray *touches;
} HopsoPdfDifference;

#define HOPSO_PDF_MAX_TOUCHES 100

HopsoPdfDifference *
hopso_pdf_file_compare_revision (HopsoPdfFile *self, guint revision, GError **error);
void hopso_pdf_difference_free (HopsoPdfDifference *self);
const char *hopso_pdf_change_get_name (HopsoPdfChange change);
const char *hopso_pdf_touch_kind_get_name (HopsoPdfTouchKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfDifference, hopso_pdf_difference_free)

G_END_DECLS
