/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/**
 * HopsoPdfMaterialKind:
 *
 * What a piece of the document security store is.
 */
typedef enum
{
  HOPSO_PDF_MATERIAL_CERTIFICATE,
  HOPSO_PDF_MATERIAL_OCSP,
  HOPSO_PDF_MATERIAL_CRL,
} HopsoPdfMaterialKind;

/**
 * HopsoPdfMaterial:
 * @kind: what it says that it is
 * @bytes: (owned): decoded
 * @reference: the stream
 * @end: where the revision ends that wrote it
 *
 * A piece of the document security store (ISO 32000-2, 12.8.4.3).
 */
typedef struct
{
  HopsoPdfMaterialKind kind;
  GBytes *bytes;
  HopsoPdfReference reference;
  guint64 end;
} HopsoPdfMaterial;

GPtrArray *hopso_pdf_file_list_material (HopsoPdfFile *self, GError **error);
const char *hopso_pdf_material_kind_get_name (HopsoPdfMaterialKind kind);
void hopso_pdf_material_free (HopsoPdfMaterial *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfMaterial, hopso_pdf_material_free)

G_END_DECLS
