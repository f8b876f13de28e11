/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the values of a filling look: a picture for each place of each field, in the order in which
 * they are asked for. What is drawn is the value that the document will hold; the place, the font
 * and the colours are the inspecting process's word, and nothing worse than ugly when it lies. Any
 * thread. */

#include "hopso-form-private.h"

#include "hopso-typeset-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a picture is drawn from, with all that is made for it. */
typedef struct
{
  GArray *fields;    /* owned: of HopsoTypesetField */
  GPtrArray *texts;  /* owned: of char * */
  GPtrArray *arrays; /* owned: of char ** */
} Pictures;

static void
pictures_clear (Pictures *self)
{
  g_array_unref (self->fields);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->arrays);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pictures, pictures_clear)

static const char *
find_words (const HopsoFormField *field, const char *value)
{
  for (guint i = 0; field->options[i] != NULL; i++)
    if (strcmp (field->options[i], value) == 0)
      return field->option_words[i];
  return value;
}

static HopsoTypesetAlignment
get_alignment (const HopsoFormField *field)
{
  return field->alignment == 2   ? HOPSO_TYPESET_END
         : field->alignment == 1 ? HOPSO_TYPESET_CENTRE
                                 : HOPSO_TYPESET_START;
}

static HopsoTypesetField
begin_picture (const HopsoFormField *field, const HopsoFormPlace *place)
{
  return (HopsoTypesetField){
    .width_pt = place->width,
    .height_pt = place->height,
    .font = place->font,
    .size = place->size,
    .colour = place->colour,
    .alignment = get_alignment (field),
    .border = place->border,
    .border_style = place->border_style,
    .border_colour = place->border_colour,
    .background = place->background,
  };
}

static void
add_choice (Pictures *self,
            const HopsoFormField *field,
            HopsoTypesetField *picture,
            const char *const *values)
{
  g_autoptr (GStrvBuilder) chosen = NULL;

  if (field->is_combo)
    {
      picture->kind = HOPSO_TYPESET_FIELD_TEXT;
      g_ptr_array_add (self->texts,
                       g_strdup (values[0] != NULL ? find_words (field, values[0]) : ""));
      picture->text = self->texts->pdata[self->texts->len - 1];
      return;
    }
  chosen = g_strv_builder_new ();
  for (guint i = 0; values[i] != NULL; i++)
    g_strv_builder_add (chosen, find_words (field, values[i]));
  g_ptr_array_add (self->arrays, g_strv_builder_end (chosen));
  picture->kind = HOPSO_TYPESET_FIELD_LIST;
  picture->lines = (const char *const *) field->option_words;
  picture->chosen = (const char *const *) self->arrays->pdata[self->arrays->len - 1];
}

/* A button is drawn when it is on, and when it is off. */
static void
add_button (Pictures *self, const HopsoFormField *field, const HopsoFormPlace *place)
{
  HopsoTypesetField picture = begin_picture (field, place);

  picture.kind = HOPSO_TYPESET_FIELD_BUTTON;
  picture.sign = *place->sign != '\0' ? *place->sign : field->kind == HOPSO_FORM_RADIO ? 'l' : '4';
  picture.is_round = picture.sign == 'l';
  g_array_append_val (self->fields, picture);
  picture.sign = '\0';
  g_array_append_val (self->fields, picture);
}

static void
add_place (Pictures *self,
           const HopsoFormField *field,
           const HopsoFormPlace *place,
           const char *const *values)
{
  HopsoTypesetField picture = begin_picture (field, place);

  if (place->n_looks == 0)
    return;
  if (field->kind == HOPSO_FORM_CHECK || field->kind == HOPSO_FORM_RADIO)
    {
      add_button (self, field, place);
      return;
    }
  if (field->kind == HOPSO_FORM_CHOICE)
    add_choice (self, field, &picture, values);
  else
    {
      picture.kind = field->has_lines   ? HOPSO_TYPESET_FIELD_LINES
                     : field->has_cells ? HOPSO_TYPESET_FIELD_CELLS
                                        : HOPSO_TYPESET_FIELD_TEXT;
      picture.n_cells = field->max_length;
      g_ptr_array_add (self->texts, g_strdup (values[0] != NULL ? values[0] : ""));
      picture.text = self->texts->pdata[self->texts->len - 1];
    }
  g_array_append_val (self->fields, picture);
}

