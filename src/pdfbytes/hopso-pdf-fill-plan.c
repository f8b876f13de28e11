/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a plan to fill a form means for a document: whether it may be carried out, and which objects
 * change. Whoever writes the update and whoever checks it ask here, so that there is one answer.
 * One thread at a time. */

#include "hopso-pdf-fill-private.h"

#include "hopso-pdf-error-private.h"

#include <string.h>

#define MAX_CHANGES 50000

static void
value_free (gpointer data)
{
  HopsoPdfFillValue *self = data;

  g_free (self->name);
  g_strfreev (self->values);
  g_free (self);
}

/**
 * hopso_pdf_fill_plan_new:
 *
 * Returns: (transfer full): a plan that fills nothing
 */
HopsoPdfFillPlan *
hopso_pdf_fill_plan_new (void)
{
  HopsoPdfFillPlan *self = g_new0 (HopsoPdfFillPlan, 1);

  self->values = g_ptr_array_new_with_free_func (value_free);
  return self;
}

/**
 * hopso_pdf_fill_plan_free:
 *
 * Frees it.
 */
void
hopso_pdf_fill_plan_free (HopsoPdfFillPlan *self)
{
  g_ptr_array_unref (self->values);
  g_free (self);
}

/**
 * hopso_pdf_fill_plan_add:
 * @name: of a field
 * @values: (array zero-terminated=1): what it shall hold
 */
void
hopso_pdf_fill_plan_add (HopsoPdfFillPlan *self, const char *name, const char *const *values)
{
  HopsoPdfFillValue *value = g_new0 (HopsoPdfFillValue, 1);

  value->name = g_strdup (name);
  value->values = g_strdupv ((char **) values);
  g_ptr_array_add (self->values, value);
}

/**
 * hopso_pdf_fill_plan_to_variant:
 *
 * Returns: (transfer none): the values as a floating a(sas)
 */
GVariant *
hopso_pdf_fill_plan_to_variant (const HopsoPdfFillPlan *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sas)"));
  for (guint i = 0; i < self->values->len; i++)
    {
      const HopsoPdfFillValue *value = self->values->pdata[i];

      g_variant_builder_add (&builder, "(s^as)", value->name, value->values);
    }
  return g_variant_builder_end (&builder);
}

/**
 * hopso_pdf_fill_plan_read:
 * @values: an a(sas)
 *
 * Returns: (transfer full): the plan, without looks, or %NULL with @error
 */
HopsoPdfFillPlan *
hopso_pdf_fill_plan_read (GVariant *values, GError **error)
{
  g_autoptr (HopsoPdfFillPlan) self = hopso_pdf_fill_plan_new ();

  if (!g_variant_is_of_type (values, G_VARIANT_TYPE ("a(sas)")) ||
      g_variant_n_children (values) > HOPSO_PDF_FILL_MAX_VALUES)
    {
      hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "The values are malformed");
      return NULL;
    }
  for (gsize i = 0; i < g_variant_n_children (values); i++)
    {
      const char *name;
      g_autofree const char **texts = NULL;

      g_variant_get_child (values, i, "(&s^a&s)", &name, &texts);
      hopso_pdf_fill_plan_add (self, name, texts);
    }
  return g_steal_pointer (&self);
}

void
hopso_pdf_fill_work_clear (HopsoPdfFillWork *self)
{
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->changes, g_array_unref);
}

/* What may stand in a text; a line may end only where there are several. */
static gboolean
is_good_text (const char *text, gboolean has_lines)
{
  if (strlen (text) > HOPSO_PDF_FILL_MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x20 && *p != '\t' && (*p != '\n' || !has_lines))
      return FALSE;
  return TRUE;
}

static gboolean
check_text (const HopsoPdfFillField *field, char **values, GError **error)
{
  const guint hidden = HOPSO_PDF_FILL_PASSWORD | HOPSO_PDF_FILL_FILE;

  if ((field->flags & hidden) != 0)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED,
                           "%s: passwords and files are not kept in documents", field->name);
  if (g_strv_length (values) != 1 ||
      !is_good_text (values[0], (field->flags & HOPSO_PDF_FILL_MULTILINE) != 0))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "%s: the text cannot stand there",
                           field->name);
  if (field->max_length > 0 && g_utf8_strlen (values[0], -1) > (glong) field->max_length)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "%s: at most %u characters", field->name,
                           field->max_length);
  return TRUE;
}

