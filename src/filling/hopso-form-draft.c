/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values on their way into a form. What is typed into one field without a pause is one step. Where
 * a draft is kept while nobody saves it is not known here. Main thread. */

#include "hopso-form-draft.h"

#include <string.h>

/* One thing done: a field held one value, and then another. */
typedef struct
{
  char *name;    /* owned */
  char **before; /* owned */
  char **after;  /* owned */
} Step;

struct _HopsoFormDraft
{
  GObject parent_instance;

  HopsoForm *form;    /* owned */
  GHashTable *values; /* owned: name → char ** (owned), what differs from the document */
  GPtrArray *steps;   /* owned: of Step */
  guint n_done;       /* of the steps; those after them were undone */
  gboolean is_open;   /* the last step goes on while the same field changes */
};

enum
{
  PROP_0,
  PROP_IS_CHANGED,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (HopsoFormDraft, hopso_form_draft, G_TYPE_OBJECT)

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->name);
  g_strfreev (step->before);
  g_strfreev (step->after);
  g_free (step);
}

/**
 * hopso_form_draft_new:
 * @form: what is to be filled
 *
 * Returns: (transfer full): everything as the document has it
 */
HopsoFormDraft *
hopso_form_draft_new (HopsoForm *form)
{
  HopsoFormDraft *self = g_object_new (HOPSO_TYPE_FORM_DRAFT, NULL);

  self->form = g_object_ref (form);
  return self;
}

/**
 * hopso_form_draft_get_form:
 *
 * Returns: (transfer none): what is filled
 */
HopsoForm *
hopso_form_draft_get_form (HopsoFormDraft *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), NULL);

  return self->form;
}

/**
 * hopso_form_draft_get_values:
 * @name: of a field of the form
 *
 * Returns: (transfer none) (array zero-terminated=1): what it holds now
 */
const char *const *
hopso_form_draft_get_values (HopsoFormDraft *self, const char *name)
{
  static const char *const nothing[] = { NULL };
  const HopsoFormField *field;
  char **own;

  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), nothing);

  own = g_hash_table_lookup (self->values, name);
  if (own != NULL)
    return (const char *const *) own;
  field = hopso_form_find_field (self->form, name);
  return field != NULL ? (const char *const *) field->values : nothing;
}

static void
notify (HopsoFormDraft *self, const char *name)
{
  g_signal_emit (self, changed_signal, 0, name);
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

/* An empty text is the same as none; so is "Off". */
static gboolean
is_as_in_document (const HopsoFormField *field, const char *const *values)
{
  const char *const *old = (const char *const *) field->values;
  const char *empty = field->kind == HOPSO_FORM_TEXT ? "" : "Off";

  if (g_strv_equal (old, values))
    return TRUE;
  return field->kind != HOPSO_FORM_CHOICE && old[0] == NULL && values[0] != NULL &&
         strcmp (values[0], empty) == 0;
}

static void
put (HopsoFormDraft *self, const char *name, const char *const *values)
{
  const HopsoFormField *field = hopso_form_find_field (self->form, name);

  if (is_as_in_document (field, values))
    g_hash_table_remove (self->values, name);
  else
    g_hash_table_insert (self->values, g_strdup (name), g_strdupv ((char **) values));
}

static Step *
get_open_step (HopsoFormDraft *self, const char *name)
{
  Step *last = self->is_open && self->n_done > 0 ? self->steps->pdata[self->n_done - 1] : NULL;

  return last != NULL && self->n_done == self->steps->len && strcmp (last->name, name) == 0 ? last
                                                                                            : NULL;
}

static void
note_step (HopsoFormDraft *self, const char *name, const char *const *values)
{
  Step *step = get_open_step (self, name);

  if (step == NULL)
    {
      g_ptr_array_set_size (self->steps, (int) self->n_done);
      step = g_new0 (Step, 1);
      step->name = g_strdup (name);
      step->before = g_strdupv ((char **) hopso_form_draft_get_values (self, name));
      g_ptr_array_add (self->steps, step);
      self->n_done++;
    }
  g_strfreev (step->after);
  step->after = g_strdupv ((char **) values);
  self->is_open = TRUE;
}

/**
 * hopso_form_draft_set_values:
 * @name: of a field
 * @values: (array zero-terminated=1): what it shall hold
 * @error: of #HopsoFillingError
 *
 * Returns: %FALSE when it cannot
 */
gboolean
hopso_form_draft_set_values (HopsoFormDraft *self,
                             const char *name,
                             const char *const *values,
                             GError **error)
{
  const HopsoFormField *field;

  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), FALSE);

  field = hopso_form_find_field (self->form, name);
  g_return_val_if_fail (field != NULL, FALSE);
  if (!hopso_form_field_check (field, values, error))
    return FALSE;
  if (g_strv_equal (hopso_form_draft_get_values (self, name), values))
    return TRUE;
  note_step (self, name, values);
  put (self, name, values);
  notify (self, name);
  return TRUE;
}

/**
 * hopso_form_draft_set_value:
 * @value: the only one
 *
 * The same for a field that holds one value.
 *
 * Returns: %FALSE with @error when it cannot
 */
gboolean
hopso_form_draft_set_value (HopsoFormDraft *self,
                            const char *name,
                            const char *value,
                            GError **error)
{
  const char *const values[] = { value, NULL };

  return hopso_form_draft_set_values (self, name, values, error);
}

