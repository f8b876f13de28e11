/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-pdf-file.h"

G_BEGIN_DECLS

/**
 * HopsoPdfField:
 * @name: (owned): the whole name, with dots
 * @type: (owned) (nullable): FT, perhaps inherited, as in "Sig" or "Tx"
 * @reference: the field's object; number 0 when it stands directly in an array
 * @dictionary: (owned): that object
 * @value: (owned) (nullable): V, perhaps inherited, not resolved
 * @widgets: (owned) (element-type HopsoPdfReference): where it is drawn; the field itself if merged
 *
 * A terminal field of the interactive form (ISO 32000-2, 12.7.4).
 */
typedef struct
{
  char *name;
  char *type;
  HopsoPdfReference reference;
  HopsoPdfObject *dictionary;
  HopsoPdfObject *value;
  GArray *widgets;
} HopsoPdfField;

GPtrArray *hopso_pdf_file_list_fields (HopsoPdfFile *self, GError **error);
void hopso_pdf_field_free (HopsoPdfField *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPdfField, hopso_pdf_field_free)

G_END_DECLS