/* Fields of one name are one to whoever fills them. */
static void
add_fields (Pictures *self, HopsoForm *form, const char *name, const char *const *values)
{
  for (guint i = 0; i < hopso_form_get_n_fields (form); i++)
    {
      const HopsoFormField *field = hopso_form_get_field (form, i);

      for (guint j = 0; strcmp (field->name, name) == 0 && j < field->places->len; j++)
        add_place (self, field, field->places->pdata[j], values);
    }
}

/**
 * hopso_form_draw_values:
 * @values: an `a(sas)`
 * @looks: (out) (nullable): a PDF of all pictures, or %NULL when none are needed
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_form_draw_values (HopsoForm *form, GVariant *values, GBytes **looks, GError **error)
{
  g_auto (Pictures) self = { g_array_new (FALSE, TRUE, sizeof (HopsoTypesetField)),
                             g_ptr_array_new_with_free_func (g_free),
                             g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev) };
  g_autoptr (GError) problem = NULL;

  *looks = NULL;
  for (gsize i = 0; i < g_variant_n_children (values); i++)
    {
      g_autofree const char **texts = NULL;
      const char *name;

      g_variant_get_child (values, i, "(&s^a&s)", &name, &texts);
      add_fields (&self, form, name, texts);
    }
  if (self.fields->len == 0)
    return TRUE;
  *looks = hopso_typeset_fields ((const HopsoTypesetField *) (gpointer) self.fields->data,
                                 self.fields->len, &problem);
  if (*looks != NULL)
    return TRUE;
  g_set_error (error, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_DOCUMENT,
               _ ("The values cannot be drawn: %s"), problem->message);
  return FALSE;
}

static gboolean
lacks_look (const HopsoFormField *field)
{
  for (guint i = 0; i < field->places->len; i++)
    {
      const HopsoFormPlace *place = field->places->pdata[i];

      if (place->n_looks > 0 && !place->has_look)
        return TRUE;
    }
  return FALSE;
}

/* What the values are about, by name. */
static GHashTable *
list_names (GVariant *values)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < g_variant_n_children (values); i++)
    {
      char *name;

      g_variant_get_child (values, i, "(sas)", &name, NULL);
      g_hash_table_add (names, name);
    }
  return names;
}

/**
 * hopso_form_complete_values:
 * @values: an `a(sas)`
 *
 * A document that asks programs to draw its values is asked no more once we drew some: then the
 * others have to be drawn as well. Nobody does so once it is signed.
 *
 * Returns: (transfer full): the values, and with them those fields that have no look yet
 */
GVariant *
hopso_form_complete_values (HopsoForm *form, GVariant *values)
{
  g_autoptr (GHashTable) names = NULL;
  GVariantBuilder builder;

  if (!hopso_form_needs_looks (form) || hopso_form_is_signed (form))
    return g_variant_ref (values);
  names = list_names (values);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sas)"));
  for (gsize i = 0; i < g_variant_n_children (values); i++)
    {
      g_autoptr (GVariant) value = g_variant_get_child_value (values, i);

      g_variant_builder_add_value (&builder, value);
    }
  for (guint i = 0; i < hopso_form_get_n_fields (form); i++)
    {
      const HopsoFormField *field = hopso_form_get_field (form, i);

      if ((field->kind == HOPSO_FORM_TEXT || field->kind == HOPSO_FORM_CHOICE) &&
          field->values[0] != NULL && lacks_look (field) && !field->is_secret &&
          g_hash_table_add (names, g_strdup (field->name)))
        g_variant_builder_add (&builder, "(s^as)", field->name, field->values);
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}