/**
 * hopso_form_draft_end_step:
 *
 * What is done next is undone by itself, even in the same field.
 */
void
hopso_form_draft_end_step (HopsoFormDraft *self)
{
  g_return_if_fail (HOPSO_IS_FORM_DRAFT (self));

  self->is_open = FALSE;
}

/**
 * hopso_form_draft_get_is_changed:
 *
 * Returns: whether something differs from the document
 */
gboolean
hopso_form_draft_get_is_changed (HopsoFormDraft *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), FALSE);

  return g_hash_table_size (self->values) > 0;
}

/**
 * hopso_form_draft_get_can_undo:
 *
 * Returns: whether there is a step to undo
 */
gboolean
hopso_form_draft_get_can_undo (HopsoFormDraft *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), FALSE);

  return self->n_done > 0;
}

/**
 * hopso_form_draft_get_can_redo:
 *
 * Returns: whether there is a step that was undone
 */
gboolean
hopso_form_draft_get_can_redo (HopsoFormDraft *self)
{
  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), FALSE);

  return self->n_done < self->steps->len;
}

/**
 * hopso_form_draft_undo:
 *
 * Takes the last step back.
 *
 * Returns: (nullable): the field that changed
 */
const char *
hopso_form_draft_undo (HopsoFormDraft *self)
{
  Step *step;

  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), NULL);

  if (self->n_done == 0)
    return NULL;
  step = self->steps->pdata[--self->n_done];
  self->is_open = FALSE;
  put (self, step->name, (const char *const *) step->before);
  notify (self, step->name);
  return step->name;
}

/**
 * hopso_form_draft_redo:
 *
 * Does a step again that was undone.
 *
 * Returns: (nullable): the field that changed
 */
const char *
hopso_form_draft_redo (HopsoFormDraft *self)
{
  Step *step;

  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), NULL);

  if (self->n_done == self->steps->len)
    return NULL;
  step = self->steps->pdata[self->n_done++];
  self->is_open = FALSE;
  put (self, step->name, (const char *const *) step->after);
  notify (self, step->name);
  return step->name;
}

/**
 * hopso_form_draft_to_variant:
 *
 * Returns: (transfer none): what differs from the document, in its order, as a floating `a(sas)`
 */
GVariant *
hopso_form_draft_to_variant (HopsoFormDraft *self)
{
  GVariantBuilder builder;

  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sas)"));
  for (guint i = 0; i < hopso_form_get_n_fields (self->form); i++)
    {
      const HopsoFormField *field = hopso_form_get_field (self->form, i);
      char **values = g_hash_table_lookup (self->values, field->name);

      if (values != NULL && hopso_form_find_field (self->form, field->name) == field)
        g_variant_builder_add (&builder, "(s^as)", field->name, values);
    }
  return g_variant_builder_end (&builder);
}

/**
 * hopso_form_draft_take_variant:
 * @values: what hopso_form_draft_to_variant() gave, perhaps for an older version of the document
 *
 * Fills in again what was kept, as far as it still can be. That is no step to be undone.
 *
 * Returns: how many values were taken
 */
guint
hopso_form_draft_take_variant (HopsoFormDraft *self, GVariant *values)
{
  guint n = 0;

  g_return_val_if_fail (HOPSO_IS_FORM_DRAFT (self), 0);

  if (!g_variant_is_of_type (values, G_VARIANT_TYPE ("a(sas)")))
    return 0;
  for (gsize i = 0; i < g_variant_n_children (values); i++)
    {
      const char *name;
      g_autofree const char **texts = NULL;
      const HopsoFormField *field;

      g_variant_get_child (values, i, "(&s^a&s)", &name, &texts);
      field = hopso_form_find_field (self->form, name);
      if (field == NULL || !hopso_form_field_check (field, texts, NULL))
        continue;
      put (self, name, texts);
      notify (self, name);
      n++;
    }
  return n;
}

static void
hopso_form_draft_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  HopsoFormDraft *self = HOPSO_FORM_DRAFT (object);

  if (id == PROP_IS_CHANGED)
    g_value_set_boolean (value, hopso_form_draft_get_is_changed (self));
  else if (id == PROP_CAN_UNDO)
    g_value_set_boolean (value, hopso_form_draft_get_can_undo (self));
  else if (id == PROP_CAN_REDO)
    g_value_set_boolean (value, hopso_form_draft_get_can_redo (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
hopso_form_draft_finalize (GObject *object)
{
  HopsoFormDraft *self = HOPSO_FORM_DRAFT (object);

  g_hash_table_unref (self->values);
  g_ptr_array_unref (self->steps);
  g_clear_object (&self->form);
  G_OBJECT_CLASS (hopso_form_draft_parent_class)->finalize (object);
}

static void
hopso_form_draft_class_init (HopsoFormDraftClass *class)
{
  static const char *const names[N_PROPS] = { NULL, "is-changed", "can-undo", "can-redo" };
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = hopso_form_draft_get_property;
  object_class->finalize = hopso_form_draft_finalize;
  for (guint i = 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_boolean (names[i], NULL, NULL, FALSE,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * HopsoFormDraft::changed:
   * @name: of the field
   *
   * A field holds something else.
   */
  changed_signal = g_signal_new ("changed", HOPSO_TYPE_FORM_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
hopso_form_draft_init (HopsoFormDraft *self)
{
  self->values =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->steps = g_ptr_array_new_with_free_func (step_free);
}
