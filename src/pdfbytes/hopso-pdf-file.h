/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-error.h"
#include "hopso-pdf-object.h"
#include "hopso-pdf-source.h"
#include "hopso-secret.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define HOPSO_TYPE_PDF_FILE (hopso_pdf_file_get_type ())
G_DECLARE_FINAL_TYPE (HopsoPdfFile, hopso_pdf_file, HOPSO, PDF_FILE, GObject)

/**
 * HopsoPdfXrefKind:
 * @HOPSO_PDF_XREF_TABLE: the newest cross-reference is a table, perhaps a hybrid one
 * @HOPSO_PDF_XREF_STREAM: it is a stream
 */
typedef enum
{
  HOPSO_PDF_XREF_TABLE,
  HOPSO_PDF_XREF_STREAM,
} HopsoPdfXrefKind;

/**
 * HopsoPdfRight:
 * @HOPSO_PDF_RIGHT_FILL: to fill in fields that are there, signature fields among them
 * @HOPSO_PDF_RIGHT_ADD_FIELD: to make new ones
 *
 * What a protected document may forbid to those who do not know its owner's password.
 */
typedef enum
{
  HOPSO_PDF_RIGHT_FILL,
  HOPSO_PDF_RIGHT_ADD_FIELD,
} HopsoPdfRight;

/**
 * HopsoPdfPage:
 * @reference: the page's object
 * @media_box: left, bottom, right, top in default user space
 * @crop_box: what is shown of it, within @media_box
 * @rotation: clockwise, 0, 90, 180 or 270
 */
typedef struct
{
  HopsoPdfReference reference;
  double media_box[4];
  double crop_box[4];
  guint rotation;
} HopsoPdfPage;

HopsoPdfFile *hopso_pdf_file_open (HopsoPdfSource *source, GError **error);
HopsoPdfFile *
hopso_pdf_file_open_protected (HopsoPdfSource *source, HopsoSecret *password, GError **error);
HopsoPdfFile *hopso_pdf_file_open_revision (HopsoPdfFile *self, guint revision);

HopsoPdfSource *hopso_pdf_file_get_source (HopsoPdfFile *self);
gboolean hopso_pdf_file_is_encrypted (HopsoPdfFile *self);
gboolean hopso_pdf_file_is_locked (HopsoPdfFile *self);
gboolean hopso_pdf_file_check_right (HopsoPdfFile *self, HopsoPdfRight right, GError **error);
HopsoPdfXrefKind hopso_pdf_file_get_xref_kind (HopsoPdfFile *self);
guint64 hopso_pdf_file_get_xref_offset (HopsoPdfFile *self);
guint32 hopso_pdf_file_get_next_number (HopsoPdfFile *self);
HopsoPdfObject *hopso_pdf_file_get_trailer (HopsoPdfFile *self);
const char *hopso_pdf_file_get_version (HopsoPdfFile *self);

guint hopso_pdf_file_get_n_revisions (HopsoPdfFile *self);
guint64 hopso_pdf_file_get_revision_end (HopsoPdfFile *self, guint revision);
guint hopso_pdf_file_get_revision_of (HopsoPdfFile *self, guint32 number);

HopsoPdfObject *
hopso_pdf_file_dup_object (HopsoPdfFile *self, HopsoPdfReference reference, GError **error);
HopsoPdfObject *hopso_pdf_file_resolve (HopsoPdfFile *self, HopsoPdfObject *object, GError **error);
HopsoPdfObject *hopso_pdf_file_resolve_key (HopsoPdfFile *self,
                                            HopsoPdfObject *dictionary,
                                            const char *key,
                                            GError **error);
HopsoPdfObject *hopso_pdf_file_dup_catalog (HopsoPdfFile *self, GError **error);
GBytes *
hopso_pdf_file_dup_stream_bytes (HopsoPdfFile *self, HopsoPdfObject *stream, GError **error);
GBytes *hopso_pdf_file_decode_stream (HopsoPdfFile *self,
                                      HopsoPdfObject *stream,
                                      gsize max_size,
                                      GError **error);

gboolean hopso_pdf_file_get_n_pages (HopsoPdfFile *self, guint *n_pages, GError **error);
const HopsoPdfPage *hopso_pdf_file_get_page (HopsoPdfFile *self, guint index, GError **error);
gboolean hopso_pdf_file_find_page (HopsoPdfFile *self,
                                   HopsoPdfReference reference,
                                   guint *index,
                                   GError **error);
void hopso_pdf_page_find_box (const HopsoPdfPage *page, const double rect[4], double box[4]);

G_END_DECLS
