/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the objects that a filling changes become. Whoever writes the update and whoever checks it
 * ask here, so that there is one answer. Pure. */

#include "hopso-pdf-fill-private.h"

#include "hopso-pdf-object-private.h"

#include <string.h>

/* Which of the options are chosen, in their order. */
static HopsoPdfObject *
new_indices (const HopsoPdfFillField *field, char **values)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);

  for (guint i = 0; field->options[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) values, field->options[i]))
      g_ptr_array_add (items, hopso_pdf_object_new_integer (i));
  if (items->len == 0)
    return hopso_pdf_object_new_null ();
  return hopso_pdf_object_take_array (g_steal_pointer (&items));
}

static HopsoPdfObject *
new_choice (char **values)
{
  guint n = g_strv_length (values);
  g_autoptr (GPtrArray) items = NULL;

  if (n == 0)
    return hopso_pdf_object_new_null ();
  if (n == 1)
    return hopso_pdf_object_new_text (values[0]);
  items = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, hopso_pdf_object_new_text (values[i]));
  return hopso_pdf_object_take_array (g_steal_pointer (&items));
}

static void
apply_value (const HopsoPdfFillChange *self, HopsoPdfObject **object)
{
  switch (self->kind)
    {
    case HOPSO_PDF_FILL_TEXT:
      hopso_pdf_set_key (object, "V", hopso_pdf_object_new_text (self->values[0]));
      if (hopso_pdf_object_has (*object, "RV"))
        hopso_pdf_set_key (object, "RV", hopso_pdf_object_new_null ());
      break;
    case HOPSO_PDF_FILL_CHOICE:
      hopso_pdf_set_key (object, "V", new_choice (self->values));
      if (hopso_pdf_object_has (*object, "I") || (self->field->flags & HOPSO_PDF_FILL_SEVERAL) != 0)
        hopso_pdf_set_key (object, "I", new_indices (self->field, self->values));
      break;
    case HOPSO_PDF_FILL_CHECK:
    case HOPSO_PDF_FILL_RADIO_BUTTONS:
      hopso_pdf_set_key (object, "V", hopso_pdf_object_new_name (self->state));
      break;
    case HOPSO_PDF_FILL_NONE:
    default:
      break;
    }
}

static HopsoPdfObject *
new_looks (const HopsoPdfFillPlace *place, const HopsoPdfReference looks[2])
{
  HopsoPdfObject *appearance = hopso_pdf_object_new_dictionary ();
  HopsoPdfObject *states;

  if (place->n_looks == 1)
    {
      hopso_pdf_set_key (&appearance, "N", hopso_pdf_object_new_reference (looks[0]));
      return appearance;
    }
  states = hopso_pdf_object_new_dictionary ();
  hopso_pdf_set_key (&states, place->state_name, hopso_pdf_object_new_reference (looks[0]));
  hopso_pdf_set_key (&states, "Off", hopso_pdf_object_new_reference (looks[1]));
  hopso_pdf_set_key (&appearance, "N", states);
  return appearance;
}

/**
 * hopso_pdf_fill_change_apply:
 * @before: the object as it is
 * @looks: the form XObjects of its looks, as many as its place needs
 *
 * Returns: (transfer full): the object as it becomes
 */
HopsoPdfObject *
hopso_pdf_fill_change_apply (const HopsoPdfFillChange *self,
                             HopsoPdfObject *before,
                             const HopsoPdfReference looks[2])
{
  HopsoPdfObject *object = hopso_pdf_object_ref (before);

  if (self->field != NULL)
    apply_value (self, &object);
  if (self->place != NULL && self->state != NULL)
    hopso_pdf_set_key (&object, "AS",
                       hopso_pdf_object_new_name (strcmp (self->state, self->place->state_name) == 0
                                                      ? self->state
                                                      : "Off"));
  if (self->place != NULL && self->place->n_looks > 0)
    hopso_pdf_set_key (&object, "AP", new_looks (self->place, looks));
  return object;
}

/**
 * hopso_pdf_fill_form_apply:
 * @form: the form's dictionary as it is
 *
 * What we draw needs no other program to draw it again, and a second form that stands beside the
 * fields would keep the old values. Nothing of it is touched once somebody signed.
 *
 * Returns: (transfer full): as it becomes
 */
HopsoPdfObject *
hopso_pdf_fill_form_apply (const HopsoPdfFillWork *self, HopsoPdfObject *form)
{
  HopsoPdfObject *object = hopso_pdf_object_ref (form);

  if (self->is_signed)
    return object;
  if (self->is_drawn && hopso_pdf_object_has (object, "NeedAppearances"))
    hopso_pdf_set_key (&object, "NeedAppearances", hopso_pdf_object_new_null ());
  if (hopso_pdf_object_has (object, "XFA"))
    hopso_pdf_set_key (&object, "XFA", hopso_pdf_object_new_null ());
  return object;
}
