/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hopso-form-draft.h"

G_BEGIN_DECLS

/**
 * HopsoPageFields:
 *
 * The places of a form that can be filled, in the order in which people go through them.
 */
typedef struct _HopsoPageFields HopsoPageFields;

/**
 * HopsoPageFieldsItem:
 * @field: the field
 * @place: one of its places
 */
typedef struct
{
  const HopsoFormField *field;
  const HopsoFormPlace *place;
} HopsoPageFieldsItem;

HopsoPageFields *hopso_page_fields_new (HopsoFormDraft *draft);
void hopso_page_fields_free (HopsoPageFields *self);
HopsoFormDraft *hopso_page_fields_get_draft (HopsoPageFields *self);
guint hopso_page_fields_get_n_items (HopsoPageFields *self);
const HopsoPageFieldsItem *hopso_page_fields_get_item (HopsoPageFields *self, guint index);
guint hopso_page_fields_find_page (HopsoPageFields *self, guint page);
int hopso_page_fields_find (HopsoPageFields *self, guint page, double x, double y);
int hopso_page_fields_find_name (HopsoPageFields *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HopsoPageFields, hopso_page_fields_free)

G_END_DECLS
