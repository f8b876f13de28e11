/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A form as an inspecting process reported it: read once, held against what can be, never changed.
 * Any thread. */

#include "hopso-form.h"

#include "hopso-pdf-fill.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PLACE_TYPE  "(i(dddd)(dd)uussbub(sdudsiis))"
#define FIELDS_TYPE "a(ssuuuuasasassa" PLACE_TYPE ")"
#define MAX_SIDE    14400.0
#define HIDDEN      2u  /* F (12.5.3) */
#define NOT_VIEWED  32u /* likewise */

struct _HopsoForm
{
  GObject parent_instance;

  GPtrArray *fields;   /* owned: of HopsoFormField */
  GHashTable *by_name; /* owned: name → HopsoFormField (borrowed) */
  gboolean is_encrypted;
  gboolean has_hidden_fields;
  gboolean is_signed;
  gboolean has_xfa;
  gboolean calculates;
  gboolean needs_looks;
  char **locked_layers; /* owned, nullable: nothing is said */
};

G_DEFINE_FINAL_TYPE (HopsoForm, hopso_form, G_TYPE_OBJECT)
G_DEFINE_QUARK (hopso - filling - error, hopso_filling_error)

static void
place_free (gpointer data)
{
  HopsoFormPlace *self = data;

  g_free (self->state);
  g_free (self->meaning);
  g_free (self->font);
  g_free (self->sign);
  g_free (self);
}

static void
field_free (gpointer data)
{
  HopsoFormField *self = data;

  g_free (self->name);
  g_free (self->title);
  g_free (self->obstacle);
  g_strfreev (self->values);
  g_strfreev (self->options);
  g_strfreev (self->option_words);
  g_ptr_array_unref (self->places);
  g_free (self);
}

static gboolean
is_between (double number, double low, double high)
{
  return isfinite (number) && number >= low && number <= high;
}

/* A place that cannot be is none: it is not drawn and not filled on a page. */
static gboolean
is_credible (const HopsoFormPlace *place)
{
  const HopsoPdfBox *box = &place->box;

  return place->page >= -1 && is_between (box->x1, -MAX_SIDE, MAX_SIDE) &&
         is_between (box->y1, -MAX_SIDE, MAX_SIDE) && is_between (box->x2, box->x1, MAX_SIDE * 2) &&
         is_between (box->y2, box->y1, MAX_SIDE * 2) && is_between (place->width, 0, 2e6) &&
         is_between (place->height, 0, 2e6) && is_between (place->size, 0, 1000) &&
         is_between (place->border, 0, 20) && place->n_looks <= 2 &&
         (place->n_looks == 0 || (place->width >= 1 && place->width <= MAX_SIDE &&
                                  place->height >= 1 && place->height <= MAX_SIDE));
}

static gboolean
take_place (HopsoFormField *field, GVariant *said)
{
  HopsoFormPlace *place = g_new0 (HopsoFormPlace, 1);
  const char *style;
  guint flags;
  gboolean is_on;

  g_ptr_array_add (field->places, place);
  g_variant_get (said, "(i(dddd)(dd)uussbub(sdud&siis))", &place->page, &place->box.x1,
                 &place->box.y1, &place->box.x2, &place->box.y2, &place->width, &place->height,
                 &place->rotation, &flags, &place->state, &place->meaning, &is_on, &place->n_looks,
                 &place->has_look, &place->font, &place->size, &place->colour, &place->border,
                 &style, &place->border_colour, &place->background, &place->sign);
  place->is_hidden = (flags & (HIDDEN | NOT_VIEWED)) != 0;
  place->border_style = *style;
  return is_credible (place);
}

static void
take_flags (HopsoFormField *field, guint flags)
{
  field->is_read_only = (flags & HOPSO_PDF_FILL_READ_ONLY) != 0;
  field->is_required = (flags & HOPSO_PDF_FILL_REQUIRED) != 0;
  if (field->kind == HOPSO_FORM_TEXT)
    {
      field->has_lines = (flags & HOPSO_PDF_FILL_MULTILINE) != 0;
      field->is_secret = (flags & (HOPSO_PDF_FILL_PASSWORD | HOPSO_PDF_FILL_FILE)) != 0;
      field->has_cells =
          (flags & HOPSO_PDF_FILL_COMB) != 0 && field->max_length > 0 && !field->has_lines;
      field->is_rich = (flags & HOPSO_PDF_FILL_RICH) != 0;
    }
  if (field->kind == HOPSO_FORM_CHOICE)
    {
      field->is_combo = (flags & HOPSO_PDF_FILL_COMBO) != 0;
      field->is_editable = field->is_combo && (flags & HOPSO_PDF_FILL_EDIT) != 0;
      field->is_several = !field->is_combo && (flags & HOPSO_PDF_FILL_SEVERAL) != 0;
    }
}

static gboolean
take_field (HopsoForm *self, GVariant *said)
{
  HopsoFormField *field = g_new0 (HopsoFormField, 1);
  g_autoptr (GVariant) places = NULL;
  guint kind, flags;

  g_ptr_array_add (self->fields, field);
  field->places = g_ptr_array_new_with_free_func (place_free);
  g_variant_get (said, "(ssuuuu^as^as^ass@a" PLACE_TYPE ")", &field->name, &field->title, &kind,
                 &flags, &field->max_length, &field->alignment, &field->values, &field->options,
                 &field->option_words, &field->obstacle, &places);
  if (kind > HOPSO_FORM_CHOICE ||
      g_strv_length (field->options) != g_strv_length (field->option_words))
    return FALSE;
  field->kind = (HopsoFormKind) kind;
  take_flags (field, flags);
  for (gsize i = 0; i < g_variant_n_children (places); i++)
    {
      g_autoptr (GVariant) place = g_variant_get_child_value (places, i);

      if (!take_place (field, place))
        return FALSE;
    }
  if (!g_hash_table_contains (self->by_name, field->name))
    g_hash_table_insert (self->by_name, field->name, field);
  return TRUE;
}