static gboolean
check_choice (const HopsoPdfFillField *field, char **values, GError **error)
{
  const guint typed = HOPSO_PDF_FILL_COMBO | HOPSO_PDF_FILL_EDIT;
  guint n = g_strv_length (values);

  if (n > 1 && (field->flags & HOPSO_PDF_FILL_SEVERAL) == 0)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "%s: only one can be chosen", field->name);
  for (guint i = 0; i < n; i++)
    if (!g_strv_contains ((const char *const *) field->options, values[i]) &&
        ((field->flags & typed) != typed || !is_good_text (values[i], FALSE)))
      return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "%s: there is no such choice",
                             field->name);
  return TRUE;
}

/* The name of the state that is asked for; "Off" is always one. */
static const char *
find_state (const HopsoPdfFillField *field, char **values)
{
  if (g_strv_length (values) != 1)
    return NULL;
  if (strcmp (values[0], "Off") == 0)
    return "Off";
  for (guint i = 0; i < field->places->len; i++)
    {
      const HopsoPdfFillPlace *place = field->places->pdata[i];

      if (g_strcmp0 (place->state, values[0]) == 0)
        return place->state_name;
    }
  return NULL;
}

static gboolean
check_value (const HopsoPdfFillField *field, char **values, const char **state, GError **error)
{
  /* What is read-only may be drawn, as it is. */
  if ((field->flags & HOPSO_PDF_FILL_READ_ONLY) != 0 &&
      !g_strv_equal ((const char *const *) field->values, (const char *const *) values))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN, "%s: is read-only", field->name);
  if (field->reference.number == 0)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "%s: is built unusually",
                           field->name);
  switch (field->kind)
    {
    case HOPSO_PDF_FILL_TEXT:
      return check_text (field, values, error);
    case HOPSO_PDF_FILL_CHOICE:
      return check_choice (field, values, error);
    case HOPSO_PDF_FILL_CHECK:
    case HOPSO_PDF_FILL_RADIO_BUTTONS:
      *state = find_state (field, values);
      return *state != NULL || hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD,
                                               "%s: there is no such state", field->name);
    case HOPSO_PDF_FILL_NONE:
    default:
      return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "%s: cannot be filled", field->name);
    }
}

static gboolean
claim (GHashTable *numbers, HopsoPdfReference reference, GError **error)
{
  return g_hash_table_add (numbers, GUINT_TO_POINTER (reference.number)) ||
         hopso_pdf_fail_damaged (error, "Two parts of the form are one object");
}

/* The field and its places; one object may be both. */
static gboolean
add_changes (HopsoPdfFillWork *self,
             GHashTable *numbers,
             const HopsoPdfFillField *field,
             const HopsoPdfFillValue *value,
             GError **error)
{
  HopsoPdfFillChange change = {
    .reference = field->reference, .field = field, .kind = field->kind, .values = value->values
  };

  if (!check_value (field, value->values, &change.state, error) ||
      !claim (numbers, field->reference, error))
    return FALSE;
  for (guint i = 0; i < field->places->len; i++)
    if (((HopsoPdfFillPlace *) field->places->pdata[i])->reference.number ==
        field->reference.number)
      change.place = field->places->pdata[i];
  for (guint i = 0; i < field->places->len; i++)
    {
      const HopsoPdfFillPlace *place = field->places->pdata[i];
      HopsoPdfFillChange drawn = change;

      if (place != change.place)
        {
          if (!claim (numbers, place->reference, error))
            return FALSE;
          drawn.field = NULL;
          drawn.place = place;
          drawn.reference = place->reference;
        }
      drawn.first_look = self->n_looks;
      self->n_looks += place->n_looks;
      g_array_append_val (self->changes, drawn);
    }
  if (change.place == NULL)
    g_array_append_val (self->changes, change);
  return self->changes->len <= MAX_CHANGES ||
         hopso_pdf_fail (error, HOPSO_PDF_ERROR_TOO_COMPLEX, "Too much is filled in at once");
}

