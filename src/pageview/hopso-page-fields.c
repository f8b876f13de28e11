/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which places of a form can be filled, in the order of reading: page by page, line by line, from
 * the left. Pure; any thread. */

#include "hopso-page-fields.h"

#include <string.h>

struct _HopsoPageFields
{
  HopsoFormDraft *draft; /* owned */
  GArray *items;         /* owned: of HopsoPageFieldsItem */
};

/* In one line when the middle of one lies beside the other. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const HopsoFormPlace *x = ((const HopsoPageFieldsItem *) a)->place;
  const HopsoFormPlace *y = ((const HopsoPageFieldsItem *) b)->place;
  const double middle_x = (x->box.y1 + x->box.y2) / 2, middle_y = (y->box.y1 + y->box.y2) / 2;

  if (x->page != y->page)
    return x->page < y->page ? -1 : 1;
  if (middle_x > y->box.y1 && middle_x < y->box.y2 && middle_y > x->box.y1 && middle_y < x->box.y2)
    return x->box.x1 < y->box.x1 ? -1 : x->box.x1 > y->box.x1;
  return middle_x < middle_y ? -1 : middle_x > middle_y;
}

static void
add_field (HopsoPageFields *self, const HopsoFormField *field)
{
  for (guint i = 0; i < field->places->len && hopso_form_field_can_fill (field); i++)
    {
      const HopsoPageFieldsItem item = { field, field->places->pdata[i] };
      const HopsoPdfBox *box = &item.place->box;

      if (item.place->page >= 0 && !item.place->is_hidden && box->x2 - box->x1 >= 1 &&
          box->y2 - box->y1 >= 1)
        g_array_append_val (self->items, item);
    }
}

/**
 * hopso_page_fields_new:
 * @draft: of the form
 *
 * Returns: (transfer full): the places that can be filled
 */
HopsoPageFields *
hopso_page_fields_new (HopsoFormDraft *draft)
{
  HopsoPageFields *self = g_new0 (HopsoPageFields, 1);
  HopsoForm *form = hopso_form_draft_get_form (draft);

  self->draft = g_object_ref (draft);
  self->items = g_array_new (FALSE, FALSE, sizeof (HopsoPageFieldsItem));
  for (guint i = 0; i < hopso_form_get_n_fields (form); i++)
    {
      const HopsoFormField *field = hopso_form_get_field (form, i);

      /* Of several of one name the first stands for all. */
      if (hopso_form_find_field (form, field->name) == field)
        add_field (self, field);
    }
  g_array_sort (self->items, compare_items);
  return self;
}

/**
 * hopso_page_fields_free:
 *
 * Frees it.
 */
void
hopso_page_fields_free (HopsoPageFields *self)
{
  g_array_unref (self->items);
  g_object_unref (self->draft);
  g_free (self);
}

/**
 * hopso_page_fields_get_draft:
 *
 * Returns: (transfer none): what they hold
 */
HopsoFormDraft *
hopso_page_fields_get_draft (HopsoPageFields *self)
{
  return self->draft;
}

/**
 * hopso_page_fields_get_n_items:
 *
 * Returns: how many places there are
 */
guint
hopso_page_fields_get_n_items (HopsoPageFields *self)
{
  return self->items->len;
}

/**
 * hopso_page_fields_get_item:
 *
 * Returns: (transfer none): one of them
 */
const HopsoPageFieldsItem *
hopso_page_fields_get_item (HopsoPageFields *self, guint index)
{
  return &g_array_index (self->items, HopsoPageFieldsItem, index);
}

/**
 * hopso_page_fields_find_page:
 *
 * Returns: the first place on that page or after it; their number when there is none
 */
guint
hopso_page_fields_find_page (HopsoPageFields *self, guint page)
{
  guint low = 0;
  guint high = self->items->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (hopso_page_fields_get_item (self, middle)->place->page < (int) page)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/**
 * hopso_page_fields_find:
 * @x: in points of the page as it is shown
 * @y: likewise
 *
 * Returns: the place there, or -1
 */
int
hopso_page_fields_find (HopsoPageFields *self, guint page, double x, double y)
{
  for (guint i = hopso_page_fields_find_page (self, page); i < self->items->len; i++)
    {
      const HopsoFormPlace *place = hopso_page_fields_get_item (self, i)->place;

      if (place->page != (int) page)
        break;
      if (hopso_pdf_box_contains (&place->box, x, y))
        return (int) i;
    }
  return -1;
}

/**
 * hopso_page_fields_find_name:
 *
 * Returns: the first place of a field, or -1
 */
int
hopso_page_fields_find_name (HopsoPageFields *self, const char *name)
{
  for (guint i = 0; i < self->items->len; i++)
    if (strcmp (hopso_page_fields_get_item (self, i)->field->name, name) == 0)
      return (int) i;
  return -1;
}