/**
 * hopso_form_new_from_reply:
 * @reply: an `a{sv}` from an inspecting process
 * @error: why it is not believed
 *
 * Returns: (transfer full): the form
 */
HopsoForm *
hopso_form_new_from_reply (GVariant *reply, GError **error)
{
  g_autoptr (HopsoForm) self = g_object_new (HOPSO_TYPE_FORM, NULL);
  g_autoptr (GVariant) fields =
      g_variant_lookup_value (reply, "fields", G_VARIANT_TYPE (FIELDS_TYPE));

  g_variant_lookup (reply, "encrypted", "b", &self->is_encrypted);
  g_variant_lookup (reply, "has-fields", "b", &self->has_hidden_fields);
  g_variant_lookup (reply, "signed", "b", &self->is_signed);
  g_variant_lookup (reply, "xfa", "b", &self->has_xfa);
  g_variant_lookup (reply, "calculates", "b", &self->calculates);
  g_variant_lookup (reply, "need-looks", "b", &self->needs_looks);
  g_variant_lookup (reply, "locked-layers", "^as", &self->locked_layers);
  for (gsize i = 0; fields != NULL && i < g_variant_n_children (fields); i++)
    {
      g_autoptr (GVariant) field = g_variant_get_child_value (fields, i);

      if (take_field (self, field))
        continue;
      g_set_error_literal (error, HOPSO_FILLING_ERROR, HOPSO_FILLING_ERROR_DOCUMENT,
                           _ ("The form of this document cannot be read."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * hopso_form_is_locked_layer:
 * @name: of a layer
 *
 * Not of the form, but found on the way to it.
 *
 * Returns: whether the document's author wants the layer to stay as it is
 */
gboolean
hopso_form_is_locked_layer (HopsoForm *self, const char *name)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), FALSE);

  return self->locked_layers != NULL &&
         g_strv_contains ((const char *const *) self->locked_layers, name);
}

/**
 * hopso_form_is_encrypted:
 *
 * Returns: whether the document is encrypted, so that nothing else is known of its form
 */
gboolean
hopso_form_is_encrypted (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), FALSE);

  return self->is_encrypted;
}

/**
 * hopso_form_is_hidden:
 *
 * Returns: whether there is a form that cannot be filled because the document is encrypted
 */
gboolean
hopso_form_is_hidden (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), FALSE);

  return self->is_encrypted && self->has_hidden_fields;
}

/**
 * hopso_form_is_signed:
 *
 * Returns: whether somebody signed the document, who would see what is filled in later
 */
gboolean
hopso_form_is_signed (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), FALSE);

  return self->is_signed;
}

/**
 * hopso_form_has_xfa:
 *
 * Returns: whether a second form (XFA), which we do not read, stands beside this one
 */
gboolean
hopso_form_has_xfa (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), FALSE);

  return self->has_xfa;
}

/**
 * hopso_form_calculates:
 *
 * Returns: whether scripts, which we do not run, would compute or check something
 */
gboolean
hopso_form_calculates (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), FALSE);

  return self->calculates;
}

/**
 * hopso_form_needs_looks:
 *
 * Returns: whether the document asks programs to draw the values of its fields
 */
gboolean
hopso_form_needs_looks (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), FALSE);

  return self->needs_looks;
}

/**
 * hopso_form_can_fill:
 *
 * Returns: whether there is a field that can be filled
 */
gboolean
hopso_form_can_fill (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), FALSE);

  for (guint i = 0; i < self->fields->len; i++)
    if (hopso_form_field_can_fill (self->fields->pdata[i]))
      return TRUE;
  return FALSE;
}

/**
 * hopso_form_get_obstacle:
 *
 * Returns: (nullable): the field of a signature that forbids to fill at least one field
 */
const char *
hopso_form_get_obstacle (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const HopsoFormField *field = self->fields->pdata[i];

      if (field->kind != HOPSO_FORM_NONE && *field->obstacle != '\0')
        return field->obstacle;
    }
  return NULL;
}

/**
 * hopso_form_get_n_fields:
 *
 * Returns: how many fields there are, those among them that cannot be filled
 */
guint
hopso_form_get_n_fields (HopsoForm *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), 0);

  return self->fields->len;
}

/**
 * hopso_form_get_field:
 *
 * Returns: (transfer none): one of them, in the order of the document
 */
const HopsoFormField *
hopso_form_get_field (HopsoForm *self, guint index)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self) && index < self->fields->len, NULL);

  return self->fields->pdata[index];
}

/**
 * hopso_form_find_field:
 *
 * Returns: (transfer none) (nullable): the first of that name
 */
const HopsoFormField *
hopso_form_find_field (HopsoForm *self, const char *name)
{
  g_return_val_if_fail (HOPSO_IS_FORM (self), NULL);

  return g_hash_table_lookup (self->by_name, name);
}

static void
hopso_form_finalize (GObject *object)
{
  HopsoForm *self = HOPSO_FORM (object);

  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->fields);
  g_strfreev (self->locked_layers);
  G_OBJECT_CLASS (hopso_form_parent_class)->finalize (object);
}

static void
hopso_form_class_init (HopsoFormClass *class)
{
  G_OBJECT_CLASS (class)->finalize = hopso_form_finalize;
}

static void
hopso_form_init (HopsoForm *self)
{
  self->fields = g_ptr_array_new_with_free_func (field_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
}
