/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a signature says that later revisions may not do (ISO 32000-2, 12.8.1, table 256): the
 * certification of its plan, the lock of its field, the lock of its plan. Whoever prepares a
 * signature and whoever checks it ask here. One thread at a time. */

#include "hopso-pdf-prepare-private.h"

#include "hopso-pdf-error-private.h"

/* An entry of Reference; it takes @parameters, and @data where there is some. */
static HopsoPdfObject *
new_transform (const char *method, HopsoPdfObject *parameters, HopsoPdfObject *data)
{
  HopsoPdfObject *transform = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&parameters, "Type", hopso_pdf_object_new_name ("TransformParams"));
  hopso_pdf_set_key (&parameters, "V", hopso_pdf_object_new_name ("1.2"));
  hopso_pdf_set_key (&transform, "Type", hopso_pdf_object_new_name ("SigRef"));
  hopso_pdf_set_key (&transform, "TransformMethod", hopso_pdf_object_new_name (method));
  hopso_pdf_set_key (&transform, "TransformParams", parameters);
  if (data != NULL)
    hopso_pdf_set_key (&transform, "Data", data);
  return transform;
}

/* A FieldMDP transform names the object that is watched: the catalogue. */
static HopsoPdfObject *
new_lock (HopsoPdfFile *file, HopsoPdfObject *action, HopsoPdfObject *fields)
{
  HopsoPdfObject *root = hopso_pdf_object_get (hopso_pdf_file_get_trailer (file), "Root");
  HopsoPdfObject *parameters = hopso_pdf_object_new_dictionary ();

  hopso_pdf_set_key (&parameters, "Action", action);
  if (fields != NULL)
    hopso_pdf_set_key (&parameters, "Fields", fields);
  return new_transform ("FieldMDP", parameters, hopso_pdf_object_ref (root));
}

static gboolean
is_lock_action (HopsoPdfObject *action)
{
  return hopso_pdf_object_is_name (action, "All") || hopso_pdf_object_is_name (action, "Include") ||
         hopso_pdf_object_is_name (action, "Exclude");
}

/* The lock that the field's author wrote (table 236); words only, which any reader can compare. */
static gboolean
add_lock_of_field (HopsoPdfFile *file,
                   const HopsoPdfField *field,
                   GPtrArray *transforms,
                   GError **error)
{
  g_autoptr (HopsoPdfObject) lock =
      hopso_pdf_file_resolve_key (file, field->dictionary, "Lock", error);
  g_autoptr (HopsoPdfObject) action = NULL;
  g_autoptr (HopsoPdfObject) fields = NULL;

  if (lock == NULL)
    return FALSE;
  if (hopso_pdf_object_is_null (lock))
    return TRUE;
  action = hopso_pdf_file_resolve_key (file, lock, "Action", error);
  if (action == NULL)
    return FALSE;
  fields = hopso_pdf_file_resolve_key (file, lock, "Fields", error);
  if (fields == NULL)
    return FALSE;
  if (!is_lock_action (action))
    return hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "The field has an unknown lock");
  for (guint i = 0; i < hopso_pdf_object_get_length (fields); i++)
    if (hopso_pdf_object_get_string (hopso_pdf_object_get_item (fields, i)) == NULL)
      return hopso_pdf_fail (error, HOPSO_PDF_ERROR_UNSUPPORTED, "The field has an unknown lock");
  g_ptr_array_add (transforms,
                   new_lock (file, g_steal_pointer (&action),
                             hopso_pdf_object_is_null (fields) ? NULL : g_steal_pointer (&fields)));
  return TRUE;
}

static HopsoPdfObject *
new_lock_of_plan (HopsoPdfFile *file, const HopsoPdfSignaturePlan *plan)
{
  static const char *const actions[] = { NULL, "All", "Include", "Exclude" };
  GPtrArray *names;

  if (plan->lock == HOPSO_PDF_LOCK_ALL)
    return new_lock (file, hopso_pdf_object_new_name ("All"), NULL);
  names = g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);
  for (guint i = 0; plan->locked_fields[i] != NULL; i++)
    g_ptr_array_add (names, hopso_pdf_object_new_text (plan->locked_fields[i]));
  return new_lock (file, hopso_pdf_object_new_name (actions[plan->lock]),
                   hopso_pdf_object_take_array (names));
}

/**
 * hopso_pdf_dup_transforms:
 * @field: (nullable): the existing field that is signed
 *
 * Returns: (transfer full): the value of Reference, null when there is nothing to say; %NULL with
 *   @error
 */
HopsoPdfObject *
hopso_pdf_dup_transforms (HopsoPdfFile *file,
                          const HopsoPdfSignaturePlan *plan,
                          const HopsoPdfField *field,
                          GError **error)
{
  g_autoptr (GPtrArray) transforms =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hopso_pdf_object_unref);

  if (plan->certification != 0)
    {
      HopsoPdfObject *parameters = hopso_pdf_object_new_dictionary ();

      hopso_pdf_set_key (&parameters, "P", hopso_pdf_object_new_integer (plan->certification));
      g_ptr_array_add (transforms, new_transform ("DocMDP", parameters, NULL));
    }
  if (field != NULL && !add_lock_of_field (file, field, transforms, error))
    return NULL;
  if (plan->lock != HOPSO_PDF_LOCK_NONE)
    g_ptr_array_add (transforms, new_lock_of_plan (file, plan));
  if (transforms->len == 0)
    return hopso_pdf_object_new_null ();
  return hopso_pdf_object_take_array (g_steal_pointer (&transforms));
}
