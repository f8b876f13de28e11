/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The form fields of a page, as a drawing process reported them. They are filled elsewhere, as
 * bytes, and by name. Pure; any thread. */

#include "hopso-pdf-field.h"

#include "hopso-pdf-answer-private.h"

enum
{
  FLAG_READ_ONLY = 1,
  FLAG_LINES = 2,
  FLAG_PASSWORD = 4,
  FLAG_EDITABLE = 8,
  FLAG_SEVERAL = 16,
  FLAG_CHECKED = 32,
  FLAG_RICH = 64
};

static void
field_free (gpointer data)
{
  HopsoPdfField *self = data;

  g_free (self->name);
  g_free (self->label);
  g_free (self->value);
  g_strfreev (self->choices);
  g_array_unref (self->chosen);
  g_free (self);
}

static void
take_flags (HopsoPdfField *self, guint flags)
{
  self->is_read_only = (flags & FLAG_READ_ONLY) != 0;
  self->has_lines = (flags & FLAG_LINES) != 0;
  self->is_password = (flags & FLAG_PASSWORD) != 0;
  self->is_rich = (flags & FLAG_RICH) != 0;
  self->is_editable = (flags & FLAG_EDITABLE) != 0;
  self->is_several = (flags & FLAG_SEVERAL) != 0;
  self->is_checked = (flags & FLAG_CHECKED) != 0;
}

static gboolean
take_choices (HopsoPdfField *self, GVariant *choices, GVariant *chosen, GError **error)
{
  const gsize n_choices = g_variant_n_children (choices);

  if (!hopso_pdf_answer_check_list (choices, error) || !hopso_pdf_answer_check_list (chosen, error))
    return FALSE;
  self->choices = g_variant_dup_strv (choices, NULL);
  for (gsize i = 0; i < g_variant_n_children (chosen); i++)
    {
      guint which;

      g_variant_get_child (chosen, i, "u", &which);
      if (which >= n_choices)
        return hopso_pdf_answer_disbelieve (error, "A choice that is not there is chosen");
      g_array_append_val (self->chosen, which);
    }
  return TRUE;
}

static gboolean
take_field (HopsoPdfField *self, GVariant *said, double width, double height, GError **error)
{
  g_autoptr (GVariant) box = NULL;
  g_autoptr (GVariant) choices = NULL;
  g_autoptr (GVariant) chosen = NULL;
  guint kind;
  guint flags;

  g_variant_get (said, "(i@(iiii)uuusss@as@au)", &self->id, &box, &kind, &flags, &self->max_length,
                 &self->name, &self->label, &self->value, &choices, &chosen);
  if (kind > HOPSO_PDF_FIELD_UNKNOWN)
    return hopso_pdf_answer_disbelieve (error, "The field is of no known kind");
  self->kind = (HopsoPdfFieldKind) kind;
  take_flags (self, flags);
  hopso_pdf_answer_get_variant_box (box, width, height, &self->box);
  return hopso_pdf_answer_check_words (self->name, error) &&
         hopso_pdf_answer_check_words (self->label, error) &&
         hopso_pdf_answer_check_words (self->value, error) &&
         take_choices (self, choices, chosen, error);
}

/**
 * hopso_pdf_field_list_from_reply:
 * @reply: an `(a(i(iiii)uuusssasau))` from a drawing process
 * @width: of the page, in points
 * @height: of the page, in points
 * @error: why it is not believed
 *
 * Returns: (transfer full) (element-type HopsoPdfField): the fields
 */
GPtrArray *
hopso_pdf_field_list_from_reply (GVariant *reply, double width, double height, GError **error)
{
  g_autoptr (GVariant) list = g_variant_get_child_value (reply, 0);
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (field_free);

  if (!hopso_pdf_answer_check_list (list, error))
    return NULL;
  for (gsize i = 0; i < g_variant_n_children (list); i++)
    {
      g_autoptr (GVariant) said = g_variant_get_child_value (list, i);
      HopsoPdfField *self = g_new0 (HopsoPdfField, 1);

      self->chosen = g_array_new (FALSE, FALSE, sizeof (guint));
      g_ptr_array_add (fields, self);
      if (!take_field (self, said, width, height, error))
        return NULL;
    }
  return g_steal_pointer (&fields);
}