/* Several fields may have one name; they are one to whoever fills them. */
static gboolean
add_value (HopsoPdfFillWork *self,
           GHashTable *by_name,
           GHashTable *numbers,
           const HopsoPdfFillValue *value,
           GError **error)
{
  GPtrArray *fields = g_hash_table_lookup (by_name, value->name);

  if (fields == NULL)
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "There is no field %s", value->name);
  for (guint i = 0; i < fields->len; i++)
    if (!add_changes (self, numbers, fields->pdata[i], value, error))
      return FALSE;
  g_hash_table_remove (by_name, value->name);
  return TRUE;
}

static GHashTable *
index_fields (GPtrArray *fields)
{
  GHashTable *by_name =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < fields->len; i++)
    {
      HopsoPdfFillField *field = fields->pdata[i];
      GPtrArray *same = g_hash_table_lookup (by_name, field->name);

      if (same == NULL)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (by_name, field->name, same);
        }
      g_ptr_array_add (same, field);
    }
  return by_name;
}

static gboolean
check_rules (HopsoPdfFillWork *self,
             HopsoPdfFile *file,
             const HopsoPdfFillPlan *plan,
             GError **error)
{
  g_autoptr (GPtrArray) signatures = hopso_pdf_file_list_signatures (file, error);
  g_autoptr (GPtrArray) fields = NULL;

  if (signatures == NULL)
    return FALSE;
  self->is_signed = signatures->len > 0;
  fields = hopso_pdf_file_list_fields (file, error);
  if (fields == NULL)
    return FALSE;
  for (guint i = 0; i < plan->values->len; i++)
    {
      const char *name = ((HopsoPdfFillValue *) plan->values->pdata[i])->name;
      const HopsoPdfSignature *obstacle =
          hopso_pdf_fill_find_obstacle (file, signatures, fields, name);

      if (obstacle != NULL)
        return hopso_pdf_fail (error, HOPSO_PDF_ERROR_FORBIDDEN,
                               "%s: the signature in %s forbids to fill it", name,
                               obstacle->field_name);
    }
  return TRUE;
}

/* Whether nobody needs to be asked to draw a value any more. */
static gboolean
is_all_drawn (HopsoPdfFillWork *self, GHashTable *numbers)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const HopsoPdfFillField *field = self->fields->pdata[i];

      for (guint j = 0; j < field->places->len && field->values[0] != NULL; j++)
        {
          const HopsoPdfFillPlace *place = field->places->pdata[j];

          if (place->n_looks > 0 && !place->has_look &&
              !g_hash_table_contains (numbers, GUINT_TO_POINTER (place->reference.number)))
            return FALSE;
        }
    }
  return TRUE;
}

/**
 * hopso_pdf_fill_work_begin:
 * @self: empty
 *
 * Finds out what a plan changes, and whether everybody allows it.
 *
 * Returns: %FALSE with @error
 */
gboolean
hopso_pdf_fill_work_begin (HopsoPdfFillWork *self,
                           HopsoPdfFile *file,
                           const HopsoPdfFillPlan *plan,
                           GError **error)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) by_name = NULL;

  self->changes = g_array_new (FALSE, TRUE, sizeof (HopsoPdfFillChange));
  self->fields = hopso_pdf_file_list_fill_fields (file, error);
  if (self->fields == NULL || !check_rules (self, file, plan, error))
    return FALSE;
  by_name = index_fields (self->fields);
  for (guint i = 0; i < plan->values->len; i++)
    if (!add_value (self, by_name, numbers, plan->values->pdata[i], error))
      return FALSE;
  self->is_drawn = is_all_drawn (self, numbers);
  return plan->values->len > 0 ||
         hopso_pdf_fail (error, HOPSO_PDF_ERROR_FIELD, "Nothing is to be filled in");
}
