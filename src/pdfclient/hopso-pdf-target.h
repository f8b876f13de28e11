/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-text.h"

G_BEGIN_DECLS

/**
 * HopsoPdfTargetKind:
 * @HOPSO_PDF_TARGET_PAGE: a place in the document
 * @HOPSO_PDF_TARGET_URI: an address outside; to be shown in full and asked about first
 * @HOPSO_PDF_TARGET_NAMED_ACTION: what @words names: NextPage, PrevPage, FirstPage, LastPage …
 * @HOPSO_PDF_TARGET_REFUSED_LAUNCH: a program or file to start, which is never done
 * @HOPSO_PDF_TARGET_REFUSED_REMOTE: another file, which is never opened
 * @HOPSO_PDF_TARGET_REFUSED_SCRIPT: a script, which is never run
 * @HOPSO_PDF_TARGET_REFUSED_OTHER: nothing, or something that is not done either
 */
typedef enum
{
  HOPSO_PDF_TARGET_PAGE,
  HOPSO_PDF_TARGET_URI,
  HOPSO_PDF_TARGET_NAMED_ACTION,
  HOPSO_PDF_TARGET_REFUSED_LAUNCH,
  HOPSO_PDF_TARGET_REFUSED_REMOTE,
  HOPSO_PDF_TARGET_REFUSED_SCRIPT,
  HOPSO_PDF_TARGET_REFUSED_OTHER,
} HopsoPdfTargetKind;

/**
 * HopsoPdfFit:
 * @HOPSO_PDF_FIT_NONE: at a place
 * @HOPSO_PDF_FIT_PAGE: the whole page
 * @HOPSO_PDF_FIT_WIDTH: its width
 * @HOPSO_PDF_FIT_HEIGHT: its height
 */
typedef enum
{
  HOPSO_PDF_FIT_NONE,
  HOPSO_PDF_FIT_PAGE,
  HOPSO_PDF_FIT_WIDTH,
  HOPSO_PDF_FIT_HEIGHT,
} HopsoPdfFit;

/**
 * HopsoPdfTarget:
 * @kind: of it; the next members are only of %HOPSO_PDF_TARGET_PAGE
 * @page: counted from 0
 * @fit: how it wishes to be shown
 * @has_x: whether @x is said; else it stays
 * @has_y: whether @y is said
 * @has_zoom: whether @zoom is said
 * @x: in points of the page as it is shown, from the left
 * @y: from the top
 * @zoom: 1 is actual size
 * @words: the address, the action's name or the file's name; else empty
 *
 * Where a link or an entry of the table of contents leads.
 */
typedef struct
{
  HopsoPdfTargetKind kind;
  guint page;
  HopsoPdfFit fit;
  gboolean has_x;
  gboolean has_y;
  gboolean has_zoom;
  double x;
  double y;
  double zoom;
  char *words; /* owned */
} HopsoPdfTarget;

HopsoPdfTarget *hopso_pdf_target_copy (const HopsoPdfTarget *self);
void hopso_pdf_target_free (HopsoPdfTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfTarget, hopso_pdf_target_free)

/**
 * HopsoPdfLink:
 * @box: what can be pressed
 * @target: where it leads
 */
typedef struct
{
  HopsoPdfBox box;
  HopsoPdfTarget *target; /* owned */
} HopsoPdfLink;

HopsoPdfTarget *hopso_pdf_target_new_from_reply (GVariant *reply, guint n_pages, GError **error);
GPtrArray *hopso_pdf_link_list_from_reply (
    GVariant *reply, guint n_pages, double width, double height, GError **error);

G_END_DECLS
